// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

void Writer::write(const RouterFacts &facts)
{
    m_facts = &facts;
    m_text.clear();
    m_gaps.clear();
    m_unverified.clear();
    m_running.clear();
    for (const DomainPart &part : facts.domains)
        if (canRun(part))
            m_running.push_back(part.domain->id);

    writeSystem(*this);
    writeVpnInstances(*this);
    writeBfd(*this);
    writeMpls(*this);
    writeLoopbackLeaking(*this);
    writeIgp(*this);
    writePorts(*this);
    writeLoopBack0(*this);
    writeVpnInterfaces(*this);
    writeManagementPws(*this);
    writeAttachmentCircuits(*this);
    writeVeGroups(*this);
    sortInterfaces();
    writeBgp(*this);
    m_text.finish();
    m_facts = nullptr;
}

bool Writer::canRun(const DomainPart &part) const
{
    const IgpDomain &domain = *part.domain;
    if (!hasLoopback() || !domain.process || (plan().settings().igp == Igp::Isis && !isArea(domain.area)))
        return false;
    // Of two domains with one process number the first keeps it.
    const auto first
        = std::ranges::find(m_facts->domains, domain.process, [](const DomainPart &other) { return other.domain->process; });
    return first->domain == part.domain;
}

bool Writer::runs(const IgpDomain &domain) const
{
    return std::ranges::find(m_running, domain.id) != m_running.end();
}

bool Writer::routesIn(VpnId vpn) const
{
    const VpnMember *member = m_facts->memberOf(vpn);
    return member && member->distinguisher;
}

std::vector<std::uint32_t>::const_iterator Writer::placeOf(const InterfaceKey &key) const
{
    return std::ranges::lower_bound(m_interfacesByKey, key, {},
                                    [&](std::uint32_t number) -> const InterfaceKey & { return m_interfaces[number]; });
}

Block Writer::interface(const InterfaceKey &key, Origin origin)
{
    const auto place = placeOf(key);
    if (place != m_interfacesByKey.end() && m_interfaces[*place] == key) {
        gap(*origin.begin(), fmt::format("{} on {} is used twice: give one of the two another number or port", toString(key), name()));
        return Block(nullptr);
    }
    m_interfacesByKey.insert(place, static_cast<std::uint32_t>(m_interfaces.size()));
    m_interfaces.push_back(key);
    put<Cmd::Interface>(origin, key);
    m_interfaceStarts.push_back(m_text.lineStart());
    return Block(&m_depth);
}

bool Writer::hasInterface(const InterfaceKey &key) const
{
    const auto place = placeOf(key);
    return place != m_interfacesByKey.end() && m_interfaces[*place] == key;
}

void Writer::sortInterfaces()
{
    if (!std::ranges::is_sorted(m_interfacesByKey)) {
        m_text.reorder(m_interfaceStarts, m_interfacesByKey);
        if (m_tree)
            m_tree->reorder(m_interfacesByKey);
    }
    m_interfaces.clear();
    m_interfaceStarts.clear();
    m_interfacesByKey.clear();
}

void Writer::gap(const ObjectId &object, std::string text)
{
    const bool known = std::ranges::any_of(m_gaps, [&](const ConfigGap &gap) { return gap.object == object && gap.text == text; });
    if (!known)
        m_gaps.push_back({std::move(text), object});
}

void Writer::noteUnverified(Cmd command)
{
    if (std::ranges::find(m_unverified, command) == m_unverified.end())
        m_unverified.push_back(command);
}

void Writer::refuse(Cmd command, Origin origin)
{
    gap(origin.size() > 0 ? *origin.begin() : ObjectId(router().id),
        fmt::format("a name or text in `{}` on this router is empty or holds characters a configuration line may not have: rename it",
                    leadingWords(command)));
}

} // namespace sidestep::config::vrp
