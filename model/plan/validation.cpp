// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/validation.h"

#include "model/plan/references.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace sidestep::plan {
namespace {

template <typename IdType>
struct RowOfId;
template <> struct RowOfId<RouterId> { using Row = Router; static constexpr const char *word = "router"; };
template <> struct RowOfId<PortId> { using Row = Port; static constexpr const char *word = "port"; };
template <> struct RowOfId<LinkId> { using Row = Link; static constexpr const char *word = "link"; };
template <> struct RowOfId<IgpDomainId> { using Row = IgpDomain; static constexpr const char *word = "IGP domain"; };
template <> struct RowOfId<BfdPolicyId> { using Row = BfdPolicy; static constexpr const char *word = "BFD policy"; };
template <> struct RowOfId<VpnId> { using Row = Vpn; static constexpr const char *word = "VPN"; };
template <> struct RowOfId<VpnMemberId> { using Row = VpnMember; static constexpr const char *word = "VPN instance"; };
template <> struct RowOfId<VpnInterfaceId> { using Row = VpnInterface; static constexpr const char *word = "VPN interface"; };
template <> struct RowOfId<AccessServiceId> { using Row = AccessService; static constexpr const char *word = "access service"; };
template <> struct RowOfId<TrackedRouteId> { using Row = TrackedRoute; static constexpr const char *word = "tracked route"; };
template <> struct RowOfId<BgpSessionId> { using Row = BgpSession; static constexpr const char *word = "BGP session"; };
template <> struct RowOfId<FlowId> { using Row = Flow; static constexpr const char *word = "flow"; };
template <> struct RowOfId<ScenarioId> { using Row = Scenario; static constexpr const char *word = "scenario"; };

template <typename Row>
constexpr const char *wordFor()
{
    if constexpr (std::is_same_v<Row, Position>)
        return "position";
    else
        return RowOfId<decltype(Row::id)>::word;
}

/// Rows an edit put into one table, and ids it took out of it.
template <typename Row>
struct Touched
{
    std::vector<decltype(Row::id)> put;
    std::unordered_set<decltype(Row::id)> removed;
};

template <typename T>
struct TouchedOf;
template <typename... Rows>
struct TouchedOf<std::tuple<Table<Rows>...>>
{
    using Type = std::tuple<Touched<Rows>...>;
};

using Problem = std::optional<Error>;

Problem problem(ErrorCode code, std::string text)
{
    return Error{code, std::move(text)};
}

std::string folded(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

template <typename T>
Problem outside(const std::string &what, T value, std::uint64_t least, std::uint64_t most)
{
    if (static_cast<std::uint64_t>(value) >= least && static_cast<std::uint64_t>(value) <= most)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange, fmt::format("{} {} is not within {} to {}", what, value, least, most));
}
template <typename T>
Problem outside(const std::string &what, const std::optional<T> &value, std::uint64_t least, std::uint64_t most)
{
    return value ? outside(what, *value, least, most) : std::nullopt;
}

Problem badText(const char *what, const std::string &text, std::size_t least, std::size_t most, bool name)
{
    if (text.size() < least)
        return problem(ErrorCode::OutOfRange, fmt::format("the {} is empty; give it one", what));
    if (text.size() > most)
        return problem(ErrorCode::OutOfRange, fmt::format("the {} has {} bytes; the longest has {}", what, text.size(), most));
    if (const auto why = unsafeInConfiguration(text, name))
        return problem(ErrorCode::UnsafeText, fmt::format("the {} cannot stand in a configuration: {}", what, *why));
    return std::nullopt;
}

bool isArea(const std::string &text)
{
    // A NET without system id and selector: one byte, then groups of two bytes (ISO 10589 section 7.1; `vrp.md` section 2).
    std::size_t group = 0;
    for (std::size_t at = 0; at <= text.size(); ++group) {
        const std::size_t dot = std::min(text.find('.', at), text.size());
        const std::size_t digits = dot - at;
        const bool hex = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(dot),
                                     [](unsigned char c) { return std::isxdigit(c); });
        if (!hex || digits != (group == 0 ? 2u : 4u) || group > 6)
            return false;
        at = dot + 1;
    }
    return group >= 1;
}

constexpr std::uint64_t kMost32 = 0xffffffff;

/// The first thing wrong with a row by itself or with what it refers to (whose existence is already certain).
struct RowCheck
{
    const Plan &plan;

    static Problem first(std::initializer_list<Problem> problems)
    {
        for (const Problem &one : problems)
            if (one)
                return one;
        return std::nullopt;
    }

    Problem operator()(const Router &r) const { return first({badText("router name", r.name, 1, 246, true), badText("site", r.site, 0, 246, false)}); }
    Problem operator()(const Position &p) const
    {
        constexpr std::int32_t kEdge = 100'000'000;
        if (p.x < -kEdge || p.x > kEdge || p.y < -kEdge || p.y > kEdge)
            return problem(ErrorCode::OutOfRange, "the position is off the canvas");
        return std::nullopt;
    }
    Problem operator()(const Port &p) const
    {
        return first({badText("port name", p.name, 1, 63, true), badText("port description", p.description, 0, 242, false),
                      outside("MTU", p.mtu, 46, 9600)});
    }
    Problem operator()(const Link &l) const
    {
        if (l.a == l.b || plan.find(l.a)->router == plan.find(l.b)->router)
            return problem(ErrorCode::Loop, fmt::format("a link needs two routers; both ends are on {}", plan.find(plan.find(l.a)->router)->name));
        if (l.delay < SimDuration(0) || l.delay > 10s)
            return problem(ErrorCode::OutOfRange, "the link delay is not within 0 and 10 s");
        if (!std::is_sorted(l.srlgs.begin(), l.srlgs.end()) || std::adjacent_find(l.srlgs.begin(), l.srlgs.end()) != l.srlgs.end())
            return problem(ErrorCode::OutOfRange, "shared-risk groups must be in ascending order without repeats");
        return first({outside("IS-IS cost", l.cost, 1, 16777214), outside("capacity", l.capacityBps, 1, 1'000'000'000'000'000)});
    }
    Problem operator()(const IgpDomain &d) const
    {
        if (!isArea(d.area))
            return problem(ErrorCode::BadSyntax, fmt::format("\"{}\" is not an IS-IS area such as 49.0001", d.area));
        return first({badText("domain name", d.name, 1, 64, false), outside("IS-IS process", d.process, 1, kMost32),
                      outside("longest SPF delay (s)", d.spfMaxSeconds, 1, 120), outside("first SPF delay (ms)", d.spfInitMs, 1, 60000),
                      outside("SPF step (ms)", d.spfStepMs, 1, 60000), outside("longest LSP delay (s)", d.lspMaxSeconds, 1, 120),
                      outside("first LSP delay (ms)", d.lspInitMs, 1, 60000), outside("LSP step (ms)", d.lspStepMs, 1, 60000)});
    }
    Problem operator()(const BfdPolicy &p) const
    {
        return first({badText("policy name", p.name, 1, 64, false), outside("transmit interval (ms)", p.minTxMs, 3, 20000),
                      outside("receive interval (ms)", p.minRxMs, 3, 20000), outside("detect multiplier", p.multiplier, 3, 50)});
    }
    Problem operator()(const Vpn &v) const
    {
        if (v.name == "_public_")
            return problem(ErrorCode::UnsafeText, "the name _public_ is the router's own");
        // `vpn-target` takes at most eight values a line; more lines would be a second way to write the same.
        return first({badText("VPN name", v.name, 1, 31, true), outside("number of export targets", v.exportTargets.size(), 0, 8),
                      outside("number of import targets", v.importTargets.size(), 0, 8)});
    }
    Problem operator()(const VpnMember &) const { return std::nullopt; }
    Problem operator()(const VpnInterface &i) const
    {
        if (i.port && plan.find(*i.port)->router != i.router)
            return problem(ErrorCode::Conflict, "the port of a VPN interface is on another router");
        return first({badText("description", i.description, 0, 242, false),
                      outside(i.port ? "VLAN" : "loopback number", i.number, 1, i.port ? 4094 : 1023)});
    }
    Problem end(const PseudowireEnd &e) const
    {
        return first({outside("VC id", e.vcId, 1, kMost32), outside("VE group", e.veGroup, 1, 8192), outside("VLAN on the AGG", e.veVlan, 1, 4094),
                      outside("PW MTU", e.mtu, 46, 9600)});
    }
    Problem operator()(const AccessService &s) const
    {
        if (plan.find(s.attachment)->router != s.csg)
            return problem(ErrorCode::Conflict, fmt::format("the attachment port of {} is not on its CSG {}", s.name, plan.find(s.csg)->name));
        if (s.primary.agg == s.csg || (s.secondary && s.secondary->agg == s.csg))
            return problem(ErrorCode::Loop, fmt::format("a pseudowire of {} would end on the router it starts from", s.name));
        if (s.gatewayMac && s.gatewayMac->isMulticast())
            return problem(ErrorCode::OutOfRange, fmt::format("gateway MAC {} is a multicast address", s.gatewayMac->toString()));
        return first({badText("service name", s.name, 1, 246, false), badText("description", s.description, 0, 242, false),
                      outside("VLAN", s.vlan, 1, 4094), outside("PW MTU", s.mtu, 46, 9600), outside("return delay (s)", s.rerouteDelaySeconds, 10, 10800),
                      end(s.primary), s.secondary ? end(*s.secondary) : std::nullopt});
    }
    Problem operator()(const TrackedRoute &t) const
    {
        const AccessService &service = *plan.find(t.service);
        if (t.pw == PwRole::Secondary && !service.secondary)
            return problem(ErrorCode::Dangling, fmt::format("{} has no secondary pseudowire to track a route on", service.name));
        return std::nullopt;
    }
    Problem operator()(const BgpSession &s) const
    {
        if (s.a == s.b)
            return problem(ErrorCode::Loop, fmt::format("a BGP session needs two routers; both ends are {}", plan.find(s.a)->name));
        if (s.holdSeconds != 0 && s.holdSeconds < 3)
            return problem(ErrorCode::OutOfRange, "the hold time is 0 or at least 3 s");
        return outside("keepalive (s)", s.keepaliveSeconds, 0, 21845);
    }
    Problem operator()(const Flow &f) const
    {
        return first({badText("flow name", f.name, 1, 246, false), outside("packets per second", f.rate.perSecond, 0, 1'000'000'000)});
    }
    Problem operator()(const Scenario &s) const
    {
        for (const FailureAction &action : s.actions) {
            const bool link = std::holds_alternative<LinkId>(action.target);
            if (action.at < SimDuration(0))
                return problem(ErrorCode::OutOfRange, "a failure cannot happen before the run starts");
            if (action.mode != FailureMode::Restore && link == (action.mode == FailureMode::Power))
                return problem(ErrorCode::Conflict,
                               link ? "a link has no power to fail; choose cut, silent or one-way" : "a router fails by power; cut its links one by one");
        }
        constexpr SimDuration kMost = std::chrono::hours(24 * 100);
        if (s.until <= SimDuration(0) || s.until > kMost)
            return problem(ErrorCode::OutOfRange, "a run ends after its start and within 100 days");
        return badText("scenario name", s.name, 1, 246, false);
    }
    Problem operator()(const Settings &s) const
    {
        if (s.profile != "vrp8" && s.profile != "frr-8.4")
            return problem(ErrorCode::NotFound, fmt::format("there is no timer profile \"{}\"; choose vrp8 or frr-8.4", s.profile));
        return first({badText("plan name", s.name, 1, 246, false), outside("AS number", s.asNumber, 1, kMost32),
                      outside("first VC id", s.pools.firstVcId, 1, kMost32), outside("first VLAN", s.pools.firstVlan, 1, 4094),
                      outside("first access process", s.pools.firstAccessProcess, 1, 65535)});
    }
};

/// What may stand only once in a table, as a key and the words for a clash.
template <typename Row, typename KeyOf>
Problem onlyOnce(const Plan &plan, const Touched<Row> &touched, ErrorCode code, KeyOf keyOf, const std::function<std::string(const Row &)> &say)
{
    if (touched.put.empty())
        return std::nullopt;
    using Key = typename std::invoke_result_t<KeyOf, const Row &>::value_type;
    std::unordered_map<Key, decltype(Row::id)> keys;
    keys.reserve(touched.put.size());
    for (const auto id : touched.put) {
        const Row *row = plan.table<Row>().find(id);
        if (!row)
            continue;
        if (auto key = keyOf(*row)) {
            const auto [at, fresh] = keys.try_emplace(*std::move(key), id);
            if (!fresh && at->second != id)
                return problem(code, say(*row));
        }
    }
    if (keys.empty() || keys.size() == plan.table<Row>().size())
        return std::nullopt;
    for (const Row &row : plan.table<Row>())
        if (const auto key = keyOf(row))
            if (const auto at = keys.find(*key); at != keys.end() && at->second != row.id)
                return problem(code, say(row));
    return std::nullopt;
}

using Text = std::optional<std::string>;
using Number = std::optional<std::uint64_t>;

std::uint64_t pairOf(std::uint32_t a, std::uint32_t b)
{
    return std::uint64_t{a} << 32 | b;
}

class Validation
{
public:
    Validation(const Plan &after, const PlanEdit &edit) : m_after(after)
    {
        for (const PlanChange &change : edit.changes)
            std::visit([this](const auto &one) { note(one); }, change);
    }

    Problem run()
    {
        if (m_settings)
            if (auto wrong = RowCheck{m_after}(m_after.settings()))
                return wrong;
        Problem wrong;
        // Every reference first: the row checks follow them.
        std::apply([&](const auto &...touched) { (void)((wrong = references(touched)) || ...); }, m_touched);
        if (wrong)
            return wrong;
        if (m_anyRemoved)
            std::apply([&](const auto &...touched) { (void)((wrong = dangling(touched)) || ...); }, m_touched);
        if (wrong)
            return wrong;
        std::apply([&](const auto &...touched) { (void)((wrong = rows(touched)) || ...); }, m_touched);
        if (wrong)
            return wrong;
        if (auto stale = dependants())
            return stale;
        return clashes();
    }

private:
    void note(const SetSettings &) { m_settings = true; }
    template <typename Row>
    void note(const Add<Row> &change)
    {
        of<Row>().put.push_back(change.row.id);
    }
    template <typename Row>
    void note(const Set<Row> &change)
    {
        of<Row>().put.push_back(change.row.id);
    }
    template <typename Row>
    void note(const Remove<Row> &change)
    {
        of<Row>().removed.insert(change.id);
        m_anyRemoved = true;
    }
    template <typename Row>
    Touched<Row> &of()
    {
        return std::get<Touched<Row>>(m_touched);
    }

    template <typename Row>
    std::string nameFor(const Row &row) const
    {
        if constexpr (std::is_same_v<Row, Position>)
            return fmt::format("the position of router {}", row.id.value());
        else if constexpr (requires { row.name; })
            return fmt::format("{} {}", wordFor<Row>(), row.name);
        else
            return fmt::format("{} {}", wordFor<Row>(), row.id.value());
    }

    template <typename Row>
    Problem references(const Touched<Row> &touched) const
    {
        Problem wrong;
        for (const auto id : touched.put)
            if (const Row *row = m_after.table<Row>().find(id)) {
                forEachReference(*row, [&](auto target) {
                    if (!wrong && !m_after.find(target))
                        wrong = problem(ErrorCode::Dangling, fmt::format("{} refers to {} {}, which is not in the plan", nameFor(*row),
                                                                          RowOfId<decltype(target)>::word, target.value()));
                });
                if (wrong)
                    return wrong;
            }
        return wrong;
    }

    template <typename Row>
    Problem dangling(const Touched<Row> &) const
    {
        for (const Row &row : m_after.table<Row>()) {
            Problem wrong;
            forEachReference(row, [&](auto target) {
                const auto &removed = std::get<Touched<typename RowOfId<decltype(target)>::Row>>(m_touched).removed;
                if (!wrong && !removed.empty() && removed.contains(target) && !m_after.find(target))
                    wrong = problem(ErrorCode::Dangling, fmt::format("{} still needs {} {}; delete or change it as well", nameFor(row),
                                                                      RowOfId<decltype(target)>::word, target.value()));
            });
            if (wrong)
                return wrong;
        }
        return std::nullopt;
    }

    template <typename Row>
    Problem rows(const Touched<Row> &touched) const
    {
        for (const auto id : touched.put)
            if (const Row *row = m_after.table<Row>().find(id))
                if (Problem wrong = RowCheck{m_after}(*row)) {
                    wrong->detail = fmt::format("{}: {}", nameFor(*row), wrong->detail);
                    return wrong;
                }
        return std::nullopt;
    }

    /// Rows that were sound until a row they refer to changed: a port that moved to another router, a service that lost
    /// its secondary pseudowire.
    Problem dependants() const
    {
        const RowCheck check{m_after};
        const auto recheck = [&](const auto &table, const auto &concerned) -> Problem {
            for (const auto &row : table)
                if (concerned(row))
                    if (Problem wrong = check(row))
                        return wrong;
            return std::nullopt;
        };
        const auto &ports = std::get<Touched<Port>>(m_touched).put;
        if (!ports.empty()) {
            const std::unordered_set<PortId> moved(ports.begin(), ports.end());
            if (auto wrong = recheck(m_after.links(), [&](const Link &l) { return moved.contains(l.a) || moved.contains(l.b); }))
                return wrong;
            if (auto wrong = recheck(m_after.services(), [&](const AccessService &s) { return moved.contains(s.attachment); }))
                return wrong;
            if (auto wrong = recheck(m_after.vpnInterfaces(), [&](const VpnInterface &i) { return i.port && moved.contains(*i.port); }))
                return wrong;
        }
        const auto &services = std::get<Touched<AccessService>>(m_touched).put;
        if (!services.empty()) {
            const std::unordered_set<AccessServiceId> changed(services.begin(), services.end());
            return recheck(m_after.trackedRoutes(), [&](const TrackedRoute &t) { return changed.contains(t.service); });
        }
        return std::nullopt;
    }

    Problem clashes()
    {
        const auto named = [](const char *kind) { return [kind](const auto &row) { return fmt::format("there is already a {} {}", kind, row.name); }; };
        const auto name = [](const auto &row) { return Text(row.name); };
        // Router names also name configuration files, and not every file system tells CSG1 from csg1.
        const auto foldedName = [](const auto &row) { return Text(folded(row.name)); };
        constexpr auto twice = ErrorCode::DuplicateName;
        if (auto p = onlyOnce<Router>(m_after, of<Router>(), twice, foldedName, named("router")))
            return p;
        if (auto p = onlyOnce<IgpDomain>(m_after, of<IgpDomain>(), twice, name, named("IGP domain")))
            return p;
        if (auto p = onlyOnce<BfdPolicy>(m_after, of<BfdPolicy>(), twice, name, named("BFD policy")))
            return p;
        if (auto p = onlyOnce<Vpn>(m_after, of<Vpn>(), twice, name, named("VPN")))
            return p;
        if (auto p = onlyOnce<AccessService>(m_after, of<AccessService>(), twice, name, named("access service")))
            return p;
        if (auto p = onlyOnce<Flow>(m_after, of<Flow>(), twice, name, named("flow")))
            return p;
        if (auto p = onlyOnce<Scenario>(m_after, of<Scenario>(), twice, name, named("scenario")))
            return p;
        // Interface names are typed in any case on a router (`vrp.md` section 1).
        if (auto p = onlyOnce<Port>(
                m_after, of<Port>(), twice, [](const Port &port) { return Text(fmt::format("{} {}", port.router.value(), folded(port.name))); },
                [this](const Port &port) { return fmt::format("{} already has a port {}", m_after.find(port.router)->name, port.name); }))
            return p;
        if (auto p = onlyOnce<VpnMember>(
                m_after, of<VpnMember>(), ErrorCode::Conflict, [](const VpnMember &m) { return Number(pairOf(m.vpn.value(), m.router.value())); },
                [this](const VpnMember &m) { return fmt::format("{} is already in VPN {}", m_after.find(m.router)->name, m_after.find(m.vpn)->name); }))
            return p;
        if (auto p = onlyOnce<VpnInterface>(
                m_after, of<VpnInterface>(), ErrorCode::Conflict,
                [](const VpnInterface &i) { return Text(fmt::format("{} {} {}", i.router.value(), i.port ? i.port->value() : 0, i.number)); },
                [this](const VpnInterface &i) {
                    return fmt::format("{} already has a VPN interface with the number {}", m_after.find(i.router)->name, i.number);
                }))
            return p;
        if (auto p = onlyOnce<BgpSession>(
                m_after, of<BgpSession>(), ErrorCode::Conflict,
                [](const BgpSession &s) { return Number(pairOf(std::min(s.a, s.b).value(), std::max(s.a, s.b).value())); },
                [this](const BgpSession &s) {
                    return fmt::format("{} and {} already have a BGP session", m_after.find(s.a)->name, m_after.find(s.b)->name);
                }))
            return p;
        if (auto p = onlyOnce<TrackedRoute>(
                m_after, of<TrackedRoute>(), ErrorCode::Conflict,
                [](const TrackedRoute &t) { return Number(pairOf(t.service.value(), static_cast<std::uint32_t>(t.pw))); },
                [this](const TrackedRoute &t) {
                    return fmt::format("the {} pseudowire of {} already tracks a route; change that one", wordOf(t.pw), m_after.find(t.service)->name);
                }))
            return p;
        if (auto p = portUse())
            return p;
        return addresses();
    }

    Problem portUse()
    {
        if (of<Link>().put.empty())
            return std::nullopt;
        std::unordered_map<PortId, LinkId> ends;
        const auto take = [&](const Link &link) -> Problem {
            for (const PortId port : {link.a, link.b})
                if (const auto [at, fresh] = ends.try_emplace(port, link.id); !fresh && at->second != link.id) {
                    const Port &used = *m_after.find(port);
                    return problem(ErrorCode::Conflict, fmt::format("port {} of {} already carries a link; choose a free port", used.name,
                                                                    m_after.find(used.router)->name));
                }
            return std::nullopt;
        };
        const bool few = of<Link>().put.size() < 16;
        for (const LinkId id : of<Link>().put)
            if (const Link *link = m_after.find(id))
                if (Problem clash = take(*link))
                    return clash;
        for (const Link &link : m_after.links()) {
            // With few new links only ports they took matter; a map of every port would cost more than the edit.
            if (few && !ends.contains(link.a) && !ends.contains(link.b))
                continue;
            if (Problem clash = take(link))
                return clash;
        }
        return std::nullopt;
    }

    Problem addresses()
    {
        if (auto p = onlyOnce<Router>(
                m_after, of<Router>(), ErrorCode::AddressClash,
                [](const Router &r) { return r.loopback ? Number(r.loopback->bits()) : std::nullopt; },
                [](const Router &r) { return fmt::format("address {} is the loopback of {}", r.loopback->toString(), r.name); }))
            return p;
        if (auto p = onlyOnce<Port>(
                m_after, of<Port>(), ErrorCode::AddressClash,
                [](const Port &port) { return port.address ? Number(port.address->address.bits()) : std::nullopt; },
                [this](const Port &port) {
                    return fmt::format("address {} is in use on {} {}", port.address->address.toString(), m_after.find(port.router)->name, port.name);
                }))
            return p;
        if (auto p = onlyOnce<VpnInterface>(
                m_after, of<VpnInterface>(), ErrorCode::AddressClash,
                [](const VpnInterface &i) {
                    return i.address ? Text(fmt::format("{} {}", i.vpn.value(), i.address->address.toString())) : std::nullopt;
                },
                [this](const VpnInterface &i) {
                    return fmt::format("address {} is in use on {} in the same VPN", i.address->address.toString(), m_after.find(i.router)->name);
                }))
            return p;
        return loopbackOnPort();
    }

    Problem loopbackOnPort()
    {
        if (of<Router>().put.empty() && of<Port>().put.empty())
            return std::nullopt;
        std::unordered_set<std::uint32_t> fresh;
        const auto clash = [&](std::uint32_t bits) {
            return problem(ErrorCode::AddressClash, fmt::format("address {} would be both a loopback and on a port", Ipv4(bits).toString()));
        };
        for (const RouterId id : of<Router>().put)
            if (const Router *router = m_after.find(id); router && router->loopback)
                fresh.insert(router->loopback->bits());
        if (!fresh.empty())
            for (const Port &port : m_after.ports())
                if (port.address && fresh.contains(port.address->address.bits()))
                    return clash(port.address->address.bits());
        fresh.clear();
        for (const PortId id : of<Port>().put)
            if (const Port *port = m_after.find(id); port && port->address)
                fresh.insert(port->address->address.bits());
        if (!fresh.empty())
            for (const Router &router : m_after.routers())
                if (router.loopback && fresh.contains(router.loopback->bits()))
                    return clash(router.loopback->bits());
        return std::nullopt;
    }

    const Plan &m_after;
    TouchedOf<Plan::Tables>::Type m_touched;
    bool m_settings = false;
    bool m_anyRemoved = false;
};

} // namespace

Result<void> validate(const Plan &after, const PlanEdit &edit)
{
    if (Problem wrong = Validation(after, edit).run())
        return tl::unexpected<Error>(*std::move(wrong));
    return {};
}

} // namespace sidestep::plan
