// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

Writer::Writer(const RouterFacts &facts, DeviceConfig &config) : m_facts(facts), m_config(config)
{
    m_interfaces.reserve(2 * facts.ports.size() + facts.vpnInterfaces.size() + 4 * facts.pseudowires.size() + 2);
    m_config.blocks.reserve(24 + m_interfaces.capacity());
}

bool Writer::runs(const IgpDomain &domain) const
{
    if (!hasLoopback() || !domain.process || !networkEntity(domain.area, *router().loopback))
        return false;
    // Of two domains with one process number the first keeps it.
    const auto first
        = std::ranges::find_if(m_facts.domains, [&](const DomainPart &part) { return part.domain->process == domain.process; });
    return first != m_facts.domains.end() && first->domain->id == domain.id;
}

bool Writer::routesIn(VpnId vpn) const
{
    const VpnMember *member = m_facts.memberOf(vpn);
    return member && member->distinguisher;
}

InterfaceBlock *Writer::interface(InterfaceKey key, Origin origin)
{
    std::string text = toString(key);
    if (m_interfaceNames.contains(text)) {
        gap(*origin.begin(), fmt::format("{} on {} is used twice: give one of the two another number or port", text, name()));
        return nullptr;
    }
    Nodes node;
    if (!put<Cmd::Interface>(node, origin, Word{text}))
        return nullptr;
    m_interfaceNames.insert(std::move(text));
    node.front().children.reserve(12);
    return &m_interfaces.emplace_back(InterfaceBlock{std::move(key), std::move(node.front())});
}

bool Writer::hasInterface(const InterfaceKey &key) const
{
    return m_interfaceNames.contains(toString(key));
}

void Writer::moveInterfaces()
{
    std::ranges::sort(m_interfaces, {}, &InterfaceBlock::key);
    for (InterfaceBlock &block : m_interfaces)
        blocks().push_back(std::move(block.node));
    m_interfaces.clear();
}

void Writer::gap(const ObjectId &object, std::string text)
{
    const bool known = std::ranges::any_of(m_config.gaps, [&](const ConfigGap &gap) { return gap.object == object && gap.text == text; });
    if (!known)
        m_config.gaps.push_back({std::move(text), object});
}

void Writer::refuse(Cmd command, Origin origin)
{
    gap(origin.size() > 0 ? *origin.begin() : ObjectId(router().id),
        fmt::format("a name or text in `{}` on this router is empty or holds characters a configuration line may not have: rename it",
                    leadingWords(command)));
}

void writeAll(Writer &out)
{
    writeSystem(out);
    writeVpnInstances(out);
    writeBfd(out);
    writeMpls(out);
    writeLoopbackLeaking(out);
    writeIsis(out);
    writePorts(out);
    writeLoopBack0(out);
    writeVpnInterfaces(out);
    writeAttachmentCircuits(out);
    writeVeGroups(out);
    out.moveInterfaces();
    writeBgp(out);
}

} // namespace sidestep::config::vrp
