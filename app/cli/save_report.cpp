// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/store/plan_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sidestep::cli {

namespace {

std::string counted(std::size_t number, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

} // namespace

int saveAndReport(const Session &session, const plan::Plan &plan, const std::filesystem::path &path)
{
    std::error_code ignored;
    const bool replaces = std::filesystem::exists(path, ignored);
    if (const auto saved = store::savePlan(plan, path); !saved)
        return session.refused(saved.error());
    const std::string kept = path.string() + "~";
    if (session.json()) {
        const nlohmann::ordered_json json{{"file", path.string()},
                                          {"plan", plan.settings().name},
                                          {"routers", plan.routers().size()},
                                          {"links", plan.links().size()},
                                          {"services", plan.services().size()},
                                          {"kept", replaces ? nlohmann::ordered_json(kept) : nlohmann::ordered_json(nullptr)}};
        session.out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    } else {
        session.out << fmt::format("{}: {}, {}, {}{}\n", path.string(), counted(plan.routers().size(), "router", "routers"),
                                   counted(plan.links().size(), "link", "links"),
                                   counted(plan.services().size(), "access service", "access services"),
                                   replaces ? fmt::format("; the file that was there is kept as {}", kept) : std::string());
    }
    return kClean;
}

} // namespace sidestep::cli
