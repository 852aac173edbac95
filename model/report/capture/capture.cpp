// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/capture.h"

#include "model/report/capture/conversations.h"
#include "model/report/capture/link_frames.h"
#include "model/report/capture/repetition.h"

namespace sidestep::report {

Result<std::string> captureOf(const plan::Plan &plan, const engine::Timeline &timeline, const std::vector<engine::SentMessage> &messages, CapturedPackets packets)
{
    const auto moments = momentsOf(messages, timeline.end, packets == CapturedPackets::All, kMostCapturedPackets);
    if (!moments)
        return tl::unexpected(moments.error());
    FrameWriter out(plan, timeline);
    Agenda agenda;
    LinkFrames frames(plan);
    Conversations conversations(plan, out, agenda);
    for (const Moment &moment : *moments) {
        const engine::SentMessage &message = *moment.message;
        agenda.runUntil(moment.time);
        if (!LinkFrames::carries(message)) {
            conversations.take(moment);
            continue;
        }
        const Wire *wire = out.wire(moment.way->link, message.from);
        if (!wire || (message.steady && !moment.repeated))
            continue;
        for (const Bytes &frame : frames.of(message, *wire))
            out.put(moment.time, *wire, frame, {moment.repeated ? 0 : message.cause, !moment.repeated && !message.arrives});
    }
    agenda.runUntil(timeline.end);
    return out.bytes();
}

} // namespace sidestep::report
