// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "model/plan/tier_layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::plan {
namespace {

constexpr std::uint32_t kMostFlowSites = 2000;

/// Output `index` of SplitMix64 (`scale-network.md`).
std::uint64_t splitMix64(std::uint64_t seed, std::uint64_t index)
{
    std::uint64_t z = seed + (index + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/// What `scale-network.md` says of a kind of link: length range in metres, metric base.
struct Span
{
    std::uint64_t shortest;
    std::uint64_t span;
    std::uint32_t metricBase;
    std::uint64_t capacityBps;
};
constexpr Span kAccess{500, 9'501, 1000, 10'000'000'000};
constexpr Span kAggregation{5'000, 45'001, 100, 100'000'000'000};
constexpr Span kCore{20'000, 180'001, 10, 100'000'000'000};
constexpr SimDuration kPerMetre{5};

constexpr std::uint32_t roundedUp(std::uint32_t a, std::uint32_t b)
{
    return (a + b - 1) / b;
}

class Backhaul
{
public:
    explicit Backhaul(const BackhaulShape &shape)
        : m_shape(shape), m_rings(roundedUp(shape.sites, shape.sitesPerRing)), m_pairs(roundedUp(m_rings, shape.ringsPerPair)),
          m_aggRings(roundedUp(2 * m_pairs, shape.aggsPerRing)), m_edit(m_empty, "Backhaul")
    {
    }

    Result<Plan> build()
    {
        Settings settings;
        settings.name = fmt::format("backhaul-{}", m_shape.sites);
        // Tens of thousands of link subnets and loopbacks need more room than the pools of a small plan.
        settings.pools.loopbacks = Ipv4Prefix(Ipv4(10, 128, 0, 0), 10);
        settings.pools.linkSubnets = Ipv4Prefix(Ipv4(10, 0, 0, 0), 9);
        settings.pools.gateways = Ipv6Prefix(Ipv6(Ipv6::Bytes{0x20, 0x01, 0x0d, 0xb8, 0x01}), 40);
        m_edit.set(settings);
        m_igpBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "IGP links", 50, 50, 3});
        m_bgpBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "BGP sessions", 100, 100, 3});
        m_pwBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "Pseudowires", 100, 100, 3});
        routers();
        vpn();
        accessLinks();
        aggregationLinks();
        coreLinks();
        sessions();
        services();
        return m_empty.with(m_edit.take()).and_then(numbered).and_then(arranged);
    }

private:
    static Result<Plan> numbered(const Plan &plan)
    {
        return numberBlanks(plan).and_then([&](const PlanEdit &edit) { return plan.with(edit); });
    }
    static Result<Plan> arranged(const Plan &plan)
    {
        EditBuilder edit(plan, "Arrange");
        for (const Position &position : arrangedPositions(plan))
            edit.add(position);
        return plan.with(edit.take());
    }

    void routers()
    {
        const auto add = [this](std::string name, Role role) {
            return m_edit.add(Router{RouterId(0), std::move(name), role, "", Release::V800R022C00, std::nullopt});
        };
        for (std::uint32_t i = 0; i < m_shape.sites; ++i)
            m_csgs.push_back(add(fmt::format("CSG-{:06}", i), Role::Csg));
        for (std::uint32_t i = 0; i < 2 * m_pairs; ++i)
            m_aggs.push_back(add(fmt::format("AGG-{:04}", i), Role::Agg));
        for (std::uint32_t i = 0; i < 2 * m_aggRings; ++i)
            m_rsgs.push_back(add(fmt::format("RSG-{:03}", i), Role::Rsg));
        m_nextPort.assign(m_csgs.size() + m_aggs.size() + m_rsgs.size() + 1, {1, 0});
        for (const RouterId csg : m_csgs)
            m_attachments.push_back(m_edit.add(Port{PortId(0), csg, "GigabitEthernet0/2/0", "", 1500, std::nullopt}));
    }

    void vpn()
    {
        const RouteTarget target{65001, 100, false};
        m_vpn = m_edit.add(Vpn{VpnId(0), "RAN", {target}, {target}});
        for (const auto *group : {&m_aggs, &m_rsgs})
            for (const RouterId router : *group)
                m_edit.add(VpnMember{VpnMemberId(0), m_vpn, router, std::nullopt, true});
        const Ipv6Prefix pool = Pools().probes;
        for (std::uint32_t ring = 0; ring < m_aggRings; ++ring) {
            const Ipv6 address = pool.address().plus(ring + 1);
            m_prefixes.emplace_back(address, 128);
            m_probes.push_back(m_edit.add(
                VpnInterface{VpnInterfaceId(0), m_vpn, m_rsgs[2 * ring], std::nullopt, 1, "", Ipv6Interface{address, 128}, true}));
        }
    }

    IgpDomainId domain(std::string name, DomainKind kind, const char *area)
    {
        IgpDomain row{IgpDomainId(0), std::move(name), kind, std::nullopt, area, m_igpBfd};
        return m_edit.add(std::move(row));
    }

    PortId port(RouterId router, bool access)
    {
        auto &[gigabit, hundred] = m_nextPort[router.value()];
        std::string name = access ? fmt::format("GigabitEthernet0/2/{}", gigabit++) : fmt::format("100GE0/1/{}", hundred++);
        return m_edit.add(Port{PortId(0), router, std::move(name), "", 1500, std::nullopt});
    }

    void link(RouterId a, RouterId b, const Span &span, IgpDomainId domain)
    {
        const bool access = &span == &kAccess;
        const std::uint64_t length = span.shortest + splitMix64(m_shape.seed, m_links++) % span.span;
        const PortId from = port(a, access);
        const PortId to = port(b, access);
        m_edit.add(Link{LinkId(0), from, to, domain, span.metricBase + static_cast<std::uint32_t>(length / 100), span.capacityBps,
                        static_cast<SimDuration::rep>(length) * kPerMetre, {}});
    }

    void accessLinks()
    {
        if (m_shape.access == AccessShape::DualHomed) {
            for (std::uint32_t pair = 0; pair < m_pairs; ++pair)
                m_domains.push_back(domain(fmt::format("Access {}", pair), DomainKind::Access, "49.0100"));
            for (std::uint32_t i = 0; i < m_shape.sites; ++i) {
                const std::uint32_t pair = pairOf(i);
                link(m_csgs[i], m_aggs[2 * pair], kAccess, m_domains[pair]);
                link(m_csgs[i], m_aggs[2 * pair + 1], kAccess, m_domains[pair]);
            }
            return;
        }
        for (std::uint32_t ring = 0; ring < m_rings; ++ring) {
            const IgpDomainId id = domain(fmt::format("Access ring {}", ring), DomainKind::Access, "49.0100");
            const std::uint32_t pair = ring / m_shape.ringsPerPair;
            const std::uint32_t first = ring * m_shape.sitesPerRing;
            const std::uint32_t end = std::min(first + m_shape.sitesPerRing, m_shape.sites);
            link(m_aggs[2 * pair], m_csgs[first], kAccess, id);
            for (std::uint32_t i = first; i + 1 < end; ++i)
                link(m_csgs[i], m_csgs[i + 1], kAccess, id);
            link(m_csgs[end - 1], m_aggs[2 * pair + 1], kAccess, id);
        }
    }

    void aggregationLinks()
    {
        const auto aggs = static_cast<std::uint32_t>(m_aggs.size());
        for (std::uint32_t ring = 0; ring < m_aggRings; ++ring) {
            const IgpDomainId id = domain(fmt::format("Aggregation ring {}", ring), DomainKind::Aggregation, "49.0001");
            m_ringDomains.push_back(id);
            const std::uint32_t first = ring * m_shape.aggsPerRing;
            const std::uint32_t end = std::min(first + m_shape.aggsPerRing, aggs);
            link(m_rsgs[2 * ring], m_aggs[first], kAggregation, id);
            for (std::uint32_t i = first; i + 1 < end; ++i)
                link(m_aggs[i], m_aggs[i + 1], kAggregation, id);
            link(m_aggs[end - 1], m_rsgs[2 * ring + 1], kAggregation, id);
        }
    }

    /// The link of an RSG pair closes its aggregation ring: without it one failed AGG would part the ring in two.
    void coreLinks()
    {
        const std::optional<IgpDomainId> core =
            m_aggRings > 1 ? std::optional(domain("Core", DomainKind::Core, "49.0000")) : std::nullopt;
        for (std::size_t i = 0; i + 1 < m_rsgs.size(); ++i)
            link(m_rsgs[i], m_rsgs[i + 1], kCore, i % 2 == 0 ? m_ringDomains[i / 2] : *core);
        if (core)
            link(m_rsgs.back(), m_rsgs.front(), kCore, *core);
    }

    void session(RouterId a, RouterId b, bool bReflects, std::optional<BfdPolicyId> bfd)
    {
        m_edit.add(BgpSession{BgpSessionId(0), a, b, false, bReflects, 60, 180, bfd});
    }

    /// RSG 2m originates, RSG 2m+1 reflects to the AGGs of the ring.
    void sessions()
    {
        for (std::uint32_t i = 0; i < m_aggs.size(); ++i) {
            const std::uint32_t ring = i / m_shape.aggsPerRing;
            session(m_aggs[i], m_rsgs[2 * ring], false, m_bgpBfd);
            session(m_aggs[i], m_rsgs[2 * ring + 1], true, m_bgpBfd);
            if (i % 2 == 0)
                session(m_aggs[i], m_aggs[i + 1], false, m_bgpBfd);
        }
        for (std::uint32_t ring = 0; ring < m_aggRings; ++ring)
            session(m_rsgs[2 * ring], m_rsgs[2 * ring + 1], false, std::nullopt);
    }

    [[nodiscard]] std::uint32_t pairOf(std::uint32_t site) const { return site / m_shape.sitesPerRing / m_shape.ringsPerPair; }

    void services()
    {
        std::vector<FailureAction> cutOff;
        for (std::uint32_t i = 0; i < m_shape.sites; ++i) {
            const std::uint32_t first = i / m_shape.sitesPerRing * m_shape.sitesPerRing;
            const std::uint32_t inRing = std::min(m_shape.sitesPerRing, m_shape.sites - first);
            const bool upperHalf = i - first < roundedUp(inRing, 2);
            const std::uint32_t pair = pairOf(i);
            const std::uint32_t ring = 2 * pair / m_shape.aggsPerRing;
            PseudowireEnd primary{m_aggs[2 * pair + (upperHalf ? 0 : 1)], std::nullopt, std::nullopt, std::nullopt};
            PseudowireEnd secondary{m_aggs[2 * pair + (upperHalf ? 1 : 0)], std::nullopt, std::nullopt, std::nullopt};
            const AccessServiceId service = m_edit.add(
                AccessService{.id = AccessServiceId(0), .name = fmt::format("Site {}", i), .csg = m_csgs[i], .attachment = m_attachments[i],
                              .vlan = std::nullopt, .description = "", .vpn = m_vpn, .primary = primary, .secondary = secondary, .bfd = m_pwBfd,
                              .gateway = std::nullopt, .gatewayMac = std::nullopt});
            if (m_shape.tracking)
                for (const PwRole pw : {PwRole::Primary, PwRole::Secondary})
                    m_edit.add(TrackedRoute{TrackedRouteId(0), service, pw, m_vpn, m_prefixes[ring]});
            if (m_shape.sites <= kMostFlowSites)
                for (const Direction direction : {Direction::Upstream, Direction::Downstream})
                    m_edit.add(Flow{FlowId(0), fmt::format("Site {} {}", i, direction == Direction::Upstream ? "upstream" : "downstream"), service,
                                    m_probes[ring], direction, PacketRate{10'000}});
        }
        if (m_shape.sites > kMostFlowSites)
            return;
        const FailureAction power{m_aggs.front(), FailureMode::Power, 1s};
        m_edit.add(Scenario{ScenarioId(0), "AGG-0000 power", {power}, 10s, 1});
    }

    const BackhaulShape m_shape;
    const std::uint32_t m_rings;
    const std::uint32_t m_pairs;
    const std::uint32_t m_aggRings;
    const Plan m_empty;
    EditBuilder m_edit;
    BfdPolicyId m_igpBfd{0}, m_bgpBfd{0}, m_pwBfd{0};
    VpnId m_vpn{0};
    std::vector<RouterId> m_csgs, m_aggs, m_rsgs;
    std::vector<PortId> m_attachments;
    std::vector<VpnInterfaceId> m_probes;
    std::vector<Ipv6Prefix> m_prefixes;
    std::vector<IgpDomainId> m_domains;     ///< access, dual-homed shape
    std::vector<IgpDomainId> m_ringDomains; ///< by aggregation ring
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_nextPort; ///< by router id: next GigabitEthernet, next 100GE
    std::uint64_t m_links = 0;
};

Result<void> within(const char *what, std::uint64_t value, std::uint64_t least, std::uint64_t most)
{
    if (value >= least && value <= most)
        return {};
    return failure(ErrorCode::OutOfRange, fmt::format("{} {} is not within {} to {}", what, value, least, most));
}

} // namespace

Result<Plan> backhaulPlan(const BackhaulShape &shape)
{
    for (const Result<void> &fits : {within("number of sites", shape.sites, 1, 1'000'000), within("sites per ring", shape.sitesPerRing, 1, 100),
                                     within("rings per AGG pair", shape.ringsPerPair, 1, 200), within("AGGs per ring", shape.aggsPerRing, 2, 64)})
        if (!fits)
            return tl::unexpected<Error>(fits.error());
    if (shape.aggsPerRing % 2 != 0)
        return failure(ErrorCode::OutOfRange, fmt::format("{} AGGs per ring split a pair; choose an even number", shape.aggsPerRing));
    return Backhaul(shape).build();
}

} // namespace sidestep::plan
