// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sidestep::engine {

struct Stack;
struct VpnRoute;

/// Set of domains a way depends on: a change elsewhere cannot alter it.
class Footprint
{
public:
    void clear() { m_words.clear(); }
    void add(int domain);
    void add(const Footprint &other);
    /// The domains in which `node` can have a route to `destination`.
    void addCommon(const Network::Node &node, const Network::Node &destination);
    [[nodiscard]] bool meets(const Footprint &other) const;
    [[nodiscard]] bool empty() const { return m_words.empty(); }

private:
    std::vector<std::uint64_t> m_words;
};

/// Where a packet went. `links` has one entry fewer than `nodes`, or as many when it was lost on the last link.
struct Walk
{
    bool delivered = false;
    std::vector<int> nodes;
    std::vector<int> links;
    SimDuration delay{};
    std::uint32_t survivalPpm = kEvery; ///< packets of a million that arrive
    int pw = -1;
    std::string why;

    void clear();
    friend bool operator==(const Walk &, const Walk &) = default;
};

/// The data plane: what every router would do with a packet at this moment, walked hop by hop.
class Forwarding
{
public:
    static constexpr int kHopLimit = 64; ///< more hops than that is a loop

    Forwarding(Context &context, Stack &stack);

    /// From the last node of `walk` to the loopback of `to`; labelled: only over links with labels. False: lost, with the reason.
    bool toRouter(Walk &walk, int to, bool labelled);
    /// From the last node of `walk` over one of its links. False: lost, with the reason.
    bool overLink(Walk &walk, int link);
    /// A packet of the flow, from its source to its destination or to where it is lost.
    void follow(int flow, Walk &walk);

private:
    bool overPseudowire(Walk &walk, int pw, int from, int to);
    bool throughVpn(Walk &walk, const Network::Flow &flow);
    bool toEgress(Walk &walk, const VpnRoute &route);
    static bool lost(Walk &walk, std::string why);

    Context &m_context;
    Stack &m_stack;
    std::vector<std::uint64_t> m_metBy; ///< by node: the last stretch that met it
    std::uint64_t m_stretch = 0;
};

} // namespace sidestep::engine
