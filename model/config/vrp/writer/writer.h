// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_text.h"
#include "model/config/device_config.h"
#include "model/config/router_facts.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/line.h"
#include "model/config/vrp/writer/tree_builder.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The parts of one router's configuration, one file a concern. Each part takes the facts, writes what it can from the top and
/// reports what it must leave out; `Writer::write` calls them in dependency order (`vrp.md` section 9).
namespace sidestep::config::vrp {

/// An open view: what is put while it lives stands inside. False when the line that opens it was refused.
class [[nodiscard]] Block
{
public:
    explicit Block(std::size_t *depth) : m_depth(depth)
    {
        if (m_depth)
            ++*m_depth;
    }
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;
    ~Block()
    {
        if (m_depth)
            --*m_depth;
    }
    explicit operator bool() const { return m_depth != nullptr; }

private:
    std::size_t *m_depth;
};

/// Writes routers one after the other, each straight into one text whose memory is used again; on request it builds
/// the tree of the same lines. All parts share it: the facts, the answer, and what is usable on this router at all.
class Writer
{
public:
    /// With a tree, for one router.
    explicit Writer(TreeBuilder *tree = nullptr) : m_tree(tree) { }

    /// `text` and `gaps` are this router's until the next call.
    void write(const RouterFacts &facts);
    [[nodiscard]] std::string_view text() const { return m_text.view(); }
    [[nodiscard]] const std::vector<ConfigGap> &gaps() const { return m_gaps; }
    /// Commands of this router's lines that nobody has confirmed, each once.
    [[nodiscard]] const std::vector<Cmd> &unverifiedCommands() const { return m_unverified; }
    [[nodiscard]] std::vector<ConfigGap> takeGaps() { return std::move(m_gaps); }

    [[nodiscard]] const RouterFacts &facts() const { return *m_facts; }
    [[nodiscard]] const plan::Plan &plan() const { return *m_facts->plan; }
    [[nodiscard]] const plan::Router &router() const { return *m_facts->router; }
    [[nodiscard]] const std::string &name() const { return m_facts->router->name; }

    /// LSR id, router id and system id; without it nothing that needs one is written.
    [[nodiscard]] bool hasLoopback() const { return m_facts->router->loopback.has_value(); }
    /// The process can run here: it has a number no other domain of this router has, with IS-IS a valid NET, and there is a loopback.
    [[nodiscard]] bool runs(const plan::IgpDomain &domain) const;
    /// The instance is written with a route distinguisher, so BGP may name it.
    [[nodiscard]] bool routesIn(plan::VpnId vpn) const;

    /// Writes the line of a command; false and a gap when an argument may not stand in a line.
    template <Cmd C, typename... Args>
    bool put(Origin origin, const Args &...args)
    {
        if (!allCanStandInLine(args...)) {
            refuse(C, origin);
            return false;
        }
        char *at = m_text.startLine(m_depth, command(C).traits.layout, roomForLine<C>(args...));
        m_text.endLine(writeLine<C>(at, args...));
        if (m_tree)
            m_tree->add(m_depth, m_text.lastLine(), origin);
        if constexpr (!unverified(C, View::Port).empty()) // links are ports: what is open on sub-interfaces alone is not written
            noteUnverified(C);
        return true;
    }

    /// Writes the `undo` line of a switch.
    template <Cmd C>
    void putUndo(Origin origin)
    {
        char *at = m_text.startLine(m_depth, Layout::Plain, kUndoLineSize<C>);
        m_text.endLine(writeUndoLine<C>(at));
        if (m_tree)
            m_tree->add(m_depth, m_text.lastLine(), origin);
    }

    /// Writes a line and opens its view.
    template <Cmd C, typename... Args>
    Block open(Origin origin, const Args &...args)
    {
        return Block(put<C>(origin, args...) ? &m_depth : nullptr);
    }

    /// The last line comes from this object, too.
    void alsoFrom(const plan::ObjectId &object)
    {
        if (m_tree)
            m_tree->addOrigin(object);
    }

    /// Opens a new interface. False when the key is taken, with a gap on the first of `origin`. Nothing else is put at
    /// top level between the first interface and `sortInterfaces`.
    Block interface(const InterfaceKey &key, Origin origin);
    [[nodiscard]] bool hasInterface(const InterfaceKey &key) const;
    void sortInterfaces();

    void gap(const plan::ObjectId &object, std::string text);

private:
    [[nodiscard]] bool canRun(const DomainPart &part) const;
    [[nodiscard]] std::vector<std::uint32_t>::const_iterator placeOf(const InterfaceKey &key) const;
    void refuse(Cmd command, Origin origin);
    void noteUnverified(Cmd command);

    const RouterFacts *m_facts = nullptr;
    ConfigText m_text;
    TreeBuilder *m_tree;
    std::size_t m_depth = 0;
    std::vector<ConfigGap> m_gaps;
    std::vector<Cmd> m_unverified;
    std::vector<plan::IgpDomainId> m_running;
    std::vector<InterfaceKey> m_interfaces;         ///< as written
    std::vector<std::size_t> m_interfaceStarts;     ///< in the text
    std::vector<std::uint32_t> m_interfacesByKey;   ///< numbers of m_interfaces
};

// system.cpp
void writeSystem(Writer &out);
void writeBfd(Writer &out);
// vpn.cpp
void writeVpnInstances(Writer &out);
void writeVpnInterfaces(Writer &out);
// mpls.cpp
[[nodiscard]] bool watchesTunnels(const Writer &out); ///< BFD runs on LDP tunnels to or from the router
void writeMpls(Writer &out);
// igp.cpp
void writeLoopbackLeaking(Writer &out);
void writeIgp(Writer &out);
void writeIgpOnLink(Writer &out, const LinkEnd &end);
void writeIgpOnLoopback(Writer &out, const plan::IgpDomain &domain);
// interfaces.cpp
void writePorts(Writer &out);
void writeLoopBack0(Writer &out);
// pseudowires.cpp
void writeManagementPws(Writer &out);
void writeAttachmentCircuits(Writer &out);
void writeVeGroups(Writer &out);
// bgp.cpp
void writeBgp(Writer &out);

/// 1 to 13 bytes in hexadecimal as "49.0001" (ISO 10589 section 7.1).
[[nodiscard]] bool isArea(std::string_view area);

} // namespace sidestep::config::vrp
