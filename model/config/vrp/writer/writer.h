// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/config/router_facts.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/line.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

/// The parts of one router's configuration, one file a concern. Each part takes the facts, writes what it can and
/// reports what it must leave out; `writeAll` calls them in dependency order (`vrp.md` section 9).
namespace sidestep::config::vrp {

using Nodes = std::vector<ConfigNode>;
using Origin = std::initializer_list<plan::ObjectId>;

/// An interface under construction; sorted by key when all parts have given theirs.
struct InterfaceBlock
{
    InterfaceKey key;
    ConfigNode node;
};

/// What all parts share: the facts, the answer, and what is usable on this router at all.
class Writer
{
public:
    Writer(const RouterFacts &facts, DeviceConfig &config);

    [[nodiscard]] const RouterFacts &facts() const { return m_facts; }
    [[nodiscard]] const plan::Plan &plan() const { return *m_facts.plan; }
    [[nodiscard]] const plan::Router &router() const { return *m_facts.router; }
    [[nodiscard]] const std::string &name() const { return m_facts.router->name; }
    [[nodiscard]] Nodes &blocks() { return m_config.blocks; }

    /// LSR id, router id and system id; without it nothing that needs one is written.
    [[nodiscard]] bool hasLoopback() const { return m_facts.router->loopback.has_value(); }
    /// The process can run here: it has a number no other domain of this router has, a valid NET, and there is a loopback.
    [[nodiscard]] bool runs(const plan::IgpDomain &domain) const;
    /// The instance is written with a route distinguisher, so BGP may name it.
    [[nodiscard]] bool routesIn(plan::VpnId vpn) const;

    /// Appends the line of a command; nullptr and a gap when an argument may not stand in a line.
    template <Cmd C, typename... Args>
    ConfigNode *put(Nodes &into, Origin origin, const Args &...args)
    {
        std::string text = line<C>(args...);
        if (text.empty()) {
            refuse(C, origin);
            return nullptr;
        }
        return &into.emplace_back(ConfigNode{std::move(text), {}, origin});
    }

    /// Appends the `undo` line of a switch.
    template <Cmd C>
    void putUndo(Nodes &into, Origin origin)
    {
        into.emplace_back(ConfigNode{undoLine<C>(), {}, origin});
    }

    /// A new interface, with room for its lines; nullptr when the key is taken, with a gap on `owner`.
    InterfaceBlock *interface(InterfaceKey key, Origin origin);
    [[nodiscard]] bool hasInterface(const InterfaceKey &key) const;
    void moveInterfaces();

    void gap(const plan::ObjectId &object, std::string text);

private:
    void refuse(Cmd command, Origin origin);

    const RouterFacts &m_facts;
    DeviceConfig &m_config;
    std::vector<InterfaceBlock> m_interfaces;
    std::unordered_set<std::string> m_interfaceNames;
};

void writeAll(Writer &out);

// system.cpp
void writeSystem(Writer &out);
void writeBfd(Writer &out);
// vpn.cpp
void writeVpnInstances(Writer &out);
void writeVpnInterfaces(Writer &out);
// mpls.cpp
void writeMpls(Writer &out);
// isis.cpp
void writeLoopbackLeaking(Writer &out);
void writeIsis(Writer &out);
void writeIsisOnInterface(Writer &out, Nodes &lines, const LinkEnd &end);
// interfaces.cpp
void writePorts(Writer &out);
void writeLoopBack0(Writer &out);
// pseudowires.cpp
void writeAttachmentCircuits(Writer &out);
void writeVeGroups(Writer &out);
// bgp.cpp
void writeBgp(Writer &out);

/// A domain's NET on this router; nullopt when the area is not 1 to 13 bytes as "49.0001" (ISO 10589 section 7.1).
[[nodiscard]] std::optional<std::string> networkEntity(const std::string &area, Ipv4 loopback);

} // namespace sidestep::config::vrp
