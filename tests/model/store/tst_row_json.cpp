// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef Q_MOC_RUN // moc 6.4 cannot read <concepts> the way nlohmann::json brings it in
#include "model/store/field_codec.h"
#include "model/store/row_json.h"
#include "tests/model/store/random_plan.h"
#include "tests/model/store/verify_result.h"
#endif

#include <QTest>

using namespace sidestep;
using store::Json;

namespace {

/// Fills every field with a random value of its whole type, whether a plan would accept it or not.
struct Fill
{
    template <typename T>
    void operator()(std::string_view, T &value) const
    {
        fill(value);
    }
    template <typename T>
    static void fill(T &value)
    {
        if constexpr (std::is_same_v<T, std::string>)
            value = *rc::gen::weightedOneOf<std::string>({{3, rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127))},
                                                          {1, rc::gen::just(std::string("Zürich 中文 \"\\"))}});
        else if constexpr (std::is_integral_v<T>)
            value
                = *rc::gen::oneOf(rc::gen::arbitrary<T>(), rc::gen::element(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
        else if constexpr (std::is_enum_v<T>)
            value = static_cast<T>(*rc::gen::inRange<std::size_t>(0, plan::EnumWords<T>::words.size()));
        else if constexpr (store::isId<T>)
            value = T(*rc::gen::arbitrary<std::uint32_t>());
        else if constexpr (std::is_same_v<T, SimDuration>)
            value = SimDuration(*rc::gen::arbitrary<std::int64_t>());
        else if constexpr (std::is_same_v<T, PacketRate>)
            value = PacketRate{*rc::gen::arbitrary<std::uint32_t>()};
        else if constexpr (std::is_same_v<T, Ipv4>)
            value = Ipv4(*rc::gen::arbitrary<std::uint32_t>());
        else if constexpr (std::is_same_v<T, Ipv4Interface>)
            value = {Ipv4(*rc::gen::arbitrary<std::uint32_t>()), *rc::gen::inRange<std::uint8_t>(0, 33)};
        else if constexpr (std::is_same_v<T, Ipv4Prefix>)
            value = Ipv4Prefix(Ipv4(*rc::gen::arbitrary<std::uint32_t>()), *rc::gen::inRange(0, 33));
        else if constexpr (std::is_same_v<T, Ipv6Interface>)
            value = {Ipv6(bytes<16>()), *rc::gen::inRange<std::uint8_t>(0, 129)};
        else if constexpr (std::is_same_v<T, Ipv6Prefix>)
            value = Ipv6Prefix(Ipv6(bytes<16>()), *rc::gen::inRange(0, 129));
        else if constexpr (std::is_same_v<T, Mac>)
            value = Mac(bytes<6>());
        else if constexpr (std::is_same_v<T, RouteDistinguisher>)
            value = *rc::gen::arbitrary<bool>()
                ? RouteDistinguisher{*rc::gen::arbitrary<std::uint32_t>(), *rc::gen::inRange<std::uint32_t>(0, 65536), true}
                : RouteDistinguisher{*rc::gen::inRange<std::uint32_t>(1, 65536), *rc::gen::arbitrary<std::uint32_t>(), false};
        else if constexpr (store::isOptional<T>) {
            value.reset();
            if (*rc::gen::arbitrary<bool>()) {
                value = store::Blank<typename T::value_type>::make();
                fill(*value);
            }
        } else if constexpr (store::isVector<T>) {
            value.clear();
            const int count = *rc::gen::inRange(0, 4);
            for (int i = 0; i < count; ++i) {
                value.push_back(store::Blank<typename T::value_type>::make());
                fill(value.back());
            }
        } else if constexpr (std::is_same_v<T, plan::FailureTarget>) {
            const std::uint32_t id = *rc::gen::arbitrary<std::uint32_t>();
            switch (*rc::gen::inRange(0, 6)) {
            case 0: value = plan::LinkId(id); break;
            case 1: value = plan::RouterId(id); break;
            case 2: value = plan::BgpSessionId(id); break;
            case 3: value = plan::AccessServiceId(id); break;
            case 4: value = plan::VpnMemberId(id); break;
            default: value = plan::VpnInterfaceId(id); break;
            }
        } else {
            plan::fields(value, Fill());
        }
    }
    template <std::size_t N>
    static std::array<std::uint8_t, N> bytes()
    {
        std::array<std::uint8_t, N> result{};
        for (std::uint8_t &byte : result)
            byte = *rc::gen::oneOf(rc::gen::just<std::uint8_t>(0), rc::gen::arbitrary<std::uint8_t>());
        return result;
    }
};

template <typename Row>
bool everyRowSurvives()
{
    return rc::check(std::string(typeid(Row).name()), [] {
        Row row = store::Blank<Row>::make();
        Fill::fill(row);
        const std::string text = store::rowToJson(row).dump();
        const auto back = store::rowFromJson<Row>(Json::parse(text));
        if (!back)
            RC_FAIL(back.error().detail + " in " + text);
        RC_ASSERT(*back == row);
        RC_ASSERT(store::rowToJson(*back).dump() == text);
    });
}

} // namespace

class TestRowJson : public QObject
{
    Q_OBJECT

private slots:
    void rowsAreWrittenAsTheFormatSays();
    void everyRowSurvivesTheRoundTrip();
    void everyKindOfChangeSurvivesTheRoundTrip();
    void whatIsNotARowIsRefusedWithItsPlace_data();
    void whatIsNotARowIsRefusedWithItsPlace();
    void whatIsNotAnEditIsRefused_data();
    void whatIsNotAnEditIsRefused();
};

void TestRowJson::rowsAreWrittenAsTheFormatSays()
{
    const plan::Router router{plan::RouterId(7), "AGG1", plan::Role::Agg, "", plan::Release::V800R022C00, Ipv4(10, 255, 0, 11)};
    QCOMPARE(store::rowToJson(router).dump(),
             std::string(R"({"id":7,"name":"AGG1","role":"AGG","site":"","release":"V800R022C00","loopback":"10.255.0.11"})"));
    const plan::Link link{plan::LinkId(3), plan::PortId(1), plan::PortId(2), plan::IgpDomainId(1), std::nullopt, 10'000'000'000, 50us,
                          {4, 9}};
    QCOMPARE(store::rowToJson(link).dump(),
             std::string(R"({"id":3,"a":1,"b":2,"domain":1,"capacity_bps":10000000000,"delay_ns":50000,"srlgs":[4,9]})"));
    const plan::Scenario scenario{plan::ScenarioId(1),
                                  "cut",
                                  {{plan::LinkId(3), plan::FailureMode::Cut, 1s}, {plan::RouterId(7), plan::FailureMode::Power, 0s}},
                                  10s,
                                  1};
    QCOMPARE(store::rowToJson(scenario).dump(),
             std::string(R"({"id":1,"name":"cut","actions":[{"target":{"link":3},"mode":"cut","at_ns":1000000000},)"
                         R"({"target":{"router":7},"mode":"power","at_ns":0}],"until_ns":10000000000,"seed":1})"));
}

void TestRowJson::everyRowSurvivesTheRoundTrip()
{
    store::forEachRowKind([]<typename Row>() { QVERIFY(everyRowSurvives<Row>()); });
    QVERIFY(everyRowSurvives<plan::Settings>());
}

void TestRowJson::everyKindOfChangeSurvivesTheRoundTrip()
{
    plan::PlanEdit edit{"Everything \"at once\"", {plan::SetSettings{}}};
    store::forEachRowKind([&edit]<typename Row>() {
        const Row row = store::Blank<Row>::make();
        edit.changes.emplace_back(plan::Add<Row>{row});
        edit.changes.emplace_back(plan::Set<Row>{row});
        edit.changes.emplace_back(plan::Remove<Row>{row.id});
    });
    const auto back = store::editFromJson(Json::parse(store::editToJson(edit).dump()));
    VERIFY_RESULT(back);
    QVERIFY(*back == edit);
    QCOMPARE(edit.changes.size(), std::variant_size_v<plan::PlanChange>);
}

void TestRowJson::whatIsNotARowIsRefusedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("not an object") << QByteArray("[1]") << QByteArray("not an object");
    QTest::newRow("missing key") << QByteArray(R"({"id":1,"name":"x","actions":[],"until_ns":1})") << QByteArray("lacks the key \"seed\"");
    QTest::newRow("unknown key") << QByteArray(R"({"id":1,"name":"x","actions":[],"until_ns":1,"seed":1,"colour":2})")
                                 << QByteArray("unknown key \"colour\"");
    QTest::newRow("number as text") << QByteArray(R"({"id":"1","name":"x","actions":[],"until_ns":1,"seed":1})")
                                    << QByteArray("\"id\" is not a whole number");
    QTest::newRow("fraction") << QByteArray(R"({"id":1,"name":"x","actions":[],"until_ns":1.5,"seed":1})")
                              << QByteArray("\"until_ns\" is not a whole number");
    QTest::newRow("beyond 32 bits") << QByteArray(R"({"id":4294967296,"name":"x","actions":[],"until_ns":1,"seed":1})")
                                    << QByteArray("from 0 to 4294967295");
    QTest::newRow("beyond 64 bits") << QByteArray(R"({"id":1,"name":"x","actions":[],"until_ns":1,"seed":18446744073709551616})")
                                    << QByteArray("\"seed\"");
    QTest::newRow("negative id") << QByteArray(R"({"id":-1,"name":"x","actions":[],"until_ns":1,"seed":1})")
                                 << QByteArray("\"id\" is -1, out of range");
    QTest::newRow("name as number") << QByteArray(R"({"id":1,"name":5,"actions":[],"until_ns":1,"seed":1})")
                                    << QByteArray("\"name\" is not a text");
    QTest::newRow("null where a value must be")
        << QByteArray(R"({"id":1,"name":null,"actions":[],"until_ns":1,"seed":1})") << QByteArray("\"name\"");
    QTest::newRow("array expected") << QByteArray(R"({"id":1,"name":"x","actions":{},"until_ns":1,"seed":1})")
                                    << QByteArray("\"actions\" is not an array");
    QTest::newRow("nested place") << QByteArray(
        R"({"id":1,"name":"x","actions":[{"target":{"link":1},"mode":"explode","at_ns":0}],"until_ns":1,"seed":1})")
                                  << QByteArray("\"actions[0].mode\"");
    QTest::newRow("target of both kinds") << QByteArray(
        R"({"id":1,"name":"x","actions":[{"target":{"link":1,"router":2},"mode":"cut","at_ns":0}],"until_ns":1,"seed":1})")
                                          << QByteArray("\"actions[0].target\" is no target");
}

void TestRowJson::whatIsNotARowIsRefusedWithItsPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, says);
    const auto row = store::rowFromJson<plan::Scenario>(Json::parse(json.toStdString()));
    QVERIFY(!row);
    QVERIFY2(QByteArray::fromStdString(row.error().detail).contains(says), row.error().detail.c_str());
}

void TestRowJson::whatIsNotAnEditIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("not an object") << QByteArray("3");
    QTest::newRow("no changes") << QByteArray(R"({"label":"x"})");
    QTest::newRow("changes not an array") << QByteArray(R"({"label":"x","changes":{}})");
    QTest::newRow("unknown verb") << QByteArray(R"({"label":"x","changes":[{"paint":"router","row":{}}]})");
    QTest::newRow("unknown kind") << QByteArray(R"({"label":"x","changes":[{"remove":"planet","id":1}]})");
    QTest::newRow("remove with a row") << QByteArray(R"({"label":"x","changes":[{"remove":"router","row":{}}]})");
    QTest::newRow("add without a row") << QByteArray(R"({"label":"x","changes":[{"add":"router"}]})");
    QTest::newRow("bad id") << QByteArray(R"({"label":"x","changes":[{"remove":"router","id":"one"}]})");
}

void TestRowJson::whatIsNotAnEditIsRefused()
{
    QFETCH(QByteArray, json);
    QVERIFY(!store::editFromJson(Json::parse(json.toStdString())));
}

QTEST_GUILESS_MAIN(TestRowJson)
#include "tst_row_json.moc"
