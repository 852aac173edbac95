// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSize>

class QPainter;

namespace sidestep::views {

struct Palette;
class PlanScene;

/// Dotted paper; the dots keep their distance on screen at any zoom.
void paintPaper(QPainter &painter, const QRectF &area, double zoom, const Palette &colours);

/// Of a picture of the whole network at 100 %, at most 8000 in each direction.
[[nodiscard]] QSize pictureSize(const PlanScene &network);
/// Paints the whole network into `target`, in the light colours, without grid or selection.
void paintPicture(PlanScene &network, QPainter &painter, const QRectF &target);

} // namespace sidestep::views
