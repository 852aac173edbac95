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
    bool home = false;                       ///< LoopBack0 lives here; elsewhere it is imported
    std::vector<const plan::Router *> cells; ///< CSGs of an access domain, by loopback
};

/// A pseudowire that ends on the router as an AGG.
struct PseudowirePart
{
    const plan::AccessService *service;
    plan::PwRole role;
    const plan::PseudowireEnd *end;
    const plan::Router *csg;
    std::vector<const plan::TrackedRoute *> tracked;
};

struct SessionPart
{
    const plan::BgpSession *session;
    const plan::Router *peer;
    bool reflects; ///< this router reflects to the peer
};

/// Vectors are in id order unless said otherwise, so that equal plans give equal facts.
struct RouterFacts
{
    const plan::Plan *plan;
    const plan::Router *router;
    std::vector<const plan::Port *> ports;
    std::vector<LinkEnd> links;
    std::vector<DomainPart> domains; ///< by process, then id
    std::vector<const plan::AccessService *> services;
    std::vector<PseudowirePart> pseudowires;
    std::vector<const plan::VpnMember *> members; ///< by name of the VPN
    std::vector<const plan::VpnInterface *> vpnInterfaces;
    std::vector<SessionPart> sessions;

    [[nodiscard]] const plan::VpnMember *memberOf(plan::VpnId vpn) const
    {
        const auto at = std::ranges::find(members, vpn, &plan::VpnMember::vpn);
        return at == members.end() ? nullptr : *at;
    }
};

/// The entries {key, …} of a vector sorted by key. A span because clang 14 rejects libstdc++ 12's subrange.
template <typename Key, typename Value>
[[nodiscard]] std::span<const std::pair<Key, Value>> entriesOf(const std::vector<std::pair<Key, Value>> &sorted, Key key)
{
    const auto first = std::ranges::lower_bound(sorted, key, {}, &std::pair<Key, Value>::first);
    const auto last = std::ranges::upper_bound(first, sorted.end(), key, {}, &std::pair<Key, Value>::first);
    return {first, last};
}

/// Rows of one kind grouped by a key, in id order within a group.
template <typename Key, typename Row>
class RowsBy
{
public:
    void add(Key key, const Row &row) { m_rows.emplace_back(key, &row); }
    void sort() { std::ranges::stable_sort(m_rows, {}, &Entry::first); }
    [[nodiscard]] auto of(Key key) const { return entriesOf(m_rows, key); }

private:
    using Entry = std::pair<Key, const Row *>;
    std::vector<Entry> m_rows;
};

/// Answers "what belongs to this router" without a pass over the plan's tables for each router.
class PlanIndex
{
public:
    /// `only`: index no more than this router needs; one pass over each table, memory for one router.
    explicit PlanIndex(const plan::Plan &plan, std::optional<plan::RouterId> only = std::nullopt);

    /// Precondition: the router is in the plan, and is `only` where that was given.
    [[nodiscard]] RouterFacts factsOf(const plan::Router &router) const;

private:
    void indexLinks(std::optional<plan::RouterId> only);
    [[nodiscard]] std::vector<DomainPart> domainsOf(std::span<const LinkEnd> links) const;

    plan::Plan m_plan;
    RowsBy<plan::RouterId, plan::Port> m_ports;
    RowsBy<plan::PortId, plan::Link> m_links;
    std::vector<std::pair<plan::IgpDomainId, plan::RouterId>> m_domainCells; ///< CSGs of access domains, sorted, unique
    RowsBy<plan::RouterId, plan::AccessService> m_services;
    RowsBy<plan::RouterId, plan::AccessService> m_terminated; ///< by AGG
    RowsBy<plan::AccessServiceId, plan::TrackedRoute> m_tracked;
    RowsBy<plan::RouterId, plan::VpnMember> m_members;
    RowsBy<plan::RouterId, plan::VpnInterface> m_vpnInterfaces;
    RowsBy<plan::RouterId, plan::BgpSession> m_sessions;
};

} // namespace sidestep::config
