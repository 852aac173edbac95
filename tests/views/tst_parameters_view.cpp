// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"
#include "views/parameters/parameters_model.h"
#include "views/parameters/parameters_view.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace sidestep;
using namespace sidestep::views;

class TestParametersView : public QObject
{
    Q_OBJECT

private slots:
    void listsTimersOfThePlanAndAssumptions();
    void editedValueIsAskedFor();
    void choiceIsAskedFor();
    void unchangedValueIsNotAskedFor();
    void planShowsWhatItAssumesOtherwise();
    void filterFindsKeysAndNames();
    void deleteTakesTheProfilesValue();

private:
    static int rowOf(const QAbstractItemModel &model, const QString &key)
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data(ParametersModel::KeyRole).toString() == key)
                return row;
        }
        return -1;
    }
    static plan::Plan assuming(const char *assignment)
    {
        const plan::Plan plan = plan::referencePlan();
        return *plan.with(*engine::settingEdit(plan, assignment));
    }
};

void TestParametersView::listsTimersOfThePlanAndAssumptions()
{
    ParametersModel model;
    const QAbstractItemModelTester tester(&model);
    const plan::Plan plan = plan::referencePlan();
    model.setPlan(plan);
    QCOMPARE(model.rowCount(), static_cast<int>(engine::parameters(plan).size()));
    const int bfd = rowOf(model, QStringLiteral("bfd.min-tx"));
    QCOMPARE(model.index(bfd, ParametersModel::Value).data().toString(), QStringLiteral("50 ms – 100 ms")); // links, and sessions and pseudowires
    QVERIFY(model.index(bfd, ParametersModel::Source).data().toString().startsWith(QStringLiteral("plan")));
    QCOMPARE(model.index(rowOf(model, QStringLiteral("pw.switch")), ParametersModel::Value).data().toString(), QStringLiteral("5 ms"));
}

void TestParametersView::editedValueIsAskedFor()
{
    ParametersModel model;
    model.setPlan(plan::referencePlan());
    QSignalSpy asked(&model, &ParametersModel::settingRequested);
    const QModelIndex value = model.index(rowOf(model, QStringLiteral("pw.switch")), ParametersModel::Value);
    QVERIFY(model.flags(value) & Qt::ItemIsEditable);
    QVERIFY(!(model.flags(value.siblingAtColumn(ParametersModel::Name)) & Qt::ItemIsEditable));
    QVERIFY(model.setData(value, QStringLiteral("8 ms")));
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("pw.switch=8ms"));
    QCOMPARE(value.data().toString(), QStringLiteral("5 ms")); // the plan decides
}

void TestParametersView::choiceIsAskedFor()
{
    ParametersModel model;
    model.setPlan(plan::referencePlan());
    QSignalSpy asked(&model, &ParametersModel::settingRequested);
    const QModelIndex value = model.index(rowOf(model, QStringLiteral("gateway.coupling")), ParametersModel::Value);
    QCOMPARE(value.data(ParametersModel::ChoicesRole).toStringList(), (QStringList{QStringLiteral("always-up"), QStringLiteral("pw-usable"), QStringLiteral("pw-active")}));
    QVERIFY(model.setData(value, QStringLiteral("always-up")));
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("gateway.coupling=always-up"));
}

void TestParametersView::unchangedValueIsNotAskedFor()
{
    ParametersModel model;
    model.setPlan(plan::referencePlan());
    QSignalSpy asked(&model, &ParametersModel::settingRequested);
    QVERIFY(!model.setData(model.index(rowOf(model, QStringLiteral("pw.switch")), ParametersModel::Value), QStringLiteral("5 ms")));
    QVERIFY(asked.isEmpty());
}

void TestParametersView::planShowsWhatItAssumesOtherwise()
{
    ParametersModel model;
    model.setPlan(assuming("pw.switch=8ms"));
    const QModelIndex value = model.index(rowOf(model, QStringLiteral("pw.switch")), ParametersModel::Value);
    QCOMPARE(value.data().toString(), QStringLiteral("8 ms"));
    QVERIFY(value.data(ParametersModel::ChangedRole).toBool());
    QVERIFY(value.data(Qt::ToolTipRole).toString().contains(QStringLiteral("5 ms")));
}

void TestParametersView::filterFindsKeysAndNames()
{
    ParametersView view;
    view.setPlan(assuming("pw.switch=8ms"));
    const int all = view.table()->model()->rowCount();
    auto *words = view.findChild<QLineEdit *>();
    words->setText(QStringLiteral("bgp.mrai"));
    QCOMPARE(view.table()->model()->rowCount(), 3); // and bgp.mrai-ebgp and bgp.mrai-withdrawals
    words->setText(QStringLiteral("no such timer"));
    QCOMPARE(view.table()->model()->rowCount(), 0);
    words->clear();
    QCOMPARE(view.table()->model()->rowCount(), all);
    view.findChild<QToolButton *>()->click();
    QCOMPARE(view.table()->model()->rowCount(), 1);
}

void TestParametersView::deleteTakesTheProfilesValue()
{
    ParametersView view;
    view.setPlan(assuming("pw.switch=8ms"));
    QSignalSpy asked(&view, &ParametersView::settingRequested);
    QAbstractItemModel &model = *view.table()->model();
    view.table()->setCurrentIndex(model.index(rowOf(model, QStringLiteral("pw.holdoff")), ParametersModel::Name));
    QTest::keyClick(view.table(), Qt::Key_Delete);
    QVERIFY(asked.isEmpty()); // it has the profile's value
    view.table()->setCurrentIndex(model.index(rowOf(model, QStringLiteral("pw.switch")), ParametersModel::Name));
    QTest::keyClick(view.table(), Qt::Key_Delete);
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("pw.switch=5ms"));
}

QTEST_MAIN(TestParametersView)
#include "tst_parameters_view.moc"
