// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/configuration_view.h"

#include "model/config/own_lines.h"
#include "model/plan/fields.h"
#include "views/configuration/vrp_editor.h"
#include "views/shared/empty_state.h"
#include "views/shared/palette.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QShortcut>
#include <QStackedLayout>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace sidestep::views {

ConfigurationView::ConfigurationView(QWidget *parent)
    : QWidget(parent), m_content(new QWidget), m_empty(new EmptyState), m_name(new QLabel), m_about(new QLabel), m_chooser(new QComboBox),
      m_gaps(new QLabel), m_editor(new VrpEditor), m_findBar(new QWidget), m_findField(new QLineEdit),
      m_findResult(new QLabel), m_marks(new QLabel), m_copy(new QPushButton(tr("Copy"))), m_export(new QPushButton(tr("Export…"))),
      m_difference(new QPushButton(tr("Difference")))
{
    m_name->setFont(typeOf(font(), 15, QFont::DemiBold));
    m_about->setFont(typeOf(font(), kListSize));
    m_about->setForegroundRole(QPalette::PlaceholderText);
    m_chooser->setAccessibleName(tr("Router"));
    auto *header = new QHBoxLayout;
    header->setSpacing(10);
    header->addWidget(m_name);
    header->addWidget(m_chooser);
    header->addWidget(m_about, 1, Qt::AlignBaseline);

    m_gaps->setFont(typeOf(font(), kListSize));
    m_gaps->setWordWrap(true);
    m_gaps->setTextFormat(Qt::RichText);
    connect(m_gaps, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto index = link.toULongLong(); index < m_config.gaps.size())
            emit zoomRequested({m_config.gaps[index].object});
    });

    m_editor->setWrapMode(QsciScintilla::WrapWhitespace);
    m_editor->setAccessibleName(tr("Configuration"));
    m_editor->installEventFilter(this);
    m_editor->viewport()->installEventFilter(this);

    m_findField->setPlaceholderText(tr("Find in the configuration"));
    m_findField->setClearButtonEnabled(true);
    m_findField->installEventFilter(this);
    m_findResult->setFont(typeOf(font(), kDetailSize));
    m_findResult->setForegroundRole(QPalette::PlaceholderText);
    auto *findRow = new QHBoxLayout(m_findBar);
    findRow->setContentsMargins(0, 0, 0, 0);
    findRow->setSpacing(8);
    findRow->addWidget(m_findField, 1);
    findRow->addWidget(m_findResult);
    m_findBar->hide();

    m_marks->setFont(typeOf(font(), kDetailSize));
    m_marks->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_export);
    buttons->addWidget(m_difference);
    buttons->addStretch();

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addLayout(header);
    column->addWidget(m_gaps);
    column->addWidget(m_findBar);
    column->addWidget(new PaperFrame(*m_editor), 1);
    column->addWidget(m_marks);
    column->addLayout(buttons);
    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);

    connect(m_empty, &EmptyState::triggered, this, &ConfigurationView::addRouterRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (m_router)
            emit exportRequested(*m_router, text());
    });
    m_difference->setToolTip(tr("Compare with the saved plan"));
    connect(m_difference, &QPushButton::clicked, this, [this] {
        if (m_router)
            emit differenceRequested(*m_router);
    });
    connect(m_chooser, &QComboBox::activated, this, [this](int index) {
        const plan::RouterId chosen(m_chooser->itemData(index).toUInt());
        setRouter(chosen);
        emit routerChosen(chosen);
    });
    connect(m_findField, &QLineEdit::textEdited, this, [this] {
        m_editor->setCursorPosition(0, 0);
        findNext(true);
    });
    auto *shortcut = new QShortcut(QKeySequence::Find, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &ConfigurationView::find);
    dress();
    rebuild();
}

QString ConfigurationView::text() const
{
    return m_editor->text();
}

std::vector<int> ConfigurationView::markedLines() const
{
    std::vector<int> lines;
    for (int line = m_editor->markerFindNext(0, 1U << VrpEditor::Chosen); line >= 0; line = m_editor->markerFindNext(line + 1, 1U << VrpEditor::Chosen))
        lines.push_back(line);
    return lines;
}

void ConfigurationView::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void ConfigurationView::setSelection(const Selection &selection)
{
    m_selection = selection;
    if (m_plan && !selection.empty()) {
        const plan::ObjectId &object = selection.objects.front();
        std::optional<plan::RouterId> next;
        if (const auto *router = std::get_if<plan::RouterId>(&object))
            next = *router;
        else if (!m_router || config::linesOf(m_config, object).empty())
            next = routerFor(object);
        if (next && next != m_router && m_plan->find(*next)) {
            m_router = next;
            rebuild();
            return;
        }
    }
    showHeader();
    mark();
}

void ConfigurationView::setRouter(plan::RouterId router)
{
    m_router = router;
    rebuild();
}

std::optional<plan::RouterId> ConfigurationView::routerFor(const plan::ObjectId &object) const
{
    const auto linkEnd = [this](const plan::Link *link) { return link ? std::optional(endsOf(*m_plan, *link).first) : std::nullopt; };
    const auto csgOf = [this](const plan::AccessService *service) { return service ? std::optional(service->csg) : std::nullopt; };
    if (const auto *id = std::get_if<plan::LinkId>(&object))
        return linkEnd(m_plan->find(*id));
    if (const auto *id = std::get_if<plan::PortId>(&object)) {
        const plan::Port *port = m_plan->find(*id);
        return port ? std::optional(port->router) : std::nullopt;
    }
    if (const auto *id = std::get_if<plan::AccessServiceId>(&object))
        return csgOf(m_plan->find(*id));
    if (const auto *id = std::get_if<plan::FlowId>(&object)) {
        const plan::Flow *flow = m_plan->find(*id);
        return flow ? csgOf(m_plan->find(flow->service)) : std::nullopt;
    }
    if (const auto *id = std::get_if<plan::TrackedRouteId>(&object)) {
        const plan::TrackedRoute *tracked = m_plan->find(*id);
        const plan::AccessService *service = tracked ? m_plan->find(tracked->service) : nullptr;
        if (!service)
            return std::nullopt;
        return tracked->pw == plan::PwRole::Secondary && service->secondary ? service->secondary->agg : service->primary.agg;
    }
    if (const auto *id = std::get_if<plan::BgpSessionId>(&object)) {
        const plan::BgpSession *session = m_plan->find(*id);
        return session ? std::optional(session->a) : std::nullopt;
    }
    if (const auto *id = std::get_if<plan::SnippetId>(&object)) {
        const plan::Snippet *snippet = m_plan->find(*id);
        for (const plan::Router &router : m_plan->routers())
            if (snippet && config::applies(*snippet, router))
                return router.id;
        return std::nullopt;
    }
    if (const auto *id = std::get_if<plan::VpnInterfaceId>(&object)) {
        const plan::VpnInterface *interface = m_plan->find(*id);
        return interface ? std::optional(interface->router) : std::nullopt;
    }
    return std::nullopt;
}

void ConfigurationView::rebuild()
{
    auto *stack = static_cast<QStackedLayout *>(layout());
    if (!m_plan || m_plan->routers().empty()) {
        m_router.reset();
        m_empty->setText(tr("No router yet"), tr("Draw a router, and its complete configuration is written here as you plan."), tr("Add a router"));
        stack->setCurrentWidget(m_empty);
        return;
    }
    stack->setCurrentWidget(m_content);
    if (!m_router || !m_plan->find(*m_router))
        m_router = (*m_plan->routers().begin()).id;

    m_chooser->clear();
    for (const plan::Router &router : m_plan->routers())
        m_chooser->addItem(toQt(router.name), router.id.value());
    m_chooser->setCurrentIndex(m_chooser->findData(m_router->value()));

    const Result<config::DeviceConfig> built = config::buildConfig(*m_plan, *m_router);
    m_config = built ? *built : config::DeviceConfig{*m_router, {}, {}, {}};
    const QString next = built ? toQt(config::toText(m_config)) : QString();
    if (next != m_editor->text()) {
        const int top = m_editor->firstVisibleLine();
        m_editor->showText(next);
        m_editor->setFirstVisibleLine(top);
    }
    QStringList gaps;
    if (!built)
        gaps << toQt(built.error().detail).toHtmlEscaped();
    for (std::size_t i = 0; i < m_config.gaps.size(); ++i)
        gaps << tr("%1 <a href=\"%2\">Show</a>").arg(toQt(m_config.gaps[i].text).toHtmlEscaped()).arg(i);
    m_gaps->setText(gaps.join(QStringLiteral("<br>")));
    m_gaps->setVisible(!gaps.isEmpty());
    m_notes = lineNotes(*m_plan, m_config);
    showHeader();
    mark();
}

void ConfigurationView::showHeader()
{
    const plan::Router *router = m_plan && m_router ? m_plan->find(*m_router) : nullptr;
    if (!router)
        return;
    const bool chosen = !m_selection.empty();
    m_name->setVisible(chosen);
    m_chooser->setVisible(!chosen);
    m_name->setText(toQt(router->name));
    QString about = toQt(plan::wordOf(router->role)) + QStringLiteral(" · ")
        + (router->loopback ? toQt(router->loopback->toString()) : tr("no loopback address yet"));
    if (const auto unverified = std::count_if(m_notes.begin(), m_notes.end(), [](const auto &note) { return note.second.unverified; }))
        about += QStringLiteral(" · ") + tr("%n unverified line(s)", nullptr, static_cast<int>(unverified));
    m_about->setText(about);
    m_about->setToolTip(tr("Lines whose command nobody has seen on a device in this form. Hold the pointer over a line to read about it."));
}

void ConfigurationView::mark()
{
    m_editor->markerDeleteAll(VrpEditor::Chosen);
    m_marks->clear();
    if (!m_plan || !m_router)
        return;
    std::vector<std::size_t> lines;
    QString what;
    for (const plan::ObjectId &object : m_selection.objects) {
        // A router owns its whole file; marking every line would mark none.
        if (std::holds_alternative<plan::RouterId>(object) || !exists(*m_plan, object))
            continue;
        const std::vector<std::size_t> own = config::linesOf(m_config, object);
        lines.insert(lines.end(), own.begin(), own.end());
        if (what.isEmpty())
            what = shownName(plan::nameOf(*m_plan, object));
    }
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    for (const std::size_t line : lines)
        m_editor->markerAdd(static_cast<int>(line), VrpEditor::Chosen);
    m_marks->setVisible(!what.isEmpty());
    if (!what.isEmpty())
        m_marks->setText(lines.empty() ? tr("No line here comes from %1").arg(what)
                        : lines.size() == 1 ? tr("1 line from %1").arg(what)
                                            : tr("%1 lines from %2").arg(lines.size()).arg(what));
    if (!lines.empty())
        m_editor->reveal(static_cast<int>(lines.front()));
}

void ConfigurationView::dress()
{
    const Palette &palette = Palette::current();
    QPalette warn = this->palette();
    warn.setColor(QPalette::WindowText, palette.warning);
    m_gaps->setPalette(warn);
}

void ConfigurationView::find()
{
    m_findBar->show();
    if (const QString selected = m_editor->selectedText(); !selected.isEmpty() && !selected.contains(QLatin1Char('\n')))
        m_findField->setText(selected);
    m_findField->setFocus();
    m_findField->selectAll();
}

void ConfigurationView::findNext(bool forward)
{
    const QString wanted = m_findField->text();
    m_findResult->clear();
    if (wanted.isEmpty())
        return;
    if (!forward) {
        // Scintilla searches back from the cursor, which stands behind the last hit.
        int line = 0, column = 0, endLine = 0, endColumn = 0;
        m_editor->getSelection(&line, &column, &endLine, &endColumn);
        if (line >= 0)
            m_editor->setCursorPosition(line, column);
    }
    if (!m_editor->findFirst(wanted, false, false, false, true, forward))
        m_findResult->setText(tr("not found"));
}

bool ConfigurationView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_findField) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            findNext(!(key->modifiers() & Qt::ShiftModifier));
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_findBar->hide();
            m_editor->setFocus();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip && watched == m_editor->viewport()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto note = m_notes.find(m_editor->lineAt(help->pos()));
        QToolTip::showText(help->globalPos(), note == m_notes.end() ? QString() : note->second.text, m_editor);
        return true;
    }
    if (event->type() == QEvent::MouseButtonDblClick && watched == m_editor->viewport()) {
        const QPoint at = static_cast<QMouseEvent *>(event)->pos();
        const int line = m_editor->lineAt(at);
        // The plan object whose lines hold this one; the narrowest, as a link's lines lie inside a router's.
        std::optional<plan::ObjectId> found;
        std::size_t count = 0;
        const auto walk = [&](const auto &self, const std::vector<config::ConfigNode> &nodes) -> void {
            for (const config::ConfigNode &node : nodes) {
                for (const plan::ObjectId &origin : node.origin) {
                    const auto lines = config::linesOf(m_config, origin);
                    if (std::binary_search(lines.begin(), lines.end(), static_cast<std::size_t>(std::max(0, line)))
                        && (!found || lines.size() < count)) {
                        found = origin;
                        count = lines.size();
                    }
                }
                self(self, node.children);
            }
        };
        if (line >= 0)
            walk(walk, m_config.blocks);
        if (found)
            emit objectActivated(*found);
    }
    return QWidget::eventFilter(watched, event);
}

void ConfigurationView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_editor)
        dress();
    QWidget::changeEvent(event);
}

} // namespace sidestep::views
