// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/import/router_record.h"
#include "model/config/vrp/grammar.h"

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

/// The parts of reading a record, one file a concern as in `vrp/writer`.
namespace sidestep::config::importing {

using vrp::Cmd;
using LineIndex = std::uint32_t; ///< into `ConfigTree::lines`

/// A known line with its values typed. The table has checked them: a value that is there is in its range.
class LineValues
{
public:
    LineValues(LineIndex index, LineNumber source, vrp::Match match) : m_index(index), m_source(source), m_match(std::move(match)) { }

    [[nodiscard]] LineIndex index() const { return m_index; }
    [[nodiscard]] LineNumber source() const { return m_source; }
    [[nodiscard]] Cmd command() const { return m_match.command; }
    [[nodiscard]] const vrp::Match &match() const { return m_match; }
    [[nodiscard]] bool has(std::string_view keyword) const { return m_match.has(keyword); }
    [[nodiscard]] std::string text(std::string_view parameter) const
    {
        return std::string(m_match.value(parameter).value_or(std::string_view()));
    }
    template <std::unsigned_integral T>
    [[nodiscard]] std::optional<T> number(std::string_view parameter) const
    {
        const auto word = m_match.value(parameter);
        T value{};
        if (!word || std::from_chars(word->data(), word->data() + word->size(), value).ec != std::errc())
            return std::nullopt;
        return value;
    }
    template <std::unsigned_integral T>
    void read(std::string_view parameter, T &into) const
    {
        if (const auto value = number<T>(parameter))
            into = *value;
    }
    /// An address, a MAC or a route distinguisher.
    template <typename T>
    [[nodiscard]] std::optional<T> parsed(std::string_view parameter) const
    {
        const auto word = m_match.value(parameter);
        if (!word)
            return std::nullopt;
        const auto value = T::parse(*word);
        return value ? std::optional<T>(*value) : std::nullopt;
    }

private:
    LineIndex m_index;
    LineNumber m_source;
    vrp::Match m_match;
};

/// Calls `visit(LineValues)` for each known line of [first, end) that stands directly there and takes nothing back.
template <typename Visit>
void eachKnownLine(const ConfigTree &tree, LineIndex first, LineIndex end, Visit visit)
{
    for (LineIndex i = first; i < end; i = tree.lines[i].end) {
        const ConfigLine &line = tree.lines[i];
        if (!line.command || line.undo)
            continue;
        if (auto match = vrp::matchLine(line.view, line.text))
            visit(LineValues(i, line.number, *std::move(match)));
    }
}

/// The lines inside the block that line `opener` opens.
template <typename Visit>
void eachLineIn(const ConfigTree &tree, LineIndex opener, Visit visit)
{
    eachKnownLine(tree, opener + 1, tree.lines[opener].end, visit);
}

// read_interfaces.cpp
void readInterfaceLine(const LineValues &line, InterfaceRecord &interface);
// read_igp.cpp
void readIsisLine(const LineValues &line, IgpRecord &isis);
void readOspfLine(const LineValues &line, IgpRecord &ospf);
/// A process before its lines are read.
[[nodiscard]] IgpRecord ospfDefaults();
/// `area` of a NET "49.0001.0102.5500.0011.00".
[[nodiscard]] std::string areaOf(std::string_view net);
// read_vpn.cpp
void readVpnLine(const LineValues &line, VpnRecord &vpn);
// read_bgp.cpp
void readBgp(const ConfigTree &tree, LineIndex opener, BgpRecord &bgp);
/// Names the timers in any of the commands that set BFD timers.
void readBfdTimers(const LineValues &line, BfdTimers &timers);

} // namespace sidestep::config::importing
