// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/vrp_editor.h"

#include "views/configuration/vrp_lexer.h"
#include "views/shared/palette.h"
#include "views/shared/type.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace sidestep::views {
namespace {

constexpr int kNumbers = 0;   // margin
constexpr int kAbove = 4;     // lines kept in sight above what is revealed
constexpr int kFewestDigits = 3;

/// Scintilla takes points only.
QFont editorFont(const QWidget &widget)
{
    QFont font = monoOf(kDetailSize);
    font.setPointSizeF(kDetailSize * 72.0 / widget.logicalDpiY());
    return font;
}

} // namespace

VrpEditor::VrpEditor(QWidget *parent) : QsciScintilla(parent), m_lexer(new VrpLexer(this))
{
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setUtf8(true);
    setLexer(m_lexer);
    setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    setTabWidth(3);
    setMarginType(kNumbers, QsciScintilla::NumberMargin);
    setMarginWidth(1, 0);
    for (const Mark mark : {Chosen, Added, Removed, Altered, Displaced, Filler})
        markerDefine(QsciScintilla::Background, mark);
    setCaretLineVisible(false);
    SendScintilla(SCI_SETCARETSTYLE, 0);
    // With only what is visible measured, short files need no scroll bar.
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1);
    SendScintilla(SCI_SETSCROLLWIDTH, 1);
    SendScintilla(SCI_SETEXTRAASCENT, 2);
    SendScintilla(SCI_SETEXTRADESCENT, 2);
    dress();
}

void VrpEditor::showText(const QString &text)
{
    setMarginType(kNumbers, QsciScintilla::NumberMargin);
    setReadOnly(false);
    setText(text);
    setReadOnly(true);
    markerDeleteAll();
    widenMargin(lines());
}

void VrpEditor::showText(const QString &text, const std::vector<int> &numbers)
{
    showText(text);
    setMarginType(kNumbers, QsciScintilla::TextMarginRightJustified);
    for (std::size_t line = 0; line < numbers.size(); ++line) {
        const QByteArray number = numbers[line] > 0 ? QByteArray::number(numbers[line]) + ' ' : QByteArray(" ");
        SendScintilla(SCI_MARGINSETTEXT, line, number.constData());
        SendScintilla(SCI_MARGINSETSTYLE, line, static_cast<long>(STYLE_LINENUMBER));
    }
    widenMargin(numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end()));
}

void VrpEditor::widenMargin(int greatest)
{
    const int digits = std::max(kFewestDigits, static_cast<int>(QString::number(greatest).size()));
    setMarginWidth(kNumbers, QString(digits + 1, QLatin1Char('0')));
}

void VrpEditor::reveal(int line)
{
    const auto shown = static_cast<int>(SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(line)));
    setFirstVisibleLine(std::max(0, shown - kAbove));
}

void VrpEditor::dress()
{
    const Palette &palette = Palette::current();
    const QFont mono = editorFont(*this);
    m_lexer->follow(mono);
    QFont numbers = mono;
    numbers.setPointSizeF(mono.pointSizeF() - 0.5);
    setMarginsFont(numbers);
    setMarginsBackgroundColor(palette.canvas);
    setMarginsForegroundColor(palette.secondary);
    setMarkerBackgroundColor(palette.upBar, Chosen);
    setMarkerBackgroundColor(palette.upBar, Added);
    setMarkerBackgroundColor(palette.downBar, Removed);
    setMarkerBackgroundColor(palette.workingBar, Altered);
    setMarkerBackgroundColor(palette.accentSoft, Displaced);
    setMarkerBackgroundColor(palette.window, Filler);
    setSelectionBackgroundColor(palette.accentSoft);
    setSelectionForegroundColor(palette.text);
    recolor();
}

void VrpEditor::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_lexer)
        dress();
    QsciScintilla::changeEvent(event);
}

PaperFrame::PaperFrame(QWidget &inside)
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(2, 5, 2, 5);
    box->addWidget(&inside);
}

void PaperFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Palette::current().hairline, 1));
    painter.setBrush(Palette::current().canvas);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace sidestep::views
