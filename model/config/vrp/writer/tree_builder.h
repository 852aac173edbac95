// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace sidestep::config::vrp {

using Origin = std::initializer_list<plan::ObjectId>;

/// The tree of a configuration whose lines come one by one from the top, each with the objects it comes from.
class TreeBuilder
{
public:
    /// `depth` is at most one more than the last line's.
    void add(std::size_t depth, std::string_view line, Origin origin);
    /// The last line comes from this object, too; one that is named twice in a row counts once.
    void addOrigin(const plan::ObjectId &object);
    /// Puts the last top-level blocks into another order: their numbers, from 0, as they shall stand.
    void reorder(std::span<const std::uint32_t> order);
    [[nodiscard]] std::vector<ConfigNode> take() { return std::move(m_blocks); }

private:
    std::vector<ConfigNode> m_blocks;
    ConfigNode *m_last = nullptr;
};

} // namespace sidestep::config::vrp
