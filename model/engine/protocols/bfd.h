// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

#include <array>
#include <vector>

namespace sidestep::engine {

struct RouterSnapshot;
struct Stack;

/// Time after which a silent BFD neighbour is declared down (asynchronous mode).
///
/// @param remoteMultiplier  Detect Mult last received from the neighbour, 1..255.
/// @param remoteTx          neighbour's Desired Min TX Interval, >= 0.
/// @param localRx           our Required Min RX Interval, >= 0.
/// @return remoteMultiplier x max(remoteTx, localRx), counted from the last packet received.
/// Source: RFC 5880 section 6.8.4. Not modelled: Echo function, Demand mode.
[[nodiscard]] constexpr SimDuration bfdDetectionTime(int remoteMultiplier, SimDuration remoteTx, SimDuration localRx) noexcept
{
    return remoteMultiplier * (remoteTx > localRx ? remoteTx : localRx);
}

/// Why an end takes its session down.
enum class BfdEvidence : std::uint8_t {
    Silence,   ///< nothing arrives
    Signalled, ///< the neighbour says Down
    Losses,    ///< nothing arrived for so long, on a way that loses some
    Looking,   ///< none yet: look at the next packets
    PollEnds,  ///< none: the Final that answers its Poll arrives, and it may go faster
};

/// BFD sessions: one a link of a domain with BFD, one a BGP session with BFD (multihop), one a pseudowire with BFD,
/// one a management pseudowire, whose state is that of every pseudowire bound to it (vendor's command reference, `mpls l2vc
/// track admin-vc`), or one an LDP tunnel.
///
/// A tunnel's session goes there under labels and back by IP (RFC 5884 section 7); only its ingress acts on it. The session is that
/// of an LSP: what it found out ends with the LSP, so once LDP or the IGP takes the tunnel elsewhere or away, it is usable again
/// until BFD, which starts anew, says otherwise (vendor's command reference, `mpls bfd-trigger-tunnel`: dynamic sessions).
///
/// Packets are not simulated one by one: the moment of detection follows from the phase of the last one received.
///
/// An end that comes up polls, for its intervals were those of a session that is not up. Until the Final comes, a round trip later,
/// it sends at the slow rate and bears the silence of slow packets (RFC 5880 sections 6.5, 6.8.3); a Poll or Final that is lost
/// goes with the next slow packet. That it does not send faster yet either, which the RFC leaves to it, is FRRouting's way.
class Bfd
{
public:
    Bfd(Context &context, Stack &stack);

    void onDetect(int session, int end, BfdEvidence evidence, EventId cause);
    void onUp(int session, int end, EventId cause);
    void onReport(int session, int end, bool up, EventId cause);

    /// IS-IS runs a link's session only while the adjacency is up at that end.
    void enable(int link, int end, EventId cause);
    void disable(int link, int end, EventId cause);
    void linkChanged(int link, EventId cause);                              ///< frames pass or stop passing
    void interfaceDown(int link, int end, EventId cause);
    void pairChanged(int pair, EventId cause);                              ///< a control path came or went
    void powerOff(int node, EventId cause);
    void tunnelsChanged(int node);                                          ///< of the LSPs that begin there some may be others
    /// The session's first end hears nothing for a detection time although nothing is wrong.
    void falseAlarmOfLink(int link);
    void falseAlarmOfSession(int session);
    void falseAlarmOfPseudowire(int pw);
    /// Sessions that the control plane carries fall silent; their clients know of the restart and do not mind (RFC 5882
    /// section 4.3.2).
    void controlPlaneRestarts(int node, EventId cause);
    void controlPlaneBack(int node, EventId cause);
    [[nodiscard]] int nodeOf(int session, int end) const { return m_sessions[at(session)].node[at(end)]; }

    /// Up, or not watched at all.
    [[nodiscard]] bool pseudowireUp(int pw, int end) const;
    /// False: BFD has found the LSP in use broken. Whether there is an LSP it does not say.
    [[nodiscard]] bool tunnelUp(int ingress, int egress) const;
    void appendInitial(std::vector<Event> &list) const;
    void tellInitial() const; ///< to whoever watches the wire
    void tellPaths(int pair, EventId cause) const; ///< which may be others
    void appendTo(RouterSnapshot &snapshot, int node) const;

private:
    enum class Client : std::uint8_t { Igp, Bgp, Pseudowire, Tunnel };
    struct Session
    {
        Client client = Client::Igp;
        int object = -1; ///< link, BGP session, pseudowire or tunnel
        int pair = -1;   ///< for all but the first
        std::vector<int> bound{}; ///< pseudowires that act on it
        bool management = false;  ///< it runs on a management pseudowire; `object` is the first that is bound
        std::array<int, 2> node{};
        std::string name;
        std::uint64_t key = 0; ///< of its random choices
        SimDuration interval{}; ///< both ends are configured alike
        int multiplier = 3;
        SimDuration delay{};
        std::array<bool, 2> up{true, true};
        std::array<bool, 2> reported{true, true}; ///< what the client was last told
        std::array<EventQueue::Slot, 2> reportSlot{};
        std::array<bool, 2> enabled{true, true};
        std::array<bool, 2> receiving{true, true};
        std::array<bool, 2> fullRate{true, true}; ///< of an end that is up: its Poll has ended
        std::array<SimTime, 2> heard{};           ///< while it has not: when the last packet came
        std::array<EventQueue::Slot, 2> pollSlot{};
        std::array<SimTime, 2> firstPacket{};
        std::array<std::uint8_t, 2> diagnostic{}; ///< why the end last went down
        std::array<std::uint32_t, 2> survivalPpm{kEvery, kEvery}; ///< of the packets to this end
        std::array<LossWatch, 2> losses{};
        std::array<EventQueue::Slot, 2> lossSlot{};
        std::array<bool, 2> paused{}; ///< this end's control plane carries the session and restarts
        std::array<EventQueue::Slot, 2> detectSlot{};
        std::array<EventQueue::Slot, 2> upSlot{};
        std::uint64_t draws = 0;
    };

    int add(Client client, int object, int pair, std::array<int, 2> node, const plan::BfdPolicy &policy, std::string name, std::uint64_t key);
    void addPseudowires();
    void addTunnels();
    void onTunnelReport(const Session &session, bool up, EventId cause);
    /// Begins the Poll of an end that has come up, `wait` from now; does nothing where the slow rate is the session's own.
    void poll(int index, int end, SimDuration wait, EventId cause);
    void onPollEnds(int index, int end, EventId cause);
    void pollAgain(int index, EventId cause); ///< frames pass again
    /// Between the packets that the end hears, as it last agreed.
    [[nodiscard]] SimDuration intervalAt(const Session &session, int end) const;
    [[nodiscard]] SimDuration detectionAt(const Session &session, int end) const;
    void setReceiving(int index, int end, bool receiving, EventId cause);
    void goDown(int index, int end, std::string detail, std::uint8_t diagnostic, EventId cause);
    /// For whoever watches the wire: the end sends a control packet, and goes on until it is told otherwise.
    void tell(int index, int fromEnd, SimTime time, BfdPacket packet, EventId cause) const;
    void tellSteady(int index, int fromEnd, bool sends, EventId cause) const; ///< as it stands
    void tellLastHeard(int index, int end, EventId cause) const;              ///< before a detection that ends now
    void tellUp(int index, int end, SimTime firstPacket, EventId cause, EventId event) const;
    [[nodiscard]] SentMessage message(int index, int fromEnd, SimTime time, BfdPacket packet, EventId cause) const;
    void tryBringUp(int index, EventId cause);
    void refresh(int index, EventId cause);
    void falseAlarm(int index);
    [[nodiscard]] std::uint32_t survivalTo(const Session &session, int end) const;
    void watchLosses(int index, int end, EventId cause);
    [[nodiscard]] About about(const Session &session) const;
    [[nodiscard]] const std::string &nameAt(const Session &session, int end) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<Session> m_sessions;
    std::vector<int> m_ofLink, m_ofPw;
    std::vector<int> m_brokenOver; ///< by tunnel: first link of the LSP that BFD found broken; below 0: none
    std::vector<std::vector<int>> m_ofPair;
};

} // namespace sidestep::engine
