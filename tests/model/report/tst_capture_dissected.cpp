// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"
#include "model/plan/templates.h"

#include "tests/model/engine/random_network.h"
#include "tests/model/report/recorded_run.h"

#include <QProcess>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

using namespace sidestep;
using engine::Event;
using engine::Layer;
using test::RecordedRun;

namespace {

/// Times as tshark prints them: seconds with nine decimals.
std::string stampOf(SimTime time)
{
    const auto nanoseconds = time.time_since_epoch().count();
    return fmt::format("{}.{:09}", nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000);
}

template <typename... Parts>
QByteArray line(fmt::format_string<Parts...> form, Parts &&...parts)
{
    return QByteArray::fromStdString(fmt::format(form, std::forward<Parts>(parts)...));
}

/// A router's loopback as text.
std::string addressOf(const plan::Plan &plan, plan::RouterId router)
{
    return plan.find(router)->loopback->toString();
}
std::string addressOf(const plan::Plan &plan, const char *router)
{
    return addressOf(plan, plan::routerNamed(plan, router)->id);
}

} // namespace

/// What tshark, which knows nothing of Sidestep, reads in captures.
class TestCaptureDissected : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void captureIsSound_data();
    void captureIsSound();
    void randomCapturesAreSound();
    void statusesAreThoseOfTheTimeline();
    void withdrawalsNameTheVpnRoute();
    void bfdSaysWhyItIsDown();
    void linkStatePacketsCountOn();
    void ospfPacketsAreThoseOfTheTimeline();
    void labelIsTakenBackAndReleased();
    void notificationsSayWhy_data();
    void notificationsSayWhy();
    void fieldsAreThoseOfFrrouting_data();
    void fieldsAreThoseOfFrrouting();
    void controlPlaneIndependenceIsTheParameter();
    void pseudowireBfdIsInItsChannel();
    void bfdOfATunnelGoesThereByLabelAndBackByIp();
    void onlyAnAnswerToAPollIsFinal();

private:
    QByteArrayList tshark(const std::string &capture, const QByteArrayList &arguments);
    /// Rows of the packets that pass the filter, one a packet, its fields joined by '|'; several of one field by ','.
    QByteArrayList rows(const std::string &capture, const QByteArray &filter, const QByteArrayList &fields);
    QByteArrayList anomalies(const std::string &capture, const QByteArray &alsoFine = {});

    QString m_tshark;
    QTemporaryDir m_folder;
};

void TestCaptureDissected::initTestCase()
{
    m_tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    if (m_tshark.isEmpty())
        QSKIP("tshark is not installed; packaging/setup installs it");
}

QByteArrayList TestCaptureDissected::tshark(const std::string &capture, const QByteArrayList &arguments)
{
    QFile file(m_folder.filePath(QStringLiteral("run.pcapng")));
    if (!file.open(QIODevice::WriteOnly) || file.write(capture.data(), static_cast<qint64>(capture.size())) < 0)
        qFatal("the capture cannot be written");
    file.close();
    QProcess process;
    QStringList words{QStringLiteral("-n"), QStringLiteral("-r"), file.fileName()};
    for (const QByteArray &argument : arguments)
        words << QString::fromUtf8(argument);
    process.start(m_tshark, words);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("tshark: %s", process.readAllStandardError().constData());
    QByteArrayList lines = process.readAllStandardOutput().split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

QByteArrayList TestCaptureDissected::rows(const std::string &capture, const QByteArray &filter, const QByteArrayList &fields)
{
    QByteArrayList arguments{"-Y", filter, "-T", "fields", "-E", "separator=|"};
    for (const QByteArray &field : fields)
        arguments << "-e" << field;
    return tshark(capture, arguments);
}

QByteArrayList TestCaptureDissected::anomalies(const std::string &capture, const QByteArray &alsoFine)
{
    // tshark calls every analysis flag an anomaly; what the failure causes is not one.
    QByteArray filter = "_ws.malformed || _ws.expert.severity == error || (tcp.analysis.flags && !tcp.analysis.push_bytes_sent";
    if (!alsoFine.isEmpty())
        filter += " && !(" + alsoFine + ")";
    return rows(capture, filter + ")", {"frame.number", "_ws.col.Info"});
}

// Soundness

void TestCaptureDissected::captureIsSound_data()
{
    QTest::addColumn<QByteArrayList>("failures");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QByteArray>("caused");  ///< anomalies that the failure causes
    QTest::addColumn<QByteArray>("settings");
    const QByteArray none;
    const QByteArray losses = "tcp.analysis.retransmission || tcp.analysis.duplicate_ack";
    const auto row = [](const char *name, const QByteArrayList &failures, int seconds, const QByteArray &caused, const QByteArray &settings = {}) {
        QTest::newRow(name) << failures << seconds << caused << settings;
    };
    row("reference failover", {"AGG1--RSG1@1s", "AGG1--AGG2@1s"}, 60, none);
    row("reference failover and repair", {"AGG1--RSG1@1s", "AGG1--AGG2@1s", "restore AGG1--RSG1@20s", "restore AGG1--AGG2@20s"}, 120, none);
    row("no status TLV", {"AGG1--RSG1@1s", "AGG1--AGG2@1s", "restore AGG1--RSG1@20s", "restore AGG1--AGG2@20s"}, 120, none, "pw.status-tlv=no");
    row("silent cut", {"AGG1--RSG1@1s,silent", "AGG1--AGG2@1s,silent", "restore AGG1--RSG1@30s", "restore AGG1--AGG2@30s"}, 120, none);
    row("silent access link", {"CSG--AGG1@1s,silent", "restore CSG--AGG1@100s"}, 200, none);
    row("one way", {"AGG1--RSG1@1s,one-way:AGG1>RSG1", "restore AGG1--RSG1@50s"}, 120, none);
    row("router power", {"AGG1@1s", "restore AGG1@30s"}, 200, none);
    row("router power, long", {"AGG1@1s", "restore AGG1@300s"}, 500, none);
    row("restart", {"AGG1@1s,restart"}, 300, none);
    row("graceful restart", {"AGG1@1s,graceful-restart"}, 300, none);
    row("drain", {"AGG1@1s,drain", "restore AGG1@20s"}, 120, none);
    row("BGP reset", {"bgp:AGG1--RSG1@1s"}, 100, none);
    row("BGP false alarm", {"bgp:AGG1--RSG1@1s,bfd-down"}, 100, none);
    row("label withdraw", {"pw1:Site 1@1s", "restore pw1:Site 1@20s"}, 100, none);
    row("MTU mismatch", {"pw1:Site 1@1s,mtu-mismatch", "restore pw1:Site 1@20s"}, 100, none);
    row("LDP reset", {"pw1:Site 1@1s,reset"}, 100, none);
    row("pseudowire false alarm", {"pw1:Site 1@1s,bfd-down"}, 100, none);
    row("manual switch", {"service:Site 1@1s", "restore service:Site 1@10s"}, 100, none);
    row("attachment circuit", {"ac:Site 1@1s", "restore ac:Site 1@10s"}, 100, none);
    row("no import", {"vpn:AGG1:RAN@1s", "restore vpn:AGG1:RAN@10s"}, 100, none);
    row("prefix withdrawn", {"prefix:2001:db8:ffff::21/128@1s", "restore prefix:2001:db8:ffff::21/128@10s"}, 100, none);
    row("flap", {"AGG1--RSG1@1s,flap:2sx5"}, 100, none);
    row("grey", {"AGG1--RSG1@1s,grey:60"}, 100, losses);
}

void TestCaptureDissected::captureIsSound()
{
    QFETCH(QByteArrayList, failures);
    QFETCH(int, seconds);
    QFETCH(QByteArray, caused);
    QFETCH(QByteArray, settings);
    std::vector<std::string> texts;
    for (const QByteArray &failure : failures)
        texts.push_back(failure.toStdString());
    const RecordedRun whole = test::record(texts, std::chrono::seconds(seconds), settings.isEmpty() ? std::vector<std::string>() : std::vector{settings.toStdString()});
    QCOMPARE(anomalies(whole.capture(), caused), QByteArrayList());
    const RecordedRun run = test::record(texts, std::min<SimDuration>(std::chrono::seconds(seconds), 25s));
    QCOMPARE(anomalies(run.capture(report::CapturedPackets::All), caused), QByteArrayList());
}

void TestCaptureDissected::randomCapturesAreSound()
{
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    if (!qEnvironmentVariableIsSet("RC_PARAMS")) {
        params.maxSuccess = 100;
        params.seed = 21;
    }
    const auto property = [this] {
        const test::Drawn drawn = test::draw(test::randomSketch());
        const RecordedRun run = test::record(drawn.plan, drawn.scenario);
        const QByteArrayList found = anomalies(run.capture(), "tcp.analysis.retransmission || tcp.analysis.duplicate_ack");
        if (!found.isEmpty())
            RC_FAIL(found.join('\n').toStdString());
    };
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = "random captures are sound";
    const auto result = rc::detail::checkTestable(property, metadata, params);
    if (!result.template is<rc::detail::SuccessResult>()) {
        std::ostringstream text;
        rc::detail::printResultMessage(result, text);
        QFAIL(text.str().c_str());
    }
}

// What the timeline says

void TestCaptureDissected::statusesAreThoseOfTheTimeline()
{
    const RecordedRun run = test::record({"AGG1--RSG1@1s", "AGG1--AGG2@1s", "restore AGG1--RSG1@20s", "restore AGG1--AGG2@20s"}, 120s);
    QByteArrayList expected;
    for (const Event &event : run.timeline.events) {
        if (event.layer != Layer::Ldp || event.what != "status-sent")
            continue;
        const plan::AccessService &service = *run.plan.find(*event.service);
        const plan::PseudowireEnd &end = *event.pw == plan::PwRole::Primary ? service.primary : *service.secondary;
        // "0x01, not forwarding, to CSG"
        const int bits = QByteArray::fromStdString(event.detail.substr(0, event.detail.find(','))).toInt(nullptr, 16);
        expected << line("{}|{}|0x{:08x}|{}", stampOf(event.time), addressOf(run.plan, event.device), bits, *end.vcId);
    }
    QVERIFY(expected.size() >= 6); // not forwarding, the switch to both, forwarding, and back again
    std::sort(expected.begin(), expected.end());
    QByteArrayList found = rows(run.capture(), "ldp.msg.tlv.pwstatus.code", {"frame.time_epoch", "ip.src", "ldp.msg.tlv.pwstatus.code", "ldp.msg.tlv.fec.pw.pwid"});
    std::sort(found.begin(), found.end());
    QCOMPARE(found, expected);
}

void TestCaptureDissected::withdrawalsNameTheVpnRoute()
{
    // RSG1 stops announcing its probe, 2001:db8:ffff::21/128, under its own distinguisher.
    const RecordedRun run = test::record({"prefix:2001:db8:ffff::21/128@1s"}, 10s);
    const plan::Router &rsg1 = *plan::routerNamed(run.plan, "RSG1");
    const auto member = std::find_if(run.plan.vpnMembers().begin(), run.plan.vpnMembers().end(), [&](const plan::VpnMember &each) { return each.router == rsg1.id; });
    const std::string wanted = fmt::format("RD={}, IPv6=2001:db8:ffff::21/128", member->distinguisher->toString());
    int seen = 0;
    for (const QByteArray &text : tshark(run.capture(), {"-Y", "bgp.update.path_attribute.mp_unreach_nlri", "-O", "bgp"})) {
        if (text.contains("RD=") && text.contains("withdrawn")) {
            seen += text.contains(QByteArray::fromStdString(wanted)) ? 1 : 0;
            QVERIFY2(text.contains(QByteArray::fromStdString(wanted)) || !text.contains("2001:db8:ffff::21"), text.constData());
        }
    }
    QVERIFY(seen >= 2); // to both its neighbours, and on from there
    // The first is sent when RSG1's own route is gone and BGP has gathered changes: the batch of the profile after the mistake.
    const QByteArrayList times = rows(run.capture(), line("bgp.update.path_attribute.mp_unreach_nlri && ip.src == {}", addressOf(run.plan, rsg1.id)), {"frame.time_epoch"});
    const Event &mistake = run.timeline.events.front();
    QCOMPARE(QByteArray::fromStdString(mistake.what), "prefix-withdrawn");
    QCOMPARE(times.front(), line("{}", stampOf(mistake.time + engine::profileNamed("vrp8")->routeBatch)));
}

void TestCaptureDissected::bfdSaysWhyItIsDown()
{
    const RecordedRun run = test::record({"AGG1--RSG1@1s,one-way:AGG1>RSG1"}, 10s);
    QByteArrayList expected;
    for (const Event &event : run.timeline.events) {
        if (event.layer != Layer::Bfd || event.what != "session-down" || !event.link)
            continue;
        const int diagnostic = event.detail.starts_with("nothing received") ? 1 : 3;
        expected << line("{}|0x{:02x}", stampOf(event.time), diagnostic);
    }
    QCOMPARE(expected.size(), 2); // RSG1 hears nothing; AGG1 is told
    QCOMPARE(rows(run.capture(), "udp.dstport == 3784 && bfd.sta == 1", {"frame.time_epoch", "bfd.diag"}), expected);
}

/// OSPF on the reference network: a core link goes and comes back.
void TestCaptureDissected::ospfPacketsAreThoseOfTheTimeline()
{
    const plan::Plan base = plan::referencePlan();
    plan::Settings settings = base.settings();
    settings.igp = plan::Igp::Ospf;
    plan::EditBuilder edit(base, "OSPF");
    edit.set(std::move(settings));
    const plan::Plan plan = *base.with(edit.take());
    const plan::LinkId link = *plan::linkNamed(plan, "AGG1--RSG1");
    const plan::Scenario scenario{plan::ScenarioId(1), "test", {{link, plan::FailureMode::Cut, 1s}, {link, plan::FailureMode::Restore, 20s}}, 60s, 1};
    const RecordedRun run = test::record(plan, scenario);
    const std::string capture = run.capture();
    QCOMPARE(anomalies(capture), QByteArrayList());
    QCOMPARE(anomalies(run.capture(report::CapturedPackets::All)), QByteArrayList());
    QVERIFY(rows(capture, "isis", {"frame.number"}).isEmpty());

    // The first copy of each router-LSA leaves as the event says; sequence numbers begin with 0x80000001 (RFC 2328 section 12.1.6).
    std::map<std::string, std::uint32_t> sequence;
    QByteArrayList expected;
    for (const Event &event : run.timeline.events) {
        if (event.what == "lsa-originated")
            expected << line("{} {} {}", addressOf(plan, event.device), ++sequence[addressOf(plan, event.device)] + 0x80000001, stampOf(event.time));
    }
    QVERIFY(!expected.isEmpty());
    QByteArrayList found;
    QSet<QByteArray> known;
    for (const QByteArray &row : rows(capture, "ospf.msg == 4", {"ospf.advrouter", "ospf.lsa.seqnum", "frame.time_epoch", "ip.dst", "ip.ttl"})) {
        const QByteArrayList fields = row.split('|');
        QCOMPARE(fields[3] + ' ' + fields[4], QByteArray("224.0.0.5 1"));
        const QByteArray lsa = fields[0] + ' ' + QByteArray::number(fields[1].toUInt(nullptr, 0));
        if (!known.contains(lsa))
            found << lsa + ' ' + fields[2];
        known.insert(lsa);
    }
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    QCOMPARE(found, expected);
    QVERIFY(!rows(capture, "ospf.msg == 5", {"frame.number"}).isEmpty());

    // The exchange on the link that is back: a first packet from each, the slave's headers, the master's, the slave's confirmation.
    const QByteArrayList descriptions = rows(capture, "ospf.msg == 2", {"ospf.srcrouter", "ospf.dbd", "ospf.db.dd_sequence"});
    QCOMPARE(descriptions.size(), qsizetype{5});
    QCOMPARE(std::count_if(descriptions.begin(), descriptions.end(), [](const QByteArray &row) { return row.contains("|0x07|"); }), std::ptrdiff_t{2});
    const QByteArray slave = QByteArray::fromStdString(addressOf(plan, "AGG1")); // the lower router id
    const QByteArray master = QByteArray::fromStdString(addressOf(plan, "RSG1"));
    QVERIFY(descriptions[2].startsWith(slave + "|0x00|"));
    QVERIFY(descriptions[3].startsWith(master + "|0x01|"));
    QVERIFY(descriptions[4].startsWith(slave + "|0x00|"));
    const QByteArrayList hellos = rows(capture, "ospf.msg == 1", {"ospf.hello.hello_interval", "ospf.hello.router_dead_interval", "ospf.hello.network_mask"});
    QVERIFY(!hellos.isEmpty());
    QCOMPARE(hellos.first(), QByteArray("10|40|255.255.255.252"));
}

void TestCaptureDissected::linkStatePacketsCountOn()
{
    const RecordedRun run = test::record({"AGG1--RSG1@1s", "restore AGG1--RSG1@20s"}, 60s);
    // (origin, sequence number) of a first LSP, at the time of its event; every flooded copy is later.
    std::map<std::string, std::uint32_t> sequence;
    QByteArrayList expected;
    for (const Event &event : run.timeline.events) {
        if (event.what != "lsp-originated")
            continue;
        const plan::Router &router = *run.plan.find(event.device);
        expected << line("{} {} {}", router.name, ++sequence[router.name] + 1, stampOf(event.time));
    }
    QVERIFY(!expected.isEmpty());
    QByteArrayList found;
    QSet<QByteArray> known;
    for (const QByteArray &row : rows(run.capture(), "isis.lsp.lsp_id", {"isis.lsp.hostname", "isis.lsp.sequence_number", "frame.time_epoch", "isis.lsp.checksum.status"})) {
        const QByteArrayList fields = row.split('|');
        QCOMPARE(fields[3], "1"); // good
        const QByteArray lsp = fields[0] + ' ' + QByteArray::number(fields[1].toUInt(nullptr, 16));
        if (!known.contains(lsp) && fields[1].toUInt(nullptr, 16) > 1)
            found << lsp + ' ' + fields[2];
        known.insert(lsp);
    }
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    QCOMPARE(found, expected);
    // Each is acknowledged: a PSNP or CSNP names it.
    QVERIFY(!rows(run.capture(), "isis.psnp.pdu_length", {"frame.number"}).isEmpty());
    QVERIFY(!rows(run.capture(), "isis.csnp.pdu_length", {"frame.number"}).isEmpty());
}

void TestCaptureDissected::labelIsTakenBackAndReleased()
{
    const RecordedRun run = test::record({"pw1:Site 1@1s", "restore pw1:Site 1@20s"}, 100s);
    const QByteArray agg = line("{}", addressOf(run.plan, "AGG1"));
    const QByteArray csg = line("{}", addressOf(run.plan, "CSG"));
    const QByteArrayList found = rows(run.capture(), "ldp.msg.type >= 0x400", {"ip.src", "ldp.msg.type"});
    QCOMPARE(found, QByteArrayList({agg + "|0x0402", csg + "|0x0403", agg + "|0x0400"}));
    // A changed MTU cannot be told but by a new mapping.
    const RecordedRun mtu = test::record({"pw1:Site 1@1s,mtu-mismatch"}, 10s);
    QCOMPARE(rows(mtu.capture(), "ldp.msg.type >= 0x400", {"ip.src", "ldp.msg.type", "ldp.msg.tlv.fec.vc.intparam.mtu"}),
             QByteArrayList({agg + "|0x0402,0x0400|1496", csg + "|0x0403|"}));
}

void TestCaptureDissected::notificationsSayWhy_data()
{
    QTest::addColumn<QByteArray>("failure");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("first");
    const auto row = [](const char *name, const QByteArray &failure, int seconds, const QByteArray &field, const QByteArray &first) {
        QTest::newRow(name) << failure << seconds << field << first;
    };
    // RFC 4271 section 4.5, RFC 4486 section 3 (4: Administrative Reset), RFC 9384 (10: BFD Down); RFC 5036 section 3.9.
    row("reset", "bgp:AGG1--RSG1@1s", 10, "bgp.notify.minor_error_cease", "4");
    row("BFD", "bgp:AGG1--RSG1@1s,bfd-down", 10, "bgp.notify.minor_error_cease", "10");
    row("LDP reset", "pw1:Site 1@1s,reset", 10, "ldp.msg.tlv.status.data", "0x0000000a");
    row("LDP hold time", "AGG1--RSG1@1s,one-way:AGG1>RSG1", 30, "ldp.msg.tlv.status.data", "0x00000009");
}

void TestCaptureDissected::notificationsSayWhy()
{
    QFETCH(QByteArray, failure);
    QFETCH(int, seconds);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, first);
    const RecordedRun run = test::record({failure.toStdString()}, std::chrono::seconds(seconds));
    const QByteArrayList found = rows(run.capture(), field.startsWith("bgp") ? QByteArray("bgp.type == 3") : QByteArray("ldp.msg.tlv.status.data && !ldp.msg.tlv.pwstatus.code"), {field, "tcp.flags.fin"});
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.front(), first + "|1"); // and closes
}

// What real daemons send

void TestCaptureDissected::fieldsAreThoseOfFrrouting_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArrayList>("fields");
    QTest::addColumn<QByteArrayList>("first"); ///< of the packets that pass, as FRRouting 8.4.4 sent them, but for what differs by design
    const auto row = [](const char *name, const char *filter, const QByteArrayList &fields, const QByteArrayList &first) {
        QTest::newRow(name) << QByteArray(filter) << fields << first;
    };
    // plain-agg1-rsg1.pcap, frames 37, 40 to 44: Down, Init, Up and Poll, Up and Poll, two times Final. VRP's BFD does not depend
    // on the control plane, so the C bit (0x08) is set as well.
    row("BFD comes up", "udp.dstport == 3784 && frame.time_epoch > 20", {"bfd.sta", "bfd.flags", "bfd.diag"},
        {"0x01|0x48|0x00", "0x02|0x88|0x00", "0x03|0xe8|0x00", "0x03|0xe8|0x00", "0x03|0xd8|0x00", "0x03|0xd8|0x00"});
    // Frames 19 and 20: circuit type level 2, three-way Down without neighbour, then Initializing with it; NLPID IPv4.
    row("IS-IS hello", "isis.hello.circuit_type && frame.time_epoch > 20",
        {"eth.dst", "llc.dsap", "isis.type", "isis.hello.circuit_type", "isis.hello.clv_nlpid.nlpid", "isis.hello.adjacency_state"},
        {"09:00:2b:00:00:05|0xfe|17|0x02|0xcc|2", "09:00:2b:00:00:05|0xfe|17|0x02|0xcc|2", "09:00:2b:00:00:05|0xfe|17|0x02|0xcc|1"});
    // plain-agg1-csg.pcap, frame 26: link hello to all routers, TTL 1, ports 646.
    row("LDP link hello", "ldp.msg.tlv.hello.targeted == 0 && frame.time_epoch > 20",
        {"eth.dst", "ip.dst", "ip.ttl", "udp.srcport", "udp.dstport", "ldp.msg.type", "ldp.msg.tlv.type"}, {"01:00:5e:00:00:02|224.0.0.2|1|646|646|0x0100|0x0400,0x0401"});
    // Frames 66 and 68: the end with the higher address opens, to port 646; Initialization, answered with KeepAlive.
    row("LDP initialization", "ldp.msg.type == 0x200", {"tcp.dstport", "ip.src", "ldp.msg.type", "ldp.msg.tlv.sess.ver"}, {"646|10.255.0.21|0x0200|1"});
    // Frame 72: addresses first, then mappings: prefixes (FEC element 2) of 32 bits.
    row("LDP prefix mapping", "ldp.msg.tlv.fec.type == 2", {"ip.src", "ldp.msg.tlv.fec.len"}, {"10.255.0.21|32,32,32,32", "10.255.0.11|32,32,32,32,32"});
    // Frames 55 and 57: version 4, AFI 2 and SAFI 128.
    row("BGP OPEN", "bgp.type == 1 && frame.time_epoch > 1", {"bgp.open.version", "bgp.cap.mp.afi", "bgp.cap.mp.safi", "bgp.cap.type"}, {"4|2|128|1,2,64,65"});
    // Frame 87: MP_REACH, ORIGIN, AS_PATH, MULTI_EXIT_DISC, LOCAL_PREF, EXTENDED_COMMUNITIES, in this order; next hop under RD 0:0.
    row("BGP UPDATE", "bgp.update.path_attribute.type_code == 14 && ip.src == 10.255.0.11 && frame.time_epoch > 5 && !bgp.update.path_attribute.originator_id",
        {"bgp.update.path_attribute.type_code", "bgp.update.path_attribute.mp_reach_nlri.next_hop.rd", "bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6",
         "bgp.update.path_attribute.local_pref"},
        {"14,1,2,4,5,16|0:0|::ffff:10.255.0.11|100"});
}

void TestCaptureDissected::fieldsAreThoseOfFrrouting()
{
    QFETCH(QByteArray, filter);
    QFETCH(QByteArrayList, fields);
    QFETCH(QByteArrayList, first);
    const bool bgp = filter.startsWith("bgp");
    const std::string capture = test::record(bgp ? std::vector<std::string>{"bgp:AGG1--RSG1@1s"} : std::vector<std::string>{"AGG1--RSG1@1s", "restore AGG1--RSG1@20s"}, 100s).capture();
    QByteArrayList found = rows(capture, filter, fields);
    QVERIFY2(found.size() >= first.size(), found.join('\n').constData());
    for (qsizetype i = 0; i < first.size(); ++i) {
        QCOMPARE(found[i], first[i]);
    }
}

void TestCaptureDissected::controlPlaneIndependenceIsTheParameter()
{
    for (const bool independent : {true, false}) {
        const RecordedRun run = test::record({"AGG1--RSG1@1s,silent"}, 5s, {independent ? "bfd.control-plane-independent=yes" : "bfd.control-plane-independent=no"});
        const QByteArrayList flags = rows(run.capture(), "udp.dstport == 3784", {"bfd.flags.c"});
        QVERIFY(!flags.isEmpty());
        QCOMPARE(flags.count(independent ? "1" : "0"), flags.size());
    }
}

void TestCaptureDissected::pseudowireBfdIsInItsChannel()
{
    const RecordedRun run = test::record({"pw1:Site 1@1s,bfd-down"}, 10s);
    const QByteArrayList found = rows(run.capture(), "pwach", {"mpls.bottom", "pwach.channel_type", "bfd.sta", "bfd.diag"});
    QVERIFY(found.size() >= 2);
    QCOMPARE(found[0], "1|0x0007|0x01|0x01"); // RFC 5885: Down, detection time expired
    QCOMPARE(found[1], "1|0x0007|0x01|0x03"); // the other end follows
}

void TestCaptureDissected::bfdOfATunnelGoesThereByLabelAndBackByIp()
{
    // The tunnels between AGG1 and RSG2, which are two links apart.
    const plan::Plan reference = plan::referencePlan();
    plan::EditBuilder edit(reference, "tunnels");
    plan::BgpSession row = *reference.sessions().begin();
    row.a = plan::routerNamed(reference, "AGG1")->id;
    row.b = plan::routerNamed(reference, "RSG2")->id;
    row.tunnelBfd = row.bfd;
    row.bfd = std::nullopt;
    row.aReflects = row.bReflects = false;
    edit.add(row);
    const plan::Plan plan = *reference.with(edit.take());
    const plan::Scenario scenario{plan::ScenarioId(1), "cut", {{plan::routerNamed(plan, "RSG2")->id, plan::FailureMode::Power, 1s}}, 3s, 1};
    const RecordedRun run = test::record(plan, scenario);
    // RFC 5884 section 7: to 127/8 with TTL 1 at port 3784; the answer is routed to the ingress, at the port for several hops.
    const std::string capture = run.capture(report::CapturedPackets::All);
    const QByteArrayList there = rows(capture, "bfd && ip.dst == 127.0.0.1 && ip.src == 10.255.0.11", {"mpls.bottom", "ip.ttl", "udp.dstport"});
    QVERIFY(there.size() > 2);
    QCOMPARE(there.count("1|1|3784"), there.size());
    const QByteArrayList back = rows(capture, "bfd && ip.dst == 10.255.0.11 && ip.src == 10.255.0.22", {"mpls.bottom", "udp.dstport"});
    QVERIFY(back.size() > 2);
    QCOMPARE(back.count("|4784"), back.size());
    QCOMPARE(anomalies(capture), QByteArrayList());
}

void TestCaptureDissected::onlyAnAnswerToAPollIsFinal()
{
    // RFC 5880 section 6.5: one Final a Poll, and so none among the packets that only repeat.
    const RecordedRun run = test::record({"AGG1--RSG1@1s", "restore AGG1--RSG1@5s"}, 15s);
    const auto times = [&](const char *flag, report::CapturedPackets packets) { return rows(run.capture(packets), QByteArray("udp.dstport == 3784 && ") + flag, {"frame.time_epoch"}); };
    const QByteArrayList finals = times("bfd.flags.f == 1", report::CapturedPackets::All);
    QCOMPARE(finals.size(), times("bfd.flags.p == 1", report::CapturedPackets::Deciding).size());
    QCOMPARE(finals.size(), 2);
}

QTEST_GUILESS_MAIN(TestCaptureDissected)
#include "tst_capture_dissected.moc"
