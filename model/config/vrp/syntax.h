// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/commands.h"
#include "model/config/vrp/parameters.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The table's syntax strings, parsed once. Part of `vrp/grammar`; nothing else needs it.
namespace sidestep::config::vrp::syntax {

using NodeId = std::uint16_t;
inline constexpr NodeId kNone = 0xffff;

enum class Shape : std::uint8_t {
    Keyword,
    Parameter,
    Sequence,
    Choice,
    Options, ///< each child at most once, in any order; `atLeastOne` of them or none
};

struct Node
{
    Shape shape;
    NodeId parent = kNone;
    std::uint16_t place = 0; ///< among the parent's children
    bool atLeastOne = false;
    std::uint8_t optionBit = 0; ///< of a child of Options: its bit in a Position's `taken`
    std::string_view word;      ///< keyword, or the parameter's name
    const Parameter *parameter = nullptr;
    std::vector<NodeId> children;
};

/// A word of the table that was reached, and the options that are used up. `atom` kNone: before the first word.
struct Position
{
    NodeId atom;
    std::uint32_t taken = 0;
};

/// One syntax: of a command, or of its undo form.
struct Form
{
    Cmd command;
    bool undo;
    NodeId root;
    NodeId firstAtom; ///< every syntax begins with a keyword
};

/// What may be typed in one view.
struct ViewForms
{
    std::vector<std::uint16_t> plain; ///< indices of forms, in table order
    std::vector<std::uint16_t> undo;
    /// By first keyword; indices into the whole grammar's forms.
    std::unordered_map<std::string_view, std::vector<std::uint16_t>> plainByWord;
    std::unordered_map<std::string_view, std::vector<std::uint16_t>> undoByWord;
};

class Grammar
{
public:
    /// Built on first use; safe from several threads.
    [[nodiscard]] static const Grammar &instance();

    [[nodiscard]] const Node &node(NodeId id) const { return m_nodes[id]; }
    [[nodiscard]] const Form &form(std::uint16_t index) const { return m_forms[index]; }
    [[nodiscard]] const ViewForms &forms(View view) const { return m_views.at(static_cast<std::size_t>(view)); }
    /// The undo form to fill in; kNone: the command has none.
    [[nodiscard]] NodeId undoRoot(Cmd command) const { return m_undo.at(static_cast<std::size_t>(command)); }
    /// What a setting of the command is, to fill in; kNone where `undoRoot` is.
    [[nodiscard]] NodeId keyRoot(Cmd command) const { return m_keys.at(static_cast<std::size_t>(command)); }

    /// Appends the positions that can follow; true when the line may end after `at`.
    bool follow(const Position &at, std::vector<Position> &out) const;
    /// The first word of a node, for choosing among alternatives. Every alternative begins with a word of its own.
    [[nodiscard]] NodeId firstAtom(NodeId node) const;

private:
    Grammar();
    void addForm(Cmd command, bool undo, std::string_view text);
    [[nodiscard]] NodeId parse(std::string_view text);
    void adopt(NodeId root);
    void enter(NodeId node, std::uint32_t taken, std::vector<Position> &out) const;
    [[nodiscard]] bool canBeEmpty(NodeId node) const;

    friend class Parser;
    std::vector<Node> m_nodes;
    std::vector<Form> m_forms;
    std::array<ViewForms, kViewCount> m_views;
    std::array<NodeId, kCommands.size()> m_undo{};
    std::array<NodeId, kCommands.size()> m_keys{};
};

} // namespace sidestep::config::vrp::syntax
