// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/change_pack.h"

#include "model/config/vrp/commands.h"
#include "model/report/report_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::report {

namespace {

using config::vrp::Cmd;
using config::vrp::leadingWords;

std::size_t commandsIn(const config::Script &script)
{
    std::size_t count = 0;
    for (const config::ScriptSection &section : script)
        count += section.commands.size();
    return count;
}

/// What is typed from the user view on.
std::string typed(const config::Script &script)
{
    return fmt::format("{}\n{}{}\n{}\n", leadingWords(Cmd::SystemView), config::toText(script), leadingWords(Cmd::Commit), leadingWords(Cmd::Return));
}

std::string summaryOf(const ChangeStep &step)
{
    if (step.isRemoved)
        return "leaves the network";
    return fmt::format("{}{} command{}", step.isNew ? "new, " : "", commandsIn(step.commands), commandsIn(step.commands) == 1 ? "" : "s");
}

std::string trafficSummary(const ChangeStep &step)
{
    if (!step.unsettled.empty() && step.traffic.empty() && step.failures.empty())
        return "not fully simulated";
    const std::size_t lost = static_cast<std::size_t>(
        std::count_if(step.traffic.begin(), step.traffic.end(), [](const Effect &effect) { return effect.after.starts_with("lost"); }));
    if (lost > 0)
        return fmt::format("{} flow{} lost", lost, lost == 1 ? "" : "s");
    if (!step.traffic.empty())
        return fmt::format("{} flow{} changed, none lost", step.traffic.size(), step.traffic.size() == 1 ? "" : "s");
    return step.failures.empty() ? "none" : "only when something fails";
}

void addChecks(Document &document, std::string_view title, const std::vector<StateCheck> &checks)
{
    if (checks.empty())
        return;
    document.add(Document::Heading{3, std::string(title)});
    for (const StateCheck &check : checks) {
        document.add(Document::Code{check.command + "\n"});
        if (!check.expected.empty()) {
            document.add(Document::Paragraph{"Expected, as simulated (a dash stands for what is not):"});
            document.add(Document::Code{check.expected});
        }
    }
}

void addEffects(Document &document, std::string_view subject, const std::vector<Effect> &effects)
{
    if (effects.empty())
        return;
    Document::Table table{{std::string(subject), "before this commit", "after it"}, {}};
    for (const Effect &effect : effects)
        table.rows.push_back({effect.subject, effect.before, effect.after});
    document.add(std::move(table));
}

void addStep(Document &document, const ChangeStep &step, std::size_t number)
{
    document.add(Document::Heading{2, fmt::format("Step {}: {}", number, step.name)});
    if (step.isRemoved) {
        document.add(Document::Paragraph{"Nothing is typed: the router is taken out of service."});
    } else {
        addChecks(document, "Check before", step.before);
        document.add(Document::Heading{3, "Commands"});
        document.add(Document::Code{typed(step.commands)});
        addChecks(document, "Check after", step.after);
    }
    document.add(Document::Heading{3, "Traffic, as simulated after this commit"});
    if (step.traffic.empty() && step.failures.empty())
        document.add(Document::Paragraph{"No flow changes its path, and no scenario of the plan changes its longest outage."});
    addEffects(document, "flow", step.traffic);
    addEffects(document, "when this fails", step.failures);
    if (!step.unsettled.empty())
        document.add(Document::List{step.unsettled});
}

Json scriptJson(const config::Script &script)
{
    Json sections = Json::array();
    for (const config::ScriptSection &section : script)
        sections.push_back({{"view", section.path}, {"commands", section.commands}});
    return sections;
}

Json checksJson(const std::vector<StateCheck> &checks)
{
    Json list = Json::array();
    for (const StateCheck &check : checks)
        list.push_back({{"command", check.command}, {"expected", check.expected}});
    return list;
}

Json effectsJson(const std::vector<Effect> &effects)
{
    Json list = Json::array();
    for (const Effect &effect : effects)
        list.push_back({{"subject", effect.subject}, {"before", effect.before}, {"after", effect.after}});
    return list;
}

void addRemarks(Document &document, const ChangePack &pack)
{
    if (pack.remarks.empty())
        return;
    document.add(Document::Heading{2, "Before you start"});
    document.add(Document::Paragraph{"What the commands below do not do:"});
    document.add(Document::List{pack.remarks});
}

} // namespace

Document documentOf(const ChangePack &pack)
{
    Document document;
    document.title = pack.from == pack.to ? fmt::format("Change of {}", pack.from) : fmt::format("Change from {} to {}", pack.from, pack.to);
    if (pack.steps.empty()) {
        document.add(Document::Paragraph{"Nothing changes: every router has the same configuration in both."});
        addRemarks(document, pack);
        return document;
    }
    document.add(Document::Paragraph{
        "One router and one commit a step, in this order. Traffic is simulated on the network as it is after each commit; nothing here was run on a device."});
    Document::Table overview{{"step", "router", "change", "traffic"}, {}};
    Document::Table signatures{{"step", "router", "done by", "time", "checked by", "result"}, {}};
    for (std::size_t i = 0; i < pack.steps.size(); ++i) {
        const ChangeStep &step = pack.steps[i];
        overview.rows.push_back({fmt::to_string(i + 1), step.name, summaryOf(step), trafficSummary(step)});
        signatures.rows.push_back({fmt::to_string(i + 1), step.name});
    }
    document.add(std::move(overview));
    addRemarks(document, pack);
    for (std::size_t i = 0; i < pack.steps.size(); ++i)
        addStep(document, pack.steps[i], i + 1);
    document.add(Document::Heading{2, "Rollback"});
    document.add(Document::Paragraph{"From the last step that was done back to the first."});
    for (std::size_t i = pack.steps.size(); i-- > 0;) {
        if (pack.steps[i].isRemoved)
            continue;
        document.add(Document::Heading{3, fmt::format("Step {}: {}", i + 1, pack.steps[i].name)});
        document.add(Document::Code{typed(pack.steps[i].rollback)});
    }
    document.add(Document::Heading{2, "Sign-off"});
    document.add(std::move(signatures));
    return document;
}

std::string changePackJson(const ChangePack &pack)
{
    Json steps = Json::array();
    for (const ChangeStep &step : pack.steps)
        steps.push_back({{"device", step.name},
                         {"state", step.isNew ? "new" : step.isRemoved ? "removed" : "changed"},
                         {"before", checksJson(step.before)},
                         {"commands", scriptJson(step.commands)},
                         {"after", checksJson(step.after)},
                         {"traffic", effectsJson(step.traffic)},
                         {"failures", effectsJson(step.failures)},
                         {"unsettled", step.unsettled},
                         {"rollback", scriptJson(step.rollback)}});
    const Json all{{"from", pack.from}, {"to", pack.to}, {"steps", std::move(steps)}, {"remarks", pack.remarks}};
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace sidestep::report
