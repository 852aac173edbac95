// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

#include <array>
#include <vector>

namespace sidestep::engine {

struct Stack;

/// What an end waited for in vain.
enum class LdpSilence : std::uint8_t { Hello, Keepalive };

/// LDP: the session on each link that makes it carry labelled packets, and the targeted sessions that signal pseudowires.
class Ldp
{
public:
    Ldp(Context &context, Stack &stack);

    void onLinkHold(int link, int end, EventId cause);
    void onLinkUp(int link, EventId cause);
    void onHold(int session, int end, LdpSilence silence, EventId cause);
    void onConnect(int session, EventId cause);

    void circuit(int link, int end, bool up, EventId cause);
    void linkChanged(int link, EventId cause);
    void pairChanged(int session, EventId cause);
    void powerOff(int node, EventId cause);
    void reset(int session, int end, std::string detail, EventId cause); ///< the peer closed it, or this end must

    void resetByOperator(int session);                                           ///< on the AGG

    /// The end has labels for the link.
    [[nodiscard]] bool linkUp(int link, int end) const { return m_links[at(link)].up[at(end)]; }
    /// The first link of the node's LSP to the other; below 0: it has none.
    [[nodiscard]] int labelledLink(int node, int to) const;
    /// End 0 is the CSG.
    [[nodiscard]] bool sessionUp(int session, int end) const { return m_sessions[at(session)].up[at(end)]; }
    void appendInitial(std::vector<Event> &list) const;
    void tellInitial() const; ///< to whoever watches the wire
    void tellRestart(int node, bool back, EventId cause) const; ///< gracefully
    void tellPaths(int session, EventId cause) const; ///< which may be others
    void settle(); ///< sessions whose routers cannot reach each other start down

private:
    struct LinkState
    {
        std::array<bool, 2> up{true, true};
        std::array<bool, 2> holding{};
        std::array<EventQueue::Slot, 2> holdSlot{};
        EventQueue::Slot upSlot = 0;
        std::uint64_t draws = 0;
    };
    struct SessionState
    {
        std::array<bool, 2> up{true, true};
        std::array<bool, 2> holding{};
        std::array<EventQueue::Slot, 2> holdSlot{};
        EventQueue::Slot connectSlot = 0;
        SimTime notBefore{};
        std::uint64_t draws = 0;
    };

    void linkDown(int link, int end, std::string detail, EventId cause);
    void tryLink(int link, EventId cause);
    void trySession(int session, EventId cause);
    /// For whoever watches the wire.
    void tellOnLink(int link, int fromEnd, SimTime time, EventId cause, MessageContent content, SimDuration every, bool steady) const;
    void tellLinkHellos(int link, int fromEnd, bool sends, EventId cause) const;
    void tellSteady(int session, int fromEnd, EventId cause) const; ///< hellos and keepalives, as it stands
    void tellLastHeard(int session, int end, LdpSilence silence, EventId cause) const;
    [[nodiscard]] LdpHello targetedHello() const;

    Context &m_context;
    Stack &m_stack;
    std::vector<LinkState> m_links;
    std::vector<SessionState> m_sessions;
};

} // namespace sidestep::engine
