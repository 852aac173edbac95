// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/properties.h"

#include "model/plan/failures.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <type_traits>

namespace sidestep::views {
namespace {

using namespace plan;

template <typename T>
struct IsOptional : std::false_type
{
};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type
{
};
template <typename T>
struct IsVector : std::false_type
{
};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type
{
};

template <typename T>
concept HasWords = requires { EnumWords<T>::words; };
template <typename T>
concept IsId = requires(const T &id) {
    id.value();
    requires !std::is_same_v<T, PacketRate>;
} && !IsOptional<T>::value;

/// What follows the name of a secret variable, in place of "=value".
constexpr std::string_view kSecretMark = " secret";

/// Text of one value, as a user types it.
struct ToText
{
    const Plan &plan;

    std::string operator()(const std::string &v) const { return v; }
    std::string operator()(bool v) const { return v ? "yes" : "no"; }
    template <typename T>
        requires std::is_integral_v<T>
    std::string operator()(T v) const
    {
        return std::to_string(v);
    }
    std::string operator()(PacketRate v) const { return std::to_string(v.perSecond); }
    std::string operator()(SimDuration v) const { return formatDuration(v); }
    std::string operator()(const Ipv4Interface &v) const { return toString(v); }
    std::string operator()(const Ipv6Interface &v) const { return toString(v); }
    template <typename T>
        requires requires(const T &v) { v.toString(); }
    std::string operator()(const T &v) const
    {
        return v.toString();
    }
    template <HasWords T>
    std::string operator()(T v) const
    {
        return std::string(wordOf(v));
    }
    template <IsId T>
    std::string operator()(T v) const
    {
        return std::to_string(v.value());
    }
    std::string operator()(const FailureAction &v) const { return plan::toString(plan, v); }
    std::string operator()(const SnippetVariable &v) const { return v.secret ? v.name + std::string(kSecretMark) : v.name + "=" + v.value; }
    template <typename T>
    std::string operator()(const std::vector<T> &v) const
    {
        std::string text;
        for (const T &item : v)
            text += (text.empty() ? "" : "\n") + (*this)(item);
        return text;
    }
};

[[nodiscard]] std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// Reads one value; T says what form is expected.
struct FromText
{
    const Plan &plan;

    template <typename T>
    Result<T> read(const std::string &raw) const
    {
        const std::string text = std::is_same_v<T, std::string> ? raw : trimmed(raw);
        if constexpr (std::is_same_v<T, std::string>) {
            return text;
        } else if constexpr (std::is_same_v<T, bool>) {
            return text == "yes";
        } else if constexpr (std::is_integral_v<T>) {
            return number<T>(text);
        } else if constexpr (std::is_same_v<T, PacketRate>) {
            return number<std::uint32_t>(text).map([](std::uint32_t v) { return PacketRate{v}; });
        } else if constexpr (std::is_same_v<T, SimDuration>) {
            return duration(text);
        } else if constexpr (std::is_same_v<T, Ipv4Interface>) {
            return parseIpv4Interface(text);
        } else if constexpr (std::is_same_v<T, Ipv6Interface>) {
            return parseIpv6Interface(text);
        } else if constexpr (std::is_same_v<T, FailureAction>) {
            return action(text);
        } else if constexpr (std::is_same_v<T, SnippetVariable>) {
            return variable(text);
        } else if constexpr (HasWords<T>) {
            if (const auto value = fromWord<T>(text))
                return *value;
            return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is not one of the choices", text));
        } else if constexpr (IsId<T>) {
            return number<std::uint32_t>(text).map([](std::uint32_t v) { return T(v); });
        } else {
            return T::parse(text);
        }
    }

    template <typename T>
    Result<T> number(const std::string &text) const
    {
        T value{};
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem == std::errc::result_out_of_range)
            return failure(ErrorCode::OutOfRange, fmt::format("{} is too large; the largest is {}", text, std::numeric_limits<T>::max()));
        if (text.empty() || problem != std::errc() || end != text.data() + text.size())
            return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is not a whole number", text));
        return value;
    }

    static Result<SimDuration> duration(std::string text)
    {
        std::erase(text, ' '); // formatDuration puts a space before the unit
        return parseDuration(text);
    }

    static Result<SnippetVariable> variable(std::string_view text)
    {
        if (text.ends_with(kSecretMark) && text.find('=') == std::string_view::npos)
            return SnippetVariable{trimmed(text.substr(0, text.size() - kSecretMark.size())), {}, true};
        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is neither NAME=value nor NAME secret", text));
        return SnippetVariable{trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)), false};
    }

    Result<FailureAction> action(const std::string &text) const
    {
        constexpr std::string_view restore = ",restore";
        if (text.ends_with(restore))
            return parseRestore(plan, std::string_view(text).substr(0, text.size() - restore.size()));
        return parseFailure(plan, text);
    }
};

template <typename T>
struct Inner
{
    using Type = T;
};
template <typename T>
struct Inner<std::optional<T>>
{
    using Type = T;
};

/// The one string that holds several lines: a snippet's.
constexpr std::string_view kLinesField = "text";

template <typename T>
PropertyChoice choiceOf(const Plan &plan, T id)
{
    if constexpr (std::is_constructible_v<ObjectId, T>)
        return {std::to_string(id.value()), nameOf(plan, ObjectId(id))};
    else
        return {std::to_string(id.value()), std::to_string(id.value())};
}

template <typename T>
void addChoices(const Plan &plan, Property &property)
{
    const auto all = [&](const auto &table) {
        for (const auto &row : table)
            property.choices.push_back(choiceOf(plan, row.id));
    };
    // A list of a hundred thousand routers helps nobody; such references are changed on the canvas or in the text form.
    constexpr std::size_t kMostChoices = 2000;
    const auto some = [&](const auto &table) {
        if (table.size() <= kMostChoices)
            all(table);
        else
            property.kind = PropertyKind::ReadOnly;
    };
    if constexpr (std::is_same_v<T, RouterId>)
        some(plan.routers());
    else if constexpr (std::is_same_v<T, IgpDomainId>)
        some(plan.domains());
    else if constexpr (std::is_same_v<T, BfdPolicyId>)
        some(plan.bfdPolicies());
    else if constexpr (std::is_same_v<T, VpnId>)
        some(plan.vpns());
    else if constexpr (std::is_same_v<T, VpnInterfaceId>)
        some(plan.vpnInterfaces());
    else if constexpr (std::is_same_v<T, AccessServiceId>)
        some(plan.services());
    else if constexpr (!std::is_same_v<T, LinkId>) // which links there are to choose from, the row says
        property.kind = PropertyKind::ReadOnly;
}

/// Links that the session could use: those between its two routers.
void addLinkChoices(const Plan &plan, const BgpSession &session, std::vector<Property> &properties)
{
    const auto property = std::find_if(properties.begin(), properties.end(), [](const Property &one) { return one.key == "link"; });
    for (const Link &link : plan.links())
        if (const auto ends = endsOf(plan, link); ends == std::pair(session.a, session.b) || ends == std::pair(session.b, session.a))
            property->choices.push_back(choiceOf(plan, link.id));
}

/// Limits that users of such networks work to, and for what.
void addObjectives(std::vector<Property> &properties)
{
    const auto property = std::find_if(properties.begin(), properties.end(), [](const Property &one) { return one.key == "objective_ns"; });
    property->choices = {{"50 ms", "sdh"}, {"200 ms", "voice"}, {"1 s", "radio"}};
}

/// Leaves out what has no meaning for the service as it is: numbers of management pseudowires it does not follow, FRR mode's delay.
void dropIdle(const AccessService &service, std::vector<Property> &properties)
{
    const bool managed = service.watch == PwWatch::Management;
    std::erase_if(properties, [&](const Property &property) {
        return (!managed && property.key.find("admin_") != std::string::npos) || (service.redundancy != RedundancyMode::Frr && property.key == "resume_s");
    });
}

void addProfiles(std::vector<Property> &properties)
{
    const auto property = std::find_if(properties.begin(), properties.end(), [](const Property &one) { return one.key == "profile"; });
    property->kind = PropertyKind::Choice;
    for (const std::string_view name : kTimerProfiles)
        property->choices.push_back({std::string(name), std::string(name)});
}

/// Collects the properties of a row; recurses into nested rows.
struct Describe
{
    const Plan &plan;
    std::vector<Property> &out;
    std::string prefix;

    template <typename T>
    void operator()(std::string_view name, const T &member)
    {
        if (name == "id")
            return;
        if constexpr (std::is_same_v<T, std::optional<PseudowireEnd>>) {
            if (member)
                (*this)(name, *member);
        } else if constexpr (std::is_same_v<T, PseudowireEnd> || std::is_same_v<T, Pools>) {
            Describe nested{plan, out, prefix + std::string(name) + "."};
            fields(member, nested);
        } else if constexpr (std::is_same_v<T, FailureTarget>) {
        } else {
            using Value = typename Inner<T>::Type;
            Property property;
            property.key = prefix + std::string(name);
            property.optional = IsOptional<T>::value;
            if constexpr (IsOptional<T>::value)
                property.value = member ? ToText{plan}(*member) : std::string();
            else
                property.value = ToText{plan}(member);
            if constexpr (std::is_same_v<Value, bool>) {
                property.kind = PropertyKind::Flag;
            } else if constexpr (IsVector<Value>::value) {
                property.kind = PropertyKind::Lines;
            } else if constexpr (std::is_same_v<Value, std::string>) {
                property.kind = name == kLinesField ? PropertyKind::Lines : PropertyKind::Text;
            } else if constexpr (HasWords<Value>) {
                property.kind = PropertyKind::Choice;
                for (const std::string_view word : EnumWords<Value>::words)
                    property.choices.push_back({std::string(word), std::string(word)});
            } else if constexpr (IsId<Value>) {
                property.kind = PropertyKind::Choice;
                addChoices<Value>(plan, property);
                if (property.kind == PropertyKind::ReadOnly && !property.value.empty())
                    if constexpr (std::is_constructible_v<ObjectId, Value>)
                        property.value = nameOf(plan, ObjectId(idOf(member)));
            }
            out.push_back(std::move(property));
        }
    }

    template <typename T>
    static T idOf(const std::optional<T> &value)
    {
        return *value;
    }
    template <typename T>
    static T idOf(const T &value)
    {
        return value;
    }
};

/// Writes one property of a row.
struct Assign
{
    const Plan &plan;
    std::string_view key;
    const std::string &value;
    std::optional<Error> problem;
    bool found = false;

    template <typename T>
    void operator()(std::string_view name, T &member)
    {
        if constexpr (std::is_same_v<T, std::optional<PseudowireEnd>>) {
            if (member)
                (*this)(name, *member);
        } else if constexpr (std::is_same_v<T, PseudowireEnd> || std::is_same_v<T, Pools>) {
            if (key.size() > name.size() && key.starts_with(name) && key[name.size()] == '.') {
                Assign nested{plan, key.substr(name.size() + 1), value, std::nullopt, false};
                fields(member, nested);
                problem = nested.problem;
                found = nested.found;
            }
        } else if constexpr (std::is_same_v<T, FailureTarget>) {
        } else {
            if (name != key || name == "id")
                return;
            found = true;
            using Value = typename Inner<T>::Type;
            if constexpr (IsVector<T>::value) {
                T items;
                std::string_view rest = value;
                while (!rest.empty()) {
                    // A variable's value is free text and may hold a semicolon.
                    const auto end = rest.find_first_of(std::is_same_v<T, std::vector<SnippetVariable>> ? "\n" : "\n;");
                    const std::string item = trimmed(rest.substr(0, end));
                    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
                    if (item.empty())
                        continue;
                    auto one = FromText{plan}.read<typename T::value_type>(item);
                    if (!one) {
                        problem = one.error();
                        return;
                    }
                    items.push_back(*std::move(one));
                }
                member = std::move(items);
            } else {
                if constexpr (IsOptional<T>::value) {
                    if (trimmed(value).empty()) {
                        member = std::nullopt;
                        return;
                    }
                }
                auto read = FromText{plan}.read<Value>(value);
                if (read)
                    member = *std::move(read);
                else
                    problem = read.error();
            }
        }
    }
};

template <typename Row>
Result<Row> assigned(const Plan &plan, Row row, const std::string &key, const std::string &value)
{
    Assign assign{plan, key, value, std::nullopt, false};
    fields(row, assign);
    if (assign.problem)
        return tl::unexpected<Error>(*assign.problem);
    if (!assign.found)
        return failure(ErrorCode::NotFound, fmt::format("there is no property {}", key));
    return row;
}

template <typename T>
struct RowType;
template <>
struct RowType<RouterId> { using Type = Router; };
template <>
struct RowType<LinkId> { using Type = Link; };
template <>
struct RowType<IgpDomainId> { using Type = IgpDomain; };
template <>
struct RowType<BfdPolicyId> { using Type = BfdPolicy; };
template <>
struct RowType<VpnId> { using Type = Vpn; };
template <>
struct RowType<VpnInterfaceId> { using Type = VpnInterface; };
template <>
struct RowType<AccessServiceId> { using Type = AccessService; };
template <>
struct RowType<TrackedRouteId> { using Type = TrackedRoute; };
template <>
struct RowType<BgpSessionId> { using Type = BgpSession; };
template <>
struct RowType<FlowId> { using Type = Flow; };
template <>
struct RowType<ScenarioId> { using Type = Scenario; };
template <>
struct RowType<PortId> { using Type = Port; };
template <>
struct RowType<VpnMemberId> { using Type = VpnMember; };
template <>
struct RowType<SnippetId> { using Type = Snippet; };

} // namespace

std::vector<Property> propertiesOf(const Plan &plan, const std::optional<ObjectId> &object)
{
    std::vector<Property> properties;
    Describe describe{plan, properties, {}};
    if (!object) {
        fields(plan.settings(), describe);
        addProfiles(properties);
        return properties;
    }
    std::visit(
        [&](auto id) {
            using Row = typename RowType<decltype(id)>::Type;
            const Row *row = plan.table<Row>().find(id);
            if (!row)
                return;
            fields(*row, describe);
            if constexpr (std::is_same_v<Row, BgpSession>)
                addLinkChoices(plan, *row, properties);
            if constexpr (std::is_same_v<Row, AccessService>)
                dropIdle(*row, properties);
            if constexpr (std::is_same_v<Row, Flow>)
                addObjectives(properties);
        },
        *object);
    return properties;
}

Result<PlanEdit> edited(const Plan &plan, const std::optional<ObjectId> &object, const std::string &key, const std::string &value)
{
    if (!object) {
        EditBuilder edit(plan, "Change plan settings");
        auto settings = assigned(plan, plan.settings(), key, value);
        if (!settings)
            return tl::unexpected<Error>(settings.error());
        edit.set(*std::move(settings));
        return edit.take();
    }
    return std::visit(
        [&](auto id) -> Result<PlanEdit> {
            using Row = typename RowType<decltype(id)>::Type;
            const Row *row = plan.table<Row>().find(id);
            if (!row)
                return failure(ErrorCode::NotFound, "the object is no longer in the plan");
            auto changed = assigned(plan, *row, key, value);
            if (!changed)
                return tl::unexpected<Error>(changed.error());
            EditBuilder edit(plan, fmt::format("Change {}", nameOf(plan, *object)));
            edit.template set<Row>(*std::move(changed));
            return edit.take();
        },
        *object);
}

} // namespace sidestep::views
