// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/repetition.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace sidestep::report {
namespace {

using engine::SentMessage;

/// What tells one sender's repeated messages from another's: the kind, the sender and its neighbour, and the session or link.
using Series = std::tuple<std::size_t, plan::RouterId, plan::RouterId, std::uint64_t>;

std::optional<Series> seriesOf(const SentMessage &message)
{
    constexpr std::uint64_t kTargeted = 1ULL << 40;
    const std::uint64_t link = message.link ? message.link->value() : 0;
    std::uint64_t object = 0;
    if (const auto *bfd = std::get_if<engine::BfdPacket>(&message.content))
        object = bfd->session;
    else if (std::holds_alternative<engine::IsisHello>(message.content) || std::holds_alternative<engine::OspfHello>(message.content))
        object = link;
    else if (const auto *hello = std::get_if<engine::LdpHello>(&message.content))
        object = hello->targeted ? kTargeted : link;
    else if (const auto *keepalive = std::get_if<engine::Keepalive>(&message.content))
        object = message.session ? message.session->value() : keepalive->onLink ? kTargeted + link : 2 * kTargeted;
    else
        return std::nullopt;
    return Series(message.content.index(), message.from, message.to, object);
}

/// Goes through one series and adds what is repeated between its messages.
class Filler
{
public:
    Filler(std::vector<Moment> &moments, std::size_t most) : m_moments(moments), m_most(most) {}

    void fill(const std::vector<const SentMessage *> &series, SimTime end)
    {
        m_speaking = nullptr;
        for (const SentMessage *message : series) {
            const bool goesOn = message->steady && message->every > SimDuration(0) && m_speaking;
            if (!goesOn) {
                // A message that is sent anyway takes the place of the last of the row.
                repeatUntil(message->time, !message->steady);
                m_anchor = message->time;
                if (message->steady)
                    m_anchor -= firstGapLeft(*message);
            } else if (m_speaking->link != message->link) {
                repeatUntil(message->time, false);
            }
            m_speaking = message->every > SimDuration(0) ? message : nullptr;
        }
        repeatUntil(end, false);
    }
    [[nodiscard]] bool full() const { return m_full; }

private:
    /// Series do not all begin at the same moment.
    SimDuration firstGapLeft(const SentMessage &message) const
    {
        constexpr std::uint32_t kParts = 17;
        return message.every / kParts * ((message.from.value() * 5 + message.to.value() * 3) % kParts);
    }

    void repeatUntil(SimTime end, bool endsWithMessage)
    {
        if (!m_speaking || end <= m_anchor)
            return;
        const SimDuration span = end - m_anchor;
        const SimDuration every = m_speaking->every;
        const auto gaps = static_cast<std::uint64_t>(endsWithMessage ? (span + every - SimDuration(1)) / every : span / every);
        const SimDuration gap = endsWithMessage && gaps > 0 ? span / static_cast<std::int64_t>(gaps) : every;
        const std::uint64_t count = endsWithMessage && gaps > 0 ? gaps - 1 : gaps;
        if (m_moments.size() + count > m_most) {
            m_full = true;
            return;
        }
        for (std::uint64_t i = 0; i < count; ++i)
            m_moments.push_back({m_anchor += gap, m_speaking, m_speaking, true});
    }

    std::vector<Moment> &m_moments;
    std::size_t m_most;
    bool m_full = false;
    const SentMessage *m_speaking = nullptr;
    SimTime m_anchor{};
};

} // namespace

Result<std::vector<Moment>> momentsOf(const std::vector<SentMessage> &messages, SimTime end, bool repeated, std::size_t most)
{
    const auto earlier = [](const Moment &x, const Moment &y) { return x.time < y.time; };
    std::vector<Moment> moments;
    moments.reserve(messages.size());
    for (const SentMessage &message : messages) {
        const bool opens = std::holds_alternative<engine::SessionOpened>(message.content);
        moments.push_back({opens ? message.time - engine::kOpeningDelays * message.delay : message.time, &message, &message, false});
    }
    std::stable_sort(moments.begin(), moments.end(), earlier);
    std::map<Series, const SentMessage *> known;
    for (Moment &moment : moments) {
        const auto series = seriesOf(*moment.message);
        if (!series)
            continue;
        const SentMessage *&way = known[*series];
        if (way && moment.message->late)
            moment.way = way;
        else
            way = moment.message;
    }
    if (!repeated)
        return moments;
    std::map<Series, std::vector<const SentMessage *>> all;
    for (const Moment &moment : moments) {
        if (const auto series = seriesOf(*moment.message))
            all[*series].push_back(moment.message);
    }
    Filler filler(moments, most);
    for (const auto &[series, row] : all) {
        filler.fill(row, end);
        if (filler.full())
            return failure(ErrorCode::LimitReached, fmt::format("the capture would hold more than {} packets; shorten the run, or leave out what only repeats", most));
    }
    std::stable_sort(moments.begin(), moments.end(), earlier);
    return moments;
}

} // namespace sidestep::report
