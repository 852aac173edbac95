// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/context.h"

#include <utility>

namespace sidestep::engine {
namespace {

std::uint64_t mixed(std::uint64_t z)
{
    z += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

} // namespace

SimDuration Context::between(SimDuration low, SimDuration high, Longer longer, Stream stream, std::uint64_t object, std::uint64_t count) const
{
    if (high <= low)
        return low;
    switch (phase) {
    case Phase::Seeded:
    case Phase::Typical: break; // a typical run is one with a seed
    case Phase::Best: return longer == Longer::Later ? low : high;
    case Phase::Worst: return longer == Longer::Later ? high : low;
    }
    const std::uint64_t span = static_cast<std::uint64_t>((high - low).count());
    const std::uint64_t bits = mixed(mixed(mixed(mixed(seed) ^ static_cast<std::uint64_t>(stream)) ^ object) ^ count);
    // The upper 32 bits of a 32 x 64 product: no floating point, no modulo bias worth naming, below `span` always.
    const std::uint64_t fraction = bits >> 32;
    const std::uint64_t share = (span >> 32) * fraction + (((span & 0xFFFFFFFFULL) * fraction) >> 32);
    return low + SimDuration(static_cast<std::int64_t>(share));
}

bool Context::arrives(std::uint32_t survivalPpm, std::uint64_t object, std::uint64_t count) const
{
    if (survivalPpm >= kEvery)
        return true;
    const std::uint64_t bits = mixed(mixed(mixed(mixed(seed) ^ static_cast<std::uint64_t>(Stream::Loss)) ^ object) ^ count);
    return ((bits >> 32) * kEvery) >> 32 < survivalPpm;
}

std::pair<SimDuration, bool> Context::watch(LossWatch &losses, std::uint32_t survivalPpm, const Beat &beat, Stream stream, std::uint64_t object) const
{
    constexpr int kPacketsAtOnce = 1024;
    SimDuration passed{};
    for (int packet = 0; packet < kPacketsAtOnce; ++packet) {
        const std::uint64_t count = losses.packets++;
        const SimDuration gap = between(beat.gapLow, beat.gapHigh, Longer::Later, stream, object, count);
        if (losses.silence + gap >= beat.hold) {
            passed += beat.hold - losses.silence;
            losses.silence = {};
            return {passed, true};
        }
        passed += gap;
        losses.silence += gap;
        if (arrives(survivalPpm, object, count))
            losses.silence = {};
    }
    return {passed, false};
}

Event Context::describe(int node, Layer layer, std::string_view what, const std::string &subject, std::string detail, Health health,
                        About about) const
{
    Event event{0, now, net.nodes[at(node)].id, layer, std::string(what), subject, std::move(detail), health, {}, {}, {}, {}, {}};
    if (about.link >= 0)
        event.link = net.links[at(about.link)].id;
    if (about.pw >= 0) {
        event.pw = net.pseudowires[at(about.pw)].role;
        about.service = net.pseudowires[at(about.pw)].service;
    }
    if (about.service >= 0)
        event.service = net.services[at(about.service)].id;
    if (about.session >= 0)
        event.session = net.sessions[at(about.session)].id;
    return event;
}

EventId Context::record(int node, Layer layer, std::string_view what, const std::string &subject, std::string detail, Health health, EventId cause,
                        About about)
{
    if (settling)
        return 0;
    events.push_back(describe(node, layer, what, subject, std::move(detail), health, about));
    Event &event = events.back();
    event.id = static_cast<EventId>(events.size());
    if (cause != 0)
        event.cause = cause;
    return event.id;
}

} // namespace sidestep::engine
