// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/frame_writer.h"

#include <map>
#include <vector>

namespace sidestep::report {

/// Packets of OSPF version 2 without authentication (RFC 2328 appendix A), area 0.0.0.0, with router-LSAs alone: a loopback that is
/// imported into a process is told by an AS-external-LSA, which is not in the capture.
class OspfFrames
{
public:
    explicit OspfFrames(const plan::Plan &plan);
    [[nodiscard]] static bool carries(const engine::SentMessage &message);
    /// Several: a database too large for one packet. Precondition: it carries the message.
    [[nodiscard]] std::vector<Bytes> of(const engine::SentMessage &message, const Wire &wire) const;

private:
    [[nodiscard]] Ipv4 routerId(plan::RouterId router) const { return m_plan.find(router)->loopback.value_or(Ipv4()); }
    [[nodiscard]] Bytes hello(const engine::SentMessage &message, const engine::OspfHello &content) const;
    [[nodiscard]] std::vector<Bytes> descriptions(const engine::OspfDescription &content, plan::IgpDomainId domain) const;
    [[nodiscard]] std::vector<Bytes> requests(const engine::OspfRequest &content) const;
    [[nodiscard]] std::vector<Bytes> updates(const engine::OspfUpdate &content, plan::IgpDomainId domain) const;
    [[nodiscard]] std::vector<Bytes> acks(const engine::OspfAck &content, plan::IgpDomainId domain) const;
    [[nodiscard]] Bytes routerLsa(const engine::RouterLinks &links, plan::IgpDomainId domain) const;
    [[nodiscard]] std::vector<Bytes> headersOf(const std::vector<engine::RouterLinks> &lsas, plan::IgpDomainId domain) const;

    const plan::Plan &m_plan;
    std::map<plan::RouterId, plan::IgpDomainId> m_home; ///< where the router's loopback lives
};

} // namespace sidestep::report
