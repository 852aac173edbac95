// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/line_editor.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include <readline/history.h>
#include <readline/readline.h>
#include <termios.h>
#include <unistd.h>

namespace sidestep::cli {

namespace {

constexpr int kControlZ = 0x1a;
constexpr int kHistoryLines = 1000;

/// Readline's callbacks take no context.
LineEditor *s_editor = nullptr;

/// The terminal would stop the program on Ctrl+Z.
void setSuspendKey(bool enabled)
{
    static cc_t key = _POSIX_VDISABLE;
    termios settings{};
    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    if (!enabled)
        key = settings.c_cc[VSUSP];
    settings.c_cc[VSUSP] = enabled ? key : cc_t{_POSIX_VDISABLE};
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

std::string beforeCursor()
{
    return std::string(rl_line_buffer, static_cast<std::size_t>(rl_point));
}

} // namespace

LineEditor::LineEditor(const config::ConsoleSession &session, std::function<std::string()> idle, std::ostream &out)
    : m_session(session), m_idle(std::move(idle)), m_out(out)
{
    s_editor = this;
    setSuspendKey(false);
    using_history();
    stifle_history(kHistoryLines);
    rl_initialize();
    rl_bind_key('?', &LineEditor::onHelp);
    rl_bind_key('\t', &LineEditor::onTab);
    rl_bind_key(kControlZ, &LineEditor::onReturn);
    rl_event_hook = &LineEditor::onIdle;
}

LineEditor::~LineEditor()
{
    rl_event_hook = nullptr;
    clear_history();
    setSuspendKey(true);
    s_editor = nullptr;
}

std::optional<std::string> LineEditor::read()
{
    m_out.flush();
    m_returned = false;
    const std::unique_ptr<char, decltype(&std::free)> typed(readline(m_session.prompt().c_str()), &std::free);
    if (m_returned)
        return std::string(1, static_cast<char>(kControlZ));
    if (!typed)
        return std::nullopt;
    std::string line(typed.get());
    if (line.find_first_not_of(" \t") != std::string::npos)
        add_history(line.c_str());
    return line;
}

/// Puts text between the line being typed and a fresh copy of it.
void LineEditor::show(const std::string &text) const
{
    m_out << '\n' << text;
    m_out.flush();
    rl_set_prompt(m_session.prompt().c_str());
    rl_on_new_line();
    rl_redisplay();
}

int LineEditor::onHelp(int, int)
{
    const std::string line = beforeCursor();
    s_editor->m_out << '?';
    s_editor->show(s_editor->m_session.help(line).text);
    return 0;
}

int LineEditor::onTab(int, int)
{
    const config::ConsoleCompletion done = s_editor->m_session.complete(rl_line_buffer, static_cast<std::size_t>(rl_point));
    rl_replace_line(done.line.c_str(), 0);
    rl_point = static_cast<int>(done.cursor);
    std::string choices;
    for (const std::string &choice : done.choices)
        choices.append("  ").append(choice);
    if (!choices.empty())
        s_editor->show(choices + "\n");
    return 0;
}

int LineEditor::onReturn(int, int)
{
    s_editor->m_returned = true;
    rl_replace_line("", 0);
    rl_done = 1;
    return 0;
}

int LineEditor::onIdle()
{
    if (const std::string text = s_editor->m_idle(); !text.empty())
        s_editor->show(text);
    return 0;
}

} // namespace sidestep::cli
