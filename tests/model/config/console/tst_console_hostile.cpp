// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/console/console_terminal.h"

#include "tests/support/counted_memory.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

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
};

namespace {
constexpr qint64 kMilliseconds = 60'000; ///< for a debug build on a busy machine
} // namespace

void TestConsoleHostile::aLongLineIsRefusedUnread()
{
    Terminal t;
    t.type({"system-view"});
    const std::string line = "description " + std::string(std::size_t{10} << 20, 'x');
    const std::size_t before = support::countedMemory().bytes;
    const ConsoleReply reply = t.console.enter(line, kNoon);
    const ConsoleReply help = t.console.help(line);
    const std::size_t used = support::countedMemory().bytes - before;
    QCOMPARE(reply.text, std::string("Error: The line has more than 4096 bytes; a router takes no more.\n"));
    QVERIFY(reply.refused && help.refused);
    QVERIFY2(used < 64 << 10, qPrintable(QString::number(used)));
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
    QCOMPARE(t.type({raw}), std::string(static_cast<std::size_t>(column), ' ') + "^\nError: Unrecognized command found at '^' position.\n");
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

QTEST_GUILESS_MAIN(TestConsoleHostile)
#include "tst_console_hostile.moc"
