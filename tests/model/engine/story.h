// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/simulate.h"

#include <string>
#include <string_view>
#include <vector>

namespace sidestep::test {

/// A run and what a test asks of it.
struct Story
{
    plan::Plan plan;
    engine::Timeline timeline;

    [[nodiscard]] const engine::FlowResult &flow(plan::Direction direction) const;
    [[nodiscard]] const engine::FlowResult &up() const { return flow(plan::Direction::Upstream); }
    [[nodiscard]] const engine::FlowResult &down() const { return flow(plan::Direction::Downstream); }
    /// nullptr: it did not happen.
    [[nodiscard]] const engine::Event *first(std::string_view device, engine::Layer layer, std::string_view what) const;
    [[nodiscard]] std::vector<SimTime> timesOf(std::string_view what) const;
    [[nodiscard]] std::ptrdiff_t count(std::string_view what) const;
    /// "CSG AGG1 RSG1": where the flow's packets go at the end.
    [[nodiscard]] std::string lastPath(const engine::FlowResult &result) const;
};

/// Runs failures in the command line's notation on a plan. Stops the program when plan, text or setting is refused.
[[nodiscard]] Story tell(const plan::Plan &plan, const std::vector<std::string> &failures, SimDuration until = std::chrono::seconds(10),
                         const std::vector<std::string> &settings = {}, engine::Phase phase = engine::Phase::Seeded);
/// The same on the reference network.
[[nodiscard]] Story tell(const std::vector<std::string> &failures, SimDuration until = std::chrono::seconds(10), const std::vector<std::string> &settings = {},
                         engine::Phase phase = engine::Phase::Seeded);

} // namespace sidestep::test
