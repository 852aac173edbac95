// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/verification.h"

#include "model/config/config_builder.h"

#include <map>

namespace sidestep::config {

std::vector<UnverifiedLine> unverifiedLines(const ConfigTree &tree)
{
    std::vector<UnverifiedLine> lines;
    for (const ConfigLine &line : tree.lines)
        if (line.command)
            if (const std::string_view what = vrp::unverified(*line.command, line.view); !what.empty())
                lines.push_back({line.number, vrp::leadingWords(*line.command), vrp::command(*line.command).source, what});
    return lines;
}

std::vector<UnverifiedCommand> unverifiedCommands(const plan::Plan &plan)
{
    const ConfigBuilder builder(plan);
    TextWriter writer(builder);
    std::map<vrp::Cmd, std::vector<plan::RouterId>> routers;
    for (const plan::Router &router : plan.routers())
        if (writer.write(router.id))
            for (const vrp::Cmd command : writer.unverifiedCommands())
                routers[command].push_back(router.id);
    std::vector<UnverifiedCommand> commands;
    for (auto &[id, where] : routers)
        commands.push_back({vrp::leadingWords(id), vrp::command(id).traits.unverified, std::move(where)});
    return commands;
}

} // namespace sidestep::config
