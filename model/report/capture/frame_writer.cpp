// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/frame_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::report {

void Agenda::runUntil(SimTime time)
{
    while (!m_actions.empty() && m_actions.begin()->first <= time) {
        const auto next = m_actions.begin();
        const SimTime now = next->first;
        const Action action = std::move(next->second);
        m_actions.erase(next);
        action(now);
    }
}

FrameWriter::FrameWriter(const plan::Plan &plan, const engine::Timeline &timeline) : m_plan(plan), m_timeline(timeline), m_file("Sidestep, a simulation")
{
    const std::vector<std::string> names = plan::linkNames(m_plan);
    std::size_t index = 0;
    for (const plan::Link &link : m_plan.links()) {
        addInterface(link, names[index], link.a, link.b);
        addInterface(link, names[index], link.b, link.a);
        ++index;
    }
}

void FrameWriter::addInterface(const plan::Link &link, std::string_view name, plan::PortId own, plan::PortId other)
{
    const auto station = [&](plan::PortId id) {
        const plan::Port &port = *m_plan.find(id);
        Bytes mac;
        mac.u16(0x0200).u32(id.value()); // locally administered
        Mac::Bytes bytes{};
        std::copy(mac.span().begin(), mac.span().end(), bytes.begin());
        return Station{Mac(bytes), port.address ? port.address->address : Ipv4()};
    };
    const plan::Port &port = *m_plan.find(own);
    m_file.addInterface(fmt::format("{} {}", m_plan.find(port.router)->name, port.name), name);
    m_wires.emplace(std::pair(link.id, port.router), Wire{m_interfaces++, station(own), station(other), own.value() + 1, other.value() + 1, m_plan.find(other)->router});
}

const Wire *FrameWriter::wire(std::optional<plan::LinkId> link, plan::RouterId from) const
{
    if (!link)
        return nullptr;
    const auto found = m_wires.find({*link, from});
    return found == m_wires.end() ? nullptr : &found->second;
}

void FrameWriter::put(SimTime time, const Wire &wire, const Bytes &frame, Note note)
{
    if (time >= kTimeZero)
        m_file.addPacket(wire.interface, time, frame.span(), comment(note));
}

std::string FrameWriter::comment(Note note) const
{
    const auto event = [&](engine::EventId id) { return id == 0 || id > m_timeline.events.size() ? nullptr : &m_timeline.events[id - 1]; };
    const engine::Event *own = event(note.cause);
    if (!own)
        return note.lost ? "lost on the way" : "";
    const auto told = [&](const engine::Event &e) {
        return fmt::format("event {} at {}: {} {} {}{}{}", e.id, formatDuration(e.time - kTimeZero), m_plan.find(e.device)->name, e.what, e.subject,
                           e.detail.empty() ? "" : ", ", e.detail);
    };
    const engine::Event *first = event(engine::causeChain(m_timeline, note.cause).front());
    std::string text = first == own ? told(*own) : fmt::format("{}; began with {}", told(*own), told(*first));
    return note.lost ? "lost on the way; " + text : text;
}

} // namespace sidestep::report
