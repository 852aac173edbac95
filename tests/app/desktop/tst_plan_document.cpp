// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/failure_edits.h"
#include "app/desktop/plan_document.h"
#include "model/plan/templates.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace sidestep;

namespace {

plan::PlanEdit renamed(const plan::Plan &plan, const char *from, const char *to)
{
    plan::EditBuilder edit(plan, "Rename");
    plan::Router router = *plan::routerNamed(plan, from);
    router.name = to;
    edit.set(router);
    return edit.take();
}

} // namespace

class TestPlanDocument final : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder.emplace(); }

    void undoGivesThePlanBackAndClearsTheMark()
    {
        app::PlanDocument document(journals());
        document.reset(plan::referencePlan(), {});
        QVERIFY(!document.isModified());
        QVERIFY(document.apply(renamed(document.plan(), "CSG", "SITE-1")));
        QVERIFY(document.isModified());
        QVERIFY(plan::routerNamed(document.plan(), "SITE-1"));
        document.undoStack().undo();
        QVERIFY(document.plan() == plan::referencePlan());
        QVERIFY(!document.isModified());
    }

    void aRefusedEditChangesNothingAndSaysWhy()
    {
        app::PlanDocument document(journals());
        document.reset(plan::referencePlan(), {});
        QSignalSpy refused(&document, &app::PlanDocument::editRefused);
        QVERIFY(!document.apply(renamed(document.plan(), "CSG", "AGG1")));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused.first().first().value<Error>().code, ErrorCode::DuplicateName);
        QCOMPARE(document.undoStack().count(), 0);
    }

    void anEditThatChangesNothingLeavesNoUndoStep()
    {
        app::PlanDocument document(journals());
        document.reset(plan::referencePlan(), {});
        QVERIFY(document.apply(renamed(document.plan(), "CSG", "CSG")));
        QCOMPARE(document.undoStack().count(), 0);
    }

    void editsSurviveWithoutASave()
    {
        plan::Plan expected;
        {
            app::PlanDocument document(journals());
            document.reset(plan::referencePlan(), {});
            document.apply(renamed(document.plan(), "CSG", "SITE-1"));
            document.apply(renamed(document.plan(), "RSG1", "EDGE-1"));
            document.undoStack().undo();
            expected = document.plan();
        } // as after a crash: nobody called forgetEdits
        const auto left = store::recoverable(journals());
        QCOMPARE(left.size(), std::size_t{1});
        auto recovered = store::recover(left.front().journal);
        QVERIFY2(recovered.has_value(), recovered ? "" : recovered.error().detail.c_str());
        QVERIFY(recovered->plan == expected);
        app::PlanDocument next(journals());
        next.reset(*std::move(recovered));
        QVERIFY(next.isModified());
        QVERIFY(next.plan() == expected);
    }

    void failingTwiceReplacesAndClearingEmpties()
    {
        plan::Plan plan = plan::referencePlan();
        const plan::LinkId link = *plan::linkNamed(plan, "AGG1--RSG1");
        plan = *plan.with(app::failElement(plan, link, plan::FailureMode::Cut));
        plan = *plan.with(app::failElement(plan, link, plan::FailureMode::Silent));
        const plan::Scenario *whatIf = plan::scenarioNamed(plan, app::kWhatIf);
        QVERIFY(whatIf);
        QCOMPARE(whatIf->actions.size(), std::size_t{1});
        QCOMPARE(whatIf->actions.front().mode, plan::FailureMode::Silent);
        plan = *plan.with(app::clearFailures(plan));
        QVERIFY(plan::scenarioNamed(plan, app::kWhatIf)->actions.empty());
    }

private:
    std::filesystem::path journals() const { return m_folder->path().toStdString(); }
    std::optional<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestPlanDocument)
#include "tst_plan_document.moc"
