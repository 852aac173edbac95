// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/syntax.h"

#include <cassert>
#include <utility>

namespace sidestep::config::vrp::syntax {

namespace {

constexpr std::string_view kRepeat = "&<1-8>";
constexpr std::size_t kRepeats = 8;

} // namespace

/// Recursive descent over one syntax string of the table, never over input.
class Parser
{
public:
    Parser(Grammar &grammar, std::string_view text) : m_nodes(grammar.m_nodes), m_rest(text) { }

    NodeId parse() { return sequence(); }

private:
    NodeId add(Shape shape)
    {
        Node node;
        node.shape = shape;
        m_nodes.push_back(std::move(node));
        assert(m_nodes.size() < kNone);
        return static_cast<NodeId>(m_nodes.size() - 1);
    }

    void skipSpaces()
    {
        while (m_rest.starts_with(' '))
            m_rest.remove_prefix(1);
    }

    bool take(std::string_view text)
    {
        if (!m_rest.starts_with(text))
            return false;
        m_rest.remove_prefix(text.size());
        return true;
    }

    NodeId sequence()
    {
        std::vector<NodeId> items;
        for (;;) {
            skipSpaces();
            if (m_rest.empty() || m_rest.front() == '|' || m_rest.front() == ']' || m_rest.front() == '}')
                break;
            const NodeId item = element();
            // Options side by side are one set: a router takes them in any order.
            if (!items.empty() && isOptional(item) && isOptional(items.back()))
                m_nodes[items.back()].children.push_back(m_nodes[item].children.front());
            else
                items.push_back(item);
        }
        if (items.size() == 1)
            return items.front();
        const NodeId node = add(Shape::Sequence);
        m_nodes[node].children = std::move(items);
        return node;
    }

    [[nodiscard]] bool isOptional(NodeId node) const { return m_nodes[node].shape == Shape::Options && !m_nodes[node].atLeastOne; }

    NodeId element()
    {
        if (take("["))
            return optional(alternatives("]"));
        if (take("{")) {
            const NodeId choice = alternatives("}");
            if (!take("*"))
                return choice;
            m_nodes[choice].shape = Shape::Options;
            m_nodes[choice].atLeastOne = true;
            return choice;
        }
        return m_rest.front() == '<' ? parameter() : keyword();
    }

    NodeId alternatives(std::string_view close)
    {
        std::vector<NodeId> items;
        do
            items.push_back(sequence());
        while (take("|"));
        [[maybe_unused]] const bool closed = take(close);
        assert(closed);
        if (items.size() == 1)
            return items.front();
        const NodeId node = add(Shape::Choice);
        m_nodes[node].children = std::move(items);
        return node;
    }

    NodeId optional(NodeId inside)
    {
        const NodeId node = add(Shape::Options);
        m_nodes[node].children = {inside};
        return node;
    }

    NodeId keyword()
    {
        const NodeId node = add(Shape::Keyword);
        const std::size_t end = m_rest.find_first_of(" |]}");
        m_nodes[node].word = m_rest.substr(0, end);
        m_rest.remove_prefix(m_nodes[node].word.size());
        return node;
    }

    NodeId parameter()
    {
        const std::size_t end = m_rest.find('>');
        const std::string_view name = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return take(kRepeat) ? repeated(name) : parameter(name);
    }

    NodeId parameter(std::string_view name)
    {
        const NodeId node = add(Shape::Parameter);
        m_nodes[node].word = name;
        m_nodes[node].parameter = parameterNamed(name);
        assert(m_nodes[node].parameter);
        return node;
    }

    /// <x> [<x> [<x> …]]
    NodeId repeated(std::string_view name)
    {
        std::vector<NodeId> values;
        for (std::size_t i = 0; i < kRepeats; ++i)
            values.push_back(parameter(name)); // first to last: a line's order is the order of ids
        NodeId tail = values.back();
        for (std::size_t i = kRepeats - 1; i > 0; --i) {
            const NodeId more = optional(tail);
            const NodeId node = add(Shape::Sequence);
            m_nodes[node].children = {values[i - 1], more};
            tail = node;
        }
        return tail;
    }

    std::vector<Node> &m_nodes;
    std::string_view m_rest;
};

const Grammar &Grammar::instance()
{
    static const Grammar grammar;
    return grammar;
}

Grammar::Grammar()
{
    m_undo.fill(kNone);
    m_keys.fill(kNone);
    for (const Command &row : kCommands) {
        addForm(row.id, false, row.syntax);
        const std::string_view undo = undoSyntax(row.id);
        if (undo.empty())
            continue;
        addForm(row.id, true, typedUndoSyntax(row.id));
        m_undo.at(static_cast<std::size_t>(row.id)) = row.traits.undoTakes.empty() ? m_forms.back().root : parse(undo);
        const std::string_view key = keySyntax(row.id);
        m_keys.at(static_cast<std::size_t>(row.id)) = key == undo ? undoRoot(row.id) : parse(key);
    }
}

NodeId Grammar::parse(std::string_view text)
{
    const NodeId root = Parser(*this, text).parse();
    adopt(root);
    return root;
}

void Grammar::addForm(Cmd command, bool undo, std::string_view text)
{
    const NodeId root = parse(text);
    const auto index = static_cast<std::uint16_t>(m_forms.size());
    m_forms.push_back({command, undo, root, firstAtom(root)});
    const std::string_view word = m_nodes[m_forms.back().firstAtom].word;
    for (std::size_t view = 0; view < kViewCount; ++view) {
        if (!vrp::command(command).views.has(static_cast<View>(view)))
            continue;
        ViewForms &forms = m_views.at(view);
        (undo ? forms.undo : forms.plain).push_back(index);
        (undo ? forms.undoByWord : forms.plainByWord)[word].push_back(index);
    }
}

/// Tells the nodes below `root` where they stand and numbers the options of the whole form.
void Grammar::adopt(NodeId root)
{
    std::uint8_t options = 0;
    std::vector<NodeId> open{root};
    while (!open.empty()) {
        const NodeId parent = open.back();
        open.pop_back();
        const auto count = static_cast<std::uint16_t>(m_nodes[parent].children.size());
        for (std::uint16_t place = 0; place < count; ++place) {
            const NodeId child = m_nodes[parent].children[place];
            m_nodes[child].parent = parent;
            m_nodes[child].place = place;
            if (m_nodes[parent].shape == Shape::Options)
                m_nodes[child].optionBit = options++;
            open.push_back(child);
        }
    }
    assert(options <= 32);
}

NodeId Grammar::firstAtom(NodeId node) const
{
    while (!m_nodes[node].children.empty())
        node = m_nodes[node].children.front();
    return node;
}

bool Grammar::canBeEmpty(NodeId node) const
{
    return m_nodes[node].shape == Shape::Options && !m_nodes[node].atLeastOne;
}

void Grammar::enter(NodeId id, std::uint32_t taken, std::vector<Position> &out) const
{
    const Node &at = m_nodes[id];
    switch (at.shape) {
    case Shape::Keyword:
    case Shape::Parameter:
        out.push_back({id, taken});
        break;
    case Shape::Sequence:
        for (const NodeId child : at.children) {
            enter(child, taken, out);
            if (!canBeEmpty(child))
                break;
        }
        break;
    case Shape::Choice:
        for (const NodeId child : at.children)
            enter(child, taken, out);
        break;
    case Shape::Options:
        for (const NodeId child : at.children)
            if ((taken >> m_nodes[child].optionBit & 1U) == 0)
                enter(child, taken, out);
        break;
    }
}

bool Grammar::follow(const Position &at, std::vector<Position> &out) const
{
    std::uint32_t taken = at.taken;
    for (NodeId id = at.atom; m_nodes[id].parent != kNone; id = m_nodes[id].parent) {
        const NodeId parent = m_nodes[id].parent;
        const Node &above = m_nodes[parent];
        if (above.shape == Shape::Options) {
            taken |= 1U << m_nodes[id].optionBit;
            enter(parent, taken, out);
        } else if (above.shape == Shape::Sequence) {
            for (std::size_t next = m_nodes[id].place + 1U; next < above.children.size(); ++next) {
                enter(above.children[next], taken, out);
                if (!canBeEmpty(above.children[next]))
                    return false;
            }
        }
    }
    return true;
}

} // namespace sidestep::config::vrp::syntax
