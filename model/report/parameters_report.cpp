// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/parameters_report.h"

#include "model/report/report_json.h"
#include "model/report/text_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sidestep::report {

namespace {

std::string_view wordOf(engine::Unit unit)
{
    switch (unit) {
    case engine::Unit::Time: return "ns";
    case engine::Unit::Count: return "count";
    case engine::Unit::Choice: break;
    }
    return "choice";
}

Json parameterJson(const engine::Parameter &parameter)
{
    const bool choice = parameter.unit == engine::Unit::Choice;
    const auto valued = [&](std::int64_t value) { return choice ? Json(engine::valueText(parameter, value)) : Json(value); };
    Json json{{"key", parameter.key}, {"name", parameter.name}, {"unit", wordOf(parameter.unit)}, {"value", valued(parameter.value)}};
    if (parameter.upTo)
        json["up_to"] = valued(*parameter.upTo);
    if (choice) {
        json["choices"] = parameter.choices;
    } else {
        json["low"] = parameter.low;
        json["high"] = parameter.high;
    }
    json["of"] = parameter.ofPlan ? "plan" : "profile";
    if (parameter.changed)
        json["changed"] = true;
    json["source"] = parameter.source;
    return json;
}

std::string rangeText(const engine::Parameter &parameter)
{
    if (parameter.unit == engine::Unit::Choice)
        return fmt::format("{}", fmt::join(parameter.choices, ", "));
    return fmt::format("{} to {}", engine::valueText(parameter, parameter.low), engine::valueText(parameter, parameter.high));
}

} // namespace

std::string parametersJson(std::string_view profile, std::span<const engine::Parameter> list)
{
    std::string rows;
    for (const engine::Parameter &parameter : list)
        rows += (rows.empty() ? "\n  " : ",\n  ") + line(parameterJson(parameter));
    return fmt::format("{{\"profile\": {}, \"parameters\": [{}]}}\n", line(profile), rows);
}

std::string parametersText(std::string_view profile, std::span<const engine::Parameter> list)
{
    TextTable table;
    table.column("parameter");
    table.column("value", TextTable::Align::Right);
    for (const char *title : {"may be", "what", "source"})
        table.column(title);
    for (const engine::Parameter &parameter : list) {
        std::string value = engine::valueText(parameter, parameter.value);
        if (parameter.upTo)
            value += " to " + engine::valueText(parameter, *parameter.upTo);
        if (parameter.changed)
            value += " *";
        table.row({std::string(parameter.key), value, rangeText(parameter), std::string(parameter.name), std::string(parameter.source)});
    }
    const bool changed = std::any_of(list.begin(), list.end(), [](const engine::Parameter &parameter) { return parameter.changed; });
    return fmt::format("Profile {}. Set one for a run with simulate --set PARAMETER=VALUE.\n{}\n{}", profile, changed ? "* the plan assumes this otherwise than the profile.\n" : "",
                       table.text(2));
}

} // namespace sidestep::report
