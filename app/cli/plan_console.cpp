// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plan_console.h"

#include "model/config/device_config.h"
#include "model/config/display/display.h"
#include "model/config/import/edit_from_config.h"
#include "model/config/reader.h"
#include "model/store/plan_file.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace sidestep::cli {

namespace {

config::ConsoleSession::Time now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string nameOf(const plan::Plan &plan, plan::RouterId router)
{
    const plan::Router *row = plan.find(router);
    return row ? row->name : std::string();
}

config::ConfigTree treeOf(const plan::Plan &plan, plan::RouterId router)
{
    const auto built = config::buildConfig(plan, router);
    return built ? config::readConfig(config::toText(*built)) : config::ConfigTree{};
}

} // namespace

PlanConsole::PlanConsole(plan::Plan plan, plan::RouterId router, std::filesystem::path file, StateArguments moment)
    : m_plan(std::move(plan)), m_router(router), m_file(std::move(file)), m_moment(std::move(moment)),
      m_session(nameOf(m_plan, router), treeOf(m_plan, router),
                {[this](const config::ConfigTree &tree) { return commit(tree); },
                 [this](const config::vrp::Match &command) { return display(command); }})
{
}

Result<void> PlanConsole::commit(const config::ConfigTree &candidate)
{
    const auto edit = config::editFromConfig(m_plan, m_router, candidate);
    if (!edit)
        return tl::unexpected(edit.error());
    auto after = m_plan.with(*edit);
    if (!after)
        return tl::unexpected(after.error());
    if (const auto saved = store::savePlan(*after, m_file); !saved)
        return saved;
    m_plan = *std::move(after);
    m_state.reset();
    m_saved = true;
    return {};
}

std::optional<std::string> PlanConsole::display(const config::vrp::Match &command)
{
    if (!m_state) {
        auto state = stateFor(m_plan, m_moment, m_router);
        if (!state)
            return fmt::format("Error: {}\n", state.error().detail);
        m_state = *std::move(state);
    }
    return config::displayText(*m_state, command);
}

config::ConsoleReply PlanConsole::withNews(config::ConsoleReply reply)
{
    if (!std::exchange(m_saved, false))
        return reply;
    m_session.setRunning(treeOf(m_plan, m_router));
    reply.text += fmt::format("Info: The plan is saved in {}.\n", m_file.string());
    return reply;
}

config::ConsoleReply PlanConsole::take(std::string_view line)
{
    const std::size_t end = line.find_last_not_of(" \t");
    if (end != std::string_view::npos && line[end] == '?')
        return m_session.help(line.substr(0, end));
    return withNews(m_session.enter(line, now()));
}

config::ConsoleReply PlanConsole::wait()
{
    return withNews(m_session.elapse(now()));
}

config::ConsoleReply PlanConsole::close()
{
    return withNews(m_session.close(now()));
}

} // namespace sidestep::cli
