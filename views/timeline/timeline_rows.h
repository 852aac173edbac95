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
    bool matters = false; ///< on the way from the failure to a change of some flow
};

/// A thin line from the moment one bar began to the moment of its effect in another row.
struct CauseJoint
{
    std::size_t fromRow = 0;
    std::size_t toRow = 0;
    SimTime from;
    SimTime to;
};

/// engine::lanesOf with titles. A lane matters when one of its changes is on the cause chain of a change of a flow or of the
/// pseudowire in use; when nothing is, every lane does.
[[nodiscard]] std::vector<TimelineRow> timelineRows(const plan::Plan &plan, const engine::Timeline &timeline);

/// Joints between the given rows, along the cause chains of the changes of flows.
[[nodiscard]] std::vector<CauseJoint> causeJoints(const std::vector<TimelineRow> &rows, const engine::Timeline &timeline);

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
