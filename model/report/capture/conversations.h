// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/frame_writer.h"
#include "model/report/capture/repetition.h"
#include "model/report/capture/session_packets.h"
#include "model/report/capture/tcp_session.h"

#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace sidestep::report {

/// The sessions over TCP: BGP, and LDP between two routers, one for all their links and pseudowires (RFC 5036 section 2.2.3).
/// Messages are taken in the order of time.
class Conversations
{
public:
    Conversations(const plan::Plan &plan, FrameWriter &out, Agenda &agenda) : m_plan(plan), m_out(out), m_agenda(agenda) {}
    /// Precondition: the message outlives what it puts on the agenda.
    void take(const Moment &moment);

private:
    /// A pseudowire as one end signals it.
    using PwEnd = std::tuple<int, plan::AccessServiceId, plan::PwRole>;
    enum class Offer : std::uint8_t { Nothing, AsPlanned, OtherMtu }; ///< what its label mapping says
    using Key = std::tuple<bool, std::uint32_t, std::uint32_t>;

    /// A connection and what its messages depend on. Direction 0 is from the end that opened it.
    struct Conversation
    {
        TcpSession tcp;
        std::uint32_t number = 0;
        std::array<plan::RouterId, 2> routers;
        std::array<std::uint32_t, 2> ldpMessages{};
        std::array<bool, 2> open{true, true}; ///< as each end sees it
        bool targeted = false;                ///< what LDP needs it for …
        std::set<plan::LinkId> adjacencies;   ///< … and which links
        bool fresh = false;                   ///< opened in this run: every label is yet to be sent
        std::map<PwEnd, Offer> offers;        ///< where they are not as when the session began
        SimTime upAt{};                       ///< when its opening is over
    };
    /// A message as its conversation sends it.
    struct Turn
    {
        const engine::SentMessage &message;
        Conversation &both;
        int direction = 0;
        std::array<std::optional<plan::LinkId>, 2> links; ///< the first of each end
        SimTime time;
        engine::EventId cause = 0; ///< 0: nothing to say of it
        bool repeated = false;
    };

    [[nodiscard]] static Key keyOf(const engine::SentMessage &message);
    [[nodiscard]] Conversation &conversation(const engine::SentMessage &message);
    /// `way`: the message whose links are taken.
    [[nodiscard]] Turn turnOf(const engine::SentMessage &message, const engine::SentMessage &way, SimTime time);
    [[nodiscard]] Conversation started(const engine::SentMessage &message);
    void open(const Turn &turn);
    void openStep(Turn turn, int step);
    void greet(Turn turn, int direction);
    /// Calls `action` at that moment with the turn as it is then, if the connection is still the same and open.
    template <typename Action>
    void whileOpen(const Turn &turn, SimTime time, Action action);
    void hold(const Moment &moment, const Conversation &both);
    void keepAlive(const Turn &turn);
    void abort(const Turn &turn);
    void close(const Turn &turn, const Bytes &payload);
    void say(const Turn &turn, const engine::PwStatus &status);
    void retransmit(const Turn &turn, bool all);

    /// Sends PDUs in as few segments as they fit into.
    void sendAll(const Turn &turn, const std::vector<Bytes> &pdus);
    void send(const Turn &turn, const Bytes &payload);
    void transmit(const Turn &turn, const TcpSession::Segment &segment, bool arrives);
    void put(const Turn &turn, const Bytes &packet, bool lost = false);
    [[nodiscard]] const Wire *wireOf(const Turn &turn) const { return m_out.wire(turn.links[static_cast<std::size_t>(turn.direction)], turn.both.routers[static_cast<std::size_t>(turn.direction)]); }
    /// Calls `action` with the turn of the receiver when what is sent now arrives, if the connection is then still the same.
    template <typename Action>
    void whenArrived(const Turn &turn, Action action);

    [[nodiscard]] Bytes updateOf(const engine::BgpUpdate &update) const;
    [[nodiscard]] std::vector<Bytes> openingOf(const Turn &turn, int step);
    [[nodiscard]] PwFec fecOf(const engine::PwStatus &status, plan::RouterId sender) const;
    [[nodiscard]] LdpSender ldpSender(Conversation &both, int direction) const;
    /// The router's address on the link; none: its loopback.
    [[nodiscard]] Ipv4 addressOf(plan::RouterId router, std::optional<plan::LinkId> link) const;
    [[nodiscard]] Ipv4 loopback(plan::RouterId router) const { return m_plan.find(router)->loopback.value_or(Ipv4()); }
    [[nodiscard]] std::vector<Ipv4> addressesOf(plan::RouterId router) const;
    [[nodiscard]] std::vector<plan::RouterId> routersKnownTo(plan::RouterId router) const;

    const plan::Plan &m_plan;
    FrameWriter &m_out;
    Agenda &m_agenda;
    std::map<Key, Conversation> m_conversations;
    std::uint32_t m_opened = 0;
};

} // namespace sidestep::report
