// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"
#include "views/shared/palette.h"

#include <QIcon>
#include <QPainterPath>

class QPainter;

namespace sidestep::views {

/// Shape is role, so that a black-and-white print still reads (interface design, "Grammar of the canvas").
/// The outline is centred on the origin, at the size of 100 % zoom: 56 to 68 units wide.
[[nodiscard]] const QPainterPath &roleOutline(plan::Role role);
/// The mark inside the outline: mast, opposing arrows, bars; empty for P.
[[nodiscard]] const QPainterPath &roleMark(plan::Role role);
/// Distance from the centre to the outline in the direction of (dx, dy), which need not be a unit vector.
[[nodiscard]] double roleRadius(plan::Role role, double dx, double dy);

/// Outline filled with `fill` and drawn in `line`, mark inside, centred on the painter's origin.
void paintRole(QPainter &painter, plan::Role role, const QColor &line, const QColor &fill);

/// The shape as an icon for trees and toolbars.
[[nodiscard]] QIcon roleIcon(plan::Role role, const Palette &palette, int size = 16);

} // namespace sidestep::views
