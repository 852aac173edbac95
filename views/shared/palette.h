// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace sidestep::views {

/// Every colour of the program, in a light and a dark set. No colour literal stands elsewhere.
/// Contrast on the canvas: text at least 4.5, lines at least 3 (WCAG 2.1).
struct Palette
{
    bool dark = false;
    QColor window, panel, canvas, grid;
    QColor text, secondary;
    QColor accent;     ///< selection, cursor, Run, upstream traffic
    QColor onAccent;   ///< text on accent
    QColor accentSoft; ///< tile behind what is selected
    QColor downstream;
    QColor loss;       ///< loss and failed things only
    QColor onLoss;     ///< text on loss
    QColor standby;
    QColor upBar, workingBar, downBar;
    QColor warning;
    QColor nodeLine, link;
    QColor hairline;

    [[nodiscard]] static const Palette &light();
    [[nodiscard]] static const Palette &darkSet();
    /// The set that goes with the application's current QPalette (window darker than text: dark).
    [[nodiscard]] static const Palette &current();
    /// What standard widgets are drawn with.
    [[nodiscard]] QPalette toQPalette() const;
};

} // namespace sidestep::views
