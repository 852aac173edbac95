// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_rows.h"

#include "views/shared/number_text.h"
#include "views/shared/playback_clock.h"
#include "views/shared/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace sidestep::views {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Timeline", text);
}

QString nameOfRouter(const plan::Plan &plan, plan::RouterId id)
{
    const plan::Router *router = plan.find(id);
    return router ? toQt(router->name) : QString();
}

/// Every event on the way to a change of a flow or of the pseudowire in use.
std::unordered_set<engine::EventId> decisiveEvents(const engine::Timeline &timeline)
{
    std::unordered_set<engine::EventId> found;
    const auto follow = [&](engine::EventId id) {
        while (found.insert(id).second) {
            const engine::Event *event = eventOf(timeline, id);
            if (!event || !event->cause)
                return;
            id = *event->cause;
        }
    };
    for (const engine::FlowResult &flow : timeline.flows)
        for (const engine::FlowSegment &segment : flow.segments)
            if (segment.cause)
                follow(*segment.cause);
    return found;
}

/// %1 is the router, %2 the subject; nullptr: unknown key.
const char *patternOf(const engine::Event &event)
{
    struct Words
    {
        engine::Layer layer;
        std::string_view what;
        const char *pattern;
    };
    using enum engine::Layer;
    static const Words kWords[]{
        {Link, "link-cut", QT_TRANSLATE_NOOP("Timeline", "%2 is cut")},
        {Link, "link-silent", QT_TRANSLATE_NOOP("Timeline", "%2 loses every frame, the light stays")},
        {Link, "one-way-ab", QT_TRANSLATE_NOOP("Timeline", "%2 loses frames in one direction")},
        {Link, "one-way-ba", QT_TRANSLATE_NOOP("Timeline", "%2 loses frames in one direction")},
        {Link, "link-restored", QT_TRANSLATE_NOOP("Timeline", "%2 is repaired")},
        {Link, "link-down", QT_TRANSLATE_NOOP("Timeline", "%1 sees %2 down")},
        {Link, "link-up", QT_TRANSLATE_NOOP("Timeline", "%1 sees %2 up")},
        {Link, "router-off", QT_TRANSLATE_NOOP("Timeline", "%1 loses power")},
        {Link, "router-on", QT_TRANSLATE_NOOP("Timeline", "%1 has power again")},
        {Bfd, "session-down", QT_TRANSLATE_NOOP("Timeline", "BFD at %1: %2 down")},
        {Bfd, "session-up", QT_TRANSLATE_NOOP("Timeline", "BFD at %1: %2 up")},
        {Isis, "adjacency-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses its IS-IS neighbour on %2")},
        {Isis, "adjacency-up", QT_TRANSLATE_NOOP("Timeline", "%1 has its IS-IS neighbour on %2 again")},
        {Isis, "lsp-originated", QT_TRANSLATE_NOOP("Timeline", "%1 announces the change in IS-IS %2")},
        {Isis, "lsp-received", QT_TRANSLATE_NOOP("Timeline", "%1 hears of the change in IS-IS %2")},
        {Isis, "spf-run", QT_TRANSLATE_NOOP("Timeline", "%1 computes its shortest paths in IS-IS %2")},
        {Isis, "route-changed", QT_TRANSLATE_NOOP("Timeline", "%1 has new routes in IS-IS %2")},
        {Isis, "route-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses the IS-IS %2")},
        {Isis, "route-up", QT_TRANSLATE_NOOP("Timeline", "%1 gains the IS-IS %2")},
        {Ldp, "session-down", QT_TRANSLATE_NOOP("Timeline", "LDP at %1: %2 down")},
        {Ldp, "session-up", QT_TRANSLATE_NOOP("Timeline", "LDP at %1: %2 up")},
        {Ldp, "status-sent", QT_TRANSLATE_NOOP("Timeline", "%1 signals the status of %2")},
        {Ldp, "status-received", QT_TRANSLATE_NOOP("Timeline", "%1 is told the status of %2")},
        {Bgp, "session-down", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 down")},
        {Bgp, "session-up", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 up")},
        {Bgp, "next-hop-lost", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 out of reach")},
        {Bgp, "next-hop-found", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 in reach again")},
        {Bgp, "next-hop-changed", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 reached another way")},
        {Bgp, "paths-removed", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: no path to %2")},
        {VpnRoute, "route-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses the route %2")},
        {VpnRoute, "route-up", QT_TRANSLATE_NOOP("Timeline", "%1 gains the route %2")},
        {VpnRoute, "route-changed", QT_TRANSLATE_NOOP("Timeline", "%1 takes another way to %2")},
        {Track, "track-down", QT_TRANSLATE_NOOP("Timeline", "Tracking at %1 takes %2 out of use")},
        {Track, "track-up", QT_TRANSLATE_NOOP("Timeline", "Tracking at %1 puts %2 back into use")},
        {Pw, "pw-down", QT_TRANSLATE_NOOP("Timeline", "%2 not usable at %1")},
        {Pw, "pw-up", QT_TRANSLATE_NOOP("Timeline", "%2 usable at %1")},
        {Redundancy, "switchover", QT_TRANSLATE_NOOP("Timeline", "%1 switches over")},
        {Redundancy, "revert", QT_TRANSLATE_NOOP("Timeline", "%1 switches back")},
        {Redundancy, "no-pw", QT_TRANSLATE_NOOP("Timeline", "%1 has no usable pseudowire")},
        {Redundancy, "wtr-started", QT_TRANSLATE_NOOP("Timeline", "%1 waits before it switches back")},
        {Redundancy, "wtr-cancelled", QT_TRANSLATE_NOOP("Timeline", "%1 stops waiting to switch back")},
        {Forwarding, "loss-begins", QT_TRANSLATE_NOOP("Timeline", "%2 is lost at %1")},
        {Forwarding, "loss-ends", QT_TRANSLATE_NOOP("Timeline", "%2 arrives again")},
        {Forwarding, "path-changed", QT_TRANSLATE_NOOP("Timeline", "%2 takes another path")},
    };
    const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                    [&event](const Words &words) { return words.layer == event.layer && words.what == event.what; });
    return found == std::end(kWords) ? nullptr : found->pattern;
}

QString titleOf(const engine::Lane &lane, const engine::Timeline &timeline)
{
    if (lane.flow)
        for (const engine::FlowResult &flow : timeline.flows)
            if (flow.flow == *lane.flow)
                return directionText(flow.direction);
    const bool status = lane.layer == engine::Layer::Ldp && lane.subject.find("PW") != std::string::npos;
    return status ? tr("PW status") : layerTitle(lane.layer);
}

QString whereOf(const engine::Lane &lane, const plan::Plan &plan)
{
    const QString device = nameOfRouter(plan, lane.device);
    if (lane.flow) {
        const plan::Flow *flow = plan.find(*lane.flow);
        const plan::AccessService *service = flow ? plan.find(flow->service) : nullptr;
        return service ? toQt(service->name) : device;
    }
    if (lane.layer == engine::Layer::Redundancy)
        return device;
    QString subject = subjectText(lane.subject);
    // Of "RAN 2001:db8:ffff::21/128" the address is what tells two lanes apart.
    if (lane.layer == engine::Layer::VpnRoute) {
        subject = subject.section(QLatin1Char(' '), -1);
        if (subject.endsWith(QLatin1String("/128")))
            subject.chop(4);
    }
    if (subject.isEmpty() || subject == device)
        return device;
    // "AGG1 · RSG1" for the session that AGG1 holds on AGG1–RSG1.
    const QString dash = QString(QChar(0x2013));
    QString rest = subject;
    if (rest.startsWith(device + dash))
        rest = rest.mid(device.size() + 1);
    else if (rest.endsWith(dash + device))
        rest.chop(device.size() + 1);
    return device.isEmpty() ? rest : device + QStringLiteral(" · ") + rest;
}

} // namespace

const engine::Event *eventOf(const engine::Timeline &timeline, engine::EventId id)
{
    return id >= 1 && id <= timeline.events.size() ? &timeline.events[id - 1] : nullptr;
}

const engine::FlowSegment *segmentAt(const engine::Timeline &timeline, plan::FlowId id, SimTime at)
{
    for (const engine::FlowResult &flow : timeline.flows)
        if (flow.flow == id)
            for (const engine::FlowSegment &segment : flow.segments)
                if (at < segment.to || &segment == &flow.segments.back())
                    return &segment;
    return nullptr;
}

QString layerTitle(engine::Layer layer)
{
    switch (layer) {
    case engine::Layer::Link: return tr("Link");
    case engine::Layer::Bfd: return tr("BFD");
    case engine::Layer::Isis: return tr("IS-IS");
    case engine::Layer::Ldp: return tr("LDP");
    case engine::Layer::Bgp: return tr("BGP");
    case engine::Layer::VpnRoute: return tr("VPN route");
    case engine::Layer::Track: return tr("Tracking");
    case engine::Layer::Pw: return tr("PW");
    case engine::Layer::Redundancy: return tr("PW in use");
    case engine::Layer::Forwarding: return tr("Forwarding");
    }
    return {};
}

QString eventTitle(const plan::Plan &plan, const engine::Event &event)
{
    const QString device = nameOfRouter(plan, event.device);
    const QString subject = subjectText(event.subject);
    if (const char *pattern = patternOf(event))
        return tr(pattern).arg(device, subject);
    // A key this version has no words for still says where and what.
    QString what = toQt(event.what);
    return device + QStringLiteral(": ") + layerTitle(event.layer) + QLatin1Char(' ') + what.replace(QLatin1Char('-'), QLatin1Char(' '));
}

QString pathText(const plan::Plan &plan, const std::vector<plan::RouterId> &path)
{
    QStringList names;
    for (const plan::RouterId id : path)
        names << nameOfRouter(plan, id);
    return names.join(QStringLiteral(" → "));
}

QString subjectText(std::string_view subject)
{
    return toQt(subject).replace(QStringLiteral("--"), QString(QChar(0x2013)));
}

QString directionText(plan::Direction direction)
{
    return direction == plan::Direction::Upstream ? tr("Upstream") : tr("Downstream");
}

std::vector<TimelineRow> timelineRows(const plan::Plan &plan, const engine::Timeline &timeline)
{
    const std::unordered_set<engine::EventId> decisive = decisiveEvents(timeline);
    std::vector<TimelineRow> rows;
    bool any = false;
    for (engine::Lane &lane : engine::lanesOf(plan, timeline)) {
        const bool matters = std::any_of(lane.bars.begin(), lane.bars.end(), [&](const engine::LaneBar &bar) {
            return (bar.event && decisive.contains(*bar.event)) || (lane.flow && bar.health == engine::Health::Down);
        });
        QString title = titleOf(lane, timeline);
        QString where = whereOf(lane, plan);
        any = any || matters;
        rows.push_back({std::move(lane), std::move(title), std::move(where), matters});
    }
    if (!any)
        for (TimelineRow &row : rows)
            row.matters = true;
    return rows;
}

std::vector<CauseJoint> causeJoints(const std::vector<TimelineRow> &rows, const engine::Timeline &timeline)
{
    const std::unordered_set<engine::EventId> decisive = decisiveEvents(timeline);
    std::unordered_map<engine::EventId, std::vector<std::size_t>> rowsOf;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (const engine::LaneBar &bar : rows[row].lane.bars)
            if (bar.event && decisive.contains(*bar.event))
                rowsOf[*bar.event].push_back(row);

    std::vector<CauseJoint> joints;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (const engine::LaneBar &bar : rows[row].lane.bars) {
            if (!bar.event || !decisive.contains(*bar.event))
                continue;
            // The nearest cause that begins a bar in another row; causes without a row are passed through. A flow's bar begins with
            // the event of the row above it, so there the first step is the event itself.
            const engine::Event *effect = eventOf(timeline, *bar.event);
            std::optional<engine::EventId> cause = rows[row].lane.flow ? bar.event : effect ? effect->cause : std::nullopt;
            while (cause) {
                const auto at = rowsOf.find(*cause);
                if (at != rowsOf.end()) {
                    const auto other = std::find_if(at->second.rbegin(), at->second.rend(),
                                                    [&](std::size_t r) { return r != row && !rows[r].lane.flow; });
                    if (other != at->second.rend()) {
                        const engine::Event *from = eventOf(timeline, *cause);
                        if (from && (*other + 1 != row || from->time != bar.from || !rows[row].lane.flow))
                            joints.push_back({*other, row, from->time, bar.from});
                        break;
                    }
                }
                const engine::Event *event = eventOf(timeline, *cause);
                cause = event ? event->cause : std::nullopt;
            }
        }
    return joints;
}

std::vector<QString> barTexts(const TimelineRow &row, const engine::LaneBar &bar, const engine::Timeline &timeline)
{
    if (bar.label.empty())
        return {};
    const QString label = subjectText(bar.label);
    if (!row.lane.flow || bar.health != engine::Health::Down)
        return {label};
    const QString lasted = label + QStringLiteral(" · ") + durationText(bar.to - bar.from);
    const auto flow = std::find_if(timeline.flows.begin(), timeline.flows.end(),
                                   [&](const engine::FlowResult &result) { return result.flow == *row.lane.flow; });
    if (flow == timeline.flows.end())
        return {lasted, label};
    const QString packets = QCoreApplication::translate("Timeline", "%1 packets").arg(numberText(packetsIn(flow->rate, bar.to - bar.from)));
    return {lasted + QStringLiteral(" · ") + packets, lasted, label, durationText(bar.to - bar.from)};
}

QString barToolTip(const plan::Plan &plan, const TimelineRow &row, const engine::LaneBar &bar, const engine::Timeline &timeline)
{
    const SimTime failure = failureTimeOf(timeline);
    const auto when = [failure](SimTime time) { return time == failure ? tr("at the failure") : offsetText(time - failure); };
    QStringList lines;
    const auto add = [&lines](const QString &line) { lines << line.toHtmlEscaped(); };
    const engine::Event *event = bar.event ? eventOf(timeline, *bar.event) : nullptr;
    if (row.lane.flow) {
        const engine::FlowSegment *segment = segmentAt(timeline, *row.lane.flow, bar.from);
        QString head = row.title + QStringLiteral(" · ") + row.where;
        lines << QStringLiteral("<b>%1</b>").arg(head.toHtmlEscaped());
        if (segment && segment->state == engine::FlowState::Lost) {
            const QString at = segment->at ? nameOfRouter(plan, *segment->at) : QString();
            add(tr("Lost at %1: %2").arg(at, toQt(segment->why)));
            if (segment->silent)
                add(tr("The sending router has not been told."));
            add(barTexts(row, bar, timeline).front().section(QStringLiteral(" · "), 1));
        } else if (segment) {
            add(tr("Delivered over %1").arg(pathText(plan, segment->path)));
        }
    } else if (event) {
        lines << QStringLiteral("<b>%1</b>").arg(eventTitle(plan, *event).toHtmlEscaped());
        if (!event->detail.empty())
            add(toQt(event->detail));
    } else {
        lines << QStringLiteral("<b>%1</b>").arg((row.title + QStringLiteral(" · ") + row.where).toHtmlEscaped());
        add(tr("As it was before the failure"));
    }
    add(tr("From %1 for %2").arg(bar.from == kTimeZero ? tr("the start") : when(bar.from), durationText(bar.to - bar.from)));
    const engine::Event *cause = row.lane.flow ? event : event && event->cause ? eventOf(timeline, *event->cause) : nullptr;
    if (cause)
        add(tr("Because of %1, %2").arg(eventTitle(plan, *cause), when(cause->time)));
    return lines.join(QStringLiteral("<br>"));
}

} // namespace sidestep::views
