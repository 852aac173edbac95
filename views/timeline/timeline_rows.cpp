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

/// Segments that begin or end a loss, and the last one, of a flow or (nullopt) of every flow; a loss that only changes its
/// reason is passed over.
template <typename Visit>
void visitTurns(const engine::Timeline &timeline, std::optional<plan::FlowId> focus, Visit &&visit)
{
    for (const engine::FlowResult &flow : timeline.flows)
        for (std::size_t i = 1; i < flow.segments.size() && (!focus || flow.flow == *focus); ++i)
            if (flow.segments[i].state != flow.segments[i - 1].state || i + 1 == flow.segments.size())
                visit(flow.segments[i]);
}

using EventSet = std::unordered_set<engine::EventId>;

/// Every event on the way to a turn.
EventSet decisiveEvents(const engine::Timeline &timeline, std::optional<plan::FlowId> focus)
{
    EventSet found;
    visitTurns(timeline, focus, [&](const engine::FlowSegment &segment) {
        for (std::optional<engine::EventId> id = segment.cause; id && found.insert(*id).second;) {
            const engine::Event *event = eventOf(timeline, *id);
            id = event ? event->cause : std::nullopt;
        }
    });
    return found;
}

bool beginsWithOneOf(const engine::Lane &lane, const EventSet &events)
{
    return std::any_of(lane.bars.begin(), lane.bars.end(), [&](const engine::LaneBar &bar) { return bar.event && events.contains(*bar.event); });
}

/// The lane of something that was made to fail.
bool isInjected(const engine::Lane &lane, const engine::Timeline &timeline)
{
    return std::any_of(lane.bars.begin(), lane.bars.end(), [&](const engine::LaneBar &bar) {
        const engine::Event *event = bar.event ? eventOf(timeline, *bar.event) : nullptr;
        return event && !event->cause;
    });
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
        {Link, "link-grey", QT_TRANSLATE_NOOP("Timeline", "%2 loses a share of the frames")},
        {Link, "port-down", QT_TRANSLATE_NOOP("Timeline", "%1 shuts its port on %2 down")},
        {Link, "port-up", QT_TRANSLATE_NOOP("Timeline", "%1 opens its port on %2 again")},
        {Link, "attachment-down", QT_TRANSLATE_NOOP("Timeline", "The base station's circuit of %2 goes down")},
        {Link, "attachment-up", QT_TRANSLATE_NOOP("Timeline", "The base station's circuit of %2 is back")},
        {Link, "router-restart", QT_TRANSLATE_NOOP("Timeline", "%1 restarts and stops forwarding")},
        {Link, "control-plane-restart", QT_TRANSLATE_NOOP("Timeline", "%1 restarts its control plane, forwarding goes on")},
        {Link, "control-plane-back", QT_TRANSLATE_NOOP("Timeline", "The control plane of %1 is back")},
        {Link, "drain", QT_TRANSLATE_NOOP("Timeline", "%1 is drained for maintenance")},
        {Link, "drain-ends", QT_TRANSLATE_NOOP("Timeline", "%1 takes traffic again")},
        {Link, "link-down", QT_TRANSLATE_NOOP("Timeline", "%1 sees %2 down")},
        {Link, "link-up", QT_TRANSLATE_NOOP("Timeline", "%1 sees %2 up")},
        {Link, "flap-held", QT_TRANSLATE_NOOP("Timeline", "%1 holds %2 down because it flaps")},
        {Link, "flap-released", QT_TRANSLATE_NOOP("Timeline", "%1 lets %2 up again")},
        {Link, "router-off", QT_TRANSLATE_NOOP("Timeline", "%1 loses power")},
        {Link, "router-on", QT_TRANSLATE_NOOP("Timeline", "%1 has power again")},
        {Bfd, "session-down", QT_TRANSLATE_NOOP("Timeline", "BFD at %1: %2 down")},
        {Bfd, "session-up", QT_TRANSLATE_NOOP("Timeline", "BFD at %1: %2 up")},
        {Bfd, "false-alarm", QT_TRANSLATE_NOOP("Timeline", "BFD at %1: false alarm on %2")},
        {Isis, "adjacency-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses its IS-IS neighbour on %2")},
        {Isis, "adjacency-up", QT_TRANSLATE_NOOP("Timeline", "%1 has its IS-IS neighbour on %2 again")},
        {Isis, "lsp-originated", QT_TRANSLATE_NOOP("Timeline", "%1 announces the change in IS-IS %2")},
        {Isis, "lsp-received", QT_TRANSLATE_NOOP("Timeline", "%1 hears of the change in IS-IS %2")},
        {Isis, "spf-run", QT_TRANSLATE_NOOP("Timeline", "%1 computes its shortest paths in IS-IS %2")},
        {Isis, "equal-cost-switch", QT_TRANSLATE_NOOP("Timeline", "%1 goes on over links of equal cost to %2")},
        {Isis, "route-changed", QT_TRANSLATE_NOOP("Timeline", "%1 has new routes in IS-IS %2")},
        {Isis, "route-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses the IS-IS %2")},
        {Isis, "route-up", QT_TRANSLATE_NOOP("Timeline", "%1 gains the IS-IS %2")},
        {Ospf, "adjacency-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses its OSPF neighbour on %2")},
        {Ospf, "adjacency-up", QT_TRANSLATE_NOOP("Timeline", "%1 has its OSPF neighbour on %2 again")},
        {Ospf, "lsa-originated", QT_TRANSLATE_NOOP("Timeline", "%1 announces the change in OSPF %2")},
        {Ospf, "lsa-received", QT_TRANSLATE_NOOP("Timeline", "%1 hears of the change in OSPF %2")},
        {Ospf, "lsa-discarded", QT_TRANSLATE_NOOP("Timeline", "%1 drops an LSA in OSPF %2 that came too soon")},
        {Ospf, "spf-run", QT_TRANSLATE_NOOP("Timeline", "%1 computes its shortest paths in OSPF %2")},
        {Ospf, "equal-cost-switch", QT_TRANSLATE_NOOP("Timeline", "%1 goes on over links of equal cost to %2")},
        {Ospf, "route-changed", QT_TRANSLATE_NOOP("Timeline", "%1 has new routes in OSPF %2")},
        {Ospf, "route-down", QT_TRANSLATE_NOOP("Timeline", "%1 loses the OSPF %2")},
        {Ospf, "route-up", QT_TRANSLATE_NOOP("Timeline", "%1 gains the OSPF %2")},
        {Ldp, "session-down", QT_TRANSLATE_NOOP("Timeline", "LDP at %1: %2 down")},
        {Ldp, "session-up", QT_TRANSLATE_NOOP("Timeline", "LDP at %1: %2 up")},
        {Ldp, "status-sent", QT_TRANSLATE_NOOP("Timeline", "%1 signals the status of %2")},
        {Ldp, "status-received", QT_TRANSLATE_NOOP("Timeline", "%1 is told the status of %2")},
        {Ldp, "session-reset", QT_TRANSLATE_NOOP("Timeline", "An operator resets LDP %2 at %1")},
        {Ldp, "label-removed", QT_TRANSLATE_NOOP("Timeline", "%1 takes back the label of %2")},
        {Ldp, "label-offered", QT_TRANSLATE_NOOP("Timeline", "%1 offers a label for %2 again")},
        {Ldp, "mtu-changed", QT_TRANSLATE_NOOP("Timeline", "The MTU of %2 changes at %1")},
        {Ldp, "mtu-restored", QT_TRANSLATE_NOOP("Timeline", "The MTU of %2 is right again at %1")},
        {Bgp, "session-reset", QT_TRANSLATE_NOOP("Timeline", "An operator resets BGP %2 at %1")},
        {Bgp, "import-removed", QT_TRANSLATE_NOOP("Timeline", "%1 imports no route into %2 any more")},
        {Bgp, "import-restored", QT_TRANSLATE_NOOP("Timeline", "%1 imports routes into %2 again")},
        {Bgp, "prefix-withdrawn", QT_TRANSLATE_NOOP("Timeline", "%1 no longer announces %2")},
        {Bgp, "prefix-announced", QT_TRANSLATE_NOOP("Timeline", "%1 announces %2 again")},
        {Bgp, "session-down", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 down")},
        {Bgp, "session-up", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 up")},
        {Bgp, "next-hop-lost", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 out of reach")},
        {Bgp, "next-hop-found", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 in reach again")},
        {Bgp, "next-hop-changed", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: %2 reached another way")},
        {Bgp, "update-received", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: update over %2")},
        {Bgp, "path-chosen", QT_TRANSLATE_NOOP("Timeline", "BGP at %1 chooses its %2 anew")},
        {Bgp, "paths-removed", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: no path to %2")},
        {Bgp, "neighbour-restarts", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: paths of %2 kept during a restart")},
        {Bgp, "stale-removed", QT_TRANSLATE_NOOP("Timeline", "BGP at %1: stale paths of %2 removed")},
        {Bgp, "selection-deferred", QT_TRANSLATE_NOOP("Timeline", "BGP at %1 waits for its neighbours' paths")},
        {Bgp, "selection-begins", QT_TRANSLATE_NOOP("Timeline", "BGP at %1 chooses paths again")},
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
        {Redundancy, "manual-switch", QT_TRANSLATE_NOOP("Timeline", "An operator moves %2 to its secondary pseudowire")},
        {Redundancy, "manual-switch-ends", QT_TRANSLATE_NOOP("Timeline", "The operator's switch of %2 ends")},
        {Redundancy, "holdoff-over", QT_TRANSLATE_NOOP("Timeline", "%1 has waited for the pseudowire to come back")},
        {Redundancy, "wtr-started", QT_TRANSLATE_NOOP("Timeline", "%1 waits before it switches back")},
        {Redundancy, "wtr-cancelled", QT_TRANSLATE_NOOP("Timeline", "%1 stops waiting to switch back")},
        {Redundancy, "resume-started", QT_TRANSLATE_NOOP("Timeline", "%1 tells the secondary's far end of a fault")},
        {Redundancy, "resume-over", QT_TRANSLATE_NOOP("Timeline", "%1 tells the secondary's far end that the fault is over")},
        {Forwarding, "loss-begins", QT_TRANSLATE_NOOP("Timeline", "%2 is lost at %1")},
        {Forwarding, "loss-ends", QT_TRANSLATE_NOOP("Timeline", "%2 arrives again")},
        {Forwarding, "loss-share", QT_TRANSLATE_NOOP("Timeline", "A share of %2 is lost")},
        {Forwarding, "path-changed", QT_TRANSLATE_NOOP("Timeline", "%2 takes another path")},
    };
    const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                    [&event](const Words &words) { return words.layer == event.layer && words.what == event.what; });
    return found == std::end(kWords) ? nullptr : found->pattern;
}

/// The status of a pseudowire travels over LDP, but belongs behind the tracking that sets it.
bool isPwStatus(const engine::Lane &lane)
{
    return lane.layer == engine::Layer::Ldp && lane.subject.find("PW") != std::string::npos;
}

int rankOf(const engine::Lane &lane)
{
    if (lane.flow)
        return 100;
    return isPwStatus(lane) ? static_cast<int>(engine::Layer::Track) * 2 + 1 : static_cast<int>(lane.layer) * 2;
}

SimTime firstChangeOf(const engine::Lane &lane)
{
    return lane.bars.size() > 1 ? lane.bars[1].from : SimTime::max();
}

QString titleOf(const engine::Lane &lane, const engine::Timeline &timeline)
{
    if (lane.flow)
        for (const engine::FlowResult &flow : timeline.flows)
            if (flow.flow == *lane.flow)
                return directionText(flow.direction);
    return isPwStatus(lane) ? tr("PW status") : layerTitle(lane.layer);
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

/// Of lanes with the same title at the same router one tells the story, the last on the way: the adjacency behind the shortest
/// paths, the link behind what both its ends saw. Of the steps by which a pseudowire's status travels, the first does.
/// Flows beyond the worst few are left to "all lanes".
void thinOut(std::vector<TimelineRow> &rows, const engine::Timeline &timeline, std::optional<plan::FlowId> focus)
{
    constexpr std::size_t kMostFlows = 4;
    bool statusShown = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        TimelineRow &row = rows[i];
        if (!row.matters || row.lane.flow || isInjected(row.lane, timeline))
            continue;
        if (isPwStatus(row.lane) || row.lane.layer == engine::Layer::Pw) {
            row.matters = !statusShown;
            statusShown = true;
            continue;
        }
        if (row.lane.layer == engine::Layer::Redundancy)
            continue;
        row.matters = std::none_of(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, rows.end(), [&row](const TimelineRow &later) {
            return later.matters && !later.lane.flow && later.title == row.title && later.lane.device == row.lane.device;
        });
    }

    std::vector<std::pair<SimDuration, TimelineRow *>> flows;
    for (TimelineRow &row : rows)
        if (row.lane.flow && row.matters && row.lane.flow != focus)
            for (const engine::FlowResult &flow : timeline.flows)
                if (flow.flow == *row.lane.flow)
                    flows.emplace_back(flow.outage, &row);
    std::stable_sort(flows.begin(), flows.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    for (std::size_t i = kMostFlows - 1; i < flows.size(); ++i)
        flows[i].second->matters = false;
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
    case engine::Layer::Ospf: return tr("OSPF");
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
    return shownName(subject);
}

QString directionText(plan::Direction direction)
{
    return direction == plan::Direction::Upstream ? tr("Upstream") : tr("Downstream");
}

std::optional<plan::FlowId> worstFlow(const engine::Timeline &timeline)
{
    const auto worst = std::max_element(timeline.flows.begin(), timeline.flows.end(),
                                        [](const engine::FlowResult &a, const engine::FlowResult &b) { return a.outage < b.outage; });
    return worst == timeline.flows.end() ? std::nullopt : std::optional(worst->flow);
}

std::vector<TimelineRow> timelineRows(const plan::Plan &plan, const engine::Timeline &timeline, std::optional<plan::FlowId> focus)
{
    const EventSet decisive = decisiveEvents(timeline, focus);
    const plan::Flow *focused = focus ? plan.find(*focus) : nullptr;
    const plan::AccessService *service = focused ? plan.find(focused->service) : nullptr;
    std::vector<TimelineRow> rows;
    for (engine::Lane &lane : engine::lanesOf(plan, timeline)) {
        const bool loses = lane.flow && std::any_of(lane.bars.begin(), lane.bars.end(), [](const engine::LaneBar &bar) { return bar.health == engine::Health::Down; });
        const bool choice = lane.layer == engine::Layer::Redundancy && service && lane.device == service->csg && lane.subject == service->name;
        const bool matters = loses || choice || (lane.flow && lane.flow == focus) || beginsWithOneOf(lane, decisive) || isInjected(lane, timeline);
        QString title = titleOf(lane, timeline);
        QString where = whereOf(lane, plan);
        rows.push_back({std::move(lane), std::move(title), std::move(where), matters});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const TimelineRow &a, const TimelineRow &b) {
        const int rankA = rankOf(a.lane);
        const int rankB = rankOf(b.lane);
        if (rankA != rankB || a.lane.flow)
            return rankA < rankB;
        return firstChangeOf(a.lane) < firstChangeOf(b.lane);
    });
    if (decisive.empty()) {
        for (TimelineRow &row : rows)
            row.matters = true;
        return rows;
    }
    thinOut(rows, timeline, focus);
    return rows;
}

std::vector<SimTime> decisiveMoments(const engine::Timeline &timeline)
{
    std::vector<SimTime> moments;
    for (const engine::EventId id : decisiveEvents(timeline, worstFlow(timeline)))
        if (const engine::Event *event = eventOf(timeline, id))
            moments.push_back(event->time);
    visitTurns(timeline, std::nullopt, [&moments](const engine::FlowSegment &segment) { moments.push_back(segment.from); });
    if (moments.empty())
        return momentsOf(timeline);
    if (!timeline.events.empty())
        moments.push_back(timeline.events.front().time);
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

std::vector<CauseJoint> causeJoints(const std::vector<TimelineRow> &rows, const engine::Timeline &timeline, std::optional<plan::FlowId> focus)
{
    struct Place
    {
        std::size_t row;
        SimTime enter;
        SimTime leave;
    };
    std::unordered_map<engine::EventId, Place> places;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto &bars = rows[row].lane.bars;
        for (std::size_t i = 0; i < bars.size() && !rows[row].lane.flow; ++i)
            if (bars[i].event) {
                const bool worked = i > 0 && bars[i - 1].health == engine::Health::Working;
                places.try_emplace(*bars[i].event, Place{row, worked ? bars[i - 1].from : bars[i].from, bars[i].from});
            }
    }
    std::vector<CauseJoint> joints;
    visitTurns(timeline, focus, [&](const engine::FlowSegment &segment) {
        if (!segment.cause)
            return;
        const Place *before = nullptr;
        for (const engine::EventId id : engine::causeChain(timeline, *segment.cause)) {
            const auto place = places.find(id);
            if (place == places.end())
                continue;
            if (before && before->row != place->second.row) {
                const CauseJoint joint{before->row, place->second.row, before->leave, std::max(place->second.enter, before->leave)};
                if (std::find(joints.begin(), joints.end(), joint) == joints.end())
                    joints.push_back(joint);
            }
            before = &place->second;
        }
    });
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
