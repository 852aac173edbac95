// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/protocols/igp_rules.h"
#include "model/engine/protocols/throttle.h"

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace sidestep::engine {

struct Stack;

/// A route to a router's loopback. `link` -1: unreachable, or the router itself (cost 0).
struct IgpRoute
{
    std::uint32_t cost = kUnreachable;
    int link = -1;
    int more = -1; ///< the first links of all paths of this cost, where there are several: an index of LinkState
    static constexpr std::uint32_t kUnreachable = 0xFFFFFFFF;
    [[nodiscard]] bool reachable() const { return cost != kUnreachable; }
    friend bool operator==(const IgpRoute &, const IgpRoute &) = default;
};

/// What an end waits for while it exchanges databases.
enum class ExchangeStep : std::uint8_t { Answer, Headers, Contents };

/// The plan's IGP in every domain, IS-IS or OSPF, as `IgpRules` tell them apart: adjacencies, flooding hop by hop, a database for
/// each router, SPF and routes. An adjacency of IS-IS is up after the three-way handshake (RFC 5303); one of OSPF is up at Full:
/// when each end has heard that the other hears it, has been told what the other holds, and has what it lacked. Of several
/// shortest paths all first links are installed; a flow is one value of the router's hash, which nobody publishes, and takes the
/// one to the neighbour with the lowest system or router id, then the lowest link id. When that adjacency goes, the others carry on
/// without waiting for SPF. An area is one router in one domain.
class LinkState
{
public:
    LinkState(Context &context, Stack &stack);

    void onHello(int link, int end, EventId cause);
    void onHelloArrive(int link, int end, int sentState, EventId cause);
    void onHold(int link, int end, bool expired, EventId cause);
    void onEqualCost(int link, int end, EventId cause);
    void onOriginate(int area, EventId cause);
    void onArrive(int link, int end, int lsa, bool again, EventId cause); ///< again: at a later attempt
    void onDescription(int link, int end, EventId cause);                 ///< the neighbour's first packet of an exchange
    void onExchange(int link, int end, ExchangeStep step, EventId cause);
    void onSpf(int area, EventId cause);
    void onInstall(int area, EventId cause);

    void circuit(int link, int end, bool up, EventId cause);   ///< the end's interface came or went
    void linkChanged(int link, EventId cause);                 ///< frames pass or stop passing
    void bfdDown(int link, int end, EventId cause);
    void powerOff(int node, EventId cause);
    void metricChanged(int link, int end, EventId cause);      ///< LDP synchronisation
    void overloadChanged(int node, EventId cause);             ///< it wants no more traffic of others, or wants it again

    /// The route `node` has installed towards the loopback of `destination`: the cheapest of the domains both are in.
    [[nodiscard]] IgpRoute route(int node, int destination);
    /// The link on which `node` sends to the loopback of `destination`.
    [[nodiscard]] std::optional<plan::LinkId> firstLink(int node, int destination);
    [[nodiscard]] int nodeOf(int area) const { return m_areas[at(area)].node; }
    [[nodiscard]] bool adjacent(int link, int end) const { return m_ends[at(link)][at(end)].state == Adjacency::Up; }
    void appendInitial(std::vector<Event> &list);
    void tellInitial() const; ///< to whoever watches the wire
    void tellRestart(int node, bool back, EventId cause) const; ///< gracefully

private:
    /// Exchange is all of OSPF from ExStart to Loading, and no state of IS-IS.
    enum class Adjacency : std::uint8_t { Down, Initializing, Exchange, Up };
    struct End
    {
        Adjacency state = Adjacency::Up;
        ExchangeStep step = ExchangeStep::Answer; ///< in Adjacency::Exchange
        SimTime lastHello{}; ///< or the next, when one is due
        bool helloDue = false; ///< an event sends it
        std::uint64_t hellos = 0;
        std::uint64_t holds = 0;
        LossWatch losses{};
        std::uint32_t description = 0; ///< DD sequence number of the exchange it began last
        bool holding = false;
        bool pruned = false;   ///< taken out of equal-cost routes until SPF has run
        SimTime batchAt{};     ///< LSAs on their way out
        std::int64_t inBatch = 0;
        EventQueue::Slot helloSlot = 0, holdSlot = 0, exchangeSlot = 0;
    };
    struct Entry
    {
        int neighbour = -1; ///< local
        std::uint32_t metric = 0;
        int link = -1;
        friend auto operator<=>(const Entry &, const Entry &) = default;
    };
    struct Lsa
    {
        int origin = -1;          ///< local
        std::vector<Entry> entries; ///< by neighbour, metric, link
        std::uint32_t sequence = 1;
    };
    using Routes = std::vector<IgpRoute>; ///< by local node
    struct Area
    {
        int node = -1, domain = -1, local = -1;
        bool computed = false;       ///< routes stand; until then they are what the untouched domain gives
        std::vector<int> database;   ///< LSA by origin, -1 none; empty: the first LSA of each
        std::vector<SimTime> floodedAt; ///< by origin: when flooding brought that LSA; empty: nothing limits how soon the next may come
        Routes routes, pending;
        Throttle lsaThrottle, spfThrottle;
        SimTime lsaAt{}, lastLsa{};
        std::uint32_t sequence = 1;  ///< of its own last LSA
        bool lsaPending = false, spfPending = false, lsaEver = false;
        EventQueue::Slot lsaSlot = 0, spfSlot = 0, installSlot = 0;
    };

    [[nodiscard]] int areaOf(int link, int end) const;
    [[nodiscard]] End &endAt(int link, int end) { return m_ends[at(link)][at(end)]; }
    /// What a change of topology came from; it decides how long the LSA waits.
    enum class Trigger : std::uint8_t { Carrier, Hello, Bfd };
    void setState(int link, int end, Adjacency state, std::string detail, EventId cause, Trigger trigger);
    void wake(int link, EventId cause);
    void tellChange(int link, int end, EventId cause);
    void helloAt(int link, int end, SimTime time, EventId cause);
    void stopHellos(int link, int end);
    [[nodiscard]] SimTime nextHello(int link, int end);
    void watchSilence(int link, int end, EventId cause);
    void watchLosses(int link, int end, EventId cause);
    [[nodiscard]] std::uint64_t helloKey(int link, int end) const;
    void topologyChanged(int area, Trigger trigger, EventId cause);
    void touch(Area &area);
    [[nodiscard]] std::vector<Entry> ownEntries(const Area &area);
    [[nodiscard]] int lsaOf(const Area &area, int origin) const;
    void flood(int area, int lsa, int exceptLink, EventId cause);
    void send(int link, int fromEnd, int lsa, EventId cause);
    [[nodiscard]] SimDuration pacing(End &own) const;
    void tell(int link, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content) const;
    void tellSteady(int link, int fromEnd, bool sends, EventId cause) const; ///< its hellos
    void tellDatabase(int link, int fromEnd, EventId cause) const;
    void tellReceipt(int link, int end, int lsa, bool again, bool taken, EventId cause) const;
    void tellFirstDescription(int link, int end, bool arrives, EventId cause);
    void tellHeaders(int link, int end, EventId cause) const;
    void tellFetching(int link, int end, EventId cause) const;
    [[nodiscard]] MessageContent helloContent(Adjacency state) const;
    [[nodiscard]] MessageContent lsaContent(int link, int lsa) const;
    [[nodiscard]] RouterLinks contentOf(int domain, int lsa) const;
    [[nodiscard]] std::vector<RouterLinks> databaseOf(const Area &area) const;
    void exchangeDatabases(int link, EventId cause);
    void beginExchange(int link, int end, EventId cause);
    void describe(int link, int end, EventId cause);
    void await(int link, int end, ExchangeStep step, SimDuration wait, EventId cause);
    [[nodiscard]] SimDuration exchangeTrip(int link) const { return m_context.net.links[at(link)].delay + m_rules.exchangePacket; }
    [[nodiscard]] bool packetPasses(int link, int end);
    [[nodiscard]] std::vector<int> missingLsas(const Area &own, const Area &other) const;
    [[nodiscard]] bool lacks(int link, int end) const;
    void takeMissing(int link, int end, EventId cause);
    [[nodiscard]] bool tooSoon(const Area &area, int origin) const;
    void discard(int link, int end, int lsa, EventId cause);
    EventId store(int area, int lsa, int link, EventId cause);
    void scheduleSpf(int area, EventId cause);
    [[nodiscard]] SimDuration installTime(const Area &area) const;
    [[nodiscard]] Routes shortestPaths(const Area &area);
    const Routes &routesOf(Area &area);
    void addFirstLinks(IgpRoute &route, const IgpRoute &other, int node);
    [[nodiscard]] IgpRoute inUse(IgpRoute route, int node);
    [[nodiscard]] std::string describeChange(const Area &area, const Routes &before, const Routes &after) const;

    Context &m_context;
    Stack &m_stack;
    const IgpRules m_rules;
    std::vector<std::array<End, 2>> m_ends;
    std::vector<Area> m_areas;
    std::vector<int> m_firstArea;  ///< by domain
    std::vector<int> m_firstLsa;   ///< by domain
    std::vector<Lsa> m_lsas;       ///< later ones of an origin have higher indices
    std::vector<std::vector<int>> m_firstLinks; ///< of routes over several, in the order of use
    std::map<std::vector<int>, int> m_firstLinksAt;
    std::vector<std::vector<int>> m_peersOf; ///< routers a node has a session with, for the record
    struct Visit
    {
        std::uint32_t cost;
        int node;
    };
    std::vector<Visit> m_heap; ///< scratch of shortestPaths
    std::vector<std::uint8_t> m_done;
};

} // namespace sidestep::engine
