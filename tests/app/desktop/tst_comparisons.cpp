// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/comparisons.h"
#include "app/desktop/message_line.h"
#include "app/desktop/plan_document.h"
#include "model/config/config_builder.h"
#include "model/plan/templates.h"
#include "model/store/plan_file.h"
#include "views/configuration/difference_view.h"
#include "views/configuration/vrp_editor.h"
#include "views/shared/empty_state.h"

#include <QFile>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <memory>

using namespace sidestep;
using namespace sidestep::app;

class TestComparisons final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void init();
    void cleanup() { m_window.reset(); }

    void anUnsavedPlanHasNothingToCompareWith();
    void theSavedPlanShowsWhatChangedSince();
    void whatIsShownFollowsThePlan();
    void anotherPlanIsCompared();
    void aRunningFileIsComparedWithItsRouter();
    void aFileOfNoRouterSaysWhatToDo();
    void aDamagedPlanIsRefused();
    void aMessageIsPlainOrAProblem();

private:
    [[nodiscard]] std::filesystem::path path(const char *name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    void setMtu(std::uint16_t mtu);
    [[nodiscard]] std::string configOf(const char *router) const;
    /// As the list has it, without the count.
    [[nodiscard]] QStringList listed() const;

    QTemporaryDir m_folder;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<PlanDocument> m_document;
    views::DifferenceView *m_view = nullptr;
    Comparisons *m_comparisons = nullptr;
};

void TestComparisons::init()
{
    m_window = std::make_unique<QWidget>();
    m_view = new views::DifferenceView(m_window.get());
    m_document = std::make_unique<PlanDocument>(path("journals"));
    m_comparisons = new Comparisons(*m_document, *m_view, *m_window);
    connect(m_document.get(), &PlanDocument::planChanged, m_comparisons, &Comparisons::planChanged);
    m_document->reset(plan::referencePlan(), {});
    m_window->resize(1000, 300);
    m_view->resize(1000, 300);
    m_window->show();
}

void TestComparisons::setMtu(std::uint16_t mtu)
{
    const plan::Router *agg1 = plan::routerNamed(m_document->plan(), "AGG1");
    for (const plan::Port &port : m_document->plan().ports())
        if (port.router == agg1->id) {
            plan::Port changed = port;
            changed.mtu = mtu;
            plan::EditBuilder edit(m_document->plan(), "MTU");
            edit.set(changed);
            QVERIFY(m_document->apply(edit.take()));
            return;
        }
}

std::string TestComparisons::configOf(const char *router) const
{
    return config::toText(*config::buildConfig(m_document->plan(), plan::routerNamed(m_document->plan(), router)->id));
}

QStringList TestComparisons::listed() const
{
    QStringList names;
    for (int row = 0; row < m_view->routers()->count(); ++row)
        names << m_view->routers()->item(row)->text().section(QLatin1Char(' '), 0, 0);
    return names;
}

void TestComparisons::anUnsavedPlanHasNothingToCompareWith()
{
    QSignalSpy refused(m_comparisons, &Comparisons::refused);
    m_comparisons->withSaved();
    QCOMPARE(refused.count(), 1);
    QVERIFY(!m_comparisons->isRunning());
}

void TestComparisons::theSavedPlanShowsWhatChangedSince()
{
    QVERIFY(store::savePlan(m_document->plan(), path("a.sidestep")));
    m_document->reset(m_document->plan(), path("a.sidestep"));
    setMtu(9000);
    m_comparisons->withSaved();
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("AGG1")});
    m_view->pages()->setCurrentIndex(static_cast<int>(views::DifferenceView::Page::Commands));
    QVERIFY(m_view->script().contains(QStringLiteral("mtu 9000")));
    m_view->pages()->setCurrentIndex(static_cast<int>(views::DifferenceView::Page::Rollback));
    QVERIFY(m_view->script().contains(QStringLiteral("undo mtu")));
}

void TestComparisons::whatIsShownFollowsThePlan()
{
    QVERIFY(store::savePlan(m_document->plan(), path("b.sidestep")));
    m_document->reset(m_document->plan(), path("b.sidestep"));
    m_comparisons->withSaved();
    QTRY_VERIFY(!m_comparisons->isRunning());
    QVERIFY(listed().isEmpty());
    QVERIFY(m_view->emptyState()->isVisible());
    setMtu(9000);
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("AGG1")});
    m_document->undoStack().undo();
    QTRY_VERIFY(listed().isEmpty());
}

void TestComparisons::anotherPlanIsCompared()
{
    const plan::Plan other = *m_document->plan().with(plan::removalOf(m_document->plan(), {plan::routerNamed(m_document->plan(), "RSG2")->id}));
    QVERIFY(store::savePlan(other, path("c.sidestep")));
    m_comparisons->withPlan(path("c.sidestep"));
    // RSG2 is only in the plan as it is now; AGG2 and RSG1 lose their ends of its links.
    QTRY_VERIFY(listed().contains(QStringLiteral("RSG2")));
    QVERIFY(listed().contains(QStringLiteral("AGG2")));
    QVERIFY(!listed().contains(QStringLiteral("CSG")));
}

void TestComparisons::aRunningFileIsComparedWithItsRouter()
{
    QFile file(QString::fromStdString(path("running.cfg").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    // As a router prints it: other spelling, other order, and a line the plan does not have.
    std::string text = configOf("AGG2");
    text.insert(0, "!Software Version V800R023\n");
    text.insert(text.rfind("return"), "header login information hello\n#\n");
    file.write(text.c_str());
    file.close();
    m_comparisons->withRouterFile(path("running.cfg"), {});
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("AGG2")});
    m_view->pages()->setCurrentIndex(static_cast<int>(views::DifferenceView::Page::Commands));
    QVERIFY2(m_view->script().contains(QStringLiteral("undo header login")), qPrintable(m_view->script()));
}

void TestComparisons::aFileOfNoRouterSaysWhatToDo()
{
    QFile file(QString::fromStdString(path("stranger.cfg").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("sysname STRANGER\n#\nreturn\n");
    file.close();
    m_comparisons->withRouterFile(path("stranger.cfg"), {});
    QTRY_VERIFY(!m_comparisons->isRunning());
    QVERIFY(m_view->emptyState()->isVisible());
    m_comparisons->withRouterFile(path("stranger.cfg"), "AGG1");
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("AGG1")});
}

void TestComparisons::aDamagedPlanIsRefused()
{
    QFile file(QString::fromStdString(path("damaged.sidestep").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a plan");
    file.close();
    m_comparisons->withPlan(path("damaged.sidestep"));
    QTRY_VERIFY(!m_comparisons->isRunning());
    QVERIFY(m_view->emptyState()->isVisible());
    QVERIFY(listed().isEmpty());
}

void TestComparisons::aMessageIsPlainOrAProblem()
{
    MessageLine line;
    line.say(QStringLiteral("Done."));
    QCOMPARE(line.text(), QStringLiteral("Done."));
    QVERIFY(!line.showsProblem());
    line.complain(QStringLiteral("Cannot."));
    QCOMPARE(line.text(), QStringLiteral("Cannot."));
    QVERIFY(line.showsProblem());
    line.say({});
    QVERIFY(line.text().isEmpty());
}

QTEST_MAIN(TestComparisons)
#include "tst_comparisons.moc"
