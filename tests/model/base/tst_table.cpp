// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/table.h"

#include "model/base/ids.h"

#include <QtTest>

#include <rapidcheck.h>

#include <map>
#include <string>
#include <thread>

using namespace sidestep;

namespace {

using RowId = Id<struct TestRowTag>;
struct Row
{
    RowId id;
    int value = 0;
    friend bool operator==(const Row &, const Row &) = default;
};
using Rows = Table<Row>;
using Model = std::map<std::uint32_t, int>;

Rows filled(std::uint32_t count)
{
    Rows rows;
    for (std::uint32_t i = 1; i <= count; ++i)
        rows.put({RowId(i), static_cast<int>(i)});
    return rows;
}

Model contentOf(const Rows &rows)
{
    Model content;
    for (const Row &row : rows)
        content.emplace_hint(content.end(), row.id.value(), row.value);
    return content;
}

struct Difference
{
    Model added, removed, changed;
    friend bool operator==(const Difference &, const Difference &) = default;
};

Difference differenceOf(const Rows &before, const Rows &after)
{
    Difference found;
    std::uint32_t last = 0;
    bool ascending = true;
    Rows::difference(before, after, [&](const Row *old, const Row *now) {
        const std::uint32_t id = (old ? old : now)->id.value();
        ascending = ascending && id > last;
        last = id;
        if (!old)
            found.added[id] = now->value;
        else if (!now)
            found.removed[id] = old->value;
        else
            found.changed[id] = now->value;
    });
    return ascending ? found : Difference{{{0, 0}}, {}, {}};
}

Difference differenceOf(const Model &before, const Model &after)
{
    Difference found;
    for (const auto &[id, value] : after)
        if (const auto old = before.find(id); old == before.end())
            found.added[id] = value;
        else if (old->second != value)
            found.changed[id] = value;
    for (const auto &[id, value] : before)
        if (!after.contains(id))
            found.removed[id] = value;
    return found;
}

struct Step
{
    int kind;
    std::uint32_t first;
    std::uint32_t count;
    friend std::ostream &operator<<(std::ostream &out, const Step &step)
    {
        return out << step.kind << '@' << step.first << '+' << step.count;
    }
};

} // namespace

namespace rc {
template <>
struct Arbitrary<Step>
{
    static Gen<Step> arbitrary()
    {
        return gen::build<Step>(gen::set(&Step::kind, gen::inRange(0, 5)), gen::set(&Step::first, gen::inRange<std::uint32_t>(1, 1500)),
                                gen::set(&Step::count, gen::inRange<std::uint32_t>(1, 400)));
    }
};
} // namespace rc

class TestTable final : public QObject
{
    Q_OBJECT

private slots:
    void emptyTable();
    void rowsStayInIdOrder();
    void putReplacesTheRowOfTheSameId();
    void removeTellsWhetherThereWasOne();
    void nextIdFollowsTheLargest();
    void copyIsNotChangedByItsOriginal();
    void tableThatGaveItsContentAwayIsStillATable();
    void changeOfOneRowSharesTheRest();
    void equalContentIsEqualHoweverItCameAbout();
    void behavesLikeAMapAndCopiesPersist();
    void copiesMayBeChangedOnOtherThreads();
};

void TestTable::emptyTable()
{
    const Rows rows;
    QVERIFY(rows.empty());
    QCOMPARE(rows.size(), std::size_t{0});
    QVERIFY(rows.begin() == rows.end());
    QVERIFY(rows.find(RowId(1)) == nullptr);
    QCOMPARE(rows.nextId(), RowId(1));
    QVERIFY(rows == Rows());
}

void TestTable::rowsStayInIdOrder()
{
    Rows rows;
    for (std::uint32_t i = 1000; i >= 1; --i)
        rows.put({RowId(i), static_cast<int>(i)});
    QVERIFY(std::is_sorted(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.id < b.id; }));
    QCOMPARE(rows.size(), std::size_t{1000});
    QCOMPARE(rows.find(RowId(517))->value, 517);
}

void TestTable::putReplacesTheRowOfTheSameId()
{
    Rows rows = filled(300);
    rows.put({RowId(150), -1});
    QCOMPARE(rows.size(), std::size_t{300});
    QCOMPARE(rows.find(RowId(150))->value, -1);
    rows.put(*rows.find(RowId(150))); // a row of the table itself
    QCOMPARE(rows.find(RowId(150))->value, -1);
}

void TestTable::removeTellsWhetherThereWasOne()
{
    Rows rows = filled(300);
    QVERIFY(rows.remove(RowId(150)));
    QVERIFY(!rows.remove(RowId(150)));
    QVERIFY(!rows.remove(RowId(301)));
    QVERIFY(!rows.contains(RowId(150)));
    QCOMPARE(rows.size(), std::size_t{299});
}

void TestTable::nextIdFollowsTheLargest()
{
    Rows rows = filled(3);
    QCOMPARE(rows.nextId(), RowId(4));
    rows.remove(RowId(2));
    QCOMPARE(rows.nextId(), RowId(4));
    rows.remove(RowId(3));
    QCOMPARE(rows.nextId(), RowId(2));
}

void TestTable::copyIsNotChangedByItsOriginal()
{
    Rows rows = filled(300);
    const Rows copy = rows;
    QVERIFY(copy.sharesAllWith(rows));
    rows.put({RowId(1), -1});
    rows.remove(RowId(300));
    QVERIFY(!copy.sharesAllWith(rows));
    QCOMPARE(copy.find(RowId(1))->value, 1);
    QVERIFY(copy.contains(RowId(300)));
}

void TestTable::tableThatGaveItsContentAwayIsStillATable()
{
    Rows rows = filled(300);
    const Rows taken = std::move(rows);
    rows.put({RowId(301), 301});
    QCOMPARE(taken.size(), std::size_t{300});
    QVERIFY(!taken.contains(RowId(301)));
    QCOMPARE(rows.find(RowId(301))->value, 301);
}

void TestTable::changeOfOneRowSharesTheRest()
{
    const Rows before = filled(1000);
    Rows after = before;
    after.put({RowId(500), -1});
    QCOMPARE(after.find(RowId(1)), before.find(RowId(1)));
    QCOMPARE(after.find(RowId(1000)), before.find(RowId(1000)));
    QVERIFY(after.find(RowId(500)) != before.find(RowId(500)));
}

void TestTable::equalContentIsEqualHoweverItCameAbout()
{
    const Rows ascending = filled(500);
    Rows other;
    for (std::uint32_t i = 500; i >= 1; --i)
        other.put({RowId(i), static_cast<int>(i)});
    other.put({RowId(700), 1});
    QVERIFY(!(ascending == other));
    other.remove(RowId(700));
    QVERIFY(ascending == other);
    other.put({RowId(250), -1});
    QVERIFY(!(ascending == other));
}

void TestTable::behavesLikeAMapAndCopiesPersist()
{
    QVERIFY(rc::check("any steps leave what a map has, in every copy kept on the way", [] {
        const auto steps = *rc::gen::container<std::vector<Step>>(*rc::gen::inRange<std::size_t>(1, 12), rc::gen::arbitrary<Step>());
        Rows rows;
        Model model;
        std::vector<std::pair<Rows, Model>> kept{{rows, model}};
        int value = 0;
        for (const Step &step : steps) {
            for (std::uint32_t i = 0; i < step.count; ++i) {
                const std::uint32_t id = step.kind == 1 ? step.first + step.count - i : step.first + i;
                if (step.kind <= 1 || (step.kind == 2 && i % 7 == 0)) {
                    rows.put({RowId(id), ++value});
                    model[id] = value;
                } else if (step.kind >= 3) {
                    RC_ASSERT(rows.remove(RowId(id)) == (model.erase(id) > 0));
                }
            }
            RC_ASSERT(rows.size() == model.size());
            kept.emplace_back(rows, model);
        }
        for (std::size_t i = 0; i < kept.size(); ++i) {
            RC_ASSERT(contentOf(kept[i].first) == kept[i].second);
            for (const std::size_t other : {std::size_t{0}, i / 2, kept.size() - 1}) {
                RC_ASSERT(differenceOf(kept[i].first, kept[other].first) == differenceOf(kept[i].second, kept[other].second));
                RC_ASSERT((kept[i].first == kept[other].first) == (kept[i].second == kept[other].second));
            }
        }
        for (std::uint32_t id = 0; id < 1902; id += 13) {
            const Row *row = rows.find(RowId(id));
            RC_ASSERT((row != nullptr) == model.contains(id));
            if (row)
                RC_ASSERT(row->value == model[id]);
        }
    }));
}

// Of use under the thread sanitizer: an owner that goes away on one thread while another finds itself the only one and writes.
void TestTable::copiesMayBeChangedOnOtherThreads()
{
    for (int round = 0; round < 50; ++round) {
        Rows rows = filled(1000);
        std::thread reader([copy = rows]() mutable {
            int sum = 0;
            for (const Row &row : copy)
                sum += row.value;
            if (sum == 500'500)
                copy.put({RowId(1), -1});
        });
        for (std::uint32_t i = 1; i <= 1000; i += 100)
            rows.put({RowId(i), 0});
        reader.join();
        QCOMPARE(rows.find(RowId(1))->value, 0);
        QCOMPARE(rows.find(RowId(2))->value, 2);
    }
}

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
