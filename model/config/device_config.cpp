// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/device_config.h"

#include "model/config/config_builder.h"
#include "model/config/router_facts.h"
#include "model/config/vrp/commands.h"
#include "model/config/vrp/writer/writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::config {

namespace {

constexpr std::string_view kBlockEnd = "#";
constexpr std::string_view kFileEnd = vrp::command(vrp::Cmd::Return).syntax;

DeviceConfig write(const RouterFacts &facts)
{
    DeviceConfig config{facts.router->id, facts.router->name, {}, {}};
    vrp::Writer writer(facts, config);
    vrp::writeAll(writer);
    return config;
}

Result<DeviceConfig> unknownRouter(plan::RouterId router)
{
    return failure(ErrorCode::NotFound, fmt::format("the plan has no router with id {}", router.value()));
}

template <typename Visit>
void walk(const ConfigNode &node, std::size_t depth, Visit &visit)
{
    visit(node.line, depth, &node);
    for (const ConfigNode &child : node.children) {
        if (depth == 0 && vrp::isSeparated(node.line, child.line))
            visit(kBlockEnd, 1, nullptr);
        walk(child, depth + 1, visit);
    }
}

/// The one place that knows the layout: `visit(text, depth, node)` for each line, node nullptr for `#` and `return`.
template <typename Visit>
void walk(const DeviceConfig &config, Visit visit)
{
    for (std::size_t i = 0; i < config.blocks.size(); ++i) {
        walk(config.blocks[i], 0, visit);
        const bool listGoesOn
            = i + 1 < config.blocks.size() && vrp::isListed(config.blocks[i].line) && vrp::isListed(config.blocks[i + 1].line);
        if (!listGoesOn)
            visit(kBlockEnd, 0, nullptr);
    }
    visit(kFileEnd, 0, nullptr);
}

} // namespace

Result<DeviceConfig> ConfigBuilder::build(plan::RouterId router) const
{
    const plan::Router *row = m_plan.find(router);
    return row ? Result<DeviceConfig>(write(m_index.factsOf(*row))) : unknownRouter(router);
}

Result<DeviceConfig> buildConfig(const plan::Plan &plan, plan::RouterId router)
{
    const plan::Router *row = plan.find(router);
    if (!row)
        return unknownRouter(router);
    const PlanIndex index(plan, router);
    return write(index.factsOf(*row));
}

std::string toText(const DeviceConfig &config)
{
    std::size_t size = 0;
    walk(config, [&](std::string_view text, std::size_t depth, const ConfigNode *) { size += depth + text.size() + 1; });
    std::string out;
    out.reserve(size);
    walk(config,
         [&](std::string_view text, std::size_t depth, const ConfigNode *) { out.append(depth, ' ').append(text).push_back('\n'); });
    return out;
}

std::vector<std::size_t> linesOf(const DeviceConfig &config, const plan::ObjectId &object)
{
    std::vector<std::size_t> lines;
    std::size_t number = 0;
    walk(config, [&](std::string_view, std::size_t, const ConfigNode *node) {
        if (node && std::ranges::find(node->origin, object) != node->origin.end())
            lines.push_back(number);
        ++number;
    });
    return lines;
}

} // namespace sidestep::config
