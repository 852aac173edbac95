// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/candidate.h"

#include "model/config/difference.h"
#include "model/config/reader.h"

namespace sidestep::config::console {

namespace {

const Setting *meant(const Block &block, const std::string &key)
{
    const Setting *setting = block.find(key);
    return setting && !setting->repeatsDefault() ? setting : nullptr;
}

const Block kNone;

/// The setting itself, not what is inside it.
bool differsIn(const std::string &key, const Block &a, const Block &b)
{
    const Setting *inA = meant(a, key);
    const Setting *inB = meant(b, key);
    if (inA && inB)
        return inA->line != inB->line;
    return (inA && !inA->isAlwaysThere()) || (inB && !inB->isAlwaysThere());
}

const Block &inside(const Block &block, const std::string &key)
{
    const Setting *opener = block.find(key);
    return opener ? opener->block : kNone;
}

bool differsAt(const KeyPath &path, const Block &a, const Block &b)
{
    const Block *inA = &a;
    const Block *inB = &b;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        inA = &inside(*inA, path[i]);
        inB = &inside(*inB, path[i]);
    }
    return differsIn(path.back(), *inA, *inB);
}

/// As deep as views go.
void addDifferences(const Block &a, const Block &b, KeyPath &path, std::set<KeyPath> &differing)
{
    const auto look = [&](const std::string &key) {
        path.push_back(key);
        if (differsIn(key, a, b))
            differing.insert(path);
        addDifferences(inside(a, key), inside(b, key), path, differing);
        path.pop_back();
    };
    for (const Setting &setting : a.settings())
        look(setting.key);
    for (const Setting &setting : b.settings())
        if (!a.find(setting.key))
            look(setting.key);
}

} // namespace

Candidate::Candidate(const ConfigTree &running) : m_running(Block::of(running)), m_candidate(m_running) { }

std::string Candidate::type(const ViewPath &path, vrp::View view, const std::string &line)
{
    Block *block = &m_candidate;
    for (const std::string &key : path) {
        Setting *opener = block->find(key);
        if (!opener)
            return {};
        block = &opener->block;
    }
    std::vector<KeyPath> touched;
    const Setting *set = block->type(view, line, &touched);
    for (KeyPath &below : touched) {
        below.insert(below.begin(), path.begin(), path.end());
        if (differsAt(below, m_running, m_candidate))
            m_differing.insert(std::move(below));
        else
            m_differing.erase(below);
    }
    return set ? set->key : std::string();
}

void Candidate::findDifferences()
{
    m_differing.clear();
    KeyPath path;
    addDifferences(m_running, m_candidate, path, m_differing);
}

std::size_t Candidate::reach(const ViewPath &path) const
{
    const Block *block = &m_candidate;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Setting *opener = block->find(path[i]);
        if (!opener)
            return i;
        block = &opener->block;
    }
    return path.size();
}

ConfigTree Candidate::runningTree() const
{
    return readConfig(m_running.text());
}

ConfigTree Candidate::candidateTree() const
{
    return readConfig(m_candidate.text());
}

void Candidate::accept()
{
    m_running = Block::of(candidateTree());
    discard();
}

void Candidate::discard()
{
    m_candidate = m_running;
    m_differing.clear();
}

void Candidate::rebase(const ConfigTree &running)
{
    if (!isPending()) {
        m_running = Block::of(running);
        return discard();
    }
    const Script pending = difference(runningTree(), candidateTree()).forward;
    m_candidate = Block::of(applied(running, pending));
    m_running = Block::of(running);
    findDifferences();
}

} // namespace sidestep::config::console
