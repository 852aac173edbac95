// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include <QtTest>

#include <rapidcheck.h>

#include <limits>

using namespace sidestep;

Q_DECLARE_METATYPE(ErrorCode)

class TestUnits final : public QObject
{
    Q_OBJECT

private slots:
    void packetsAreRateTimesTime_data();
    void packetsAreRateTimesTime();
    void durationsAreReadWithTheirUnit_data();
    void durationsAreReadWithTheirUnit();
    void durationsThatAreNoneAreRefused_data();
    void durationsThatAreNoneAreRefused();
    void durationsAreWrittenInTheLargestUnit_data();
    void durationsAreWrittenInTheLargestUnit();
    void whatIsWrittenIsReadBack();
};

void TestUnits::packetsAreRateTimesTime_data()
{
    QTest::addColumn<quint32>("perSecond");
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<qint64>("packets");
    QTest::newRow("10 000/s for 166.5 ms: 1665") << 10'000U << qint64{166'500'000} << qint64{1665};
    QTest::newRow("10 000/s for 0.049 ms: 0.49, to 0") << 10'000U << qint64{49'000} << qint64{0};
    QTest::newRow("10 000/s for 0.05 ms: 0.5, to 1") << 10'000U << qint64{50'000} << qint64{1};
    QTest::newRow("3/s for 1/3 s: 0.999999999, to 1") << 3U << qint64{333'333'333} << qint64{1};
    QTest::newRow("nothing in no time") << 1'000'000'000U << qint64{0} << qint64{0};
    // 10^9 x 8 640 000 s would overflow 64 bits if multiplied in nanoseconds.
    QTest::newRow("10^9/s for 100 days: 8.64e15") << 1'000'000'000U << qint64{8'640'000'000'000'000} << qint64{8'640'000'000'000'000};
    QTest::newRow("beyond 64 bits stays at the end") << std::numeric_limits<quint32>::max() << std::numeric_limits<qint64>::max()
                                                     << std::numeric_limits<qint64>::max();
}

void TestUnits::packetsAreRateTimesTime()
{
    QFETCH(quint32, perSecond);
    QFETCH(qint64, ns);
    QFETCH(qint64, packets);
    QCOMPARE(qint64{packetsIn(PacketRate{perSecond}, SimDuration(ns))}, packets);
}

void TestUnits::durationsAreReadWithTheirUnit_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ns");
    const auto row = [](const char *text, qint64 ns) { QTest::newRow(text) << QByteArray(text) << ns; };
    row("50ms", 50'000'000);
    row("1.5s", 1'500'000'000);
    row("30s", 30'000'000'000);
    row("20us", 20'000);
    row("7ns", 7);
    row("2min", 120'000'000'000);
    row("0s", 0);
    row("0.000000001s", 1);
    row("1.500us", 1'500);
    row("0.5min", 30'000'000'000);
    row("0.01min", 600'000'000);
    row("166.5 ms", 166'500'000);
    row("1.0000000000000s", 1'000'000'000);
    row("8640000s", 8'640'000'000'000'000);
}

void TestUnits::durationsAreReadWithTheirUnit()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ns);
    const auto duration = parseDuration(text.toStdString());
    QVERIFY2(duration.has_value(), duration ? "" : duration.error().detail.c_str());
    QCOMPARE(qint64{duration->count()}, ns);
}

void TestUnits::durationsThatAreNoneAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("error");
    for (const char *bad : {"", "50", "ms", "-1s", "+1s", "1 5s", "1,5s", ".5s", "5.s", "1.2.3s", "50 m s", "50  ms", "50ms ", " 50ms", "1e3s", "5S", "5h", "0x5s"})
        QTest::newRow(QByteArray("'").append(bad).append('\'').constData()) << QByteArray(bad) << ErrorCode::BadSyntax;
    for (const char *bad : {"8640000.000000001s", "144001min", "99999999999999999999999999s", "0.5ns", "1.0000000001s"})
        QTest::newRow(bad) << QByteArray(bad) << ErrorCode::OutOfRange;
}

void TestUnits::durationsThatAreNoneAreRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, error);
    const auto duration = parseDuration(text.toStdString());
    QVERIFY(!duration.has_value());
    QCOMPARE(duration.error().code, error);
}

void TestUnits::durationsAreWrittenInTheLargestUnit_data()
{
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *text, qint64 ns) { QTest::newRow(text) << ns << QByteArray(text); };
    row("0 ms", 0);
    row("166.5 ms", 166'500'000);
    row("1.166 s", 1'166'000'000);
    row("1166.5 ms", 1'166'500'000);
    row("60 s", 60'000'000'000);
    row("999 ms", 999'000'000);
    row("1 s", 1'000'000'000);
    row("1.05 s", 1'050'000'000);
    row("50 us", 50'000);
    row("1.001 us", 1'001);
    row("7 ns", 7);
    row("1000000.001 us", 1'000'000'001);
    row("-1.5 s", -1'500'000'000);
    row("-9223372036854775.808 us", std::numeric_limits<qint64>::min());
}

void TestUnits::durationsAreWrittenInTheLargestUnit()
{
    QFETCH(qint64, ns);
    QFETCH(QByteArray, text);
    QCOMPARE(formatDuration(SimDuration(ns)), text.toStdString());
}

void TestUnits::whatIsWrittenIsReadBack()
{
    QVERIFY(rc::check("parseDuration(formatDuration(d)) == d", [] {
        const auto digits = *rc::gen::inRange(0, 16);
        std::int64_t most = 1;
        for (int i = 0; i < digits; ++i)
            most *= 10;
        const SimDuration duration(std::min(*rc::gen::inRange<std::int64_t>(0, most + 1), std::int64_t{8'640'000'000'000'000}));
        RC_ASSERT(parseDuration(formatDuration(duration)).value() == duration);
    }));
}

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_units.moc"
