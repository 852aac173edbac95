// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/import/import.h"
#include "model/config/import/router_record.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Records of many routers become one plan, one file a concern. The parts run in the order in which they are declared here;
/// each adds its rows and notes what it inferred and what contradicts.
namespace sidestep::config::importing {

/// A source on its way into the plan.
struct ImportedRouter
{
    const ConfigSource *source = nullptr;
    RouterRecord record;
    std::string name;
    std::optional<Ipv4> loopback;
    plan::Role role = plan::Role::P;
    plan::RouterId id{0}; ///< 0: left out
    [[nodiscard]] bool inPlan() const { return id != plan::RouterId(0); }
};

/// A row of the report on its way to its place.
struct Note
{
    ImportKind kind;
    std::optional<std::size_t> router; ///< index of the source
    LineNumber line;
    std::string text;
};

class Assembly
{
public:
    Assembly(std::vector<ImportedRouter> &routers, const ImportOptions &options);

    [[nodiscard]] std::vector<ImportedRouter> &routers() { return m_routers; }
    [[nodiscard]] ImportedRouter &router(std::size_t index) { return m_routers[index]; }
    [[nodiscard]] const ImportedRouter &router(std::size_t index) const { return m_routers[index]; }
    [[nodiscard]] plan::EditBuilder &edit() { return m_edit; }
    /// Of BFD on the LDP tunnels between the two, in both directions and answered at both ends; the first router's.
    [[nodiscard]] std::optional<BfdTimers> tunnelBfd(std::size_t first, std::size_t second) const;
    [[nodiscard]] plan::Settings &settings() { return m_settings; }
    /// "IS-IS" or "OSPF".
    [[nodiscard]] std::string_view igpName() const { return m_settings.igp == plan::Igp::Ospf ? "OSPF" : "IS-IS"; }

    void inferred(std::size_t router, LineNumber line, std::string text) { note(ImportKind::Inferred, router, line, std::move(text)); }
    void contradictory(std::size_t router, LineNumber line, std::string text)
    {
        note(ImportKind::Contradictory, router, line, std::move(text));
    }
    void note(ImportKind kind, std::size_t router, LineNumber line, std::string text)
    {
        m_notes.push_back({kind, router, line, std::move(text)});
    }

    /// Index of the router in the plan whose LSR id it is.
    [[nodiscard]] std::optional<std::size_t> routerAt(Ipv4 loopback) const;
    struct PortPlace
    {
        std::size_t router;
        plan::PortId port;
    };
    /// The port that has the address, and its router.
    [[nodiscard]] std::optional<PortPlace> portAt(Ipv4 address) const;
    void setPortAddress(Ipv4 address, PortPlace place) { m_byPortAddress.emplace(address.bits(), place); }
    [[nodiscard]] std::optional<plan::LinkId> linkBetween(plan::PortId a, plan::PortId b) const;
    void setLink(plan::PortId a, plan::PortId b, plan::LinkId id) { m_links.emplace(std::minmax(a, b), id); }
    /// Index of the router that a description names, as "TO-AGG1"; not `self`.
    [[nodiscard]] std::optional<std::size_t> routerNamedIn(const std::string &description, std::size_t self) const;
    void setLoopback(std::size_t router, Ipv4 loopback) { m_byLoopback.emplace(loopback.bits(), router); }
    /// False: another router has the name, whatever the case.
    [[nodiscard]] bool takeName(std::size_t router);

    [[nodiscard]] plan::BfdPolicyId bfdPolicy(const BfdTimers &timers);
    /// The row of a physical port; added when the file has no block of it. nullopt: not the name of a port.
    [[nodiscard]] std::optional<plan::PortId> port(std::size_t router, const std::string &name);
    void setPort(std::size_t router, const std::string &name, plan::PortId id) { m_ports.emplace(std::pair(router, name), id); }
    [[nodiscard]] std::optional<plan::VpnId> vpn(const std::string &name) const;
    void setVpn(const std::string &name, plan::VpnId id) { m_vpns.emplace(name, id); }

    /// Says that a block stands under another interface name in what Sidestep writes.
    void moveInterface(std::size_t router, const InterfaceRecord &interface, const std::string &name);

    [[nodiscard]] std::vector<Note> takeNotes() { return std::move(m_notes); }

private:
    std::vector<ImportedRouter> &m_routers;
    const plan::Plan m_empty;
    plan::EditBuilder m_edit;
    plan::Settings m_settings;
    std::vector<Note> m_notes;
    std::unordered_map<std::uint32_t, std::size_t> m_byLoopback;
    std::unordered_map<std::uint32_t, PortPlace> m_byPortAddress;
    std::map<std::pair<plan::PortId, plan::PortId>, plan::LinkId> m_links; ///< by its ports, the lower first
    std::unordered_map<std::string, std::size_t> m_byName; ///< lower case
    std::map<BfdTimers, plan::BfdPolicyId> m_policies;
    std::map<std::pair<std::size_t, std::string>, plan::PortId> m_ports;
    std::map<std::string, plan::VpnId> m_vpns;
};

// choose_igp.cpp
/// Chooses the plan's IGP and leaves of the records what is of it.
void chooseIgp(Assembly &assembly, std::optional<plan::Igp> wanted);
// assemble_routers.cpp
void assembleRouters(Assembly &assembly);
void assemblePorts(Assembly &assembly);
// assemble_links.cpp
void assembleLinks(Assembly &assembly);
// assemble_vpns.cpp
void assembleVpns(Assembly &assembly);
void assembleVpnInterfaces(Assembly &assembly);
// assemble_services.cpp
void assembleServices(Assembly &assembly);
// assemble_sessions.cpp
void assembleSessions(Assembly &assembly);

} // namespace sidestep::config::importing
