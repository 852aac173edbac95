// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/console/console_terminal.h"

#include "tests/support/cost.h"

#include <QElapsedTimer>
#include <QtTest>

#include <optional>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// Lines that change something and lines that take it back.
struct Turns
{
    std::vector<std::string> before;
    std::vector<std::string> set;
    std::vector<std::string> back;
};
Q_DECLARE_METATYPE(Turns)

class TestConsoleHostile : public QObject
{
    Q_OBJECT

private slots:
    void aLongLineIsRefusedUnread();
    void oddBytesArePointedAt_data();
    void oddBytesArePointedAt();
    void randomBytesAreNeverTaken();
    void aLongPasteOfBlocksIsLinear_data();
    void aLongPasteOfBlocksIsLinear();
    void aLineCostsTheSameInALargeConfiguration_data();
    void aLineCostsTheSameInALargeConfiguration();
};

namespace {
constexpr qint64 kMilliseconds = 60'000; ///< for a debug build on a busy machine
constexpr int kTurns = 10'000;

/// A line that is refused asks for so many bytes of memory, and costs a tenth of a second on the slowest machine.
bool isWithin(const support::Cost &cost, std::size_t bytes)
{
    return cost.bytes < bytes && cost.time < std::chrono::milliseconds(100);
}

QString said(const support::Cost &cost)
{
    return QStringLiteral("%1 bytes, %2 µs").arg(cost.bytes).arg(cost.time.count());
}
} // namespace

void TestConsoleHostile::aLongLineIsRefusedUnread()
{
    Terminal t;
    t.type({"system-view"});
    const std::string line = "description " + std::string(std::size_t{10} << 20, 'x');
    ConsoleReply reply;
    ConsoleReply help;
    const support::Cost cost = support::costOf([&] {
        reply = t.console.enter(line, kNoon);
        help = t.console.help(line);
    });
    QCOMPARE(reply.text, std::string("Error: The line has more than 4096 bytes; a router takes no more.\n"));
    QVERIFY(reply.refused && help.refused);
    QVERIFY2(isWithin(cost, 64 << 10), qPrintable(said(cost)));
    QCOMPARE(t.console.complete(line, line.size()).line.size(), line.size());
}

void TestConsoleHostile::oddBytesArePointedAt_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("NUL") << QByteArray("sysname A\0B", 11) << 7 + 9;
    QTest::newRow("NUL alone") << QByteArray("\0", 1) << 7;
    QTest::newRow("lone continuation") << QByteArray("sysname \x80") << 7 + 8;
    QTest::newRow("Latin-1") << QByteArray("sysname K\xe4se") << 7 + 9;
    QTest::newRow("surrogate") << QByteArray("sysname \xed\xa0\x80") << 7 + 8;
    QTest::newRow("escape") << QByteArray("\x1b[A") << 7;
    QTest::newRow("line feed inside") << QByteArray("sysname A\nB") << 7 + 9;
}

void TestConsoleHostile::oddBytesArePointedAt()
{
    QFETCH(QByteArray, line);
    QFETCH(int, column);
    Terminal t;
    t.type({"system-view"});
    const std::string raw = line.toStdString();
    std::string answer;
    const support::Cost cost = support::costOf([&] { answer = t.type({raw}); });
    QVERIFY2(isWithin(cost, 16 << 10), qPrintable(said(cost)));
    QCOMPARE(answer, std::string(static_cast<std::size_t>(column), ' ') + "^\nError: Unrecognized command found at '^' position.\n");
    QVERIFY(t.console.help(raw).refused);
    QCOMPARE(t.console.complete(raw, raw.size()).line, raw);
    QVERIFY(!t.console.isPending());
}

void TestConsoleHostile::randomBytesAreNeverTaken()
{
    Terminal t;
    t.type({"system-view"});
    std::uint32_t state = 7;
    for (int i = 0; i < 20'000; ++i) {
        std::string line;
        for (std::uint32_t length = state % 40; length > 0; --length) {
            state = state * 1664525 + 1013904223;
            line.push_back(static_cast<char>(state >> 24));
        }
        state = state * 1664525 + 1013904223;
        (void)t.console.enter(line, kNoon);
        (void)t.console.help(line);
        const ConsoleCompletion done = t.console.complete(line, state % 50);
        QVERIFY(done.cursor <= done.line.size());
    }
    QVERIFY(t.commits.empty());
}

void TestConsoleHostile::aLongPasteOfBlocksIsLinear_data()
{
    QTest::addColumn<bool>("logical");
    QTest::newRow("loopbacks, which are created") << true;
    QTest::newRow("ports, which are always there") << false;
}

/// 100 000 blocks, each typed inside the one before.
void TestConsoleHostile::aLongPasteOfBlocksIsLinear()
{
    QFETCH(bool, logical);
    Terminal t;
    t.type({"system-view"});
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100'000; ++i) {
        const std::string line = (logical ? "interface LoopBack" : "interface GigabitEthernet0/1/") + std::to_string(i + 100);
        t.type({std::string(static_cast<std::size_t>(i % 60), ' ') + line});
    }
    QCOMPARE(t.console.isPending(), logical);
    QCOMPARE(t.refused, 0);
    t.type({"clear configuration candidate"});
    QVERIFY2(timer.elapsed() < kMilliseconds, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
}

namespace {

/// `blocks` loopbacks of four lines each, of a router that runs BGP.
ConfigTree largeConfiguration(std::size_t blocks)
{
    std::string text = "sysname AGG1\n#\n";
    for (std::size_t i = 0; i < blocks; ++i) {
        const std::string number = std::to_string(i);
        text += "interface LoopBack" + number + "\n description " + number + "\n mtu 9000\n isis enable 1\n#\n";
    }
    return readConfig(text + "bgp 65001\n router-id 10.0.0.1\n#\nreturn\n");
}

/// Processor time of `kTurns` changes that are set and taken back by turns; nullopt when the console did not end as it began.
std::optional<support::Microseconds> timeOf(const Turns &turns, std::size_t blocks)
{
    Terminal t("AGG1", largeConfiguration(blocks));
    t.type({"system-view"});
    t.type(turns.before);
    const bool pending = t.console.isPending();
    const support::Cost cost = support::costOf([&] {
        for (int i = 0; i < kTurns; ++i) {
            t.type(turns.set);
            t.type(turns.back);
        }
    });
    return t.refused == 0 && t.console.isPending() == pending ? std::optional(cost.time) : std::nullopt;
}

} // namespace

void TestConsoleHostile::aLineCostsTheSameInALargeConfiguration_data()
{
    QTest::addColumn<Turns>("turns");
    QTest::newRow("a value") << Turns{{"interface LoopBack1"}, {"undo description"}, {"description 1"}};
    QTest::newRow("a value, another one pending") << Turns{{"interface LoopBack1", "mtu 2000"}, {"description X"}, {"description 1"}};
    QTest::newRow("a view") << Turns{{}, {"interface LoopBack900000", "quit"}, {"undo interface LoopBack900000"}};
    QTest::newRow("a view with all that is in it") << Turns{{}, {"undo bgp"}, {"bgp 65001", "router-id 10.0.0.1", "quit"}};
}

/// 100 000 lines against 1 000: looking at all that is there would take a hundred times as long.
void TestConsoleHostile::aLineCostsTheSameInALargeConfiguration()
{
    QFETCH(Turns, turns);
    constexpr double kMost = 5;
    const auto small = timeOf(turns, 250);
    const auto large = timeOf(turns, 25'000);
    QVERIFY(small && large);
    QVERIFY2(*large < kMost * *small, qPrintable(QStringLiteral("%1 µs, against %2 µs").arg(large->count()).arg(small->count())));
}

QTEST_GUILESS_MAIN(TestConsoleHostile)
#include "tst_console_hostile.moc"
