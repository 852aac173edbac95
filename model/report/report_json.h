// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"

#include <nlohmann/json.hpp>

namespace sidestep::report {

using Json = nlohmann::ordered_json;

/// One line; text that is not UTF-8 is shown with replacement characters rather than refused.
[[nodiscard]] inline std::string line(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

[[nodiscard]] inline std::int64_t nanoseconds(SimTime time)
{
    return time.time_since_epoch().count();
}

/// Name of a router for people; a number where the plan has no such router, which only a foreign timeline can cause.
[[nodiscard]] inline std::string routerName(const plan::Plan &plan, plan::RouterId id)
{
    const plan::Router *router = plan.find(id);
    return router ? router->name : "#" + std::to_string(id.value());
}

/// Names along a path.
[[nodiscard]] inline std::vector<std::string> pathNames(const plan::Plan &plan, const std::vector<plan::RouterId> &path)
{
    std::vector<std::string> names;
    for (const plan::RouterId id : path)
        names.push_back(routerName(plan, id));
    return names;
}

[[nodiscard]] inline std::string joined(const std::vector<std::string> &names, std::string_view between)
{
    std::string text;
    for (const std::string &name : names)
        text.append(text.empty() ? std::string_view() : between).append(name);
    return text;
}

} // namespace sidestep::report
