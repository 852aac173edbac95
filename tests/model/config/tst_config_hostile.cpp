// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/reader.h"

#include "tests/support/cost.h"

#include "model/config/console/session.h"
#include "model/config/difference.h"
#include "model/config/import/import.h"

#include <QtTest>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

Q_DECLARE_METATYPE(sidestep::config::Diagnostic)

using namespace sidestep;
using namespace sidestep::config;

/// Files that no router wrote. Each is answered with a diagnostic that says where, and costs no more than the bounds below: memory as
/// what is asked of `operator new`, the same on any machine, and processor time, wide enough for sanitizers and slow machines; a cost
/// that grows with the square of the lines is far beyond both.
class TestConfigHostile : public QObject
{
    Q_OBJECT

private slots:
    void theReaderSaysWhere_data() { hostileFiles(); }
    void theReaderSaysWhere();
    void theImportSaysWhere_data() { hostileFiles(); }
    void theImportSaysWhere();
    void differencesTakeAllBack_data() { hostileFiles(); }
    void differencesTakeAllBack();
    void aConsoleTakesThePaste_data() { hostileFiles(); }
    void aConsoleTakesThePaste();
    void aLargeBlockCostsWhatItHolds_data();
    void aLargeBlockCostsWhatItHolds();

private:
    static void hostileFiles();
};

namespace {

using support::Cost;
using support::costOf;
using support::Microseconds;

/// What an action may ask of `operator new`: so much for each byte of the text, and for each of its lines; and its processor time.
struct Bound
{
    std::size_t perByte;
    std::size_t perLine;
    Microseconds timePerLine;
};
constexpr Bound kReading{4, 3'000, Microseconds(200)};
constexpr Bound kImporting{40, 20'000, Microseconds(400)};
constexpr Bound kComparing{40, 30'000, Microseconds(600)};
constexpr Bound kTyping{40, 20'000, Microseconds(400)};
constexpr std::size_t kAlways = std::size_t{4} << 20; ///< for the grammar, which is made once, and an empty plan
constexpr Microseconds kTimeAlways = std::chrono::seconds(5);

constexpr std::string_view kUnrecognized = "Error: Unrecognized command found at '^' position.";

Cost allowed(const Bound &bound, std::string_view text)
{
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    return {kAlways + bound.perByte * text.size() + bound.perLine * lines, kTimeAlways + bound.timePerLine * static_cast<double>(lines)};
}

#define VERIFY_WITHIN(bound, text, action)                                                                                                 \
    do {                                                                                                                                   \
        const Cost cost = costOf(action);                                                                                                  \
        const Cost most = allowed(bound, text);                                                                                            \
        QVERIFY2(cost.bytes <= most.bytes, qPrintable(QStringLiteral("%1 bytes of %2").arg(cost.bytes).arg(most.bytes)));                  \
        QVERIFY2(cost.time <= most.time, qPrintable(QStringLiteral("%1 µs of %2").arg(cost.time.count()).arg(most.time.count())));         \
    } while (false)

std::string repeated(std::size_t count, const auto &line)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += line(i);
    return text;
}

/// Two bytes a character, the lower first.
std::string utf16(std::string_view ascii)
{
    std::string text = "\xff\xfe";
    for (const char c : ascii)
        text.append({c, '\0'});
    return text;
}

} // namespace

void TestConfigHostile::hostileFiles()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Diagnostic>("first");
    QTest::addColumn<std::size_t>("wrong");
    const auto row = [](const char *name, const std::string &text, Diagnostic first, std::size_t wrong) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << std::move(first) << wrong;
    };
    const auto noText = [](std::string_view byte) { return fmt::format("byte {} is no text; save the file as UTF-8", byte); };
    row("10 MB in one line", "description " + std::string(10'000'000, 'x'),
        {1, 1, "the line has 10000012 bytes; a router takes no more than 4096"}, 1);
    row("10 MB of words", repeated(2'000'000, [](std::size_t) { return "mpls "; }),
        {1, 1, "the line has 9999999 bytes; a router takes no more than 4096"}, 1);
    // Deeper and deeper 300 times, then again: the indent of 100 000 levels would fill 5 GB.
    row("100 000 nested blocks",
        repeated(100'000, [](std::size_t i) { return std::string(i % 300, ' ') + "block " + std::to_string(i) + "\n"; }),
        {1, 1, std::string(kUnrecognized)}, 334);
    row("100 000 families, each inside the one before", "bgp 1\n" + repeated(100'000, [](std::size_t) { return "  ipv6-family vpnv6\n"; }) + "foo\n",
        {100'002, 1, std::string(kUnrecognized)}, 1);
    row("a NUL byte", std::string("sysname CSG-1\n#\ninterface LoopBack0\n description a\0b\n", 52), {4, 15, noText("0x00")}, 1);
    row("1 MB of NUL bytes", std::string(1'000'000, '\0'), {1, 1, "the line has 1000000 bytes; a router takes no more than 4096"}, 1);
    row("UTF-16", utf16("sysname CSG-1\nmpls lsr-id 10.0.0.1\n"), {1, 1, noText("0xff")}, 3);
    row("Latin-1", "sysname K\xf6ln\n#\nmpls lsr-id 10.0.0.1\n", {1, 10, noText("0xf6")}, 1);
    row("broken UTF-8", "sysname CSG-1\n#\ninterface LoopBack0\n description a\xe2\x82\n", {4, 15, noText("0xe2")}, 1);
    row("overlong UTF-8", "sysname A\xc0\xaf\n", {1, 10, noText("0xc0")}, 1);
    row("a million short lines", repeated(1'000'000, [](std::size_t) { return "x\n"; }), {1, 1, std::string(kUnrecognized)}, 1'000'000);
    row("100 000 unknown lines",
        "sysname CSG-1\n#\n" + repeated(100'000, [](std::size_t i) { return "frobnicate " + std::to_string(i) + "\n"; }),
        {3, 1, std::string(kUnrecognized)}, 100'000);
    row("a truncated file", "sysname CSG-1\n#\nmpls lsr-id 10.0.0.1\n#\ninterface GigabitEthernet0/2/0.100\n vlan-type dot1q 100\n mpls l2vc 10.255.0.1",
        {7, 22, "Error: Incomplete command found at '^' position."}, 1);
}

void TestConfigHostile::theReaderSaysWhere()
{
    QFETCH(Diagnostic, first);
    QFETCH(std::size_t, wrong);
    QFETCH(QByteArray, source);
    const std::string text = source.toStdString();
    ConfigTree tree;
    VERIFY_WITHIN(kReading, text, [&] { tree = readConfig(text); });
    QVERIFY(!tree.diagnostics.empty());
    QCOMPARE(tree.diagnostics.front().line, first.line);
    QCOMPARE(tree.diagnostics.front().column, first.column);
    QCOMPARE(tree.diagnostics.front().text, first.text);
    QCOMPARE(tree.diagnostics.size() + tree.diagnosticsLeftOut, wrong);
    QVERIFY(tree.diagnostics.size() <= ConfigTree::kMaxDiagnostics);
    const std::string written = toText(tree);
    QVERIFY2(toText(readConfig(written)) == written, "nothing is lost on the way");
}

/// A file without a router is left out and said to be none; of a router, each wrong line is kept with its place.
void TestConfigHostile::theImportSaysWhere()
{
    QFETCH(Diagnostic, first);
    QFETCH(QByteArray, source);
    const std::string text = source.toStdString();
    const std::vector<ConfigSource> sources{{"hostile.cfg", text}};
    std::optional<ImportResult> result;
    VERIFY_WITHIN(kImporting, text, [&] {
        auto imported = importConfigs(sources, {.threads = 1});
        if (imported)
            result = *std::move(imported);
    });
    QVERIFY(result);
    const bool said = std::ranges::any_of(result->rows, [&](const ImportRow &row) {
        if (!result->leftOut.empty())
            return row.text.find("no router's configuration") != std::string::npos;
        const std::string place = row.line == first.line ? "" : fmt::format("line {}, ", first.line);
        return row.text.find(fmt::format("({}column {}: {})", place, first.column, first.text)) != std::string::npos;
    });
    QVERIFY(said);
}

void TestConfigHostile::differencesTakeAllBack()
{
    QFETCH(QByteArray, source);
    const std::string text = source.toStdString();
    const ConfigTree tree = readConfig(text);
    const ConfigTree other = readConfig("sysname CSG-2\n#\ninterface LoopBack0\n ip address 10.0.0.2 32\n#\n");
    bool turned = false;
    VERIFY_WITHIN(kComparing, text, [&] {
        const Difference change = difference(tree, other);
        turned = sameConfiguration(applied(tree, change.forward), other) && sameConfiguration(applied(other, change.rollback), tree);
    });
    QVERIFY(turned);
}

/// A router that runs the file, and gets it once more as a paste: each line gets an answer.
void TestConfigHostile::aConsoleTakesThePaste()
{
    QFETCH(QByteArray, source);
    const std::string text = source.toStdString();
    ConsoleHooks hooks;
    hooks.commit = [](const ConfigTree &) -> Result<void> { return {}; };
    hooks.display = [](const vrp::Match &) { return std::optional<std::string>(); };
    std::size_t refused = 0;
    VERIFY_WITHIN(kTyping, text, [&] {
        ConsoleSession session("CSG-1", readConfig(text), hooks);
        (void)session.enter("display current-configuration", {});
        (void)session.enter("system-view", {});
        std::string_view rest = text;
        while (!rest.empty() && !session.isClosed()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            refused += session.enter(rest.substr(0, end), {}).refused ? 1 : 0;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        (void)session.close({});
    });
    QVERIFY(refused > 0);
}

void TestConfigHostile::aLargeBlockCostsWhatItHolds_data()
{
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const std::string &text) { QTest::newRow(name) << QByteArray::fromStdString(text); };
    const auto numbered = [](std::size_t count, const char *before, const char *behind) {
        return repeated(count, [&](std::size_t i) {
            return before + fmt::format("10.{}.{}.{}", i >> 16 & 255, i >> 8 & 255, i & 255) + behind;
        });
    };
    row("200 000 addresses on a binding",
        "interface LoopBack1\n ip binding vpn-instance A\n" + numbered(200'000, " ip address ", " 255.255.255.255 sub\n"));
    row("100 000 peers, each with a line in a family",
        "bgp 1\n" + numbered(100'000, " peer ", " as-number 1\n") + " ipv6-family vpnv6\n" + numbered(100'000, "  peer ", " enable\n"));
    row("100 000 times the undo of what is not there",
        "interface LoopBack1\n" + numbered(100'000, " ip address ", " 255.255.255.255 sub\n")
            + repeated(100'000, [](std::size_t) { return " undo isis cost\n"; }));
}

/// The cost of a line does not grow with the block it stands in.
void TestConfigHostile::aLargeBlockCostsWhatItHolds()
{
    QFETCH(QByteArray, source);
    const std::string text = source.toStdString();
    const ConfigTree tree = readConfig(text);
    bool turned = false;
    VERIFY_WITHIN(kComparing, text, [&] {
        const Difference change = difference(tree, {});
        turned = sameConfiguration(applied({}, change.rollback), tree) && sameConfiguration(applied(tree, change.forward), {});
    });
    QVERIFY(turned);
}

QTEST_GUILESS_MAIN(TestConfigHostile)
#include "tst_config_hostile.moc"
