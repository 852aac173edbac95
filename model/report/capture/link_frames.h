// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/frame_writer.h"
#include "model/report/capture/ospf_frames.h"
#include "model/report/capture/routing_packets.h"

#include <map>
#include <vector>

namespace sidestep::report {

/// Frames of what needs no connection: BFD, IS-IS, OSPF and the hellos of LDP.
class LinkFrames
{
public:
    explicit LinkFrames(const plan::Plan &plan) : m_plan(plan), m_ospf(plan) {}
    [[nodiscard]] static bool carries(const engine::SentMessage &message);
    /// Several: a database too large for one packet. Precondition: it carries the message.
    [[nodiscard]] std::vector<Bytes> of(const engine::SentMessage &message, const Wire &wire);

private:
    [[nodiscard]] Bytes bfd(const engine::SentMessage &message, const engine::BfdPacket &packet, const Wire &wire) const;
    [[nodiscard]] Bytes hello(const engine::SentMessage &message, const engine::IsisHello &content, const Wire &wire) const;
    [[nodiscard]] Bytes ldpHello(const engine::SentMessage &message, const engine::LdpHello &content, const Wire &wire);
    [[nodiscard]] std::vector<Bytes> lspFragments(const engine::SentMessage &message, const engine::RouterLinks &content) const;
    [[nodiscard]] std::vector<Bytes> sequenceNumbers(const engine::SentMessage &message, const engine::IsisSequenceNumbers &content) const;
    [[nodiscard]] Ipv4 loopback(plan::RouterId router) const { return m_plan.find(router)->loopback.value_or(Ipv4()); }
    [[nodiscard]] Bytes areaOf(plan::LinkId link) const;

    const plan::Plan &m_plan;
    OspfFrames m_ospf;
    std::map<plan::RouterId, std::uint32_t> m_hellos; ///< of LDP: they are numbered
};

} // namespace sidestep::report
