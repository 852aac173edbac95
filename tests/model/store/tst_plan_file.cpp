// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/plan_file.h"

#include "model/store/plan_text.h"
#include "tests/model/store/random_plan.h"
#include "tests/model/store/verify_result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace sidestep;
namespace fs = std::filesystem;

class TestPlanFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyPlanSurvivesTheRoundTrip();
    void textFormAndFileAreTheSamePlan();
    void fileSaysWhatItIs();
    void earlierVersionsAreRead();
    void oldFileIsKept();
    void saveFollowsASymbolicLink();
    void saveKeepsPermissions();
    void unwritablePlacesAreRefused_data();
    void unwritablePlacesAreRefused();
    void badFilesAreRefusedAndUntouched_data();
    void badFilesAreRefusedAndUntouched();
    void aJournalBesideAReceivedFileIsNotRolledIn();
    void damagedBytesNeverGiveAnUnsoundPlan();
    void killedSaveLeavesAWholeFile();
    void savingAndLoadingIsLinear();

private:
    fs::path file(const char *name) const { return fs::path(m_folder->path().toStdString()) / name; }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QByteArray bytesOf(const fs::path &path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void write(const fs::path &path, const QByteArray &bytes)
{
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// What somebody with an SQLite shell could do to a plan.
void execute(const fs::path &path, const std::string &sql)
{
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(sql);
}

} // namespace

void TestPlanFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestPlanFile::everyPlanSurvivesTheRoundTrip()
{
    QVERIFY(rc::check("loadPlanFile(savePlanFile(p)) == p", [this] {
        const plan::Plan plan = test::randomPlan();
        const fs::path path = file("p.sidestep");
        RC_ASSERT(store::savePlanFile(plan, path).has_value());
        const auto back = store::loadPlanFile(path);
        if (!back)
            RC_FAIL(back.error().detail);
        RC_ASSERT(*back == plan);
        RC_ASSERT(store::toText(*back) == store::toText(plan));
    }));
}

void TestPlanFile::textFormAndFileAreTheSamePlan()
{
    const plan::Plan plan = plan::referencePlan();
    VERIFY_RESULT(store::savePlan(plan, file("a.sidestep")));
    VERIFY_RESULT(store::savePlan(plan, file("a.sidestep.json")));
    QCOMPARE(bytesOf(file("a.sidestep")).left(15), QByteArray("SQLite format 3"));
    QCOMPARE(bytesOf(file("a.sidestep.json")).toStdString(), store::toText(plan));
    const auto database = store::loadPlan(file("a.sidestep"));
    const auto text = store::loadPlan(file("a.sidestep.json"));
    VERIFY_RESULT(database);
    VERIFY_RESULT(text);
    QVERIFY(*database == *text);
}

void TestPlanFile::fileSaysWhatItIs()
{
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), file("a.sidestep")));
    const QByteArray bytes = bytesOf(file("a.sidestep"));
    QCOMPARE(bytes.mid(68, 4), QByteArray("SIDE"));
    QCOMPARE(bytes.mid(60, 4), QByteArray("\0\0\0\6", 4));
    SQLite::Database database(file("a.sidestep").string());
    QCOMPARE(database.execAndGet("SELECT count(*) FROM sqlite_schema WHERE type <> 'table'").getInt(), 0);
    QCOMPARE(database.execAndGet("SELECT name FROM routers WHERE role = 'CSG'").getString(), std::string("CSG"));
}

/// `tests/data/stores` holds the reference plan as each earlier version wrote it.
void TestPlanFile::earlierVersionsAreRead()
{
    for (const char *name : {"version1.sidestep", "version1.sidestep.json", "version2.sidestep", "version2.sidestep.json",
                             "version3.sidestep", "version3.sidestep.json", "version4.sidestep", "version4.sidestep.json",
                             "version5.sidestep", "version5.sidestep.json"}) {
        const fs::path old = fs::path(SIDESTEP_TEST_DATA) / "stores" / name;
        const auto plan = store::loadPlan(old);
        VERIFY_RESULT(plan);
        QCOMPARE(plan->routers().size(), std::size_t{5});
        QCOMPARE(plan->services().size(), std::size_t{1});
        QVERIFY(plan->keptTexts().empty() && plan->snippets().empty());
        VERIFY_RESULT(store::savePlan(*plan, file(name)));
        const auto again = store::loadPlan(file(name));
        VERIFY_RESULT(again);
        QVERIFY(*again == *plan);
    }
    QCOMPARE(bytesOf(file("version1.sidestep")).mid(60, 4), QByteArray("\0\0\0\6", 4));
}

void TestPlanFile::oldFileIsKept()
{
    const plan::Plan plan = plan::referencePlan();
    VERIFY_RESULT(store::savePlanFile(plan, file("a.sidestep")));
    const QByteArray first = bytesOf(file("a.sidestep"));
    VERIFY_RESULT(store::savePlanFile(plan::Plan(), file("a.sidestep")));
    const QByteArray second = bytesOf(file("a.sidestep"));
    QCOMPARE(bytesOf(file("a.sidestep~")), first);
    VERIFY_RESULT(store::savePlanFile(plan, file("a.sidestep")));
    QCOMPARE(bytesOf(file("a.sidestep~")), second);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList({QStringLiteral("a.sidestep"), QStringLiteral("a.sidestep~")}));
}

void TestPlanFile::saveFollowsASymbolicLink()
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("real")));
    VERIFY_RESULT(store::savePlanFile(plan::Plan(), file("real/a.sidestep")));
    fs::create_symlink("real/a.sidestep", file("link.sidestep"));
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), file("link.sidestep")));
    QVERIFY(fs::is_symlink(file("link.sidestep")));
    const auto plan = store::loadPlanFile(file("real/a.sidestep"));
    VERIFY_RESULT(plan);
    QVERIFY(*plan == plan::referencePlan());
}

void TestPlanFile::saveKeepsPermissions()
{
    VERIFY_RESULT(store::savePlanFile(plan::Plan(), file("a.sidestep")));
    fs::permissions(file("a.sidestep"), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), file("a.sidestep")));
    QVERIFY(fs::status(file("a.sidestep")).permissions() == (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

void TestPlanFile::unwritablePlacesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("folder missing") << QByteArray("no/such/a.sidestep") << QByteArray("does not exist; create it first");
    QTest::newRow("a folder") << QByteArray("folder") << QByteArray("is a folder");
    QTest::newRow("a file as folder") << QByteArray("plain/a.sidestep") << QByteArray("cannot be written");
    QTest::newRow("a pipe") << QByteArray("pipe") << QByteArray("not a regular file");
    QTest::newRow("text form, folder missing") << QByteArray("no/such/a.sidestep.json") << QByteArray("does not exist; create it first");
}

void TestPlanFile::unwritablePlacesAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, says);
    fs::create_directory(file("folder"));
    write(file("plain"), "text");
    QCOMPARE(::mkfifo(file("pipe").c_str(), 0600), 0);
    const auto saved = store::savePlan(plan::referencePlan(), file(name.constData()));
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::FileUnwritable);
    QVERIFY2(QByteArray::fromStdString(saved.error().detail).contains(says), saved.error().detail.c_str());
    QVERIFY2(QByteArray::fromStdString(saved.error().detail).contains(name), "the message names the file");
}

void TestPlanFile::badFilesAreRefusedAndUntouched_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const char *sql, ErrorCode code, const char *says) {
        QTest::newRow(name) << QByteArray(sql) << static_cast<int>(code) << QByteArray(says);
    };
    row("foreign application id", "PRAGMA application_id=252006673", ErrorCode::FileForeign, "another program (application id 252006673)");
    row("no application id", "PRAGMA application_id=0", ErrorCode::FileForeign, "another program");
    row("newer", "PRAGMA user_version=7", ErrorCode::FileNewer, "file version 7, this Sidestep reads up to version 6");
    row("much newer", "PRAGMA user_version=2147483647", ErrorCode::FileNewer, "version 2147483647");
    row("negative version", "PRAGMA user_version=-1", ErrorCode::FileNewer, "version");
    row("version that had no such table", "PRAGMA user_version=1", ErrorCode::FileDamaged, "that no plan file has");
    row("version that had no such column", "PRAGMA user_version=2", ErrorCode::FileDamaged, "that no plan file has");
    row("bracket in a text is no nesting", "INSERT INTO snippets VALUES(1, 'S', NULL, NULL, 'x', '[{\"name\":\"A\",\"value\":\"[[[[[[[[[[\"}]')",
        ErrorCode::FileDamaged, "table snippets, row 1: \"variables[0]\" lacks the key \"secret\"");
    row("nesting behind a quoted quote", "INSERT INTO snippets VALUES(1, 'S', NULL, NULL, 'x', '[\"\\\"\",[[[[[[[[1]]]]]]]]]')",
        ErrorCode::FileDamaged, "\"variables\" is nested too deep");
    row("value of a secret", "INSERT INTO snippets VALUES(1, 'S', NULL, NULL, 'x', '[{\"name\":\"A\",\"value\":\"x\",\"secret\":true}]')",
        ErrorCode::FileDamaged, "stores no value of the secret A");
    row("kept line that ends a file", "INSERT INTO kept_texts VALUES(1, 'return')", ErrorCode::FileDamaged, "holds what no plan may hold");
    row("no version", "PRAGMA user_version=0", ErrorCode::FileDamaged, "no file version");
    row("trigger", "CREATE TRIGGER t AFTER INSERT ON routers BEGIN DELETE FROM links; END", ErrorCode::FileDamaged,
        "holds a trigger \"t\"");
    row("view", "CREATE VIEW v AS SELECT * FROM routers", ErrorCode::FileDamaged, "holds a view \"v\"");
    row("index", "CREATE INDEX i ON routers(name)", ErrorCode::FileDamaged, "holds a index \"i\"");
    row("table", "CREATE TABLE extra(x)", ErrorCode::FileDamaged, "holds a table \"extra\"");
    row("virtual table", "CREATE VIRTUAL TABLE f USING fts5(x)", ErrorCode::FileDamaged, "holds a table");
    row("table replaced by a view", "DROP TABLE flows; CREATE VIEW flows AS SELECT 1 AS id", ErrorCode::FileDamaged,
        "holds a view \"flows\"");
    row("table missing", "DROP TABLE flows", ErrorCode::FileDamaged, "lacks a table");
    row("column added", "ALTER TABLE routers ADD COLUMN colour TEXT", ErrorCode::FileDamaged, "holds a table \"routers\"");
    row("generated column", "ALTER TABLE routers ADD COLUMN g TEXT AS (name)", ErrorCode::FileDamaged, "holds a table \"routers\"");
    row("no settings", "DELETE FROM settings", ErrorCode::FileDamaged, "settings");
    row("two settings", "INSERT INTO settings SELECT * FROM settings", ErrorCode::FileDamaged, "settings");
    row("write-ahead mode", "PRAGMA journal_mode=WAL", ErrorCode::FileDamaged, "write-ahead");
    row("negative id", "UPDATE positions SET id=-1 WHERE id=1", ErrorCode::FileDamaged, "table positions, row 1: \"id\"");
    row("unknown word", "UPDATE routers SET role='KING' WHERE id=1", ErrorCode::FileDamaged, "table routers, row 1: \"role\"");
    row("bad address", "UPDATE routers SET loopback='10.0.0.256' WHERE id=1", ErrorCode::FileDamaged, "\"loopback\"");
    row("number too large", "UPDATE ports SET mtu=70000 WHERE id=1", ErrorCode::FileDamaged, "from 0 to 65535");
    row("flag neither 0 nor 1", "UPDATE bgp_sessions SET a_reflects=2", ErrorCode::FileDamaged, "\"a_reflects\"");
    row("nested cell not JSON", "UPDATE links SET srlgs='[1,' WHERE id=1", ErrorCode::FileDamaged, "\"srlgs\" is not valid JSON");
    row("nested cell too deep", "UPDATE links SET srlgs=replace(hex(zeroblob(500000)),'0','[') WHERE id=1", ErrorCode::FileDamaged,
        "\"srlgs\" is nested too deep");
    row("nested cell of wrong shape", "UPDATE services SET \"primary\"='{}' WHERE id=1", ErrorCode::FileDamaged, "lacks the key");
    row("name that adds a line", "UPDATE routers SET name='A' || char(10) || 'reboot' WHERE id=1", ErrorCode::FileDamaged,
        "holds what no plan may hold");
    row("name with a zero byte", "UPDATE routers SET name='A' || char(0) || 'B' WHERE id=1", ErrorCode::FileDamaged,
        "holds what no plan may hold");
    row("name that is not UTF-8", "UPDATE routers SET name=CAST(x'C328' AS TEXT) WHERE id=1", ErrorCode::FileDamaged, "");
    row("dangling reference", "UPDATE links SET a=99999 WHERE id=1", ErrorCode::FileDamaged, "holds what no plan may hold");
    row("two routers of one name", "UPDATE routers SET name='CSG'", ErrorCode::FileDamaged, "holds what no plan may hold");
    row("huge text", "UPDATE routers SET site=hex(zeroblob(9000000)) WHERE id=1", ErrorCode::FileDamaged, "");
}

void TestPlanFile::badFilesAreRefusedAndUntouched()
{
    QFETCH(QByteArray, sql);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const fs::path path = file("bad.sidestep");
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), path));
    try {
        execute(path, sql.toStdString());
    } catch (const SQLite::Exception &problem) {
        QFAIL(problem.what());
    }
    const QByteArray before = bytesOf(path);
    const QStringList around = QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden);
    const auto plan = store::loadPlan(path);
    QVERIFY(!plan);
    QVERIFY2(QByteArray::fromStdString(plan.error().detail).contains(says), plan.error().detail.c_str());
    QVERIFY2(static_cast<int>(plan.error().code) == code, plan.error().detail.c_str());
    QVERIFY2(plan.error().detail.find(path.string()) == 0, plan.error().detail.c_str());
    QVERIFY2(plan.error().detail.size() < 700 && plan.error().detail.find('\n') == std::string::npos, plan.error().detail.c_str());
    QCOMPARE(bytesOf(path), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), around);
}

void TestPlanFile::aJournalBesideAReceivedFileIsNotRolledIn()
{
    // SQLite would take a hot journal beside a file as the truth; nobody but the user's own SQLite should leave one.
    const fs::path path = file("a.sidestep");
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), path));
    write(file("a.sidestep-journal"), QByteArray("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8) + QByteArray(4096, '\1'));
    write(file("a.sidestep-wal"), QByteArray(4096, '\2'));
    const auto plan = store::loadPlan(path);
    VERIFY_RESULT(plan);
    QVERIFY(*plan == plan::referencePlan());
    QCOMPARE(bytesOf(file("a.sidestep-wal")), QByteArray(4096, '\2'));
}

void TestPlanFile::damagedBytesNeverGiveAnUnsoundPlan()
{
    const fs::path path = file("good.sidestep");
    VERIFY_RESULT(store::savePlanFile(plan::referencePlan(), path));
    const QByteArray good = bytesOf(path);
    for (qsizetype length :
         {qsizetype{0}, qsizetype{1}, qsizetype{16}, qsizetype{99}, qsizetype{100}, qsizetype{4096}, good.size() / 2, good.size() - 1}) {
        write(path, good.left(length));
        const auto plan = store::loadPlanFile(path);
        QVERIFY2(!plan, QByteArray::number(length).constData());
        QVERIFY2(plan.error().code == ErrorCode::FileDamaged || plan.error().code == ErrorCode::FileForeign, plan.error().detail.c_str());
    }
    QVERIFY(rc::check("changed bytes are refused, or what comes out is a plan that saves and loads", [&] {
        QByteArray bad = good;
        const int changes = *rc::gen::inRange(1, 20);
        for (int i = 0; i < changes; ++i)
            bad[*rc::gen::inRange<qsizetype>(0, bad.size())] = *rc::gen::arbitrary<char>();
        write(path, bad);
        const auto plan = store::loadPlanFile(path);
        RC_ASSERT(bytesOf(path) == bad);
        if (!plan)
            return;
        const auto again = store::planFromText(store::toText(*plan), "again");
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == *plan);
    }));
}

void TestPlanFile::killedSaveLeavesAWholeFile()
{
    const plan::Plan first = plan::referencePlan();
    plan::EditBuilder edit(first, "Rename");
    plan::Settings settings = first.settings();
    settings.name = "second";
    edit.set(settings);
    const auto second = first.with(edit.take());
    VERIFY_RESULT(second);
    const fs::path path = file("a.sidestep");
    VERIFY_RESULT(store::savePlanFile(first, path));
    for (int round = 0; round < 20; ++round) {
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            for (;;) {
                if (!store::savePlanFile(*second, path) || !store::savePlanFile(first, path))
                    ::_exit(1);
            }
        }
        ::usleep(static_cast<useconds_t>(1000 + round * 1700));
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        const auto plan = store::loadPlanFile(path);
        VERIFY_RESULT(plan);
        QVERIFY(*plan == first || *plan == *second);
    }
}

void TestPlanFile::savingAndLoadingIsLinear()
{
    plan::BackhaulShape shape;
    shape.sites = 5'000; // about 50 000 rows: enough to notice a statement prepared per row or a quadratic step
    const auto plan = plan::backhaulPlan(shape);
    VERIFY_RESULT(plan);
    QElapsedTimer timer;
    timer.start();
    VERIFY_RESULT(store::savePlanFile(*plan, file("big.sidestep")));
    const qint64 saved = timer.restart();
    const auto back = store::loadPlanFile(file("big.sidestep"));
    const qint64 loaded = timer.elapsed();
    VERIFY_RESULT(back);
    QVERIFY(*back == *plan);
    qInfo("5 000 sites: saved in %lld ms, loaded in %lld ms, %lld KB", static_cast<long long>(saved), static_cast<long long>(loaded),
          static_cast<long long>(fs::file_size(file("big.sidestep")) / 1024));
    QVERIFY(saved < 20'000 && loaded < 20'000);
}

QTEST_GUILESS_MAIN(TestPlanFile)
#include "tst_plan_file.moc"
