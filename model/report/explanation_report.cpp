// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/explanation_report.h"

#include "model/report/report_json.h"
#include "model/report/text_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sidestep::report {

namespace {

std::string placeOf(const ConfigurationLine &line)
{
    return line.view.empty() ? fmt::format("`{}` on {}", line.line, line.router) : fmt::format("`{}` in `{}` on {}", line.line, line.view, line.router);
}

/// "AGG1", "AGG1 (CSG--AGG1, nothing received for 3 x 50 ms)".
std::string waitingAt(const Candidate &candidate)
{
    return candidate.about.empty() ? candidate.device : fmt::format("{} ({})", candidate.device, candidate.about);
}

std::string outageText(SimDuration outage, bool over)
{
    return over ? shown(outage) : shown(outage) + " and not over";
}

std::string changeText(const Candidate &candidate)
{
    const Change &change = candidate.change;
    if (!change.settings.empty())
        return fmt::format("{}", fmt::join(change.settings, " and "));
    if (!change.repairs.empty())
        return fmt::format("with everything repaired at {}", formatDuration(change.repairs.front().at));
    return candidate.line ? "with " + placeOf(*candidate.line) : std::string("otherwise");
}

Json lineJson(const std::optional<ConfigurationLine> &line)
{
    if (!line)
        return nullptr;
    return {{"device", line->router}, {"view", line->view}, {"line", line->line}};
}

std::string_view wordOf(Deciding::Kind kind)
{
    switch (kind) {
    case Deciding::Kind::Timer: return "timer";
    case Deciding::Kind::Line: return "missing-line";
    case Deciding::Kind::Failure: return "failure";
    case Deciding::Kind::Several: break;
    }
    return "several";
}

Json decidingJson(const Deciding &deciding)
{
    Json json{{"kind", wordOf(deciding.kind)}};
    switch (deciding.kind) {
    case Deciding::Kind::Timer:
        json["parameter"] = deciding.candidate.key;
        json["value"] = deciding.candidate.value;
        json["origin"] = deciding.candidate.origin;
        json["device"] = deciding.candidate.device;
        json["line"] = lineJson(deciding.candidate.line);
        break;
    case Deciding::Kind::Line: json["line"] = lineJson(deciding.candidate.line); break;
    case Deciding::Kind::Failure:
        json["failures"] = deciding.failures;
        json["line"] = lineJson(deciding.line);
        break;
    case Deciding::Kind::Several: break;
    }
    return json;
}

Json whatIfJson(const WhatIf &whatIf)
{
    const Change &change = whatIf.candidate.change;
    Json json{{"change", changeText(whatIf.candidate)}};
    if (!change.settings.empty())
        json["set"] = change.settings;
    json["line"] = lineJson(change.settings.empty() ? whatIf.candidate.line : std::nullopt);
    json["outage_ns"] = whatIf.outage.count();
    json["over"] = whatIf.over;
    return json;
}

Json budgetJson(const std::vector<BudgetPart> &budget)
{
    Json json = Json::object();
    for (const Stage stage : kStages) {
        std::string key(wordOf(stage));
        std::replace(key.begin(), key.end(), ' ', '_');
        const SimDuration spent = total(budget, stage);
        if (stage <= Stage::Programming || spent > SimDuration(0))
            json[key + "_ns"] = spent.count();
    }
    return json;
}

Json stepJson(const plan::Plan &plan, const ExplainedStep &step)
{
    return {{"t_ns", nanoseconds(step.time)},
            {"share_ns", step.share.count()},
            {"event", step.event ? Json(*step.event) : Json(nullptr)},
            {"device", step.device ? Json(routerName(plan, *step.device)) : Json(nullptr)},
            {"text", step.text.english()},
            {"detail", step.detail.english()}};
}

Json explanationObject(const plan::Plan &plan, const Explanation &explanation)
{
    Json steps = Json::array();
    for (const ExplainedStep &step : explanation.steps)
        steps.push_back(stepJson(plan, step));
    Json whatIfs = Json::array();
    for (const WhatIf &whatIf : explanation.whatIfs)
        whatIfs.push_back(whatIfJson(whatIf));
    return {{"flow", explanation.flow},
            {"interval", explanation.number},
            {"from_ns", nanoseconds(explanation.interval.from)},
            {"to_ns", nanoseconds(explanation.interval.to)},
            {"ended", explanation.interval.ended},
            {"lost_packets", explanation.lostPackets},
            {"budget", budgetJson(explanation.budget)},
            {"steps", std::move(steps)},
            {"deciding", decidingJson(explanation.deciding)},
            {"outage_ns", explanation.outage.count()},
            {"what_if", std::move(whatIfs)}};
}

std::string percentText(SimDuration share, SimDuration whole)
{
    return share == SimDuration(0) ? std::string() : fmt::format("{:.0f} %", 100.0 * static_cast<double>(share.count()) / static_cast<double>(whole.count()));
}

std::string stepTable(const Explanation &explanation, SimTime origin)
{
    TextTable table;
    table.column("at", TextTable::Align::Right);
    table.column("took", TextTable::Align::Right);
    table.column("share", TextTable::Align::Right);
    table.column("what happened");
    for (const ExplainedStep &step : explanation.steps) {
        const std::string detail = step.detail.english();
        table.row({shown(step.time - origin), step.share == SimDuration(0) ? std::string() : shown(step.share),
                   percentText(step.share, explanation.interval.length()), step.text.english() + (detail.empty() ? "" : " (" + detail + ")")});
    }
    return table.text(2);
}

} // namespace

std::string budgetText(const std::vector<BudgetPart> &budget)
{
    const SimDuration whole = budget.empty() ? SimDuration(0) : budget.back().to - budget.front().from;
    std::vector<std::string> parts;
    for (const Stage stage : kStages)
        if (const SimDuration spent = total(budget, stage); spent > SimDuration(0))
            parts.push_back(fmt::format("{} {} ({})", wordOf(stage), shown(spent), percentText(spent, whole)));
    return fmt::format("{}", fmt::join(parts, ", "));
}

Phrase decidingPhrase(const Explanation &explanation)
{
    const Deciding &deciding = explanation.deciding;
    const Candidate &candidate = deciding.candidate;
    switch (deciding.kind) {
    case Deciding::Kind::Timer:
        return candidate.line ? Phrase{"Decided by {0} = {1} at {2} ({3}; {4}): {5}", {candidate.key, candidate.value, waitingAt(candidate), candidate.name, candidate.origin, placeOf(*candidate.line)}}
                              : Phrase{"Decided by {0} = {1} at {2} ({3}; {4})", {candidate.key, candidate.value, waitingAt(candidate), candidate.name, candidate.origin}};
    case Deciding::Kind::Line: return {"Decided by a line that is missing: {0}", {placeOf(*candidate.line)}};
    case Deciding::Kind::Failure:
        if (deciding.line)
            return {"Only the repair helps: {0} took away {1}", {fmt::format("{}", fmt::join(deciding.failures, " ")), placeOf(*deciding.line)}};
        return {"Only the repair helps: {0}", {fmt::format("{}", fmt::join(deciding.failures, " "))}};
    case Deciding::Kind::Several: break;
    }
    return {"No single timer or line of those tried makes it shorter", {}};
}

Phrase whatIfPhrase(const Explanation &explanation, const WhatIf &whatIf)
{
    return {"{0}: out for {1} instead of {2}",
            {changeText(whatIf.candidate), outageText(whatIf.outage, whatIf.over), outageText(explanation.outage, explanation.over)}};
}

std::vector<NarrationStep> narrate(const Explanation &explanation)
{
    std::vector<NarrationStep> steps;
    const SimTime time = explanation.interval.to;
    steps.push_back({time, {}, {"{0}: {1}", {explanation.flow, decidingPhrase(explanation).english()}}, {"{0}", {budgetText(explanation.budget)}}, {}, true, false});
    if (!explanation.whatIfs.empty()) {
        std::vector<std::string> texts;
        for (const WhatIf &whatIf : explanation.whatIfs)
            texts.push_back(whatIfPhrase(explanation, whatIf).english());
        steps.push_back({time, {}, {"What would change it, each run again", {}}, {"{0}", {joined(texts, "\n")}}, {}, true, false});
    }
    return steps;
}

std::string explanationText(std::span<const Explanation> explanations, const engine::Timeline &timeline)
{
    const SimTime origin = timeline.events.empty() ? kTimeZero : timeline.events.front().time;
    std::string text;
    for (const Explanation &explanation : explanations) {
        const LossInterval &interval = explanation.interval;
        text += fmt::format("{}{}: lost for {}{}, {} packets\n", text.empty() ? "" : "\n", explanation.flow, shown(interval.length()),
                            interval.ended ? "" : " to the end of the run", grouped(explanation.lostPackets));
        text += stepTable(explanation, origin);
        text += fmt::format("  Budget: {}.\n  {}.\n", budgetText(explanation.budget), decidingPhrase(explanation).english());
        if (!explanation.whatIfs.empty())
            text += "  What would change it, each run again:\n";
        for (const WhatIf &whatIf : explanation.whatIfs)
            text += fmt::format("    {}\n", whatIfPhrase(explanation, whatIf).english());
    }
    return text;
}

std::string explanationJson(const plan::Plan &plan, std::span<const Explanation> explanations, const engine::Timeline &timeline)
{
    std::string losses;
    for (const Explanation &explanation : explanations)
        losses += (losses.empty() ? "\n  " : ",\n  ") + line(explanationObject(plan, explanation));
    return fmt::format("{{\"plan\": {}, \"scenario\": {}, \"seed\": {}, \"tracking\": {},\n \"losses\": [{}]}}\n", line(timeline.plan), line(timeline.scenario),
                       timeline.seed, timeline.tracking, losses);
}

} // namespace sidestep::report
