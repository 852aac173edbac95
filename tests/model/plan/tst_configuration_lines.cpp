// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/plan/plan.h"
#include "model/plan/plan_diff.h"
#include "tests/model/plan/small_plan.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::plan;
using samples::SmallPlan;

Q_DECLARE_METATYPE(ErrorCode)
Q_DECLARE_METATYPE(Snippet)

/// What kept lines and snippets may hold.
class TestConfigurationLines final : public QObject
{
    Q_OBJECT

private slots:
    void unsafeLinesAreRefused_data();
    void unsafeLinesAreRefused();
    void ordinaryLinesAreNot_data();
    void ordinaryLinesAreNot();
    void keptTextHasTheFormOfASavedFile_data();
    void keptTextHasTheFormOfASavedFile();
    void keptTextNeedsItsRouter();
    void refusedSnippets_data();
    void refusedSnippets();
    void acceptedSnippets_data();
    void acceptedSnippets();
    void aRouterThatStillHasASnippetStays();
    void variablesAreListedInTheOrderOfTheirFirstUse();
    void editsOfLinesAreUndoneByTheirInverse();
    void theSizeOfAllLinesIsBounded();
};

namespace {

Result<Plan> withKept(const std::string &text)
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "keep");
    edit.add(KeptText{s.agg1, text});
    return s.plan.with(edit.take());
}

Result<Plan> withSnippet(Snippet snippet)
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "add");
    edit.add(std::move(snippet));
    return s.plan.with(edit.take());
}

Snippet snippet(std::string text, std::vector<SnippetVariable> variables = {})
{
    return {SnippetId(0), "Clock", std::nullopt, std::nullopt, std::move(text), std::move(variables)};
}

} // namespace

void TestConfigurationLines::unsafeLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const QByteArray &line, const char *why) { QTest::newRow(name) << line << QByteArray(why); };
    row("empty", "", "is empty");
    row("spaces", "   ", "is empty");
    row("line feed", "sysname A\nreboot", "control character");
    row("carriage return", "sysname A\rreboot", "control character");
    row("zero byte", QByteArray("sysname A\0B", 11), "control character");
    row("tabulator", "sysname\tA", "control character");
    row("escape", "sysname \x1b[2J", "control character");
    row("line separator", "sysname A\xe2\x80\xa8reboot", "control character");
    row("text direction override", "sysname \xe2\x80\xae" "A", "invisible");
    row("Latin-1", "description M\xfcnchen", "not valid UTF-8");
    row("longer than a router takes", QByteArray("description ") + QByteArray(4085, 'x'), "4097 bytes");
    row("end of a saved file", "return", "leaves the view");
    row("end of a saved file in another case, indented", "  Return ", "leaves the view");
    row("quit", " quit", "leaves the view");
    row("commit", "commit", "leaves the view");
    row("separator", "#", "layout");
    row("indented separator", " #", "layout");
    row("remark", "!Software Version V800R012C10", "layout");
}

void TestConfigurationLines::unsafeLinesAreRefused()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, why);
    const auto reason = unsafeConfigurationLine({line.constData(), static_cast<std::size_t>(line.size())});
    QVERIFY(reason.has_value());
    QVERIFY2(QByteArray::fromStdString(*reason).contains(why), reason->c_str());
}

void TestConfigurationLines::ordinaryLinesAreNot_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"sysname A", "  description to  AGG1 (slot #2)!", "ip as-path-filter F permit _65001_[0-9]?$", "return-path x",
                             "description M\xc3\xbcnchen"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("as long as a router takes") << QByteArray("description ") + QByteArray(4084, 'x');
}

void TestConfigurationLines::ordinaryLinesAreNot()
{
    QFETCH(QByteArray, line);
    QVERIFY(!unsafeConfigurationLine(line.toStdString()));
}

void TestConfigurationLines::keptTextHasTheFormOfASavedFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("why"); // empty: accepted
    const auto row = [](const char *name, const char *text, const char *why) { QTest::newRow(name) << QByteArray(text) << QByteArray(why); };
    row("one line", "clock timezone UTC add 00:00:00", "");
    row("two blocks", "aaa\n authentication-scheme default\n  authentication-mode local\nstelnet server enable", "");
    row("nothing", "", "line 1: it is empty");
    row("line feed at the end", "aaa\n", "line 2: it is empty");
    row("blank line", "aaa\n\nstelnet server enable", "line 2: it is empty");
    row("first line indented", " authentication-scheme default", "line 1: it is indented deeper");
    row("two spaces deeper", "aaa\n  authentication-scheme default", "line 2: it is indented deeper");
    row("return in the middle", "aaa\nreturn\nstelnet server enable", "line 2: \"return\" leaves the view");
    row("separator", "aaa\n#", "line 2: a router takes");
}

void TestConfigurationLines::keptTextHasTheFormOfASavedFile()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, why);
    const Result<Plan> plan = withKept(text.toStdString());
    QCOMPARE(plan.has_value(), why.isEmpty());
    if (!plan)
        QVERIFY2(QByteArray::fromStdString(plan.error().detail).contains(why), plan.error().detail.c_str());
    else
        QCOMPARE(plan->keptTexts().find(SmallPlan().agg1)->text, text.toStdString());
}

void TestConfigurationLines::keptTextNeedsItsRouter()
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "keep");
    edit.add(KeptText{RouterId(99), "aaa"});
    const auto plan = s.plan.with(edit.take());
    QVERIFY(!plan.has_value());
    QVERIFY(plan.error().code == ErrorCode::Dangling);
    QVERIFY2(plan.error().detail.find("router 99") != std::string::npos, plan.error().detail.c_str());
}

void TestConfigurationLines::refusedSnippets_data()
{
    QTest::addColumn<Snippet>("snippet");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const Snippet &s, ErrorCode code, const char *why) {
        QTest::newRow(name) << s << code << QByteArray(why);
    };
    const auto text = [&](const char *name, const char *bad, ErrorCode code, const char *why) { row(name, snippet(bad), code, why); };
    text("return", "clock x\nreturn", ErrorCode::UnsafeText, "line 2: \"return\" leaves the view");
    text("control character", "clock \x07", ErrorCode::UnsafeText, "line 1: it holds");
    text("control character in a remark", "clock x\n# \x1b[2J", ErrorCode::UnsafeText, "line 2: it holds");
    text("call for help", "clock ?", ErrorCode::UnsafeText, "call for help");
    text("template include", "{{>/etc/passwd}}", ErrorCode::BadSyntax, "line 1: between {{ and }} stands no variable");
    text("template section", "{{#LOOP}}x{{/LOOP}}", ErrorCode::BadSyntax, "stands no variable");
    text("template section at the start", "x {{#LOOP}}", ErrorCode::BadSyntax, "stands no variable");
    text("template comment", "x {{! note }}", ErrorCode::BadSyntax, "stands no variable");
    text("template pragma", "{{%AUTOESCAPE context=\"HTML\"}}", ErrorCode::BadSyntax, "stands no variable");
    text("other delimiters", "{{=<% %>=}}", ErrorCode::BadSyntax, "stands no variable");
    text("template modifier", "x {{NAME:h}}", ErrorCode::BadSyntax, "stands no variable");
    text("line feed of the template library", "x {{BI_NEWLINE}}", ErrorCode::BadSyntax, "stands no variable");
    text("three braces", "x {{{NAME}}}", ErrorCode::BadSyntax, "stands no variable");
    text("small letters", "x {{name}}", ErrorCode::BadSyntax, "stands no variable");
    text("no end", "x {{NAME", ErrorCode::BadSyntax, "{{ has no }}");
    text("end on the next line", "x {{NAME\n}}", ErrorCode::BadSyntax, "line 1: {{ has no }}");
    const auto variable = [&](const char *name, std::vector<SnippetVariable> variables, ErrorCode code, const char *why) {
        row(name, snippet("clock {{A}}", std::move(variables)), code, why);
    };
    variable("value of a secret", {{"A", "hunter2", true}}, ErrorCode::UnsafeText, "a plan stores no value of the secret A");
    variable("value with a line feed", {{"A", "x\nreboot"}}, ErrorCode::UnsafeText, "the value of A cannot stand");
    variable("value with a leading space", {{"A", " x"}}, ErrorCode::UnsafeText, "the value of A cannot stand");
    variable("value of 1025 bytes", {{"A", std::string(1025, 'x')}}, ErrorCode::UnsafeText, "1025 bytes");
    variable("variable twice", {{"A", "x"}, {"A", "y"}}, ErrorCode::DuplicateName, "the variable A stands twice");
    variable("variable of the router", {{"SYSNAME", "x"}}, ErrorCode::Conflict, "SYSNAME is taken from the router");
    variable("variable without a name", {{"", "x"}}, ErrorCode::BadSyntax, "the name of a variable");
    variable("variable with a hyphen", {{"A-B", "x"}}, ErrorCode::BadSyntax, "the name of a variable");
    variable("65 variables", std::vector<SnippetVariable>(65, SnippetVariable{"A", ""}), ErrorCode::OutOfRange, "65 variables");
    Snippet both = snippet("clock x");
    both.role = Role::Agg;
    both.router = SmallPlan().agg1;
    row("for a role and a router", both, ErrorCode::Conflict, "choose one of the two");
    Snippet nobody = snippet("clock x");
    nobody.router = RouterId(99);
    row("for no router", nobody, ErrorCode::Dangling, "router 99");
    Snippet nameless = snippet("clock x");
    nameless.name.clear();
    row("without a name", nameless, ErrorCode::OutOfRange, "snippet name is empty");
}

void TestConfigurationLines::refusedSnippets()
{
    QFETCH(Snippet, snippet);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, why);
    const Result<Plan> plan = withSnippet(snippet);
    QVERIFY(!plan.has_value());
    QVERIFY2(QByteArray::fromStdString(plan.error().detail).contains(why), plan.error().detail.c_str());
    QVERIFY(plan.error().code == code);
    QVERIFY2(plan.error().detail.find("hunter2") == std::string::npos, "a secret must not reach a message");
}

void TestConfigurationLines::acceptedSnippets_data()
{
    QTest::addColumn<Snippet>("snippet");
    QTest::newRow("blank lines and layout") << snippet("# clock\n\nclock x\n");
    QTest::newRow("nothing yet") << snippet("");
    QTest::newRow("variable without a definition yet") << snippet("clock {{ZONE_2}}");
    QTest::newRow("secret") << snippet("aaa\n local-user a password cipher {{KEY}}", {{"KEY", "", true}});
    QTest::newRow("braces that are no variable") << snippet("banner }} { }");
    QTest::newRow("built in") << snippet("header login information {{SYSNAME}} {{ROLE}} {{SITE}} {{LOOPBACK}}");
    Snippet forRole = snippet("clock x");
    forRole.role = Role::Csg;
    QTest::newRow("for a role") << forRole;
}

void TestConfigurationLines::acceptedSnippets()
{
    QFETCH(Snippet, snippet);
    const Result<Plan> plan = withSnippet(snippet);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
    snippet.id = SnippetId(1);
    QVERIFY(*plan->find(SnippetId(1)) == snippet);
    QCOMPARE(nameOf(*plan, SnippetId(1)), std::string("Clock"));
    const Result<Plan> twice = plan->with([&] {
        EditBuilder edit(*plan, "again");
        edit.add(snippet);
        return edit.take();
    }());
    QVERIFY(!twice.has_value());
    QVERIFY(twice.error().code == ErrorCode::DuplicateName);
}

void TestConfigurationLines::aRouterThatStillHasASnippetStays()
{
    SmallPlan s;
    EditBuilder more(s.plan, "router with a snippet and kept lines");
    const RouterId lonely = more.add(samples::router("LONELY"));
    more.add(Snippet{SnippetId(0), "Own", std::nullopt, lonely, "clock x", {}});
    more.add(KeptText{lonely, "aaa"});
    s.plan = s.plan.with(more.take()).value();
    const auto without = [&](bool snippetToo, bool keptToo) {
        EditBuilder edit(s.plan, "remove");
        edit.remove<Router>(lonely);
        if (snippetToo)
            edit.remove<Snippet>(SnippetId(1));
        if (keptToo)
            edit.remove<KeptText>(lonely);
        return s.plan.with(edit.take());
    };
    QVERIFY(without(true, false).error().code == ErrorCode::Dangling);
    QVERIFY(without(false, true).error().code == ErrorCode::Dangling);
    QVERIFY(without(true, true).has_value());
}

void TestConfigurationLines::variablesAreListedInTheOrderOfTheirFirstUse()
{
    const std::vector<std::string> expected{"B", "A", "SYSNAME"};
    QVERIFY(variablesIn("x {{B}}\ny {{A}}{{B}} {{SYSNAME}}\n{ {A} }}") == expected);
    QVERIFY(variablesIn("").empty());
}

void TestConfigurationLines::editsOfLinesAreUndoneByTheirInverse()
{
    const SmallPlan s;
    const Plan after = s.withLines();
    const PlanDiff diff = difference(s.plan, after);
    QVERIFY(diff.of<KeptText>().added == std::vector{s.agg1});
    QVERIFY((diff.of<Snippet>().added == std::vector{s.clock, s.banner}));
    QVERIFY(!diff.onlyLayout());
    QVERIFY(after.with(editBetween(after, s.plan, "back")).value() == s.plan);
    EditBuilder edit(after, "change");
    edit.set(KeptText{s.agg1, "aaa"});
    Snippet clock = *after.find(s.clock);
    clock.variables[0].value = "192.0.2.2";
    edit.set(clock);
    const Plan changed = after.with(edit.take()).value();
    QVERIFY(difference(after, changed).of<Snippet>().changed == std::vector{s.clock});
    QVERIFY(changed.with(editBetween(changed, after, "back")).value() == after);
}

void TestConfigurationLines::theSizeOfAllLinesIsBounded()
{
    std::string text = "sysname A";
    while (text.size() + 10 <= 256 * 1024)
        text += "\nsysname A";
    QVERIFY(withKept(text).has_value());
    QVERIFY(withSnippet(snippet(text)).has_value());
    text += "\nsysname A";
    QVERIFY(withKept(text).error().code == ErrorCode::OutOfRange);
    QVERIFY(withSnippet(snippet(text)).error().code == ErrorCode::OutOfRange);
}

QTEST_GUILESS_MAIN(TestConfigurationLines)
#include "tst_configuration_lines.moc"
