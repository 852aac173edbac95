// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/compare_report.h"
#include "model/report/findings_report.h"
#include "model/report/text_table.h"
#include "model/report/timeline_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sidestep;

class TestTimelineReport : public QObject
{
    Q_OBJECT

private slots:
    void jsonIsTheContractToTheByte();
    void jsonOfAnEmptyRunIsValid();
    void jsonEscapesWhateverStandsInNames();
    void textShowsEventsFromTheFirstFailure();
    void comparisonShowsBothRuns();
    void comparisonOfEqualRunsSaysSo();
    void findingsNameObjectsAndRepair();
    void noFindingsIsSaid();
    void tablesAlignCharactersNotBytes();
    void numbersAreGrouped();
    void spansAreShownToWhatCanBeRead();
};

namespace {

using plan::RouterId;

plan::Plan routers()
{
    plan::EditBuilder edit(plan::Plan(), "Routers");
    for (const char *name : {"CSG", "AGG1", "AGG2", "RSG1"}) // ids 1 to 4
        edit.add(plan::Router{RouterId(0),
                              name,
                              name[0] == 'C'       ? plan::Role::Csg
                                  : name[0] == 'A' ? plan::Role::Agg
                                                   : plan::Role::Rsg,
                              "",
                              plan::Release::V800R022C00,
                              {}});
    return plan::Plan().with(edit.take()).value();
}

engine::Event event(engine::EventId id, SimDuration at, RouterId device, engine::Layer layer, const char *what, const char *subject,
                    const char *detail, std::optional<engine::EventId> cause)
{
    return {id, SimTime(at), device, layer, what, subject, detail, engine::Health::Down, cause, {}, {}, {}, {}};
}

engine::FlowSegment delivered(SimDuration from, SimDuration to, std::vector<RouterId> path)
{
    engine::FlowSegment segment;
    segment.from = SimTime(from);
    segment.to = SimTime(to);
    segment.path = std::move(path);
    return segment;
}

engine::FlowSegment lost(SimDuration from, SimDuration to)
{
    engine::FlowSegment segment = delivered(from, to, {RouterId(1), RouterId(2)});
    segment.state = engine::FlowState::Lost;
    segment.at = RouterId(2);
    segment.why = "no VPN route";
    segment.silent = true;
    return segment;
}

/// A failure at 1 s that stops a flow of 10 000 packets/s for 166 ms: 1660 packets.
engine::Timeline run(bool tracking)
{
    engine::Timeline timeline;
    timeline.plan = "tiny";
    timeline.scenario = "AGG1 cut off";
    timeline.seed = 3;
    timeline.profile = "vrp8";
    timeline.tracking = tracking;
    timeline.settled = SimTime(1166ms);
    timeline.end = SimTime(2s);
    timeline.events = {event(1, 1s, RouterId(2), engine::Layer::Link, "link-down", "AGG1--RSG1", "injected", std::nullopt),
                       event(2, 1166ms, RouterId(1), engine::Layer::Redundancy, "switchover", "PW1", "to \"AGG2\"", 1)};
    engine::FlowResult flow;
    flow.flow = plan::FlowId(1);
    flow.name = "up";
    flow.rate = PacketRate{10'000};
    flow.outage = tracking ? SimDuration(166ms) : SimDuration(1s);
    flow.lostPackets = tracking ? 1660 : 10'000;
    flow.segments = {delivered(0s, 1s, {RouterId(1), RouterId(2), RouterId(4)})};
    if (tracking) {
        flow.segments.push_back(lost(1s, 1166ms));
        flow.segments.push_back(delivered(1166ms, 2s, {RouterId(1), RouterId(3), RouterId(4)}));
    } else {
        flow.segments.push_back(lost(1s, 2s));
    }
    timeline.flows = {flow};
    return timeline;
}

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

void TestTimelineReport::jsonIsTheContractToTheByte()
{
    const QByteArray expected
        = R"({"plan": "tiny", "scenario": "AGG1 cut off", "seed": 3, "tracking": true, "settled_ns": 1166000000,
 "events": [
  {"id":1,"t_ns":1000000000,"device":"AGG1","layer":"link","what":"link-down","subject":"AGG1--RSG1","detail":"injected","cause":null},
  {"id":2,"t_ns":1166000000,"device":"CSG","layer":"redundancy","what":"switchover","subject":"PW1","detail":"to \"AGG2\"","cause":1}],
 "flows": [
  {"name":"up","direction":"upstream","outage_ns":166000000,"lost_packets":1660,"segments":[)"
          R"({"from_ns":0,"to_ns":1000000000,"state":"delivered","path":["CSG","AGG1","RSG1"]},)"
          R"({"from_ns":1000000000,"to_ns":1166000000,"state":"lost","at":"AGG1","why":"no VPN route","silent":true,"path":["CSG","AGG1"]},)"
          R"({"from_ns":1166000000,"to_ns":2000000000,"state":"delivered","path":["CSG","AGG2","RSG1"]}]}]}
)";
    QCOMPARE(bytes(report::timelineJson(routers(), run(true))), expected);
    QVERIFY(!QJsonDocument::fromJson(expected).isNull());
}

void TestTimelineReport::jsonOfAnEmptyRunIsValid()
{
    engine::Timeline timeline;
    const QJsonObject json = QJsonDocument::fromJson(bytes(report::timelineJson(plan::Plan(), timeline))).object();
    QCOMPARE(json[QStringLiteral("events")], QJsonValue(QJsonArray()));
    QCOMPARE(json[QStringLiteral("flows")], QJsonValue(QJsonArray()));
    QVERIFY(bytes(report::timelineText(plan::Plan(), timeline)).contains("Nothing fails"));
}

void TestTimelineReport::jsonEscapesWhateverStandsInNames()
{
    engine::Timeline timeline = run(true);
    timeline.scenario = "a \"b\" \\ \n \xFF";
    const QJsonObject json = QJsonDocument::fromJson(bytes(report::timelineJson(routers(), timeline))).object();
    QCOMPARE(json[QStringLiteral("scenario")].toString(), QStringLiteral("a \"b\" \\ \n \uFFFD"));
}

void TestTimelineReport::textShowsEventsFromTheFirstFailure()
{
    const QByteArray text = bytes(report::timelineText(routers(), run(true)));
    QVERIFY2(text.startsWith(
                 "tiny · AGG1 cut off · route tracking on · profile vrp8 · seed 3\nFirst failure at 1 s; last event 166 ms later; the run ends at 2 s.\n"),
             text.constData());
    QVERIFY2(text.contains("       ms  device  layer       what        subject     detail\n"
                           "    0.000  AGG1    link        link-down   AGG1--RSG1  injected\n"
                           "  166.000  CSG     redundancy  switchover  PW1         to \"AGG2\"\n"),
             text.constData());
    QVERIFY2(text.contains("  flow  outage   lost  at the end\n"
                           "  up    166 ms  1 660  CSG → AGG2 → RSG1\n"),
             text.constData());
    QVERIFY2(bytes(report::timelineText(routers(), run(false))).contains("lost at AGG1: no VPN route (silent)"), text.constData());
}

void TestTimelineReport::comparisonShowsBothRuns()
{
    const QByteArray text = bytes(report::compareText(routers(), run(true), run(false)));
    QVERIFY2(text.contains("  flow  tracking  outage    lost  at the end\n"
                           "  up    on        166 ms   1 660  CSG → AGG2 → RSG1\n"
                           "        off        > 1 s  10 000  still lost at AGG1: no VPN route, silently\n"),
             text.constData());
    QVERIFY2(text.contains("Flows still lost at the end: 0 of 1 with route tracking, 1 without. Packets lost: 1 660 with, 10 000 without."),
             text.constData());

    const QJsonObject json = QJsonDocument::fromJson(bytes(report::compareJson(routers(), run(true), run(false)))).object();
    const QJsonValue flow = json[QStringLiteral("flows")].toArray().at(0);
    QCOMPARE(flow[QStringLiteral("with_tracking")][QStringLiteral("lost_packets")].toInt(), 1660);
    QCOMPARE(flow[QStringLiteral("with_tracking")][QStringLiteral("end_state")].toString(), QStringLiteral("delivered"));
    QCOMPARE(flow[QStringLiteral("without_tracking")][QStringLiteral("end_state")].toString(), QStringLiteral("lost"));
    QCOMPARE(flow[QStringLiteral("without_tracking")][QStringLiteral("at")].toString(), QStringLiteral("AGG1"));
}

void TestTimelineReport::comparisonOfEqualRunsSaysSo()
{
    QVERIFY(bytes(report::compareText(routers(), run(false), run(false))).contains("Route tracking makes no difference to this failure."));
    engine::Timeline quiet = run(true);
    quiet.flows[0].lostPackets = 0;
    quiet.flows[0].outage = {};
    quiet.flows[0].segments = {delivered(0s, 2s, {RouterId(1), RouterId(2)})};
    QVERIFY(bytes(report::compareText(routers(), quiet, quiet)).contains("The failure touches no flow"));
}

void TestTimelineReport::findingsNameObjectsAndRepair()
{
    const check::Finding finding{"tracking-missing",
                                 check::Severity::Warning,
                                 "AGG1 can be cut off and nobody would know.",
                                 {RouterId(2), RouterId(3)},
                                 plan::PlanEdit{"Track the probe on AGG1", {}}};
    const QByteArray text = bytes(report::findingsText(routers(), {finding}));
    QVERIFY2(text.startsWith("warning [tracking-missing] AGG1 can be cut off and nobody would know.\n    at: AGG1, AGG2\n    repair: Track "
                             "the probe on AGG1\n"),
             text.constData());
    QVERIFY2(text.endsWith("untitled: 0 errors, 1 warning, 0 pieces of advice.\n"), text.constData());
    const QJsonObject json = QJsonDocument::fromJson(bytes(report::findingsJson(routers(), {finding}))).object();
    QCOMPARE(json[QStringLiteral("warnings")].toInt(), 1);
    const QJsonObject first = json[QStringLiteral("findings")].toArray().at(0).toObject();
    QCOMPARE(first[QStringLiteral("severity")].toString(), QStringLiteral("warning"));
    QCOMPARE(first[QStringLiteral("objects")].toArray().at(1)[QStringLiteral("name")].toString(), QStringLiteral("AGG2"));
    QCOMPARE(first[QStringLiteral("objects")].toArray().at(1)[QStringLiteral("kind")].toString(), QStringLiteral("router"));
}

void TestTimelineReport::noFindingsIsSaid()
{
    QCOMPARE(bytes(report::findingsText(plan::Plan(), {})), QByteArray("untitled: no findings.\n"));
}

void TestTimelineReport::tablesAlignCharactersNotBytes()
{
    report::TextTable table;
    table.column("a");
    table.column("n", report::TextTable::Align::Right);
    table.row({"Zürich", "7"});
    table.row({"Bern", "10"});
    QCOMPARE(bytes(table.text(1)), QByteArray(" a        n\n Zürich   7\n Bern    10\n"));
}

void TestTimelineReport::numbersAreGrouped()
{
    QCOMPARE(report::grouped(0), std::string("0"));
    QCOMPARE(report::grouped(999), std::string("999"));
    QCOMPARE(report::grouped(1000), std::string("1 000"));
    QCOMPARE(report::grouped(1234567), std::string("1 234 567"));
    QCOMPARE(report::grouped(-1234), std::string("-1 234"));
}

void TestTimelineReport::spansAreShownToWhatCanBeRead()
{
    QCOMPARE(report::shown(0ns), std::string("0 ms"));
    QCOMPARE(report::shown(299'351'587ns), std::string("299.352 ms"));
    QCOMPARE(report::shown(1'299'351'587ns), std::string("1.299 s"));
}

QTEST_GUILESS_MAIN(TestTimelineReport)
#include "tst_timeline_report.moc"
