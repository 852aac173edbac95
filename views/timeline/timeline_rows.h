// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <QString>

#include <optional>
#include <vector>

namespace sidestep::views {

/// A lane of the timeline with what a reader needs beside it.
struct TimelineRow
{
    engine::Lane lane;
    QString title;  ///< "BFD", "PW in use", "Upstream"
    QString where;  ///< "AGG1", "AGG1–RSG1", "Site 1"
    bool matters = false; ///< worth showing when not everything is
};

/// A thin line from the moment one bar began to the moment of its effect in another row.
struct CauseJoint
{
    std::size_t fromRow = 0;
    std::size_t toRow = 0;
    SimTime from;
    SimTime to;
    friend bool operator==(const CauseJoint &, const CauseJoint &) = default;
};

/// The flow whose story is told unless another is asked for: the one out longest. nullopt: no flows.
[[nodiscard]] std::optional<plan::FlowId> worstFlow(const engine::Timeline &timeline);

/// engine::lanesOf with titles, in pipeline order and within a layer by first change, so that causes stand above effects.
///
/// What matters: what failed; the lanes through which the failure came to the turns of the flow `focus`, one of each kind and
/// router; the pseudowire in use; the flow, and the other flows that lose something, the worst first. When nothing turned, all of it.
[[nodiscard]] std::vector<TimelineRow> timelineRows(const plan::Plan &plan, const engine::Timeline &timeline, std::optional<plan::FlowId> focus);

/// When something happened that decided whether a flow arrives: the causes, back to the failure, of every loss, of every end of a
/// loss and of the state a flow ends in. Ascending, each once; all events of a run in which nothing was decisive.
[[nodiscard]] std::vector<SimTime> decisiveMoments(const engine::Timeline &timeline);

/// Joints between the given rows, along the cause chains of the turns of the flow `focus`. A row that works before it changes is
/// entered where it begins to work and left where it changes.
[[nodiscard]] std::vector<CauseJoint> causeJoints(const std::vector<TimelineRow> &rows, const engine::Timeline &timeline,
                                                  std::optional<plan::FlowId> focus);

/// nullptr: no such event. Ids count from 1 in order.
[[nodiscard]] const engine::Event *eventOf(const engine::Timeline &timeline, engine::EventId id);
/// The segment of a flow's lane that holds `at`, nullptr for none.
[[nodiscard]] const engine::FlowSegment *segmentAt(const engine::Timeline &timeline, plan::FlowId flow, SimTime at);

[[nodiscard]] QString layerTitle(engine::Layer layer);
/// What an event is, in words: "AGG1 loses the route RAN 2001:db8:ffff::21/128".
[[nodiscard]] QString eventTitle(const plan::Plan &plan, const engine::Event &event);
/// "CSG → AGG1 → RSG1".
[[nodiscard]] QString pathText(const plan::Plan &plan, const std::vector<plan::RouterId> &path);
/// Router links are named "A--B" in files; people read "A–B".
[[nodiscard]] QString subjectText(std::string_view subject);
[[nodiscard]] QString directionText(plan::Direction direction);

/// What a bar says, longest first; the painter takes the first that fits. Empty: nothing worth saying.
[[nodiscard]] std::vector<QString> barTexts(const TimelineRow &row, const engine::LaneBar &bar, const engine::Timeline &timeline);
/// Rich text for a tool tip: what, when, and what caused it.
[[nodiscard]] QString barToolTip(const plan::Plan &plan, const TimelineRow &row, const engine::LaneBar &bar, const engine::Timeline &timeline);

} // namespace sidestep::views
