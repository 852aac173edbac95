// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/tree_builder.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sidestep::config::vrp {

void TreeBuilder::add(std::size_t depth, std::string_view line, Origin origin)
{
    std::vector<ConfigNode> *level = &m_blocks;
    for (; depth > 0; --depth)
        level = &level->back().children;
    m_last = &level->emplace_back(ConfigNode{std::string(line), {}, origin});
}

void TreeBuilder::addOrigin(const plan::ObjectId &object)
{
    if (m_last->origin.empty() || m_last->origin.back() != object)
        m_last->origin.push_back(object);
}

void TreeBuilder::reorder(std::span<const std::uint32_t> order)
{
    const auto first = m_blocks.end() - static_cast<std::ptrdiff_t>(order.size());
    std::vector<ConfigNode> ordered;
    ordered.reserve(order.size());
    for (const std::uint32_t number : order)
        ordered.push_back(std::move(first[number]));
    std::ranges::move(ordered, first);
    m_last = nullptr;
}

} // namespace sidestep::config::vrp
