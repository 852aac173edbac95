// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/console/block_text.h"

#include <set>
#include <string>
#include <vector>

namespace sidestep::config::console {

/// The configuration a router runs, and the one being typed (two-stage mode, `vrp.md` section 9).
class Candidate
{
public:
    explicit Candidate(const ConfigTree &running);

    /// Types a line of the table that sets something or takes it back. Returns the key of what it set, empty for a line that took
    /// something away. A view of the path that has gone is opened no more: the line then does nothing.
    std::string type(const ViewPath &path, vrp::View view, const std::string &line);

    /// The two differ in more than the order of lines and repeated defaults.
    [[nodiscard]] bool isPending() const { return !m_differing.empty(); }

    /// How much of the path the candidate has.
    [[nodiscard]] std::size_t reach(const ViewPath &path) const;

    [[nodiscard]] const Block &running() const { return m_running; }
    [[nodiscard]] const Block &candidate() const { return m_candidate; }
    [[nodiscard]] ConfigTree runningTree() const;
    [[nodiscard]] ConfigTree candidateTree() const;

    void accept();  ///< the candidate runs
    void discard(); ///< what runs is the candidate
    /// Another configuration runs; what was pending stays pending on top of it.
    void rebase(const ConfigTree &running);

private:
    void findDifferences();

    Block m_running;
    Block m_candidate;
    /// The settings in which they differ, without what is inside them. Kept up to date with each line, so that a line costs what
    /// it touches and not what there is.
    std::set<KeyPath> m_differing;
};

} // namespace sidestep::config::console
