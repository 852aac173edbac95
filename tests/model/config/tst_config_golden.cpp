// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/config_samples.h"

#include "model/config/config_builder.h"

#include <QDir>
#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// Whole files. The reference network's come from the reference document (vrp.md section 11), never from our code; the
/// ring's were read line by line against it. UPDATE_GOLDEN=1 rewrites the ring's, never the reference's.
class TestConfigGolden : public QObject
{
    Q_OBJECT

private slots:
    void referenceEqualsTheDocument_data();
    void referenceEqualsTheDocument();
    void referenceLeavesNothingOut();
    void ringEqualsItsFiles();
    void builderGivesWhatBuildConfigGives();
    void linesOfATrackedRouteAreItsLine();
    void linesOfALinkAreTheLinesOfItsPort();
    void linesAreCountedAsTextHasThem();
    void unknownRouterIsAnError();
};

namespace {

const QString kData = QStringLiteral(SIDESTEP_TEST_DATA "/configs/");

void compareLines(const std::string &actual, const std::string &expected)
{
    const QStringList a = QString::fromStdString(actual).split(QLatin1Char('\n'));
    const QStringList e = QString::fromStdString(expected).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < qMin(a.size(), e.size()); ++i)
        if (a[i] != e[i])
            QFAIL(qPrintable(QStringLiteral("line %1: got \"%2\", expected \"%3\"").arg(QString::number(i + 1), a[i], e[i])));
    QCOMPARE(actual, expected);
}

std::vector<std::string> splitLines(const std::string &text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

} // namespace

void TestConfigGolden::referenceEqualsTheDocument_data()
{
    QTest::addColumn<QString>("router");
    for (const char *name : {"CSG", "AGG1", "AGG2", "RSG1", "RSG2"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestConfigGolden::referenceEqualsTheDocument()
{
    QFETCH(QString, router);
    const std::string expected = readFile(kData + QStringLiteral("reference/") + router + QStringLiteral(".cfg"));
    QVERIFY(!expected.empty());
    compareLines(textOf(plan::referencePlan(), router.toStdString()), expected);
}

void TestConfigGolden::referenceLeavesNothingOut()
{
    const plan::Plan plan = plan::referencePlan();
    for (const plan::Router &router : plan.routers())
        QCOMPARE(gapsOf(configOf(plan, router.name)), std::string());
}

void TestConfigGolden::ringEqualsItsFiles()
{
    const auto plan = plan::examplePlan("ring");
    QVERIFY(plan.has_value());
    const QString folder = kData + QStringLiteral("ring/");
    const bool update = qEnvironmentVariableIsSet("UPDATE_GOLDEN");
    if (update)
        QVERIFY(QDir().mkpath(folder));
    for (const plan::Router &router : plan->routers()) {
        const DeviceConfig config = configOf(*plan, router.name);
        QCOMPARE(gapsOf(config), std::string());
        const QString path = folder + QString::fromStdString(router.name) + QStringLiteral(".cfg");
        const std::string text = toText(config);
        if (update) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString(text));
            continue;
        }
        compareLines(text, readFile(path));
    }
}

void TestConfigGolden::builderGivesWhatBuildConfigGives()
{
    for (const plan::Plan &plan : {plan::referencePlan(), *plan::backhaulPlan({.sites = 60})}) {
        const ConfigBuilder builder(plan);
        for (const plan::Router &router : plan.routers()) {
            const auto config = builder.build(router.id);
            QVERIFY(config.has_value());
            QVERIFY(config->blocks == configOf(plan, router.name).blocks);
        }
    }
}

void TestConfigGolden::linesOfATrackedRouteAreItsLine()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::TrackedRoute &tracked = *plan.trackedRoutes().begin();
    const DeviceConfig config = configOf(plan, "AGG1");
    const auto lines = linesOf(config, tracked.id);
    QCOMPARE(lines.size(), std::size_t(1));
    QCOMPARE(splitLines(toText(config)).at(lines.front()), std::string(" mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN"));
    QVERIFY(linesOf(configOf(plan, "AGG2"), tracked.id).empty());
}

void TestConfigGolden::linesOfALinkAreTheLinesOfItsPort()
{
    const plan::Plan plan = plan::referencePlan();
    const auto link = plan::linkNamed(plan, "AGG1--AGG2");
    QVERIFY(link.has_value());
    const DeviceConfig config = configOf(plan, "AGG1");
    const auto all = splitLines(toText(config));
    std::vector<std::string> lines;
    for (const std::size_t number : linesOf(config, *link))
        lines.push_back(all.at(number));
    const std::vector<std::string> expected{
        "interface 100GE0/1/1", " isis enable 1", " isis circuit-type p2p", " isis cost 20", " isis ldp-sync", " mpls", " mpls ldp"};
    QCOMPARE(lines, expected);
}

void TestConfigGolden::linesAreCountedAsTextHasThem()
{
    const plan::Plan plan = plan::referencePlan();
    for (const plan::Router &router : plan.routers()) {
        const DeviceConfig config = configOf(plan, router.name);
        const auto all = splitLines(toText(config));
        const auto own = linesOf(config, router.id);
        QCOMPARE(own.front(), std::size_t(0));
        QVERIFY(std::ranges::is_sorted(own));
        // Separators and the end belong to no object.
        for (const std::size_t number : own)
            QVERIFY(all.at(number) != "#" && all.at(number) != " #" && all.at(number) != "return");
    }
}

void TestConfigGolden::unknownRouterIsAnError()
{
    const auto config = buildConfig(plan::referencePlan(), plan::RouterId(999));
    QVERIFY(!config);
    QVERIFY(config.error().code == ErrorCode::NotFound);
    const ConfigBuilder builder(plan::referencePlan());
    QVERIFY(!builder.build(plan::RouterId(999)));
    const auto text = TextWriter(builder).write(plan::RouterId(999));
    QVERIFY(!text && text.error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestConfigGolden)
#include "tst_config_golden.moc"
