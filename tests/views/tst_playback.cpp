// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/panel_samples.h"
#include "views/shared/glyph_button.h"
#include "views/shared/number_text.h"
#include "views/shared/playback_clock.h"
#include "views/timeline/transport_bar.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

using namespace sidestep;
using namespace sidestep::views;
using namespace sidestep::tests;

class TestPlayback : public QObject
{
    Q_OBJECT

private slots:
    void numbersHaveThinSpaces_data();
    void numbersHaveThinSpaces();
    void durationsNeverShowMoreThanAReaderCanUse_data();
    void durationsNeverShowMoreThanAReaderCanUse();
    void offsetsCarryASign();
    void clockShowsMicrosecondsOnlyWhenAsked();
    void startsAtTheFailure();
    void playingAtAHundredthMovesTenMillisecondsASecond();
    void remaindersDoNotGetLost();
    void playingStopsAtTheEnd();
    void playingFromTheEndStartsOverAtTheFailure();
    void stepsGoThroughEveryMomentOnce();
    void steppingPauses();
    void homeIsTheFailureAndEndIsSettled();
    void theCursorStaysInsideTheRun();
    void speedsGoInPowersOfTen();
    void theTimerPlaysInRealTime();
    void buttonsOfTheTransportDriveTheClock();
};

void TestPlayback::numbersHaveThinSpaces_data()
{
    QTest::addColumn<qlonglong>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("small") << 166LL << "166";
    QTest::newRow("thousands") << 1660LL << QString::fromUtf8("1\u202f660");
    QTest::newRow("millions") << 12345678LL << QString::fromUtf8("12\u202f345\u202f678");
    QTest::newRow("negative") << -1000LL << QString::fromUtf8("\u22121\u202f000");
    QTest::newRow("zero") << 0LL << "0";
}

void TestPlayback::numbersHaveThinSpaces()
{
    QFETCH(qlonglong, value);
    QFETCH(QString, expected);
    QCOMPARE(numberText(value), expected);
}

void TestPlayback::durationsNeverShowMoreThanAReaderCanUse_data()
{
    QTest::addColumn<qlonglong>("nanoseconds");
    QTest::addColumn<QString>("expected");
    QTest::newRow("zero") << 0LL << QString::fromUtf8("0\u00a0ms");
    QTest::newRow("microseconds") << 850'000LL << QString::fromUtf8("850\u00a0µs");
    QTest::newRow("whole milliseconds") << 166'000'000LL << QString::fromUtf8("166\u00a0ms");
    QTest::newRow("tenths of a millisecond") << 28'437'912LL << QString::fromUtf8("28.4\u00a0ms");
    QTest::newRow("seconds") << 31'204'000'000LL << QString::fromUtf8("31.204\u00a0s");
    QTest::newRow("rounds into the next unit") << 999'960'000LL << QString::fromUtf8("1\u00a0s");
    QTest::newRow("negative") << -50'000'000LL << QString::fromUtf8("\u221250\u00a0ms");
}

void TestPlayback::durationsNeverShowMoreThanAReaderCanUse()
{
    QFETCH(qlonglong, nanoseconds);
    QFETCH(QString, expected);
    QCOMPARE(durationText(SimDuration(nanoseconds)), expected);
}

void TestPlayback::offsetsCarryASign()
{
    QCOMPARE(offsetText(166ms), QString::fromUtf8("+166\u00a0ms"));
    QCOMPARE(offsetText(-50ms), QString::fromUtf8("\u221250\u00a0ms"));
    QCOMPARE(tickText(9050ms, 50ms), QString::fromUtf8("+9.05\u00a0s"));
    QCOMPARE(tickText(100ms, 50ms), QString::fromUtf8("+100\u00a0ms"));
}

void TestPlayback::clockShowsMicrosecondsOnlyWhenAsked()
{
    const SimTime time = at(1166240us);
    QCOMPARE(clockText(time), QString::fromUtf8("1.166\u00a0s"));
    QCOMPARE(clockText(time, true), QString::fromUtf8("1.166\u202f240\u00a0s"));
    QCOMPARE(clockText(at(1166ms), true), QString::fromUtf8("1.166\u00a0s"));
}

void TestPlayback::startsAtTheFailure()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    QCOMPARE(clock.cursor(), at(1s));
    QVERIFY(!clock.isPlaying());
}

void TestPlayback::playingAtAHundredthMovesTenMillisecondsASecond()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setSlowdown(100);
    QSignalSpy moved(&clock, &PlaybackClock::cursorChanged);
    clock.advance(1s);
    QCOMPARE(clock.cursor(), at(1010ms));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.at(0).at(0).value<SimTime>(), at(1010ms));
}

void TestPlayback::remaindersDoNotGetLost()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setSlowdown(1000);
    for (int i = 0; i < 1000; ++i)
        clock.advance(std::chrono::nanoseconds(16'666'667)); // 16 666.667 simulated ns each
    QCOMPARE(clock.cursor(), at(1s) + SimDuration(16'666'667));
}

void TestPlayback::playingStopsAtTheEnd()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setSlowdown(1);
    clock.play();
    QVERIFY(clock.isPlaying());
    QSignalSpy playing(&clock, &PlaybackClock::playingChanged);
    clock.advance(1min);
    QCOMPARE(clock.cursor(), at(10s));
    QVERIFY(!clock.isPlaying());
    QCOMPARE(playing.count(), 1);
}

void TestPlayback::playingFromTheEndStartsOverAtTheFailure()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setCursor(at(10s));
    clock.play();
    QCOMPARE(clock.cursor(), at(1s));
    QVERIFY(clock.isPlaying());
}

void TestPlayback::stepsGoThroughEveryMomentOnce()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setCursor(kTimeZero);
    std::vector<SimTime> seen;
    for (int i = 0; i < 20; ++i) {
        const SimTime before = clock.cursor();
        clock.stepEvent(1);
        if (clock.cursor() != before)
            seen.push_back(clock.cursor());
    }
    // Two links fail at one moment: one step.
    const std::vector<SimTime> expected{at(1s), at(1028ms), at(1029ms), at(1085ms), at(1138ms), at(1140ms), at(1166ms)};
    QCOMPARE(seen, expected);
    clock.stepEvent(-1);
    QCOMPARE(clock.cursor(), at(1140ms));
    clock.setCursor(at(5s));
    clock.stepEvent(-1);
    QCOMPARE(clock.cursor(), at(1166ms));
}

void TestPlayback::steppingPauses()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.play();
    clock.stepEvent(1);
    QVERIFY(!clock.isPlaying());
}

void TestPlayback::homeIsTheFailureAndEndIsSettled()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setCursor(at(5s));
    clock.goHome();
    QCOMPARE(clock.cursor(), at(1s));
    clock.goEnd();
    QCOMPARE(clock.cursor(), at(1166ms));
}

void TestPlayback::theCursorStaysInsideTheRun()
{
    PlaybackClock clock;
    clock.setCursor(at(3s)); // no run: stays
    QCOMPARE(clock.cursor(), kTimeZero);
    clock.setTimeline(sampleRun(true));
    clock.setCursor(at(1h));
    QCOMPARE(clock.cursor(), at(10s));
    clock.setCursor(kTimeZero - 1s);
    QCOMPARE(clock.cursor(), kTimeZero);
}

void TestPlayback::speedsGoInPowersOfTen()
{
    PlaybackClock clock;
    clock.setSlowdown(1000);
    std::vector<int> seen{clock.slowdown()};
    for (int i = 0; i < 5; ++i) {
        clock.faster();
        if (clock.slowdown() != seen.back())
            seen.push_back(clock.slowdown());
    }
    QCOMPARE(seen, (std::vector<int>{1000, 100, 10, 1}));
    clock.slower();
    QCOMPARE(clock.slowdown(), 10);
}

void TestPlayback::theTimerPlaysInRealTime()
{
    PlaybackClock clock;
    clock.setTimeline(sampleRun(true));
    clock.setSlowdown(1);
    QElapsedTimer wall;
    wall.start();
    clock.play();
    QTRY_VERIFY(clock.cursor() > at(1050ms));
    clock.pause();
    // It cannot have gone further than the wall clock.
    QVERIFY(clock.cursor() - at(1s) <= std::chrono::nanoseconds(wall.nsecsElapsed()));
}

void TestPlayback::buttonsOfTheTransportDriveTheClock()
{
    PlaybackClock clock;
    TransportBar bar(clock);
    const auto buttons = bar.findChildren<GlyphButton *>();
    QCOMPARE(buttons.size(), 5);
    QVERIFY(!buttons.at(2)->isEnabled()); // nothing to play yet
    clock.setTimeline(sampleRun(true));
    QVERIFY(buttons.at(2)->isEnabled());
    QTest::mouseClick(buttons.at(4), Qt::LeftButton);
    QCOMPARE(clock.cursor(), at(1166ms));
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QCOMPARE(clock.cursor(), at(1140ms));
    QTest::mouseClick(buttons.at(3), Qt::LeftButton);
    QCOMPARE(clock.cursor(), at(1166ms));
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QCOMPARE(clock.cursor(), at(1s));
    QTest::mouseClick(buttons.at(2), Qt::LeftButton);
    QVERIFY(clock.isPlaying());
    QVERIFY(buttons.at(2)->accessibleName().startsWith(QStringLiteral("Pause")));
    QTest::mouseClick(buttons.at(2), Qt::LeftButton);
    QVERIFY(!clock.isPlaying());
}

QTEST_MAIN(TestPlayback)
#include "tst_playback.moc"
