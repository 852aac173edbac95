// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/fields.h"
#include "model/plan/plan_edit.h"
#include "model/store/row_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>

/// Values of row fields ↔ JSON. Private to the room: it costs compile time, and row_json.h says what others need.
namespace sidestep::store {

/// Why a value was refused, and where inside the row: "primary.mtu".
struct Problem
{
    ErrorCode code = ErrorCode::BadSyntax;
    std::string place;
    std::string what;

    bool refuse(ErrorCode newCode, std::string text)
    {
        code = newCode;
        what = std::move(text);
        return false;
    }
    [[nodiscard]] Error error() const { return {code, place.empty() ? what : fmt::format("\"{}\" {}", place, what)}; }
};

/// Rows have no default constructor, because an id has no "null" value; a blank row exists only to be filled by decode.
template <typename T>
struct Blank
{
    static T make() { return T{}; }
};
template <typename Tag>
struct Blank<Id<Tag>>
{
    static Id<Tag> make() { return Id<Tag>(0); }
};

// Leaving the other members to their own initialisers is the point here.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#define SIDESTEP_BLANK(ROW, ...)                                                                                                           \
    template <>                                                                                                                            \
    struct Blank<plan::ROW>                                                                                                                \
    {                                                                                                                                      \
        static plan::ROW make() { return plan::ROW{__VA_ARGS__}; }                                                                         \
    };
SIDESTEP_BLANK(Router, .id = plan::RouterId(0))
SIDESTEP_BLANK(Position, .id = plan::RouterId(0))
SIDESTEP_BLANK(Port, .id = plan::PortId(0), .router = plan::RouterId(0))
SIDESTEP_BLANK(Link, .id = plan::LinkId(0), .a = plan::PortId(0), .b = plan::PortId(0), .domain = plan::IgpDomainId(0))
SIDESTEP_BLANK(IgpDomain, .id = plan::IgpDomainId(0))
SIDESTEP_BLANK(BfdPolicy, .id = plan::BfdPolicyId(0))
SIDESTEP_BLANK(Vpn, .id = plan::VpnId(0))
SIDESTEP_BLANK(VpnMember, .id = plan::VpnMemberId(0), .vpn = plan::VpnId(0), .router = plan::RouterId(0))
SIDESTEP_BLANK(VpnInterface, .id = plan::VpnInterfaceId(0), .vpn = plan::VpnId(0), .router = plan::RouterId(0))
SIDESTEP_BLANK(PseudowireEnd, .agg = plan::RouterId(0))
SIDESTEP_BLANK(AccessService, .id = plan::AccessServiceId(0), .csg = plan::RouterId(0), .attachment = plan::PortId(0),
               .vpn = plan::VpnId(0), .primary = Blank<plan::PseudowireEnd>::make())
SIDESTEP_BLANK(TrackedRoute, .id = plan::TrackedRouteId(0), .service = plan::AccessServiceId(0), .vpn = plan::VpnId(0))
SIDESTEP_BLANK(BgpSession, .id = plan::BgpSessionId(0), .a = plan::RouterId(0), .b = plan::RouterId(0))
SIDESTEP_BLANK(Flow, .id = plan::FlowId(0), .service = plan::AccessServiceId(0), .remote = plan::VpnInterfaceId(0))
SIDESTEP_BLANK(FailureAction, .target = plan::LinkId(0))
SIDESTEP_BLANK(Scenario, .id = plan::ScenarioId(0))
SIDESTEP_BLANK(KeptText, .id = plan::RouterId(0))
SIDESTEP_BLANK(Snippet, .id = plan::SnippetId(0))
#undef SIDESTEP_BLANK
#pragma GCC diagnostic pop

/// What a failure's target is called in files, in the order of its alternatives.
inline constexpr std::array<std::string_view, std::variant_size_v<plan::FailureTarget>> kTargetKeys{"link",    "router",       "session",
                                                                                                   "service", "vpn_instance", "vpn_interface"};

/// What a flag, choice or number that came after the first version was before there was a choice: such a value is left out of
/// texts, and an absent one reads as that. None: the key must stand.
[[nodiscard]] inline std::optional<Json> formerValue(std::string_view key)
{
    if (key == "a_next_hop_self" || key == "b_next_hop_self")
        return false;
    if (key == "igp")
        return plan::wordOf(plan::Igp::Isis);
    if (key == "bfd_watch")
        return plan::wordOf(plan::PwWatch::Each);
    if (key == "resume_s")
        return Blank<plan::AccessService>::make().resumeSeconds;
    return std::nullopt;
}
[[nodiscard]] inline bool saysNothing(std::string_view key, const Json &value)
{
    return value.is_null() || formerValue(key) == value;
}

struct IgnoreFields
{
    template <typename T>
    void operator()(std::string_view, T &) const
    {
    }
};
template <typename T>
concept HasFields = requires(T &row, IgnoreFields visit)
{
    plan::fields(row, visit);
};

template <typename T>
inline constexpr bool isId = false;
template <typename Tag>
inline constexpr bool isId<Id<Tag>> = true;
template <typename T>
inline constexpr bool isOptional = false;
template <typename T>
inline constexpr bool isOptional<std::optional<T>> = true;
template <typename T>
inline constexpr bool isVector = false;
template <typename T>
inline constexpr bool isVector<std::vector<T>> = true;

/// Text values with a strict parser and a canonical text of their own.
template <typename T>
struct TextForm
{
    static Result<T> parse(std::string_view text) { return T::parse(text); }
    static std::string print(const T &value) { return value.toString(); }
};
template <>
struct TextForm<Ipv4Interface>
{
    static Result<Ipv4Interface> parse(std::string_view text) { return parseIpv4Interface(text); }
    static std::string print(const Ipv4Interface &value) { return toString(value); }
};
template <>
struct TextForm<Ipv6Interface>
{
    static Result<Ipv6Interface> parse(std::string_view text) { return parseIpv6Interface(text); }
    static std::string print(const Ipv6Interface &value) { return toString(value); }
};

template <typename T>
[[nodiscard]] Json encode(const T &value)
{
    if constexpr (std::is_same_v<T, bool> || std::is_integral_v<T> || std::is_same_v<T, std::string>) {
        return value;
    } else if constexpr (std::is_enum_v<T>) {
        return std::string(plan::wordOf(value));
    } else if constexpr (isId<T>) {
        return value.value();
    } else if constexpr (std::is_same_v<T, SimDuration>) {
        return value.count();
    } else if constexpr (std::is_same_v<T, PacketRate>) {
        return value.perSecond;
    } else if constexpr (isOptional<T>) {
        return value ? encode(*value) : Json(nullptr);
    } else if constexpr (isVector<T>) {
        Json array = Json::array();
        for (const auto &element : value)
            array.push_back(encode(element));
        return array;
    } else if constexpr (std::is_same_v<T, plan::FailureTarget>) {
        Json object = Json::object();
        object[std::string(kTargetKeys.at(value.index()))] = std::visit([](auto id) { return id.value(); }, value);
        return object;
    } else if constexpr (HasFields<T>) {
        Json object = Json::object();
        plan::fields(value, [&object](std::string_view key, const auto &member) {
            Json coded = encode(member);
            if (!saysNothing(key, coded))
                object.push_back({std::string(key), std::move(coded)});
        });
        return object;
    } else {
        return TextForm<T>::print(value);
    }
}

template <typename Number>
[[nodiscard]] bool decodeNumber(const Json &json, Number &value, Problem &problem)
{
    using Limits = std::numeric_limits<Number>;
    if (!json.is_number_integer())
        return problem.refuse(ErrorCode::BadSyntax, "is not a whole number; write digits without quotes, point or exponent");
    const bool fits
        = json.is_number_unsigned() ? std::in_range<Number>(json.get<std::uint64_t>()) : std::in_range<Number>(json.get<std::int64_t>());
    if (!fits)
        return problem.refuse(
            ErrorCode::OutOfRange,
            fmt::format("is {}, out of range; give a whole number from {} to {}", json.dump(), Limits::min(), Limits::max()));
    value = json.get<Number>();
    return true;
}

template <typename T>
[[nodiscard]] bool decode(const Json &json, T &value, Problem &problem);

/// "primary" and "mtu" are "primary.mtu", "actions" and "[0]" are "actions[0]".
[[nodiscard]] inline std::string joinedPlace(std::string_view key, std::string_view inside)
{
    return fmt::format("{}{}{}", key, inside.empty() || inside.front() == '[' ? "" : ".", inside);
}

/// Puts the key in front of the place of a problem inside the value.
template <typename T>
[[nodiscard]] bool decodeMember(const Json &json, std::string_view key, T &value, Problem &problem)
{
    if (decode(json, value, problem))
        return true;
    problem.place = joinedPlace(key, problem.place);
    return false;
}

/// The one of a failure target's kinds that has the key.
template <std::size_t Index = 0>
[[nodiscard]] bool decodeTarget(const Json &json, plan::FailureTarget &value, Problem &problem)
{
    if constexpr (Index == kTargetKeys.size()) {
        return problem.refuse(ErrorCode::BadSyntax, fmt::format("is no target; write {{\"KIND\": id}} with one of the kinds {}", fmt::join(kTargetKeys, ", ")));
    } else {
        if (!json.is_object() || json.size() != 1 || json.begin().key() != kTargetKeys.at(Index))
            return decodeTarget<Index + 1>(json, value, problem);
        std::uint32_t number = 0;
        if (!decodeMember(*json.begin(), kTargetKeys.at(Index), number, problem))
            return false;
        value.emplace<Index>(number);
        return true;
    }
}

template <typename T>
[[nodiscard]] bool decodeObject(const Json &json, T &value, Problem &problem)
{
    if (!json.is_object())
        return problem.refuse(ErrorCode::BadSyntax, "is not an object; write {\"key\": value, …}");
    bool good = true;
    std::size_t used = 0;
    auto next = json.begin(); // keys written in declaration order are found without a search
    plan::fields(value, [&](std::string_view key, auto &member) {
        if (!good)
            return;
        auto found = next;
        if (found == json.end() || found.key() != key) {
            for (found = json.begin(); found != json.end() && found.key() != key; ++found) { }
        }
        if (found == json.end()) {
            using Member = std::remove_reference_t<decltype(member)>;
            if constexpr (!isOptional<Member> && !isVector<Member>)
                good = formerValue(key).has_value() || problem.refuse(ErrorCode::BadSyntax, fmt::format("lacks the key \"{}\"; add it", key));
            return;
        }
        ++used;
        next = std::next(found);
        good = decodeMember(*found, key, member, problem);
    });
    if (!good || used == json.size())
        return good;
    for (auto at = json.begin(); at != json.end(); ++at) {
        bool known = false;
        plan::fields(value, [&](std::string_view key, const auto &) { known = known || at.key() == key; });
        if (!known)
            return problem.refuse(ErrorCode::BadSyntax,
                                  fmt::format("has the unknown key {}; remove it",
                                              Json(at.key().substr(0, 64)).dump(-1, ' ', true, Json::error_handler_t::replace)));
    }
    return problem.refuse(ErrorCode::BadSyntax, "has a key twice; keep one");
}

template <typename T>
[[nodiscard]] bool decode(const Json &json, T &value, Problem &problem)
{
    if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean())
            return problem.refuse(ErrorCode::BadSyntax, "is neither true nor false");
        value = json.get<bool>();
        return true;
    } else if constexpr (std::is_integral_v<T>) {
        return decodeNumber(json, value, problem);
    } else if constexpr (isId<T>) {
        std::uint32_t number = 0;
        if (!decodeNumber(json, number, problem))
            return false;
        value = T(number);
        return true;
    } else if constexpr (std::is_same_v<T, SimDuration>) {
        std::int64_t number = 0;
        if (!decodeNumber(json, number, problem))
            return false;
        value = SimDuration(number);
        return true;
    } else if constexpr (std::is_same_v<T, PacketRate>) {
        return decodeNumber(json, value.perSecond, problem);
    } else if constexpr (isOptional<T>) {
        if (json.is_null()) {
            value.reset();
            return true;
        }
        auto inner = Blank<typename T::value_type>::make();
        if (!decode(json, inner, problem))
            return false;
        value = std::move(inner);
        return true;
    } else if constexpr (isVector<T>) {
        if (!json.is_array())
            return problem.refuse(ErrorCode::BadSyntax, "is not an array; write [value, …]");
        value.clear();
        value.reserve(json.size());
        for (std::size_t i = 0; i < json.size(); ++i) {
            auto inner = Blank<typename T::value_type>::make();
            if (!decodeMember(json[i], fmt::format("[{}]", i), inner, problem))
                return false;
            value.push_back(std::move(inner));
        }
        return true;
    } else if constexpr (std::is_same_v<T, plan::FailureTarget>) {
        return decodeTarget(json, value, problem);
    } else if constexpr (HasFields<T>) {
        return decodeObject(json, value, problem);
    } else {
        if (!json.is_string())
            return problem.refuse(ErrorCode::BadSyntax, "is not a text; put it in quotes");
        const std::string &text = json.get_ref<const std::string &>();
        if constexpr (std::is_same_v<T, std::string>) {
            value = text;
        } else if constexpr (std::is_enum_v<T>) {
            const auto found = plan::fromWord<T>(text);
            if (!found)
                return problem.refuse(ErrorCode::BadSyntax,
                                      fmt::format("is no word it may be; use one of: {}", fmt::join(plan::EnumWords<T>::words, ", ")));
            value = *found;
        } else {
            auto parsed = TextForm<T>::parse(text);
            if (!parsed)
                return problem.refuse(parsed.error().code, "is refused: " + parsed.error().detail);
            value = *std::move(parsed);
        }
        return true;
    }
}

} // namespace sidestep::store
