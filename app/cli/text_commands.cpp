// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/store/atomic_file.h"
#include "model/store/plan_file.h"
#include "model/store/plan_text.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace sidestep::cli {

namespace {

struct Paths
{
    std::string input;
    std::string output;
};

int dump(const Session &session, const Paths &paths)
{
    const auto plan = store::loadPlan(paths.input);
    if (!plan)
        return session.refused(plan.error());
    if (paths.output.empty()) {
        session.out << store::toText(*plan);
        return kClean;
    }
    const auto written = store::writeFile(paths.output, store::toText(*plan), store::OldFile::KeepAsTilde);
    return written ? kClean : session.refused(written.error());
}

int load(const Session &session, const Paths &paths)
{
    constexpr std::size_t kMaxBytes = std::size_t{2} << 30;
    const auto text = store::readFile(paths.input, kMaxBytes);
    if (!text)
        return session.refused(text.error());
    const auto plan = store::planFromText(*text, paths.input);
    return plan ? saveAndReport(session, *plan, paths.output) : session.refused(plan.error());
}

} // namespace

void addDump(CLI::App &app, Session &session)
{
    auto paths = std::make_shared<Paths>();
    CLI::App *command = addCommand(app, session, "dump", "the plan as text (JSON), one object a line",
                                   "sidestep-cli dump ref.sidestep > ref.sidestep.json");
    command->add_option("plan", paths->input, "the plan")->required()->type_name("PLAN");
    command->add_option("-o,--output", paths->output, "write to this file; a file that is there is kept as NAME~")->type_name("TEXT");
    command->callback([=, &session] { session.action = [=, &session] { return dump(session, *paths); }; });
}

void addLoad(CLI::App &app, Session &session)
{
    auto paths = std::make_shared<Paths>();
    CLI::App *command
        = addCommand(app, session, "load", "make a plan from its text", "sidestep-cli load ref.sidestep.json -o ref.sidestep");
    command->add_option("text", paths->input, "the text that dump wrote")->required()->type_name("TEXT");
    command->add_option("-o,--output", paths->output, "the plan to write; a file that is there is kept as NAME~")
        ->required()
        ->type_name("PLAN");
    command->callback([=, &session] { session.action = [=, &session] { return load(session, *paths); }; });
}

} // namespace sidestep::cli
