// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/config/console/line_pattern.h"
#include "tests/model/config/console/console_terminal.h"

#include <QRegularExpression>
#include <QtTest>

#include <rapidcheck.h>

#include <limits>

using namespace sidestep;
using namespace sidestep::config;
using console::LinePattern;
using samples::Terminal;

namespace {

bool found(std::string_view expression, std::string_view line, bool ignoreCase = false)
{
    std::size_t steps = std::numeric_limits<std::size_t>::max();
    const auto pattern = LinePattern::compile(expression, ignoreCase);
    return pattern && pattern->isIn(line, steps);
}

/// Well-formed expressions whose meaning all dialects share.
std::string randomExpression(int depth)
{
    const int kind = *rc::gen::inRange(0, depth > 0 ? 8 : 3);
    switch (kind) {
    case 0:
        return *rc::gen::elementOf(std::vector<std::string>{"a", "b", "c", "\\.", "\\|"});
    case 1:
        return ".";
    case 2:
        return *rc::gen::elementOf(std::vector<std::string>{"[ab]", "[^a]", "[a-c]", "[^b-c]"});
    case 3:
        return "(" + randomExpression(depth - 1) + "|" + randomExpression(depth - 1) + ")";
    case 4:
        return "(" + randomExpression(depth - 1) + ")"
            + *rc::gen::elementOf(std::vector<std::string>{"*", "+", "?", "{2}", "{1,}", "{0,2}"});
    case 5:
        return "(^" + randomExpression(depth - 1) + ")";
    case 6:
        return "(" + randomExpression(depth - 1) + "$)";
    default:
        return randomExpression(depth - 1) + randomExpression(depth - 1);
    }
}

} // namespace

class TestConsoleFilters : public QObject
{
    Q_OBJECT

private slots:
    void expressionsMeanWhatTheGuideSays_data();
    void expressionsMeanWhatTheGuideSays();
    void invalidExpressionsAreRefused_data();
    void invalidExpressionsAreRefused();
    void expressionsAgreeWithAnotherEngine();
    void hostileExpressionsEndSoon_data();
    void hostileExpressionsEndSoon();
    void linesAreFiltered_data();
    void linesAreFiltered();
    void filtersOfAnAnswerAreKeptForALateOne();
    void aWrongFilterIsPointedAt_data();
    void aWrongFilterIsPointedAt();
    void atMost32FiltersAreTaken();
    void aBarInASettingIsText();
    void blocksOfTheRunningConfigurationAreShown_data();
    void blocksOfTheRunningConfigurationAreShown();
    void helpAndTabGoOnBehindABar();
};

void TestConsoleFilters::expressionsMeanWhatTheGuideSays_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *expression, const char *line, bool matches) {
        QTest::addRow("%s %s %s", expression, matches ? "matches" : "does not match", line)
            << QString::fromUtf8(expression) << QString::fromUtf8(line) << matches;
    };
    // The examples of the table in the vendor's guide.
    row("\\*", "*", true);
    row("^10", "10.10.10.1", true);
    row("^10", "2.2.2.210", false);
    row("1$", "10.10.10.1", true);
    row("1$", "10.10.10.2", false);
    row("^10*$", "1", true);
    row("^10*$", "1000", true);
    row("^(10)*$", "", true);
    row("^(10)*$", "101010", true);
    row("^(10)+$", "", false);
    row("^10?$", "100", false);
    row("0.0", "0x0", true);
    row(".oo.", "book", true);
    row("100(200)+", "100200200", true);
    row("(ab)", "abcab", true);
    row("()", "anything", true);
    row("a()b", "12ab12", true);
    row("a)b", "za)bc", true);
    row("100|200", "x200", true);
    row("1(2|3)4", "124", true);
    row("1(2|3)4", "1234", false);
    row("[123]", "255", true);
    row("[^123]", "1223", false);
    row("[^123]", "124", true);
    row("[0-9]", "a7", true);
    row("a{3,5}", "zaaab", true);
    row("a{3,5}", "aab", false);
    row("^a{3,5}$", "aaaaaa", false);
    row("ab{3}", "abbbc", true);
    row("(ab){3}", "abababc", true);
    row("a{,3}bc", "za{,3}bc", true);
    row("a{3,}bc", "aaaaabc", true);
    row("a3}", "za3}bc", true);
    // Special characters where they stand for themselves.
    row("+45", "+45", true);
    row("abc(*def)", "abc*def", true);
    row("abc^", "abc^", true);
    row("12$2", "12$2", true);
    row("0-9]", "0-9]", true);
    row("", "anything", true);
    row("K.se", "Käse", true);
    row("[ä]", "Käse", true);
    row("mpls", "MPLS", false);
}

void TestConsoleFilters::expressionsMeanWhatTheGuideSays()
{
    QFETCH(QString, expression);
    QFETCH(QString, line);
    QFETCH(bool, matches);
    QVERIFY(LinePattern::compile(expression.toStdString(), false).has_value());
    QCOMPARE(found(expression.toStdString(), line.toStdString()), matches);
    if (matches && !expression.contains(QChar(0xe4)))
        QVERIFY(found(expression.toUpper().toStdString(), line.toStdString(), true));
}

void TestConsoleFilters::invalidExpressionsAreRefused_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *expression :
         {"a(b", "[z-a]", "[^z-a]", "[abc", "a{1000}", "a{2,1}", "a{1,1000}", "((a{999}){999}){999}", "(((){999}){999}){999}"})
        QTest::newRow(expression) << QString::fromLatin1(expression);
}

void TestConsoleFilters::invalidExpressionsAreRefused()
{
    QFETCH(QString, expression);
    QVERIFY(!LinePattern::compile(expression.toStdString(), false));
}

void TestConsoleFilters::expressionsAgreeWithAnotherEngine()
{
    QVERIFY(rc::check("a random expression on a random line", [] {
        const std::string expression = randomExpression(4);
        const auto line
            = *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, 13), rc::gen::elementOf(std::string("aabbc.|")));
        const QRegularExpression other(QString::fromStdString(expression));
        RC_PRE(other.isValid());
        RC_ASSERT(found(expression, line) == other.match(QString::fromStdString(line)).hasMatch());
    }));
}

void TestConsoleFilters::hostileExpressionsEndSoon_data()
{
    QTest::addColumn<QString>("expression");
    QTest::newRow("nested repeats") << QStringLiteral("(((((a*)*)*)*)*)*b");
    QTest::newRow("alternatives of one thing") << QStringLiteral("(a|a|a|a)*b");
    QTest::newRow("many states") << QStringLiteral("(a{0,30}){0,30}b");
    QTest::newRow("parentheses") << QString(120, QLatin1Char('(')) + QString(120, QLatin1Char(')'));
    QTest::newRow("stars") << QLatin1Char('a') + QString(250, QLatin1Char('*')) + QLatin1Char('b');
    QTest::newRow("a large class again and again") << QStringLiteral("([ab-cd-ef-gh-ij-kl-mn-op-qr-st-uv-wx-y]{9}){99}[z]");
}

/// Ten lines of 20 kB. The bound is ours: what takes longer is refused.
void TestConsoleFilters::hostileExpressionsEndSoon()
{
    QFETCH(QString, expression);
    const auto filter = console::OutputFilter::read("x | include " + expression.toStdString(), 2);
    QVERIFY(filter.has_value());
    std::string text;
    for (int i = 0; i < 10; ++i)
        text.append(std::string(20'000, 'a')).push_back('\n');
    QElapsedTimer time;
    time.start();
    const auto left = filter->applied(text);
    QVERIFY2(time.elapsed() < 60'000, qPrintable(QString::number(time.elapsed())));
    QVERIFY(left ? left->empty() || left->size() == text.size() : left.error().detail.find("too long") != std::string::npos);
}

void TestConsoleFilters::linesAreFiltered_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("text");
    const auto row
        = [](const char *line, const char *text) { QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(text); };
    // From the configuration of CSG in section 11 of the reference document.
    row("display current-configuration | include as-number", "");
    row("display current-configuration | include ^ remote-ip", " remote-ip 10.255.0.11\n remote-ip 10.255.0.12\n");
    row("display current-configuration | include ^mpls | exclude ldp", "mpls lsr-id 10.255.0.1\nmpls\nmpls l2vpn\n");
    row("display current-configuration|inc sysname|mpls l2vpn$", "sysname CSG\nmpls l2vpn\n");
    row("display current-configuration | ignore-case include LOOPBACK", "interface LoopBack0\n");
    row("dis cur | b interface LoopBack0", "interface LoopBack0\n ip address 10.255.0.1 255.255.255.255\n isis enable 100\n#\nreturn\n");
    row("display current-configuration | section include remote-ip 10.255.0.11",
        "mpls ldp remote-peer 10.255.0.11\n remote-ip 10.255.0.11\n");
    row("display current-configuration | section include ip address 10.255 | exclude isis",
        "interface LoopBack0\n ip address 10.255.0.1 255.255.255.255\n");
    row("display current-configuration | section ignore-case begin INTERFACE loopback0 | no-more",
        "interface LoopBack0\n ip address 10.255.0.1 255.255.255.255\n isis enable 100\n#\nreturn\n");
    row("display current-configuration | include remote-ip | count", "Total lines: 2.\n");
    row("display this | include sysname", "sysname CSG\n");
    row("display mpls l2vpn track route | include asked", "asked\n");
    row("display mpls l2vpn track route | exclude asked", "");
}

void TestConsoleFilters::linesAreFiltered()
{
    QFETCH(QString, line);
    QFETCH(QString, text);
    Terminal t("CSG");
    t.type({"system-view"});
    QCOMPARE(QString::fromStdString(t.type({line.toStdString()})), text);
    QCOMPARE(t.refused, 0);
}

void TestConsoleFilters::filtersOfAnAnswerAreKeptForALateOne()
{
    Terminal t("CSG");
    t.type({"display mpls l2vpn track route | include b"});
    QCOMPARE(t.console.filtered("a\nb\n").text, std::string("b\n"));
    t.type({"display mpls l2vpn track route"});
    QCOMPARE(t.console.filtered("a\nb\n").text, std::string("a\nb\n"));
}

void TestConsoleFilters::aWrongFilterIsPointedAt_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("marker");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *line, const char *marker, const char *error) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(marker)
                            << QStringLiteral("Error: %1 found at '^' position.\n").arg(QLatin1String(error));
    };
    // clang-format off
    row("display this | find x",
        "               ^", "Unrecognized command");
    row("display this | include",
        "                      ^", "Incomplete command");
    row("display this |",
        "              ^", "Incomplete command");
    row("display this | include a(b",
        "                       ^", "Wrong parameter");
    row("display this | include a | section",
        "                                  ^", "Incomplete command");
    row("display this | count 5",
        "                     ^", "Too many parameters");
    // clang-format on
}

void TestConsoleFilters::aWrongFilterIsPointedAt()
{
    QFETCH(QString, line);
    QFETCH(QString, marker);
    QFETCH(QString, error);
    Terminal t("CSG"); // the prompt "<CSG>" takes five columns
    QCOMPARE(QString::fromStdString(t.type({line.toStdString()})), QString(5, QLatin1Char(' ')) + marker + QLatin1Char('\n') + error);
}

void TestConsoleFilters::atMost32FiltersAreTaken()
{
    Terminal t("CSG");
    std::string line = "display this";
    for (int i = 0; i < 32; ++i)
        line += " | exclude x";
    t.type({line});
    QCOMPARE(t.refused, 0);
    t.type({line + " | exclude x"});
    QCOMPARE(t.refused, 1);
}

void TestConsoleFilters::aBarInASettingIsText()
{
    Terminal t("CSG");
    t.type({"system-view", "interface LoopBack0", "description a | include b"});
    QCOMPARE(t.refused, 0);
    QVERIFY(t.console.isPending());
}

void TestConsoleFilters::blocksOfTheRunningConfigurationAreShown_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("text");
    const auto row
        = [](const char *line, const char *text) { QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(text); };
    const char *loopback = "#\ninterface LoopBack0\n ip address 10.255.0.1 255.255.255.255\n isis enable 100\n#\nreturn\n";
    row("display current-configuration interface LoopBack0", loopback);
    row("display current-configuration interface loopback 0", loopback);
    row("display current-configuration configuration interface LoopBack0", loopback);
    row("display current-configuration configuration mpls-ldp", "#\nmpls ldp\n graceful-restart\n#\nreturn\n");
    row("display current-configuration configuration mpls-ldp-remote 10.255.0.12",
        "#\nmpls ldp remote-peer 10.255.0.12\n remote-ip 10.255.0.12\n#\nreturn\n");
    row("display current-configuration configuration ISIS | include is-level", " is-level level-2\n");
    row("display current-configuration configuration isis 7", "#\nreturn\n");
    row("display current-configuration interface | count",
        "Total lines: 41.\n"); // counted in the file, with a # before each of 5 and two lines at the end
}

void TestConsoleFilters::blocksOfTheRunningConfigurationAreShown()
{
    QFETCH(QString, line);
    QFETCH(QString, text);
    Terminal t("CSG");
    QCOMPARE(QString::fromStdString(t.type({line.toStdString()})), text);
}

void TestConsoleFilters::helpAndTabGoOnBehindABar()
{
    Terminal t("CSG");
    QVERIFY(t.console.help("display bfd session all ").text.find("  |     Filter what is shown\n") != std::string::npos);
    const std::string words = t.console.help("display bfd session all | ").text;
    for (const char *word : {"begin", "count", "exclude", "ignore-case", "include", "no-more", "section"})
        QVERIFY2(words.find(std::string("  ") + word + " ") != std::string::npos, word);
    QVERIFY(t.console.help("display bfd session all | include Up | ").text == words);
    QVERIFY(t.console.help("display bfd session all | include ").text.find("TEXT<1-254>  <regex>") != std::string::npos);
    QVERIFY(t.console.help("display bfd session all | fi").refused);
    const std::string_view typed = "display bfd session all | include Up | exc";
    QCOMPARE(t.console.complete(typed, typed.size()).line, std::string("display bfd session all | include Up | exclude "));
    QVERIFY(t.console.help("sysname a | ").refused);
}

QTEST_GUILESS_MAIN(TestConsoleFilters)
#include "tst_console_filters.moc"
