// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

/// Runs the program itself, as a script would.
class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void linksNoQt();
    void everyCommandHasHelpWithAnExample_data();
    void everyCommandHasHelpWithAnExample();
    void versionIsPrinted();
    void mainJobEndToEnd();
    void simulationHasExactlyTheKeysOfTheContract();
    void sameCommandGivesTheSameBytes();
    void rangePhaseAndSettingsOfARun();
    void parametersAreListed();
    void withoutTrackingTheLossIsSilentToTheEnd();
    void explainNamesTheMissingLine();
    void explainChoosesALoss();
    void compareShowsBothRuns();
    void repairIsSimulated();
    void newReplacesAndSaysWhereTheOldPlanIs();
    void newTakesShapes();
    void examplesAreListedAndWritten();
    void checkTellsCleanFromFindings();
    void dumpAndLoadAreInverse();
    void secretsAreAskedForAndNeverShown();
    void unverifiedLinesAreNamed();
    void hostileRouterNameStaysInTheFolder();
    void diffGivesTheCommandsAndTheRollback();
    void diffComparesFoldersAndPlans();
    void displayAnswersAtAMoment();
    void changePackIsWritten();
    void changePackStartsFromRunningFiles();
    void changePackNamesWhatTheFilesHoldBeyondThePlan();
    void importBringsWrittenFilesBack();
    void importReportsWhatContradicts();
    void importNamesFilesThatAreNoConfiguration();
    void captureIsWrittenBesideTheTimeline();
    void badInputGetsOneLine_data();
    void badInputGetsOneLine();
    void badFilesAreUntouched();

private:
    struct Run
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    Run run(const QStringList &arguments);
    QJsonObject json(const QStringList &arguments, int code = 0);
    void write(const QString &name, const QByteArray &bytes);
    QByteArray read(const QString &name);

    QTemporaryDir m_folder;
};

namespace {

QStringList words(const char *line)
{
    return QProcess::splitCommand(QString::fromUtf8(line));
}

const char *const kBothLinks = "simulate ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --format json";
const char *const kBothLinksUntracked = "simulate ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --format json --without-tracking";

QJsonObject upstream(const QJsonObject &timeline)
{
    for (const QJsonValue &flow : timeline[QStringLiteral("flows")].toArray())
        if (flow[QStringLiteral("direction")] == QStringLiteral("upstream"))
            return flow.toObject();
    return {};
}

QStringList names(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue &value : array.toArray())
        list << value.toString();
    return list;
}

} // namespace

TestCli::Run TestCli::run(const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(SIDESTEP_CLI), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, {}, "did not finish"};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QJsonObject TestCli::json(const QStringList &arguments, int code)
{
    const Run done = run(arguments);
    QJsonParseError problem{};
    const QJsonObject object = QJsonDocument::fromJson(done.out, &problem).object();
    if (done.code != code || problem.error != QJsonParseError::NoError)
        qWarning("exit %d, %s, %s", done.code, qPrintable(problem.errorString()), done.err.constData());
    return done.code == code ? object : QJsonObject();
}

void TestCli::write(const QString &name, const QByteArray &bytes)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray TestCli::read(const QString &name)
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestCli::initTestCase()
{
    QVERIFY(m_folder.isValid());
    const Run made = run(words("new --sites 1 -o ref.sidestep"));
    QVERIFY2(made.code == 0, made.err.constData());
    QCOMPARE(made.err, QByteArray());
}

void TestCli::linksNoQt()
{
    QProcess process;
    process.start(QStringLiteral("ldd"), {QStringLiteral(SIDESTEP_CLI)});
    QVERIFY(process.waitForFinished());
    const QByteArray libraries = process.readAllStandardOutput();
    QVERIFY2(libraries.contains("libsqlite3"), "ldd lists what the program links");
    QVERIFY2(!libraries.toLower().contains("libqt"), libraries.constData());
}

void TestCli::everyCommandHasHelpWithAnExample_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"", "new", "example", "check", "config", "simulate", "explain", "compare", "parameters", "diff", "change", "display", "import", "console", "dump", "load"})
        QTest::newRow(*command ? command : "the program") << QString::fromUtf8(command);
}

void TestCli::everyCommandHasHelpWithAnExample()
{
    QFETCH(QString, command);
    const Run help = run((command.isEmpty() ? QStringList() : QStringList(command)) << QStringLiteral("--help"));
    QCOMPARE(help.code, 0);
    QCOMPARE(help.err, QByteArray());
    QVERIFY(help.out.contains("Example:\n  sidestep-cli "));
    QVERIFY(help.out.contains("--format"));
}

void TestCli::versionIsPrinted()
{
    const Run version = run({QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QCOMPARE(version.out, QByteArray("sidestep-cli " SIDESTEP_VERSION "\n"));
}

void TestCli::mainJobEndToEnd()
{
    const Run config = run(words("config ref.sidestep -o out"));
    QVERIFY2(config.code == 0, config.err.constData());
    QCOMPARE(QDir(m_folder.filePath(QStringLiteral("out"))).entryList(QDir::Files, QDir::Name),
             QStringList({QStringLiteral("AGG1.cfg"), QStringLiteral("AGG2.cfg"), QStringLiteral("CSG.cfg"), QStringLiteral("RSG1.cfg"),
                          QStringLiteral("RSG2.cfg")}));
    const QByteArray agg1 = read(QStringLiteral("out/AGG1.cfg"));
    QVERIFY(agg1.contains("mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n"));
    QVERIFY(agg1.endsWith("return\n"));
    QCOMPARE(run(words("config ref.sidestep --device AGG1")).out, agg1);

    const QJsonObject timeline = json(words(kBothLinks));
    const QJsonObject flow = upstream(timeline);
    const QJsonArray segments = flow[QStringLiteral("segments")].toArray();
    QVERIFY(segments.size() >= 3);
    const QJsonObject last = segments.last().toObject();
    QCOMPARE(last[QStringLiteral("state")].toString(), QStringLiteral("delivered"));
    QCOMPARE(names(last[QStringLiteral("path")]),
             QStringList({QStringLiteral("CSG"), QStringLiteral("AGG2"), QStringLiteral("RSG2"), QStringLiteral("RSG1")}));
    // 10 000 packets/s, so a tenth of a microsecond of outage in milliseconds is a packet: loss = rate x time (RFC 6413).
    const double outage = flow[QStringLiteral("outage_ns")].toDouble();
    QVERIFY(outage > 0 && outage < 5e9);
    QVERIFY(qAbs(flow[QStringLiteral("lost_packets")].toDouble() - outage * 1e-9 * 10'000) <= 0.5);

    // Every cause chain ends at an injected failure.
    QHash<int, QJsonValue> causes;
    bool switched = false;
    for (const QJsonValue &event : timeline[QStringLiteral("events")].toArray()) {
        causes[event[QStringLiteral("id")].toInt()] = event[QStringLiteral("cause")];
        if (event[QStringLiteral("layer")] == QStringLiteral("redundancy") && event[QStringLiteral("device")] == QStringLiteral("CSG")) {
            switched = true;
            int id = event[QStringLiteral("id")].toInt();
            while (!causes[id].isNull())
                id = causes[id].toInt();
            QVERIFY(id >= 1 && id <= 2);
        }
    }
    QVERIFY(switched);

    const Run text = run(words("simulate ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s"));
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("CSG → AGG2 → RSG2 → RSG1"));
}

void TestCli::simulationHasExactlyTheKeysOfTheContract()
{
    const QByteArray out = run(words(kBothLinks)).out;
    const QJsonObject timeline = QJsonDocument::fromJson(out).object();
    const auto sorted = [](QStringList keys) {
        keys.sort();
        return keys;
    };
    const auto keys = [&](const char *list) { return sorted(words(list)); };
    QCOMPARE(timeline.keys(), keys("plan scenario seed tracking settled_ns events flows"));
    QCOMPARE(timeline[QStringLiteral("plan")].toString(), QStringLiteral("reference"));
    QCOMPARE(timeline[QStringLiteral("seed")].toInt(), 1);
    QCOMPARE(timeline[QStringLiteral("tracking")].toBool(), true);
    const QStringList layers = words("link bfd isis ldp bgp vpn-route track pw redundancy forwarding");
    const QJsonArray events = timeline[QStringLiteral("events")].toArray();
    QVERIFY(events.size() > 10);
    double before = 0;
    int injected = 0;
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        QCOMPARE(event.keys(), keys("id t_ns device layer what subject detail cause"));
        QVERIFY(layers.contains(event[QStringLiteral("layer")].toString()));
        QVERIFY(event[QStringLiteral("t_ns")].toDouble() >= before);
        before = event[QStringLiteral("t_ns")].toDouble();
        if (event[QStringLiteral("cause")].isNull())
            ++injected;
        else
            QVERIFY(event[QStringLiteral("cause")].toInt() < event[QStringLiteral("id")].toInt());
    }
    QCOMPARE(injected, 2);
    QCOMPARE(timeline[QStringLiteral("settled_ns")].toDouble(), before);
    const QJsonArray flows = timeline[QStringLiteral("flows")].toArray();
    QVERIFY(flows.size() >= 2);
    for (const QJsonValue &value : flows) {
        const QJsonObject flow = value.toObject();
        QCOMPARE(flow.keys(), keys("name direction outage_ns lost_packets segments"));
        double end = 0;
        double lost = 0;
        for (const QJsonValue &part : flow[QStringLiteral("segments")].toArray()) {
            const QJsonObject segment = part.toObject();
            const bool gone = segment[QStringLiteral("state")] == QStringLiteral("lost");
            QCOMPARE(segment.keys(), gone ? keys("from_ns to_ns state at why silent path") : keys("from_ns to_ns state path"));
            QCOMPARE(segment[QStringLiteral("from_ns")].toDouble(), end); // without a gap
            end = segment[QStringLiteral("to_ns")].toDouble();
            lost += gone ? end - segment[QStringLiteral("from_ns")].toDouble() : 0;
        }
        QCOMPARE(lost, flow[QStringLiteral("outage_ns")].toDouble());
    }
    // The order of keys is the one of the contract, for people who read it.
    QVERIFY(out.startsWith("{\"plan\": \"reference\", \"scenario\": "));
    const QRegularExpression event(
        QStringLiteral("\\{\"id\":\\d+,\"t_ns\":\\d+,\"device\":\"[^\"]*\",\"layer\":\"[^\"]*\",\"what\":\"[^\"]*\",\"subject\":"));
    QVERIFY(event.match(QString::fromUtf8(out)).hasMatch());
}

void TestCli::sameCommandGivesTheSameBytes()
{
    QCOMPARE(run(words(kBothLinks)).out, run(words(kBothLinks)).out);
    QCOMPARE(run(words("dump ref.sidestep")).out, run(words("dump ref.sidestep")).out);
}

void TestCli::rangePhaseAndSettingsOfARun()
{
    const char *silent = "simulate ref.sidestep --fail AGG1--RSG1@1s,silent --fail AGG1--AGG2@1s,silent --format json";
    const auto outage = [&](const char *options) {
        const QJsonObject flow = json(words(silent) + words(options))[QStringLiteral("flows")].toArray().first().toObject();
        return flow[QStringLiteral("outage_ns")].toDouble();
    };
    const QJsonObject timeline = json(words(silent) + words("--range"));
    const QJsonObject range = timeline[QStringLiteral("flows")].toArray().first().toObject()[QStringLiteral("outage_range_ns")].toObject();
    QCOMPARE(range[QStringLiteral("best")].toDouble(), outage("--phase best"));
    QCOMPARE(range[QStringLiteral("typical")].toDouble(), outage("--phase typical"));
    QCOMPARE(range[QStringLiteral("worst")].toDouble(), outage("--phase worst"));
    QVERIFY(outage("--phase best") < outage("--phase typical"));
    QVERIFY(outage("--phase typical") < outage("--phase worst"));
    QCOMPARE(outage("--phase seed:7"), outage("--seed 7"));
    // AGG1's first SPF run is on the way to the switchover, once: 60 ms for 50 ms.
    QCOMPARE(outage("--phase worst --set isis.spf-initial=60ms") - outage("--phase worst"), 10e6);
    const QJsonObject set = json(words(silent) + words("--set pw.switch=9ms --phase best"));
    QCOMPARE(set[QStringLiteral("set")].toArray().first().toString(), QStringLiteral("pw.switch=9 ms"));
    QCOMPARE(set[QStringLiteral("phase")].toString(), QStringLiteral("best"));
}

void TestCli::parametersAreListed()
{
    const auto find = [](const QJsonObject &list, const char *key) {
        for (const QJsonValue &row : list[QStringLiteral("parameters")].toArray()) {
            if (row.toObject()[QStringLiteral("key")] == QLatin1String(key))
                return row.toObject();
        }
        return QJsonObject();
    };
    const QJsonObject alone = json(words("parameters --format json"));
    QCOMPARE(alone[QStringLiteral("profile")].toString(), QStringLiteral("vrp8"));
    QVERIFY(find(alone, "bfd.min-tx").isEmpty());
    const QJsonObject plan = json(words("parameters ref.sidestep --profile frr-8.4 --format json"));
    QCOMPARE(plan[QStringLiteral("profile")].toString(), QStringLiteral("frr-8.4"));
    QCOMPARE(find(plan, "bfd.multiplier")[QStringLiteral("value")].toInt(), 3);
    QCOMPARE(find(plan, "bgp.route-batch")[QStringLiteral("value")].toDouble(), 50e6); // frr-timeline.md, reason 4
    QCOMPARE(find(plan, "gateway.coupling")[QStringLiteral("value")].toString(), QStringLiteral("pw-usable"));
    QVERIFY(run(words("parameters ref.sidestep")).out.contains("isis.spf-initial"));
}

void TestCli::withoutTrackingTheLossIsSilentToTheEnd()
{
    const QJsonObject timeline = json(words(kBothLinksUntracked));
    QCOMPARE(timeline[QStringLiteral("tracking")].toBool(true), false);
    const QJsonObject last = upstream(timeline)[QStringLiteral("segments")].toArray().last().toObject();
    QCOMPARE(last[QStringLiteral("state")].toString(), QStringLiteral("lost"));
    QCOMPARE(last[QStringLiteral("at")].toString(), QStringLiteral("AGG1"));
    QCOMPARE(last[QStringLiteral("why")].toString(), QStringLiteral("no VPN route"));
    QCOMPARE(last[QStringLiteral("silent")].toBool(), true);
    QCOMPARE(names(last[QStringLiteral("path")]), QStringList({QStringLiteral("CSG"), QStringLiteral("AGG1")}));
}

void TestCli::explainNamesTheMissingLine()
{
    const QStringList command = words("explain ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --without-tracking --interval 1");
    const Run text = run(command);
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("CSG still sends into PW1; nothing told it"));
    QVERIFY(text.out.contains("`mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN` in `interface Virtual-Ethernet0/2/0.100` on AGG1"));
    QVERIFY(text.out.contains("out for 135.05 ms instead of 10 s and not over"));
    const QJsonArray losses = json(command + words("--format json"))[QStringLiteral("losses")].toArray();
    QCOMPARE(losses.size(), 1);
    const QJsonObject loss = losses.first().toObject();
    QCOMPARE(loss[QStringLiteral("ended")].toBool(), false);
    QCOMPARE(loss[QStringLiteral("deciding")][QStringLiteral("kind")].toString(), QStringLiteral("missing-line"));
    QCOMPARE(loss[QStringLiteral("what_if")][0][QStringLiteral("outage_ns")].toInteger(), 135'050'000);
}

void TestCli::explainChoosesALoss()
{
    const Run missing = run({QStringLiteral("explain"), QStringLiteral("ref.sidestep"), QStringLiteral("--fail"), QStringLiteral("AGG1@1s"), QStringLiteral("--flow"),
                             QStringLiteral("Site 1 upstrea")});
    QCOMPARE(missing.code, 2);
    QVERIFY(missing.err.contains("did you mean \"Site 1 upstream\"?"));
    QCOMPARE(run(words("explain ref.sidestep --fail AGG1@1s --interval 9")).code, 2);
    const Run nothing = run(words("explain ref.sidestep --fail RSG1--RSG2@1s"));
    QCOMPARE(nothing.code, 0);
    QCOMPARE(nothing.out, QByteArray("Nothing is lost.\n"));
}

void TestCli::compareShowsBothRuns()
{
    const QJsonObject compared = json({QStringLiteral("compare"), QStringLiteral("ref.sidestep"), QStringLiteral("--scenario"),
                                       QStringLiteral("AGG1 cut off from the core"), QStringLiteral("--format"), QStringLiteral("json")});
    const QJsonObject flow = upstream(compared);
    QCOMPARE(flow[QStringLiteral("with_tracking")][QStringLiteral("end_state")].toString(), QStringLiteral("delivered"));
    QCOMPARE(flow[QStringLiteral("without_tracking")][QStringLiteral("end_state")].toString(), QStringLiteral("lost"));
    QCOMPARE(flow[QStringLiteral("without_tracking")][QStringLiteral("silent")].toBool(), true);
    QVERIFY(flow[QStringLiteral("with_tracking")][QStringLiteral("lost_packets")].toDouble()
            < flow[QStringLiteral("without_tracking")][QStringLiteral("lost_packets")].toDouble());
    const Run text = run({QStringLiteral("compare"), QStringLiteral("ref.sidestep"), QStringLiteral("--scenario"),
                          QStringLiteral("AGG1 cut off from the core")});
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("still lost at AGG1: no VPN route, silently"));
}

void TestCli::repairIsSimulated()
{
    const QJsonObject timeline
        = json(words("simulate ref.sidestep --fail AGG1--RSG1@1s,silent --restore RSG1--AGG1@3s --until 40s --seed 7 --format json"));
    QCOMPARE(timeline[QStringLiteral("seed")].toInt(), 7);
    const QJsonObject last = upstream(timeline)[QStringLiteral("segments")].toArray().last().toObject();
    QCOMPARE(last[QStringLiteral("state")].toString(), QStringLiteral("delivered"));
    QCOMPARE(last[QStringLiteral("to_ns")].toDouble(), 40e9);
}

void TestCli::newReplacesAndSaysWhereTheOldPlanIs()
{
    QCOMPARE(run(words("new --sites 1 -o again.sidestep")).code, 0);
    const QByteArray first = read(QStringLiteral("again.sidestep"));
    const Run second = run(words("new --sites 3 --dual-homed -o again.sidestep"));
    QCOMPARE(second.code, 0);
    QVERIFY2(second.out.contains("kept as again.sidestep~"), second.out.constData());
    QCOMPARE(read(QStringLiteral("again.sidestep~")), first);
    const QJsonObject report = json(words("new --sites 1 -o again.sidestep --format json"));
    QCOMPARE(report[QStringLiteral("routers")].toInt(), 5);
    QCOMPARE(report[QStringLiteral("kept")].toString(), QStringLiteral("again.sidestep~"));
}

void TestCli::newTakesShapes()
{
    // 40 sites in rings of 10: 4 rings on 2 pairs of 2 rings, so 4 AGGs in one aggregation ring with 2 RSGs (scale-network.md).
    const QJsonObject rings = json(words("new --sites 40 --rings --sites-per-ring 10 --rings-per-pair 2 -o rings.sidestep --format json"));
    QCOMPARE(rings[QStringLiteral("routers")].toInt(), 46);
    QCOMPARE(rings[QStringLiteral("services")].toInt(), 40);
    const QByteArray dump = run(words("dump rings.sidestep")).out;
    QVERIFY(!dump.contains("\"tracked_routes\": []"));
    QCOMPARE(run(words("new --sites 40 --no-tracking -o bare.sidestep.json")).code, 0);
    QVERIFY(read(QStringLiteral("bare.sidestep.json")).contains("\"tracked_routes\": []"));
    QCOMPARE(run(words("new --sites 1 --no-tracking -o bare.sidestep.json")).code, 0);
    QVERIFY(read(QStringLiteral("bare.sidestep.json")).contains("\"tracked_routes\": []"));
}

void TestCli::examplesAreListedAndWritten()
{
    const QJsonArray examples = json(words("example --list --format json"))[QStringLiteral("examples")].toArray();
    QVERIFY(!examples.isEmpty());
    for (const QJsonValue &example : examples) {
        const QString name = example[QStringLiteral("name")].toString();
        QVERIFY(run(words("example --list")).out.contains(name.toUtf8()));
        const Run written = run({QStringLiteral("example"), name, QStringLiteral("-o"), name + QStringLiteral(".sidestep")});
        QVERIFY2(written.code == 0, written.err.constData());
    }
}

void TestCli::checkTellsCleanFromFindings()
{
    const QJsonObject clean = json(words("check ref.sidestep --format json"));
    QCOMPARE(clean[QStringLiteral("errors")].toInt(-1), 0);
    QCOMPARE(clean[QStringLiteral("warnings")].toInt(-1), 0);
    const Run cleanText = run(words("check ref.sidestep"));
    QVERIFY(cleanText.out.contains("advice [unverified-commands]"));
    QVERIFY(cleanText.out.contains("`mpls l2vpn track route` on AGG1"));
    QCOMPARE(cleanText.code, 0);
    QCOMPARE(run(words("new --sites 1 --no-tracking -o untracked.sidestep")).code, 0);
    const QJsonObject found = json(words("check untracked.sidestep --format json"), 1);
    bool missing = false;
    for (const QJsonValue &finding : found[QStringLiteral("findings")].toArray()) {
        QCOMPARE(finding.toObject().keys(),
                 QStringList({QStringLiteral("objects"), QStringLiteral("repair"), QStringLiteral("rule"), QStringLiteral("severity"),
                              QStringLiteral("text")}));
        missing = missing || finding[QStringLiteral("rule")] == QStringLiteral("tracking-missing");
    }
    QVERIFY(missing);
    const Run text = run(words("check untracked.sidestep"));
    QCOMPARE(text.code, 1);
    QVERIFY(text.out.contains("[tracking-missing]"));
    QCOMPARE(text.err, QByteArray());
}

void TestCli::dumpAndLoadAreInverse()
{
    const QByteArray dump = run(words("dump ref.sidestep")).out;
    write(QStringLiteral("ref.txt"), dump);
    const Run loaded = run(words("load ref.txt -o copy.sidestep"));
    QVERIFY2(loaded.code == 0, loaded.err.constData());
    QCOMPARE(run(words("dump copy.sidestep")).out, dump);
    QCOMPARE(run(words("dump ref.sidestep -o out.sidestep.json")).code, 0);
    QCOMPARE(read(QStringLiteral("out.sidestep.json")), dump);
    QCOMPARE(run(words("config out.sidestep.json --device CSG")).out, run(words("config ref.sidestep --device CSG")).out);
}

void TestCli::secretsAreAskedForAndNeverShown()
{
    QByteArray dump = run(words("dump ref.sidestep")).out;
    dump.replace("\"snippets\": []",
                 "\"snippets\": [{\"id\": 1, \"name\": \"AAA\", \"role\": \"AGG\", \"text\": \"super password cipher {{KEY}}\", "
                 "\"variables\": [{\"name\": \"KEY\", \"value\": \"\", \"secret\": true}]}]");
    write(QStringLiteral("aaa.sidestep.json"), dump);
    // A view shows the placeholder; a file is not written with one, unless asked for.
    QVERIFY(run(words("config aaa.sidestep.json --device AGG1")).out.contains("super password cipher <secret:KEY>\n"));
    const Run refused = run(words("config aaa.sidestep.json -o aaa"));
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("KEY has no value") && refused.err.contains("--placeholders"), refused.err.constData());
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("aaa"))));
    QCOMPARE(run(words("config aaa.sidestep.json -o aaa --placeholders")).code, 0);
    QVERIFY(read(QStringLiteral("aaa/AGG1.cfg")).contains("super password cipher <secret:KEY>\n"));
    QCOMPARE(run(words("config aaa.sidestep.json --device CSG -o aaa")).code, 0); // no snippet of the CSG has a secret

    QCOMPARE(run(words("config aaa.sidestep.json -o aaa --secret KEY=hunter2=x")).code, 0);
    QVERIFY(read(QStringLiteral("aaa/AGG2.cfg")).contains("super password cipher hunter2=x\n"));
    write(QStringLiteral("keys.txt"), "# keys\r\n\r\nKEY=from a file\r\n");
    QCOMPARE(run(words("config aaa.sidestep.json -o aaa --secrets keys.txt")).code, 0);
    QVERIFY(read(QStringLiteral("aaa/AGG2.cfg")).contains("super password cipher from a file\n"));

    write(QStringLiteral("bad.txt"), "KEY=hunter2\x07\n");
    for (const auto &[arguments, code, says] : std::vector<std::tuple<const char *, int, const char *>>{
             {"--secret KEY", 2, "NAME=VALUE"},
             {"--secret KEI=hunter2", 2, "did you mean KEY?"},
             {"--secret KEY=", 2, "is empty"},
             {"--secret KEY=hunter2 --secret KEY=hunter2", 2, "twice"},
             {"--secret KEY=hunter2?", 2, "cannot stand in a configuration"},
             {"--secrets none.txt", 3, "none.txt"},
             {"--secrets bad.txt", 3, "bad.txt:1"}}) {
        const Run bad = run(words("config aaa.sidestep.json -o aaa") + words(arguments));
        QCOMPARE(bad.code, code);
        QVERIFY2(bad.err.contains(says) && !bad.err.contains("hunter2"), bad.err.constData());
    }
}

void TestCli::unverifiedLinesAreNamed()
{
    const QJsonObject device
        = json(words("config ref.sidestep --device AGG1 --format json"))[QStringLiteral("devices")].toArray().first().toObject();
    const QStringList lines = device[QStringLiteral("text")].toString().split(QLatin1Char('\n'));
    QStringList tracking;
    for (const QJsonValue &each : device[QStringLiteral("unverified")].toArray())
        if (each[QStringLiteral("command")] == QStringLiteral("mpls l2vpn track route")) {
            tracking << lines[each[QStringLiteral("line")].toInt() - 1].trimmed();
            QVERIFY(each[QStringLiteral("source")].toString().startsWith(QStringLiteral("vrp.md section ")));
        }
    QCOMPARE(tracking, QStringList({QStringLiteral("mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN")}));
}

void TestCli::hostileRouterNameStaysInTheFolder()
{
    QByteArray dump = run(words("dump ref.sidestep")).out;
    dump.replace("\"name\":\"AGG2\"", "\"name\":\"../../AGG2\"");
    write(QStringLiteral("hostile.sidestep.json"), dump);
    const Run config = run(words("config hostile.sidestep.json -o deep/deeper"));
    if (config.code == 3) // the plan itself refuses the name
        return;
    QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("deep/deeper/%2E.%2F..%2FAGG2.cfg"))));
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("AGG2.cfg"))));
}

void TestCli::diffGivesTheCommandsAndTheRollback()
{
    write(QStringLiteral("a.cfg"), "sysname R\n#\ninterface 100GE0/1/0\n isis cost 10\n description A\n#\nreturn\n");
    write(QStringLiteral("b.cfg"), "sysname R\n#\ninterface 100GE0/1/0\n isis cost 20\n frobnicate\n#\nreturn\n");
    const Run same = run(words("diff a.cfg a.cfg"));
    QCOMPARE(same.code, 0);
    QCOMPARE(same.out, QByteArray());
    const Run text = run(words("diff a.cfg b.cfg"));
    QCOMPARE(text.code, 1);
    QCOMPARE(text.out,
             QByteArray("=== R: from the first to the second\n"
                        "interface 100GE0/1/0\n undo description\n isis cost 20\n frobnicate\n#\n"
                        "=== R: rollback\n"
                        "interface 100GE0/1/0\n undo frobnicate\n description A\n isis cost 10\n#\n"));
    QCOMPARE(text.err, QByteArray("sidestep-cli: b.cfg:5:2: Error: Unrecognized command found at '^' position.\n"));
    const QJsonObject answer = json(words("diff a.cfg b.cfg --format json"), 1);
    QCOMPARE(answer[QStringLiteral("remarks")].toArray().size(), 1);
    const QJsonObject device = answer[QStringLiteral("devices")].toArray().at(0).toObject();
    QCOMPARE(device[QStringLiteral("device")].toString(), QStringLiteral("R"));
    QCOMPARE(device[QStringLiteral("state")].toString(), QStringLiteral("changed"));
    const QJsonObject section = device[QStringLiteral("forward")].toArray().at(0).toObject();
    QCOMPARE(names(section[QStringLiteral("view")]), QStringList(QStringLiteral("interface 100GE0/1/0")));
    QCOMPARE(names(section[QStringLiteral("commands")]),
             QStringList({QStringLiteral("undo description"), QStringLiteral("isis cost 20"), QStringLiteral("frobnicate")}));
}

void TestCli::diffComparesFoldersAndPlans()
{
    QVERIFY(run(words("config ref.sidestep -o running")).code == 0);
    const Run same = run(words("diff running ref.sidestep"));
    QVERIFY2(same.code == 0 && same.out.isEmpty() && same.err.isEmpty(), (same.out + same.err).constData());

    write(QStringLiteral("running/AGG1.cfg"),
          read(QStringLiteral("running/AGG1.cfg")).replace(" mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n", ""));
    QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("running/RSG2.cfg"))));
    const Run changed = run(words("diff running ref.sidestep"));
    QCOMPARE(changed.code, 1);
    QCOMPARE(changed.out,
             QByteArray("=== AGG1: from the first to the second\n"
                        "interface Virtual-Ethernet0/2/0.100\n mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n#\n"
                        "=== AGG1: rollback\n"
                        "interface Virtual-Ethernet0/2/0.100\n undo mpls l2vpn track route\n#\n"
                        "=== RSG2: only in the second\n"));
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("empty")));
    const Run empty = run(words("diff empty ref.sidestep"));
    QCOMPARE(empty.code, 3);
    QVERIFY(empty.err.contains("holds no configuration"));
}

void TestCli::displayAnswersAtAMoment()
{
    const char *both = "display ref.sidestep --device AGG1 --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s ";
    const auto status = [&](const char *options) {
        const QByteArray out = run(words(both) + words(options) + words("mpls l2vpn track route")).out;
        return out.mid(out.indexOf("Route status"), 34).split('\n').first();
    };
    QCOMPARE(status("--at 1s"), QByteArray("Route status      : reachable"));
    QCOMPARE(status("--at 2s"), QByteArray("Route status      : unreachable"));
    const QJsonObject answer = json(words(both) + words("--format json dis mpls l2vpn track route"));
    QCOMPARE(answer[QStringLiteral("device")].toString(), QStringLiteral("AGG1"));
    QVERIFY(answer[QStringLiteral("unverified")].toString().contains(QStringLiteral("IPv4")));
}

void TestCli::changePackIsWritten()
{
    // The second plan is another file with ids of its own: the reference network without its tracked route.
    QByteArray text = run(words("dump ref.sidestep")).out;
    QByteArrayList lines = text.split('\n');
    lines.removeIf([](const QByteArray &line) { return line.contains("\"service\":1,\"pw\""); });
    write(QStringLiteral("untracked.sidestep.json"), lines.join('\n'));
    const QJsonObject pack = json(words("change untracked.sidestep.json ref.sidestep --format json"));
    const QJsonArray steps = pack[QStringLiteral("steps")].toArray();
    QCOMPARE(steps.size(), 1);
    QCOMPARE(steps.first().toObject()[QStringLiteral("device")].toString(), QStringLiteral("AGG1"));
    QCOMPARE(run(words("change untracked.sidestep.json ref.sidestep -o change.html")).out, QByteArray("change.html: 1 step\n"));
    QVERIFY(read(QStringLiteral("change.html")).startsWith("<!DOCTYPE html>"));
    QVERIFY(run(words("change untracked.sidestep.json ref.sidestep")).out.startsWith("# Change of reference\n"));
}

void TestCli::changePackStartsFromRunningFiles()
{
    QVERIFY(run(words("config ref.sidestep -o today")).code == 0);
    QVERIFY(run(words("change today ref.sidestep")).out.contains("Nothing changes"));
    const QByteArray agg1 = read(QStringLiteral("today/AGG1.cfg"));
    const QByteArray tracking = "  mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n";
    write(QStringLiteral("today/AGG1.cfg"), QByteArray(agg1).replace(agg1.indexOf("mpls l2vpn track route"), tracking.size() - 2, ""));
    QVERIFY(read(QStringLiteral("today/AGG1.cfg")).size() == agg1.size() - tracking.size() + 2);

    const QJsonObject pack = json(words("change today ref.sidestep --format json"));
    QCOMPARE(pack[QStringLiteral("remarks")].toArray().size(), 0);
    const QJsonArray steps = pack[QStringLiteral("steps")].toArray();
    QCOMPARE(steps.size(), 1);
    const QJsonObject step = steps.first().toObject();
    QCOMPARE(step[QStringLiteral("device")].toString(), QStringLiteral("AGG1"));
    const QJsonArray views = step[QStringLiteral("commands")].toArray();
    QCOMPARE(views.size(), 1);
    QCOMPARE(names(views.first()[QStringLiteral("commands")]),
             QStringList(QStringLiteral("mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN")));
    QCOMPARE(names(step[QStringLiteral("rollback")].toArray().first()[QStringLiteral("commands")]),
             QStringList(QStringLiteral("undo mpls l2vpn track route")));
    QCOMPARE(names(step[QStringLiteral("unsettled")]), QStringList());
    QVERIFY(step[QStringLiteral("traffic")].toArray().isEmpty());
    // What two plans show: with AGG1 cut off, loss without an end before the commit, a short outage after it.
    QJsonObject cutOff;
    for (const QJsonValue &effect : step[QStringLiteral("failures")].toArray())
        if (effect[QStringLiteral("subject")] == QStringLiteral("AGG1 cut off from the core"))
            cutOff = effect.toObject();
    QCOMPARE(cutOff[QStringLiteral("before")].toString(), QStringLiteral("Site 1 upstream is lost to the end, silently"));
    QVERIFY(cutOff[QStringLiteral("after")].toString().startsWith(QStringLiteral("Site 1 upstream out for ")));
    QVERIFY(!step[QStringLiteral("before")].toArray().isEmpty() && !step[QStringLiteral("after")].toArray().isEmpty());

    const Run files = run(words("change today/AGG1.cfg today/AGG2.cfg today/CSG.cfg today/RSG1.cfg today/RSG2.cfg ref.sidestep -o files.html"));
    QVERIFY2(files.code == 0, files.err.constData());
    QCOMPARE(files.out, QByteArray("files.html: 1 step\n"));
    QVERIFY(read(QStringLiteral("files.html")).contains("undo mpls l2vpn track route"));
    QVERIFY(run(words("change today ref.sidestep")).out.startsWith("# Change from the running network to reference\n"));
}

void TestCli::changePackNamesWhatTheFilesHoldBeyondThePlan()
{
    QVERIFY(run(words("config ref.sidestep -o odd2")).code == 0);
    write(QStringLiteral("odd2/RSG2.cfg"), read(QStringLiteral("odd2/RSG2.cfg")).replace("return", "ntp-service enable\n#\nreturn"));
    write(QStringLiteral("odd2/AGG2.cfg"), read(QStringLiteral("odd2/AGG2.cfg")).replace("0.1 200 control-word", "0.1 201 control-word"));
    write(QStringLiteral("odd2/letter.txt"), "Dear colleague,\n");
    const Run done = run(words("change odd2 ref.sidestep --without-scenarios"));
    QVERIFY2(done.code == 1, done.err.constData());
    QVERIFY(done.out.contains("beyond the plan, stays as it is unless a command below changes it: ntp-service enable"));
    QVERIFY(!done.out.contains("undo ntp-service"));
    QVERIFY(done.out.contains("the running files contradict themselves: VC id 200 of GigabitEthernet0/2/0.100 does not match"));
    QVERIFY(done.out.contains("odd2/letter.txt: the running files contradict themselves: the file is no router's configuration"));
    QVERIFY(done.out.contains("Step 1: AGG2"));
    QVERIFY(!done.out.contains("Step 2"));
    QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("odd2/CSG.cfg"))));
    QVERIFY(run(words("change odd2 ref.sidestep --without-scenarios")).out.contains("CSG: none of the files is this router's, so it is taken as new"));
}

void TestCli::importBringsWrittenFilesBack()
{
    QVERIFY(run(words("config ref.sidestep -o written")).code == 0);
    const Run done = run(words("import written -o back.sidestep"));
    QVERIFY2(done.code == 0, (done.out + done.err).constData());
    QVERIFY(done.out.startsWith("back.sidestep: 5 routers, 6 links, 1 access service\nunderstood: written/AGG1.cfg: "));
    QVERIFY(done.out.contains("inferred: written/CSG.cfg: role CSG: a pseudowire starts on one of its ports\n"));
    QVERIFY(run(words("config back.sidestep -o again")).code == 0);
    for (const char *router : {"AGG1", "AGG2", "CSG", "RSG1", "RSG2"})
        QCOMPARE(read(QStringLiteral("again/%1.cfg").arg(QLatin1String(router))),
                 read(QStringLiteral("written/%1.cfg").arg(QLatin1String(router))));
}

void TestCli::importReportsWhatContradicts()
{
    QVERIFY(run(words("config ref.sidestep -o odd")).code == 0);
    write(QStringLiteral("odd/AGG2.cfg"), read(QStringLiteral("odd/AGG2.cfg")).replace("0.1 200 control-word", "0.1 201 control-word"));
    write(QStringLiteral("odd/RSG2.cfg"), read(QStringLiteral("odd/RSG2.cfg")).replace("return", "ntp-service enable\n#\nreturn"));
    const QJsonObject report = json(words("import odd -o odd.sidestep --format json"), 1);
    QCOMPARE(report.keys().join(QLatin1Char(' ')), QStringLiteral("changes file left_out links plan routers rows services"));
    QCOMPARE(report[QStringLiteral("plan")].toString(), QStringLiteral("odd"));
    QStringList contradictory;
    QStringList kept;
    for (const QJsonValue &row : report[QStringLiteral("rows")].toArray()) {
        const QString text = row[QStringLiteral("device")].toString() + QStringLiteral(": ") + row[QStringLiteral("text")].toString();
        if (row[QStringLiteral("kind")] == QStringLiteral("contradictory"))
            contradictory << text;
        if (row[QStringLiteral("kind")] == QStringLiteral("kept") && row[QStringLiteral("device")] == QStringLiteral("RSG2"))
            kept << text;
    }
    QVERIFY(contradictory.contains(QStringLiteral("CSG: VC id 200 of GigabitEthernet0/2/0.100 does not match: AGG2 has VC id 201 towards this router")));
    QCOMPARE(kept.size(), 1);
    QVERIFY(kept.front().startsWith(QStringLiteral("RSG2: ntp-service enable")));
    QVERIFY(run(words("config odd.sidestep --device RSG2")).out.contains("\nntp-service enable\n"));
}

void TestCli::importNamesFilesThatAreNoConfiguration()
{
    QVERIFY(run(words("config ref.sidestep -o mixed")).code == 0);
    write(QStringLiteral("mixed/letter.txt"), "Dear colleague,\n");
    const Run mixed = run(words("import mixed -o mixed.sidestep"));
    QCOMPARE(mixed.code, 1);
    QCOMPARE(mixed.err,
             QByteArray("sidestep-cli: mixed/letter.txt: the file is no router's configuration: none of its lines is a command; it is left out\n"));
    const Run none = run(words("import mixed/letter.txt -o none.sidestep"));
    QCOMPARE(none.code, 3);
    QVERIFY(none.err.startsWith("sidestep-cli: mixed/letter.txt: no router's configuration is among the files"));
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("none.sidestep"))));
}

void TestCli::captureIsWrittenBesideTheTimeline()
{
    const QString plan = m_folder.filePath(QStringLiteral("capture.sidestep"));
    QCOMPARE(run({QStringLiteral("new"), QStringLiteral("--sites"), QStringLiteral("1"), QStringLiteral("-o"), plan}).code, 0);
    const QStringList cut{QStringLiteral("simulate"), plan, QStringLiteral("--fail"), QStringLiteral("AGG1--RSG1@1s,silent"), QStringLiteral("--until"), QStringLiteral("5s")};
    const Run timeline = run(cut);
    QCOMPARE(timeline.code, 0);
    const auto captured = [&](const QString &name, const QStringList &more) {
        const Run done = run(cut + QStringList{QStringLiteral("--format"), QStringLiteral("pcapng"), QStringLiteral("-o"), m_folder.filePath(name)} + more);
        return done.code == 0 && done.out == timeline.out ? QFileInfo(m_folder.filePath(name)).size() : -1;
    };
    const qint64 few = captured(QStringLiteral("few.pcapng"), {});
    QVERIFY(few > 0);
    QCOMPARE(captured(QStringLiteral("deciding.pcapng"), {QStringLiteral("--packets"), QStringLiteral("deciding")}), few);
    QVERIFY(captured(QStringLiteral("all.pcapng"), {QStringLiteral("--packets"), QStringLiteral("all")}) > 5 * few);
    // What makes no sense, or no file.
    QCOMPARE(run(cut + QStringList{QStringLiteral("--packets"), QStringLiteral("all")}).code, 2);
    QCOMPARE(run(cut + QStringList{QStringLiteral("--format"), QStringLiteral("pcapng")}).code, 2);
    const Run days = run({QStringLiteral("simulate"), plan, QStringLiteral("--fail"), QStringLiteral("AGG1--RSG1@1s"), QStringLiteral("--until"), QStringLiteral("172800s"), QStringLiteral("--format"), QStringLiteral("pcapng"), QStringLiteral("-o"), m_folder.filePath(QStringLiteral("days.pcapng")), QStringLiteral("--packets"), QStringLiteral("all")});
    QCOMPARE(days.code, 2);
    QCOMPARE(days.err.count('\n'), 1);
    QVERIFY(!QFileInfo::exists(m_folder.filePath(QStringLiteral("days.pcapng"))));
}

void TestCli::badInputGetsOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArrayList>("says");
    const auto row = [](const char *name, const char *line, int code, const QByteArrayList &says) {
        QTest::newRow(name) << words(line) << code << says;
    };
    // What, where and what to do.
    row("missing file", "check none.sidestep", 3, {"none.sidestep", "no such file", "check the name"});
    row("text file as plan", "check notes.sidestep", 3, {"notes.sidestep", "not a Sidestep plan"});
    row("plan text under a plan's name", "check text.sidestep", 3, {"text.sidestep", "text form", "sidestep-cli load"});
    row("text file as text form", "simulate notes.sidestep.json --fail AGG1", 3, {"notes.sidestep.json:1", "not a Sidestep plan"});
    row("syntax error in the text", "load broken.txt -o x.sidestep", 3, {"broken.txt:6:", "lacks the key \"role\"", "add it"});
    row("folder as plan", "dump .", 3, {"is a folder"});
    row("other database", "dump other.sidestep", 3, {"other.sidestep", "another program"});
    row("unknown link", "simulate ref.sidestep --fail AGG1--RSG9", 2, {"--fail AGG1--RSG9", "RSG1"});
    row("unknown router", "simulate ref.sidestep --fail AGG9@1s", 2, {"--fail AGG9@1s", "AGG"});
    row("negative time", "simulate ref.sidestep --fail AGG1--RSG1@-1s", 2, {"--fail AGG1--RSG1@-1s"});
    row("time without a unit", "simulate ref.sidestep --fail AGG1--RSG1@1", 2, {"--fail AGG1--RSG1@1"});
    row("negative end", "simulate ref.sidestep --fail AGG1 --until -5s", 2, {"--until"});
    row("unknown mode", "simulate ref.sidestep --fail AGG1--RSG1@1s,melt", 2, {"--fail AGG1--RSG1@1s,melt"});
    row("share of a grey link", "simulate ref.sidestep --fail AGG1--RSG1@1s,grey:100", 2, {"grey:1 to grey:99"});
    row("scenario and failure", "simulate ref.sidestep --scenario x --fail AGG1", 2, {"--scenario and --fail exclude each other"});
    row("neither scenario nor failure", "simulate ref.sidestep", 2, {"nothing fails", "give --scenario NAME or --fail"});
    row("restore with a scenario", "simulate ref.sidestep --scenario \"AGG1 power\" --restore AGG1@5s", 2, {"--restore"});
    row("unknown scenario", "simulate ref.sidestep --scenario \"AGG1 powr\"", 2, {"AGG1 powr", "did you mean \"AGG1 power\"?"});
    row("unknown parameter", "simulate ref.sidestep --fail AGG1 --set bfd.speed=3ms", 2, {"--set bfd.speed=3ms", "bfd.min-tx"});
    row("parameter out of range", "compare ref.sidestep --fail AGG1 --set bfd.min-tx=1ms", 2, {"--set bfd.min-tx=1ms", "3 ms"});
    row("unknown phase", "simulate ref.sidestep --fail AGG1 --phase lucky", 2, {"--phase lucky", "best, typical, worst or seed:N"});
    row("phase without a seed", "simulate ref.sidestep --fail AGG1 --phase seed:x", 2, {"--phase seed:x", "whole number"});
    row("parameters of an unknown profile", "parameters --profile abacus", 2, {"--profile abacus", "vrp8-fast"});
    row("change needs plans", "change none.sidestep ref.sidestep", 3, {"none.sidestep"});
    row("change from no files", "change none.cfg ref.sidestep", 3, {"none.cfg", "no such file"});
    row("change from a text", "change notes.txt ref.sidestep", 3, {"notes.txt", "no router's configuration"});
    row("change from two plans", "change ref.sidestep", 2, {"required"});
    row("change with an unknown router", "change ref.sidestep ref.sidestep --first AGG9", 2, {"--first AGG9"});
    row("display of no router", "display ref.sidestep --device AGG9 isis peer", 2, {"--device AGG9"});
    row("display that is none", "display ref.sidestep --device AGG1 bgp vpnv9", 2, {"display bgp vpnv9", "Unrecognized command"});
    row("display of a configuration", "display ref.sidestep --device AGG1 current-configuration", 2, {"sidestep-cli config"});
    row("display at no time", "display ref.sidestep --device AGG1 --fail AGG1--RSG1 --at now isis peer", 2, {"--at now"});
    row("compare needs a failure", "compare ref.sidestep", 2, {"nothing fails"});
    row("missing configuration", "diff none.cfg ref.sidestep", 3, {"none.cfg"});
    row("missing files to import", "import none.cfg -o x.sidestep", 3, {"none.cfg", "no such file"});
    row("import without a plan", "import notes.sidestep.json", 2, {"--output is required"});
    row("one side only", "diff ref.sidestep", 2, {"second is required"});
    row("unknown profile", "simulate ref.sidestep --fail AGG1 --profile ios", 2, {"--profile ios", "vrp8"});
    row("negative seed", "simulate ref.sidestep --fail AGG1 --seed -3", 2, {"--seed", "\"-3\" is not a whole number"});
    row("seed beyond 64 bits", "simulate ref.sidestep --fail AGG1 --seed 18446744073709551616", 2, {"--seed", "too large"});
    row("unknown router for config", "config ref.sidestep --device AGG", 2, {"--device AGG", "did you mean AGG1?"});
    row("config of many to the terminal", "config ref.sidestep", 2, {"5 routers", "--device NAME", "-o DIR"});
    row("unwritable folder for config", "config ref.sidestep -o notes.sidestep/out", 3, {"notes.sidestep/out"});
    row("unwritable folder of the system", "config ref.sidestep -o /proc/sidestep-out", 3, {"/proc/sidestep-out"});
    row("missing folder for new", "new -o no/such/x.sidestep", 3, {"no/such/x.sidestep", "does not exist", "create it first"});
    row("folder as new plan", "new -o .", 3, {"is a folder"});
    row("no sites", "new --sites 0 -o x.sidestep", 2, {"sites"});
    row("negative sites", "new --sites -4 -o x.sidestep", 2, {"--sites", "\"-4\" is not a whole number"});
    row("sites beyond 32 bits", "new --sites 4294967297 -o x.sidestep", 2, {"--sites", "too large"});
    row("sites as a word", "new --sites many -o x.sidestep", 2, {"--sites"});
    row("rings and dual homes", "new --sites 5 --rings --dual-homed -o x.sidestep", 2, {"--dual-homed", "--rings"});
    row("new without a file", "new --sites 5", 2, {"--output is required"});
    row("unknown example", "example atlantis -o x.sidestep", 2, {"atlantis", "reference"});
    row("example without a name", "example", 2, {"--list"});
    row("no command", "", 2, {"--help"});
    row("unknown command", "frobnicate", 2, {"frobnicate: no such command", "--help"});
    row("unknown option", "check ref.sidestep --colour", 2, {"--colour", "sidestep-cli check --help"});
    row("unknown format", "check ref.sidestep --format xml", 2, {"--format", "xml is no format", "use text or json"});
    row("too many arguments", "check ref.sidestep ref.sidestep", 2, {"ref.sidestep"});
}

void TestCli::badInputGetsOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArrayList, says);
    write(QStringLiteral("notes.sidestep"), "buy milk\n");
    write(QStringLiteral("notes.txt"), "buy milk\n");
    write(QStringLiteral("notes.sidestep.json"), "buy milk\n");
    const QByteArray dump = run(words("dump ref.sidestep")).out;
    write(QStringLiteral("text.sidestep"), dump);
    write(QStringLiteral("broken.txt"), QByteArray(dump).replace(dump.indexOf("\"role\""), 6, "\"rank\""));
    QByteArray other = read(QStringLiteral("ref.sidestep"));
    write(QStringLiteral("other.sidestep"), other.replace(68, 4, "GPKG"));

    const Run bad = run(arguments);
    QVERIFY2(bad.code == code, (QByteArray::number(bad.code) + ": " + bad.err).constData());
    QCOMPARE(bad.out, QByteArray());
    QVERIFY2(bad.err.startsWith("sidestep-cli: "), bad.err.constData());
    QVERIFY2(bad.err.count('\n') == 1 && bad.err.endsWith('\n'), bad.err.constData());
    for (const QByteArray &part : says)
        QVERIFY2(bad.err.contains(part), bad.err.constData());
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("x.sidestep"))));
}

void TestCli::badFilesAreUntouched()
{
    QByteArray newer = read(QStringLiteral("ref.sidestep"));
    newer.replace(60, 4, QByteArray("\0\0\0\x09", 4));
    write(QStringLiteral("newer.sidestep"), newer);
    for (const char *command :
         {"check newer.sidestep", "config newer.sidestep -o x", "simulate newer.sidestep --fail AGG1", "dump newer.sidestep"}) {
        const Run bad = run(words(command));
        QCOMPARE(bad.code, 3);
        QVERIFY2(bad.err.contains("newer.sidestep: is a plan of file version 9, this Sidestep reads up to version 6"), bad.err.constData());
        QCOMPARE(read(QStringLiteral("newer.sidestep")), newer);
    }
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
