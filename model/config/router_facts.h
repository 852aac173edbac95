// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

/// What a router's configuration is made from, gathered from the plan's tables. Pointers are into the plan's rows.
namespace sidestep::config {

/// One end of a link, seen from the router it belongs to.
struct LinkEnd
{
    const plan::Link *link;
    const plan::Port *port;
    const plan::IgpDomain *domain;
};

/// An IS-IS process of the router.
struct DomainPart
{
    const plan::IgpDomain *domain;
    bool home;                                    ///< LoopBack0 lives here; elsewhere it is imported
    std::span<const plan::Router *const> cells{}; ///< CSGs of an access domain, by loopback
};

/// An access service that begins on the router as its CSG.
struct ServicePart
{
    const plan::AccessService *service;
    const plan::Port *attachment;
    const plan::Router *primaryAgg;
    const plan::Router *secondaryAgg; ///< nullptr: one pseudowire only
};

/// A pseudowire that ends on the router as an AGG.
struct PseudowirePart
{
    const plan::AccessService *service;
    plan::PwRole role;
    const plan::PseudowireEnd *end;
    const plan::Router *csg;
    std::span<const plan::TrackedRoute *const> tracked{};
};

struct SessionPart
{
    const plan::BgpSession *session;
    const plan::Router *peer;
    bool reflects;              ///< this router reflects to the peer
    bool nextHopSelf;           ///< it is the next hop of all it tells the peer
    const plan::Port *peerPort; ///< whose address the peer uses; nullptr: its loopback

    [[nodiscard]] std::optional<Ipv4> peerAddress() const
    {
        if (!peerPort)
            return peer->loopback;
        return peerPort->address ? std::optional(peerPort->address->address) : std::nullopt;
    }
};

/// In id order unless said otherwise, so that equal plans give equal facts. The spans are into the index they come from.
struct RouterFacts
{
    const plan::Plan *plan;
    const plan::Router *router;
    std::span<const plan::Port *const> ports;
    std::span<const LinkEnd> links;
    std::span<const DomainPart> domains; ///< by process, then id
    std::span<const ServicePart> services;
    std::span<const PseudowirePart> pseudowires;
    std::span<const plan::VpnMember *const> members; ///< by name of the VPN
    std::span<const plan::VpnInterface *const> vpnInterfaces;
    std::span<const SessionPart> sessions;

    [[nodiscard]] const plan::VpnMember *memberOf(plan::VpnId vpn) const
    {
        const auto at = std::ranges::find(members, vpn, &plan::VpnMember::vpn);
        return at == members.end() ? nullptr : *at;
    }
};

/// A table's rows side by side, for many look-ups. Ids are handed out upwards, so a row stands at `id - first id`, or before
/// that when rows were removed.
template <typename Row>
class RowList
{
public:
    using RowId = decltype(Row::id);

    explicit RowList(const Table<Row> &table)
    {
        m_rows.reserve(table.size());
        for (const Row &row : table)
            m_rows.push_back(&row);
    }
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

    /// Precondition, here and below: there is such a row.
    [[nodiscard]] std::size_t placeOf(RowId id) const
    {
        const std::size_t guess = std::min<std::size_t>(id.value() - m_rows.front()->id.value(), m_rows.size() - 1);
        if (m_rows[guess]->id == id)
            return guess;
        const auto rowId = [](const Row *row) { return row->id; };
        return static_cast<std::size_t>(std::ranges::lower_bound(m_rows, id, {}, rowId) - m_rows.begin());
    }
    [[nodiscard]] const Row *find(RowId id) const { return m_rows[placeOf(id)]; }

private:
    std::vector<const Row *> m_rows;
};

/// Parts in one piece of memory, grouped by the number of their owner; within a group in the order of `add`.
template <typename Part>
class Grouped
{
public:
    explicit Grouped(std::size_t owners) : m_starts(owners + 1) { }

    void add(std::size_t owner, const Part &part)
    {
        m_owners.push_back(owner);
        m_parts.push_back(part);
    }

    /// Once, after the last `add` and before the first `of`.
    void group()
    {
        for (const std::size_t owner : m_owners)
            ++m_starts[owner + 1];
        for (std::size_t i = 1; i < m_starts.size(); ++i)
            m_starts[i] += m_starts[i - 1];
        if (!std::ranges::is_sorted(m_owners)) {
            std::vector<std::size_t> next(m_starts);
            std::vector<Part> grouped(m_parts);
            for (std::size_t i = 0; i < m_parts.size(); ++i)
                grouped[next[m_owners[i]]++] = m_parts[i];
            m_parts = std::move(grouped);
        }
        m_owners = {};
    }

    [[nodiscard]] std::span<const Part> of(std::size_t owner) const { return {m_parts.data() + m_starts[owner], sizeOf(owner)}; }
    [[nodiscard]] std::span<Part> of(std::size_t owner) { return {m_parts.data() + m_starts[owner], sizeOf(owner)}; }
    [[nodiscard]] std::size_t owners() const { return m_starts.size() - 1; }

private:
    [[nodiscard]] std::size_t sizeOf(std::size_t owner) const { return m_starts[owner + 1] - m_starts[owner]; }

    std::vector<Part> m_parts;
    std::vector<std::size_t> m_owners; ///< of each part, until they are grouped
    std::vector<std::size_t> m_starts; ///< of each owner's group, and the end of the last
};

/// Answers "what belongs to this router" for every router of a plan. All is gathered once; an answer allocates nothing.
class PlanIndex
{
public:
    /// `only`: gather no more than this router needs; one pass over each table.
    explicit PlanIndex(const plan::Plan &plan, std::optional<plan::RouterId> only = std::nullopt);

    /// Precondition: the router is in the plan, and is `only` where that was given.
    [[nodiscard]] RouterFacts factsOf(const plan::Router &router) const;

private:
    [[nodiscard]] bool wanted(plan::RouterId router) const { return !m_only || *m_only == router; }
    /// Number of a wanted router's groups.
    [[nodiscard]] std::size_t groupOf(plan::RouterId router) const { return m_only ? 0 : m_routers.placeOf(router); }
    void gatherLinks(const RowList<plan::Port> &ports);
    void gatherCells(const RowList<plan::Port> &ports);
    void gatherDomains();
    void gatherServices(const RowList<plan::Port> &ports);
    void gatherVpns();
    void gatherSessions(const RowList<plan::Port> &ports);

    plan::Plan m_plan;
    std::optional<plan::RouterId> m_only;
    RowList<plan::Router> m_routers;
    RowList<plan::IgpDomain> m_domainRows;
    std::vector<const plan::TrackedRoute *> m_tracked; ///< by service and pseudowire
    Grouped<const plan::Router *> m_cells;             ///< of access domains, by loopback
    Grouped<const plan::Port *> m_ports;               ///< this and the following: of routers
    Grouped<LinkEnd> m_links;
    Grouped<DomainPart> m_domains;
    Grouped<ServicePart> m_services;
    Grouped<PseudowirePart> m_pseudowires;
    Grouped<const plan::VpnMember *> m_members;
    Grouped<const plan::VpnInterface *> m_vpnInterfaces;
    Grouped<SessionPart> m_sessions;
};

} // namespace sidestep::config
