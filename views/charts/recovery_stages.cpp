// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/recovery_stages.h"

#include "views/timeline/timeline_rows.h"

#include <QCoreApplication>

namespace sidestep::views {

QString stageText(Stage stage)
{
    switch (stage) {
    case Stage::Detection: return QCoreApplication::translate("LossBudget", "Detection");
    case Stage::Signalling: return QCoreApplication::translate("LossBudget", "Signalling");
    case Stage::Computation: return QCoreApplication::translate("LossBudget", "Computation");
    case Stage::Programming: return QCoreApplication::translate("LossBudget", "Programming");
    }
    return {};
}

Stage stageOf(const engine::Event &event)
{
    const auto is = [&event](std::string_view what) { return event.what == what; };
    switch (event.layer) {
    case engine::Layer::Link:
    case engine::Layer::Bfd: return Stage::Detection;
    case engine::Layer::Isis:
        if (is("adjacency-down") || is("adjacency-up"))
            return Stage::Detection;
        return is("lsp-originated") || is("lsp-received") ? Stage::Signalling : Stage::Computation;
    case engine::Layer::Ldp:
    case engine::Layer::Bgp:
        if (is("session-down"))
            return Stage::Detection;
        return is("status-sent") || is("status-received") || is("paths-removed") || is("session-up") ? Stage::Signalling : Stage::Computation;
    case engine::Layer::VpnRoute:
    case engine::Layer::Track:
    case engine::Layer::Pw: return Stage::Computation;
    case engine::Layer::Redundancy:
    case engine::Layer::Forwarding: return Stage::Programming;
    }
    return Stage::Computation;
}

SimDuration Recovery::total(Stage stage) const
{
    SimDuration sum{};
    for (const StagePart &part : parts)
        if (part.stage == stage)
            sum += part.to - part.from;
    return sum;
}

std::vector<Recovery> recoveriesOf(const engine::Timeline &timeline)
{
    std::vector<Recovery> recoveries;
    for (const engine::FlowResult &flow : timeline.flows)
        for (std::size_t i = 1; i < flow.segments.size(); ++i) {
            const engine::FlowSegment &segment = flow.segments[i];
            if (segment.state != engine::FlowState::Delivered || flow.segments[i - 1].state != engine::FlowState::Lost)
                continue;
            std::size_t first = i - 1;
            while (first > 0 && flow.segments[first - 1].state == engine::FlowState::Lost)
                --first;
            Recovery recovery{flow.flow, flow.segments[first].from, segment.from, {}};
            if (segment.cause) {
                const engine::Event *before = nullptr;
                for (const engine::EventId id : engine::causeChain(timeline, *segment.cause)) {
                    const engine::Event *event = eventOf(timeline, id);
                    if (!event)
                        continue;
                    if (before && event->time > before->time) {
                        const Stage stage = stageOf(*event);
                        if (!recovery.parts.empty() && recovery.parts.back().stage == stage)
                            recovery.parts.back().to = event->time, recovery.parts.back().event = id;
                        else
                            recovery.parts.push_back({stage, before->time, event->time, id});
                    }
                    before = event;
                }
                if (before && segment.from > before->time)
                    recovery.parts.push_back({Stage::Programming, before->time, segment.from, before->id});
            }
            recoveries.push_back(std::move(recovery));
        }
    return recoveries;
}

} // namespace sidestep::views
