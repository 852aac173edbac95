// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/net.h"
#include "model/engine/timeline.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace sidestep::engine {

/// One BFD control packet (RFC 5880 section 4.1).
struct BfdPacket
{
    enum class State : std::uint8_t { AdminDown, Down, Init, Up };
    State state = State::Up;
    bool poll = false, final = false;
    bool independent = true;     ///< of its sender's control plane: the C bit
    std::uint8_t diagnostic = 0;
    std::uint8_t multiplier = 3;
    SimDuration interval{};      ///< both intervals it states
    std::uint32_t session = 0;   ///< index; the same for both ends
    bool multihop = false;
    std::optional<plan::AccessServiceId> service{}; ///< of BFD inside a pseudowire
    plan::PwRole pw = plan::PwRole::Primary;
    bool management = false;     ///< inside the management pseudowire of that one
    bool tunnel = false;         ///< under the labels of an LDP tunnel (RFC 5884 section 7)
};

/// A point-to-point hello of IS-IS (RFC 5303).
struct IsisHello
{
    enum class ThreeWay : std::uint8_t { Up, Initializing, Down }; ///< values of the TLV
    ThreeWay state = ThreeWay::Up;
    SimDuration hold{};
};

/// What a router tells of its links: the content of an LSP of IS-IS, or of a router-LSA of OSPF.
struct RouterLinks
{
    struct Neighbour
    {
        plan::RouterId router{0};
        std::uint32_t metric = 0;
        plan::LinkId link{0};
    };
    plan::RouterId origin{0};
    std::uint32_t sequence = 1; ///< counts from 1 with the one that the run begins with
    std::vector<Neighbour> neighbours;
};

/// A link state packet of IS-IS, originated or flooded on.
struct IsisLsp
{
    RouterLinks links;
};

/// What a router's database holds (ISO 10589 section 7.3.15): all of it as an adjacency comes up, or, as on every point-to-point
/// link, the receipt for a link state packet.
struct IsisSequenceNumbers
{
    bool complete = false;
    std::vector<RouterLinks> lsps;
};

/// RFC 2328 section A.3.2.
struct OspfHello
{
    bool listed = true; ///< it names the neighbour: its sender has heard it
    SimDuration interval{}, dead{};
};
/// A packet of the exchange of databases (RFC 2328 section A.3.3).
struct OspfDescription
{
    bool initial = false;
    bool master = false;
    std::uint32_t number = 0;      ///< its DD sequence number
    std::vector<RouterLinks> lsas; ///< whose headers it lists
};
/// RFC 2328 section A.3.4.
struct OspfRequest
{
    std::vector<RouterLinks> lsas;
};
/// RFC 2328 section A.3.5.
struct OspfUpdate
{
    std::vector<RouterLinks> lsas;
};
/// RFC 2328 section A.3.6.
struct OspfAck
{
    std::vector<RouterLinks> lsas;
};

/// Discovery of LDP: on a link, or targeted.
struct LdpHello
{
    bool targeted = false;
    SimDuration hold{};
};

/// One-way delays that it takes until a session is up: three turns of TCP and three of the session, two of them together.
inline constexpr int kOpeningDelays = 5;

/// The TCP connection is open and both ends have agreed; the session comes up at this moment.
struct SessionOpened
{
    SimDuration hold{};
    bool onLink = false; ///< LDP between neighbours, for the labels of routes; else targeted, for pseudowires
    std::optional<plan::RouterId> restarted{}; ///< gracefully, and so the connection is a new one, but not the session
};
/// An end lets go of the connection: for a new one, or, told as steady, because it has lost power. Refused: it has none, and says so to an
/// end that has.
struct ConnectionAborted
{
    bool refused = false;
};
struct Keepalive
{
    bool onLink = false; ///< of LDP, as for SessionOpened
};

struct BgpUpdate
{
    bool withdrawn = false;
    Ipv6Prefix prefix;
    std::optional<plan::VpnMemberId> member{}; ///< the instance that it comes from: distinguisher and targets
    plan::RouterId nextHop{0};
    plan::RouterId originator{0};
    std::uint32_t med = 0;
    std::vector<plan::RouterId> clusters; ///< empty: not reflected
    std::optional<plan::LinkId> nextHopLink{}; ///< the next hop is the router's address on it; none: its loopback
    std::vector<std::uint32_t> asPath{};
    bool external = false; ///< over eBGP
};
/// Every route has been sent (RFC 4724 section 2).
struct EndOfRib
{
};
/// RFC 4271 section 4.5, RFC 4486 and RFC 9384.
struct BgpNotification
{
    std::uint8_t code = 6, subcode = 0;
};

/// What an end says of a pseudowire.
struct PwStatus
{
    plan::AccessServiceId service{0};
    plan::PwRole pw = plan::PwRole::Primary;
    std::uint32_t status = 0;    ///< bits of RFC 8077 and RFC 6870
    bool withdrawn = false;      ///< its label is taken back
    bool mtuDiffers = false;
    bool statusTlv = true;       ///< both ends have it
};
/// Ends a session (RFC 5036 section 3.9).
struct LdpNotification
{
    static constexpr std::uint32_t kHoldTimerExpired = 0x80000009, kShutdown = 0x8000000A, kKeepaliveTimerExpired = 0x80000014;
    std::uint32_t status = kShutdown;
    bool onLink = false; ///< as for SessionOpened
};

/// TCP sends again what the path did not take.
struct Retransmission
{
    bool all = false; ///< all that waits; else its first segment
};

using MessageContent
    = std::variant<BfdPacket, IsisHello, IsisLsp, IsisSequenceNumbers, OspfHello, OspfDescription, OspfRequest, OspfUpdate, OspfAck, LdpHello, SessionOpened, ConnectionAborted, Keepalive, BgpUpdate, EndOfRib, BgpNotification, PwStatus,
                   LdpNotification, Retransmission>;

/// A message as its sender puts it on the wire.
struct SentMessage
{
    SimTime time;
    plan::RouterId from{0};
    plan::RouterId to{0};
    std::optional<plan::LinkId> link;   ///< its first; none: the sender has no route
    std::optional<plan::BgpSessionId> session{}; ///< of a message over TCP; none: targeted LDP
    std::optional<plan::LinkId> returnLink{};    ///< of a message over TCP: the receiver's first link back
    SimDuration delay{};                ///< to the receiver
    bool arrives = true;
    EventId cause = 0;                  ///< the event that explains it
    MessageContent content;
    /// Its sender repeats it at this interval until it says something else of the same kind about the same session or link.
    SimDuration every{};
    /// Nothing new is said: only what is repeated begins, ends or takes another way. Not `every`: it ends.
    bool steady = false;
    bool late = false; ///< told only when its effect is known: `link` is what would be its first link now
};

/// Told of every message that is sent in a run. A message that is known only by its effect (the last packet before silence)
/// is told when the effect happens, with the time at which it was sent; so times do not only grow.
class MessageSink
{
public:
    virtual void sent(SentMessage message) = 0;

protected:
    ~MessageSink() = default;
};

} // namespace sidestep::engine
