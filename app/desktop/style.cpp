// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style.h"

#include "views/shared/palette.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>

/// The icons are in a static library, which nothing else would pull in. Q_INIT_RESOURCE works in the global namespace only.
static void loadIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace sidestep::app {
namespace {

/// Inter, Noto Sans or Segoe UI when found, else the system's own.
QFont bodyFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const QStringList families = QFontDatabase::families();
    for (const QString &wanted : {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Segoe UI")})
        if (families.contains(wanted)) {
            font.setFamily(wanted);
            break;
        }
    font.setPixelSize(13);
    return font;
}

QString sheetFor(const views::Palette &c)
{
    QString sheet = QStringLiteral(R"(
QMainWindow, QMenuBar, QToolBar { background: @panel; }
QMenuBar { padding: 2px 8px; border-bottom: none; }
QMenuBar::item { padding: 4px 10px; border-radius: 6px; background: transparent; color: @text; }
QMenuBar::item:selected { background: @accentSoft; }
QMenu { background: @canvas; border: 1px solid @hairline; padding: 4px; color: @text; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @link; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }
QToolBar { spacing: 4px; padding: 6px 12px; border: none; border-bottom: 1px solid @hairline; }
QToolBar::separator { width: 1px; background: @hairline; margin: 4px 8px; }
QToolButton { padding: 5px 10px; border: none; border-radius: 6px; color: @text; background: transparent; }
QToolButton:hover { background: @window; }
QToolButton:focus { outline: none; border: 1px solid @accent; padding: 4px 9px; }
QToolButton:checked { background: @accentSoft; color: @accent; font-weight: 500; }
QToolButton:disabled { color: @link; }
QToolButton#run { background: @accent; color: @onAccent; font-weight: 600; padding: 5px 18px; }
QToolButton#run:hover { background: @accent; }
QToolButton#run:disabled { background: @hairline; color: @secondary; }
QPushButton { padding: 5px 14px; border: 1px solid @hairline; border-radius: 6px; background: @canvas; color: @text; }
QPushButton:hover { border-color: @link; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @link; }
QPushButton:default { background: @accent; color: @onAccent; border-color: @accent; }
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox { border: 1px solid @hairline; border-radius: 6px; padding: 4px 8px; background: @canvas; color: @text;
  selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit#terminal, QPlainTextEdit#terminal:focus { border: none; padding: 0; selection-background-color: @accentSoft; selection-color: @text; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: @accent; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@scheme.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @canvas; color: @text; border: 1px solid @hairline; selection-background-color: @accentSoft; selection-color: @text; }
QTreeView, QListView, QTableView, QScrollArea, QScrollArea > QWidget > QWidget { background: @panel; border: none; }
QTreeView#importReport::item { border: 0; padding: 3px 5px; }
QTableView::item { border: 0; padding-left: 5px; padding-right: 5px; }
QTableView::item:selected { background: @accentSoft; color: @text; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid @link; border-radius: 3px; background: @canvas; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@scheme.svg); }
QSplitter::handle { background: @hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabBar { background: @panel; }
QTabBar::tab { padding: 8px 4px 7px 4px; margin: 0 10px; color: @secondary; border: none; border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:hover:!selected { color: @text; }
QHeaderView::section { background: @panel; color: @secondary; border: none; border-bottom: 1px solid @hairline; padding: 4px 8px; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: @hairline; border-radius: 3px; min-height: 24px; min-width: 24px; margin: 2px; }
QScrollBar::handle:hover { background: @link; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
QStatusBar { background: @panel; color: @secondary; border-top: 1px solid @hairline; }
QStatusBar::item { border: none; }
QToolTip { background: @canvas; color: @text; border: 1px solid @hairline; padding: 4px 6px; }
QLabel#sectionTitle { color: @secondary; font-size: 11px; font-weight: 600; letter-spacing: 1px; }
QLabel#objectTitle { font-size: 15px; font-weight: 600; }
QLabel#objectSubtitle { color: @secondary; font-size: 12px; }
QLabel#groupTitle { font-weight: 600; padding-top: 8px; }
QLabel#fieldLabel { color: @secondary; font-size: 12px; }
QLabel#problem { color: @loss; font-size: 12px; }
QLabel#badge { background: @warnSoft; color: @warning; border-radius: 10px; padding: 2px 7px; font-size: 11px; font-weight: 600; }
QFrame#notice { background: @warnSoft; border: none; }
QFrame#notice QLabel { color: @text; }
QFrame#leftPanel, QFrame#rightPanel, QFrame#bottomPanel, QWidget#propertyContent { background: @panel; border: none; }
)");
    const auto put = [&](const char *token, const QColor &colour) {
        // Longest tokens are replaced first by the caller's order: "@panel" must not eat "@panelSoft".
        sheet.replace(QLatin1String(token), colour.name());
    };
    sheet.replace(QLatin1String("@scheme"), c.dark ? QLatin1String("dark") : QLatin1String("light"));
    put("@accentSoft", c.accentSoft);
    put("@onAccent", c.onAccent);
    put("@accent", c.accent);
    put("@warnSoft", c.workingBar);
    put("@warning", c.dark ? c.warning : c.text);
    put("@window", c.window);
    put("@panel", c.panel);
    put("@canvas", c.canvas);
    put("@hairline", c.hairline);
    put("@secondary", c.secondary);
    put("@text", c.text);
    put("@link", c.link);
    put("@loss", c.loss);
    return sheet;
}

} // namespace

void applyStyle(QApplication &application, ColourScheme scheme)
{
    loadIcons();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const bool dark = scheme == ColourScheme::Dark || (scheme == ColourScheme::System && views::Palette::current().dark);
    const views::Palette &colours = dark ? views::Palette::darkSet() : views::Palette::light();
    QApplication::setFont(bodyFont());
    QApplication::setPalette(colours.toQPalette());
    application.setStyleSheet(sheetFor(colours));
}

} // namespace sidestep::app
