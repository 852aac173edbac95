// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/tier_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace sidestep::plan {
namespace {

constexpr std::int32_t kRow = 144;       ///< between CSGs of a column
constexpr std::int32_t kColumn = 160;    ///< between columns of CSGs
constexpr std::int32_t kTier = 320;      ///< between tiers, at least
constexpr std::int32_t kPairGap = 288;   ///< least distance between two AGGs or RSGs
constexpr std::int32_t kTop = 180;
constexpr std::size_t kTallest = 12;     ///< CSGs in a column before a ring folds back
constexpr std::size_t kShortest = 3;     ///< the same in a network that would else be much taller than wide

/// A ring, chain or star of CSGs and the AGGs it reaches.
struct Group
{
    std::vector<RouterId> csgs; ///< in walking order
    std::vector<RouterId> aggs; ///< ascending
};

class TierLayout
{
public:
    explicit TierLayout(const Plan &plan) : m_plan(plan)
    {
        for (const Link &link : plan.links()) {
            const auto [a, b] = endsOf(plan, link);
            m_neighbours[a].push_back(b);
            m_neighbours[b].push_back(a);
        }
    }

    std::vector<Position> run()
    {
        collectGroups();
        chooseShape();
        placeAggregation();
        placeAccess();
        placeCore();
        std::vector<Position> positions;
        positions.reserve(m_at.size());
        for (const Router &router : m_plan.routers())
            positions.push_back({router.id, m_at.at(router.id).first, m_at.at(router.id).second});
        return positions;
    }

private:
    [[nodiscard]] Role roleOf(RouterId id) const { return m_plan.find(id)->role; }
    [[nodiscard]] const std::vector<RouterId> &neighbours(RouterId id)
    {
        return m_neighbours[id];
    }

    void collectGroups()
    {
        std::unordered_map<RouterId, bool> seen;
        const auto walk = [&](RouterId start) {
            Group group;
            std::vector<RouterId> open{start};
            while (!open.empty()) {
                const RouterId id = open.back();
                open.pop_back();
                if (seen[id])
                    continue;
                seen[id] = true;
                group.csgs.push_back(id);
                for (const RouterId next : neighbours(id)) {
                    if (roleOf(next) == Role::Csg) {
                        if (!seen[next])
                            open.push_back(next);
                    } else {
                        group.aggs.push_back(next);
                    }
                }
            }
            std::sort(group.aggs.begin(), group.aggs.end());
            group.aggs.erase(std::unique(group.aggs.begin(), group.aggs.end()), group.aggs.end());
            return group;
        };
        // From an end of a chain the walk follows the ring; CSGs in the middle only start what is left.
        for (const bool endsOnly : {true, false})
            for (const Router &router : m_plan.routers()) {
                if (router.role != Role::Csg || seen[router.id])
                    continue;
                const auto &near = neighbours(router.id);
                const bool end = near.empty() || std::any_of(near.begin(), near.end(), [this](RouterId id) { return roleOf(id) != Role::Csg; });
                if (endsOnly && !end)
                    continue;
                Group group = walk(router.id);
                // CSGs that only hang on the same AGGs share a column.
                if (group.csgs.size() == 1)
                    m_groups[group.aggs].front().csgs.push_back(router.id);
                else
                    m_groups[group.aggs].push_back(std::move(group));
            }
        for (auto &[aggs, groups] : m_groups)
            if (groups.front().csgs.empty())
                groups.erase(groups.begin());
    }

    /// Height a block of access groups needs.
    [[nodiscard]] std::int32_t heightOf(const std::vector<Group> &groups) const
    {
        std::size_t rows = 1;
        for (const Group &group : groups)
            rows = std::max(rows, std::min(group.csgs.size(), m_tallest));
        return static_cast<std::int32_t>(rows) * kRow;
    }

    /// Width a block of access groups needs.
    [[nodiscard]] std::int32_t widthOf(const std::vector<Group> &groups) const
    {
        std::size_t columns = 0;
        for (const Group &group : groups)
            columns += (group.csgs.size() + m_tallest - 1) / m_tallest;
        return static_cast<std::int32_t>(columns) * kColumn;
    }

    /// Folds rings into lower columns until the drawing fits a window, which is wider than tall, and keeps the tiers apart in proportion.
    void chooseShape()
    {
        for (m_tallest = kTallest;; --m_tallest) {
            std::int64_t height = 0;
            std::int32_t access = 0;
            for (const auto &[aggs, groups] : m_groups) {
                height += std::max(heightOf(groups), kPairGap * 2) + kRow;
                access = std::max(access, widthOf(groups));
            }
            m_tier = std::max(kTier, access / 8);
            if (m_tallest == kShortest || height <= access + 2 * m_tier)
                return;
        }
    }

    /// AGGs top down, those that share sites next to each other, each pair as high as what hangs on it.
    void placeAggregation()
    {
        std::int32_t y = kTop;
        std::unordered_map<RouterId, bool> done;
        for (const Router &router : m_plan.routers()) {
            if (router.role != Role::Agg || done[router.id])
                continue;
            std::vector<RouterId> block{router.id};
            std::vector<Group> groups;
            for (const auto &[aggs, own] : m_groups)
                if (std::find(aggs.begin(), aggs.end(), router.id) != aggs.end()) {
                    groups.insert(groups.end(), own.begin(), own.end());
                    for (const RouterId other : aggs)
                        if (roleOf(other) == Role::Agg && !done[other] && std::find(block.begin(), block.end(), other) == block.end())
                            block.push_back(other);
                }
            const auto count = static_cast<std::int32_t>(block.size());
            const std::int32_t height = std::max(heightOf(groups), kPairGap * count);
            for (std::int32_t i = 0; i < count; ++i) {
                done[block[static_cast<std::size_t>(i)]] = true;
                m_at[block[static_cast<std::size_t>(i)]] = {0, y + height * (2 * i + 1) / (2 * count)};
            }
            y += height + (groups.empty() ? 0 : kRow);
        }
        m_bottom = std::max(y, kTop + kPairGap);
    }

    void placeAccess()
    {
        for (const auto &[aggs, groups] : m_groups) {
            std::int64_t sum = 0;
            std::int64_t known = 0;
            for (const RouterId agg : aggs)
                if (const auto at = m_at.find(agg); at != m_at.end()) {
                    sum += at->second.second;
                    ++known;
                }
            std::int32_t centre = known > 0 ? static_cast<std::int32_t>(sum / known) : m_bottom;
            if (known == 0)
                m_bottom += heightOf(groups) + kRow;
            std::int32_t x = -m_tier;
            for (const Group &group : groups)
                x = placeGroup(group, x, centre);
        }
    }

    /// Returns where the next column to the left begins. A ring longer than a column goes down one column and up the next.
    std::int32_t placeGroup(const Group &group, std::int32_t x, std::int32_t centre)
    {
        const std::size_t columns = (group.csgs.size() + m_tallest - 1) / m_tallest;
        const std::size_t rows = (group.csgs.size() + columns - 1) / columns;
        for (std::size_t i = 0; i < group.csgs.size(); ++i) {
            const std::size_t column = i / rows;
            const std::size_t row = column % 2 == 0 ? i % rows : rows - 1 - i % rows;
            const auto inColumn = static_cast<std::int32_t>(rows);
            m_at[group.csgs[i]] = {x - static_cast<std::int32_t>(column) * kColumn,
                                   centre + (2 * static_cast<std::int32_t>(row) + 1 - inColumn) * kRow / 2};
        }
        return x - static_cast<std::int32_t>(columns) * kColumn;
    }

    /// RSGs and P routers beside the average height of what they connect, pushed apart where they would overlap.
    void placeCore()
    {
        std::vector<std::pair<std::int64_t, RouterId>> wanted;
        std::int64_t next = kTop + kPairGap / 2;
        for (const Router &router : m_plan.routers()) {
            if (router.role != Role::Rsg && router.role != Role::P)
                continue;
            std::int64_t sum = 0;
            std::int64_t count = 0;
            for (const RouterId other : neighbours(router.id))
                if (const auto at = m_at.find(other); at != m_at.end() && roleOf(other) == Role::Agg) {
                    sum += at->second.second;
                    ++count;
                }
            wanted.emplace_back(count > 0 ? sum / count : next, router.id);
            next = wanted.back().first + kPairGap;
        }
        std::sort(wanted.begin(), wanted.end());
        std::int64_t lowest = wanted.empty() ? 0 : wanted.front().first;
        for (const auto &[height, id] : wanted) {
            const std::int64_t y = std::max(height, lowest);
            m_at[id] = {m_tier, static_cast<std::int32_t>(y)};
            lowest = y + kPairGap;
        }
    }

    const Plan &m_plan;
    std::unordered_map<RouterId, std::vector<RouterId>> m_neighbours;
    struct FirstShared : std::vector<Group>
    {
        FirstShared() : std::vector<Group>(1) {} // the shared column of CSGs that hang on the AGGs alone
    };
    std::map<std::vector<RouterId>, FirstShared> m_groups;
    std::unordered_map<RouterId, std::pair<std::int32_t, std::int32_t>> m_at;
    std::int32_t m_bottom = kTop;
    std::size_t m_tallest = kTallest;
    std::int32_t m_tier = kTier;
};

} // namespace

std::vector<Position> arrangedPositions(const Plan &plan)
{
    return TierLayout(plan).run();
}

} // namespace sidestep::plan
