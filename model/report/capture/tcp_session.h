// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/headers.h"

#include <array>
#include <cstdint>
#include <vector>

namespace sidestep::report {

/// Ports and sequence numbers of one TCP connection. Direction 0 is from the end that opened it. Segments are built in the
/// order of time.
class TcpSession
{
public:
    /// `number` tells connections apart: it gives the opener's port and where the sequence numbers begin.
    TcpSession(std::array<Ipv4, 2> addresses, std::uint32_t port, std::uint32_t number);

    struct Segment
    {
        Bytes packet;            ///< the IPv4 packet
        std::uint32_t next = 0;  ///< sequence number after it
    };
    /// Step 0 SYN, 1 SYN and ACK, 2 ACK (RFC 9293 section 3.5).
    [[nodiscard]] Segment handshake(int step);
    /// Builds a segment; when `lost`, it is kept for `again`. Precondition: the data fits into one segment.
    [[nodiscard]] Segment data(int direction, const Bytes &payload, bool lost);
    /// The segments that were lost, or the first of them; those that arrive now are forgotten.
    [[nodiscard]] std::vector<Segment> again(int direction, bool arrive);
    /// The receiver of `direction` has everything up to `next`. True: that is news, and it acknowledges.
    [[nodiscard]] bool received(int direction, std::uint32_t next);
    [[nodiscard]] Bytes acknowledgement(int direction); ///< from the sender of that direction

private:
    struct Kept
    {
        std::uint32_t sequence = 0;
        Bytes payload;
    };
    struct End
    {
        std::uint32_t next = 0;     ///< sequence number to send
        std::uint32_t expected = 0; ///< of the other end
        std::uint32_t packets = 0;
        std::vector<Kept> lost;
    };

    [[nodiscard]] Bytes packet(int direction, std::uint32_t sequence, std::uint32_t flags, const Bytes &payload);

    std::array<Ipv4, 2> m_addresses;
    std::array<std::uint32_t, 2> m_ports;
    std::array<End, 2> m_ends;
};

} // namespace sidestep::report
