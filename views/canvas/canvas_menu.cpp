// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_menu.h"

#include "model/plan/failures.h"
#include "views/shared/text.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <algorithm>
#include <array>

namespace sidestep::views {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::CanvasMenu)
};

void addFailure(QMenu &menu, const QString &text, const char *name, plan::FailureMode mode, const ObjectMenuActions &actions)
{
    QAction *action = menu.addAction(text);
    action->setObjectName(QLatin1String(name));
    QObject::connect(action, &QAction::triggered, action, [fail = actions.fail, mode] { fail(mode); });
}

/// What has no entry of its own, from the table of failures.
void addOtherFailures(QMenu &menu, const plan::ObjectId &object, const ObjectMenuActions &actions)
{
    using plan::FailureMode;
    const auto target = plan::failureTarget(object);
    if (!target)
        return;
    constexpr std::array kInTheMenu{FailureMode::Cut, FailureMode::Silent, FailureMode::OneWayAB, FailureMode::OneWayBA, FailureMode::Power};
    QMenu *more = menu.addMenu(Text::tr("Fail otherwise"));
    more->setObjectName(QStringLiteral("failOtherwise"));
    for (const plan::FailureKind &kind : plan::failureKinds()) {
        if (kind.target != plan::targetKind(*target, false) || std::find(kInTheMenu.begin(), kInTheMenu.end(), kind.mode) != kInTheMenu.end())
            continue;
        const QString what = QCoreApplication::translate("failures", kind.what.data());
        addFailure(*more, what.left(1).toUpper() + what.mid(1), kind.notation.data(), kind.mode, actions);
    }
    addFailure(menu, Text::tr("Repair"), "repair", FailureMode::Restore, actions);
    menu.addSeparator();
}

} // namespace

void fillObjectMenu(QMenu &menu, const plan::Plan &plan, const plan::ObjectId &object, const ObjectMenuActions &actions)
{
    using plan::FailureMode;
    const QString name = shownName(plan::nameOf(plan, object));
    menu.addSection(name);
    if (const auto *id = std::get_if<plan::LinkId>(&object)) {
        const auto [a, b] = plan::endsOf(plan, *plan.find(*id));
        const QString nameA = toQt(plan.find(a)->name);
        const QString nameB = toQt(plan.find(b)->name);
        addFailure(menu, Text::tr("Fail: cut"), "failCut", FailureMode::Cut, actions);
        addFailure(menu, Text::tr("Fail: silent, light stays"), "failSilent", FailureMode::Silent, actions);
        addFailure(menu, Text::tr("Fail: one way, %1 → %2").arg(nameA, nameB), "failOneWayAB", FailureMode::OneWayAB, actions);
        addFailure(menu, Text::tr("Fail: one way, %1 → %2").arg(nameB, nameA), "failOneWayBA", FailureMode::OneWayBA, actions);
    } else if (std::holds_alternative<plan::RouterId>(object)) {
        addFailure(menu, Text::tr("Fail: power off"), "failPower", FailureMode::Power, actions);
    }
    addOtherFailures(menu, object, actions);
    if (std::holds_alternative<plan::RouterId>(object)) {
        QAction *console = menu.addAction(Text::tr("Open console"));
        console->setObjectName(QStringLiteral("objectConsole"));
        QObject::connect(console, &QAction::triggered, console, actions.openConsole);
    }
    QAction *open = menu.addAction(Text::tr("Properties"));
    open->setObjectName(QStringLiteral("objectProperties"));
    QObject::connect(open, &QAction::triggered, open, actions.open);
    QAction *remove = menu.addAction(Text::tr("Delete"));
    remove->setObjectName(QStringLiteral("objectDelete"));
    // Shown, not bound: the canvas has the key already.
    remove->setShortcut(QKeySequence(QKeySequence::Delete));
    QObject::connect(remove, &QAction::triggered, remove, actions.remove);
}

} // namespace sidestep::views
