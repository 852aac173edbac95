// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/failures.h"
#include "model/plan/plan.h"

#include "tests/model/plan/small_plan.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::plan;
using samples::SmallPlan;

Q_DECLARE_METATYPE(ErrorCode)

class TestNames final : public QObject
{
    Q_OBJECT

private slots:
    void everyObjectHasAName();
    void parallelLinksAreNumberedInIdOrder();
    void linksAreFoundByEitherEndFirst_data();
    void linksAreFoundByEitherEndFirst();
    void unknownLinksAreRefusedWithAHint_data();
    void unknownLinksAreRefusedWithAHint();
    void routersAreFoundInEitherCase();
    void routersMayHoldTheLinkSign();
    void failures_data();
    void failures();
    void refusedFailures_data();
    void refusedFailures();
    void restoreNeedsATimeAndNoMode();
};

void TestNames::everyObjectHasAName()
{
    const SmallPlan s;
    const auto name = [&](const ObjectId &object) { return nameOf(s.plan, object); };
    QCOMPARE(name(s.agg1), std::string("AGG1"));
    QCOMPARE(name(s.up), std::string("AGG1--RSG1"));
    QCOMPARE(name(s.core), std::string("Core"));
    QCOMPARE(name(s.fast), std::string("fast"));
    QCOMPARE(name(s.ran), std::string("RAN"));
    QCOMPARE(name(s.ranOnAgg1), std::string("AGG1 in RAN"));
    QCOMPARE(name(s.probe), std::string("RSG1 LoopBack1"));
    QCOMPARE(name(s.coreNet), std::string("RSG1 100GE0/1/5.700"));
    QCOMPARE(name(s.service), std::string("Site 1"));
    QCOMPARE(name(s.trackSecondary), std::string("Site 1 secondary tracks 2001:db8:ffff::21/128"));
    QCOMPARE(name(s.session1), std::string("AGG1\xe2\x80\x93RSG1"));
    QCOMPARE(name(s.upstream), std::string("Site 1 up"));
    QCOMPARE(name(s.cut), std::string("AGG1 cut off"));
    QCOMPARE(name(s.csgTo1), std::string("CSG GigabitEthernet0/2/1"));
    QCOMPARE(name(RouterId(99)), std::string());
}

void TestNames::parallelLinksAreNumberedInIdOrder()
{
    const SmallPlan s;
    const std::vector<std::string> expected{"CSG--AGG1", "CSG--AGG2", "AGG1--AGG2", "AGG2--AGG1#2", "AGG1--RSG1"};
    QVERIFY(linkNames(s.plan) == expected);
    std::size_t i = 0;
    for (const Link &link : s.plan.links()) {
        QCOMPARE(nameOf(s.plan, link), expected[i++]);
        QCOMPARE(linkNamed(s.plan, nameOf(s.plan, link)).value(), link.id);
    }
}

void TestNames::linksAreFoundByEitherEndFirst_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<quint32>("id");
    const auto row = [](const char *name, quint32 id) { QTest::newRow(name) << QByteArray(name) << id; };
    row("AGG1--RSG1", 5);
    row("RSG1--AGG1", 5);
    row("agg1--rsg1", 5);
    row("AGG1--AGG2", 3);
    row("AGG2--AGG1", 3);
    row("AGG1--AGG2#1", 3);
    row("AGG1--AGG2#2", 4);
    row("AGG2--AGG1#2", 4);
}

void TestNames::linksAreFoundByEitherEndFirst()
{
    QFETCH(QByteArray, name);
    QFETCH(quint32, id);
    QCOMPARE(linkNamed(SmallPlan().plan, name.toStdString()).value(), LinkId(id));
}

void TestNames::unknownLinksAreRefusedWithAHint_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("mentions");
    const auto row = [](const char *name, ErrorCode code, const char *mentions) { QTest::newRow(name) << QByteArray(name) << code << QByteArray(mentions); };
    row("", ErrorCode::BadSyntax, "links are named like A--B");
    row("AGG1", ErrorCode::BadSyntax, "links are named like A--B");
    row("AGG1-RSG1", ErrorCode::BadSyntax, "links are named like A--B");
    row("AGG1--RSG1#", ErrorCode::BadSyntax, "A--B#2");
    row("AGG1--RSG1#0", ErrorCode::BadSyntax, "A--B#2");
    row("AGG1--RSG1#x", ErrorCode::BadSyntax, "A--B#2");
    row("AGG1--RSG1#2x", ErrorCode::BadSyntax, "A--B#2");
    row("AGG1--RSG1#2", ErrorCode::NotFound, "AGG1 and RSG1 have 1 link");
    row("AGG1--RSG9", ErrorCode::NotFound, "there is no router RSG9; did you mean RSG1?");
    row("AG1--RSG1", ErrorCode::NotFound, "did you mean AGG1?");
    row("Berlin--RSG1", ErrorCode::NotFound, "there is no router Berlin");
    row("CSG--RSG1", ErrorCode::NotFound, "links of CSG go to AGG1, AGG2");
    row("AGG1--AGG1", ErrorCode::NotFound, "there is no link AGG1--AGG1");
}

void TestNames::unknownLinksAreRefusedWithAHint()
{
    QFETCH(QByteArray, name);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, mentions);
    const auto link = linkNamed(SmallPlan().plan, name.toStdString());
    QVERIFY(!link.has_value());
    QVERIFY2(link.error().detail.find(mentions.toStdString()) != std::string::npos, link.error().detail.c_str());
    QCOMPARE(link.error().code, code);
}

void TestNames::routersAreFoundInEitherCase()
{
    const SmallPlan s;
    QCOMPARE(routerNamed(s.plan, "agg1")->id, s.agg1);
    QVERIFY(!routerNamed(s.plan, "AGG"));
    QVERIFY(!routerNamed(s.plan, ""));
    QCOMPARE(routerIdNamed(s.plan, "RSG2").error().detail, std::string("there is no router RSG2; did you mean RSG1?"));
    QCOMPARE(scenarioNamed(s.plan, "AGG1 power")->id, s.power);
    QVERIFY(!scenarioNamed(s.plan, "AGG1"));
}

void TestNames::routersMayHoldTheLinkSign()
{
    SmallPlan s;
    EditBuilder edit(s.plan, "rename");
    Router router = *s.plan.find(s.agg1);
    router.name = "North--AGG";
    edit.set(router);
    s.plan = s.plan.with(edit.take()).value();
    QCOMPARE(linkNamed(s.plan, "North--AGG--RSG1").value(), s.up);
    QCOMPARE(linkNamed(s.plan, "RSG1--North--AGG").value(), s.up);
    QVERIFY(parseFailure(s.plan, "North--AGG@1s").value().target == (FailureTarget(s.agg1)));
}

void TestNames::failures_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("onLink");
    QTest::addColumn<quint32>("id");
    QTest::addColumn<int>("mode");
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *text, bool link, quint32 id, FailureMode mode, qint64 ns, const char *canonical) {
        QTest::newRow(text) << QByteArray(text) << link << id << static_cast<int>(mode) << ns << QByteArray(canonical);
    };
    row("AGG1--RSG1", true, 5, FailureMode::Cut, 0, "AGG1--RSG1@0ms,cut");
    row("AGG1--RSG1@1s", true, 5, FailureMode::Cut, 1'000'000'000, "AGG1--RSG1@1s,cut");
    row("RSG1--AGG1@50ms,cut", true, 5, FailureMode::Cut, 50'000'000, "AGG1--RSG1@50ms,cut");
    row("AGG1--RSG1@1.5s,silent", true, 5, FailureMode::Silent, 1'500'000'000, "AGG1--RSG1@1.5s,silent");
    row("AGG1--RSG1@1s,one-way:AGG1>RSG1", true, 5, FailureMode::OneWayAB, 1'000'000'000, "AGG1--RSG1@1s,one-way:AGG1>RSG1");
    row("AGG1--RSG1@1s,one-way:rsg1>agg1", true, 5, FailureMode::OneWayBA, 1'000'000'000, "AGG1--RSG1@1s,one-way:RSG1>AGG1");
    row("AGG1--AGG2#2@1s,one-way:AGG1>AGG2", true, 4, FailureMode::OneWayBA, 1'000'000'000, "AGG2--AGG1#2@1s,one-way:AGG1>AGG2");
    row("AGG1", false, 2, FailureMode::Power, 0, "AGG1@0ms,power");
    row("AGG1@500ms", false, 2, FailureMode::Power, 500'000'000, "AGG1@500ms,power");
    row("agg1@500ms,power", false, 2, FailureMode::Power, 500'000'000, "AGG1@500ms,power");
    row("AGG1--RSG1@1s,grey", true, 5, FailureMode::Grey, 1'000'000'000, "AGG1--RSG1@1s,grey:10");
    row("AGG1--RSG1@1s,grey:35", true, 5, FailureMode::Grey, 1'000'000'000, "AGG1--RSG1@1s,grey:35");
    row("AGG1--RSG1@1s,flap:500msx3", true, 5, FailureMode::Flap, 1'000'000'000, "AGG1--RSG1@1s,flap:500msx3");
    row("AGG1--RSG1@1s,down", true, 5, FailureMode::DownA, 1'000'000'000, "AGG1--RSG1@1s,down:AGG1");
    row("AGG1--RSG1@1s,down:rsg1", true, 5, FailureMode::DownB, 1'000'000'000, "AGG1--RSG1@1s,down:RSG1");
    row("AGG1--RSG1@1s,up", true, 5, FailureMode::Restore, 1'000'000'000, "AGG1--RSG1@1s,restore");
    row("AGG1--RSG1@1s,bfd-down", true, 5, FailureMode::BfdDown, 1'000'000'000, "AGG1--RSG1@1s,bfd-down");
    row("AGG1@1s,restart", false, 2, FailureMode::Restart, 1'000'000'000, "AGG1@1s,restart");
    row("AGG1@1s,graceful-restart", false, 2, FailureMode::GracefulRestart, 1'000'000'000, "AGG1@1s,graceful-restart");
    row("AGG1@1s,drain", false, 2, FailureMode::Drain, 1'000'000'000, "AGG1@1s,drain");
    row("AGG1@2min,restore", false, 2, FailureMode::Restore, 120'000'000'000, "AGG1@120s,restore");
}

void TestNames::failures()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, onLink);
    QFETCH(quint32, id);
    QFETCH(int, mode);
    QFETCH(qint64, ns);
    QFETCH(QByteArray, canonical);
    const SmallPlan s;
    const auto action = parseFailure(s.plan, text.toStdString());
    QVERIFY2(action.has_value(), action ? "" : action.error().detail.c_str());
    FailureTarget target = RouterId(id);
    if (onLink)
        target = LinkId(id);
    QVERIFY(action->target == target);
    QCOMPARE(static_cast<int>(action->mode), mode);
    QCOMPARE(qint64{action->at.count()}, ns);
    QCOMPARE(toString(s.plan, *action), canonical.toStdString());
    QVERIFY(parseFailure(s.plan, toString(s.plan, *action)).value() == *action);
}

void TestNames::refusedFailures_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("mentions");
    const auto row = [](const char *text, ErrorCode code, const char *mentions) { QTest::newRow(text) << QByteArray(text) << code << QByteArray(mentions); };
    row("", ErrorCode::BadSyntax, "missing");
    row("@1s", ErrorCode::BadSyntax, "missing");
    row("AGG9", ErrorCode::NotFound, "there is no router AGG9; did you mean AGG1?");
    row("AGG1-RSG1@1s", ErrorCode::NotFound, "a link is named like A--B");
    row("AGG1--RSG9@1s", ErrorCode::NotFound, "did you mean RSG1?");
    row("AGG1--RSG1@", ErrorCode::BadSyntax, "empty");
    row("AGG1--RSG1@-1s", ErrorCode::BadSyntax, "a time cannot be negative");
    row("AGG1--RSG1@1", ErrorCode::BadSyntax, "the unit is missing");
    row("AGG1--RSG1@soon", ErrorCode::BadSyntax, "does not begin with a number");
    row("AGG1--RSG1@200000min", ErrorCode::OutOfRange, "100 days");
    row("AGG1--RSG1@1s,", ErrorCode::BadSyntax, "is no failure mode");
    row("AGG1--RSG1@1s,broken", ErrorCode::BadSyntax, "'broken' is no failure mode");
    row("AGG1--RSG1@1s,cut,silent", ErrorCode::BadSyntax, "is no failure mode");
    row("AGG1--RSG1@1s,power", ErrorCode::BadSyntax, "power is for routers");
    row("AGG1@1s,cut", ErrorCode::BadSyntax, "cut is for links");
    row("AGG1@1s,silent", ErrorCode::BadSyntax, "silent is for links");
    row("AGG1@1s,one-way:AGG1>RSG1", ErrorCode::BadSyntax, "one-way is for links");
    row("AGG1--RSG1@1s,one-way", ErrorCode::BadSyntax, "one-way");
    row("AGG1--RSG1@1s,one-way:AGG1", ErrorCode::BadSyntax, "write one-way:AGG1>RSG1");
    row("AGG1--RSG1@1s,one-way:AGG1>CSG", ErrorCode::BadSyntax, "write one-way:AGG1>RSG1");
    row("AGG1--RSG1@1s,grey:0", ErrorCode::OutOfRange, "grey:1 to grey:99");
    row("AGG1--RSG1@1s,grey:100", ErrorCode::OutOfRange, "grey:1 to grey:99");
    row("AGG1--RSG1@1s,down:CSG", ErrorCode::BadSyntax, "is no end of the link");
    row("AGG1--RSG1@1s,flap:2s", ErrorCode::BadSyntax, "flap:PERIODxCOUNT");
    row("AGG1--RSG1@1s,drain", ErrorCode::BadSyntax, "drain is for routers");
    row("AGG1@1s,grey", ErrorCode::BadSyntax, "grey is for links");
    row("bgp:AGG1--CSG@1s", ErrorCode::NotFound, "there is no BGP session AGG1--CSG");
    row("service:nowhere@1s", ErrorCode::NotFound, "there is no access service nowhere");
    row("vpn:AGG1@1s", ErrorCode::NotFound, "there is no VPN instance AGG1");
    row("prefix:2001:db8::77/128@1s", ErrorCode::NotFound, "no VPN interface has the prefix");
    row("srlg:9@1s", ErrorCode::NotFound, "no link is in shared-risk group 9");
    row("card:AGG1:7/7@1s", ErrorCode::NotFound, "no link is on card 7/7 of AGG1");
}

void TestNames::refusedFailures()
{
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, mentions);
    const auto action = parseFailure(SmallPlan().plan, text.toStdString());
    QVERIFY(!action.has_value());
    QVERIFY2(action.error().detail.find(mentions.toStdString()) != std::string::npos, action.error().detail.c_str());
    QVERIFY2(action.error().code == code, action.error().detail.c_str());
}

void TestNames::restoreNeedsATimeAndNoMode()
{
    const SmallPlan s;
    const auto repaired = parseRestore(s.plan, "RSG1--AGG1@30s").value();
    QVERIFY(repaired == (FailureAction{s.up, FailureMode::Restore, 30s}));
    QVERIFY(parseRestore(s.plan, "AGG1@30s").value() == (FailureAction{s.agg1, FailureMode::Restore, 30s}));
    QCOMPARE(parseRestore(s.plan, "AGG1--RSG1").error().code, ErrorCode::BadSyntax);
    QCOMPARE(parseRestore(s.plan, "AGG1--RSG1@1s,cut").error().code, ErrorCode::BadSyntax);
    QCOMPARE(parseRestore(s.plan, "AGG1--RSG9@1s").error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
