// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/message_sink.h"
#include "model/report/capture/headers.h"
#include "model/report/capture/pcapng.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace sidestep::report {

/// What is to happen at moments to come, in the order of time; at one moment in the order of asking.
class Agenda
{
public:
    using Action = std::function<void(SimTime)>;
    void at(SimTime time, Action action) { m_actions.emplace(time, std::move(action)); }
    /// Does what is due at or before `time`, and what that asks for by then.
    void runUntil(SimTime time);

private:
    std::multimap<SimTime, Action> m_actions;
};

/// One side of a link.
struct Wire
{
    std::uint32_t interface = 0;
    Station own, neighbour;
    std::uint32_t ownCircuit = 1, neighbourCircuit = 1;
    plan::RouterId neighbourRouter{0};
};

/// Puts frames on the ports of a plan's links, with a comment that says why.
class FrameWriter
{
public:
    FrameWriter(const plan::Plan &plan, const engine::Timeline &timeline);

    /// nullptr: there is no link, or the router is not at it.
    [[nodiscard]] const Wire *wire(std::optional<plan::LinkId> link, plan::RouterId from) const;
    /// Why a frame is sent, and what becomes of it.
    struct Note
    {
        engine::EventId cause = 0; ///< 0: nothing to say of it
        bool lost = false;
    };
    /// A frame that is sent before the run begins is not seen.
    void put(SimTime time, const Wire &wire, const Bytes &frame, Note note);
    [[nodiscard]] std::string bytes() const { return m_file.bytes(); }

private:
    void addInterface(const plan::Link &link, std::string_view name, plan::PortId own, plan::PortId other);
    [[nodiscard]] std::string comment(Note note) const;

    const plan::Plan &m_plan;
    const engine::Timeline &m_timeline;
    PcapngWriter m_file;
    std::map<std::pair<plan::LinkId, plan::RouterId>, Wire> m_wires;
    std::uint32_t m_interfaces = 0;
};

} // namespace sidestep::report
