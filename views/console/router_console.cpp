// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/console/router_console.h"

#include "model/config/device_config.h"
#include "model/config/display/display.h"
#include "model/config/import/edit_from_config.h"
#include "model/config/reader.h"
#include "views/console/console_terminal.h"
#include "views/shared/text.h"

#include <QElapsedTimer>
#include <QPointer>

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace sidestep::views {

namespace {

using Tone = ConsoleTerminal::Tone;
using config::ConsoleReply;

constexpr qint64 kSliceMs = 30; ///< of pasted lines, before the window gets its turn
constexpr auto kControlZ = "\x1a";

config::ConsoleSession::Time now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace

RouterConsole::RouterConsole(plan::RouterId router, const plan::Plan &plan, const ConsoleHost &host, QObject *parent)
    : QObject(parent), m_router(router), m_plan(plan), m_host(host), m_terminal(std::make_unique<ConsoleTerminal>())
{
    m_terminal->setAccessibleName(tr("Console of %1").arg(toQt(plan.find(router)->name)));
    m_trial.setSingleShot(true);
    connect(&m_trial, &QTimer::timeout, this, &RouterConsole::elapse);
    connect(m_terminal.get(), &ConsoleTerminal::entered, this, &RouterConsole::enter);
    connect(m_terminal.get(), &ConsoleTerminal::helpAsked, this, &RouterConsole::help);
    connect(m_terminal.get(), &ConsoleTerminal::completionAsked, this, &RouterConsole::complete);
    connect(m_terminal.get(), &ConsoleTerminal::interrupted, this, &RouterConsole::interrupt);
    connect(m_terminal.get(), &ConsoleTerminal::returnAsked, this, [this] {
        m_terminal->setTyped({});
        enter(QString::fromLatin1(kControlZ));
    });
    open();
}

RouterConsole::~RouterConsole() = default;

void RouterConsole::open()
{
    m_stale = false;
    m_session = std::make_unique<config::ConsoleSession>(
        m_plan.find(m_router)->name, running(),
        config::ConsoleHooks{[this](const config::ConfigTree &candidate) { return commit(candidate); },
                             [this](const config::vrp::Match &command) {
                                 m_asked = command;
                                 return std::optional<std::string>(std::in_place);
                             }});
    showPrompt();
}

config::ConfigTree RouterConsole::running() const
{
    const auto built = config::buildConfig(m_plan, m_router);
    return built ? config::readConfig(config::toText(*built)) : config::ConfigTree{};
}

Result<void> RouterConsole::commit(const config::ConfigTree &candidate)
{
    auto edit = config::editFromConfig(m_plan, m_router, candidate);
    if (!edit)
        return tl::unexpected(edit.error());
    edit->label = fmt::format("Commit on {}", m_plan.find(m_router)->name);
    return m_host.apply(*edit);
}

void RouterConsole::refresh()
{
    if (m_busy || !std::exchange(m_stale, false))
        return;
    m_session->setRunning(running());
    showPrompt();
}

void RouterConsole::showPrompt()
{
    m_terminal->setPrompt(m_asked ? QString() : toQt(m_session->prompt()));
}

/// A commit changes the plan while the session is still at it, so what the plan made of it is read afterwards.
void RouterConsole::run(const std::function<ConsoleReply()> &step)
{
    m_busy = true;
    const ConsoleReply reply = step();
    m_busy = false;
    show(reply);
    refresh();
}

void RouterConsole::enter(const QString &line)
{
    m_used = true;
    const bool idle = m_lines.empty() && !m_asked;
    m_lines.push_back(line);
    if (idle)
        work();
}

/// Takes lines until one has to wait for the network's state, or the window wants its turn.
void RouterConsole::work()
{
    QElapsedTimer slice;
    slice.start();
    while (!m_lines.empty() && !m_asked) {
        if (slice.elapsed() > kSliceMs) {
            QMetaObject::invokeMethod(this, &RouterConsole::work, Qt::QueuedConnection);
            return;
        }
        const QString line = m_lines.front();
        take(line);
        if (!m_lines.empty())
            m_lines.pop_front();
    }
}

void RouterConsole::take(const QString &line)
{
    refresh();
    if (const QString command = line.trimmed(); command.endsWith(QLatin1Char('?'))) {
        m_terminal->echo(line);
        show(m_session->help(fromQt(line.left(line.lastIndexOf(QLatin1Char('?'))))));
        return;
    }
    const bool controlZ = line == QLatin1String(kControlZ);
    m_terminal->echo(controlZ ? QStringLiteral("^Z") : line);
    run([&] { return m_session->enter(fromQt(line), now()); });
    if (m_session->isClosed()) {
        m_terminal->print(tr("The session has ended. A new one begins."), Tone::Note);
        open();
    }
    const auto ends = m_session->trialEnds();
    if (ends)
        m_trial.start(std::chrono::milliseconds(std::max(*ends - now(), std::chrono::seconds(0))));
    else
        m_trial.stop();
    showPrompt();
    if (!m_asked)
        return;
    const std::uint64_t question = ++m_question;
    m_host.askState(m_router, [self = QPointer(this), question, command = *m_asked](const Result<config::RouterState> &state) {
        if (self && self->m_asked && question == self->m_question)
            self->answer(command, state);
    });
}

void RouterConsole::answer(const config::vrp::Match &command, const Result<config::RouterState> &state)
{
    m_asked.reset();
    const auto text = state ? config::displayText(*state, command) : std::nullopt;
    if (!state)
        show({fmt::format("Error: {}\n", state.error().detail), true});
    else if (!text)
        show({"Error: Sidestep has no answer to this command.\n", true});
    else
        show(m_session->filtered(*text));
    if (const std::string_view unverified = config::unverifiedIn(command.command); text && !unverified.empty() && m_noted.insert(command.command).second)
        m_terminal->print(tr("Note, unverified: %1").arg(toQt(unverified)), Tone::Note);
    showPrompt();
    work();
}

void RouterConsole::show(const ConsoleReply &reply)
{
    m_terminal->print(toQt(reply.text), reply.refused ? Tone::Refused : Tone::Plain);
}

void RouterConsole::help(const QString &beforeCursor)
{
    if (m_asked)
        return;
    m_used = true;
    refresh();
    m_terminal->echo(beforeCursor + QLatin1Char('?'));
    show(m_session->help(fromQt(beforeCursor)));
}

void RouterConsole::complete(const QString &line, qsizetype cursor)
{
    if (m_asked)
        return;
    refresh();
    const std::string bytes = fromQt(line);
    const config::ConsoleCompletion done = m_session->complete(bytes, fromQt(line.left(cursor)).size());
    QString choices;
    for (const std::string &choice : done.choices)
        choices += QStringLiteral("  ") + toQt(choice);
    if (!choices.isEmpty()) {
        m_terminal->echo(line);
        m_terminal->print(choices);
    }
    m_terminal->setTyped(toQt(done.line), toQt(std::string_view(done.line).substr(0, done.cursor)).size());
}

/// Lines that wait are dropped; the answer that is being worked out is not waited for.
void RouterConsole::interrupt()
{
    m_lines.clear();
    if (!m_asked)
        return;
    m_asked.reset();
    m_host.forgetState(m_router);
    showPrompt();
}

void RouterConsole::elapse()
{
    run([this] { return m_session->elapse(now()); });
    showPrompt();
}

} // namespace sidestep::views
