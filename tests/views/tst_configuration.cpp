// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"
#include "views/configuration/configuration_view.h"
#include "views/configuration/vrp_editor.h"
#include "views/configuration/vrp_lexer.h"
#include "views/shared/empty_state.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sidestep;
using namespace sidestep::views;

namespace {

QPushButton *buttonOf(const QWidget &widget, const QString &text)
{
    for (QPushButton *button : widget.findChildren<QPushButton *>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class TestConfiguration : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_plan = plan::referencePlan(); }
    void showsTheRouterThatIsSelected();
    void marksTheLinesOfTheSelectedObject();
    void staysWithARouterThatHasLinesForTheSelection();
    void goesToARouterThatHasLines();
    void withoutASelectionAListChooses();
    void copyAndExportHandOverTheFile();
    void findSelectsTheNextHit();
    void anEmptyPlanSaysWhatToDo();
    void isReadOnly();
    void wordsAreColouredByKind_data();
    void wordsAreColouredByKind();

private:
    plan::Plan m_plan;
};

void TestConfiguration::showsTheRouterThatIsSelected()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    view.setSelection({{plan::routerNamed(m_plan, "AGG1")->id}});
    QVERIFY(view.text().contains(QStringLiteral("sysname AGG1\n")));
    QVERIFY(view.text().endsWith(QStringLiteral("return\n")));
    QVERIFY(view.markedLines().empty()); // all of it is AGG1's
    view.setSelection({{plan::routerNamed(m_plan, "RSG2")->id}});
    QVERIFY(view.text().contains(QStringLiteral("sysname RSG2\n")));
}

void TestConfiguration::marksTheLinesOfTheSelectedObject()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    QVERIFY(!m_plan.trackedRoutes().empty());
    view.setSelection({{plan::routerNamed(m_plan, "AGG1")->id}});
    const auto tracked = std::find_if(m_plan.trackedRoutes().begin(), m_plan.trackedRoutes().end(),
                                      [](const plan::TrackedRoute &row) { return row.pw == plan::PwRole::Primary; });
    view.setSelection({{(*tracked).id}});
    const std::vector<int> marked = view.markedLines();
    QVERIFY(!marked.empty());
    for (const int line : marked)
        QVERIFY2(view.editor()->text(line).contains(QStringLiteral("track route")), qPrintable(view.editor()->text(line)));
    view.setSelection({});
    QVERIFY(view.markedLines().empty());
}

void TestConfiguration::staysWithARouterThatHasLinesForTheSelection()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    const plan::RouterId rsg1 = plan::routerNamed(m_plan, "RSG1")->id;
    view.setSelection({{rsg1}});
    view.setSelection({{*plan::linkNamed(m_plan, "AGG1--RSG1")}});
    QCOMPARE(view.router(), std::optional(rsg1));
    QVERIFY(!view.markedLines().empty());
}

void TestConfiguration::goesToARouterThatHasLines()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    view.setSelection({{plan::routerNamed(m_plan, "RSG2")->id}});
    view.setSelection({{(*m_plan.services().begin()).id}});
    QCOMPARE(view.router(), std::optional((*m_plan.services().begin()).csg));
    QVERIFY(!view.markedLines().empty());
}

void TestConfiguration::withoutASelectionAListChooses()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    view.show();
    auto *chooser = view.findChild<QComboBox *>();
    QVERIFY(chooser->isVisible());
    QCOMPARE(chooser->count(), 5);
    QSignalSpy chosen(&view, &ConfigurationView::routerChosen);
    chooser->setCurrentIndex(3);
    emit chooser->activated(3);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(view.text().contains(QStringLiteral("sysname ") + chooser->itemText(3)));
    view.setSelection({{plan::routerNamed(m_plan, "CSG")->id}});
    QVERIFY(!chooser->isVisible());
}

void TestConfiguration::copyAndExportHandOverTheFile()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    view.show();
    const plan::RouterId agg2 = plan::routerNamed(m_plan, "AGG2")->id;
    view.setSelection({{agg2}});
    QTest::mouseClick(buttonOf(view, QStringLiteral("Copy")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), view.text());
    QSignalSpy asked(&view, &ConfigurationView::exportRequested);
    QTest::mouseClick(buttonOf(view, QString::fromUtf8("Export…")), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.at(0).at(1).toString(), view.text());
}

void TestConfiguration::findSelectsTheNextHit()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    view.setSelection({{plan::routerNamed(m_plan, "AGG1")->id}});
    view.show();
    view.find();
    auto *field = view.findChild<QLineEdit *>();
    QVERIFY(field);
    QTest::keyClicks(field, QStringLiteral("interface"));
    QCOMPARE(view.editor()->selectedText().toLower(), QStringLiteral("interface"));
    int first = 0, second = 0, column = 0;
    view.editor()->getCursorPosition(&first, &column);
    QTest::keyClick(field, Qt::Key_Return);
    view.editor()->getCursorPosition(&second, &column);
    QVERIFY(second != first || column > 9);
    QTest::keyClicks(field, QStringLiteral("zzz"));
    const auto labels = view.findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text() == QStringLiteral("not found"); }));
}

void TestConfiguration::anEmptyPlanSaysWhatToDo()
{
    ConfigurationView view;
    view.setPlan(plan::Plan());
    view.show();
    auto *empty = view.findChild<EmptyState *>();
    QVERIFY(empty && empty->isVisible());
    QSignalSpy asked(&view, &ConfigurationView::addRouterRequested);
    QTest::mouseClick(empty->button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

void TestConfiguration::isReadOnly()
{
    ConfigurationView view;
    view.setPlan(m_plan);
    const QString before = view.text();
    QTest::keyClicks(view.editor(), QStringLiteral("shutdown"));
    QCOMPARE(view.text(), before);
}

void TestConfiguration::wordsAreColouredByKind_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<int>>("runs"); // length, style, length, style …
    using L = VrpLexer;
    QTest::newRow("view") << QByteArray("interface 100GE0/1/0") << QList<int>{9, L::View, 1, L::Plain, 10, L::Value};
    QTest::newRow("command") << QByteArray(" ip address 10.0.4.1 255.255.255.252")
                             << QList<int>{1, L::Plain, 2, L::Command, 9, L::Plain, 8, L::Value, 1, L::Plain, 15, L::Value};
    QTest::newRow("ipv6") << QByteArray(" mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN")
                          << QList<int>{1, L::Plain, 4, L::Command, 19, L::Plain, 17, L::Value, 1, L::Plain, 3, L::Value, 17, L::Plain};
    QTest::newRow("undo") << QByteArray(" undo shutdown") << QList<int>{1, L::Plain, 4, L::Undo, 1, L::Plain, 8, L::Command};
    QTest::newRow("separator") << QByteArray("#") << QList<int>{1, L::Separator};
    QTest::newRow("free text") << QByteArray(" description TO-AGG1 10.0.0.1") << QList<int>{1, L::Plain, 11, L::Command, 17, L::FreeText};
    QTest::newRow("empty") << QByteArray() << QList<int>{};
}

void TestConfiguration::wordsAreColouredByKind()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<int>, runs);
    QList<int> found;
    int length = 0;
    for (const VrpLexer::Run &run : VrpLexer::runsOf(line)) {
        found << run.length << run.style;
        length += run.length;
    }
    QCOMPARE(found, runs);
    QCOMPARE(length, static_cast<int>(line.size()));
}

QTEST_MAIN(TestConfiguration)
#include "tst_configuration.moc"
