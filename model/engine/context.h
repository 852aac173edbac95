// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/event_queue.h"
#include "model/engine/message_sink.h"
#include "model/engine/network.h"
#include "model/engine/parameters.h"
#include "model/engine/timeline.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// What can happen, in pipeline order: the value is the rank, so at one instant causes upstream are handled first and
/// forwarding is looked at once, when everything else of that instant is done.
enum class Kind : Rank {
    Fault,          ///< a: action of the scenario, b: turn of a flap
    Restarted,      ///< a: node, b: 1 its control plane is back
    Carrier,        ///< a: link, b: end
    FlapReuse,      ///< a: link, b: end
    BfdDetect,      ///< a: session, b: end, c: as `BfdEvidence`
    BfdUp,          ///< a: session, b: end
    BfdReport,      ///< a: session, b: end, c: 1 up
    Hello,          ///< a: link, b: sending end
    HelloArrive,    ///< a: link, b: receiving end, c: state sent
    Description,    ///< a: link, b: receiving end
    Exchange,       ///< a: link, b: end, c: as `ExchangeStep`
    AdjacencyHold,  ///< a: link, b: end
    EqualCost,      ///< a: link, b: end that lost it
    LsaOriginate,   ///< a: area
    LsaArrive,      ///< a: link, b: receiving end, c: LSA; -1 - LSA when it was sent twice
    SpfRun,         ///< a: area
    FibInstall,     ///< a: area
    LdpLinkHold,    ///< a: link, b: end
    LdpLinkUp,      ///< a: link
    LdpHold,        ///< a: session, b: end
    LdpConnect,     ///< a: session
    TcpRetry,       ///< a: channel, b: direction
    TcpRefused,     ///< a: channel, b: end that hears so, c: as `HalfOpen`
    TcpDeliver,     ///< a: channel, b: direction, c: message
    BgpHold,        ///< a: session, b: end
    BgpConnect,     ///< a: session
    BgpFirstUpdate, ///< a: session, b: sending end
    BgpGrace,       ///< a: session, b: end that waits for the other
    BgpDeferral,    ///< a: node
    BgpAdvertise,   ///< a: session, b: sending end
    BgpNextHops,    ///< a: node
    BgpDecide,      ///< a: node, b: 1 only where another path stands ready
    Track,          ///< a: pseudowire
    PwSwitch,       ///< a: service
    WaitToRestore,  ///< a: service
    PwResume,       ///< a: service
    Reachability,   ///< control paths are looked at again
    Flows,          ///< flows are looked at again
};

/// Which random choice it is; every choice has its own stream, so adding an object never changes another's draws.
enum class Stream : std::uint8_t { CarrierDown, CarrierUp, BfdPhase, BfdGap, BfdSlow, HelloPhase, HelloGap, AdjacencyHold, LdpLink, LdpSession, BgpHold, BgpRetry, Track, Loss, Refusal };

/// A million of a million packets.
inline constexpr std::uint32_t kEvery = 1'000'000;

/// Objects an event is about, as indices into the network; -1: none.
struct About
{
    int link = -1;
    int pw = -1;
    int service = -1;
    int session = -1;
};

/// What a longer draw does to whatever waits for it.
enum class Longer : std::uint8_t {
    Later,  ///< a wait
    Sooner, ///< the time that had already passed when the wait began
};

/// The timer of an end that hears a neighbour over a way that loses some packets.
struct LossWatch
{
    std::uint64_t packets = 0; ///< looked at so far
    SimDuration silence{};     ///< since the last one that arrived
};
/// How packets repeat, and how long an end bears to hear none.
struct Beat
{
    SimDuration gapLow{}, gapHigh{};
    SimDuration hold{};
};

/// What every protocol needs of a run: the network, the assumptions, the clock, the queue and the record.
struct Context
{
    const Network &net;
    const Profile &profile;
    std::uint64_t seed = 1;
    Phase phase = Phase::Seeded;
    SimTime now{};
    EventQueue queue{};
    std::vector<Event> events{};
    bool settling = true; ///< the steady state is being worked out: nothing is recorded and nothing takes time
    MessageSink *sink = nullptr; ///< told of messages; nullptr: nobody is

    /// Schedules after `delay` from now.
    void after(SimDuration delay, Kind kind, int a, int b, int c, EventId cause, EventQueue::Slot slot = EventQueue::kNoSlot)
    {
        Occurrence next;
        next.time = now + delay;
        next.rank = static_cast<Rank>(kind);
        next.a = a;
        next.b = b;
        next.c = c;
        next.cause = cause;
        queue.schedule(next, slot);
    }

    /// An event of this moment, without id and cause.
    [[nodiscard]] Event describe(int node, Layer layer, std::string_view what, const std::string &subject, std::string detail, Health health,
                                 About about = {}) const;
    /// Adds to the record and returns the event's id; 0 while settling.
    EventId record(int node, Layer layer, std::string_view what, const std::string &subject, std::string detail, Health health, EventId cause,
                   About about = {});

    /// A time in [low, high), the same for the same seed, stream, object and count, whatever else is drawn: SplitMix64 over
    /// the four, mapped by multiplication. In phase Best or Worst: the end that `longer` makes best or worst.
    [[nodiscard]] SimDuration between(SimDuration low, SimDuration high, Longer longer, Stream stream, std::uint64_t object, std::uint64_t count) const;
    /// Whether a packet survives a way that loses some, the same for the same seed, object and count. `survivalPpm`: packets
    /// of a million that arrive.
    [[nodiscard]] bool arrives(std::uint32_t survivalPpm, std::uint64_t object, std::uint64_t count) const;
    /// Draws the packets to come one by one until the hold time runs out, or a thousand of them: the time until then, and
    /// whether it ran out. For BFD a run of M losses, which comes about every (p^-M - 1)/(1 - p) packets at a loss of p.
    [[nodiscard]] std::pair<SimDuration, bool> watch(LossWatch &losses, std::uint32_t survivalPpm, const Beat &beat, Stream stream, std::uint64_t object) const;
};

inline std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace sidestep::engine
