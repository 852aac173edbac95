// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/console/block_text.h"

#include <string>

namespace sidestep::config::console {

/// The configuration a router runs, and the one being typed (two-stage mode, `vrp.md` section 9).
class Candidate
{
public:
    explicit Candidate(const ConfigTree &running);

    /// Types a line of the table that sets something or takes it back. Returns the key of what it set, empty for a line that took
    /// something away. A view of the path that has gone is opened no more: the line then does nothing.
    std::string type(const ViewPath &path, vrp::View view, const std::string &line);

    /// The two differ in more than the order of lines and repeated defaults. Costs next to nothing while the first difference
    /// stays, so that a long paste is linear.
    [[nodiscard]] bool isPending() const { return !m_witness.empty(); }

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
    /// Sees to the witness after a line was typed in the view; `key` is what it set.
    void look(ViewPath path, const std::string &key);

    Block m_running;
    Block m_candidate;
    ViewPath m_witness; ///< leads to a setting in which they differ; empty when they do not
};

} // namespace sidestep::config::console
