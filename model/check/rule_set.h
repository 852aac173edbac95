// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/finding.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

/// What the rules share: the plan seen as a graph, and the way findings are written.
namespace sidestep::check {

/// Pseudowires of the plan, by AGG.
struct PwEnd
{
    const plan::AccessService *service;
    plan::PwRole role;
    [[nodiscard]] const plan::PseudowireEnd &end() const
    {
        return role == plan::PwRole::Primary ? service->primary : *service->secondary;
    }
};

class PlanView
{
public:
    explicit PlanView(const plan::Plan &plan);

    const plan::Plan &plan;
    std::unordered_map<plan::RouterId, std::vector<PwEnd>> pwsByAgg;                     ///< each by service id
    std::unordered_map<plan::RouterId, std::vector<const plan::Link *>> linksByRouter;   ///< each by link id
    std::unordered_map<plan::RouterId, std::vector<const plan::BgpSession *>> sessions;  ///< each by session id
    std::vector<plan::RouterId> aggs;                                                    ///< that end a pseudowire, ascending

    [[nodiscard]] bool isAccess(const plan::Link &link) const; ///< a CSG at one end
    [[nodiscard]] std::vector<const plan::TrackedRoute *> tracked(plan::AccessServiceId service, plan::PwRole role) const;
    /// Routers that originate something in the VPN, ascending.
    [[nodiscard]] std::vector<plan::RouterId> originators(plan::VpnId vpn) const;
    /// The best prefix to track in a VPN: a loopback, of a router the AGG has a session with, lowest id first.
    [[nodiscard]] const plan::VpnInterface *probeFor(plan::VpnId vpn, plan::RouterId agg) const;
    /// Whether `to` is reached from `from` over links that are not access links, none of them `withoutLink` or touching `without`.
    [[nodiscard]] bool coreReaches(plan::RouterId from, plan::RouterId to, std::optional<plan::RouterId> without,
                                   std::optional<plan::LinkId> withoutLink = std::nullopt) const;
    /// Whether a route that `origin` originates gets to `router` by BGP: by reflection inside an AS (RFC 4456 section 6), once
    /// through each AS. `without`: a session that is not there.
    [[nodiscard]] bool routeReaches(plan::RouterId origin, plan::RouterId router, std::optional<plan::BgpSessionId> without = std::nullopt) const;

private:
    [[nodiscard]] std::uint32_t asOf(plan::RouterId router) const;
    [[nodiscard]] bool external(const plan::BgpSession &session) const { return asOf(session.a) != asOf(session.b); }

    std::unordered_map<plan::RouterId, std::uint32_t> m_ownAs; ///< of routers that have one of their own
    std::unordered_multimap<std::uint64_t, const plan::TrackedRoute *> m_tracked;
};

/// Route distinguishers of the plan's AS that no VPN instance has, from the smallest up.
class FreeDistinguishers
{
public:
    explicit FreeDistinguishers(const plan::Plan &plan);
    /// Each once; nullopt when the AS has no more (`vrp.md` section 6: 65535 behind a 4-byte AS number).
    [[nodiscard]] std::optional<RouteDistinguisher> take();

private:
    std::uint32_t m_asNumber;
    std::uint64_t m_next = 1;
    std::set<std::uint32_t> m_used;
};

/// Writes findings of one rule.
class Report
{
public:
    Report(const Rule &rule, std::vector<Finding> &findings) : m_rule(rule), m_findings(findings) {}
    void add(std::string text, std::vector<plan::ObjectId> objects, std::optional<plan::PlanEdit> repair = std::nullopt)
    {
        m_findings.push_back({m_rule.key, m_rule.severity, std::move(text), std::move(objects), std::move(repair)});
    }

private:
    const Rule &m_rule;
    std::vector<Finding> &m_findings;
};

using RuleFunction = void (*)(const PlanView &, Report &);
struct RuleEntry
{
    Rule rule;
    RuleFunction run;
};

[[nodiscard]] const std::vector<RuleEntry> &trackingRules();
[[nodiscard]] const std::vector<RuleEntry> &serviceRules();
[[nodiscard]] const std::vector<RuleEntry> &sharedBfdRules();
[[nodiscard]] const std::vector<RuleEntry> &routingRules();
[[nodiscard]] const std::vector<RuleEntry> &addressingRules();

} // namespace sidestep::check
