// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/message_sink.h"

#include <cstddef>
#include <vector>

namespace sidestep::report {

/// A message at a moment: as the run told it, or once more in between.
struct Moment
{
    SimTime time; ///< when its first frame is sent
    const engine::SentMessage *message = nullptr;
    /// The one whose way it takes: itself, unless it was told later than it was sent, when the way was perhaps another.
    const engine::SentMessage *way = nullptr;
    bool repeated = false;
};

/// The messages of a run in the order of time. With `repeated` also those that their senders repeat in between, evenly: as many
/// as it takes that no gap is longer than the interval. Errors: LimitReached, when they are more than `most`.
[[nodiscard]] Result<std::vector<Moment>> momentsOf(const std::vector<engine::SentMessage> &messages, SimTime end, bool repeated, std::size_t most);

} // namespace sidestep::report
