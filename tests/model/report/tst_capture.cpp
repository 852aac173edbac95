// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/plan/failures.h"
#include "model/report/capture/routing_packets.h"
#include "model/report/capture/session_packets.h"
#include "tests/model/report/pcapng_file.h"
#include "tests/model/report/recorded_run.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace sidestep;
using report::Bytes;
using report::CapturedPackets;
using test::PcapngFile;
using test::RecordedRun;
using Packet = PcapngFile::Packet;

namespace {

constexpr std::uint32_t kName = 2, kResolution = 9, kApplication = 4, kComment = 1, kFlags = 2; // options of pcapng
constexpr std::size_t kTypeAt = 12, kIpAt = 14, kUdpAt = 34, kBfdAt = 42;
constexpr std::uint32_t kIpv4 = 0x0800;

QByteArray hex(const Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.span().data()), static_cast<qsizetype>(bytes.size())).toHex();
}

QByteArray withoutBlanks(const char *text)
{
    return QByteArray(text).replace(' ', "").replace('\n', "");
}

bool isBfd(const Packet &packet)
{
    return packet.bytes.size() >= kBfdAt + 24 && packet.number(kTypeAt, 2) == kIpv4 && packet.number(kUdpAt + 2, 2) == 3784;
}

bool isIsis(const Packet &packet)
{
    return packet.number(kTypeAt, 2) < 1536;
}

std::uint32_t stateOf(const Packet &bfd)
{
    return bfd.number(kBfdAt + 1, 1) >> 6;
}

/// RFC 1071: a sum over data with its checksum in place is all ones.
bool sumsToOnes(const Packet &packet, std::size_t from, std::size_t length, std::uint32_t start)
{
    std::uint32_t sum = start;
    for (std::size_t i = 0; i < length; i += 2)
        sum += i + 1 < length ? packet.number(from + i, 2) : packet.number(from + i, 1) << 8;
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return sum == 0xFFFF;
}

RecordedRun cutOff()
{
    return test::record({"AGG1--RSG1@1s", "AGG1--AGG2@1s", "restore AGG1--RSG1@20s", "restore AGG1--AGG2@20s"}, 60s);
}

RecordedRun silence(SimDuration until)
{
    return test::record({"AGG1--RSG1@1s,silent"}, until);
}

} // namespace

/// The capture of a run, by hand: its form, its bytes where the reference documents give them, and what is left out.
class TestCapture : public QObject
{
    Q_OBJECT

private slots:
    void everyBlockIsWellFormed();
    void everyPortIsAnInterfaceWithNanoseconds();
    void framesSayWhyTheyAreSent();
    void checksumsAreRight();
    void sameRunGivesTheSameBytes();
    void recordingChangesNothing_data();
    void recordingChangesNothing();
    void theLastHeardBeforeADetectionIsThere();
    void repetitionNeverLeavesALongerGapThanTheInterval();
    void decidingPacketsAreAmongAll();
    void absurdSizesAreRefused();
    void bfdHasTheBytesOfTheReference();
    void pseudowireMessagesHaveTheBytesOfTheReference();
    void vpnRoutesHaveTheBytesOfTheReference();
    void largeDatabasesFitIntoFrames();
};

void TestCapture::everyBlockIsWellFormed()
{
    const RecordedRun run = cutOff();
    for (const CapturedPackets packets : {CapturedPackets::Deciding, CapturedPackets::All}) {
        const PcapngFile file = test::readPcapng(run.capture(packets));
        QVERIFY2(file.fault.empty(), file.fault.c_str());
        QVERIFY(QByteArray::fromStdString(file.section.at(kApplication)).startsWith("Sidestep"));
        QVERIFY(!file.packets.empty());
        QVERIFY(std::is_sorted(file.packets.begin(), file.packets.end(), [](const Packet &x, const Packet &y) { return x.stamp < y.stamp; }));
        for (const Packet &packet : file.packets) {
            QVERIFY(packet.bytes.size() <= 1514); // Ethernet without its checksum
            QCOMPARE(packet.options.at(kFlags), std::string("\x02\0\0\0", 4)); // outbound
        }
    }
}

void TestCapture::everyPortIsAnInterfaceWithNanoseconds()
{
    const RecordedRun run = cutOff();
    const PcapngFile file = test::readPcapng(run.capture());
    std::set<std::string> expected;
    for (const plan::Link &link : run.plan.links()) {
        for (const plan::PortId end : {link.a, link.b}) {
            const plan::Port &port = *run.plan.find(end);
            expected.insert(run.plan.find(port.router)->name + " " + port.name);
        }
    }
    std::set<std::string> found;
    for (const PcapngFile::Interface &interface : file.interfaces) {
        QCOMPARE(interface.linkType, 1U); // Ethernet
        QCOMPARE(interface.options.at(kResolution), std::string("\x09"));
        found.insert(interface.options.at(kName));
    }
    QCOMPARE(found, expected);
    QCOMPARE(file.interfaces.size(), expected.size());
}

void TestCapture::framesSayWhyTheyAreSent()
{
    const RecordedRun run = cutOff();
    for (const Packet &packet : test::readPcapng(run.capture()).packets) {
        const auto comment = packet.options.find(kComment);
        QVERIFY(comment != packet.options.end());
        QVERIFY2(QByteArray::fromStdString(comment->second).contains("event "), comment->second.c_str());
    }
}

void TestCapture::checksumsAreRight()
{
    const RecordedRun run = cutOff();
    int tcp = 0;
    for (const Packet &packet : test::readPcapng(run.capture()).packets) {
        if (packet.number(kTypeAt, 2) != kIpv4)
            continue;
        QCOMPARE(packet.number(kIpAt + 2, 2) + kIpAt, packet.bytes.size());
        QVERIFY(sumsToOnes(packet, kIpAt, 20, 0));
        const std::uint32_t protocol = packet.number(kIpAt + 9, 1);
        const std::uint32_t length = packet.number(kIpAt + 2, 2) - 20;
        std::uint32_t pseudo = protocol + length;
        for (std::size_t at = kIpAt + 12; at < kIpAt + 20; at += 2)
            pseudo += packet.number(at, 2);
        QVERIFY(sumsToOnes(packet, kUdpAt, length, pseudo));
        tcp += protocol == 6 ? 1 : 0;
    }
    QVERIFY(tcp > 0);
}

void TestCapture::sameRunGivesTheSameBytes()
{
    QVERIFY(cutOff().capture() == cutOff().capture());
    QVERIFY(cutOff().capture(CapturedPackets::All) == cutOff().capture(CapturedPackets::All));
}

void TestCapture::recordingChangesNothing_data()
{
    QTest::addColumn<QString>("failure");
    for (const char *failure : {"AGG1@1s", "AGG1@1s,graceful-restart", "AGG1--RSG1@1s,grey:60", "AGG1--RSG1@1s,flap:2sx3", "bgp:AGG1--RSG1@1s", "pw1:Site 1@1s,mtu-mismatch"})
        QTest::newRow(failure) << QString::fromLatin1(failure);
}

void TestCapture::recordingChangesNothing()
{
    QFETCH(QString, failure);
    const RecordedRun run = test::record({failure.toStdString()}, 200s);
    plan::Scenario scenario{plan::ScenarioId(77), "test", *plan::parseFailures(run.plan, failure.toStdString()), 200s, 1};
    const auto alone = engine::simulate(run.plan, scenario);
    QVERIFY(alone.has_value());
    QVERIFY(alone->events == run.timeline.events);
    QVERIFY(alone->flows == run.timeline.flows);
}

void TestCapture::theLastHeardBeforeADetectionIsThere()
{
    // The reference network runs BFD at 3 x 50 ms: a session goes down 150 ms after the last packet arrived (RFC 5880 section 6.8.4).
    const RecordedRun run = silence(3s);
    const PcapngFile file = test::readPcapng(run.capture());
    int detections = 0;
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        const Packet &down = file.packets[i];
        if (!isBfd(down) || stateOf(down) != 1 || (down.number(kBfdAt, 1) & 0x1F) != 1)
            continue;
        ++detections;
        const auto last = std::find_if(file.packets.begin(), file.packets.end(), [&](const Packet &up) {
            return isBfd(up) && stateOf(up) == 3 && up.number(kIpAt + 12, 4) == down.number(kIpAt + 16, 4) && up.number(kIpAt + 16, 4) == down.number(kIpAt + 12, 4);
        });
        QVERIFY(last != file.packets.end());
        const plan::Link &link = *run.plan.find(*plan::linkNamed(run.plan, "AGG1--RSG1"));
        QCOMPARE(static_cast<std::int64_t>(down.stamp - last->stamp), (SimDuration(150ms) + link.delay).count());
        QCOMPARE(last->number(kBfdAt + 12, 4), 50'000U); // microseconds
        QCOMPARE(down.number(kBfdAt + 12, 4), 1'000'000U); // slow while not up, RFC 5880 section 6.8.3
    }
    QCOMPARE(detections, 2);
}

void TestCapture::repetitionNeverLeavesALongerGapThanTheInterval()
{
    const RecordedRun run = silence(10s);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint64_t>> times;
    for (const Packet &packet : test::readPcapng(run.capture(CapturedPackets::All)).packets) {
        if (isBfd(packet) && stateOf(packet) == 3)
            times[{packet.number(kIpAt + 12, 4), packet.number(kIpAt + 16, 4)}].push_back(packet.stamp);
    }
    QCOMPARE(times.size(), 2 * run.plan.links().size());
    for (const auto &[ends, row] : times) {
        QVERIFY(row.size() > 20);
        for (std::size_t i = 1; i < row.size(); ++i)
            QVERIFY(row[i] - row[i - 1] <= 50'000'000);
    }
}

void TestCapture::decidingPacketsAreAmongAll()
{
    const RecordedRun run = silence(60s);
    const auto framesOf = [&](CapturedPackets packets) {
        std::multiset<std::pair<std::uint64_t, std::string>> frames;
        for (const Packet &packet : test::readPcapng(run.capture(packets)).packets) {
            if (isBfd(packet) || isIsis(packet)) // those without numbers that count on
                frames.emplace(packet.stamp, packet.bytes);
        }
        return frames;
    };
    const auto deciding = framesOf(CapturedPackets::Deciding);
    const auto all = framesOf(CapturedPackets::All);
    QVERIFY(!deciding.empty());
    QVERIFY(all.size() > 10 * deciding.size());
    QVERIFY(std::includes(all.begin(), all.end(), deciding.begin(), deciding.end()));
}

void TestCapture::absurdSizesAreRefused()
{
    const RecordedRun run = silence(48h);
    const auto refused = report::captureOf(run.plan, run.timeline, run.log.messages(), CapturedPackets::All);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::LimitReached);
    QVERIFY(report::captureOf(run.plan, run.timeline, run.log.messages()).has_value());
}

void TestCapture::bfdHasTheBytesOfTheReference()
{
    // protocols.md section 1.1: Up, 3 x 10 ms, discriminators 1 and 2.
    engine::BfdPacket packet;
    packet.interval = 10ms;
    packet.independent = false;
    QCOMPARE(hex(report::bfdControl(packet, {1, 2})), withoutBlanks("20 c0 03 18 00000001 00000002 00002710 00002710 00000000"));
    // FRRouting's poll and final, frames 41 and 43 of plain-agg1-rsg1.pcap: flags 0xe0 and 0xd0.
    packet.poll = true;
    QCOMPARE(static_cast<int>(report::bfdControl(packet, {1, 2}).span()[1]), 0xe0);
    packet.poll = false;
    packet.final = true;
    QCOMPARE(static_cast<int>(report::bfdControl(packet, {1, 2}).span()[1]), 0xd0);
}

void TestCapture::pseudowireMessagesHaveTheBytesOfTheReference()
{
    // protocols.md section 2.2, but for the last byte of VCCV: LSP ping instead of BFD over IP.
    const report::PwFec fec{100, 5, true, false, 1500};
    QCOMPARE(hex(report::ldpPwMapping({Ipv4(10, 0, 0, 1), 1}, fec, 1025, 0)),
             withoutBlanks("00 01 00 36 0a 00 00 01 00 00  04 00 00 2c 00 00 00 01"
                           "01 00 00 14 80 80 05 0c 00 00 00 00 00 00 00 64  01 04 05 dc 0c 04 01 02"
                           "02 00 00 04 00 00 04 01  89 6a 00 04 00 00 00 00"));
    QCOMPARE(hex(report::ldpPwStatus({Ipv4(10, 0, 0, 1), 2}, fec, 1)),
             withoutBlanks("00 01 00 34 0a 00 00 01 00 00  00 01 00 2a 00 00 00 02"
                           "03 00 00 0a 00 00 00 28 00 00 00 00 00 00  89 6a 00 04 00 00 00 01"
                           "01 00 00 0c 80 80 05 04 00 00 00 00 00 00 00 64"));
    // Without the status TLV the mapping ends with the label.
    QVERIFY(hex(report::ldpPwMapping({Ipv4(10, 0, 0, 1), 1}, fec, 1025, std::nullopt)).endsWith("0200000400000401"));
    // RFC 5036 section 3.5.10 and 3.5.11: withdraw and release differ in their type alone.
    const QByteArray withdraw = hex(report::ldpPwWithdraw({Ipv4(10, 0, 0, 1), 3}, fec, 1025));
    QCOMPARE(withdraw, withoutBlanks("00 01 00 26 0a 00 00 01 00 00  04 02 00 1c 00 00 00 03"
                                     "01 00 00 0c 80 80 05 04 00 00 00 00 00 00 00 64  02 00 00 04 00 00 04 01"));
    QCOMPARE(hex(report::ldpPwRelease({Ipv4(10, 0, 0, 1), 3}, fec, 1025)), QByteArray(withdraw).replace(20, 4, "0403"));
}

void TestCapture::vpnRoutesHaveTheBytesOfTheReference()
{
    // protocols.md section 3.1, with the two-byte length that FRRouting uses too (frame 87 of plain-agg1-rsg1.pcap).
    const report::VpnPrefix prefix{{65000, 100, false}, *Ipv6Prefix::parse("2001:db8::1/128"), 1026};
    const QByteArray reach = hex(report::bgpReach(prefix, {Ipv4(10, 0, 0, 3), 0, {}, {}, {}}));
    QVERIFY2(reach.contains(withoutBlanks("90 0e 0039 0002 80 18 0000000000000000 00000000000000000000ffff0a000003 00"
                                          "d8 004021 0000fde800000064 20010db8000000000000000000000001")),
             reach.constData());
    QVERIFY(hex(report::bgpUnreach(prefix)).endsWith(withoutBlanks("90 0f 001f 0002 80 d8 800000 0000fde800000064 20010db8000000000000000000000001")));
    // RFC 4724 section 2: an update with an empty MP_UNREACH.
    QCOMPARE(hex(report::bgpEndOfRib()), withoutBlanks("ffffffffffffffffffffffffffffffff 001e 02 0000 0007 90 0f 0003 0002 80"));
}

void TestCapture::largeDatabasesFitIntoFrames()
{
    constexpr std::size_t kMostInFrame = 1500 - 3; // without LLC
    report::LspFacts facts;
    facts.hostname = "HUB";
    facts.neighbours.assign(500, {});
    facts.reach.assign(501, {Ipv4Prefix(Ipv4(10, 0, 0, 0), 30), 10});
    const std::vector<Bytes> fragments = report::isisLsp(facts);
    std::vector<report::LspEntry> entries;
    for (const Bytes &fragment : fragments) {
        QVERIFY(fragment.size() <= kMostInFrame);
        entries.push_back(report::entryOf(fragment));
        QCOMPARE(static_cast<std::size_t>(entries.back().id[7]), entries.size() - 1); // fragments are numbered
    }
    QVERIFY(fragments.size() > 1);
    entries.resize(2000);
    for (const bool complete : {false, true}) {
        for (const Bytes &pdu : report::isisSequenceNumbers({}, complete, entries))
            QVERIFY(pdu.size() <= kMostInFrame);
    }
}

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
