// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/net.h"

#include <QtTest>

#include <rapidcheck.h>

#include <arpa/inet.h>

using namespace sidestep;

Q_DECLARE_METATYPE(ErrorCode)

class TestNet final : public QObject
{
    Q_OBJECT

private slots:
    void ipv4IsStrict_data();
    void ipv4IsStrict();
    void ipv4KeepsByteOrder();
    void ipv6IsReadInEveryFormOfRfc4291_data();
    void ipv6IsReadInEveryFormOfRfc4291();
    void ipv6RefusesWhatIsNoAddress_data();
    void ipv6RefusesWhatIsNoAddress();
    void ipv6AgreesWithTheCLibrary();
    void ipv6PlusCarriesAndWraps();
    void prefixNeedsALengthAndNoHostBits_data();
    void prefixNeedsALengthAndNoHostBits();
    void prefixContains();
    void prefixConstructorClearsHostBitsAndClampsTheLength();
    void interfaceAddressKeepsHostBits();
    void maskOfLength();
    void macIsReadInBothForms_data();
    void macIsReadInBothForms();
    void macTellsMulticast();
    void routeDistinguisher_data();
    void routeDistinguisher();
};

namespace {

std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

} // namespace

void TestNet::ipv4IsStrict_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    for (const char *good : {"0.0.0.0", "10.0.1.1", "255.255.255.255", "1.2.3.4", "192.0.2.10"})
        QTest::newRow(good) << QByteArray(good) << true;
    for (const char *bad : {"", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.0.0.0", "1.2.3.999", "01.2.3.4", "1.2.3.00", "1.2.3.4 ",
                            " 1.2.3.4", "+1.2.3.4", "-1.2.3.4", "1.2.3.0x4", "1.2.3.4/24", "1,2,3,4", "1.2.3.4294967297", "a.b.c.d"})
        QTest::newRow(QByteArray("refused: '").append(bad).append('\'').constData()) << QByteArray(bad) << false;
    QTest::newRow("refused: a zero byte behind") << QByteArray("1.2.3.4\0", 8) << false;
}

void TestNet::ipv4IsStrict()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    const auto address = Ipv4::parse(view(text));
    QCOMPARE(address.has_value(), accepted);
    if (accepted)
        QCOMPARE(address->toString(), text.toStdString());
    else
        QCOMPARE(address.error().code, ErrorCode::BadSyntax);
}

void TestNet::ipv4KeepsByteOrder()
{
    QCOMPARE(Ipv4(10, 255, 0, 21).bits(), 0x0aff0015U);
    QCOMPARE(Ipv4::parse("10.255.0.21").value(), Ipv4(10, 255, 0, 21));
    QVERIFY(Ipv4(9, 255, 255, 255) < Ipv4(10, 0, 0, 0));
}

void TestNet::ipv6IsReadInEveryFormOfRfc4291_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *why, const char *text, const char *canonical) { QTest::newRow(why) << QByteArray(text) << QByteArray(canonical); };
    row("RFC 4291 2.2: all groups", "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "abcd:ef01:2345:6789:abcd:ef01:2345:6789");
    row("RFC 4291 2.2: unicast", "2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a");
    row("RFC 4291 2.2: multicast", "FF01:0:0:0:0:0:0:101", "ff01::101");
    row("RFC 4291 2.2: loopback", "0:0:0:0:0:0:0:1", "::1");
    row("RFC 4291 2.2: unspecified", "0:0:0:0:0:0:0:0", "::");
    row("RFC 4291 2.2: dotted quad at the end", "0:0:0:0:0:0:13.1.68.3", "::d01:4403");
    row("RFC 4291 2.2: mapped, mixed form", "::FFFF:129.144.52.38", "::ffff:129.144.52.38");
    row("RFC 5952 5: mapped, written in groups", "::ffff:c000:0201", "::ffff:192.0.2.1");
    row("RFC 5952 5: another prefix stays in groups", "64:ff9b::192.0.2.1", "64:ff9b::c000:201");
    row("RFC 5952 2.1: leading zeros", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1");
    row("RFC 5952 4.1: leading zeros go, one zero stays", "2001:0db8::0001", "2001:db8::1");
    row("RFC 5952 4.2.1: shortened as much as possible", "2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
    row("RFC 5952 4.2.2: one zero group is not shortened", "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
    row("RFC 5952 4.2.3: the longest run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    row("RFC 5952 4.2.3: the first of equal runs", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    row("RFC 5952 4.3: lower case", "2001:DB8::AAAA", "2001:db8::aaaa");
    row("run at the end", "2001:db8:1:2:0:0:0:0", "2001:db8:1:2::");
    row("run at the start", "0:0:0:4:5:6:7:8", "::4:5:6:7:8");
    row("gap of one group at the end", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
    row("gap of one group at the start", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
    row("quad after a gap and groups", "1::2:10.0.0.1", "1::2:a00:1");
    row("quad after six groups", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304");
    row("the tracked prefix", "2001:db8:ffff::21", "2001:db8:ffff::21");
}

void TestNet::ipv6IsReadInEveryFormOfRfc4291()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto address = Ipv6::parse(view(text));
    QVERIFY(address.has_value());
    QCOMPARE(address->toString(), canonical.toStdString());
    QCOMPARE(Ipv6::parse(view(canonical)).value(), *address);
}

void TestNet::ipv6RefusesWhatIsNoAddress_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *bad :
         {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1::2::3", "1:2:3:4::5:6:7:8", "12345::",
          "g::", "1:::2", "::1%eth0", "::1/128", " ::1", "::1 ", "2001:db8::1:", ":2001:db8::1", "1.2.3.4", "::1.2.3", "::1.2.3.256", "::01.2.3.4",
          "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::", "::-1", "::+1", "::0x1", "[::1]"})
        QTest::newRow(QByteArray("'").append(bad).append('\'').constData()) << QByteArray(bad);
}

void TestNet::ipv6RefusesWhatIsNoAddress()
{
    QFETCH(QByteArray, text);
    const auto address = Ipv6::parse(view(text));
    QVERIFY(!address.has_value());
    QCOMPARE(address.error().code, ErrorCode::BadSyntax);
}

// inet_pton and inet_ntop are other people's reading of the same documents. inet_ntop differs from RFC 5952 in the form of
// addresses below ::/96 only, which are left out.
void TestNet::ipv6AgreesWithTheCLibrary()
{
    QVERIFY(rc::check("text and bytes as the C library has them", [] {
        Ipv6::Bytes bytes{};
        for (auto &byte : bytes)
            byte = *rc::gen::weightedOneOf<std::uint8_t>({{3, rc::gen::just<std::uint8_t>(0)}, {1, rc::gen::arbitrary<std::uint8_t>()}});
        bytes[0] = 0x20;
        char text[INET6_ADDRSTRLEN];
        RC_ASSERT(inet_ntop(AF_INET6, bytes.data(), text, sizeof text) != nullptr);
        RC_ASSERT(Ipv6(bytes).toString() == text);
        RC_ASSERT(Ipv6::parse(text).value() == Ipv6(bytes));
    }));
    QVERIFY(rc::check("accepts what the C library accepts", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::element(':', ':', ':', '0', '1', 'f', '.', '2'));
        Ipv6::Bytes bytes{};
        const bool accepted = inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
        const auto ours = Ipv6::parse(text);
        RC_ASSERT(ours.has_value() == accepted);
        if (accepted)
            RC_ASSERT(*ours == Ipv6(bytes));
    }));
}

void TestNet::ipv6PlusCarriesAndWraps()
{
    const auto plus = [](const char *text, std::uint64_t step) { return Ipv6::parse(text).value().plus(step).toString(); };
    QCOMPARE(plus("2001:db8::ffff", 1), std::string("2001:db8::1:0"));
    QCOMPARE(plus("2001:db8::", 0x100000000), std::string("2001:db8::1:0:0"));
    QCOMPARE(plus("2001:db8::ffff:ffff:ffff:ffff", 1), std::string("2001:db8:0:1::"));
    QCOMPARE(plus("2001:db8::", ~std::uint64_t{0}), std::string("2001:db8::ffff:ffff:ffff:ffff"));
    QCOMPARE(plus("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 1), std::string("::"));
}

void TestNet::prefixNeedsALengthAndNoHostBits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<ErrorCode>("error");
    for (const char *good : {"0.0.0.0/0", "10.0.0.0/8", "10.0.4.0/30", "10.0.0.1/32", "::/0", "2001:db8:100::/40", "2001:db8:ffff::21/128", "8000::/1"})
        QTest::newRow(good) << QByteArray(good) << true << ErrorCode::BadSyntax;
    for (const char *bad : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0.1/30",
                            "128.0.0.0/0", "/8", "2001:db8::", "2001:db8::1/64", "2001:db8::/x", "2001:db8:8000::/32"})
        QTest::newRow(QByteArray("refused: ").append(bad).constData()) << QByteArray(bad) << false << ErrorCode::BadSyntax;
    for (const char *bad : {"10.0.0.0/33", "0.0.0.0/4294967295", "::/129"})
        QTest::newRow(QByteArray("refused: ").append(bad).constData()) << QByteArray(bad) << false << ErrorCode::OutOfRange;
}

void TestNet::prefixNeedsALengthAndNoHostBits()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    QFETCH(ErrorCode, error);
    const auto check = [&](const auto &prefix) {
        QCOMPARE(prefix.has_value(), accepted);
        if (accepted)
            QCOMPARE(prefix->toString(), text.toStdString());
        else
            QCOMPARE(prefix.error().code, error);
    };
    if (text.contains(':'))
        check(Ipv6Prefix::parse(view(text)));
    else
        check(Ipv4Prefix::parse(view(text)));
}

void TestNet::prefixContains()
{
    const auto net = Ipv4Prefix::parse("10.0.4.0/30").value();
    QVERIFY(net.contains(Ipv4(10, 0, 4, 0)));
    QVERIFY(net.contains(Ipv4(10, 0, 4, 3)));
    QVERIFY(!net.contains(Ipv4(10, 0, 4, 4)));
    QVERIFY(!net.contains(Ipv4(10, 0, 3, 255)));
    QVERIFY(net.contains(net));
    QVERIFY(net.contains(Ipv4Prefix::parse("10.0.4.2/31").value()));
    QVERIFY(!net.contains(Ipv4Prefix::parse("10.0.4.0/29").value()));
    QVERIFY(Ipv4Prefix().contains(Ipv4(255, 255, 255, 255)));

    const auto six = Ipv6Prefix::parse("2001:db8:100::/40").value();
    QVERIFY(six.contains(Ipv6::parse("2001:db8:1ff:ffff::1").value()));
    QVERIFY(!six.contains(Ipv6::parse("2001:db8:200::").value()));
    const auto odd = Ipv6Prefix::parse("2001:db8:8000::/33").value();
    QVERIFY(odd.contains(Ipv6::parse("2001:db8:ffff::").value()));
    QVERIFY(!odd.contains(Ipv6::parse("2001:db8:7fff::").value()));
}

void TestNet::prefixConstructorClearsHostBitsAndClampsTheLength()
{
    QCOMPARE(Ipv4Prefix(Ipv4(10, 0, 4, 3), 30).toString(), std::string("10.0.4.0/30"));
    QCOMPARE(Ipv4Prefix(Ipv4(10, 0, 4, 3), 40).toString(), std::string("10.0.4.3/32"));
    QCOMPARE(Ipv4Prefix(Ipv4(10, 0, 4, 3), -1).toString(), std::string("0.0.0.0/0"));
    QCOMPARE(Ipv6Prefix(Ipv6::parse("2001:db8:ffff:ffff::1").value(), 35).toString(), std::string("2001:db8:e000::/35"));
}

void TestNet::interfaceAddressKeepsHostBits()
{
    const auto four = parseIpv4Interface("10.0.1.1/30").value();
    QCOMPARE(toString(four), std::string("10.0.1.1/30"));
    QCOMPARE(prefixOf(four).toString(), std::string("10.0.1.0/30"));
    const auto six = parseIpv6Interface("2001:DB8:100::1/64").value();
    QCOMPARE(toString(six), std::string("2001:db8:100::1/64"));
    QCOMPARE(prefixOf(six).toString(), std::string("2001:db8:100::/64"));
    QCOMPARE(parseIpv4Interface("10.0.1.1").error().code, ErrorCode::BadSyntax);
    QCOMPARE(parseIpv4Interface("10.0.1.1/33").error().code, ErrorCode::OutOfRange);
    QCOMPARE(parseIpv6Interface("::1/129").error().code, ErrorCode::OutOfRange);
}

void TestNet::maskOfLength()
{
    QCOMPARE(maskOf(0).toString(), std::string("0.0.0.0"));
    QCOMPARE(maskOf(1).toString(), std::string("128.0.0.0"));
    QCOMPARE(maskOf(30).toString(), std::string("255.255.255.252"));
    QCOMPARE(maskOf(32).toString(), std::string("255.255.255.255"));
}

void TestNet::macIsReadInBothForms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical"); // empty: refused
    QTest::newRow("as the router writes it") << QByteArray("0200-5e00-0101") << QByteArray("0200-5e00-0101");
    QTest::newRow("with colons") << QByteArray("02:00:5E:00:01:01") << QByteArray("0200-5e00-0101");
    for (const char *bad : {"", "0200-5e00", "0200-5e00-010", "0200-5e00-01011", "0200:5e00:0101", "02-00-5e-00-01-01", "02:00:5e:00:01", "02:00:5e:00:01:1",
                            "0200-5e00:0101", "0200-5e00-010g", "02005e000101", "0200-5e00-0101 ", "02:00:5e:00:01-01", "+200-5e00-0101"})
        QTest::newRow(QByteArray("refused: '").append(bad).append('\'').constData()) << QByteArray(bad) << QByteArray();
}

void TestNet::macIsReadInBothForms()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto mac = Mac::parse(view(text));
    QCOMPARE(mac.has_value(), !canonical.isEmpty());
    if (mac)
        QCOMPARE(mac->toString(), canonical.toStdString());
    else
        QCOMPARE(mac.error().code, ErrorCode::BadSyntax);
}

void TestNet::macTellsMulticast()
{
    QVERIFY(Mac::parse("0100-5e00-0001").value().isMulticast());
    QVERIFY(!Mac::parse("0200-5e00-0101").value().isMulticast());
}

void TestNet::routeDistinguisher_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<ErrorCode>("error");
    for (const char *good : {"65001:11", "65001:4294967295", "65536:1", "4294967295:65535", "10.0.0.1:5", "0:0"})
        QTest::newRow(good) << QByteArray(good) << true << ErrorCode::BadSyntax;
    for (const char *bad : {"", "11", ":11", "65001:", "65001:x", "065001:1", "65001:01", "10.0.0:5", "10.0.0.1:", "65001:1:1", "4294967296:1", "-1:1"})
        QTest::newRow(QByteArray("refused: '").append(bad).append('\'').constData()) << QByteArray(bad) << false << ErrorCode::BadSyntax;
    // Type 1 and type 2 leave two bytes for the number (RFC 4364 section 4.2, RFC 5668 section 2).
    for (const char *bad : {"65536:65536", "10.0.0.1:65536"})
        QTest::newRow(QByteArray("refused: ").append(bad).constData()) << QByteArray(bad) << false << ErrorCode::OutOfRange;
}

void TestNet::routeDistinguisher()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    QFETCH(ErrorCode, error);
    const auto rd = RouteDistinguisher::parse(view(text));
    QCOMPARE(rd.has_value(), accepted);
    if (accepted)
        QCOMPARE(rd->toString(), text.toStdString());
    else
        QCOMPARE(rd.error().code, error);
}

QTEST_GUILESS_MAIN(TestNet)
#include "tst_net.moc"
