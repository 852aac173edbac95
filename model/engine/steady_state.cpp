// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/steady_state.h"

#include "model/engine/steady_paths.h"
#include "model/engine/steady_routes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace sidestep::engine {
namespace {

constexpr std::uint32_t kStandbyMed = 30; // `direct-route ipv6 track pw-state degrade-cost 30`, `vrp.md` section 11.2

class Solver
{
public:
    Solver(const plan::Plan &plan, const FailedElements &failed, bool tracking, const std::vector<plan::AccessServiceId> &onSecondary)
        : m_plan(plan), m_paths(plan, failed), m_onSecondary(onSecondary.begin(), onSecondary.end()), m_drained(failed.drained.begin(), failed.drained.end()),
          m_unattached(failed.unattached.begin(), failed.unattached.end()), m_forced(failed.forced.begin(), failed.forced.end()),
          m_misconfigured(failed.misconfigured.begin(), failed.misconfigured.end()), m_importNothing(failed.importNothing.begin(), failed.importNothing.end()),
          m_silenced(failed.silenced.begin(), failed.silenced.end())
    {
        if (tracking)
            for (const plan::TrackedRoute &tracked : plan.trackedRoutes())
                m_tracked[{tracked.service, tracked.pw}].push_back(&tracked);
    }

    SteadyState solve()
    {
        for (const plan::BgpSession &session : m_plan.sessions()) {
            const bool talk = session.link ? m_paths.carries(*session.link) : m_paths.talk(session.a, session.b);
            const bool up = talk && m_paths.hasPower(session.a) && m_paths.hasPower(session.b);
            m_state.sessions.push_back({session.id, up});
            if (up)
                m_sessions.push_back(&session);
        }
        // Routes of the mobile core do not depend on pseudowires, so this comes to rest at the second look. Only a gateway's
        // prefix that is itself tracked can go on for longer.
        std::set<PwKey> routeMissing;
        for (int look = 0;; ++look) {
            choose(routeMissing);
            m_origins = origins();
            m_routes = std::make_unique<SteadyRoutes>(m_plan, m_paths, m_sessions, m_origins, m_importNothing);
            std::set<PwKey> missing;
            for (const auto &[pw, tracked] : m_tracked) {
                const plan::RouterId agg = aggOf(pw);
                if (std::none_of(tracked.begin(), tracked.end(), [&](const plan::TrackedRoute *one) { return m_routes->has(agg, one->vpn, one->prefix); }))
                    missing.insert(pw);
            }
            if (missing == routeMissing)
                break;
            if (look == kMostLooks) {
                m_state.settles = false;
                break;
            }
            routeMissing = std::move(missing);
        }
        m_state.settles = m_state.settles && m_routes->settles();
        for (const auto &[where, table] : m_routes->tables())
            for (const auto &[prefix, route] : table)
                m_state.routes.push_back({where.first, where.second, prefix, route.nextHop});
        for (const plan::Flow &flow : m_plan.flows())
            m_state.flows.push_back(fateOf(flow));
        return std::move(m_state);
    }

private:
    using PwKey = std::pair<plan::AccessServiceId, plan::PwRole>;
    static constexpr int kMostLooks = 16;

    const plan::PseudowireEnd *endOf(const PwKey &pw) const
    {
        const plan::AccessService *service = m_plan.find(pw.first);
        if (pw.second == plan::PwRole::Primary)
            return &service->primary;
        return service->secondary ? &*service->secondary : nullptr;
    }
    plan::RouterId aggOf(const PwKey &pw) const
    {
        const plan::PseudowireEnd *end = endOf(pw);
        return end ? end->agg : m_plan.find(pw.first)->csg;
    }

    bool usable(const plan::AccessService &service, plan::PwRole role, const std::set<PwKey> &routeMissing)
    {
        const plan::PseudowireEnd *end = endOf({service.id, role});
        return end && m_paths.hasPower(service.csg) && m_paths.hasPower(end->agg) && m_paths.talk(service.csg, end->agg) && end->mtu == service.mtu
            && end->encapsulation == service.encapsulation && !routeMissing.contains({service.id, role}) && !m_misconfigured.contains({service.id, role});
    }

    /// An operator wants traffic off it: by a manual switch, or because its AGG is being drained.
    bool unwanted(const plan::AccessService &service, plan::PwRole role) const
    {
        return (role == plan::PwRole::Primary && m_forced.contains(service.id) && service.secondary) || m_drained.contains(aggOf({service.id, role}));
    }

    /// Which pseudowires are usable, and which one each CSG sends on.
    void choose(const std::set<PwKey> &routeMissing)
    {
        m_state.pseudowires.clear();
        m_state.either.clear();
        m_usable.clear();
        m_active.clear();
        for (const plan::AccessService &service : m_plan.services()) {
            const bool primary = usable(service, plan::PwRole::Primary, routeMissing);
            const bool secondary = usable(service, plan::PwRole::Secondary, routeMissing);
            std::optional<plan::PwRole> active;
            const bool moved = unwanted(service, plan::PwRole::Primary);
            const bool stays = unwanted(service, plan::PwRole::Secondary);
            if (primary && !(secondary && moved && !stays))
                active = plan::PwRole::Primary;
            else if (secondary)
                active = plan::PwRole::Secondary;
            if (primary && secondary && moved == stays && service.reroute == plan::ReroutePolicy::Never && service.redundancy != plan::RedundancyMode::Independent) {
                m_state.either.push_back(service.id);
                if (m_onSecondary.contains(service.id))
                    active = plan::PwRole::Secondary;
            }
            m_state.pseudowires.push_back({service.id, plan::PwRole::Primary, primary, active == plan::PwRole::Primary});
            if (service.secondary)
                m_state.pseudowires.push_back({service.id, plan::PwRole::Secondary, secondary, active == plan::PwRole::Secondary});
            if (primary)
                m_usable.emplace(service.id, plan::PwRole::Primary);
            if (secondary)
                m_usable.emplace(service.id, plan::PwRole::Secondary);
            if (active)
                m_active.emplace(service.id, *active);
        }
    }

    bool isActive(const PwKey &pw) const
    {
        const auto active = m_active.find(pw.first);
        return active != m_active.end() && active->second == pw.second;
    }
    /// In FRR mode each end decides for itself and nothing is negotiated (`vrp.md` section 4).
    bool toldStandby(const PwKey &pw) const { return !isActive(pw) && m_plan.find(pw.first)->redundancy != plan::RedundancyMode::Frr; }

    std::vector<SteadyOrigin> origins() const
    {
        std::vector<SteadyOrigin> list;
        for (const plan::VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.address)
                list.push_back({interface.router, interface.vpn, prefixOf(*interface.address), 0, interface.advertised && !m_silenced.contains(interface.id), std::nullopt});
        for (const PwKey &pw : m_usable) {
            const plan::AccessService *service = m_plan.find(pw.first);
            if (service->gateway && !m_unattached.contains(service->id))
                list.push_back({aggOf(pw), service->vpn, prefixOf(*service->gateway), toldStandby(pw) ? kStandbyMed : 0, true, service->id});
        }
        return list;
    }

    using Fate = SteadyState::Flow;

    static void lose(Fate &fate, std::string why)
    {
        fate.state = FlowState::Lost;
        fate.at = fate.path.back();
        fate.why = std::move(why);
    }

    /// Carries the packet on to the other router; false: lost on the way.
    bool carry(Fate &fate, plan::RouterId to)
    {
        const SteadyWay way = m_paths.way(fate.path.back(), to);
        fate.path.insert(fate.path.end(), way.routers.begin() + 1, way.routers.end());
        fate.links.insert(fate.links.end(), way.links.begin(), way.links.end());
        if (!way.arrives)
            lose(fate, "no path to " + m_plan.find(to)->name);
        return way.arrives;
    }

    bool carryOver(Fate &fate, const SteadyVpnRoute::Stretch &stretch)
    {
        fate.links.push_back(*stretch.over);
        if (!m_paths.carries(*stretch.over)) {
            lose(fate, "link down");
            return false;
        }
        fate.path.push_back(stretch.to);
        return true;
    }

    /// Follows VPN routes from the last router of the path to one that has the address itself; nullptr: lost on the way.
    const SteadyVpnRoute *route(Fate &fate, plan::VpnId vpn, const Ipv6 &address)
    {
        for (std::size_t hops = 0; hops <= m_plan.routers().size(); ++hops) {
            const plan::RouterId here = fate.path.back();
            const SteadyVpnRoute *found = m_routes->lookUp(here, vpn, address);
            if (!found) {
                lose(fate, "no VPN route");
                return nullptr;
            }
            if (found->nextHop == here)
                return found;
            for (const SteadyVpnRoute::Stretch &stretch : found->way) {
                if (!(stretch.over ? carryOver(fate, stretch) : carry(fate, stretch.to)))
                    return nullptr;
            }
            vpn = found->remoteVpn;
        }
        lose(fate, "routing loop");
        return nullptr;
    }

    Fate fateOf(const plan::Flow &flow)
    {
        Fate fate{.flow = flow.id, .path = {}, .links = {}, .pw = std::nullopt, .at = std::nullopt, .why = {}};
        const plan::AccessService &service = *m_plan.find(flow.service);
        const plan::VpnInterface &remote = *m_plan.find(flow.remote);
        const bool upstream = flow.direction == plan::Direction::Upstream;
        fate.path.push_back(upstream ? service.csg : remote.router);
        if (!m_paths.hasPower(fate.path.back()))
            lose(fate, "router off");
        else if (upstream && m_unattached.contains(service.id))
            lose(fate, "attachment circuit down");
        else if (upstream)
            sendUp(fate, service, remote);
        else
            sendDown(fate, service, remote);
        // The sender's router is in the dark when the loss is somewhere else.
        fate.silent = fate.state == FlowState::Lost && fate.path.size() > 1;
        return fate;
    }

    void sendUp(Fate &fate, const plan::AccessService &service, const plan::VpnInterface &remote)
    {
        const auto active = m_active.find(service.id);
        if (active == m_active.end())
            return lose(fate, "no active pseudowire");
        fate.pw = active->second;
        if (!carry(fate, aggOf({service.id, active->second})))
            return;
        const SteadyVpnRoute *last = remote.address ? route(fate, service.vpn, remote.address->address) : nullptr;
        if (!remote.address)
            lose(fate, "no VPN route");
        else if (last && last->service)
            lose(fate, "not a core route");
    }

    void sendDown(Fate &fate, const plan::AccessService &service, const plan::VpnInterface &remote)
    {
        if (!service.gateway)
            return lose(fate, "no VPN route");
        const SteadyVpnRoute *last = route(fate, remote.vpn, prefixOf(*service.gateway).address());
        if (!last)
            return;
        const plan::RouterId agg = fate.path.back();
        if (last->service != service.id)
            return lose(fate, "another site's gateway");
        const PwKey primary{service.id, plan::PwRole::Primary};
        const PwKey secondary{service.id, plan::PwRole::Secondary};
        const PwKey pw = m_usable.contains(primary) && aggOf(primary) == agg ? primary : secondary;
        if (toldStandby(pw) && !endOf(pw)->ignoreStandby)
            return lose(fate, "pseudowire down");
        fate.pw = pw.second;
        if (!carry(fate, service.csg))
            return;
        if (!isActive(pw) && !service.dualReceiving)
            lose(fate, "not accepted from standby");
    }

    const plan::Plan &m_plan;
    SteadyPaths m_paths;
    const std::set<plan::AccessServiceId> m_onSecondary;
    const std::set<plan::RouterId> m_drained;
    const std::set<plan::AccessServiceId> m_unattached, m_forced;
    const std::set<PwKey> m_misconfigured;
    const std::set<plan::VpnMemberId> m_importNothing;
    const std::set<plan::VpnInterfaceId> m_silenced;
    std::map<PwKey, std::vector<const plan::TrackedRoute *>> m_tracked;
    std::vector<const plan::BgpSession *> m_sessions; ///< those that are up
    std::set<PwKey> m_usable;
    std::map<plan::AccessServiceId, plan::PwRole> m_active;
    std::vector<SteadyOrigin> m_origins;
    std::unique_ptr<SteadyRoutes> m_routes;
    SteadyState m_state;
};

/// Collects what each action leaves behind.
class Aftermath
{
public:
    void add(const plan::FailureAction &action)
    {
        const bool restored = action.mode == FailureMode::Restore;
        if (const auto *link = std::get_if<plan::LinkId>(&action.target))
            addLink(*link, action.mode);
        else if (const auto *router = std::get_if<plan::RouterId>(&action.target))
            addRouter(*router, action.mode);
        else if (const auto *service = std::get_if<plan::AccessServiceId>(&action.target))
            addService(*service, action);
        else if (const auto *member = std::get_if<plan::VpnMemberId>(&action.target))
            mark(m_importNothing, *member, !restored);
        else if (const auto *interface = std::get_if<plan::VpnInterfaceId>(&action.target))
            mark(m_silenced, *interface, !restored);
    }

    [[nodiscard]] FailedElements elements() const
    {
        std::set<plan::LinkId> links = m_broken;
        for (const auto &[link, end] : m_shut)
            links.insert(link);
        return {list(links),    list(m_off),           list(m_drained), list(m_unattached), list(m_forced),
                list(m_misconfigured), list(m_importNothing), list(m_silenced)};
    }

private:
    using FailureMode = plan::FailureMode;

    template <typename T>
    static std::vector<T> list(const std::set<T> &set)
    {
        return {set.begin(), set.end()};
    }
    template <typename T>
    static void mark(std::set<T> &set, const T &value, bool in)
    {
        if (in)
            set.insert(value);
        else
            set.erase(value);
    }

    void addLink(plan::LinkId link, FailureMode mode)
    {
        switch (mode) {
        case FailureMode::Cut:
        case FailureMode::Silent:
        case FailureMode::OneWayAB:
        case FailureMode::OneWayBA: m_broken.insert(link); break;
        case FailureMode::Grey:
        case FailureMode::Flap: m_broken.erase(link); break;
        case FailureMode::DownA: m_shut.insert({link, 0}); break;
        case FailureMode::DownB: m_shut.insert({link, 1}); break;
        case FailureMode::Restore:
            m_broken.erase(link);
            m_shut.erase({link, 0});
            m_shut.erase({link, 1});
            break;
        default: break;
        }
    }
    void addRouter(plan::RouterId router, FailureMode mode)
    {
        if (mode == FailureMode::Power || mode == FailureMode::Restore)
            mark(m_off, router, mode == FailureMode::Power);
        if (mode == FailureMode::Drain || mode == FailureMode::Restore)
            mark(m_drained, router, mode == FailureMode::Drain);
    }
    void addService(plan::AccessServiceId service, const plan::FailureAction &action)
    {
        const FailureMode mode = action.mode;
        const bool restored = mode == FailureMode::Restore;
        if (action.pw) {
            if (restored || mode == FailureMode::LabelWithdraw || mode == FailureMode::MtuMismatch)
                mark(m_misconfigured, {service, *action.pw}, !restored);
            return;
        }
        if (restored || mode == FailureMode::AttachmentDown)
            mark(m_unattached, service, !restored);
        if (restored || mode == FailureMode::ForceSwitch)
            mark(m_forced, service, !restored);
    }

    std::set<plan::LinkId> m_broken;
    std::set<std::pair<plan::LinkId, int>> m_shut;
    std::set<plan::RouterId> m_off, m_drained;
    std::set<plan::AccessServiceId> m_unattached, m_forced;
    std::set<std::pair<plan::AccessServiceId, plan::PwRole>> m_misconfigured;
    std::set<plan::VpnMemberId> m_importNothing;
    std::set<plan::VpnInterfaceId> m_silenced;
};

} // namespace

FailedElements failedAtEndOf(const plan::Scenario &scenario)
{
    // A flap leaves behind what its last mending does, which takes with it whatever befell the link before; at one instant it comes last.
    const auto lastEffect = [](const plan::FailureAction *action) {
        const bool flap = action->mode == plan::FailureMode::Flap;
        const SimDuration lasts = flap ? (*action->cycles - 1) * *action->period + *action->period / 2 : SimDuration(0);
        return std::pair(action->at + lasts, flap);
    };
    std::vector<const plan::FailureAction *> inTime;
    for (const plan::FailureAction &action : scenario.actions)
        inTime.push_back(&action);
    std::stable_sort(inTime.begin(), inTime.end(), [&](const auto *a, const auto *b) { return lastEffect(a) < lastEffect(b); });
    Aftermath aftermath;
    for (const plan::FailureAction *action : inTime)
        aftermath.add(*action);
    return aftermath.elements();
}

bool SteadyState::hasRoute(plan::RouterId router, plan::VpnId vpn, const Ipv6Prefix &prefix) const
{
    return std::any_of(routes.begin(), routes.end(), [&](const Route &r) { return r.router == router && r.vpn == vpn && r.prefix == prefix; });
}

const SteadyState::Flow *SteadyState::find(plan::FlowId flow) const
{
    const auto at = std::find_if(flows.begin(), flows.end(), [&](const Flow &f) { return f.flow == flow; });
    return at != flows.end() ? &*at : nullptr;
}

SteadyState steadyState(const plan::Plan &plan, const FailedElements &failed, bool tracking, const std::vector<plan::AccessServiceId> &onSecondary)
{
    return Solver(plan, failed, tracking, onSecondary).solve();
}

} // namespace sidestep::engine
