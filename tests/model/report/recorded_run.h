// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/simulate.h"
#include "model/report/capture/capture.h"

#include <string>
#include <vector>

namespace sidestep::test {

/// A run whose messages were kept.
struct RecordedRun
{
    plan::Plan plan;
    engine::Timeline timeline;
    report::MessageLog log;

    /// The capture. Stops the program when it is refused.
    [[nodiscard]] std::string capture(report::CapturedPackets packets = report::CapturedPackets::Deciding) const;
};

/// Runs failures in the command line's notation ("AGG1--RSG1@1s,silent") on a plan, the reference network when there is none.
/// Stops the program when plan, text or setting is refused.
[[nodiscard]] RecordedRun record(const std::vector<std::string> &failures, SimDuration until, const std::vector<std::string> &settings = {});
[[nodiscard]] RecordedRun record(const plan::Plan &plan, const plan::Scenario &scenario, const std::vector<std::string> &settings = {});

} // namespace sidestep::test
