// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/plan_text.h"

#include "model/store/journal.h"
#include "tests/model/store/random_plan.h"
#include "tests/model/store/verify_result.h"

#include <QTest>

#include <algorithm>

using namespace sidestep;

class TestPlanText : public QObject
{
    Q_OBJECT

private slots:
    void everyPlanSurvivesTheRoundTrip();
    void oneObjectStandsOnALineAndTheLayoutLast();
    void movingARouterChangesOneLine();
    void leftOutTablesAreEmpty();
    void hostileTextIsRefusedWithItsLine_data();
    void hostileTextIsRefusedWithItsLine();
    void everyTruncationIsRefused();
    void everyDamagedByteIsRefusedOrGivesASoundPlan();
};

namespace {

QByteArray referenceText()
{
    return QByteArray::fromStdString(store::toText(plan::referencePlan()));
}

} // namespace

void TestPlanText::everyPlanSurvivesTheRoundTrip()
{
    QVERIFY(rc::check("planFromText(toText(p)) == p, and the same text again", [] {
        const plan::Plan plan = test::randomPlan();
        const std::string text = store::toText(plan);
        const auto back = store::planFromText(text, "x.sidestep.json");
        if (!back)
            RC_FAIL(back.error().detail);
        RC_ASSERT(*back == plan);
        RC_ASSERT(store::toText(*back) == text);
        RC_ASSERT(store::fingerprintOf(*back) == store::fingerprintOf(plan));
    }));
}

void TestPlanText::oneObjectStandsOnALineAndTheLayoutLast()
{
    const plan::Plan plan = plan::referencePlan();
    const QByteArray text = referenceText();
    const auto lines = text.split('\n');
    const auto rows = std::count_if(lines.begin(), lines.end(), [](const QByteArray &line) { return line.startsWith("{\"id\":"); });
    const std::size_t expected = plan.routers().size() + plan.positions().size() + plan.ports().size() + plan.links().size()
        + plan.domains().size() + plan.bfdPolicies().size() + plan.vpns().size() + plan.vpnMembers().size() + plan.vpnInterfaces().size()
        + plan.services().size() + plan.trackedRoutes().size() + plan.sessions().size() + plan.flows().size() + plan.scenarios().size()
        + plan.keptTexts().size() + plan.snippets().size();
    QCOMPARE(static_cast<std::size_t>(rows), expected);
    QVERIFY(text.startsWith("{\n\"format\": \"sidestep-plan\",\n\"version\": 6,\n\"settings\": {"));
    QVERIFY(text.indexOf("\n\"positions\": [") > text.indexOf("\n\"scenarios\": ["));
    QVERIFY(text.endsWith("\n]\n}\n"));
}

void TestPlanText::movingARouterChangesOneLine()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "Move");
    edit.set(plan::Position{plan.routers().begin()->id, 12345, -6789});
    const auto moved = plan.with(edit.take());
    VERIFY_RESULT(moved);
    const auto before = referenceText().split('\n');
    const auto after = QByteArray::fromStdString(store::toText(*moved)).split('\n');
    QCOMPARE(after.size(), before.size());
    int different = 0;
    for (qsizetype i = 0; i < before.size(); ++i)
        different += before[i] == after[i] ? 0 : 1;
    QCOMPARE(different, 1);
}

void TestPlanText::leftOutTablesAreEmpty()
{
    const std::string text = store::toText(plan::Plan());
    const std::string start = text.substr(0, text.find(",\n\"routers\"")) + "}";
    const auto plan = store::planFromText(start, "x");
    VERIFY_RESULT(plan);
    QVERIFY(*plan == plan::Plan());
}

void TestPlanText::hostileTextIsRefusedWithItsLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QByteArray &text, ErrorCode code, const char *says) {
        QTest::newRow(name) << text << static_cast<int>(code) << QByteArray(says);
    };
    const QByteArray good = referenceText();
    const auto with = [&good](const QByteArray &from, const QByteArray &to) {
        QByteArray text = good;
        const qsizetype at = text.indexOf(from);
        return at < 0 ? QByteArray() : text.replace(at, from.size(), to);
    };
    row("empty", "", ErrorCode::FileDamaged, "bad.json:1: the text ends too early");
    row("not JSON", "hello\n", ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("SQLite bytes", QByteArray("SQLite format 3\0\x10\x00", 18), ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("an array", "[]", ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("a number", "42", ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("an empty object", "{}", ErrorCode::FileForeign, "not a Sidestep plan");
    row("another format", "{\"format\": \"gns3\"}", ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("another JSON", "{\n\"nodes\": []}", ErrorCode::FileForeign, "bad.json:2: not a Sidestep plan");
    row("newer version", with("\"version\": 6", "\"version\": 7"), ErrorCode::FileNewer,
        "bad.json:3: written in plan text version 7, this Sidestep reads up to version 6");
    row("version as text", with("\"version\": 6", "\"version\": \"1\""), ErrorCode::FileForeign, "bad.json:3:");
    row("version as array", with("\"version\": 6", "\"version\": []"), ErrorCode::FileForeign, "bad.json:3:");
    row("unknown table", with("\"routers\": [", "\"planets\": ["), ErrorCode::BadSyntax, "bad.json:5: unknown table \"planets\"");
    row("table twice", with("\"ports\": [", "\"routers\": ["), ErrorCode::BadSyntax, "stands twice");
    row("table not an array", "{\n\"format\": \"sidestep-plan\",\n\"version\": 1,\n\"routers\": {}}", ErrorCode::BadSyntax,
        "bad.json:4: \"routers\" is not an array");
    row("table a number", "{\n\"format\": \"sidestep-plan\",\n\"version\": 1,\n\"routers\": 7}", ErrorCode::BadSyntax,
        "bad.json:4: \"routers\" holds a bare value");
    row("row an array", with("\"routers\": [\n", "\"routers\": [\n[],\n"), ErrorCode::BadSyntax, "bad.json:6:");
    row("row a number", with("\"routers\": [\n", "\"routers\": [\n3,\n"), ErrorCode::BadSyntax, "bad.json:6:");
    row("no settings", "{\"format\": \"sidestep-plan\",\n\"version\": 1}", ErrorCode::FileDamaged, "bad.json: has no \"settings\"");
    row("unknown key", with("\"role\":", "\"rank\":"), ErrorCode::BadSyntax, "bad.json:6: router: lacks the key \"role\"");
    row("key twice", with("\"site\":\"", "\"name\":\"B\",\"site\":\""), ErrorCode::BadSyntax, "bad.json:6: the key \"name\" stands twice");
    row("wrong word", with("\"role\":\"CSG\"", "\"role\":\"XYZ\""), ErrorCode::BadSyntax, "use one of: CSG, AGG, RSG, P");
    row("id twice", with("{\"id\":2,", "{\"id\":1,"), ErrorCode::IdInUse, "bad.json:7: router: id 1 is taken");
    row("trailing text", good + "x", ErrorCode::FileDamaged, "not valid JSON here");
    row("comma missing", with("},\n{\"id\":2,", "}\n{\"id\":2,"), ErrorCode::FileDamaged, "bad.json:7: not valid JSON here");
    row("not UTF-8", with("\"site\":\"", "\"site\":\"\xC3\x28"), ErrorCode::FileDamaged, "bad.json:6: text that is not UTF-8");
    row("Latin-1", with("\"site\":\"", "\"site\":\"Z\xFCrich"), ErrorCode::FileDamaged, "bad.json:6: text that is not UTF-8");
    row("UTF-16", QByteArray("\xFF\xFE{\0\n\0", 6), ErrorCode::FileDamaged, "bad.json:1: text that is UTF-16");
    row("deep nesting", with("\"site\":\"", "\"site\":" + QByteArray(1'000'000, '[') + "\""), ErrorCode::FileDamaged,
        "bad.json:6: nested more than 8 deep");
    row("deep objects", QByteArray("{\"a\":").repeated(100'000), ErrorCode::FileForeign, "bad.json:1: not a Sidestep plan");
    row("a huge number", with("{\"id\":2,", "{\"id\":" + QByteArray(100'000, '9') + ","), ErrorCode::OutOfRange,
        "bad.json:7: a number that is too large");
    row("a row without end", with("\"site\":\"", "\"x\":[" + QByteArray("1,").repeated(1'100'000) + "1],\"site\":\""),
        ErrorCode::OutOfRange, "bad.json:6: a row with more than");
    row("a line feed in a name", with("\"name\":\"AGG1\"", "\"name\":\"AGG1\\nreboot\""), ErrorCode::UnsafeText, "bad.json: ");
    row("a dangling link", with("\"a\":", "\"a\":99999"), ErrorCode::Dangling, "bad.json: ");
}

void TestPlanText::hostileTextIsRefusedWithItsLine()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const auto plan = store::planFromText(text.toStdString(), "bad.json");
    QVERIFY(!plan);
    QVERIFY2(QByteArray::fromStdString(plan.error().detail).contains(says), plan.error().detail.c_str());
    QVERIFY2(static_cast<int>(plan.error().code) == code, plan.error().detail.c_str());
    QVERIFY2(plan.error().detail.find('\n') == std::string::npos, "a message is one line");
    QVERIFY2(plan.error().detail.size() < 500, "a message is short however long the text");
}

void TestPlanText::everyTruncationIsRefused()
{
    const std::string text = store::toText(plan::referencePlan());
    // "}" of the document is the last byte that matters.
    for (std::size_t length = 0; length + 2 < text.size(); length += 37) {
        const auto plan = store::planFromText(std::string_view(text).substr(0, length), "cut.json");
        QVERIFY2(!plan, std::to_string(length).c_str());
    }
}

void TestPlanText::everyDamagedByteIsRefusedOrGivesASoundPlan()
{
    const std::string text = store::toText(plan::referencePlan());
    QVERIFY(rc::check("a changed byte never crashes, and what is accepted can be written and read again", [&text] {
        std::string bad = text;
        const int changes = *rc::gen::inRange(1, 4);
        for (int i = 0; i < changes; ++i)
            bad[*rc::gen::inRange<std::size_t>(0, bad.size())] = *rc::gen::arbitrary<char>();
        const auto plan = store::planFromText(bad, "bad.json");
        if (!plan)
            return;
        const auto again = store::planFromText(store::toText(*plan), "again.json");
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == *plan);
    }));
}

QTEST_GUILESS_MAIN(TestPlanText)
#include "tst_plan_text.moc"
