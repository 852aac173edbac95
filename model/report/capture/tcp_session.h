// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/headers.h"

#include <array>
#include <cstdint>
#include <map>
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
        Bytes packet;               ///< the IPv4 packet
        std::uint32_t sequence = 0;
        std::uint32_t next = 0;     ///< sequence number after it
    };
    /// Step 0 SYN, 1 SYN and ACK, 2 ACK (RFC 9293 section 3.5).
    [[nodiscard]] Segment handshake(int step);
    /// Builds a segment; when `lost`, it is kept for `again`. `last`: the sender closes. Precondition: the data fits into one
    /// segment.
    [[nodiscard]] Segment data(int direction, const Bytes &payload, bool lost, bool last = false);
    /// FIN without data.
    [[nodiscard]] Segment finish(int direction);
    [[nodiscard]] Bytes reset(int direction);
    /// Data for which there is no way now: it waits for `again`.
    void queue(int direction, const Bytes &payload);
    /// The segments that were lost, then what was queued; or the first of these. Those that arrive now are forgotten.
    [[nodiscard]] std::vector<Segment> again(int direction, bool arrive);
    /// A segment of `direction` arrives. False: the receiver has had all of it.
    [[nodiscard]] bool received(int direction, const Segment &segment);
    [[nodiscard]] Bytes acknowledgement(int direction); ///< from the sender of that direction

private:
    struct Kept
    {
        std::uint32_t sequence = 0;
        std::uint32_t flags = 0;
        Bytes payload;
    };
    struct End
    {
        std::uint32_t next = 0;     ///< sequence number to send
        std::uint32_t expected = 0; ///< of the other end
        std::uint32_t packets = 0;
        std::vector<Kept> lost;
        std::vector<Bytes> queued;
        std::map<std::uint32_t, std::uint32_t> early; ///< what the other end sent after something that is missing: from, to
    };

    [[nodiscard]] static std::uint32_t after(const Kept &kept);
    [[nodiscard]] Bytes packet(int direction, std::uint32_t sequence, std::uint32_t flags, const Bytes &payload);

    std::array<Ipv4, 2> m_addresses;
    std::array<std::uint32_t, 2> m_ports;
    std::array<End, 2> m_ends;
};

} // namespace sidestep::report
