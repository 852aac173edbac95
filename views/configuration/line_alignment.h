// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <vector>

namespace sidestep::views {

enum class LineMark : quint8 {
    Same,
    Changed, ///< stands beside a line of the same command with other values
    Alone,   ///< the other side has nothing like it
    Moved,   ///< the other side has it elsewhere
};

/// A row of two texts shown side by side.
struct AlignedRow
{
    int first = -1; ///< 0-based line; -1: nothing stands here
    int second = -1;
    LineMark firstMark = LineMark::Same;
    LineMark secondMark = LineMark::Same;
    friend bool operator==(const AlignedRow &, const AlignedRow &) = default;
};

/// Puts equal lines of two indented configurations beside each other. Lines are equal when they read the same inside the same
/// block, so that the `undo shutdown` of one interface is never taken for another's. Keeps the most lines in place (longest
/// common subsequence); n log n.
[[nodiscard]] std::vector<AlignedRow> alignLines(const QStringList &first, const QStringList &second);

} // namespace sidestep::views
