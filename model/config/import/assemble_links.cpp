// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"
#include "model/config/vrp/interface_name.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <queue>
#include <set>
#include <tuple>

namespace sidestep::config::importing {

using namespace plan;

namespace {

constexpr std::uint64_t kGigabit = 1'000'000'000;

struct End
{
    std::size_t router;
    const InterfaceRecord *interface;
};

/// Two ports that belong together, the router that stands first before the other.
struct FoundLink
{
    End a;
    End b;
    std::uint32_t process; ///< of a where the two differ
    std::size_t domain = 0;
};

/// An IGP process of one router.
struct Member
{
    std::size_t router;
    std::uint32_t process;
    friend auto operator<=>(const Member &, const Member &) = default;
};

struct FoundDomain
{
    std::uint32_t process = 1;
    std::vector<Member> members; ///< ascending
    std::size_t firstLink = 0;
    DomainKind kind = DomainKind::Core;
    std::string evidence; ///< for the kind
    std::size_t place = 0; ///< in the order of ids
    IgpDomainId id{0};
};

/// Sets of members that links join.
class Unions
{
public:
    std::size_t of(const Member &member)
    {
        const auto [at, isNew] = m_index.emplace(member, m_parent.size());
        if (isNew)
            m_parent.push_back(at->second);
        return root(at->second);
    }
    void join(const Member &a, const Member &b)
    {
        const std::size_t first = of(a);
        const std::size_t second = of(b);
        m_parent[std::max(first, second)] = std::min(first, second);
    }
    [[nodiscard]] const std::map<Member, std::size_t> &members() const { return m_index; }

private:
    std::size_t root(std::size_t at)
    {
        while (m_parent[at] != at)
            at = m_parent[at] = m_parent[m_parent[at]];
        return at;
    }

    std::map<Member, std::size_t> m_index;
    std::vector<std::size_t> m_parent;
};

class Links
{
public:
    explicit Links(Assembly &assembly) : m_assembly(assembly) { }

    void run()
    {
        pairBySubnet();
        pairByDescription();
        std::ranges::stable_sort(m_links, {}, [](const FoundLink &l) { return std::tuple(l.a.router, l.a.interface->block); });
        findDomains();
        chooseKinds();
        orderDomains();
        addDomains();
        addLinks();
    }

private:
    void pairBySubnet();
    void pairGroup(std::vector<End> group);
    void pairByDescription();
    void pair(End a, End b, const std::string &evidence);
    void findDomains();
    void chooseKinds();
    void orderDomains();
    void addDomains();
    void addLinks();
    [[nodiscard]] std::string domainName(const FoundDomain &domain, bool alone);
    void compareSettings(const FoundDomain &domain, std::size_t first, const IgpRecord &settings);
    [[nodiscard]] std::optional<std::size_t> homeOf(std::size_t router) const;
    [[nodiscard]] std::string portName(const End &end) { return m_assembly.router(end.router).name + " " + end.interface->main; }
    [[nodiscard]] bool names(const End &a, const End &b)
    {
        return m_assembly.routerNamedIn(a.interface->description, a.router) == b.router;
    }

    Assembly &m_assembly;
    std::vector<End> m_unpaired; ///< ends with the IGP
    std::vector<FoundLink> m_links;
    std::vector<FoundDomain> m_domains;
    std::map<Member, std::size_t> m_domainOf;
};

void Links::pairBySubnet()
{
    std::vector<std::pair<Ipv4Prefix, End>> ends;
    for (std::size_t i = 0; i < m_assembly.routers().size(); ++i) {
        if (!m_assembly.router(i).inPlan())
            continue;
        for (const InterfaceRecord &interface : m_assembly.router(i).record.interfaces) {
            const auto key = vrp::parseInterface(interface.main);
            if (interface.view != vrp::View::Port || !interface.vpn.empty() || !key || !vrp::isPortName(*key))
                continue;
            if (interface.address)
                ends.emplace_back(prefixOf(*interface.address), End{i, &interface});
            else if (interface.igp.process)
                m_unpaired.push_back({i, &interface});
        }
    }
    std::ranges::stable_sort(ends, {}, &std::pair<Ipv4Prefix, End>::first);
    for (std::size_t first = 0; first < ends.size();) {
        std::vector<End> group;
        std::size_t next = first;
        for (; next < ends.size() && ends[next].first == ends[first].first; ++next)
            group.push_back(ends[next].second);
        pairGroup(std::move(group));
        first = next;
    }
}

void Links::pairGroup(std::vector<End> group)
{
    const std::string subnet = prefixOf(*group.front().interface->address).toString();
    if (group.size() == 2 && group[0].router != group[1].router && group[0].interface->igp.process && group[1].interface->igp.process) {
        std::string evidence = "subnet " + subnet;
        if (names(group[0], group[1]) || names(group[1], group[0]))
            evidence += ", a description";
        if (group[0].interface->ldp && group[1].interface->ldp)
            evidence += ", LDP on both ends";
        pair(group[0], group[1], evidence);
        return;
    }
    for (const End &end : group) {
        if (!end.interface->igp.process)
            continue;
        if (group.size() == 1)
            m_unpaired.push_back(end);
        else if (group.size() == 2 && group[0].router != group[1].router)
            m_assembly.contradictory(end.router, end.interface->block,
                                     fmt::format("{} runs {} in {} and its neighbour does not: no link; its lines are kept",
                                                 end.interface->main, m_assembly.igpName(), subnet));
        else
            m_assembly.contradictory(end.router, end.interface->block,
                                     fmt::format("{} interfaces are in subnet {}; a link of a plan joins two routers, so {} carries none",
                                                 group.size(), subnet, end.interface->main));
    }
}

/// A port whose subnet nobody shares belongs to the one that it names and that names it, where one of them has no address yet.
void Links::pairByDescription()
{
    std::map<std::pair<std::size_t, std::size_t>, std::vector<End>> toward;
    for (const End &end : m_unpaired)
        if (const auto far = m_assembly.routerNamedIn(end.interface->description, end.router))
            toward[{end.router, *far}].push_back(end);
    std::set<const InterfaceRecord *> paired;
    for (const auto &[routers, ends] : toward) {
        const auto back = toward.find({routers.second, routers.first});
        if (routers.first > routers.second || ends.size() != 1 || back == toward.end() || back->second.size() != 1)
            continue;
        const End &a = ends.front();
        const End &b = back->second.front();
        paired.insert({a.interface, b.interface});
        if (!a.interface->address || !b.interface->address)
            pair(a, b, "the descriptions name each other");
        else
            m_assembly.contradictory(a.router, a.interface->block,
                                     fmt::format("{} and {} name each other and are not in one subnet: no link", portName(a), portName(b)));
    }
    for (const End &end : m_unpaired)
        if (!paired.contains(end.interface))
            m_assembly.contradictory(
                end.router, end.interface->block,
                end.interface->address
                    ? fmt::format("{} runs {} in {}, where no other file has an interface: no link", end.interface->main, m_assembly.igpName(),
                                  prefixOf(*end.interface->address).toString())
                    : fmt::format("{} runs {} and has no address: no link", end.interface->main, m_assembly.igpName()));
}

void Links::pair(End a, End b, const std::string &evidence)
{
    if (b.router < a.router)
        std::swap(a, b);
    const auto processA = a.interface->igp.process;
    const auto processB = b.interface->igp.process;
    m_assembly.inferred(a.router, a.interface->block, fmt::format("link {} to {}: {}", portName(a), portName(b), evidence));
    if (processA != processB)
        m_assembly.contradictory(a.router, a.interface->block,
                                 fmt::format("{0} is in {4} {1}, {2} in {4} {3}; the plan has one process for both", portName(a), *processA,
                                             portName(b), *processB, m_assembly.igpName()));
    for (const End &end : {a, b})
        if (const std::string &area = end.interface->igp.area; !area.empty() && area != "0.0.0.0")
            m_assembly.contradictory(end.router, end.interface->block,
                                     fmt::format("{} is in area {}; in the plan each process has area 0.0.0.0 alone", portName(end), area));
    if (a.interface->igp.cost != b.interface->igp.cost) {
        const auto said = [](const InterfaceRecord &i) { return i.igp.cost ? std::to_string(*i.igp.cost) : std::string("the default"); };
        m_assembly.contradictory(a.router, a.interface->block,
                                 fmt::format("cost of {} is {}, of {} {}; the plan has the first for both directions", portName(a),
                                             said(*a.interface), portName(b), said(*b.interface)));
    }
    m_links.push_back({a, b, *processA});
}

void Links::findDomains()
{
    Unions unions;
    for (const FoundLink &link : m_links)
        unions.join({link.a.router, *link.a.interface->igp.process}, {link.b.router, *link.b.interface->igp.process});
    std::map<std::size_t, std::size_t> domainOfRoot;
    for (std::size_t i = 0; i < m_links.size(); ++i) {
        FoundLink &link = m_links[i];
        const std::size_t root = unions.of({link.a.router, *link.a.interface->igp.process});
        const auto [at, isNew] = domainOfRoot.emplace(root, m_domains.size());
        if (isNew) {
            m_domains.emplace_back().process = link.process;
            m_domains.back().firstLink = i;
        }
        link.domain = at->second;
    }
    for (const auto &[member, index] : unions.members()) {
        const std::size_t domain = domainOfRoot.at(unions.of(member));
        m_domains[domain].members.push_back(member);
        m_domainOf.emplace(member, domain);
    }
}

/// The domain in which the router's LoopBack0 lives.
std::optional<std::size_t> Links::homeOf(std::size_t router) const
{
    const InterfaceRecord *loopback = m_assembly.router(router).record.loopBack0();
    if (!loopback || !loopback->igp.process)
        return std::nullopt;
    const auto at = m_domainOf.find({router, *loopback->igp.process});
    return at == m_domainOf.end() ? std::nullopt : std::optional(at->second);
}

/// A domain is access where a router filters what it learns there beside its home, or where none but CSGs and the AGGs
/// above them are; of the others, those with AGGs are aggregation.
void Links::chooseKinds()
{
    for (FoundDomain &domain : m_domains) {
        const auto roleIs = [&](Role role) {
            return [this, role](const Member &member) { return m_assembly.router(member.router).role == role; };
        };
        const auto filter = std::ranges::find_if(domain.members, [&](const Member &member) {
            const IgpRecord *igp = m_assembly.router(member.router).record.process(member.process);
            return igp && !igp->importFilter.empty() && homeOf(member.router) != m_domainOf.at(member);
        });
        const bool hasCells = std::ranges::any_of(domain.members, roleIs(Role::Csg));
        const bool hasAggs = std::ranges::any_of(domain.members, roleIs(Role::Agg));
        const bool hasOthers = std::ranges::any_of(domain.members, [&](const Member &member) {
            return !roleIs(Role::Csg)(member) && !roleIs(Role::Agg)(member);
        });
        if (filter != domain.members.end()) {
            domain.kind = DomainKind::Access;
            domain.evidence = fmt::format("{} filters what it learns there", m_assembly.router(filter->router).name);
        } else if (hasCells && !hasOthers) {
            domain.kind = DomainKind::Access;
            domain.evidence = "it has CSGs and the AGGs above them";
        } else if (hasAggs) {
            domain.kind = DomainKind::Aggregation;
            domain.evidence = "it has AGGs and routers above them";
        } else {
            domain.kind = DomainKind::Core;
            domain.evidence = "it has neither CSGs nor AGGs";
        }
    }
}

/// A router's home is, of the domains of one kind that it is in, the one with the lowest id (`router_facts`): homes come first,
/// otherwise processes in their order.
void Links::orderDomains()
{
    std::vector<std::vector<std::size_t>> after(m_domains.size());
    std::vector<std::size_t> waiting(m_domains.size(), 0);
    for (const auto &[member, domain] : m_domainOf)
        if (const auto home = homeOf(member.router); home && *home != domain) {
            after[*home].push_back(domain);
            ++waiting[domain];
        }
    using Place = std::tuple<std::uint32_t, std::size_t>; // process, first link
    std::priority_queue<Place, std::vector<Place>, std::greater<>> ready;
    for (std::size_t i = 0; i < m_domains.size(); ++i)
        if (waiting[i] == 0)
            ready.emplace(m_domains[i].process, i);
    std::size_t place = 0;
    std::vector<bool> placed(m_domains.size(), false);
    while (!ready.empty()) {
        const std::size_t domain = std::get<1>(ready.top());
        ready.pop();
        placed[domain] = true;
        m_domains[domain].place = place++;
        for (const std::size_t next : after[domain])
            if (--waiting[next] == 0)
                ready.emplace(m_domains[next].process, next);
    }
    for (std::size_t i = 0; i < m_domains.size(); ++i) // homes in a circle: no order of ids gives them all
        if (!placed[i])
            m_domains[i].place = place++;
}

std::string Links::domainName(const FoundDomain &domain, bool alone)
{
    std::string kind(wordOf(domain.kind));
    kind.front() = static_cast<char>(kind.front() - 'a' + 'A');
    if (alone)
        return fmt::format("{} {}", kind, domain.process);
    return fmt::format("{} {} of {}", kind, domain.process, m_assembly.router(domain.members.front().router).name);
}

void Links::compareSettings(const FoundDomain &domain, std::size_t first, const IgpRecord &settings)
{
    for (const Member &member : domain.members) {
        const IgpRecord *other = m_assembly.router(member.router).record.process(member.process);
        if (!other)
            continue;
        const auto spf = [](const IgpRecord &i) { return std::tuple(i.spfMaxSeconds, i.spfInitMs, i.spfStepMs); };
        const auto lsp = [](const IgpRecord &i) { return std::tuple(i.lspMaxSeconds, i.lspInitMs, i.lspStepMs); };
        std::string differ;
        const auto add = [&](bool differs, std::string_view what) {
            if (differs)
                differ.append(differ.empty() ? "" : ", ").append(what);
        };
        add(other->area != settings.area, "area");
        add(spf(*other) != spf(settings), "SPF timers");
        add(lsp(*other) != lsp(settings), "LSP timers");
        add(other->lsaArrivalMs != settings.lsaArrivalMs, "LSA arrival interval");
        add(other->bfd != settings.bfd || (settings.bfd && other->bfdTimers != settings.bfdTimers), "BFD");
        if (!differ.empty())
            m_assembly.contradictory(member.router, other->block,
                                     fmt::format("{} {} differs from that of {} in: {}; the plan has the values of {}", m_assembly.igpName(), domain.process,
                                                 m_assembly.router(first).name, differ, m_assembly.router(first).name));
    }
}

void Links::addDomains()
{
    std::map<std::pair<DomainKind, std::uint32_t>, std::size_t> sharing;
    for (const FoundDomain &domain : m_domains)
        ++sharing[{domain.kind, domain.process}];
    std::vector<std::size_t> order(m_domains.size());
    for (std::size_t i = 0; i < m_domains.size(); ++i)
        order[m_domains[i].place] = i;
    for (const std::size_t index : order) {
        FoundDomain &domain = m_domains[index];
        const bool alone = sharing[{domain.kind, domain.process}] == 1;
        IgpDomain row{.id = IgpDomainId(0), .name = domainName(domain, alone), .kind = domain.kind, .process = domain.process, .bfd = std::nullopt};
        row.ldpSync = m_links[domain.firstLink].a.interface->igp.ldpSync;
        const auto known = std::ranges::find_if(domain.members, [&](const Member &member) {
            return m_assembly.router(member.router).record.process(member.process) != nullptr;
        });
        if (known == domain.members.end()) {
            m_assembly.contradictory(domain.members.front().router, 0,
                                     fmt::format("interfaces are in {} {}, which no file starts; the plan has Sidestep's values", m_assembly.igpName(),
                                                 domain.process));
        } else {
            const IgpRecord &settings = *m_assembly.router(known->router).record.process(known->process);
            if (!settings.area.empty())
                row.area = settings.area;
            if (settings.bfd)
                row.bfd = m_assembly.bfdPolicy(settings.bfdTimers);
            row.spfMaxSeconds = settings.spfMaxSeconds;
            row.spfInitMs = settings.spfInitMs;
            row.spfStepMs = settings.spfStepMs;
            row.lspMaxSeconds = settings.lspMaxSeconds;
            row.lspInitMs = settings.lspInitMs;
            row.lspStepMs = settings.lspStepMs;
            if (settings.lsaArrivalMs > 0)
                row.lsaArrivalMs = settings.lsaArrivalMs;
            compareSettings(domain, known->router, settings);
        }
        m_assembly.inferred(domain.members.front().router, 0,
                            fmt::format("{} domain {} with {} routers: {}", wordOf(domain.kind), domain.process, domain.members.size(),
                                        domain.evidence));
        domain.id = m_assembly.edit().add(std::move(row));
    }
}

void Links::addLinks()
{
    std::set<std::size_t> uneven; ///< domains where the IGP and LDP wait for each other on some links only
    for (const FoundLink &link : m_links) {
        const bool sync = m_links[m_domains[link.domain].firstLink].a.interface->igp.ldpSync;
        if ((link.a.interface->igp.ldpSync != sync || link.b.interface->igp.ldpSync != sync) && uneven.insert(link.domain).second)
            m_assembly.contradictory(link.a.router, link.a.interface->block,
                                     fmt::format("LDP synchronization is {} on the first link of {} {} and otherwise here; the plan has "
                                                 "one setting for the domain",
                                                 sync ? "on" : "off", m_assembly.igpName(), link.process));
        Link row{.id = LinkId(0),
                 .a = *m_assembly.port(link.a.router, link.a.interface->main),
                 .b = *m_assembly.port(link.b.router, link.b.interface->main),
                 .domain = m_domains[link.domain].id,
                 .cost = link.a.interface->igp.cost,
                 .srlgs = {}};
        if (const auto key = vrp::parseInterface(link.a.interface->main); key && key->gigabits > 0)
            row.capacityBps = key->gigabits * kGigabit;
        const auto [a, b] = std::pair(row.a, row.b);
        m_assembly.setLink(a, b, m_assembly.edit().add(std::move(row)));
    }
}

} // namespace

void assembleLinks(Assembly &assembly)
{
    Links(assembly).run();
}

} // namespace sidestep::config::importing
