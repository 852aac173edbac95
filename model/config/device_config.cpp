// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/device_config.h"

#include "model/config/config_builder.h"
#include "model/config/layout.h"
#include "model/config/reader.h"
#include "model/config/router_facts.h"
#include "model/config/vrp/commands.h"
#include "model/config/vrp/writer/writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::config {

namespace {

Result<DeviceConfig> unknownRouter(plan::RouterId router)
{
    return failure(ErrorCode::NotFound, fmt::format("the plan has no router with id {}", router.value()));
}

DeviceConfig treeOf(const RouterFacts &facts, const OwnLines &own)
{
    vrp::TreeBuilder tree;
    vrp::Writer writer(&tree);
    writer.write(facts);
    DeviceConfig config{facts.router->id, facts.router->name, tree.take(), writer.takeGaps()};
    if (own.has(*facts.router))
        own.addTo(*facts.router, config);
    return config;
}

/// Calls `visit(text, depth, node)` for each line below and including `node`.
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

/// The same for a whole file; node is nullptr for `#` and `return`.
template <typename Visit>
void walk(const DeviceConfig &config, Visit visit)
{
    Separators separators;
    for (const ConfigNode &block : config.blocks) {
        if (separators.before(0, vrp::isListed(block.line) ? vrp::Layout::Listed : vrp::Layout::Plain))
            visit(kBlockEnd, 0, nullptr);
        walk(block, 0, visit);
    }
    if (separators.beforeEnd())
        visit(kBlockEnd, 0, nullptr);
    visit(kFileEnd, 0, nullptr);
}

} // namespace

Result<DeviceConfig> ConfigBuilder::build(plan::RouterId router) const
{
    const plan::Router *row = m_plan.find(router);
    return row ? Result<DeviceConfig>(treeOf(m_index.factsOf(*row), m_ownLines)) : unknownRouter(router);
}

Result<DeviceConfig> buildConfig(const plan::Plan &plan, plan::RouterId router, const Secrets &secrets)
{
    const plan::Router *row = plan.find(router);
    if (!row)
        return unknownRouter(router);
    const PlanIndex index(plan, router);
    return treeOf(index.factsOf(*row), OwnLines(plan, secrets, router));
}

TextWriter::TextWriter(const ConfigBuilder &builder) : m_builder(builder), m_writer(std::make_unique<vrp::Writer>()) { }

TextWriter::~TextWriter() = default;

Result<std::string_view> TextWriter::write(plan::RouterId router)
{
    const plan::Router *row = m_builder.m_plan.find(router);
    if (!row)
        return tl::unexpected(unknownRouter(router).error());
    const RouterFacts facts = m_builder.m_index.factsOf(*row);
    m_merged.reset();
    if (!m_builder.m_ownLines.has(*row)) {
        m_writer->write(facts);
        return m_writer->text();
    }
    m_merged = treeOf(facts, m_builder.m_ownLines);
    m_mergedText = toText(*m_merged);
    return m_mergedText;
}

const std::vector<ConfigGap> &TextWriter::gaps() const
{
    return m_merged ? m_merged->gaps : m_writer->gaps();
}

std::vector<vrp::Cmd> TextWriter::unverifiedCommands() const
{
    if (!m_merged)
        return m_writer->unverifiedCommands();
    std::vector<vrp::Cmd> commands;
    for (const ConfigLine &line : readConfig(m_mergedText).lines)
        if (line.command && !vrp::unverified(*line.command, line.view).empty()
            && std::ranges::find(commands, *line.command) == commands.end())
            commands.push_back(*line.command);
    return commands;
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
