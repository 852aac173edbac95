// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/parts.h"

#include "model/config/vrp/line.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::config::vrp {

namespace {

constexpr std::string_view kExport = wordOf<Cmd::VpnTarget>(TargetUse::Export);
constexpr std::string_view kImport = wordOf<Cmd::VpnTarget>(TargetUse::Import);

/// Of a command with parts: the pieces before them are what a setting's key consists of.
std::size_t piecesBeforeParts(const Match &match)
{
    return static_cast<std::size_t>(std::ranges::count(keySyntax(match.command), ' ')) + 1;
}

std::string_view textOf(const Piece &piece)
{
    return piece.isParameter ? std::string_view(piece.value) : piece.name;
}

std::string targetLine(const Match &match, std::string_view targets, std::string_view direction)
{
    const std::string undo = match.undo ? std::string(kUndoWord) + " " : std::string();
    return fmt::format("{}{} {} {}", undo, leadingWords(match.command), targets, direction);
}

std::vector<std::string_view> directionsOf(const Match &match)
{
    for (const std::string_view direction : {kExport, kImport})
        if (match.has(direction))
            return {direction};
    return {kExport, kImport};
}

std::vector<std::string_view> targetsOf(const Match &match)
{
    std::vector<std::string_view> targets;
    if (match.command == Cmd::VpnTarget)
        for (const Piece &piece : match.pieces)
            if (piece.isParameter)
                targets.push_back(piece.value);
    return targets;
}

} // namespace

std::vector<std::string_view> partsOf(const Match &match)
{
    std::vector<std::string_view> parts;
    for (std::size_t i = piecesBeforeParts(match); i < match.pieces.size(); ++i)
        if (!match.pieces[i].isParameter)
            parts.push_back(match.pieces[i].name);
    return parts;
}

std::string lineWithParts(const Match &match, const std::function<bool(std::string_view part)> &isWanted)
{
    std::string line;
    for (std::size_t i = 0; i < piecesBeforeParts(match); ++i)
        line.append(line.empty() ? "" : " ").append(textOf(match.pieces[i]));
    for (const std::string_view part : partsOf(match))
        if (isWanted(part))
            line.append(" ").append(partText(match, part));
    return line;
}

std::string partText(const Match &match, std::string_view part)
{
    auto piece = match.pieces.begin() + static_cast<std::ptrdiff_t>(piecesBeforeParts(match));
    piece = std::find_if(piece, match.pieces.end(), [&](const Piece &each) { return !each.isParameter && each.name == part; });
    std::string text(piece->name);
    while (++piece != match.pieces.end() && piece->isParameter)
        text.append(" ").append(piece->value);
    return text;
}

std::vector<std::string> bothDirections(const Match &match)
{
    const auto targets = targetsOf(match);
    const auto directions = directionsOf(match);
    if (targets.empty() || directions.size() == 1)
        return {};
    std::vector<std::string> lines;
    for (const std::string_view direction : directions)
        lines.push_back(targetLine(match, fmt::to_string(fmt::join(targets, " ")), direction));
    return lines;
}

std::vector<std::string> targetsApart(const Match &match)
{
    const auto targets = targetsOf(match);
    const auto directions = directionsOf(match);
    std::vector<std::string> lines;
    if (targets.size() * directions.size() > 1)
        for (const std::string_view direction : directions)
            for (const std::string_view target : targets)
                lines.push_back(targetLine(match, target, direction));
    return lines;
}

} // namespace sidestep::config::vrp
