// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/recovery_stages.h"

#include <QCoreApplication>

namespace sidestep::views {

QString stageText(report::Stage stage)
{
    switch (stage) {
    case report::Stage::Detection: return QCoreApplication::translate("LossBudget", "Detection");
    case report::Stage::Signalling: return QCoreApplication::translate("LossBudget", "Signalling");
    case report::Stage::Computation: return QCoreApplication::translate("LossBudget", "Computation");
    case report::Stage::Programming: return QCoreApplication::translate("LossBudget", "Programming");
    case report::Stage::Waiting: return QCoreApplication::translate("LossBudget", "Waiting on purpose");
    case report::Stage::Repair: return QCoreApplication::translate("LossBudget", "Until the repair");
    case report::Stage::Unended: return QCoreApplication::translate("LossBudget", "Not over");
    case report::Stage::Unattributed: break;
    }
    return QCoreApplication::translate("LossBudget", "Unattributed");
}

std::vector<Recovery> recoveriesOf(const engine::Timeline &timeline)
{
    std::vector<Recovery> recoveries;
    for (const report::LossInterval &interval : report::lossIntervals(timeline))
        if (interval.ended)
            recoveries.push_back({interval.flow, interval.from, interval.to, report::budgetOf(timeline, interval)});
    return recoveries;
}

} // namespace sidestep::views
