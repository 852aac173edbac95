// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/edit_from_config.h"

#include "model/config/config_builder.h"
#include "model/config/import/import.h"
#include "model/config/import/kept_lines.h"
#include "model/config/reader.h"
#include "model/config/vrp/grammar.h"
#include "model/config/vrp/line.h"
#include "model/plan/aligned_plan.h"
#include "model/plan/fields.h"
#include "model/plan/plan_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace sidestep::config {

using namespace importing;
using namespace plan;

namespace {

/// `row` with what differs between `before` and `now`; without `before` with all that configurations carry.
template <typename Row>
Row merged(Row row, const Row *before, const Row &now)
{
    std::vector<const void *> was;
    std::vector<const void *> is;
    if (before)
        fields(*before, [&](std::string_view, const auto &member) { was.push_back(&member); });
    fields(now, [&](std::string_view, const auto &member) { is.push_back(&member); });
    std::size_t i = 0;
    fields(row, [&](std::string_view name, auto &member) {
        using Member = std::remove_cvref_t<decltype(member)>;
        const Member &value = *static_cast<const Member *>(is[i]);
        const bool changed = !before || !(*static_cast<const Member *>(was[i]) == value);
        if (changed && std::ranges::find(kOfThePlanAlone, name) == kOfThePlanAlone.end())
            member = value;
        ++i;
    });
    return row;
}

/// Routers whose files say something of the router's links, pseudowires and sessions, and those that a new line names. Of
/// each also the routers at the far ends of its links, so that a new link finds its domain.
class Surroundings
{
public:
    Surroundings(const Plan &plan, RouterId self, const RouterRecord &candidate) : m_plan(plan), m_self(self)
    {
        byServices();
        bySessions();
        byAddresses(candidate);
        byLinks({self});
        byLinks({m_routers.begin(), m_routers.end()});
        m_routers.erase(self);
    }

    [[nodiscard]] const std::set<RouterId> &routers() const { return m_routers; }

private:
    void byServices()
    {
        for (const AccessService &service : m_plan.services()) {
            std::vector<RouterId> ends{service.csg, service.primary.agg};
            if (service.secondary)
                ends.push_back(service.secondary->agg);
            if (std::ranges::find(ends, m_self) != ends.end())
                m_routers.insert(ends.begin(), ends.end());
        }
    }

    void bySessions()
    {
        for (const BgpSession &session : m_plan.sessions())
            if (session.a == m_self || session.b == m_self)
                m_routers.insert({session.a, session.b});
    }

    void byAddresses(const RouterRecord &candidate)
    {
        std::unordered_set<std::uint32_t> peers;
        std::set<Ipv4Prefix> subnets;
        for (const InterfaceRecord &interface : candidate.interfaces) {
            if (interface.address)
                subnets.insert(prefixOf(*interface.address));
            for (const PwRecord &pw : interface.pws)
                peers.insert(pw.peer.value_or(Ipv4()).bits());
        }
        if (candidate.bgp)
            for (const PeerRecord &peer : candidate.bgp->peers)
                peers.insert(peer.address.bits());
        for (const Router &router : m_plan.routers())
            if (router.loopback && peers.contains(router.loopback->bits()))
                m_routers.insert(router.id);
        for (const Port &port : m_plan.ports())
            if (port.address && (subnets.contains(prefixOf(*port.address)) || peers.contains(port.address->address.bits())))
                m_routers.insert(port.router);
    }

    void byLinks(const std::set<RouterId> &around)
    {
        for (const Link &link : m_plan.links()) {
            const auto [a, b] = endsOf(m_plan, link);
            if (around.contains(a) || around.contains(b))
                m_routers.insert({a, b});
        }
    }

    const Plan &m_plan;
    const RouterId m_self;
    std::set<RouterId> m_routers;
};

/// Lines of a tree with the headings above them.
std::unordered_set<std::string> pathsOf(const ConfigTree &tree)
{
    std::unordered_set<std::string> paths;
    std::vector<std::string> above;
    for (const ConfigLine &line : tree.lines) {
        above.resize(line.depth);
        std::string path = (line.depth == 0 ? std::string() : above.back() + "\n") + line.text;
        above.push_back(path);
        paths.insert(std::move(path));
    }
    return paths;
}

class Commit
{
public:
    Commit(const Plan &plan, const Router &router, const ConfigTree &candidate)
        : m_plan(plan), m_router(router), m_candidate(candidate), m_builder(plan)
    {
    }

    Result<PlanEdit> run()
    {
        rename();
        const Surroundings around(m_plan, m_router.id, readRecord(m_candidate));
        for (const RouterId id : around.routers())
            m_others.emplace_back(id, treeOf(m_builder, id));
        m_present = treeOf(m_builder, m_router.id);

        return importWith(m_present)
            .and_then([this](const ImportResult &before) {
                return importWith(m_candidate).and_then([&](const ImportResult &after) { return carriedOver(before.plan, after.plan); });
            })
            .and_then([this](const Plan &changed) { return withKeptLines(changed); })
            .and_then([this](const Plan &changed) { return holding(changed); })
            .transform([this](const Plan &changed) { return editBetween(m_plan, changed, fmt::format("Commit on {}", m_router.name)); });
    }

private:
    /// A new name is a change of its own: under the old one the router is recognised.
    void rename()
    {
        for (ConfigLine &line : m_candidate.lines)
            if (line.command == vrp::Cmd::Sysname && !line.undo && line.depth == 0)
                if (const auto match = vrp::matchLine(line.view, line.text)) {
                    m_name = std::string(match->value("sysname").value_or(m_router.name));
                    line.text = vrp::line<vrp::Cmd::Sysname>(vrp::Text{m_router.name});
                }
    }

    static ConfigTree treeOf(const ConfigBuilder &builder, RouterId router)
    {
        const auto config = builder.build(router);
        return config ? readConfig(toText(*config)) : ConfigTree();
    }

    /// The router comes first, so that its values win where two disagree.
    Result<ImportResult> importWith(const ConfigTree &self)
    {
        std::vector<ConfigSource> sources{{m_router.name, {}, &self}};
        for (const auto &[id, tree] : m_others)
            sources.push_back({m_plan.find(id)->name, {}, &tree});
        return importConfigs(sources, {.compare = false, .asNumber = m_plan.settings().asNumber, .igp = m_plan.settings().igp});
    }

    Result<Plan> carriedOver(const Plan &before, const Plan &after)
    {
        const Plan was = alignedTo(m_plan, before);
        // What the present files say and the plan lacks shall have one id in both.
        const Plan base = m_plan.with(additions(was)).value_or(m_plan);
        const Plan now = alignedTo(base, after);
        const PlanDiff diff = difference(was, now);

        std::vector<ObjectId> gone;
        remove<Link>(diff, gone);
        remove<VpnMember>(diff, gone);
        remove<VpnInterface>(diff, gone);
        remove<AccessService>(diff, gone);
        remove<TrackedRoute>(diff, gone);
        remove<BgpSession>(diff, gone);
        remove<Port>(diff, gone);
        return m_plan.with(removalOf(m_plan, gone)).and_then([&](const Plan &left) {
            PlanEdit edit;
            collect<Router>(left, was, now, edit);
            collect<BfdPolicy>(left, was, now, edit);
            collect<IgpDomain>(left, was, now, edit);
            collect<Vpn>(left, was, now, edit);
            collect<Port>(left, was, now, edit);
            collect<Link>(left, was, now, edit);
            collect<VpnMember>(left, was, now, edit);
            collect<VpnInterface>(left, was, now, edit);
            collect<AccessService>(left, was, now, edit);
            collect<TrackedRoute>(left, was, now, edit);
            collect<BgpSession>(left, was, now, edit);
            if (m_name != m_router.name)
                setName(edit, left);
            return left.with(edit);
        });
    }

    /// Rows of `was` that the plan lacks, those apart that only the import makes.
    PlanEdit additions(const Plan &was) const
    {
        PlanEdit edit;
        add<BfdPolicy>(was, edit);
        add<IgpDomain>(was, edit);
        add<Vpn>(was, edit);
        add<Port>(was, edit);
        add<Link>(was, edit);
        add<VpnMember>(was, edit);
        add<VpnInterface>(was, edit);
        add<AccessService>(was, edit);
        add<TrackedRoute>(was, edit);
        add<BgpSession>(was, edit);
        return edit;
    }
    template <typename Row>
    void add(const Plan &from, PlanEdit &edit) const
    {
        for (const Row &row : from.table<Row>())
            if (!m_plan.table<Row>().contains(row.id))
                edit.changes.emplace_back(Add<Row>{row});
    }

    template <typename Row>
    void remove(const PlanDiff &diff, std::vector<ObjectId> &gone) const
    {
        for (const auto id : diff.of<Row>().removed)
            gone.emplace_back(id);
    }

    /// Rows that came, changed, or went along with a removal and stand all the same.
    template <typename Row>
    void collect(const Plan &left, const Plan &was, const Plan &now, PlanEdit &edit) const
    {
        for (Row row : now.table<Row>()) {
            const Row *standing = left.table<Row>().find(row.id);
            const Row *before = was.table<Row>().find(row.id);
            const Row *own = m_plan.table<Row>().find(row.id);
            if (before && *before == row && (standing || !own))
                continue;
            std::optional<Row> turnedBefore = before ? std::optional(*before) : std::nullopt;
            if constexpr (std::is_same_v<Row, BgpSession>)
                if (own)
                    turnLike(*own, row, turnedBefore);
            Row result = own ? merged(*own, turnedBefore ? &*turnedBefore : nullptr, row) : row;
            if (standing)
                edit.changes.emplace_back(Set<Row>{std::move(result)});
            else
                edit.changes.emplace_back(Add<Row>{std::move(result)});
        }
    }

    /// An import names this router first; the plan's session may run the other way.
    static void turnLike(const BgpSession &own, BgpSession &row, std::optional<BgpSession> &before)
    {
        const auto turn = [](BgpSession &session) {
            std::swap(session.a, session.b);
            std::swap(session.aReflects, session.bReflects);
            std::swap(session.aNextHopSelf, session.bNextHopSelf);
        };
        if (own.a == row.a)
            return;
        turn(row);
        if (before)
            turn(*before);
    }

    void setName(PlanEdit &edit, const Plan &left) const
    {
        Router row = *left.find(m_router.id);
        for (PlanChange &change : edit.changes)
            if (auto *set = std::get_if<Set<Router>>(&change); set && set->row.id == row.id) {
                set->row.name = m_name;
                return;
            }
        row.name = m_name;
        edit.changes.emplace_back(Set<Router>{std::move(row)});
    }

    /// The lines of each router that the changed plan does not write become its kept lines. The others' present files stay in
    /// force: where a line of theirs lost its object here, it stays as a line.
    Result<Plan> withKeptLines(const Plan &changed)
    {
        return withoutKept(changed).and_then([&](const Plan &bare) {
            const ConfigBuilder builder(bare);
            PlanEdit edit;
            keep(builder, m_router.id, m_candidate, edit);
            for (const auto &[id, tree] : m_others)
                keep(builder, id, tree, edit);
            return bare.with(edit);
        });
    }

    Result<Plan> withoutKept(const Plan &plan) const
    {
        PlanEdit edit;
        const auto drop = [&](RouterId id) {
            if (plan.keptTexts().contains(id))
                edit.changes.emplace_back(Remove<KeptText>{id});
        };
        drop(m_router.id);
        for (const auto &[id, tree] : m_others)
            drop(id);
        return plan.with(edit);
    }

    void keep(const ConfigBuilder &builder, RouterId id, const ConfigTree &file, PlanEdit &edit) const
    {
        const auto written = builder.build(id);
        if (!written)
            return;
        Remainder rest = remainderOf(file, *written, {});
        if (!rest.text.empty())
            edit.changes.emplace_back(Add<KeptText>{{id, std::move(rest.text)}});
    }

    /// The plan says what was typed, or why it cannot.
    Result<Plan> holding(const Plan &changed) const
    {
        const ConfigTree written = treeOf(ConfigBuilder(changed), m_router.id);
        const auto before = pathsOf(m_present);
        const auto wanted = pathsOf(m_candidate);
        const auto held = pathsOf(written);
        for (const std::string &path : wanted)
            if (!held.contains(path) && !before.contains(path) && !isName(path))
                return unsupported(path, "a plan writes this setting itself, with another value");
        for (const std::string &path : held)
            if (before.contains(path) && !wanted.contains(path))
                return unsupported(path, "a plan writes this line on every such router");
        return changed;
    }

    [[nodiscard]] bool isName(const std::string &path) const
    {
        return path == vrp::line<vrp::Cmd::Sysname>(vrp::Text{m_router.name});
    }

    static tl::unexpected<Error> unsupported(const std::string &path, std::string_view why)
    {
        const std::size_t last = path.rfind('\n');
        const std::string line = last == std::string::npos ? path : path.substr(last + 1);
        const std::string where = last == std::string::npos ? std::string() : fmt::format(" in {}", path.substr(0, path.find('\n')));
        return failure(ErrorCode::Unsupported, fmt::format("`{}`{} cannot be committed: {}", line, where, why));
    }

    const Plan &m_plan;
    const Router &m_router;
    ConfigTree m_candidate;
    const ConfigBuilder m_builder;
    std::string m_name = m_router.name;
    ConfigTree m_present;
    std::vector<std::pair<RouterId, ConfigTree>> m_others;
};

} // namespace

Result<PlanEdit> editFromConfig(const Plan &plan, RouterId router, const ConfigTree &candidate)
{
    const Router *row = plan.find(router);
    if (!row)
        return failure(ErrorCode::NotFound, fmt::format("router {} is not in the plan", router.value()));
    return Commit(plan, *row, candidate).run();
}

} // namespace sidestep::config
