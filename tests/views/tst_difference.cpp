// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"
#include "views/configuration/difference_view.h"
#include "views/configuration/line_alignment.h"
#include "views/configuration/vrp_editor.h"
#include "views/shared/empty_state.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace sidestep;
using namespace sidestep::views;

namespace {

const std::string kBefore = "sysname AGG1\n"
                            "#\n"
                            "interface 100GE0/1/0\n"
                            " undo shutdown\n"
                            " mtu 1600\n"
                            "#\n"
                            "interface 100GE0/1/1\n"
                            " undo shutdown\n"
                            "#\n"
                            "return\n";
const std::string kAfter = "sysname AGG1\n"
                           "#\n"
                           "interface 100GE0/1/0\n"
                           " undo shutdown\n"
                           " mtu 9000\n"
                           "#\n"
                           "interface 100GE0/1/1\n"
                           " description to RSG1\n"
                           " undo shutdown\n"
                           "#\n"
                           "return\n";

QStringList lines(const std::string &text)
{
    return QString::fromStdString(text).trimmed().split(QLatin1Char('\n'));
}

std::vector<config::RouterChange> changes(const std::string &before, const std::string &after)
{
    auto found = config::compareRouters(config::textsOf({{"AGG1", before}}), config::textsOf({{"AGG1", after}}));
    return found ? *found : std::vector<config::RouterChange>();
}

std::vector<int> marked(const VrpEditor &editor, VrpEditor::Mark mark)
{
    std::vector<int> found;
    for (int line = 0; line < editor.lines(); ++line)
        if (editor.markersAtLine(line) & (1U << mark))
            found.push_back(line);
    return found;
}

} // namespace

class TestDifference : public QObject
{
    Q_OBJECT

private slots:
    void equalLinesStandBesideEachOther();
    void aLineOfAnotherBlockIsAnotherLine();
    void aBlockElsewhereHasMoved();
    void everyLineStandsOnceAndInOrder();
    void bothSidesMarkWhatDiffers();
    void commandsAndRollbackCanBeCopied();
    void goesFromChangeToChange();
    void aRouterOnOneSideIsListed();
    void noDifferenceIsSaid();
    void theRouterShownStaysWhenComparedAgain();
};

void TestDifference::equalLinesStandBesideEachOther()
{
    const auto rows = alignLines(lines(kBefore), lines(kAfter));
    // One line has another value, one is new: 10 + 1 rows.
    QCOMPARE(rows.size(), std::size_t{11});
    const AlignedRow mtu{4, 4, LineMark::Changed, LineMark::Changed};
    QVERIFY(rows[4] == mtu);
    const AlignedRow description{-1, 7, LineMark::Same, LineMark::Alone};
    QVERIFY(rows[7] == description);
    const AlignedRow last{9, 10, LineMark::Same, LineMark::Same};
    QVERIFY(rows[10] == last);
}

void TestDifference::aLineOfAnotherBlockIsAnotherLine()
{
    const auto rows = alignLines(lines("interface A\n undo shutdown\n#\ninterface B\n undo shutdown\n#"),
                                 lines("interface B\n undo shutdown\n#"));
    // The lines of B meet the lines of B, though A's read the same.
    const AlignedRow gone{1, -1, LineMark::Alone, LineMark::Same};
    QVERIFY(rows[1] == gone);
    const AlignedRow kept{4, 1, LineMark::Same, LineMark::Same};
    QVERIFY(rows[4] == kept);
    QCOMPARE(rows.size(), std::size_t{6});
}

void TestDifference::aBlockElsewhereHasMoved()
{
    const auto rows = alignLines(lines("vlan 1\n#\ninterface A\n mtu 9000\n mac-address 1-1-1\n#"),
                                 lines("interface A\n mtu 9000\n mac-address 1-1-1\n#\nvlan 1\n#"));
    const AlignedRow before{0, -1, LineMark::Moved, LineMark::Same};
    QVERIFY(rows.front() == before);
    const AlignedRow after{-1, 5, LineMark::Same, LineMark::Moved};
    QVERIFY(rows.back() == after);
}

void TestDifference::everyLineStandsOnceAndInOrder()
{
    const QStringList a = lines("a\n x\n y\n#\nb\nb\n#\n x\n\nc");
    const QStringList b = lines("b\n#\na\n y\n x\n#\nd\nc\n\nb");
    int first = 0, second = 0;
    for (const AlignedRow &row : alignLines(a, b)) {
        if (row.first >= 0)
            QCOMPARE(row.first, first++);
        if (row.second >= 0)
            QCOMPARE(row.second, second++);
        if (row.firstMark == LineMark::Same && row.first >= 0 && row.second >= 0)
            QCOMPARE(a[row.first], b[row.second]);
    }
    QCOMPARE(first, static_cast<int>(a.size()));
    QCOMPARE(second, static_cast<int>(b.size()));
}

void TestDifference::bothSidesMarkWhatDiffers()
{
    DifferenceView view;
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), changes(kBefore, kAfter));
    QCOMPARE(view.routers()->count(), 1);
    QCOMPARE(view.first()->lines(), view.second()->lines());
    QCOMPARE(view.first()->text(4).trimmed(), QStringLiteral("mtu 1600"));
    QCOMPARE(view.second()->text(4).trimmed(), QStringLiteral("mtu 9000"));
    QCOMPARE(marked(*view.first(), VrpEditor::Altered), std::vector<int>{4});
    QCOMPARE(marked(*view.second(), VrpEditor::Altered), std::vector<int>{4});
    QCOMPARE(marked(*view.second(), VrpEditor::Added), std::vector<int>{7});
    QCOMPARE(marked(*view.first(), VrpEditor::Filler), std::vector<int>{7});
    QVERIFY(marked(*view.first(), VrpEditor::Removed).empty());
}

void TestDifference::commandsAndRollbackCanBeCopied()
{
    DifferenceView view;
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), changes(kBefore, kAfter));
    view.pages()->setCurrentIndex(static_cast<int>(DifferenceView::Page::Commands));
    QVERIFY(view.script().contains(QStringLiteral("interface 100GE0/1/1\n description to RSG1\n")));
    QVERIFY(view.script().contains(QStringLiteral(" mtu 9000\n")));
    view.pages()->setCurrentIndex(static_cast<int>(DifferenceView::Page::Rollback));
    QVERIFY(view.script().contains(QStringLiteral(" undo description\n")));
    QVERIFY(view.script().contains(QStringLiteral(" mtu 1600\n")));
    for (QPushButton *button : view.findChildren<QPushButton *>())
        if (button->text() == QStringLiteral("Copy"))
            button->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), view.script());
    QSignalSpy exported(&view, &DifferenceView::exportRequested);
    for (QPushButton *button : view.findChildren<QPushButton *>())
        if (button->text().startsWith(QStringLiteral("Export")))
            button->click();
    QCOMPARE(exported.count(), 1);
    QCOMPARE(exported[0][0].toString(), QStringLiteral("AGG1-rollback.txt"));
    QCOMPARE(exported[0][1].toString(), view.script());
}

void TestDifference::goesFromChangeToChange()
{
    DifferenceView view;
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), changes(kBefore, kAfter));
    const auto line = [&view] {
        int row = 0, column = 0;
        view.first()->getCursorPosition(&row, &column);
        return row;
    };
    QCOMPARE(line(), 4);
    view.nextChange();
    QCOMPARE(line(), 7);
    view.nextChange();
    QCOMPARE(line(), 7);
    view.previousChange();
    QCOMPARE(line(), 4);
}

void TestDifference::aRouterOnOneSideIsListed()
{
    const auto found = config::compareRouters(config::textsOf({{"AGG1", kBefore}, {"AGG2", "sysname AGG2\n#\nreturn\n"}}),
                                              config::textsOf({{"AGG1", kBefore}, {"AGG3", "sysname AGG3\n#\nreturn\n"}}));
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), std::size_t{2});
    DifferenceView view;
    view.setChanges(QStringLiteral("a"), QStringLiteral("b"), *found);
    QVERIFY(view.routers()->item(0)->text().startsWith(QStringLiteral("AGG2")));
    QVERIFY(view.routers()->item(1)->text().startsWith(QStringLiteral("AGG3")));
    view.chooseRouter(QStringLiteral("AGG3"));
    QCOMPARE(view.second()->text(0).trimmed(), QStringLiteral("sysname AGG3"));
    QCOMPARE(marked(*view.second(), VrpEditor::Added).size(), std::size_t{3});
}

void TestDifference::noDifferenceIsSaid()
{
    // The order of blocks means nothing to a router.
    QVERIFY(changes("sysname A\n#\nbfd\n#\nmpls\n#\n", "sysname A\n#\nmpls\n#\nbfd\n#\n").empty());
    DifferenceView view;
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), {});
    view.show();
    QVERIFY(view.emptyState()->isVisible());
    QSignalSpy asked(&view, &DifferenceView::compareRequested);
    view.emptyState()->button()->click();
    QCOMPARE(asked.count(), 1);
}

void TestDifference::theRouterShownStaysWhenComparedAgain()
{
    std::vector<config::RouterChange> both = changes(kBefore, kAfter);
    both.push_back(both.front());
    both.back().name = "AGG2";
    DifferenceView view;
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), both);
    view.routers()->setCurrentRow(1);
    view.setChanges(QStringLiteral("saved"), QStringLiteral("now"), both);
    QCOMPARE(view.routers()->currentRow(), 1);
}

QTEST_MAIN(TestDifference)
#include "tst_difference.moc"
