// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

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
    int more = -1; ///< the first links of all paths of this cost, where there are several: an index of Isis
    static constexpr std::uint32_t kUnreachable = 0xFFFFFFFF;
    [[nodiscard]] bool reachable() const { return cost != kUnreachable; }
    friend bool operator==(const IgpRoute &, const IgpRoute &) = default;
};

/// Delay before the next run of something that repeats. RFC 8405 with its memory, or the doubling of VRP's
/// intelligent timers (first, step, step x 2 …, longest; quiet for the longest: first again).
class Throttle
{
public:
    [[nodiscard]] SimDuration next(SimTime now, SimDuration first, SimDuration step, SimDuration longest);
    [[nodiscard]] SimDuration nextRfc8405(SimTime now, SimDuration first, SimDuration step, SimDuration longest, SimDuration learn, SimDuration holdDown);

private:
    SimTime m_firstEvent{};
    SimTime m_lastEvent{};
    bool m_quiet = true;
    int m_runs = 0;
};

/// IS-IS in every domain: adjacencies with the three-way handshake (RFC 5303), LSPs, flooding hop by hop, a database for each
/// router, SPF and routes. Of several shortest paths all first links are installed; a flow is one value of the router's hash,
/// which nobody publishes, and takes the one to the neighbour with the lowest system id, then the lowest link id. When that
/// adjacency goes, the others carry on without waiting for SPF. An area is one router in one domain.
class Isis
{
public:
    Isis(Context &context, Stack &stack);

    void onHello(int link, int end, EventId cause);
    void onHelloArrive(int link, int end, int sentState, EventId cause);
    void onHold(int link, int end, bool expired, EventId cause);
    void onEqualCost(int link, int end, EventId cause);
    void onLspGenerate(int area, EventId cause);
    void onLspArrive(int link, int end, int lsp, bool again, EventId cause); ///< again: at the second attempt
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
    enum class Adjacency : std::uint8_t { Down, Initializing, Up };
    struct End
    {
        Adjacency state = Adjacency::Up;
        SimTime lastHello{};
        std::uint64_t hellos = 0;
        std::uint64_t holds = 0;
        LossWatch losses{};
        bool holding = false;
        bool pruned = false;   ///< taken out of equal-cost routes until SPF has run
        SimTime batchAt{};     ///< LSPs on their way out
        std::int64_t inBatch = 0;
        EventQueue::Slot helloSlot = 0, holdSlot = 0;
    };
    struct Entry
    {
        int neighbour = -1; ///< local
        std::uint32_t metric = 0;
        int link = -1;
        friend auto operator<=>(const Entry &, const Entry &) = default;
    };
    struct Lsp
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
        std::vector<int> database;   ///< LSP by origin, -1 none; empty: the first LSP of each
        Routes routes, pending;
        Throttle lspThrottle, spfThrottle;
        SimTime lspAt{}, lastLsp{};
        std::uint32_t sequence = 1;  ///< of its own last LSP
        bool lspPending = false, spfPending = false, lspEver = false;
        EventQueue::Slot lspSlot = 0, spfSlot = 0, installSlot = 0;
    };

    static constexpr std::uint32_t kMaxMetric = 16777214; ///< wide metric that still carries transit as a last resort

    [[nodiscard]] int areaOf(int link, int end) const;
    [[nodiscard]] End &endAt(int link, int end) { return m_ends[at(link)][at(end)]; }
    /// What a change of topology came from; it decides how long the LSP waits.
    enum class Trigger : std::uint8_t { Carrier, Hello, Bfd };
    void setState(int link, int end, Adjacency state, std::string detail, EventId cause, Trigger trigger);
    void wake(int link, EventId cause);
    void watchLosses(int link, int end, EventId cause);
    [[nodiscard]] std::uint64_t helloKey(int link, int end) const;
    void topologyChanged(int area, Trigger trigger, EventId cause);
    void touch(Area &area);
    [[nodiscard]] std::vector<Entry> ownEntries(const Area &area);
    [[nodiscard]] int lspOf(const Area &area, int origin) const;
    void flood(int area, int lsp, int exceptLink, EventId cause);
    void send(int link, int fromEnd, int lsp, EventId cause);
    [[nodiscard]] SimDuration pacing(End &own) const;
    void tell(int link, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content) const;
    void tellSteady(int link, int fromEnd, bool sends, EventId cause) const; ///< its hellos
    void tellDatabase(int link, int fromEnd, EventId cause) const;
    void tellReceipt(int link, int end, int lsp, bool again, EventId cause) const;
    [[nodiscard]] IsisHello helloContent(Adjacency state) const;
    [[nodiscard]] IsisLsp contentOf(int domain, int lsp) const;
    void exchangeDatabases(int link, EventId cause);
    void scheduleSpf(int area, EventId cause);
    [[nodiscard]] SimDuration installTime(const Area &area) const;
    [[nodiscard]] Routes shortestPaths(const Area &area);
    const Routes &routesOf(Area &area);
    void addFirstLinks(IgpRoute &route, const IgpRoute &other, int node);
    [[nodiscard]] IgpRoute inUse(IgpRoute route, int node);
    [[nodiscard]] std::string describeChange(const Area &area, const Routes &before, const Routes &after) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<std::array<End, 2>> m_ends;
    std::vector<Area> m_areas;
    std::vector<int> m_firstArea;  ///< by domain
    std::vector<int> m_firstLsp;   ///< by domain
    std::vector<Lsp> m_lsps;       ///< later ones of an origin have higher indices
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
