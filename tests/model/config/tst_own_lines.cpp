// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "tests/model/config/config_samples.h"

#include "model/config/config_builder.h"
#include "model/config/own_lines.h"
#include "model/config/reader.h"

#include <rapidcheck.h>

#include <algorithm>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// Lines kept for a router and snippets, on the routers of the reference plan.
class TestOwnLines : public QObject
{
    Q_OBJECT

private slots:
    void linesLandInTheirBlock_data();
    void linesLandInTheirBlock();
    void newBlocksStandInTheTablesOrder();
    void aLineThatIsThereIsNotWrittenAgain();
    void anotherValueOfASettingIsLeftOutAndSaid_data();
    void anotherValueOfASettingIsLeftOutAndSaid();
    void everyKeptLineIsReadBack();
    void noLineOfThePlanIsLostOrMoved();
    void variablesTakeTheirValues();
    void aSnippetIsForItsRouters();
    void aSnippetWithoutAllValuesIsLeftOut_data();
    void aSnippetWithoutAllValuesIsLeftOut();
    void secretsShowAsPlaceholdersUntilGiven();
    void aSecretCannotSmuggleInALine_data();
    void aSecretCannotSmuggleInALine();
    void whatTheTableFindsWrongInASnippetIsSaidAndWritten();
    void commandsThatAreNoConfigurationAreSaid();
    void linesOfALaterReleaseAreLeftOut();
    void snippetLinesSayWhereTheyComeFrom();
    void aBuilderGivesTheSame();
    void missingSecretsAreThoseOfTheRoutersAsked();
};

namespace {

plan::Plan kept(std::string_view router, const char *text, const plan::Plan &plan = plan::referencePlan())
{
    plan::EditBuilder edit(plan, "keep");
    edit.add(plan::KeptText{routerId(plan, router), text});
    auto after = plan.with(edit.take());
    if (!after)
        qFatal("the plan refuses the kept text: %s", after.error().detail.c_str());
    return *std::move(after);
}

plan::Plan withSnippet(plan::Snippet snippet, const plan::Plan &plan = plan::referencePlan())
{
    plan::EditBuilder edit(plan, "snippet");
    edit.add(std::move(snippet));
    auto after = plan.with(edit.take());
    if (!after)
        qFatal("the plan refuses the snippet: %s", after.error().detail.c_str());
    return *std::move(after);
}

plan::Snippet snippet(std::string text, std::vector<plan::SnippetVariable> variables = {})
{
    return {plan::SnippetId(0), "NTP", std::nullopt, std::nullopt, std::move(text), std::move(variables)};
}

/// `line` with the lines of the views around it before it: "bgp 65001/ipv6-family vpnv6/peer …".
std::vector<std::string> pathsOf(const ConfigTree &tree)
{
    std::vector<std::string> paths;
    std::vector<std::string> around;
    for (const ConfigLine &line : tree.lines) {
        around.resize(line.depth);
        around.push_back(line.text);
        std::string path;
        for (const std::string &part : around)
            path += "/" + part;
        paths.push_back(std::move(path));
    }
    return paths;
}

std::vector<std::string> pathsOf(const DeviceConfig &config)
{
    return pathsOf(readConfig(toText(config)));
}

bool has(const std::vector<std::string> &paths, const std::string &path)
{
    return std::ranges::find(paths, path) != paths.end();
}

} // namespace

void TestOwnLines::linesLandInTheirBlock_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("expected"); // the line between its neighbours
    QTest::newRow("an unknown line in an interface: behind its lines")
        << QByteArray("interface LoopBack0\n trust upstream default") << QByteArray(" isis enable 1\n trust upstream default\n#\n");
    QTest::newRow("a line of the table in an interface: where the table wants it, after the description")
        << QByteArray("interface LoopBack0\n description Router id") << QByteArray("interface LoopBack0\n description Router id\n ip address 10.255.0.11 255.255.255.255\n");
    QTest::newRow("an unknown line in BGP: before the families, or it would be typed in one of them")
        << QByteArray("bgp 65001\n undo default ipv4-unicast") << QByteArray(" undo default ipv4-unicast\n #\n");
    QTest::newRow("a known line in a family of BGP")
        << QByteArray("bgp 65001\n ipv6-family vpnv6\n  peer 10.255.0.21 preferred-value 7") << QByteArray("  peer 10.255.0.21 preferred-value 7\n");
    QTest::newRow("a family that the plan lacks: in the table's order, with its separator")
        << QByteArray("bgp 65001\n ipv4-family vpnv4\n  peer 10.255.0.21 enable")
        << QByteArray(" #\n ipv4-family vpnv4\n  peer 10.255.0.21 enable\n #\n ipv6-family vpnv6\n");
    QTest::newRow("an unknown block inside a block") << QByteArray("bgp 65001\n monitor x\n  host y") << QByteArray(" monitor x\n  host y\n");
    QTest::newRow("an unknown block: at the end") << QByteArray("aaa\n local-user a service-type ssh") << QByteArray("#\naaa\n local-user a service-type ssh\n#\nreturn\n");
    QTest::newRow("an unknown block that stood before a known one: before it")
        << QByteArray("acl number 2001\n rule permit\ninterface LoopBack0\n trust upstream default")
        << QByteArray("#\nacl number 2001\n rule permit\n#\ninterface ");
    QTest::newRow("an interface that the plan lacks: among its kind")
        << QByteArray("interface LoopBack7\n ip address 10.9.9.9 32") << QByteArray("#\ninterface LoopBack7\n ip address 10.9.9.9 255.255.255.255\n#\ninterface Virtual-Ethernet");
    QTest::newRow("a prefix list: with the others, without a separator between")
        << QByteArray("ip ip-prefix X index 10 permit 10.0.0.0 8") << QByteArray("ip ip-prefix X index 10 permit 10.0.0.0 8\n#\n");
}

void TestOwnLines::linesLandInTheirBlock()
{
    QFETCH(QByteArray, lines);
    QFETCH(QByteArray, expected);
    const plan::Plan plan = kept("AGG1", lines.constData());
    const DeviceConfig config = configOf(plan, "AGG1");
    const QByteArray text = QByteArray::fromStdString(toText(config));
    QVERIFY2(text.contains(expected), text.constData());
    QCOMPARE(gapsOf(config), std::string());
}

void TestOwnLines::newBlocksStandInTheTablesOrder()
{
    const plan::Plan plan = kept("AGG1", "ospf 7\n area 0.0.0.0\nbfd 77 bind peer-ip 10.9.9.9\n discriminator local 7\npw-template T\n control-word");
    QStringList found;
    for (const ConfigNode &block : configOf(plan, "AGG1").blocks)
        found << QString::fromStdString(block.line);
    const auto at = [&](const char *line) { return found.indexOf(QString::fromLatin1(line)); };
    QVERIFY2(at("mpls l2vpn") < at("pw-template T") && at("pw-template T") < at("mpls ldp"), qPrintable(found.join(QLatin1Char('|'))));
    QVERIFY2(at("isis 1") < at("ospf 7") && at("ospf 7") < at("interface 100GE0/1/0"), qPrintable(found.join(QLatin1Char('|'))));
    QVERIFY2(at("bgp 65001") < at("bfd 77 bind peer-ip 10.9.9.9"), qPrintable(found.join(QLatin1Char('|'))));
}

void TestOwnLines::aLineThatIsThereIsNotWrittenAgain()
{
    const std::string plain = textOf(plan::referencePlan(), "AGG1");
    // What the plan writes, abbreviated and in other words, changes nothing.
    const plan::Plan plan = kept("AGG1", "sysn AGG1\ninterface loopback 0\n ip address 10.255.0.11 32\nmpls");
    const DeviceConfig config = configOf(plan, "AGG1");
    QCOMPARE(toText(config), plain);
    QCOMPARE(gapsOf(config), std::string());
}

void TestOwnLines::anotherValueOfASettingIsLeftOutAndSaid_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("name") << QByteArray("sysname OTHER") << QByteArray("`sysname OTHER` is not written: it is another value of `sysname AGG1`");
    QTest::newRow("in a view") << QByteArray("mpls\n mpls bfd enable\nmpls lsr-id 10.9.9.9")
                               << QByteArray("`mpls lsr-id 10.9.9.9` is not written: it is another value of `mpls lsr-id 10.255.0.11`");
    QTest::newRow("switch") << QByteArray("interface 100GE0/1/0\n shutdown") << QByteArray("`shutdown` is not written: it is another value of `undo shutdown`");
    QTest::newRow("undo of a setting") << QByteArray("undo mpls ldp") << QByteArray("`undo mpls ldp` is not written: it is another value of `mpls ldp`");
    QTest::newRow("block with what is below it") << QByteArray("route-policy OWN-LO deny node 10\n apply cost 5\n if-match ip-prefix X")
                                                 << QByteArray("`route-policy OWN-LO deny node 10` with the 2 lines below it is not written");
}

void TestOwnLines::anotherValueOfASettingIsLeftOutAndSaid()
{
    QFETCH(QByteArray, lines);
    QFETCH(QByteArray, says);
    const plan::Plan plan = kept("AGG1", lines.constData());
    const DeviceConfig config = configOf(plan, "AGG1");
    QCOMPARE(config.gaps.size(), std::size_t{1});
    const QByteArray gap = QByteArray::fromStdString(config.gaps.front().text);
    QVERIFY2(gap.startsWith("kept lines of AGG1: "), gap.constData());
    QVERIFY2(gap.contains(says), gap.constData());
    QVERIFY(config.gaps.front().object == plan::ObjectId(routerId(plan, "AGG1")));
}

namespace {

/// Kept text out of lines that no router of the reference plan has.
std::string anyKeptText()
{
    static const std::vector<std::vector<std::string>> kBlocks{
        {"aaa", " authentication-scheme s", "  authentication-mode local", " local-user u service-type ssh"},
        {"interface LoopBack0", " trust upstream default", " description kept"},
        {"interface GigabitEthernet0/9/9", " description spare", " ip address 10.9.9.1 255.255.255.252"},
        {"bgp 65001", " graceful-restart", " monitor m", "  host h", " ipv4-family vpnv4", "  peer 10.255.0.21 enable"},
        {"stelnet server enable"},
        {"ospf 9", " area 0.0.0.1", "  network 10.9.0.0 0.0.255.255"},
        {"ip ip-prefix KEPT index 10 permit 10.9.0.0 16"},
        {"acl number 2001", " rule 5 permit"},
        {"isis 1", " timer ldp-sync hold-down 9"},
        {"bfd 99 bind peer-ip 10.9.9.9", " discriminator local 99"},
    };
    std::string text;
    for (const auto &block : *rc::gen::nonEmpty(rc::gen::unique<std::vector<std::vector<std::string>>>(rc::gen::elementOf(kBlocks))))
        for (const std::string &line : block)
            text += (text.empty() ? "" : "\n") + line;
    return text;
}

} // namespace

void TestOwnLines::everyKeptLineIsReadBack()
{
    QVERIFY(rc::check("reader(writer(plan with kept lines)) holds each kept line in its block", [] {
        const plan::Plan reference = plan::referencePlan();
        const std::string router = *rc::gen::element<std::string>("AGG1", "AGG2", "RSG1", "RSG2");
        const std::string text = anyKeptText();
        const DeviceConfig config = configOf(kept(router, text.c_str()), router);
        RC_ASSERT(config.gaps.size() == configOf(reference, router).gaps.size());
        const auto written = pathsOf(config);
        for (const std::string &path : pathsOf(readConfig(text)))
            if (!has(written, path))
                RC_FAIL(path + " is lost");
    }));
}

void TestOwnLines::noLineOfThePlanIsLostOrMoved()
{
    QVERIFY(rc::check("without the kept lines the text is the plan's own, in its order", [] {
        const plan::Plan reference = plan::referencePlan();
        const std::string router = *rc::gen::element<std::string>("CSG", "AGG1", "RSG2");
        const auto before = pathsOf(configOf(reference, router));
        auto after = pathsOf(configOf(kept(router, anyKeptText().c_str()), router));
        std::erase_if(after, [&](const std::string &path) { return !has(before, path); });
        RC_ASSERT(after == before);
    }));
}

void TestOwnLines::variablesTakeTheirValues()
{
    plan::Snippet all = snippet("header login information \"{{SYSNAME}} {{ROLE}} {{LOOPBACK}}\"\nntp-service unicast-server {{SERVER}} preference",
                                {{"SERVER", "2001:db8::123"}});
    const std::string text = textOf(withSnippet(all), "RSG2");
    QVERIFY2(hasLine(text, "header login information \"RSG2 RSG 10.255.0.22\""), text.c_str());
    QVERIFY2(hasLine(text, "ntp-service unicast-server 2001:db8::123 preference"), text.c_str());
    // A value is text, not a template and not markup.
    plan::Snippet odd = snippet("banner {{A}}", {{"A", "<&> {{SYSNAME}} \"'"}});
    QVERIFY(hasLine(textOf(withSnippet(odd), "RSG2"), "banner <&> {{SYSNAME}} \"'"));
}

void TestOwnLines::aSnippetIsForItsRouters()
{
    plan::Snippet forAggs = snippet("ntp-service x");
    forAggs.role = plan::Role::Agg;
    const plan::Plan aggs = withSnippet(forAggs);
    plan::Snippet forOne = snippet("ntp-service x");
    forOne.router = routerId(aggs, "CSG");
    const plan::Plan one = withSnippet(forOne);
    const auto hasIt = [](const plan::Plan &plan, const char *router) { return hasLine(textOf(plan, router), "ntp-service x"); };
    QVERIFY(hasIt(aggs, "AGG1") && hasIt(aggs, "AGG2") && !hasIt(aggs, "CSG") && !hasIt(aggs, "RSG1"));
    QVERIFY(hasIt(one, "CSG") && !hasIt(one, "AGG1"));
}

void TestOwnLines::aSnippetWithoutAllValuesIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("not defined") << QByteArray("ntp-service x\nclock {{ZONE}}") << QByteArray("snippet NTP is not on AGG1: ZONE has no value");
    QTest::newRow("empty") << QByteArray("clock {{EMPTY}}") << QByteArray("EMPTY has no value");
    QTest::newRow("site of a router without one") << QByteArray("header {{SITE}} {{ZONE}}") << QByteArray("SITE, ZONE have no value");
    QTest::newRow("a value that leaves the view") << QByteArray("aaa\n {{QUIT}}") << QByteArray("the values make line 2 one that may not stand");
    QTest::newRow("a value that makes layout") << QByteArray("{{HASH}}") << QByteArray("the values make line 1 one");
    QTest::newRow("longer than a router takes") << QByteArray("x {{LONG}} {{LONG}} {{LONG}} {{LONG}} {{LONG}}") << QByteArray("the values make line 1 one");
}

void TestOwnLines::aSnippetWithoutAllValuesIsLeftOut()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const std::vector<plan::SnippetVariable> variables{{"EMPTY", ""}, {"QUIT", "return"}, {"HASH", "#"}, {"LONG", std::string(1000, 'x')}};
    plan::Plan plan = withSnippet(snippet(text.toStdString(), variables));
    plan = changed<plan::Router>(plan, routerId(plan, "AGG1"), [](plan::Router &router) { router.site.clear(); });
    const DeviceConfig config = configOf(plan, "AGG1");
    QCOMPARE(toText(config), textOf(plan::referencePlan(), "AGG1"));
    QCOMPARE(config.gaps.size(), std::size_t{1});
    QVERIFY2(QByteArray::fromStdString(config.gaps.front().text).contains(says), config.gaps.front().text.c_str());
    QVERIFY(config.gaps.front().object == plan::ObjectId(plan::SnippetId(1)));
}

void TestOwnLines::secretsShowAsPlaceholdersUntilGiven()
{
    const plan::Plan plan = withSnippet(snippet("aaa\n local-user admin password irreversible-cipher {{KEY}}", {{"KEY", "", true}}));
    const plan::RouterId agg1 = routerId(plan, "AGG1");
    QVERIFY(hasLine(toText(*buildConfig(plan, agg1)), " local-user admin password irreversible-cipher <secret:KEY>"));
    const std::string text = toText(*buildConfig(plan, agg1, {{"KEY", "hunter2!"}, {"OTHER", "x"}}));
    QVERIFY(hasLine(text, " local-user admin password irreversible-cipher hunter2!"));
    QVERIFY(text.find("<secret") == std::string::npos);
}

void TestOwnLines::aSecretCannotSmuggleInALine_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("line feed") << QByteArray("x\nreboot");
    QTest::newRow("carriage return") << QByteArray("x\rreboot");
    QTest::newRow("line separator") << QByteArray("x\xe2\x80\xa8reboot");
    QTest::newRow("call for help") << QByteArray("x?");
    QTest::newRow("too long") << QByteArray(1025, 'x');
    QTest::newRow("not UTF-8") << QByteArray("\xff");
}

void TestOwnLines::aSecretCannotSmuggleInALine()
{
    QFETCH(QByteArray, value);
    const plan::Plan plan = withSnippet(snippet("super password cipher {{KEY}}", {{"KEY", "", true}}));
    const auto config = buildConfig(plan, routerId(plan, "AGG1"), {{"KEY", value.toStdString()}});
    QCOMPARE(toText(*config), textOf(plan::referencePlan(), "AGG1"));
    QCOMPARE(config->gaps.size(), std::size_t{1});
    QVERIFY2(config->gaps.front().text.find("the value of KEY cannot stand") != std::string::npos, config->gaps.front().text.c_str());
    QVERIFY2(config->gaps.front().text.find("reboot") == std::string::npos, "a secret must not reach a message");
}

void TestOwnLines::whatTheTableFindsWrongInASnippetIsSaidAndWritten()
{
    const plan::Plan plan = withSnippet(snippet("# interfaces\ninterface LoopBack0\n mtu 99999\n frobnicate 1\nntp-service x"));
    const DeviceConfig config = configOf(plan, "AGG1");
    const std::string text = toText(config);
    QVERIFY(hasLine(text, " mtu 99999") && hasLine(text, " frobnicate 1") && hasLine(text, "ntp-service x"));
    QCOMPARE(gapsOf(config), std::string("snippet NTP: line 3, `mtu 99999`: Error: Wrong parameter found at '^' position.\n"));
    // The same lines read from a router ran there, whatever the table knows.
    QCOMPARE(gapsOf(configOf(kept("AGG1", "interface LoopBack0\n mtu 99999"), "AGG1")), std::string());
}

void TestOwnLines::commandsThatAreNoConfigurationAreSaid()
{
    const DeviceConfig config = configOf(withSnippet(snippet("display this\nntp-service x")), "AGG1");
    QVERIFY(hasLine(toText(config), "ntp-service x"));
    QCOMPARE(gapsOf(config), std::string("snippet NTP: line 1 is no line of a configuration and is not written\n"));
}

void TestOwnLines::linesOfALaterReleaseAreLeftOut()
{
    plan::Plan plan = withSnippet(snippet("interface Virtual-Ethernet0/2/8.1\n mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN"));
    plan = changed<plan::Router>(plan, routerId(plan, "RSG1"), [](plan::Router &r) { r.release = plan::Release::V800R012C10; });
    QVERIFY(hasLine(textOf(plan, "RSG2"), " mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN"));
    const DeviceConfig config = configOf(plan, "RSG1");
    QVERIFY(toText(config).find("track route") == std::string::npos);
    QCOMPARE(gapsOf(config), std::string("snippet NTP: `mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN` is not written: it is not in release "
                                         "V800R012C10; choose a later release for the router\n"));
}

void TestOwnLines::snippetLinesSayWhereTheyComeFrom()
{
    const plan::Plan plan = withSnippet(snippet("interface LoopBack0\n trust upstream default\nntp-service x"));
    const DeviceConfig config = configOf(plan, "AGG1");
    const auto lines = QByteArray::fromStdString(toText(config)).split('\n');
    QList<QByteArray> own;
    for (const std::size_t at : linesOf(config, plan::SnippetId(1)))
        own << lines[static_cast<qsizetype>(at)];
    QCOMPARE(own, QList<QByteArray>({" trust upstream default", "ntp-service x"}));
}

void TestOwnLines::aBuilderGivesTheSame()
{
    plan::Plan plan = kept("AGG1", "aaa\n local-user a", withSnippet(snippet("super {{KEY}}", {{"KEY", "", true}})));
    plan::Snippet own = snippet("ntp-service own");
    own.name = "Own";
    own.router = routerId(plan, "AGG1");
    plan = withSnippet(own, plan);
    const Secrets secrets{{"KEY", "x"}};
    const ConfigBuilder builder(plan, secrets);
    TextWriter writer(builder);
    for (const plan::Router &router : plan.routers()) {
        const auto config = buildConfig(plan, router.id, secrets);
        QCOMPARE(toText(*builder.build(router.id)), toText(*config));
        QCOMPARE(std::string(*writer.write(router.id)), toText(*config));
        QCOMPARE(writer.gaps().size(), config->gaps.size());
    }
    // A writer that was used for a router with own lines forgets them.
    const plan::Plan plain = plan::referencePlan();
    const ConfigBuilder plainBuilder(kept("AGG1", "aaa\n local-user a"));
    TextWriter both(plainBuilder);
    QVERIFY(both.write(routerId(plain, "AGG1"))->find("local-user") != std::string_view::npos);
    QCOMPARE(std::string(*both.write(routerId(plain, "CSG"))), textOf(plain, "CSG"));
    QVERIFY(both.gaps().empty());
    const std::string text = toText(*builder.build(routerId(plan, "AGG1")));
    QVERIFY(hasLine(text, "super x") && hasLine(text, "ntp-service own") && hasLine(text, " local-user a"));
}

void TestOwnLines::missingSecretsAreThoseOfTheRoutersAsked()
{
    plan::Snippet aggs = snippet("super {{B}} {{A}} {{PLAIN}}", {{"A", "", true}, {"B", "", true}, {"UNUSED", "", true}, {"PLAIN", "x"}});
    aggs.role = plan::Role::Agg;
    plan::Plan plan = withSnippet(aggs);
    plan::Snippet csg = snippet("super {{C}}", {{"C", "", true}});
    csg.name = "CSG";
    csg.router = routerId(plan, "CSG");
    plan = withSnippet(csg, plan);
    const auto missing = [&](std::initializer_list<const char *> routers, const Secrets &known = {}) {
        std::vector<plan::RouterId> ids;
        for (const char *name : routers)
            ids.push_back(routerId(plan, name));
        return missingSecrets(plan, ids, known);
    };
    QVERIFY((missing({"AGG1"}) == std::vector<std::string>{"A", "B"}));
    QVERIFY((missing({"AGG1", "CSG"}, {{"A", "x"}}) == std::vector<std::string>{"B", "C"}));
    QVERIFY(missing({"RSG1"}).empty());
}

QTEST_GUILESS_MAIN(TestOwnLines)
#include "tst_own_lines.moc"
