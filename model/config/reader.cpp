// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/reader.h"

#include "model/config/text_encoding.h"
#include "model/config/vrp/parts.h"
#include "model/config/vrp/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sidestep::config {

namespace {

using vrp::Cmd;
using vrp::Match;
using vrp::Refusal;
using vrp::View;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kTab = 8;

/// A view that is open: the line that opened it, and what it was indented by.
struct Frame
{
    std::size_t indent;
    std::size_t opener; ///< index of the line
    View view;
    bool known; ///< false: below a line that no view takes
};

struct SourceLine
{
    std::string_view text; ///< without indent, line end and trailing blanks
    std::size_t indent;    ///< in columns
    std::size_t skipped;   ///< bytes of the source before `text`
};

SourceLine sourceLine(std::string_view raw)
{
    std::size_t indent = 0;
    std::size_t skipped = 0;
    while (skipped < raw.size()) {
        if (raw[skipped] == ' ' || raw[skipped] == '\t') {
            indent = raw[skipped] == '\t' ? (indent / kTab + 1) * kTab : indent + 1;
            ++skipped;
        } else if (raw.substr(skipped).starts_with(kByteOrderMark)) {
            skipped += kByteOrderMark.size(); // files that were pasted together have one in the middle, too
        } else {
            break;
        }
    }
    raw.remove_prefix(skipped);
    while (!raw.empty() && (raw.back() == ' ' || raw.back() == '\t' || raw.back() == '\r'))
        raw.remove_suffix(1);
    return {raw, indent, skipped};
}

bool isLayout(std::string_view text)
{
    return text.empty() || text.front() == '#' || text.front() == '!';
}

/// Calls `visit(raw)` for each line.
template <typename Visit>
void eachLine(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        visit(text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

bool hasIndent(std::string_view text)
{
    bool found = false;
    eachLine(text, [&](std::string_view raw) {
        const SourceLine line = sourceLine(raw);
        found = found || (line.indent > 0 && !isLayout(line.text));
    });
    return found;
}

class Reader
{
public:
    explicit Reader(bool flat) : m_flat(flat) { }

    void read(std::string_view raw);
    ConfigTree take();

private:
    struct Found
    {
        Match match;
        std::size_t frames; ///< how many stay open above the line
    };
    struct Refused
    {
        Refusal refusal;
        std::size_t frames; ///< of the view that understood most
    };

    void separator(std::size_t indent);
    void understand(const SourceLine &line);
    void keep(const SourceLine &line, std::size_t frames, std::size_t column, std::string text, std::optional<View> opens);
    void accept(const SourceLine &line, const Found &found);
    void act(const Found &found);
    std::size_t append(std::string text, std::size_t frames, std::optional<Cmd> command, bool undo);
    void open(std::size_t indent, std::size_t opener, View view, bool known);
    void diagnose(std::size_t column, std::string text);
    void closeTo(std::size_t frames);
    [[nodiscard]] View viewAt(std::size_t frames) const { return frames == 0 ? View::System : m_frames[frames - 1].view; }
    /// How many views the indent leaves open.
    [[nodiscard]] std::size_t openAt(std::size_t indent) const;
    [[nodiscard]] tl::expected<Found, Refused> find(std::string_view text, std::size_t byIndent) const;

    const bool m_flat;
    ConfigTree m_tree;
    std::vector<Frame> m_frames;
    std::uint32_t m_number = 0;
};

void Reader::closeTo(std::size_t frames)
{
    while (m_frames.size() > frames) {
        m_tree.lines[m_frames.back().opener].end = static_cast<std::uint32_t>(m_tree.lines.size());
        m_frames.pop_back();
    }
}

void Reader::diagnose(std::size_t column, std::string text)
{
    if (m_tree.diagnostics.size() == ConfigTree::kMaxDiagnostics)
        ++m_tree.diagnosticsLeftOut;
    else
        m_tree.diagnostics.push_back({m_number, static_cast<std::uint32_t>(column + 1), std::move(text)});
}

std::size_t Reader::append(std::string text, std::size_t frames, std::optional<Cmd> command, bool undo)
{
    closeTo(frames);
    ConfigLine line;
    line.text = std::move(text);
    line.number = m_number;
    line.depth = static_cast<std::uint32_t>(frames);
    line.end = static_cast<std::uint32_t>(m_tree.lines.size() + 1);
    line.view = viewAt(frames);
    line.command = command;
    line.undo = undo;
    m_tree.lines.push_back(std::move(line));
    return m_tree.lines.size() - 1;
}

void Reader::open(std::size_t indent, std::size_t opener, View view, bool known)
{
    if (m_frames.size() == kMaxDepth)
        return;
    m_frames.push_back({indent, opener, view, known});
    m_tree.lines[opener].opens = known;
}

std::size_t Reader::openAt(std::size_t indent) const
{
    std::size_t frames = m_frames.size();
    while (frames > 0 && m_frames[frames - 1].indent >= indent)
        --frames;
    return frames;
}

/// A `#` at the margin ends a top-level block, an indented one what was opened at its column or deeper. In a fragment
/// without indent it ends everything.
void Reader::separator(std::size_t indent)
{
    closeTo(indent == 0 ? 0 : openAt(indent));
}

/// The view that the indent names comes first; then those inside it (a fragment typed without indent), then those around it
/// (a line indented too far). The system view is around everything, but a block ends there with `#` or by indent: a
/// line that an interface has and the table lacks must not end the interface because the system view has its word.
tl::expected<Reader::Found, Reader::Refused> Reader::find(std::string_view text, std::size_t byIndent) const
{
    const auto matched = [&](std::size_t frames) -> tl::expected<Found, Refused> {
        auto match = vrp::matchLine(viewAt(frames), text);
        if (!match)
            return tl::unexpected(Refused{match.error(), frames});
        return Found{*std::move(match), frames};
    };
    const std::size_t first = m_flat ? m_frames.size() : byIndent;
    auto best = matched(first);
    if (best)
        return best;
    for (std::size_t frames = m_frames.size(); frames > first; --frames)
        if (auto found = matched(frames))
            return found;
    for (std::size_t frames = first; frames > (m_flat ? 0U : 1U); --frames) {
        auto found = matched(frames - 1);
        if (found)
            return found;
        // The refusal that understood most says best what is wrong.
        if (found.error().refusal.column > best.error().refusal.column)
            best = std::move(found);
    }
    return best;
}

void Reader::act(const Found &found)
{
    if (found.match.command == Cmd::Quit && !m_frames.empty())
        closeTo(m_frames.size() - 1);
    else if (found.match.command == Cmd::Return || found.match.command == Cmd::ClearCandidate)
        closeTo(0);
}

void Reader::accept(const SourceLine &line, const Found &found)
{
    const Match &match = found.match;
    if (vrp::command(match.command).traits.use != vrp::Use::Setting)
        return act(found);
    if (const auto lines = match.undo ? std::vector<std::string>() : vrp::bothDirections(match); !lines.empty()) {
        for (const std::string &saved : lines)
            append(saved, found.frames, match.command, false);
        return;
    }
    const std::size_t index = append(match.line, found.frames, match.command, match.undo);
    if (const auto view = vrp::viewOpened(match))
        open(line.indent, index, *view, true);
}

void Reader::keep(const SourceLine &line, std::size_t frames, std::size_t column, std::string text, std::optional<View> opens)
{
    diagnose(line.skipped + column, std::move(text));
    const std::size_t index = append(std::string(line.text), frames, std::nullopt, false);
    if (!m_flat || opens)
        open(line.indent, index, opens.value_or(viewAt(frames)), opens.has_value());
}

void Reader::understand(const SourceLine &line)
{
    const std::size_t byIndent = openAt(line.indent);
    const bool belowUnknown = byIndent > 0 && !m_frames[byIndent - 1].known;
    if (belowUnknown && !m_flat) {
        const std::size_t index = append(std::string(line.text), byIndent, std::nullopt, false);
        open(line.indent, index, viewAt(byIndent), false);
        return;
    }
    const auto found = find(line.text, byIndent);
    if (found)
        return accept(line, *found);
    const auto &[refusal, frames] = found.error();
    std::optional<View> opens;
    if (refusal.command)
        opens = vrp::viewOpened(*refusal.command, line.text.substr(std::min(refusal.column, line.text.size())));
    // Without indent a line that would open a view stands where that can be opened; any other stays in the view it was typed in.
    const std::size_t typedAt = opens ? frames : m_frames.size();
    keep(line, m_flat ? typedAt : byIndent, refusal.column, std::string(vrp::errorText(refusal.fault)), opens);
}

void Reader::read(std::string_view raw)
{
    ++m_number;
    const SourceLine line = sourceLine(raw);
    if (line.text.empty() || line.text.front() == '!')
        return;
    if (line.text.front() == '#')
        return separator(line.indent);
    if (line.text.size() > kMaxLineBytes)
        return keep(line, openAt(line.indent), 0,
                    fmt::format("the line has {} bytes; a router takes no more than {}", line.text.size(), kMaxLineBytes), std::nullopt);
    if (const std::size_t odd = firstOddByte(line.text); odd != std::string_view::npos)
        return keep(line, openAt(line.indent), odd,
                    fmt::format("byte 0x{:02x} is no text; save the file as UTF-8", static_cast<unsigned char>(line.text[odd])),
                    std::nullopt);
    understand(line);
}

ConfigTree Reader::take()
{
    closeTo(0);
    return std::move(m_tree);
}

} // namespace

ConfigTree readConfig(std::string_view text)
{
    Reader reader(!hasIndent(text));
    eachLine(text, [&](std::string_view raw) { reader.read(raw); });
    return reader.take();
}

} // namespace sidestep::config
