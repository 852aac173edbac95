// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/reader.h"

#include "tests/model/config/config_samples.h"

#include "model/config/config_builder.h"

#include <QDir>
#include <QRegularExpression>
#include <QtTest>
#include <rapidcheck.h>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

class TestConfigReader : public QObject
{
    Q_OBJECT

private slots:
    void aByteOrderMarkInTheMiddleIsPassedOver();
    void goldenFilesComeBackByteForByte_data();
    void goldenFilesComeBackByteForByte();
    void variantsGiveTheSameTree_data();
    void variantsGiveTheSameTree();
    void whatWeWriteIsUnderstood();
    void linesKnowTheirPlace();
    void wrongLinesStayWithADiagnostic_data();
    void wrongLinesStayWithADiagnostic();
    void anUnknownBlockIsKeptWithOneDiagnostic();
    void aWrongOpenerStillHasItsBlock();
    void aTargetWithoutDirectionIsTwoLines();
    void typedSessionsAreFollowed();
    void aMistypedOpenerStartsItsOwnBlock();
    void diagnosticsAreBounded();
};

namespace {

const QString kData = QStringLiteral(SIDESTEP_TEST_DATA "/configs/");

void addGoldens()
{
    for (const char *folder : {"reference", "ring"})
        for (const QString &name : QDir(kData + QString::fromLatin1(folder)).entryList({QStringLiteral("*.cfg")}, QDir::Files)) {
            const QString path = kData + QString::fromLatin1(folder) + QLatin1Char('/') + name;
            QTest::newRow(qPrintable(QString::fromLatin1(folder) + QLatin1Char('/') + name)) << path;
        }
}

QString replaced(QString text, const char *pattern, const char *with)
{
    return text.replace(QRegularExpression(QString::fromLatin1(pattern), QRegularExpression::MultilineOption), QString::fromLatin1(with));
}

std::string firstDiagnostic(const ConfigTree &tree)
{
    if (tree.diagnostics.empty())
        return {};
    const Diagnostic &d = tree.diagnostics.front();
    return std::to_string(d.line) + ":" + std::to_string(d.column) + ": " + d.text;
}

} // namespace

void TestConfigReader::goldenFilesComeBackByteForByte_data()
{
    QTest::addColumn<QString>("path");
    addGoldens();
}

void TestConfigReader::goldenFilesComeBackByteForByte()
{
    QFETCH(QString, path);
    const std::string text = readFile(path);
    QVERIFY(!text.empty());
    const ConfigTree tree = readConfig(text);
    QCOMPARE(firstDiagnostic(tree), std::string());
    QCOMPARE(toText(tree), text);
    for (const ConfigLine &line : tree.lines)
        QVERIFY2(line.command, line.text.c_str());
}

void TestConfigReader::variantsGiveTheSameTree_data()
{
    QTest::addColumn<QString>("variant");
    const QString text = QString::fromStdString(readFile(kData + QStringLiteral("reference/AGG1.cfg")));
    const auto row = [](const char *name, const QString &variant) { QTest::newRow(name) << variant; };
    row("CRLF", QString(text).replace(QStringLiteral("\n"), QStringLiteral("\r\n")));
    row("byte order mark", QChar(0xfeff) + text);
    row("headers", QStringLiteral("!Software Version V800R012C10\n!Last configuration was changed\n#\n") + text);
    row("no return", replaced(text, "^return\\n", ""));
    row("no last line end", text.left(text.size() - 1));
    row("trailing blanks", replaced(text, "$", "  "));
    row("double separators", replaced(text, "^#$", "#\n#"));
    row("separators with text", replaced(text, "^#$", "# ----"));
    row("blank lines", replaced(text, "^#$", "\n#\n"));
    row("upper case", replaced(text, "^( *)mpls l2vpn track route", "\\1MPLS L2vpn Track ROUTE"));
    row("twice the indent", replaced(replaced(text, "^  (?=\\S)", "    "), "^ (?=\\S)", "  "));
    row("one space before top-level lines", replaced(text, "^(sysname|mpls|bfd|ip )", " \\1"));
    row("shortened", replaced(replaced(replaced(text, "undo shutdown", "und shut"), "circuit-type", "circuit-t"), "^interface", "int"));
    row("options in another order", replaced(text, "control-word ignore-standby-state", "ignore-standby-state control-word"));
    row("timers in another order",
        replaced(text, "min-tx-interval (\\d+) min-rx-interval (\\d+)$", "min-rx-interval \\2 min-tx-interval \\1"));
    row("lengths for masks", replaced(text, "255\\.255\\.255\\.252", "30"));
    row("space in interface names", replaced(text, "^interface 100GE", "interface 100ge "));
    row("upper-case addresses", replaced(text, "2001:db8:", "2001:DB8:"));
    row("commit lines", replaced(text, "^( +isis ldp-sync)$", "\\1\n commit"));
    row("tabs", replaced(replaced(text, "^  (?=\\S)", "\t\t"), "^ (?=\\S)", "\t"));
}

void TestConfigReader::variantsGiveTheSameTree()
{
    QFETCH(QString, variant);
    const std::string text = readFile(kData + QStringLiteral("reference/AGG1.cfg"));
    QVERIFY(variant.toStdString() != text);
    const ConfigTree tree = readConfig(variant.toStdString());
    QCOMPARE(firstDiagnostic(tree), std::string());
    QCOMPARE(QString::fromStdString(toText(tree)).split(QLatin1Char('\n')), QString::fromStdString(text).split(QLatin1Char('\n')));
}

void TestConfigReader::whatWeWriteIsUnderstood()
{
    QVERIFY(rc::check("reading a written router gives the same text and no diagnostic", [] {
        plan::BackhaulShape shape;
        shape.sites = *rc::gen::inRange<std::uint32_t>(1, 30);
        shape.access = *rc::gen::element(plan::AccessShape::Rings, plan::AccessShape::DualHomed);
        shape.sitesPerRing = *rc::gen::inRange<std::uint32_t>(1, 8);
        shape.aggsPerRing = 2 * *rc::gen::inRange<std::uint32_t>(1, 3);
        shape.seed = *rc::gen::arbitrary<std::uint32_t>();
        shape.tracking = *rc::gen::arbitrary<bool>();
        const auto plan = plan::backhaulPlan(shape);
        if (!plan)
            RC_FAIL(plan.error().detail);
        const ConfigBuilder builder(*rc::gen::arbitrary<bool>() ? samples::withOspf(*plan) : *plan);
        for (const plan::Router &router : plan->routers()) {
            const std::string text = toText(*builder.build(router.id));
            const ConfigTree tree = readConfig(text);
            RC_ASSERT(firstDiagnostic(tree) == std::string());
            RC_ASSERT(toText(tree) == text);
        }
    }));
}

void TestConfigReader::linesKnowTheirPlace()
{
    const ConfigTree tree = readConfig("bgp 65001\n router-id 10.0.0.1\n #\n ipv6-family vpnv6\n  policy vpn-target\n#\nmpls\n#\n");
    QCOMPARE(tree.lines.size(), std::size_t(5));
    const std::vector<std::uint32_t> depths{0, 1, 1, 2, 0};
    const std::vector<std::uint32_t> ends{4, 2, 4, 4, 5};
    const std::vector<std::uint32_t> numbers{1, 2, 4, 5, 7};
    for (std::size_t i = 0; i < tree.lines.size(); ++i) {
        QCOMPARE(tree.lines[i].depth, depths[i]);
        QCOMPARE(tree.lines[i].end, ends[i]);
        QCOMPARE(tree.lines[i].number, numbers[i]);
    }
    QVERIFY(tree.lines[3].view == vrp::View::BgpVpnv6);
    QVERIFY(tree.lines[3].command == vrp::Cmd::PolicyVpnTarget);
}

void TestConfigReader::wrongLinesStayWithADiagnostic_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("column"); // 1-based, indent included
    QTest::addColumn<QString>("error");
    const auto row = [](const char *line, int column, const char *error) {
        QTest::newRow(line) << QString::fromLatin1(line) << column << QString::fromLatin1(error);
    };
    row("isis enablef", 7, "Error: Unrecognized command found at '^' position.");
    row("ip address 10.0.0.1", 21, "Error: Incomplete command found at '^' position.");
    row("isis ldp 5", 11, "Error: Too many parameters found at '^' position."); // "ldp" is "ldp-sync"
    row("isis c 5", 7, "Error: Ambiguous command found at '^' position.");
    row("mtu 20", 6, "Error: Wrong parameter found at '^' position.");
    row("ipv6 enable  now", 15, "Error: Too many parameters found at '^' position.");
}

void TestConfigReader::wrongLinesStayWithADiagnostic()
{
    QFETCH(QString, line);
    QFETCH(int, column);
    QFETCH(QString, error);
    const std::string before = "interface 100GE0/1/0\n description A\n ";
    const std::string after = "\n mpls\n#\nreturn\n";
    const std::string text = before + line.toStdString() + after;
    const ConfigTree tree = readConfig(text);
    QCOMPARE(tree.diagnostics.size(), std::size_t(1));
    QCOMPARE(tree.diagnostics.front().line, 3U);
    QCOMPARE(int(tree.diagnostics.front().column), column);
    QCOMPARE(QString::fromStdString(tree.diagnostics.front().text), error);
    QCOMPARE(toText(tree), text);
    QVERIFY(!tree.lines.at(2).command);
}

void TestConfigReader::anUnknownBlockIsKeptWithOneDiagnostic()
{
    const std::string text = "aaa\n authentication-scheme default\n  deep line\n mpls\n#\nmpls\n#\nreturn\n";
    const ConfigTree tree = readConfig(text);
    QCOMPARE(tree.diagnostics.size(), std::size_t(1));
    QCOMPARE(tree.diagnostics.front().line, 1U);
    QCOMPARE(toText(tree), text);
    QVERIFY(!tree.lines.at(3).command); // `mpls` of a block nobody knows is not the system's
    QVERIFY(tree.lines.at(4).command == vrp::Cmd::Mpls);
}

void TestConfigReader::aWrongOpenerStillHasItsBlock()
{
    const std::string text = "interface Loobpack2\n ip address 10.0.0.1 255.255.255.255\n mpls\n#\nreturn\n";
    const ConfigTree tree = readConfig(text);
    QCOMPARE(firstDiagnostic(tree), std::string("1:11: Error: Wrong parameter found at '^' position."));
    QCOMPARE(tree.diagnostics.size(), std::size_t(2)); // the name begins as a loopback's, which takes no mpls
    QCOMPARE(toText(tree), text);
    QVERIFY(tree.lines.at(1).command == vrp::Cmd::IpAddress);
}

void TestConfigReader::aTargetWithoutDirectionIsTwoLines()
{
    const ConfigTree tree = readConfig("ip vpn-instance RAN\n ipv6-family\n  vpn-target 1:1 2:2 both\n");
    QCOMPARE(tree.lines.size(), std::size_t(4));
    QCOMPARE(tree.lines[2].text, std::string("vpn-target 1:1 2:2 export-extcommunity"));
    QCOMPARE(tree.lines[3].text, std::string("vpn-target 1:1 2:2 import-extcommunity"));
}

void TestConfigReader::typedSessionsAreFollowed()
{
    const ConfigTree tree
        = readConfig("interface loopback 1\nip binding vpn-instance RAN\nipv6 enable\nipv6 address 2001:db8::1 128\nquit\n"
                     "bgp 65001\nipv6-family vpn-instance RAN\nnetwork 2001:db8::1 128\ncommit\nquit\nquit\nmpls\n");
    QCOMPARE(firstDiagnostic(tree), std::string());
    QCOMPARE(toText(tree),
             std::string("interface LoopBack1\n ip binding vpn-instance RAN\n ipv6 enable\n ipv6 address 2001:db8::1/128\n#\n"
                         "bgp 65001\n #\n ipv6-family vpn-instance RAN\n  network 2001:db8::1 128\n#\nmpls\n#\nreturn\n"));
}

void TestConfigReader::aMistypedOpenerStartsItsOwnBlock()
{
    const ConfigTree tree = readConfig("interface loopback x\nundo shutdown\ninterface loopback y\nundo shutdown\nquit\nsysname A\n");
    QCOMPARE(toText(tree),
             std::string("interface loopback x\n undo shutdown\n#\ninterface loopback y\n undo shutdown\n#\nsysname A\n#\nreturn\n"));
    QCOMPARE(tree.diagnostics.size(), std::size_t{2});
}

void TestConfigReader::diagnosticsAreBounded()
{
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += "frobnicate\n";
    const ConfigTree tree = readConfig(text);
    QCOMPARE(tree.diagnostics.size(), ConfigTree::kMaxDiagnostics);
    QCOMPARE(tree.diagnosticsLeftOut, std::size_t(2000));
    QCOMPARE(tree.lines.size(), std::size_t(3000));
}

// Found by the fuzzer: files pasted together.
void TestConfigReader::aByteOrderMarkInTheMiddleIsPassedOver()
{
    const ConfigTree tree = readConfig("\n\xef\xbb\xbfsysname A\n#\n \xef\xbb\xbfmpls\n#\n");
    QCOMPARE(tree.lines.size(), std::size_t{2});
    QVERIFY(tree.diagnostics.empty());
    QCOMPARE(toText(readConfig("\n\xef\xbb\xbf")), std::string("return\n"));
}

QTEST_GUILESS_MAIN(TestConfigReader)
#include "tst_config_reader.moc"
