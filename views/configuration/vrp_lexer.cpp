// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/vrp_lexer.h"

#include "views/shared/palette.h"

#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace sidestep::views {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Numbers, addresses, prefixes, MACs, route targets and interface names: what differs from router to router.
bool isValue(const QByteArray &word)
{
    const bool digit = std::any_of(word.begin(), word.end(), isDigit);
    if (!digit)
        return false;
    if (isDigit(word.front()))
        return true;
    const bool hex = std::all_of(word.begin(), word.end(), [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.' || c == '/' || c == '-';
    });
    const bool interfaceName = word.front() >= 'A' && word.front() <= 'Z';
    return (hex && word.contains(':')) || interfaceName;
}

} // namespace

VrpLexer::VrpLexer(QObject *parent) : QsciLexerCustom(parent) {}

std::vector<VrpLexer::Run> VrpLexer::runsOf(const QByteArray &line)
{
    std::vector<Run> runs;
    const auto add = [&runs](qsizetype length, Style style) {
        if (length <= 0)
            return;
        if (!runs.empty() && runs.back().style == style)
            runs.back().length += static_cast<int>(length);
        else
            runs.push_back({static_cast<int>(length), style});
    };
    const QByteArray bare = line.trimmed();
    if (bare == "#" || bare == "return") {
        add(line.size(), Separator);
        return runs;
    }
    const bool opensView = !line.startsWith(' ');
    qsizetype at = 0;
    int words = 0;
    bool afterUndo = false;
    while (at < line.size()) {
        qsizetype next = at;
        while (next < line.size() && line[next] == ' ')
            ++next;
        add(next - at, Plain);
        at = next;
        while (next < line.size() && line[next] != ' ')
            ++next;
        const QByteArray word = line.mid(at, next - at);
        if (word.isEmpty())
            break;
        if (words == 0 && word == "undo") {
            add(word.size(), Undo);
            afterUndo = true;
        } else if (words == 0 || (words == 1 && afterUndo)) {
            add(word.size(), opensView ? View : Command);
            if (word == "description") {
                add(line.size() - next, FreeText);
                return runs;
            }
        } else {
            add(word.size(), isValue(word) ? Value : Plain);
        }
        ++words;
        at = next;
    }
    return runs;
}

void VrpLexer::follow(const QFont &font)
{
    const Palette &palette = Palette::current();
    setDefaultFont(font);
    setDefaultPaper(palette.canvas);
    setDefaultColor(palette.text);
    setPaper(palette.canvas);
    setFont(font);
    setColor(palette.text);
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    setFont(bold, View);
    setColor(palette.accent, Value);
    setColor(palette.warning, Undo);
    setColor(palette.secondary, Separator);
    setColor(palette.secondary, FreeText);
}

QString VrpLexer::description(int style) const
{
    switch (style) {
    case Plain: return tr("Word");
    case View: return tr("Command that opens a view");
    case Command: return tr("Command");
    case Value: return tr("Value");
    case Undo: return tr("undo");
    case Separator: return tr("Separator");
    case FreeText: return tr("Description");
    default: return {};
    }
}

void VrpLexer::styleText(int start, int end)
{
    if (!editor())
        return;
    // Scintilla asks from the start of a line on.
    const QByteArray text = editor()->text(start, end).toUtf8();
    startStyling(start);
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype lineEnd = text.indexOf('\n', at);
        if (lineEnd < 0)
            lineEnd = text.size();
        for (const Run &run : runsOf(text.mid(at, lineEnd - at)))
            setStyling(run.length, run.style);
        if (lineEnd < text.size())
            setStyling(1, Plain);
        at = lineEnd + 1;
    }
}

} // namespace sidestep::views
