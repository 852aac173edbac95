// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/forwarding.h"

#include <array>
#include <vector>

namespace sidestep::engine {

struct Stack;

/// What a session sends. The meaning of a and b is the message's.
struct Message
{
    enum class Type : std::uint8_t { BgpUpdate, BgpEndOfRib, BgpNotification, LdpStatus, LdpNotification };
    Type type = Type::BgpUpdate;
    int a = 0;
    int b = 0;
    EventId cause = 0;
};

/// What shows an end that the other does not hold their connection.
enum class HalfOpen : std::uint8_t { Keepalive, Message };

/// Which pairs of routers can exchange packets at this moment, and TCP between them: messages arrive in order, and one sent
/// into a broken path waits for the retransmission that finds the path whole (`protocols.md` section 9, trap 16).
/// A channel is a BGP session, or, after those, a targeted LDP session; direction d is from its end d to the other.
class Transport
{
public:
    Transport(Context &context, Stack &stack);

    void domainChanged(int domain, EventId cause); ///< links or routes of the domain changed: look again at this instant
    void onLook(EventId cause);
    void settle();

    [[nodiscard]] bool reaches(int pair, int fromEnd) const { return m_pairs[at(pair)].ok[at(fromEnd)]; }
    /// Packets of a million that arrive. Precondition: reaches.
    [[nodiscard]] std::uint32_t survivalPpm(int pair, int fromEnd) const { return m_pairs[at(pair)].survivalPpm[at(fromEnd)]; }
    [[nodiscard]] bool bothWays(int pair) const { return reaches(pair, 0) && reaches(pair, 1); }
    [[nodiscard]] SimDuration delay(int pair) const { return m_pairs[at(pair)].delay; }

    void send(int channel, int fromEnd, Message message);
    void clear(int channel); ///< the connection is gone, with all that was under way
    void onRetry(int channel, int direction);
    /// Where the end holds a connection that the other has no longer: its next keepalive is answered by a reset, as is anything else that
    /// it sends (RFC 9293 section 3.10.7.1).
    void watchHalfOpen(int channel, int end, SimDuration keepalive, EventId cause);
    void onRefused(int channel, int end, HalfOpen by, EventId cause);
    void onDeliver(int channel, int direction, int message);

    /// For whoever watches the wire: what the run itself does not send, or cannot.
    void tell(int channel, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content, SimDuration every = {}, bool steady = false) const;

    [[nodiscard]] PwStatus statusContent(int pw, int status) const;

    [[nodiscard]] int channelOfBgp(int session) const { return session; }
    [[nodiscard]] int channelOfLdp(int session) const;

private:
    struct PairState
    {
        std::array<bool, 2> ok{};
        std::array<std::uint32_t, 2> survivalPpm{kEvery, kEvery};
        SimDuration delay{};
        Footprint footprint;
        int bgp = -1, ldp = -1, bfdPw = -1;
    };
    struct Direction
    {
        std::vector<int> waiting; ///< messages the path did not take
        SimTime lastDelivery{};
        int attempts = 0;
        std::uint64_t segments = 0; ///< sent on ways that lose some
        EventQueue::Slot slot = 0;
        EventQueue::Slot refusedSlot = 0;
        bool refusal = false; ///< is on its way
        std::uint64_t refusals = 0;
    };
    struct Channel
    {
        int pair = -1;
        SimDuration processing{};
        std::uint64_t key = 0; ///< of its random choices
        std::uint32_t epoch = 0;
        std::array<Direction, 2> direction;
    };
    struct Stored
    {
        Message message;
        std::uint32_t epoch = 0;
    };

    [[nodiscard]] bool hasSession(int channel, int end) const;
    [[nodiscard]] bool isHalfOpen(int channel, int end) const;
    void refuse(int channel, int end, SimDuration wait, HalfOpen by, EventId cause);
    [[nodiscard]] bool look(int pair);
    [[nodiscard]] bool crosses(int pair, int fromEnd);
    void deliver(int channel, int direction, int message);
    void tellPaths(int pair, EventId cause) const;
    [[nodiscard]] MessageContent contentOf(const Message &message) const;
    [[nodiscard]] bool getsThrough(int channel, int direction);
    int store(const Message &message, std::uint32_t epoch);

    Context &m_context;
    Stack &m_stack;
    std::vector<PairState> m_pairs;
    std::vector<Channel> m_channels;
    std::vector<Stored> m_messages;
    std::vector<int> m_free; ///< places in m_messages to use again
    Footprint m_dirty;
    bool m_scheduled = false;
    EventId m_cause = 0;
    Walk m_walk;
};

} // namespace sidestep::engine
