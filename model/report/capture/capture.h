// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/message_sink.h"
#include "model/engine/timeline.h"

#include <string>
#include <vector>

namespace sidestep::report {

/// Keeps what a run's routers send.
class MessageLog final : public engine::MessageSink
{
public:
    void sent(engine::SentMessage message) override { m_messages.push_back(std::move(message)); }
    [[nodiscard]] const std::vector<engine::SentMessage> &messages() const { return m_messages; }

private:
    std::vector<engine::SentMessage> m_messages;
};

/// The control plane of a run as a pcapng file: an interface for each port with a link, nanosecond stamps that count from the
/// start of the run, and each frame once, where its sender puts it on the fibre. A frame's comment says which event it belongs
/// to and what began it. Same messages, same bytes.
///
/// Packets that repeat without deciding anything are not there: the run does not send them one by one. What the plan does not
/// state is filled in so that it is the same every time: MAC addresses, labels, discriminators, first sequence numbers.
[[nodiscard]] std::string captureOf(const plan::Plan &plan, const engine::Timeline &timeline, const std::vector<engine::SentMessage> &messages);

} // namespace sidestep::report
