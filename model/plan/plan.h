// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/table.h"
#include "model/plan/objects.h"
#include "model/plan/plan_edit.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace sidestep::plan {

/// One network plan as an immutable value.
///
/// Copies share tables. Tables are sorted by id, ascending; every algorithm may rely on that order. Every reference
/// from one row to another is valid: `with` refuses an edit that would leave one dangling.
class Plan
{
public:
    using Tables = std::tuple<Table<Router>, Table<Position>, Table<Port>, Table<Link>, Table<IgpDomain>, Table<BfdPolicy>, Table<Vpn>,
                              Table<VpnMember>, Table<VpnInterface>, Table<AccessService>, Table<TrackedRoute>, Table<BgpSession>,
                              Table<Flow>, Table<Scenario>, Table<KeptText>, Table<Snippet>>;

    Plan();
    Plan(const Plan &) = default; // and so no move, which would leave a plan without settings
    Plan &operator=(const Plan &) = default;
    ~Plan() = default;

    [[nodiscard]] const Settings &settings() const noexcept { return *m_settings; }
    template <typename Row>
    [[nodiscard]] const Table<Row> &table() const noexcept
    {
        return std::get<Table<Row>>(m_tables);
    }
    [[nodiscard]] const Table<Router> &routers() const noexcept { return table<Router>(); }
    [[nodiscard]] const Table<Position> &positions() const noexcept { return table<Position>(); }
    [[nodiscard]] const Table<Port> &ports() const noexcept { return table<Port>(); }
    [[nodiscard]] const Table<Link> &links() const noexcept { return table<Link>(); }
    [[nodiscard]] const Table<IgpDomain> &domains() const noexcept { return table<IgpDomain>(); }
    [[nodiscard]] const Table<BfdPolicy> &bfdPolicies() const noexcept { return table<BfdPolicy>(); }
    [[nodiscard]] const Table<Vpn> &vpns() const noexcept { return table<Vpn>(); }
    [[nodiscard]] const Table<VpnMember> &vpnMembers() const noexcept { return table<VpnMember>(); }
    [[nodiscard]] const Table<VpnInterface> &vpnInterfaces() const noexcept { return table<VpnInterface>(); }
    [[nodiscard]] const Table<AccessService> &services() const noexcept { return table<AccessService>(); }
    [[nodiscard]] const Table<TrackedRoute> &trackedRoutes() const noexcept { return table<TrackedRoute>(); }
    [[nodiscard]] const Table<BgpSession> &sessions() const noexcept { return table<BgpSession>(); }
    [[nodiscard]] const Table<Flow> &flows() const noexcept { return table<Flow>(); }
    [[nodiscard]] const Table<Scenario> &scenarios() const noexcept { return table<Scenario>(); }
    [[nodiscard]] const Table<KeptText> &keptTexts() const noexcept { return table<KeptText>(); }
    [[nodiscard]] const Table<Snippet> &snippets() const noexcept { return table<Snippet>(); }

    /// nullptr: no such row.
    [[nodiscard]] const Router *find(RouterId id) const { return routers().find(id); }
    [[nodiscard]] const Port *find(PortId id) const { return ports().find(id); }
    [[nodiscard]] const Link *find(LinkId id) const { return links().find(id); }
    [[nodiscard]] const IgpDomain *find(IgpDomainId id) const { return domains().find(id); }
    [[nodiscard]] const BfdPolicy *find(BfdPolicyId id) const { return bfdPolicies().find(id); }
    [[nodiscard]] const Vpn *find(VpnId id) const { return vpns().find(id); }
    [[nodiscard]] const VpnMember *find(VpnMemberId id) const { return vpnMembers().find(id); }
    [[nodiscard]] const VpnInterface *find(VpnInterfaceId id) const { return vpnInterfaces().find(id); }
    [[nodiscard]] const AccessService *find(AccessServiceId id) const { return services().find(id); }
    [[nodiscard]] const TrackedRoute *find(TrackedRouteId id) const { return trackedRoutes().find(id); }
    [[nodiscard]] const BgpSession *find(BgpSessionId id) const { return sessions().find(id); }
    [[nodiscard]] const Flow *find(FlowId id) const { return flows().find(id); }
    [[nodiscard]] const Scenario *find(ScenarioId id) const { return scenarios().find(id); }
    [[nodiscard]] const Snippet *find(SnippetId id) const { return snippets().find(id); }

    /// Applies the edit whole, or refuses it with the reason; this plan is unchanged either way. Changes to one row apply
    /// in the order given; between rows order does not matter, because references are checked at the end. What a
    /// design review would report (equal AGGs, VC-id clash, MTU mismatch, a blank) is accepted; `check` reports it.
    /// Cost: the size of the edit, plus one pass over a table for each name, address or reference the edit touches.
    /// Errors: IdInUse, NotFound, DuplicateName, Dangling, Loop, AddressClash, UnsafeText, BadSyntax, OutOfRange, Conflict.
    [[nodiscard]] Result<Plan> with(const PlanEdit &edit) const;

    friend bool operator==(const Plan &, const Plan &); ///< by content; shared tables answer at once

private:
    friend class PlanWriter;
    std::shared_ptr<const Settings> m_settings; // never null
    Tables m_tables;
};

/// Collects changes and hands out ids, so that one edit can add things that refer to each other.
class EditBuilder
{
public:
    EditBuilder(const Plan &plan, std::string label);

    /// Gives the row the next free id of its kind and returns that id. Positions and kept lines keep the router id they carry.
    template <typename Row>
    auto add(Row row) -> decltype(Row::id)
    {
        if constexpr (!kKeyedByRouter<Row>)
            row.id = takeId<Row>();
        const auto id = row.id;
        m_edit.changes.emplace_back(Add<Row>{std::move(row)});
        return id;
    }
    template <typename Row>
    void set(Row row)
    {
        m_edit.changes.emplace_back(Set<Row>{std::move(row)});
    }
    template <typename Row>
    void remove(decltype(Row::id) id)
    {
        m_edit.changes.emplace_back(Remove<Row>{id});
    }
    void set(Settings settings) { m_edit.changes.emplace_back(SetSettings{std::move(settings)}); }
    [[nodiscard]] bool empty() const { return m_edit.changes.empty(); }
    [[nodiscard]] PlanEdit take() { return std::move(m_edit); }

private:
    template <typename Row>
    auto takeId() -> decltype(Row::id)
    {
        auto &next = std::get<std::optional<decltype(Row::id)>>(m_next);
        if (!next)
            next = m_plan.table<Row>().nextId();
        const auto id = *next;
        next = decltype(Row::id)(id.value() + 1);
        return id;
    }

    Plan m_plan;
    PlanEdit m_edit;
    std::tuple<std::optional<RouterId>, std::optional<PortId>, std::optional<LinkId>, std::optional<IgpDomainId>, std::optional<BfdPolicyId>,
               std::optional<VpnId>, std::optional<VpnMemberId>, std::optional<VpnInterfaceId>, std::optional<AccessServiceId>,
               std::optional<TrackedRouteId>, std::optional<BgpSessionId>, std::optional<FlowId>, std::optional<ScenarioId>, std::optional<SnippetId>>
        m_next;
};

/// Any object a user can select, find or delete.
using ObjectId = std::variant<RouterId, LinkId, IgpDomainId, BfdPolicyId, VpnId, VpnInterfaceId, AccessServiceId, TrackedRouteId, BgpSessionId,
                              FlowId, ScenarioId, PortId, VpnMemberId, SnippetId>;

/// The edit that deletes the objects and everything that hangs on them (a router's ports, links, sessions, services,
/// flows, scenario actions, kept lines, snippets of its own …). A service whose secondary AGG goes keeps its primary pseudowire; a scenario keeps its other
/// actions; a BFD policy is let go of; a link takes those of its ports along that nothing else stands on.
/// The label names what goes: "Delete AGG1 with 3 links, 2 BGP sessions and 1 access service".
/// Ids that are not in the plan are passed over.
[[nodiscard]] PlanEdit removalOf(const Plan &plan, const std::vector<ObjectId> &objects);

/// Routers at the two ends; a first. Precondition: the link is in the plan.
[[nodiscard]] std::pair<RouterId, RouterId> endsOf(const Plan &plan, const Link &link);
/// What the link adds to a path in its IGP: its cost, or the routers' default, 10 for IS-IS (`isis cost`) and 1 for OSPF
/// (100 Mbit/s divided by the bandwidth of the port, at least 1: the same for every Ethernet port).
[[nodiscard]] std::uint32_t igpCostOf(const Plan &plan, const Link &link);
/// The AS of a router: its own number, or the plan's.
[[nodiscard]] std::uint32_t asNumberOf(const Plan &plan, const Router &router);
/// Whether the ends are in different ASes (eBGP). Precondition: the routers are in the plan.
[[nodiscard]] bool isExternal(const Plan &plan, const BgpSession &session);
/// "AGG1--RSG1", or "AGG1--RSG1#2" for the second parallel link in id order. Precondition: the link is in the plan.
/// Reads the links: for many names take `linkNames`.
[[nodiscard]] std::string nameOf(const Plan &plan, const Link &link);
/// The name of every link, in table order, in one pass.
[[nodiscard]] std::vector<std::string> linkNames(const Plan &plan);
/// What a user reads for the object: its name, a link's "A--B", a session's "AGG1–RSG1", a port's "AGG1 100GE0/1/0".
/// Empty for an object that is not in the plan.
[[nodiscard]] std::string nameOf(const Plan &plan, const ObjectId &object);
/// ASCII letters match in either case, for no two routers differ only in case. nullptr: no such router.
[[nodiscard]] const Router *routerNamed(const Plan &plan, std::string_view name);
/// As routerNamed. Errors: NotFound with a near name.
[[nodiscard]] Result<RouterId> routerIdNamed(const Plan &plan, std::string_view name);
/// Either order of the ends: "RSG1--AGG1" finds AGG1--RSG1. Errors: NotFound with what is near, BadSyntax.
[[nodiscard]] Result<LinkId> linkNamed(const Plan &plan, std::string_view name);
/// nullptr: no such scenario.
[[nodiscard]] const Scenario *scenarioNamed(const Plan &plan, std::string_view name);

/// Why `text` may not stand in a configuration line as a name or description; nullopt when it may. Refused: control
/// characters, line and paragraph separators, leading, trailing or double spaces, `?` (help), and whatever else could add a
/// line or a keyword. `names` additionally refuses spaces and \ " , ! @ [ ] ' < > # (`vrp.md` section 1).
[[nodiscard]] std::optional<std::string> unsafeInConfiguration(std::string_view text, bool name);

/// Why `line` may not be kept for a router or stand in a snippet; nullopt when it may. Indent is allowed. Refused: what is
/// empty, longer than `kMostLineBytes`, not UTF-8 or holds control or invisible characters; a line of layout (`#`, `!`); a
/// word that leaves the view or ends the text (`return`, `quit`, `commit` …).
[[nodiscard]] std::optional<std::string> unsafeConfigurationLine(std::string_view line);

/// Why `value` may not be put in place of a snippet's variable, as the value of a secret too; nullopt when it may. What
/// `unsafeInConfiguration` refuses, and more than 1024 bytes.
[[nodiscard]] std::optional<std::string> unsafeValue(std::string_view value);

/// Names of the variables in a snippet's text, in the order of their first use.
/// Precondition: the text is that of a snippet in a plan.
[[nodiscard]] std::vector<std::string> variablesIn(std::string_view text);

} // namespace sidestep::plan
