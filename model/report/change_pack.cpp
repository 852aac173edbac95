// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/change_pack.h"

#include "model/config/config_builder.h"
#include "model/config/display/display.h"
#include "model/config/reader.h"
#include "model/engine/simulate.h"
#include "model/engine/steady_state.h"
#include "model/plan/staged_plan.h"
#include "model/report/report_json.h"
#include "model/report/router_state_at.h"
#include "model/report/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace sidestep::report {

namespace {

using config::vrp::Cmd;

/// What to look at when a command of a section of `vrp.md` changes.
struct Look
{
    std::string_view section;
    Cmd display;
};
constexpr std::string_view kOspf = "2, OSPF"; ///< the part of section 2 that is not about IS-IS
constexpr std::array kLooks{
    Look{"0", Cmd::DisplayTrackRoute}, Look{"1", Cmd::DisplayInterfaceBrief}, Look{"2", Cmd::DisplayIsisPeer}, Look{"3", Cmd::DisplayLdpSession},
    Look{"4", Cmd::DisplayL2vc},       Look{"5", Cmd::DisplayVeGroup},        Look{"6", Cmd::DisplayVpnInstance}, Look{"7", Cmd::DisplayBgpPeer},
    Look{"8", Cmd::DisplayBfdSessions}, Look{kOspf, Cmd::DisplayOspfPeer},
};

std::string_view sectionOf(const config::ConfigLine &line)
{
    using config::vrp::View;
    const config::vrp::Command &command = config::vrp::command(*line.command);
    const bool ospf = command.syntax.starts_with("ospf") || line.view == View::Ospf || line.view == View::OspfArea;
    return ospf ? kOspf : command.source;
}

/// The commands that show what a script is about, each once, in the order of `kLooks`.
std::vector<std::string> displaysFor(const config::Script &script)
{
    std::set<std::string_view> sections;
    for (const config::ScriptSection &section : script) {
        std::string text;
        for (std::size_t depth = 0; depth < section.path.size(); ++depth)
            text += std::string(depth, ' ') + section.path[depth] + '\n';
        for (const std::string &command : section.commands)
            text += std::string(section.path.size(), ' ') + command + '\n';
        for (const config::ConfigLine &line : config::readConfig(text).lines) {
            if (line.command && line.depth >= section.path.size())
                sections.insert(sectionOf(line));
        }
    }
    std::vector<std::string> displays;
    for (const Look &look : kLooks) {
        if (sections.contains(look.section))
            displays.emplace_back(config::vrp::leadingWords(look.display));
    }
    return displays;
}

config::ConfigTree treeOf(const config::ConfigBuilder &builder, const plan::Router &router, std::vector<std::string> *remarks)
{
    const auto built = builder.build(router.id);
    if (!built)
        return {};
    if (remarks) {
        for (const config::ConfigGap &gap : built->gaps)
            remarks->push_back(fmt::format("{}: {}", router.name, gap.text));
    }
    return config::readConfig(config::toText(*built));
}

int rankOf(plan::Role role)
{
    switch (role) {
    case plan::Role::Rsg: return 0;
    case plan::Role::P: return 1;
    case plan::Role::Agg: return 2;
    case plan::Role::Csg: break;
    }
    return 3;
}

void sortSteps(std::vector<ChangeStep> &steps, const plan::Plan &from, const plan::Plan &to, const std::vector<plan::RouterId> &first)
{
    std::set<plan::RouterId> primaries;
    for (const plan::AccessService &service : to.services())
        primaries.insert(service.primary.agg);
    const auto key = [&](const ChangeStep &step) {
        const plan::Router *router = to.find(step.router) ? to.find(step.router) : from.find(step.router);
        const auto wish = std::find(first.begin(), first.end(), step.router) - first.begin();
        return std::tuple(wish, rankOf(router->role), primaries.contains(step.router), step.name);
    };
    std::sort(steps.begin(), steps.end(), [&](const ChangeStep &a, const ChangeStep &b) { return key(a) < key(b); });
}

/// What the router prints while nothing fails; empty where it is not in the plan, or the plan is no network.
std::string shownBy(const plan::Plan *plan, plan::RouterId router, const std::string &command)
{
    if (!plan || !plan->find(router))
        return {};
    const auto match = config::vrp::matchLine(config::vrp::View::User, command);
    const auto state = steadyRouterState(*plan, router);
    return match && state ? config::displayText(*state, *match).value_or(std::string()) : std::string();
}

/// What traffic does in one state of the network.
struct Traffic
{
    std::map<plan::FlowId, std::string> fate; ///< with nothing failed
    std::map<plan::ScenarioId, std::string> outage;
};

std::string fateOf(const plan::Plan &plan, const engine::SteadyState::Flow &flow)
{
    if (flow.state == engine::FlowState::Delivered)
        return joined(pathNames(plan, flow.path), " → ");
    return fmt::format("lost{}: {}", flow.at ? " at " + routerName(plan, *flow.at) : std::string(), flow.why);
}

std::string worstOutage(const engine::Timeline &timeline)
{
    const engine::FlowResult *worst = nullptr;
    for (const engine::FlowResult &flow : timeline.flows) {
        if (!worst || flow.outage > worst->outage)
            worst = &flow;
    }
    if (!worst || worst->outage == SimDuration(0))
        return "no loss";
    if (worst->segments.back().state == engine::FlowState::Lost)
        return fmt::format("{} is lost to the end{}", worst->name, worst->segments.back().silent ? ", silently" : "");
    return fmt::format("{} out for {}", worst->name, shown(worst->outage));
}

Result<Traffic> trafficOf(const plan::Plan &plan, bool scenarios, std::stop_token stop)
{
    Traffic traffic;
    for (const engine::SteadyState::Flow &flow : engine::steadyState(plan, {}).flows)
        traffic.fate.emplace(flow.flow, fateOf(plan, flow));
    if (!scenarios)
        return traffic;
    for (const plan::Scenario &scenario : plan.scenarios()) {
        const auto timeline = engine::simulate(plan, scenario, {.phase = engine::Phase::Typical}, stop);
        if (!timeline)
            return tl::unexpected(timeline.error());
        traffic.outage.emplace(scenario.id, worstOutage(*timeline));
    }
    return traffic;
}

/// Entries that differ, named by `nameOf`; `absent` stands for one that a side lacks.
template <typename IdType, typename NameOf>
std::vector<Effect> differing(const std::map<IdType, std::string> &before, const std::map<IdType, std::string> &after, std::string_view absent, NameOf &&nameOf)
{
    std::set<IdType> ids;
    for (const auto *side : {&before, &after}) {
        for (const auto &[id, text] : *side)
            ids.insert(id);
    }
    std::vector<Effect> effects;
    for (const IdType id : ids) {
        const auto textIn = [&](const std::map<IdType, std::string> &side) {
            const auto found = side.find(id);
            return found == side.end() ? std::string(absent) : found->second;
        };
        Effect effect{nameOf(id), textIn(before), textIn(after)};
        if (effect.before != effect.after)
            effects.push_back(std::move(effect));
    }
    return effects;
}

class Packer
{
public:
    Packer(const plan::Plan &from, const plan::Plan &to, const ChangePackOptions &options, std::stop_token stop)
        : m_from(from), m_to(to), m_options(options), m_stop(std::move(stop))
    {
    }

    [[nodiscard]] Result<ChangePack> pack()
    {
        m_pack.from = m_from.settings().name;
        m_pack.to = m_to.settings().name;
        collectSteps();
        sortSteps(m_pack.steps, m_from, m_to, m_options.first);
        if (const auto done = simulateSteps(); !done)
            return tl::unexpected(done.error());
        return std::move(m_pack);
    }

private:
    void collectSteps()
    {
        const config::ConfigBuilder before(m_from), after(m_to);
        for (const plan::Router &router : m_to.routers()) {
            const plan::Router *old = m_from.find(router.id);
            config::Difference change = config::difference(old ? presentTree(before, *old) : config::ConfigTree{}, treeOf(after, router, &m_pack.remarks));
            if (change.empty())
                continue;
            ChangeStep step;
            step.router = router.id;
            step.name = old ? old->name : router.name;
            step.isNew = !old;
            step.commands = std::move(change.forward);
            step.rollback = std::move(change.rollback);
            for (const std::string &line : change.leftAlone)
                m_pack.remarks.push_back(fmt::format("{}: see to this line by hand, its undo form means another command: {}", step.name, line));
            m_pack.steps.push_back(std::move(step));
        }
        for (const plan::Router &router : m_from.routers()) {
            if (m_to.find(router.id))
                continue;
            ChangeStep step;
            step.router = router.id;
            step.name = router.name;
            step.isRemoved = true;
            m_pack.steps.push_back(std::move(step));
        }
    }

    [[nodiscard]] config::ConfigTree presentTree(const config::ConfigBuilder &before, const plan::Router &router) const
    {
        const auto running = m_options.running.find(router.id);
        return running == m_options.running.end() ? treeOf(before, router, nullptr) : config::readConfig(running->second);
    }

    [[nodiscard]] Result<void> simulateSteps()
    {
        auto before = trafficOf(m_from, m_options.scenarios, m_stop);
        if (!before)
            return tl::unexpected(before.error());
        std::optional<plan::Plan> present = m_from;
        std::set<plan::RouterId> committed;
        for (std::size_t i = 0; i < m_pack.steps.size(); ++i) {
            if (m_stop.stop_requested())
                return failure(ErrorCode::Cancelled, "the change pack was stopped");
            if (m_options.progress)
                m_options.progress(i, m_pack.steps.size());
            ChangeStep &step = m_pack.steps[i];
            committed.insert(step.router);
            const bool last = i + 1 == m_pack.steps.size();
            const auto staged = last ? Result<plan::StagedPlan>(plan::StagedPlan{m_to, {}}) : plan::stagedPlan(m_from, m_to, committed);
            addChecks(step, present ? &*present : nullptr, staged ? &staged->plan : nullptr);
            present = staged ? std::optional(staged->plan) : std::nullopt;
            if (!staged) {
                step.unsettled.push_back(fmt::format("after this commit the network contradicts itself, so it is not simulated: {}", staged.error().detail));
                continue;
            }
            step.unsettled = staged->unsettled;
            auto after = trafficOf(staged->plan, m_options.scenarios, m_stop);
            if (!after)
                return tl::unexpected(after.error());
            addEffects(step, *before, *after);
            before = std::move(after);
        }
        return {};
    }

    void addEffects(ChangeStep &step, const Traffic &before, const Traffic &after) const
    {
        const auto nameIn = [this](auto id) {
            const auto *row = m_to.find(id) ? m_to.find(id) : m_from.find(id);
            return row ? row->name : std::string();
        };
        step.traffic = differing(before.fate, after.fate, "does not exist", nameIn);
        step.failures = differing(before.outage, after.outage, "cannot happen", nameIn);
    }

    /// `before` and `after`: the network around the commit; nullptr where it cannot be simulated.
    static void addChecks(ChangeStep &step, const plan::Plan *before, const plan::Plan *after)
    {
        for (const std::string &command : displaysFor(step.commands)) {
            step.before.push_back({command, shownBy(before, step.router, command)});
            step.after.push_back({command, shownBy(after, step.router, command)});
        }
    }

    const plan::Plan &m_from;
    const plan::Plan &m_to;
    const ChangePackOptions &m_options;
    std::stop_token m_stop;
    ChangePack m_pack;
};

} // namespace

Result<ChangePack> changePack(const plan::Plan &from, const plan::Plan &to, const ChangePackOptions &options, std::stop_token stop)
{
    return Packer(from, to, options, std::move(stop)).pack();
}

} // namespace sidestep::report
