// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/protocols/link_state.h"
#include "model/engine/shared_lists.h"

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sidestep::engine {

struct RouterSnapshot;
struct Stack;

/// An address that a packet for a VPN prefix is sent to.
struct NextHopAddress
{
    int node = -1;
    int link = -1; ///< the node's address on that link; below 0: its loopback
    friend auto operator<=>(const NextHopAddress &, const NextHopAddress &) = default;
};

/// A path that its neighbour has not sent again since a graceful restart (RFC 4724 section 4.2). That says nothing about the route, so paths
/// that differ in it alone are the same.
struct Stale
{
    bool is = false;
    friend bool operator==(Stale, Stale) { return true; }
};

/// One way to a VPN prefix, as received or as originated. No policy sets local preference, so it does not appear.
struct BgpPath
{
    int from = -1;        ///< session; below 0: local route -1 - from
    NextHopAddress nextHop;
    int originator = -1;  ///< the node that brought it into the AS, or the eBGP peer
    std::uint32_t med = 0;
    int clusters = SharedLists::kEmpty; ///< nodes
    bool advertised = true;
    int asPath = SharedLists::kEmpty;
    bool swapped = false; ///< the next hop put itself into the path: its label stands for the path that it uses itself
    Stale stale{};
    [[nodiscard]] bool local() const { return from < 0; }
    friend bool operator==(const BgpPath &, const BgpPath &) = default;
};

/// A route in a VPN instance.
struct VpnRoute
{
    bool present = false;
    BgpPath path;
    std::uint32_t cost = 0; ///< IGP cost to the next hop
    int nlri = -1;
    friend bool operator==(const VpnRoute &, const VpnRoute &) = default;
};

/// BGP VPNv6 (RFC 4271, 4364, 4456): sessions, reflection, next-hop tracking, best path, import into VPN instances.
///
/// Best path (`protocols.md` section 3.3): local, shortest AS path, lowest MED among the paths of one neighbouring AS, eBGP
/// over iBGP, lowest IGP cost, lowest originator, shortest cluster list, one that is not stale, lowest peer; then, between routes that a VPN instance
/// has under several distinguishers, the lowest of those. The MED rule looks at all paths at once
/// (RFC 4271 section 9.1.2.2 c), so the order of arrival does not matter; for the same reason the oldest eBGP path has no
/// preference.
///
/// Between ASes (RFC 4364 section 10 b): a router is the next hop of all that it tells an eBGP peer and of what it passes from
/// one to its own AS. `next-hop-local` does the same for what it reflects (vendor H-VPN guide). MED leaves the AS only with a
/// router's own routes; cluster list and originator do not leave it. What holds the AS of the receiver is refused.
///
/// A session over a link ends with BFD or its hold time; an eBGP one at once when its interface goes down
/// (`protocols.md` section 3.4). A next hop on a link counts while the router's own interface there is up, whichever kind the
/// session is, and nobody else can resolve it: LDP makes labelled paths to loopbacks alone.
///
/// A graceful restart (RFC 4724 section 4): the neighbours keep the restarting router's paths as stale, until it has sent them again or
/// `restart.helper-time` is over. Its own choice of paths stands until every neighbour has sent all, or `bgp.selection-deferral` is over;
/// only then it sends what it uses.
class Bgp
{
public:
    Bgp(Context &context, Stack &stack);

    void onHold(int session, int end, EventId cause);
    void onConnect(int session, EventId cause);
    void onFirstUpdate(int session, int end, EventId cause);
    void onEndOfRib(int session, int end, EventId cause);
    void onGrace(int session, int end, EventId cause); ///< the end has waited long enough for the other that restarts, or restarted
    void onDeferral(int node, EventId cause);          ///< the node has waited long enough for its neighbours
    void onUpdate(int session, int end, int nlri, int path, EventId cause);
    void onNotification(int session, int end, EventId cause);
    void refused(int session, int end, EventId cause); ///< the other end's TCP knows no such connection
    void onAdvertise(int session, int end); ///< the advertisement interval is over
    void onNextHops(int node, EventId cause);
    void onDecide(int node, bool urgentOnly, EventId cause);

    void pairChanged(int session, EventId cause);
    void bfdDown(int session, int end, EventId cause);
    void nextHopsChanged(int node, EventId cause); ///< routes of the node changed
    void interfaceChanged(int link, int end, bool up, EventId cause); ///< of a link with a session
    void powerOff(int node, EventId cause);
    void powerOn(int node, EventId cause);
    void restartBegins(int node, EventId cause); ///< gracefully
    void restartEnds(int node, EventId cause);   ///< the control plane is back
    void originate(int localRoute, bool up, std::uint32_t med, EventId cause);
    void reset(int session);                    ///< by an operator, at its first end (RFC 4486, Administrative Reset)
    void importing(int member, bool does);      ///< its import route targets are right, or wrong
    void announcing(int localRoute, bool does); ///< its policy lets the prefix out, or not

    [[nodiscard]] const VpnRoute &route(int member, int prefix) const { return m_vrf[at(member)][at(prefix)]; }
    /// What the node uses for the route under this distinguisher; nullptr: nothing.
    [[nodiscard]] const BgpPath *chosen(int node, int nlri) const;

    /// At this end. The session of a router that restarts gracefully is not.
    [[nodiscard]] bool established(int session, int end) const;
    /// What an update under way says; `path` below 0: the prefix is withdrawn.
    [[nodiscard]] BgpUpdate contentOf(int nlri, int path) const;
    void beginSettling();
    /// Works off what `originate` left dirty, until nothing moves. True: something did.
    bool settle();
    void appendInitial(std::vector<Event> &list) const;
    void tellInitial() const; ///< to whoever watches the wire
    void tellRestart(int node, bool back, EventId cause) const; ///< gracefully
    void tellPaths(int session, EventId cause) const; ///< which may be others
    void appendTo(RouterSnapshot &snapshot, int node);

private:
    /// An event that stands for all prefixes that fare alike at one instant, for one cause.
    struct Shared
    {
        SimTime at{};
        EventId cause = 0;
        EventId event = 0; ///< 0: there was none yet
    };
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
        std::array<Shared, 2> heard{};                      ///< the last update that changed something
        bool connecting = false;
        std::array<bool, 2> restarting{}; ///< the end restarts gracefully, and has not opened the connection anew
        std::array<bool, 2> awaited{};    ///< the end did so, and waits for all that the other has
        std::array<EventQueue::Slot, 2> graceSlot{};
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
        NextHopAddress address;
        bool usable = false;
        std::uint32_t cost = 0;
    };
    struct NodeState
    {
        std::vector<Entry> entries;   ///< by NLRI; empty on routers without BGP
        std::vector<NextHop> nextHops; ///< by address
        std::vector<int> dirty;
        EventQueue::Slot decideSlot = 0, urgentSlot = 0;
        SimTime decideAt{};
        bool decidePending = false;
        bool nextHopsPending = false;
        bool deferring = false; ///< it restarted gracefully and chooses no paths yet
        bool owesTables = false; ///< it sends all that it has once it has chosen
        EventQueue::Slot deferralSlot = 0;
        bool swaps = false; ///< it may be the next hop of what it passes on
        Shared chose{};     ///< the last choice that no VPN route tells of
    };

    [[nodiscard]] NextHop look(int node, NextHopAddress address);
    NextHop &nextHop(int node, NextHopAddress address);
    [[nodiscard]] std::uint32_t costTo(int node, const BgpPath &path);
    [[nodiscard]] bool usable(int node, const BgpPath &path) { return path.local() || nextHop(node, path.nextHop).usable; }
    [[nodiscard]] bool external(const BgpPath &path) const { return !path.local() && m_context.net.sessions[at(path.from)].external; }
    /// 0: the node's own.
    [[nodiscard]] std::uint32_t neighbourAs(const BgpPath &path) const { return path.asPath < 0 ? 0 : m_asPaths.front(path.asPath); }
    /// The last steps of the choice, between paths that the first ones do not tell apart.
    [[nodiscard]] bool closer(int node, const BgpPath &x, const BgpPath &y);
    /// The best of the candidates, which it uses up; nullptr: there are none.
    [[nodiscard]] const BgpPath *best(int node, std::vector<const BgpPath *> &candidates);
    /// Ends the sessions of the node whose peer it has no route to (vendor command reference, peer tracking; its delay is 0).
    void trackPeers(int node, EventId cause);
    [[nodiscard]] bool hasStandby(int node, int nlri);
    [[nodiscard]] const BgpPath *choose(int node, const Entry &entry);
    [[nodiscard]] bool passesTo(int node, const BgpPath &path, int session) const;
    /// The path as the node tells it over the session.
    [[nodiscard]] BgpPath told(int node, const BgpPath &path, int session);
    void markDirty(int node, int nlri, EventId cause);
    void scheduleDecision(int node, SimDuration delay, EventId cause);
    void decide(int node, int nlri, EventId cause);
    struct Imported
    {
        bool changed = false; ///< a VPN instance now has another route
        EventId event = 0;    ///< that says so; 0: none does
    };
    Imported import(int node, int nlri, EventId cause);
    /// Tells the neighbours of the new choice. Returns the event they are told for: `event`, or where that is 0 one that is
    /// recorded when anyone is told.
    EventId passOn(int node, int nlri, const BgpPath *before, EventId event, EventId cause);
    EventId heard(int session, int end, EventId cause);
    EventId chose(int node, EventId cause);
    [[nodiscard]] VpnRoute routeFor(int member, int prefix);
    void advertise(int node, int nlri, int session, const BgpPath *path, EventId cause);
    [[nodiscard]] bool mustWait(int nlri, int session, int end, bool withdrawal, EventId cause);
    void forgetAdvertisements(int session, int end);
    void receive(int session, int end, int nlri, const BgpPath *path, EventId cause);
    /// `notification`: sent to the neighbour; none: it has said so itself, or is a new one.
    void sessionDown(int session, int end, std::string detail, EventId cause, std::optional<BgpNotification> notification);
    void notify(int session, int end, BgpNotification notification, EventId event);
    [[nodiscard]] BgpUpdate contentOf(int nlri, const BgpPath *path) const;
    void tellKeepalives(int session, int fromEnd, EventId cause) const; ///< to whoever watches the wire, as it stands
    [[nodiscard]] SimDuration leastInterval(int session) const;
    [[nodiscard]] int originOf(int nlri, const BgpPath &path) const;
    void scheduleConnect(int session, bool pathCameBack, EventId cause);
    void scheduleFirstUpdate(int session, int end, EventId cause);
    void establish(int session, std::optional<plan::RouterId> restarted, EventId cause);
    [[nodiscard]] bool restarts(int session) const { return m_sessions[at(session)].restarting[0] || m_sessions[at(session)].restarting[1]; }
    /// Its control plane answers nobody.
    [[nodiscard]] bool frozen(int node) const;
    void missAfterRestart(int session, int end, EventId cause);
    void removeStale(int session, int end, EventId cause);
    void endDeferral(int node, const char *why, EventId cause);
    void lookAtDeferral(int node, EventId cause);
    void sendTables(int node, EventId cause);
    [[nodiscard]] std::string nameOf(int vpn, int prefix) const;
    [[nodiscard]] std::string nameOf(NextHopAddress address) const;
    /// Next hop of the best usable path that does not share the route's.
    [[nodiscard]] std::optional<plan::RouterId> backupOf(int node, int member, int prefix);

    Context &m_context;
    Stack &m_stack;
    std::vector<SessionState> m_sessions;
    std::vector<NodeState> m_nodes;
    std::vector<std::vector<VpnRoute>> m_vrf;      ///< [member][prefix]
    std::vector<std::vector<int>> m_nlrisOf;       ///< by prefix; by distinguisher, which decides between paths that are equal in all else
    std::vector<std::uint8_t> m_notable;           ///< by prefix: not only base-station gateways
    std::vector<BgpPath> m_sent;                   ///< paths under way in updates
    SharedLists m_clusters, m_asPaths;
    std::vector<std::pair<int, int>> m_work; ///< settling: node, NLRI
    bool m_moved = false;
    std::vector<std::uint8_t> m_importsNothing; ///< by VPN instance
    std::vector<std::uint8_t> m_silenced;       ///< by local route
    std::vector<const BgpPath *> m_candidates, m_left; ///< scratch
};

} // namespace sidestep::engine
