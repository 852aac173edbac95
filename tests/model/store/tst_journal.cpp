// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/journal.h"

#include "model/plan/plan_diff.h"
#include "model/plan/templates.h"
#include "model/store/journal_records.h"
#include "model/store/plan_file.h"
#include "tests/model/store/verify_result.h"

#include <fmt/format.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace sidestep;
namespace fs = std::filesystem;

class TestJournal : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void checksumIsTheStandardOne();
    void fingerprintSeesEveryDifference();
    void cleanJournalLeavesNothing();
    void acceptedEditsComeBack();
    void plansWithoutAFileComeBack();
    void undoComesBackAsAnEdit();
    void recoveredJournalGoesOn();
    void tornTailIsDropped_data();
    void tornTailIsDropped();
    void anythingElseIsPassedOver();
    void leftoverEditsAreNeverOverwritten();
    void runningProgramKeepsItsJournal();
    void saveStartsAfresh();
    void saveUnderANewNameMoves();
    void crashBetweenSaveAndJournalRecovers();
    void changedPlanFileIsRefused();
    void killBetweenEditsLosesNothingAccepted();

private:
    fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "journals"; }
    fs::path planFile(const char *name = "a.sidestep") const { return fs::path(m_folder->path().toStdString()) / name; }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

plan::PlanEdit rename(const plan::Plan &plan, const std::string &name)
{
    plan::EditBuilder edit(plan, "Rename the plan to " + name);
    plan::Settings settings = plan.settings();
    settings.name = name;
    edit.set(settings);
    return edit.take();
}

plan::Plan after(const plan::Plan &plan, const plan::PlanEdit &edit)
{
    return plan.with(edit).value();
}

} // namespace

void TestJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    VERIFY_RESULT(store::savePlan(plan::referencePlan(), planFile()));
}

void TestJournal::checksumIsTheStandardOne()
{
    QCOMPARE(store::crc32("123456789"), 0xCBF43926U); // the check value of CRC-32/ISO-HDLC
    QCOMPARE(store::frameRecord("123456789"), std::string("00000009 cbf43926 123456789\n"));
}

void TestJournal::fingerprintSeesEveryDifference()
{
    const plan::Plan plan = plan::referencePlan();
    QCOMPARE(store::fingerprintOf(plan), store::fingerprintOf(plan::referencePlan()));
    QVERIFY(store::fingerprintOf(plan) != store::fingerprintOf(plan::Plan()));
    QVERIFY(store::fingerprintOf(plan) != store::fingerprintOf(after(plan, rename(plan, "b"))));
    plan::EditBuilder edit(plan, "Move");
    edit.set(plan::Position{plan.routers().begin()->id, 1, 2});
    QVERIFY(store::fingerprintOf(plan) != store::fingerprintOf(after(plan, edit.take())));
}

void TestJournal::cleanJournalLeavesNothing()
{
    {
        auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
        VERIFY_RESULT(journal);
        QVERIFY(store::recoverable(folder()).empty());
    }
    QVERIFY(fs::is_empty(folder()));
    auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
    VERIFY_RESULT(journal);
    VERIFY_RESULT(journal->append(rename(plan::referencePlan(), "b")));
    journal->discard();
    QVERIFY(fs::is_empty(folder()));
}

void TestJournal::acceptedEditsComeBack()
{
    plan::Plan plan = plan::referencePlan();
    {
        auto journal = store::Journal::open(folder(), planFile(), plan);
        VERIFY_RESULT(journal);
        for (const char *name : {"b", "c", "d \"quoted\" ü"}) {
            const plan::PlanEdit edit = rename(plan, name);
            plan = after(plan, edit);
            VERIFY_RESULT(journal->append(edit));
        }
        QCOMPARE(journal->edits(), std::size_t{3});
    }
    const auto left = store::recoverable(folder());
    QCOMPARE(left.size(), std::size_t{1});
    QCOMPARE(left[0].edits, std::size_t{3});
    QCOMPARE(fs::path(left[0].planPath), fs::canonical(planFile()));
    QCOMPARE(left[0].base, store::fingerprintOf(plan::referencePlan()));
    QVERIFY(left[0].lastLabel.starts_with("Rename the plan to d"));
    QVERIFY(std::chrono::system_clock::now() - left[0].time < std::chrono::minutes(1));
    auto recovered = store::recover(left[0].journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == plan);
    QCOMPARE(recovered->edits, std::size_t{3});
    QCOMPARE(recovered->droppedBytes, std::size_t{0});
}

void TestJournal::plansWithoutAFileComeBack()
{
    plan::Plan plan = plan::referencePlan();
    {
        auto journal = store::Journal::open(folder(), {}, plan);
        auto other = store::Journal::open(folder(), {}, plan::Plan());
        VERIFY_RESULT(journal);
        VERIFY_RESULT(other);
        const plan::PlanEdit edit = rename(plan, "never saved");
        plan = after(plan, edit);
        VERIFY_RESULT(journal->append(edit));
    }
    const auto left = store::recoverable(folder());
    QCOMPARE(left.size(), std::size_t{1});
    QVERIFY(left[0].planPath.empty());
    auto recovered = store::recover(left[0].journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == plan);
}

void TestJournal::undoComesBackAsAnEdit()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::PlanEdit removal = plan::removalOf(plan, {plan.routers().begin()->id});
    const plan::Plan removed = after(plan, removal);
    {
        auto journal = store::Journal::open(folder(), planFile(), plan);
        VERIFY_RESULT(journal);
        VERIFY_RESULT(journal->append(removal));
        VERIFY_RESULT(journal->append(plan::editBetween(removed, plan, "Undo")));
    }
    auto recovered = store::recover(store::recoverable(folder()).at(0).journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == plan);
    QCOMPARE(recovered->edits, std::size_t{2});
}

void TestJournal::recoveredJournalGoesOn()
{
    plan::Plan plan = plan::referencePlan();
    for (int run = 1; run <= 3; ++run) { // each run crashes after one more edit
        const auto left = store::recoverable(folder());
        std::optional<store::Journal> journal;
        if (left.empty()) {
            auto opened = store::Journal::open(folder(), planFile(), plan);
            VERIFY_RESULT(opened);
            journal.emplace(*std::move(opened));
        } else {
            auto recovered = store::recover(left[0].journal);
            VERIFY_RESULT(recovered);
            QVERIFY(recovered->plan == plan);
            journal.emplace(std::move(recovered->journal));
        }
        const plan::PlanEdit edit = rename(plan, fmt::format("run {}", run));
        plan = after(plan, edit);
        VERIFY_RESULT(journal->append(edit));
        QCOMPARE(journal->edits(), static_cast<std::size_t>(run));
    }
}

void TestJournal::tornTailIsDropped_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::newRow("half a frame") << QByteArray("0000");
    QTest::newRow("frame without a record") << QByteArray("00000010 12345678 ");
    QTest::newRow("half a record") << QByteArray("00000040 12345678 {\"label\":\"x\"");
    QTest::newRow("wrong checksum") << QByteArray("00000002 00000000 {}\n");
    QTest::newRow("record without its end") << QByteArray::fromStdString(store::frameRecord("{}")).chopped(1);
    QTest::newRow("length beyond the file") << QByteArray("ffffffff 00000000 {}\n");
    QTest::newRow("zeros after a power cut") << QByteArray(4096, '\0');
    QTest::newRow("noise") << QByteArray("\xff\x00\x80zzzz zzzzzzzz zz zz zz zz zz", 30);
}

void TestJournal::tornTailIsDropped()
{
    QFETCH(QByteArray, tail);
    plan::Plan plan = plan::referencePlan();
    {
        auto journal = store::Journal::open(folder(), planFile(), plan);
        VERIFY_RESULT(journal);
        const plan::PlanEdit edit = rename(plan, "kept");
        plan = after(plan, edit);
        VERIFY_RESULT(journal->append(edit));
    }
    const fs::path path = store::recoverable(folder()).at(0).journal;
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::Append));
    file.write(tail);
    file.close();
    {
        auto recovered = store::recover(path);
        VERIFY_RESULT(recovered);
        QVERIFY(recovered->plan == plan);
        QCOMPARE(recovered->droppedBytes, static_cast<std::size_t>(tail.size()));
        const plan::PlanEdit edit = rename(plan, "after the tail");
        plan = after(plan, edit);
        VERIFY_RESULT(recovered->journal.append(edit));
    }
    auto again = store::recover(path);
    VERIFY_RESULT(again);
    QVERIFY(again->plan == plan);
    QCOMPARE(again->droppedBytes, std::size_t{0});
}

void TestJournal::anythingElseIsPassedOver()
{
    fs::create_directories(folder() / "sub.journal");
    for (const char *name : {"noise.journal", "empty.journal", "other.txt"}) {
        QFile file(QString::fromStdString((folder() / name).string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(name[0] == 'e' ? "" : "something else\n");
    }
    QVERIFY(store::recoverable(folder()).empty());
    QVERIFY(store::recoverable(folder() / "missing").empty());
    QVERIFY(!store::recover(folder() / "noise.journal"));
    QVERIFY(fs::exists(folder() / "noise.journal"));
}

void TestJournal::leftoverEditsAreNeverOverwritten()
{
    {
        auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
        VERIFY_RESULT(journal);
        VERIFY_RESULT(journal->append(rename(plan::referencePlan(), "b")));
    }
    const auto again = store::Journal::open(folder(), planFile(), plan::referencePlan());
    QVERIFY(!again);
    QVERIFY(again.error().code == ErrorCode::Conflict);
    QCOMPARE(store::recoverable(folder()).at(0).edits, std::size_t{1});
    VERIFY_RESULT(store::discard(store::recoverable(folder()).at(0).journal));
    VERIFY_RESULT(store::Journal::open(folder(), planFile(), plan::referencePlan()));
}

void TestJournal::runningProgramKeepsItsJournal()
{
    auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
    VERIFY_RESULT(journal);
    VERIFY_RESULT(journal->append(rename(plan::referencePlan(), "b")));
    QVERIFY(store::recoverable(folder()).empty());
    const fs::path path = fs::directory_iterator(folder())->path();
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const auto other = store::Journal::open(folder(), planFile(), plan::referencePlan());
        const bool refused = !other && other.error().code == ErrorCode::Conflict && !store::recover(path) && !store::discard(path);
        ::_exit(refused ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    VERIFY_RESULT(journal->append(rename(plan::referencePlan(), "c")));
}

void TestJournal::saveStartsAfresh()
{
    plan::Plan plan = plan::referencePlan();
    auto journal = store::Journal::open(folder(), planFile(), plan);
    VERIFY_RESULT(journal);
    plan::PlanEdit edit = rename(plan, "b");
    plan = after(plan, edit);
    VERIFY_RESULT(journal->append(edit));
    VERIFY_RESULT(journal->saving(plan));
    VERIFY_RESULT(store::savePlan(plan, planFile()));
    VERIFY_RESULT(journal->saved(planFile(), plan));
    QCOMPARE(journal->edits(), std::size_t{0});
    edit = rename(plan, "c");
    plan = after(plan, edit);
    VERIFY_RESULT(journal->append(edit));
    journal = tl::unexpected<Error>(Error{ErrorCode::Cancelled, "crash"});
    auto recovered = store::recover(store::recoverable(folder()).at(0).journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == plan);
    QCOMPARE(recovered->edits, std::size_t{1});
}

void TestJournal::saveUnderANewNameMoves()
{
    plan::Plan plan = plan::referencePlan();
    auto journal = store::Journal::open(folder(), {}, plan);
    VERIFY_RESULT(journal);
    VERIFY_RESULT(journal->append(rename(plan, "b")));
    plan = after(plan, rename(plan, "b"));
    VERIFY_RESULT(journal->saving(plan));
    VERIFY_RESULT(store::savePlan(plan, planFile("new.sidestep")));
    VERIFY_RESULT(journal->saved(planFile("new.sidestep"), plan));
    QCOMPARE(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()), std::ptrdiff_t{1});
    VERIFY_RESULT(journal->append(rename(plan, "c")));
    journal = tl::unexpected<Error>(Error{ErrorCode::Cancelled, "crash"});
    const auto left = store::recoverable(folder());
    QCOMPARE(left.size(), std::size_t{1});
    QCOMPARE(fs::path(left[0].planPath), fs::canonical(planFile("new.sidestep")));
    auto recovered = store::recover(left[0].journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == after(plan, rename(plan, "c")));
}

void TestJournal::crashBetweenSaveAndJournalRecovers()
{
    plan::Plan plan = plan::referencePlan();
    auto journal = store::Journal::open(folder(), planFile(), plan);
    VERIFY_RESULT(journal);
    VERIFY_RESULT(journal->append(rename(plan, "b")));
    plan = after(plan, rename(plan, "b"));
    VERIFY_RESULT(journal->saving(plan));
    journal = tl::unexpected<Error>(Error{ErrorCode::Cancelled, "crash before the rename"});
    {
        auto recovered = store::recover(store::recoverable(folder()).at(0).journal);
        VERIFY_RESULT(recovered);
        QVERIFY(recovered->plan == plan);
        QCOMPARE(recovered->edits, std::size_t{1});
    }
    VERIFY_RESULT(store::savePlan(plan, planFile())); // as if the crash had come after the rename
    auto recovered = store::recover(store::recoverable(folder()).at(0).journal);
    VERIFY_RESULT(recovered);
    QVERIFY(recovered->plan == plan);
    QCOMPARE(recovered->edits, std::size_t{0});
}

void TestJournal::changedPlanFileIsRefused()
{
    {
        auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
        VERIFY_RESULT(journal);
        VERIFY_RESULT(journal->append(rename(plan::referencePlan(), "b")));
    }
    VERIFY_RESULT(store::savePlan(plan::Plan(), planFile()));
    const fs::path path = store::recoverable(folder()).at(0).journal;
    const auto recovered = store::recover(path);
    QVERIFY(!recovered);
    QVERIFY(recovered.error().code == ErrorCode::Conflict);
    QCOMPARE(store::recoverable(folder()).at(0).edits, std::size_t{1});
}

void TestJournal::killBetweenEditsLosesNothingAccepted()
{
    for (int round = 0; round < 8; ++round) {
        int pipe[2] = {};
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            auto journal = store::Journal::open(folder(), planFile(), plan::referencePlan());
            if (!journal)
                ::_exit(1);
            plan::Plan plan = plan::referencePlan();
            for (int i = 1;; ++i) {
                const plan::PlanEdit edit = rename(plan, fmt::format("edit {}", i));
                plan = after(plan, edit);
                if (!journal->append(edit) || ::write(pipe[1], "+", 1) != 1) // "+": accepted
                    ::_exit(1);
            }
        }
        ::close(pipe[1]);
        char buffer = 0;
        std::size_t accepted = 0;
        const std::size_t enough = static_cast<std::size_t>(1 + round * 7);
        while (accepted < enough && ::read(pipe[0], &buffer, 1) == 1)
            ++accepted;
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        while (::read(pipe[0], &buffer, 1) == 1)
            ++accepted;
        ::close(pipe[0]);

        const auto left = store::recoverable(folder());
        QCOMPARE(left.size(), std::size_t{1});
        auto recovered = store::recover(left[0].journal);
        VERIFY_RESULT(recovered);
        // The edit in progress at the kill may be there too: written, not yet announced.
        QVERIFY2(recovered->edits == accepted || recovered->edits == accepted + 1,
                 fmt::format("{} accepted, {} recovered", accepted, recovered->edits).c_str());
        QCOMPARE(recovered->plan.settings().name, fmt::format("edit {}", recovered->edits));
        recovered->journal.discard();
    }
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
