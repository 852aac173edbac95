// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/overrides.h"

#include "model/plan/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace sidestep::engine {
namespace {

/// A timer that plans state: where it is, in which unit, and what may be set (`vrp.md` and the ranges of the plan's rows).
struct PlanTimer
{
    Parameter parameter;
    SimDuration tick;                                                   ///< what the plan counts in; 1 ns for counts
    void (*visit)(const plan::Plan &, const std::function<void(std::int64_t)> &);
    void (*set)(const plan::Plan &, plan::EditBuilder &, std::int64_t);
};

template <typename Row>
const Table<Row> &rowsOf(const plan::Plan &plan)
{
    return plan.table<Row>();
}

template <typename Row, auto Member>
void visitMember(const plan::Plan &plan, const std::function<void(std::int64_t)> &seen)
{
    for (const Row &row : rowsOf<Row>(plan)) {
        if constexpr (requires { (row.*Member).has_value(); })
            seen((row.*Member).value_or(0));
        else
            seen(static_cast<std::int64_t>(row.*Member));
    }
}

template <typename Row, auto Member>
void setMember(const plan::Plan &plan, plan::EditBuilder &edit, std::int64_t value)
{
    using Value = std::remove_cvref_t<decltype(std::declval<Row>().*Member)>;
    for (Row row : rowsOf<Row>(plan)) {
        if constexpr (requires { typename Value::value_type; })
            row.*Member = value == 0 ? Value() : Value(static_cast<typename Value::value_type>(value)); // none is 0
        else
            row.*Member = static_cast<Value>(value);
        edit.set(std::move(row));
    }
}

template <typename Row, auto Member>
constexpr PlanTimer planTimer(std::string_view key, std::string_view name, SimDuration tick, std::int64_t low, std::int64_t high,
                              std::string_view source)
{
    const bool count = tick == SimDuration(0);
    const std::int64_t unit = count ? 1 : tick.count();
    return {{.key = key, .name = name, .unit = count ? Unit::Count : Unit::Time, .low = low * unit, .high = high * unit, .source = source, .ofPlan = true},
            SimDuration(unit),
            &visitMember<Row, Member>,
            &setMember<Row, Member>};
}

constexpr SimDuration kCount{0};

using plan::AccessService;
using plan::BfdPolicy;
using plan::BgpSession;
using plan::Igp;
using plan::IgpDomain;

constexpr std::array kPlanTimers{
    planTimer<BfdPolicy, &BfdPolicy::minTxMs>("bfd.min-tx", "BFD transmit interval", 1ms, 3, 20000, "plan, written as BFD timers of links, sessions and pseudowires"),
    planTimer<BfdPolicy, &BfdPolicy::minRxMs>("bfd.min-rx", "BFD receive interval", 1ms, 3, 20000, "plan, written as BFD timers of links, sessions and pseudowires"),
    planTimer<BfdPolicy, &BfdPolicy::multiplier>("bfd.multiplier", "BFD detection multiplier", kCount, 3, 50, "plan, written as BFD timers of links, sessions and pseudowires"),
    planTimer<IgpDomain, &IgpDomain::spfInitMs>("isis.spf-initial", "SPF, first wait", 1ms, 1, 60000, "plan, written as timer spf"),
    planTimer<IgpDomain, &IgpDomain::spfStepMs>("isis.spf-step", "SPF, increment", 1ms, 1, 60000, "plan, written as timer spf"),
    planTimer<IgpDomain, &IgpDomain::spfMaxSeconds>("isis.spf-max", "SPF, longest wait", 1s, 1, 120, "plan, written as timer spf"),
    planTimer<IgpDomain, &IgpDomain::lspInitMs>("isis.lsp-initial", "LSP generation, first wait", 1ms, 1, 60000, "plan, written as timer lsp-generation"),
    planTimer<IgpDomain, &IgpDomain::lspStepMs>("isis.lsp-step", "LSP generation, increment", 1ms, 1, 60000, "plan, written as timer lsp-generation"),
    planTimer<IgpDomain, &IgpDomain::lspMaxSeconds>("isis.lsp-max", "LSP generation, longest wait", 1s, 1, 120, "plan, written as timer lsp-generation"),
    planTimer<IgpDomain, &IgpDomain::spfInitMs>("ospf.spf-initial", "SPF, first wait", 1ms, 1, 60000, "plan, written as spf-schedule-interval"),
    planTimer<IgpDomain, &IgpDomain::spfStepMs>("ospf.spf-step", "SPF, increment", 1ms, 1, 60000, "plan, written as spf-schedule-interval"),
    planTimer<IgpDomain, &IgpDomain::spfMaxSeconds>("ospf.spf-max", "SPF, longest wait", 1s, 1, 120, "plan, written as spf-schedule-interval"),
    planTimer<IgpDomain, &IgpDomain::lspInitMs>("ospf.lsa-initial", "LSA origination, first wait", 1ms, 1, 60000, "plan, written as lsa-originate-interval"),
    planTimer<IgpDomain, &IgpDomain::lspStepMs>("ospf.lsa-step", "LSA origination, increment", 1ms, 1, 60000, "plan, written as lsa-originate-interval"),
    planTimer<IgpDomain, &IgpDomain::lspMaxSeconds>("ospf.lsa-max", "LSA origination, longest wait", 1s, 1, 120, "plan, written as lsa-originate-interval"),
    planTimer<IgpDomain, &IgpDomain::lsaArrivalMs>("ospf.lsa-arrival", "an LSA's next is taken after", 1ms, 0, 10000, "plan, written as lsa-arrival-interval; RFC 2328 appendix B, MinLSArrival 1 s"),
    planTimer<BgpSession, &BgpSession::keepaliveSeconds>("bgp.keepalive", "BGP keepalive interval", 1s, 0, 21845, "plan, written as timer keepalive"),
    planTimer<BgpSession, &BgpSession::holdSeconds>("bgp.hold", "BGP hold time", 1s, 0, 65535, "plan, written as timer keepalive"),
    planTimer<AccessService, &AccessService::rerouteDelaySeconds>("pw.reroute-delay", "wait before going back to PW1", 1s, 10, 10800,
                                                                  "plan, written as mpls l2vpn reroute"),
    planTimer<AccessService, &AccessService::resumeSeconds>("pw.resume", "after it, wait before PW2 is well again to its far end, in FRR mode", 1s, 0, 600,
                                                            "plan, written as mpls l2vpn reroute"),
};

constexpr std::array<std::string_view, 10> kGroups{"carrier", "bfd", "isis", "ospf", "ldp", "tcp", "bgp", "track", "pw", "gateway"};

std::string_view groupNameOf(std::string_view key)
{
    return key.substr(0, key.find('.'));
}

std::size_t groupOf(std::string_view key)
{
    return static_cast<std::size_t>(std::find(kGroups.begin(), kGroups.end(), groupNameOf(key)) - kGroups.begin());
}

const PlanTimer *planTimerWith(std::string_view key)
{
    const auto found = std::find_if(kPlanTimers.begin(), kPlanTimers.end(), [key](const PlanTimer &timer) { return timer.parameter.key == key; });
    return found == kPlanTimers.end() ? nullptr : &*found;
}

std::optional<Parameter> parameterWith(std::string_view key)
{
    if (const PlanTimer *timer = planTimerWith(key))
        return timer->parameter;
    for (const Parameter &parameter : parameters(profileNames().front())) {
        if (parameter.key == key)
            return parameter;
    }
    return std::nullopt;
}

/// Keys of the group, or, for a group that is none, the groups.
std::string near(std::string_view key)
{
    const std::size_t group = groupOf(key);
    if (group == kGroups.size())
        return fmt::format("keys begin with {}", fmt::join(kGroups, ", "));
    std::vector<std::string_view> keys;
    for (const PlanTimer &timer : kPlanTimers) {
        if (groupOf(timer.parameter.key) == group)
            keys.push_back(timer.parameter.key);
    }
    for (const Parameter &parameter : parameters(profileNames().front())) {
        if (groupOf(parameter.key) == group)
            keys.push_back(parameter.key);
    }
    return fmt::format("there are {}", fmt::join(keys, ", "));
}

/// Whether it is a timer of the IGP that the plan does not run.
bool ofOtherIgp(const plan::Plan &plan, std::string_view key)
{
    const auto igp = plan::fromWord<Igp>(groupNameOf(key));
    return igp && *igp != plan.settings().igp;
}

Result<void> refuseOtherIgp(const plan::Plan &plan, std::string_view key)
{
    if (!ofOtherIgp(plan, key))
        return {};
    return failure(ErrorCode::NotFound, fmt::format("{}: the plan runs {}, so nothing waits for it", key, plan.settings().igp == Igp::Ospf ? "OSPF" : "IS-IS"));
}

std::optional<Parameter> read(const PlanTimer &timer, const plan::Plan &plan)
{
    std::optional<std::int64_t> low, high;
    timer.visit(plan, [&](std::int64_t ticks) {
        const std::int64_t value = ticks * timer.tick.count();
        low = std::min(low.value_or(value), value);
        high = std::max(high.value_or(value), value);
    });
    if (!low)
        return std::nullopt;
    Parameter parameter = timer.parameter;
    parameter.value = *low;
    if (*high != *low)
        parameter.upTo = high;
    return parameter;
}

} // namespace

Result<Profile> profileFor(const plan::Plan &plan, std::string_view name)
{
    const Profile *profile = profileNamed(name.empty() ? std::string_view(plan.settings().profile) : name);
    if (!profile)
        return failure(ErrorCode::NotFound, fmt::format("no timer profile is called \"{}\"; known are {}", name, fmt::join(profileNames(), ", ")));
    if (!name.empty() && name != plan.settings().profile)
        return *profile;
    Overrides own;
    for (const std::string &assumption : plan.settings().assumptions) {
        if (const auto done = own.set(assumption); !done)
            return failure(done.error().code, fmt::format("the plan's assumption {}: {}", assumption, done.error().detail));
        if (planTimerWith(std::string_view(assumption).substr(0, assumption.find('='))))
            return failure(ErrorCode::NotFound, fmt::format("the plan's assumption {}: it is a timer of the plan's objects; set it there", assumption));
    }
    return own.appliedTo(*profile);
}

std::vector<Parameter> parameters(const plan::Plan &plan, std::string_view profile)
{
    std::vector<Parameter> assumed = parameters(profile.empty() ? std::string_view(plan.settings().profile) : profile);
    if (const auto own = profileFor(plan, profile)) {
        for (Parameter &parameter : assumed) {
            const std::int64_t value = valueOf(*own, parameter.key);
            parameter.standard = parameter.value;
            parameter.changed = value != parameter.value;
            parameter.value = value;
        }
    }
    std::vector<Parameter> list;
    if (assumed.empty())
        return list;
    for (const PlanTimer &timer : kPlanTimers) {
        if (auto parameter = read(timer, plan))
            list.push_back(*parameter);
    }
    list.insert(list.end(), assumed.begin(), assumed.end());
    if (!plan.domains().empty())
        std::erase_if(list, [&](const Parameter &parameter) { return ofOtherIgp(plan, parameter.key); });
    std::stable_sort(list.begin(), list.end(), [](const Parameter &a, const Parameter &b) { return groupOf(a.key) < groupOf(b.key); });
    return list;
}

Result<plan::PlanEdit> settingEdit(const plan::Plan &plan, std::string_view assignment)
{
    Overrides checked;
    if (const auto done = checked.set(assignment); !done)
        return tl::unexpected<Error>(done.error());
    const std::string_view key = assignment.substr(0, assignment.find('='));
    if (const auto done = refuseOtherIgp(plan, key); !done)
        return tl::unexpected<Error>(done.error());
    const std::string text = checked.texts().front(); // canonical
    plan::EditBuilder edit(plan, "Set " + text);
    const auto parameter = parameterWith(key);
    const auto value = parseValue(*parameter, assignment.substr(key.size() + 1));
    if (const PlanTimer *timer = planTimerWith(key)) {
        timer->set(plan, edit, *value / timer->tick.count());
        return edit.take();
    }
    plan::Settings settings = plan.settings();
    std::erase_if(settings.assumptions, [key](const std::string &other) { return std::string_view(other).substr(0, other.find('=')) == key; });
    const Profile *profile = profileNamed(settings.profile);
    if (!profile || valueOf(*profile, key) != *value)
        settings.assumptions.push_back(text);
    std::sort(settings.assumptions.begin(), settings.assumptions.end());
    edit.set(std::move(settings));
    return edit.take();
}

Result<void> Overrides::set(std::string_view assignment)
{
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos)
        return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is not of the form PARAMETER=VALUE", assignment));
    const std::string_view key = assignment.substr(0, equals);
    const auto parameter = parameterWith(key);
    if (!parameter)
        return failure(ErrorCode::NotFound, fmt::format("no parameter is called \"{}\"; {}", key, near(key)));
    const auto value = parseValue(*parameter, assignment.substr(equals + 1));
    if (!value)
        return failure(value.error().code, fmt::format("{}: {}", key, value.error().detail));
    if (const PlanTimer *timer = planTimerWith(key); timer && *value % timer->tick.count() != 0)
        return failure(ErrorCode::OutOfRange, fmt::format("{}: routers take whole multiples of {}", key, formatDuration(timer->tick)));
    std::erase_if(m_values, [key](const Value &other) { return other.parameter.key == key; });
    m_values.push_back({*parameter, *value});
    return {};
}

Profile Overrides::appliedTo(Profile profile) const
{
    for (const Value &value : m_values) {
        if (!value.parameter.ofPlan)
            assign(profile, value.parameter.key, value.value);
    }
    return profile;
}

Result<plan::Plan> Overrides::appliedTo(const plan::Plan &plan) const
{
    Result<plan::Plan> changed = plan;
    for (const Value &value : m_values) {
        if (const auto done = refuseOtherIgp(plan, value.parameter.key); !done)
            return tl::unexpected<Error>(done.error());
        const PlanTimer *timer = planTimerWith(value.parameter.key);
        if (!timer)
            continue;
        plan::EditBuilder edit(*changed, "Set timers for one run");
        timer->set(*changed, edit, value.value / timer->tick.count());
        changed = changed->with(edit.take());
        if (!changed)
            return changed;
    }
    return changed;
}

std::vector<std::string> Overrides::texts() const
{
    std::vector<std::string> list;
    for (const Value &value : m_values)
        list.push_back(fmt::format("{}={}", value.parameter.key, valueText(value.parameter, value.value)));
    return list;
}

} // namespace sidestep::engine
