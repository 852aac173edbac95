// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/router_record.h"

#include "model/config/import/line_values.h"
#include "model/config/vrp/interface_name.h"
#include "model/plan/plan.h"

#include <algorithm>
#include <unordered_map>

namespace sidestep::config::importing {

namespace {

constexpr std::uint8_t kHostLength = 32;

class RecordReader
{
public:
    explicit RecordReader(const ConfigTree &tree) : m_tree(tree) { }

    RouterRecord read()
    {
        m_record.lines = m_tree.lines.size();
        m_record.knownLines = static_cast<std::size_t>(
            std::ranges::count_if(m_tree.lines, [](const ConfigLine &line) { return line.command.has_value(); }));
        eachKnownLine(m_tree, 0, static_cast<LineIndex>(m_tree.lines.size()), [this](const LineValues &line) { top(line); });
        for (InterfaceRecord &interface : m_record.interfaces)
            for (PwRecord &pw : interface.pws)
                resolve(pw);
        enableOspfByNetwork();
        return std::move(m_record);
    }

private:
    void top(const LineValues &line)
    {
        switch (line.command()) {
        case Cmd::Sysname:
            m_record.sysname = line.text("sysname");
            m_record.sysnameLine = line.source();
            break;
        case Cmd::MplsLsrId:
            m_record.lsrId = line.parsed<Ipv4>("ip");
            break;
        case Cmd::IpPrefix:
            if (line.number<std::uint8_t>("length") == kHostLength && line.has("permit"))
                if (const auto address = line.parsed<Ipv4>("ip"))
                    m_record.hostPrefixes.push_back({line.text("list"), *address});
            break;
        case Cmd::LdpRemotePeer:
            remotePeer(line);
            break;
        case Cmd::PwTemplate:
            pwTemplate(line);
            break;
        case Cmd::Bfd:
            eachLineIn(m_tree, line.index(), [this](const LineValues &own) { m_record.answersTunnelBfd |= own.command() == Cmd::MplsPassive; });
            break;
        case Cmd::Mpls:
            eachLineIn(m_tree, line.index(), [this](const LineValues &own) { tunnelBfd(own); });
            break;
        case Cmd::VpnInstance:
            vpnInstance(line);
            break;
        case Cmd::Isis:
            process(line, {}, readIsisLine);
            break;
        case Cmd::Ospf:
            process(line, ospfDefaults(), readOspfLine);
            break;
        case Cmd::Interface:
            interface(line);
            break;
        case Cmd::Bgp:
            bgp(line);
            break;
        default:
            break;
        }
    }

    void remotePeer(const LineValues &opener)
    {
        RemotePeerRecord peer{opener.source(), opener.text("peer-name"), std::nullopt};
        eachLineIn(m_tree, opener.index(), [&](const LineValues &line) {
            if (line.command() == Cmd::RemoteIp)
                peer.address = line.parsed<Ipv4>("ip");
        });
        m_record.remotePeers.push_back(std::move(peer));
    }

    void tunnelBfd(const LineValues &line)
    {
        switch (line.command()) {
        case Cmd::MplsBfd: m_record.tunnelBfd = true; break;
        case Cmd::MplsBfdTunnel: readBfdTimers(line, m_record.tunnelTimers); break;
        case Cmd::MplsBfdTrigger: m_record.watchedTunnels = line.text("list"); break;
        default: break;
        }
    }

    void pwTemplate(const LineValues &opener)
    {
        TemplateRecord found{opener.text("template"), std::nullopt, false};
        eachLineIn(m_tree, opener.index(), [&](const LineValues &line) {
            if (line.command() == Cmd::TemplatePeer)
                found.peer = line.parsed<Ipv4>("ip");
            found.controlWord = found.controlWord || line.command() == Cmd::TemplateControlWord;
        });
        m_record.templates.push_back(std::move(found));
    }

    void vpnInstance(const LineValues &opener)
    {
        const std::string name = opener.text("vpn");
        if (plan::unsafeInConfiguration(name, true))
            return;
        auto at = std::ranges::find(m_record.vpns, name, &VpnRecord::name);
        if (at == m_record.vpns.end()) {
            at = m_record.vpns.insert(at, VpnRecord());
            at->block = opener.source();
            at->name = name;
        }
        eachLineIn(m_tree, opener.index(), [&](const LineValues &family) {
            if (family.command() != Cmd::VpnIpv6Family)
                return;
            at->ipv6 = true;
            eachLineIn(m_tree, family.index(), [&](const LineValues &line) { readVpnLine(line, *at); });
        });
    }

    void process(const LineValues &opener, IgpRecord igp, void (*readLine)(const LineValues &, IgpRecord &))
    {
        if (!opener.text("vpn").empty())
            return; // a process of a VPN is none of the underlay's
        igp.block = opener.source();
        opener.read("pid", igp.process);
        eachLineIn(m_tree, opener.index(), [&](const LineValues &line) {
            readLine(line, igp);
            if (line.command() == Cmd::OspfAreaView)
                area(line, igp.process);
        });
        m_record.processes.push_back(std::move(igp));
    }

    void area(const LineValues &opener, std::uint32_t process)
    {
        eachLineIn(m_tree, opener.index(), [&](const LineValues &line) {
            const auto address = line.parsed<Ipv4>("ip");
            const auto wildcard = line.parsed<Ipv4>("wildcard");
            if (line.command() == Cmd::OspfNetwork && address && wildcard)
                m_record.ospfNetworks.push_back({process, opener.text("area"), *address, *wildcard});
        });
    }

    /// Where no `ospf enable` says it, the first `network` that has the address does.
    void enableOspfByNetwork()
    {
        for (InterfaceRecord &interface : m_record.interfaces) {
            if (interface.ospf.process || !interface.address || !interface.vpn.empty())
                continue;
            const auto in = std::ranges::find_if(m_record.ospfNetworks, [&](const OspfNetworkRecord &network) {
                return ((interface.address->address.bits() ^ network.address.bits()) & ~network.wildcard.bits()) == 0;
            });
            if (in != m_record.ospfNetworks.end()) {
                interface.ospf.process = in->process;
                interface.ospf.area = in->area;
            }
        }
    }

    void interface(const LineValues &opener)
    {
        const std::string name = opener.text(vrp::kInterfaceParameter);
        const auto [at, isNew] = m_interfaces.emplace(name, m_record.interfaces.size());
        if (isNew)
            m_record.interfaces.push_back(newInterface(opener, name));
        InterfaceRecord &into = m_record.interfaces[at->second];
        eachLineIn(m_tree, opener.index(), [&](const LineValues &line) { readInterfaceLine(line, into); });
    }

    static InterfaceRecord newInterface(const LineValues &opener, const std::string &name)
    {
        InterfaceRecord interface;
        interface.block = opener.source();
        interface.view = vrp::viewOpened(opener.match()).value_or(vrp::View::Port);
        const std::size_t dot = name.find('.');
        interface.main = name.substr(0, dot);
        if (dot != std::string::npos)
            std::from_chars(name.data() + dot + 1, name.data() + name.size(), interface.sub);
        return interface;
    }

    void bgp(const LineValues &opener)
    {
        const std::uint32_t as = opener.number<std::uint32_t>("as").value_or(0);
        if (!m_record.bgp) {
            m_record.bgp.emplace().block = opener.source();
            m_record.bgp->as = as;
        }
        if (as == m_record.bgp->as)
            readBgp(m_tree, opener.index(), *m_record.bgp);
        else
            m_record.otherAs.emplace_back(opener.source(), as);
    }

    void resolve(PwRecord &pw)
    {
        const auto at = std::ranges::find(m_record.templates, pw.pwTemplate, &TemplateRecord::name);
        if (pw.pwTemplate.empty() || at == m_record.templates.end())
            return;
        if (!pw.peer)
            pw.peer = at->peer;
        pw.controlWord = pw.controlWord || at->controlWord;
    }

    const ConfigTree &m_tree;
    RouterRecord m_record;
    std::unordered_map<std::string, std::size_t> m_interfaces;
};

} // namespace

const InterfaceRecord *RouterRecord::loopBack0() const
{
    static const std::string kName = vrp::toString(vrp::loopBack(0));
    const auto at = std::ranges::find_if(interfaces, [&](const InterfaceRecord &each) { return each.main == kName && each.sub == 0; });
    return at == interfaces.end() ? nullptr : &*at;
}

const IgpRecord *RouterRecord::process(std::uint32_t number) const
{
    const auto at = std::ranges::find(processes, number, &IgpRecord::process);
    return at == processes.end() ? nullptr : &*at;
}

bool RouterRecord::watchesTunnelTo(Ipv4 loopback) const
{
    return tunnelBfd && !watchedTunnels.empty()
        && std::ranges::any_of(hostPrefixes, [&](const PrefixRecord &prefix) { return prefix.list == watchedTunnels && prefix.address == loopback; });
}

const VpnRecord *RouterRecord::vpn(const std::string &name) const
{
    const auto at = std::ranges::find(vpns, name, &VpnRecord::name);
    return at == vpns.end() ? nullptr : &*at;
}

RouterRecord readRecord(const ConfigTree &tree)
{
    return RecordReader(tree).read();
}

} // namespace sidestep::config::importing
