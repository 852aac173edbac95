// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

namespace sidestep::config::importing {

/// Calls `work(i)` once for each i below `count`, on `threads` threads (0: one a core), this one among them. A wish to stop
/// leaves out what has not begun.
template <typename Work>
void forEachIndex(std::size_t count, unsigned threads, const std::stop_token &stop, const Work &work)
{
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++)
            work(i);
    };
    const std::size_t wanted = threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : threads;
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(wanted, count); ++i)
        helpers.emplace_back(run);
    run();
}

} // namespace sidestep::config::importing
