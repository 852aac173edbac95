// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/tool_bar.h"

#include "app/desktop/window_actions.h"
#include "views/shared/text.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QToolButton>

namespace sidestep::app {

ToolBar::ToolBar(const WindowActions &actions, QWidget *parent)
    : QToolBar(tr("Tools"), parent), m_badge(new QLabel), m_badgePlace(nullptr), m_scenarios(new QComboBox)
{
    setObjectName(QStringLiteral("toolBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    addTools(actions);
    auto *spacer = new QWidget;
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(spacer);
    addRunning(actions);
}

void ToolBar::addTools(const WindowActions &actions)
{
    for (QAction *tool : {actions.toolSelect, actions.toolCsg, actions.toolAgg, actions.toolRsg, actions.toolLink, actions.toolService})
        addAction(tool);
    addSeparator();
    // The undo actions carry what they undo as their text; the buttons stay short.
    for (const auto &[action, text] : {std::pair{actions.undo, tr("Undo")}, std::pair{actions.redo, tr("Redo")}}) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setEnabled(action->isEnabled());
        connect(button, &QToolButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [button, action = action] {
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->text());
        });
        addWidget(button);
    }
    addAction(actions.arrange);
    addAction(actions.check);
    m_badge->setObjectName(QStringLiteral("badge"));
    m_badgePlace = addWidget(m_badge);
    m_badgePlace->setVisible(false);
}

void ToolBar::addRunning(const WindowActions &actions)
{
    m_scenarios->setObjectName(QStringLiteral("scenarios"));
    m_scenarios->setAccessibleName(tr("Scenario"));
    m_scenarios->setPlaceholderText(tr("No scenario yet"));
    m_scenarios->setMinimumWidth(230);
    connect(m_scenarios, &QComboBox::activated, this, [this] {
        if (const auto chosen = scenario())
            emit scenarioChosen(*chosen);
    });
    addWidget(m_scenarios);
    auto *gap = new QWidget;
    gap->setFixedWidth(4);
    addWidget(gap);
    auto *run = new QToolButton;
    run->setObjectName(QStringLiteral("run"));
    run->setDefaultAction(actions.run);
    run->setToolButtonStyle(Qt::ToolButtonTextOnly);
    addWidget(run);
    addAction(actions.compare);
    addAction(actions.present);
}

void ToolBar::setFindings(std::size_t count)
{
    m_badge->setText(QString::number(count));
    m_badgePlace->setVisible(count > 0);
}

void ToolBar::setScenarios(const plan::Plan &plan)
{
    const QVariant before = m_scenarios->currentData();
    m_scenarios->clear();
    for (const plan::Scenario &scenario : plan.scenarios())
        m_scenarios->addItem(views::toQt(scenario.name), scenario.id.value());
    const int again = m_scenarios->findData(before);
    m_scenarios->setCurrentIndex(again >= 0 ? again : m_scenarios->count() > 0 ? 0 : -1);
}

std::optional<plan::ScenarioId> ToolBar::scenario() const
{
    const QVariant id = m_scenarios->currentData();
    return id.isValid() ? std::optional(plan::ScenarioId(id.toUInt())) : std::nullopt;
}

void ToolBar::chooseScenario(plan::ScenarioId scenario)
{
    m_scenarios->setCurrentIndex(m_scenarios->findData(scenario.value()));
}

} // namespace sidestep::app
