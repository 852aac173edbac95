// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/findings_report.h"

#include "model/report/report_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sidestep::report {

namespace {

/// In the order of ObjectId's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<plan::ObjectId>> kKinds{
    "router",        "link",        "domain", "bfd_policy", "vpn",  "vpn_interface", "service",
    "tracked_route", "bgp_session", "flow",   "scenario",   "port", "vpn_member"};

std::ptrdiff_t countOf(const std::vector<check::Finding> &findings, check::Severity severity)
{
    return std::count_if(findings.begin(), findings.end(),
                         [severity](const check::Finding &finding) { return finding.severity == severity; });
}

std::string counted(std::ptrdiff_t number, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

} // namespace

std::string_view wordOf(check::Severity severity)
{
    switch (severity) {
    case check::Severity::Error:
        return "error";
    case check::Severity::Warning:
        return "warning";
    case check::Severity::Advice:
        break;
    }
    return "advice";
}

std::string findingsJson(const plan::Plan &plan, const std::vector<check::Finding> &findings)
{
    std::string lines;
    for (const check::Finding &finding : findings) {
        Json objects = Json::array();
        for (const plan::ObjectId &object : finding.objects)
            objects.push_back({{"kind", kKinds.at(object.index())}, {"name", plan::nameOf(plan, object)}});
        const Json json{{"rule", finding.rule},
                        {"severity", wordOf(finding.severity)},
                        {"text", finding.text},
                        {"objects", std::move(objects)},
                        {"repair", finding.repair ? Json(finding.repair->label) : Json(nullptr)}};
        lines += (lines.empty() ? "\n  " : ",\n  ") + line(json);
    }
    return fmt::format("{{\"plan\": {}, \"errors\": {}, \"warnings\": {}, \"advice\": {},\n \"findings\": [{}]}}\n",
                       line(plan.settings().name), countOf(findings, check::Severity::Error), countOf(findings, check::Severity::Warning),
                       countOf(findings, check::Severity::Advice), lines);
}

std::string findingsText(const plan::Plan &plan, const std::vector<check::Finding> &findings)
{
    if (findings.empty())
        return fmt::format("{}: no findings.\n", plan.settings().name);
    constexpr std::size_t kNamed = 8; // a rule that the whole network breaks names some places, not all
    std::string text;
    for (const check::Finding &finding : findings) {
        std::vector<std::string> names;
        for (const plan::ObjectId &object : finding.objects) {
            if (names.size() == kNamed)
                break;
            names.push_back(plan::nameOf(plan, object));
        }
        text += fmt::format("{} [{}] {}\n", wordOf(finding.severity), finding.rule, finding.text);
        if (!names.empty())
            text += fmt::format("    at: {}{}\n", joined(names, ", "),
                                finding.objects.size() > names.size() ? fmt::format(" and {} more", finding.objects.size() - names.size())
                                                                      : std::string());
        if (finding.repair)
            text += fmt::format("    repair: {}\n", finding.repair->label);
    }
    return text
        + fmt::format("{}: {}, {}, {}.\n", plan.settings().name, counted(countOf(findings, check::Severity::Error), "error", "errors"),
                      counted(countOf(findings, check::Severity::Warning), "warning", "warnings"),
                      counted(countOf(findings, check::Severity::Advice), "piece of advice", "pieces of advice"));
}

} // namespace sidestep::report
