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

ViewPath firstDifference(const Block &a, const Block &b);

/// Keys from this one on that lead to a difference; empty: the setting means the same in both.
ViewPath differenceAt(const std::string &key, const Block &a, const Block &b)
{
    const Setting *inA = meant(a, key);
    const Setting *inB = meant(b, key);
    if (!inA && !inB)
        return {};
    const bool same = inA && inB ? inA->line == inB->line : (inA ? inA : inB)->isAlwaysThere();
    if (!same)
        return {key};
    ViewPath path = firstDifference(inA ? inA->block : kNone, inB ? inB->block : kNone);
    if (!path.empty())
        path.insert(path.begin(), key);
    return path;
}

ViewPath firstDifference(const Block &a, const Block &b)
{
    for (const Setting &setting : a.settings())
        if (ViewPath path = differenceAt(setting.key, a, b); !path.empty())
            return path;
    for (const Setting &setting : b.settings())
        if (!meant(a, setting.key))
            if (ViewPath path = differenceAt(setting.key, a, b); !path.empty())
                return path;
    return {};
}

bool differsAt(const ViewPath &path, const Block &a, const Block &b)
{
    if (path.empty())
        return false;
    const auto inside = [](const Block &block, const std::string &key) -> const Block & {
        const Setting *opener = block.find(key);
        return opener ? opener->block : kNone;
    };
    const Block *inA = &a;
    const Block *inB = &b;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        inA = &inside(*inA, path[i]);
        inB = &inside(*inB, path[i]);
    }
    return !differenceAt(path.back(), *inA, *inB).empty();
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
    const Setting *set = block->type(view, line);
    std::string key = set ? set->key : std::string();
    look(path, key);
    return key;
}

void Candidate::look(ViewPath path, const std::string &key)
{
    if (m_witness.empty() && !key.empty()) { // nothing differed before, so only this setting can
        path.push_back(key);
        if (differsAt(path, m_running, m_candidate))
            m_witness = std::move(path);
    } else if (!differsAt(m_witness, m_running, m_candidate)) {
        m_witness = firstDifference(m_running, m_candidate);
    }
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
    m_witness.clear();
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
    m_witness = firstDifference(m_running, m_candidate);
}

} // namespace sidestep::config::console
