// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/row_json.h"

#include "model/store/field_codec.h"

namespace sidestep::store {

template <typename Row>
Json rowToJson(const Row &row)
{
    return encode(row);
}

template <typename Row>
Result<Row> rowFromJson(const Json &json)
{
    Row row = Blank<Row>::make();
    Problem problem;
    if (!decode(json, row, problem))
        return tl::unexpected<Error>(problem.error());
    return row;
}

#define SIDESTEP_ROW(ROW)                                                                                                                  \
    template Json rowToJson<plan::ROW>(const plan::ROW &);                                                                                 \
    template Result<plan::ROW> rowFromJson<plan::ROW>(const Json &);
SIDESTEP_ROW(Router)
SIDESTEP_ROW(Position)
SIDESTEP_ROW(Port)
SIDESTEP_ROW(Link)
SIDESTEP_ROW(IgpDomain)
SIDESTEP_ROW(BfdPolicy)
SIDESTEP_ROW(Vpn)
SIDESTEP_ROW(VpnMember)
SIDESTEP_ROW(VpnInterface)
SIDESTEP_ROW(AccessService)
SIDESTEP_ROW(TrackedRoute)
SIDESTEP_ROW(BgpSession)
SIDESTEP_ROW(Flow)
SIDESTEP_ROW(Scenario)
SIDESTEP_ROW(KeptText)
SIDESTEP_ROW(Snippet)
SIDESTEP_ROW(Settings)
#undef SIDESTEP_ROW

namespace {

template <typename Row>
Json changeToJson(const plan::Add<Row> &change)
{
    return {{"add", RowKind<Row>::one}, {"row", rowToJson(change.row)}};
}
template <typename Row>
Json changeToJson(const plan::Set<Row> &change)
{
    return {{"set", RowKind<Row>::one}, {"row", rowToJson(change.row)}};
}
template <typename Row>
Json changeToJson(const plan::Remove<Row> &change)
{
    return {{"remove", RowKind<Row>::one}, {"id", change.id.value()}};
}
Json changeToJson(const plan::SetSettings &change)
{
    return {{"settings", rowToJson(change.settings)}};
}

template <typename Row>
Result<plan::PlanChange> rowChangeFromJson(std::string_view verb, const Json &operand)
{
    if (verb == "remove") {
        auto id = Blank<decltype(Row::id)>::make();
        Problem problem;
        if (!decodeMember(operand, "id", id, problem))
            return tl::unexpected<Error>(problem.error());
        return plan::PlanChange(plan::Remove<Row>{id});
    }
    auto row = rowFromJson<Row>(operand);
    if (!row)
        return tl::unexpected<Error>(row.error());
    if (verb == "add")
        return plan::PlanChange(plan::Add<Row>{*std::move(row)});
    return plan::PlanChange(plan::Set<Row>{*std::move(row)});
}

Result<plan::PlanChange> changeFromJson(const Json &json)
{
    const auto malformed = [] { return failure(ErrorCode::BadSyntax, "is not a change this version knows"); };
    if (!json.is_object() || json.empty())
        return malformed();
    const std::string &verb = json.begin().key();
    const Json &kind = *json.begin();
    if (verb == "settings" && json.size() == 1) {
        auto settings = rowFromJson<plan::Settings>(kind);
        if (!settings)
            return tl::unexpected<Error>(settings.error());
        return plan::PlanChange(plan::SetSettings{*std::move(settings)});
    }
    if ((verb != "add" && verb != "set" && verb != "remove") || !kind.is_string() || json.size() != 2)
        return malformed();
    const auto operand = std::next(json.begin());
    if (operand.key() != (verb == "remove" ? "id" : "row"))
        return malformed();
    Result<plan::PlanChange> change = malformed();
    forEachRowKind([&]<typename Row>() {
        if (kind.get_ref<const std::string &>() == RowKind<Row>::one)
            change = rowChangeFromJson<Row>(verb, *operand);
    });
    return change;
}

} // namespace

Json editToJson(const plan::PlanEdit &edit)
{
    Json changes = Json::array();
    for (const plan::PlanChange &change : edit.changes)
        changes.push_back(std::visit([](const auto &one) { return changeToJson(one); }, change));
    return {{"label", edit.label}, {"changes", std::move(changes)}};
}

Result<plan::PlanEdit> editFromJson(const Json &json)
{
    if (!json.is_object() || json.size() != 2 || !json.contains("label") || !json["label"].is_string() || !json.contains("changes")
        || !json["changes"].is_array())
        return failure(ErrorCode::BadSyntax, "an edit is {\"label\": text, \"changes\": [...]}");
    plan::PlanEdit edit;
    edit.label = json["label"].get<std::string>();
    edit.changes.reserve(json["changes"].size());
    for (const Json &one : json["changes"]) {
        auto change = changeFromJson(one);
        if (!change)
            return failure(change.error().code, fmt::format("change {}: {}", edit.changes.size() + 1, change.error().detail));
        edit.changes.push_back(*std::move(change));
    }
    return edit;
}

} // namespace sidestep::store
