// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"
#include "views/findings/findings_delegate.h"
#include "views/findings/findings_model.h"
#include "views/findings/findings_view.h"
#include "views/shared/empty_state.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace sidestep;
using namespace sidestep::views;

namespace {

std::vector<check::Finding> sampleFindings(const plan::Plan &plan)
{
    const plan::RouterId agg2 = plan::routerNamed(plan, "AGG2")->id;
    const plan::LinkId link = *plan::linkNamed(plan, "AGG1--RSG1");
    return {
        {"tracking-missing", check::Severity::Error, "AGG2 tracks no route.", {agg2}, plan::PlanEdit{"Track a route on AGG2", {}}},
        {"bfd-missing", check::Severity::Warning, "The link has no BFD.", {link, agg2}, {}},
        {"bfd-missing", check::Severity::Warning, "The session has no BFD.", {agg2}, {}},
    };
}

} // namespace

class TestFindings : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_plan = plan::referencePlan(); }
    void modelTellsTextObjectsAndRepair();
    void filterHidesBySeverityAndWords();
    void countsStandOnTheFilters();
    void doubleClickShowsThePlace();
    void buttonsShowAndRepair();
    void enterShowsAndCtrlEnterRepairs();
    void withoutFindingsItSaysWhatWasLookedAt();
    void anEmptyPlanSaysWhatToDo();

private:
    QStyleOptionViewItem optionOf(const FindingsView &view, const QModelIndex &index) const
    {
        QStyleOptionViewItem option;
        option.widget = view.list();
        option.font = view.list()->font();
        option.rect = view.list()->visualRect(index);
        return option;
    }
    plan::Plan m_plan;
};

void TestFindings::modelTellsTextObjectsAndRepair()
{
    FindingsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFindings(m_plan, sampleFindings(m_plan));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("AGG2 tracks no route."));
    QCOMPARE(model.index(0).data(FindingsModel::RepairRole).toString(), QStringLiteral("Track a route on AGG2"));
    QCOMPARE(model.index(1).data(FindingsModel::ObjectsRole).toString(), QString::fromUtf8("AGG1–RSG1 · AGG2"));
    QCOMPARE(model.count(check::Severity::Warning), 2);
    QCOMPARE(severityCountText(check::Severity::Error, 1), QStringLiteral("1 error"));
    QCOMPARE(severityCountText(check::Severity::Warning, 2), QStringLiteral("2 warnings"));
}

void TestFindings::filterHidesBySeverityAndWords()
{
    FindingsModel model;
    FindingsFilter filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFindings(m_plan, sampleFindings(m_plan));
    filter.setShown(check::Severity::Error, false);
    QCOMPARE(filter.rowCount(), 2);
    filter.setWords(QStringLiteral("rsg1"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(QStringLiteral("nothing like it"));
    QCOMPARE(filter.rowCount(), 0);
}

void TestFindings::countsStandOnTheFilters()
{
    FindingsView view;
    view.setFindings(m_plan, sampleFindings(m_plan));
    view.show();
    const auto buttons = view.findChildren<QToolButton *>();
    QStringList texts;
    for (const QToolButton *button : buttons)
        if (button->isVisible() && !button->text().isEmpty())
            texts << button->text();
    QCOMPARE(texts, (QStringList{QStringLiteral("1 error"), QStringLiteral("2 warnings")}));
}

void TestFindings::doubleClickShowsThePlace()
{
    FindingsView view;
    view.resize(900, 300);
    view.setFindings(m_plan, sampleFindings(m_plan));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    std::vector<plan::ObjectId> shown;
    connect(&view, &FindingsView::zoomRequested, this, [&shown](const std::vector<plan::ObjectId> &objects) { shown = objects; });
    const QRect row = view.list()->visualRect(view.list()->model()->index(1, 0));
    QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {}, QPoint(80, row.center().y()));
    QTest::mouseDClick(view.list()->viewport(), Qt::LeftButton, {}, QPoint(80, row.center().y()));
    QCOMPARE(shown, sampleFindings(m_plan)[1].objects);
}

void TestFindings::buttonsShowAndRepair()
{
    FindingsView view;
    view.resize(900, 300);
    view.setFindings(m_plan, sampleFindings(m_plan));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    int shown = 0;
    QString repaired;
    connect(&view, &FindingsView::zoomRequested, this, [&shown] { ++shown; });
    connect(&view, &FindingsView::editRequested, this, [&repaired](const plan::PlanEdit &edit) { repaired = QString::fromStdString(edit.label); });
    const QModelIndex first = view.list()->model()->index(0, 0);
    const auto buttons = FindingsDelegate::buttonsOf(optionOf(view, first), first);
    QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {}, buttons.show.center().toPoint());
    QCOMPARE(shown, 1);
    QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {}, buttons.repair.center().toPoint());
    QCOMPARE(repaired, QStringLiteral("Track a route on AGG2"));
    const QModelIndex second = view.list()->model()->index(1, 0);
    QVERIFY(FindingsDelegate::buttonsOf(optionOf(view, second), second).repair.isEmpty());
}

void TestFindings::enterShowsAndCtrlEnterRepairs()
{
    FindingsView view;
    view.setFindings(m_plan, sampleFindings(m_plan));
    view.show();
    int shown = 0;
    int repaired = 0;
    connect(&view, &FindingsView::zoomRequested, this, [&shown] { ++shown; });
    connect(&view, &FindingsView::editRequested, this, [&repaired] { ++repaired; });
    view.list()->setCurrentIndex(view.list()->model()->index(0, 0));
    QTest::keyClick(view.list(), Qt::Key_Return);
    QCOMPARE(shown, 1);
    QTest::keyClick(view.list(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(repaired, 1);
    view.list()->setCurrentIndex(view.list()->model()->index(1, 0));
    QTest::keyClick(view.list(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(repaired, 1); // nothing to repair with
}

void TestFindings::withoutFindingsItSaysWhatWasLookedAt()
{
    FindingsView view;
    view.show();
    view.setFindings(m_plan, {});
    QVERIFY(view.emptyState()->isVisible());
    const auto labels = view.emptyState()->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().contains(QStringLiteral("5 routers, 6 links")); }));
    QVERIFY(!view.emptyState()->button()->isVisible());
}

void TestFindings::anEmptyPlanSaysWhatToDo()
{
    FindingsView view;
    view.setFindings(plan::Plan(), {});
    view.show();
    QSignalSpy asked(&view, &FindingsView::openReferenceRequested);
    QTest::mouseClick(view.emptyState()->button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

QTEST_MAIN(TestFindings)
#include "tst_findings.moc"
