// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/protocols/isis.h"

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sidestep::engine {

struct RouterSnapshot;
struct Stack;

/// One way to a VPN prefix, as received or as originated. All sessions are iBGP in one AS and no policy sets local
/// preference, so neither appears.
struct BgpPath
{
    int from = -1;        ///< session; below 0: local route -1 - from
    int nextHop = -1;     ///< node
    int originator = -1;  ///< node
    std::uint32_t med = 0;
    int clusters = -1;    ///< cluster list; -1: empty
    bool advertised = true;
    [[nodiscard]] bool local() const { return from < 0; }
    friend bool operator==(const BgpPath &, const BgpPath &) = default;
};

/// A route in a VPN instance.
struct VpnRoute
{
    bool present = false;
    BgpPath path;
    std::uint32_t cost = 0; ///< IGP cost to the next hop
    friend bool operator==(const VpnRoute &, const VpnRoute &) = default;
};

/// BGP VPNv6 (RFC 4271, 4364, 4456): sessions, reflection, next-hop tracking, best path, import into VPN instances.
/// Best path: local, lowest MED, lowest IGP cost, lowest originator, shortest cluster list, lowest peer.
class Bgp
{
public:
    Bgp(Context &context, Stack &stack);

    void onHold(int session, int end, EventId cause);
    void onConnect(int session, EventId cause);
    void onFirstUpdate(int session, int end, EventId cause);
    void onUpdate(int session, int end, int nlri, int path, EventId cause);
    void onNotification(int session, int end, EventId cause);
    void onAdvertise(int session, int end); ///< the advertisement interval is over
    void onNextHops(int node, EventId cause);
    void onDecide(int node, bool urgentOnly);

    void pairChanged(int session, EventId cause);
    void bfdDown(int session, int end, EventId cause);
    void nextHopsChanged(int node, EventId cause); ///< routes of the node changed
    void powerOff(int node, EventId cause);
    void powerOn(int node, EventId cause);
    void originate(int localRoute, bool up, std::uint32_t med, EventId cause);
    void reset(int session);                    ///< by an operator, at its first end (RFC 4486, Administrative Reset)
    void importing(int member, bool does);      ///< its import route targets are right, or wrong
    void announcing(int localRoute, bool does); ///< its policy lets the prefix out, or not

    [[nodiscard]] const VpnRoute &route(int member, int prefix) const { return m_vrf[at(member)][at(prefix)]; }
    [[nodiscard]] bool sessionUp(int session, int end) const { return m_sessions[at(session)].up[at(end)]; }

    /// What an update under way says; `path` below 0: the prefix is withdrawn.
    [[nodiscard]] BgpUpdate contentOf(int nlri, int path) const;
    void beginSettling();
    /// Works off what `originate` left dirty, until nothing moves. True: something did.
    bool settle();
    void appendInitial(std::vector<Event> &list) const;
    void tellInitial() const; ///< to whoever watches the wire
    void tellPaths(int session, EventId cause) const; ///< which may be others
    void appendTo(RouterSnapshot &snapshot, int node);

private:
    struct SessionState
    {
        std::array<bool, 2> up{};
        std::array<bool, 2> told{}; ///< the end has sent its table
        std::array<bool, 2> holding{};
        std::array<EventQueue::Slot, 2> holdSlot{}, firstSlot{};
        EventQueue::Slot connectSlot = 0;
        std::array<EventQueue::Slot, 2> advertiseSlot{};
        std::array<std::map<int, SimTime>, 2> notBefore{};  ///< by NLRI: RFC 4271 section 9.2.1.1
        std::array<std::map<int, EventId>, 2> waiting{};    ///< NLRIs that wait for it, with the cause
        bool connecting = false;
        std::uint64_t draws = 0;
    };
    struct Entry
    {
        std::vector<BgpPath> paths; ///< in order of arrival; the choice does not depend on it
        BgpPath chosen;             ///< the best, as last decided
        bool hasChosen = false;
        bool hadPaths = false;
        bool dirty = false;
        bool urgent = false;        ///< dirty, and another path stands ready
        EventId cause = 0;          ///< of being dirty
    };
    struct NextHop
    {
        int node = -1;
        bool usable = false;
        std::uint32_t cost = 0;
    };
    struct NodeState
    {
        std::vector<Entry> entries;   ///< by NLRI; empty on routers without BGP
        std::vector<NextHop> nextHops; ///< by node
        std::vector<int> dirty;
        EventQueue::Slot decideSlot = 0, urgentSlot = 0;
        SimTime decideAt{};
        bool decidePending = false;
        bool nextHopsPending = false;
    };

    [[nodiscard]] NextHop look(int node, int nextHop);
    NextHop &nextHop(int node, int nextHop);
    [[nodiscard]] std::uint32_t costTo(int node, const BgpPath &path);
    [[nodiscard]] bool better(int node, const BgpPath &x, const BgpPath &y);
    [[nodiscard]] bool hasStandby(int node, int nlri);
    [[nodiscard]] int choose(int node, const Entry &entry);
    [[nodiscard]] bool passesTo(int node, const BgpPath &path, int session) const;
    void markDirty(int node, int nlri, EventId cause);
    void scheduleDecision(int node, SimDuration delay, EventId cause);
    void decide(int node, int nlri, EventId cause);
    void import(int node, int nlri, EventId cause);
    void advertise(int node, int nlri, int session, const BgpPath *path, EventId cause);
    [[nodiscard]] bool mustWait(int nlri, int session, int end, bool withdrawal, EventId cause);
    void forgetAdvertisements(int session, int end);
    void receive(int session, int end, int nlri, const BgpPath *path, EventId cause);
    /// `notification`: sent to the neighbour; none: it has said so itself, or is a new one.
    void sessionDown(int session, int end, std::string detail, EventId cause, std::optional<BgpNotification> notification);
    void notify(int session, int end, BgpNotification notification, EventId event);
    void tellKeepalives(int session, int fromEnd, EventId cause) const; ///< to whoever watches the wire, as it stands
    void scheduleConnect(int session, bool pathCameBack, EventId cause);
    [[nodiscard]] int clustersWith(int list, int node);
    [[nodiscard]] bool inClusters(int list, int node) const;
    [[nodiscard]] std::string nameOf(int vpn, int prefix) const;
    /// Next hop of the best usable path that does not share the route's.
    [[nodiscard]] std::optional<plan::RouterId> backupOf(int node, int member, int prefix);

    Context &m_context;
    Stack &m_stack;
    std::vector<SessionState> m_sessions;
    std::vector<NodeState> m_nodes;
    std::vector<std::vector<VpnRoute>> m_vrf;      ///< [member][prefix]
    std::vector<std::vector<int>> m_nlrisOf;       ///< by prefix
    std::vector<std::uint8_t> m_notable;           ///< by prefix: not only base-station gateways
    std::vector<BgpPath> m_sent;                   ///< paths under way in updates
    struct Cluster
    {
        int head = -1;
        int tail = -1; ///< list
        int length = 0;
    };
    std::vector<Cluster> m_clusters;
    std::map<std::pair<int, int>, int> m_clusterAt; ///< by head and tail
    std::vector<std::pair<int, int>> m_work; ///< settling: node, NLRI
    bool m_moved = false;
    std::vector<std::uint8_t> m_importsNothing; ///< by VPN instance
    std::vector<std::uint8_t> m_silenced;       ///< by local route
};

} // namespace sidestep::engine
