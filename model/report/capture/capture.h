// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/message_sink.h"
#include "model/engine/timeline.h"

#include <string>
#include <utility>
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

enum class CapturedPackets {
    Deciding, ///< without hellos, keepalives and BFD that only repeat; with the last one heard before a detection
    All,
};

/// More make a file that no one opens.
inline constexpr std::size_t kMostCapturedPackets = 2'000'000;

/// The control plane of a run as a pcapng file: an interface for each port with a link, nanosecond stamps that count from the
/// start of the run, and each frame once, where its sender puts it on the fibre. A frame's comment says which event it belongs
/// to and what began it. Same messages, same bytes. What the plan does not state and a packet must is listed in the README.
/// Errors: LimitReached.
[[nodiscard]] Result<std::string> captureOf(const plan::Plan &plan, const engine::Timeline &timeline, const std::vector<engine::SentMessage> &messages,
                                            CapturedPackets packets = CapturedPackets::Deciding);

} // namespace sidestep::report
