// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/completed_plan.h"

#include "model/plan/fields.h"
#include "model/plan/staged_plan.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sidestep::plan {
namespace {

template <typename Row>
void turnLike(const Row &, Row &)
{
}
void turnLike(const Link &own, Link &row)
{
    if (own.a == row.b && own.b == row.a)
        std::swap(row.a, row.b);
}
void turnLike(const BgpSession &own, BgpSession &row)
{
    if (own.a != row.b || own.b != row.a)
        return;
    std::swap(row.a, row.b);
    std::swap(row.aReflects, row.bReflects);
    std::swap(row.aNextHopSelf, row.bNextHopSelf);
}

template <typename Row>
void takePlanFields(const Row &own, Row &row)
{
    std::vector<const void *> values;
    fields(own, [&](std::string_view, const auto &member) { values.push_back(&member); });
    std::size_t i = 0;
    fields(row, [&](std::string_view name, auto &member) {
        if (std::ranges::find(kOfThePlanAlone, name) != kOfThePlanAlone.end())
            member = *static_cast<const std::remove_cvref_t<decltype(member)> *>(values[i]);
        ++i;
    });
}

/// Policies with the same timers are the same lines, so which of them is meant only the base knows.
void takePolicy(const Plan &base, const Plan &running, const std::optional<BfdPolicyId> &own, std::optional<BfdPolicyId> &policy)
{
    if (!own || !policy)
        return;
    BfdPolicy meant = *running.find(*policy);
    const BfdPolicy &ours = *base.find(*own);
    meant.id = ours.id;
    meant.name = ours.name;
    if (meant == ours)
        policy = ours.id;
}

template <typename Row>
void takePolicies(const Plan &base, const Plan &running, const Row &own, Row &row)
{
    if constexpr (requires { row.bfd; })
        takePolicy(base, running, own.bfd, row.bfd);
    if constexpr (requires { row.tunnelBfd; })
        takePolicy(base, running, own.tunnelBfd, row.tunnelBfd);
}

void addPolicies(const Plan &base, const Plan &running, PlanEdit &edit)
{
    for (const BfdPolicy &policy : base.bfdPolicies())
        if (!running.find(policy.id))
            edit.changes.emplace_back(Add<BfdPolicy>{policy});
}

template <typename Row>
void complete(const Plan &base, const Plan &running, PlanEdit &edit)
{
    for (const Row &row : running.table<Row>()) {
        const Row *own = base.table<Row>().find(row.id);
        if (!own)
            continue;
        Row whole = row;
        turnLike(*own, whole);
        takePlanFields(*own, whole);
        takePolicies(base, running, *own, whole);
        if (whole != row)
            edit.changes.emplace_back(Set<Row>{std::move(whole)});
    }
}

} // namespace

Plan completedFrom(const Plan &base, const Plan &running)
{
    PlanEdit edit;
    addPolicies(base, running, edit);
    complete<Router>(base, running, edit);
    complete<Link>(base, running, edit);
    complete<IgpDomain>(base, running, edit);
    complete<BfdPolicy>(base, running, edit);
    complete<AccessService>(base, running, edit);
    complete<BgpSession>(base, running, edit);
    // Refused only where a name of the base is taken by something that the base lacks: then the names stay as they are.
    const Plan named = running.with(edit).value_or(running);
    // A change of which nothing is committed yet has the flows and scenarios of its end.
    const auto staged = stagedPlan(named, base, {});
    return staged ? staged->plan : named;
}

} // namespace sidestep::plan
