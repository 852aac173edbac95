// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/shared/palette.h"

#include <QFlags>
#include <QFont>

namespace sidestep::views {

/// What the canvas shows; the chips at its lower left switch them.
enum class CanvasLayer : quint8 { Physical = 1, Isis = 2, Pw = 4, Bgp = 8, Vpn = 16, Traffic = 32 };
Q_DECLARE_FLAGS(CanvasLayers, CanvasLayer)
Q_DECLARE_OPERATORS_FOR_FLAGS(CanvasLayers)

/// How what happened is meant to be taken: the colour of loss is for losses and failures only.
enum class Tone : quint8 { Plain, Bad };

/// Stacking of the scene, lowest first.
enum class CanvasDepth : int { Paper, Links, Sessions, Pseudowires, Traffic, Nodes, Labels, Pills, Loss, Preview, Bubble };
[[nodiscard]] constexpr qreal depthOf(CanvasDepth depth)
{
    return static_cast<qreal>(depth);
}

/// Below this zoom glyphs become dots and one item paints them all.
inline constexpr double kFarZoom = 0.22;
/// Below this zoom port labels and addresses are hidden.
inline constexpr double kDetailZoom = 0.8;
/// Below this zoom sites are shown as a count for each ring.
inline constexpr double kCountZoom = 0.14;
inline constexpr double kMinZoom = 0.01;
inline constexpr double kMaxZoom = 8.0;

/// Fonts of the canvas in scene units (pixels at 100 %). No hinting: text keeps its proportions while zooming.
[[nodiscard]] QFont canvasFont(double pixels, QFont::Weight weight = QFont::Normal);

/// How the scene paints now; items hold a reference to the scene's.
struct CanvasLook
{
    const Palette *palette = &Palette::current();
    CanvasLayers layers = CanvasLayer::Physical | CanvasLayer::Pw | CanvasLayer::Traffic;
    double zoom = 1.0; ///< of the view that edits
    [[nodiscard]] bool far() const { return zoom < kFarZoom; }
    /// Names keep a readable size on screen: 1 at 100 %, larger in scene units when zoomed out, in steps.
    [[nodiscard]] double labelScale() const { return zoom >= 0.75 ? 1.0 : zoom >= 0.5 ? 1.4 : zoom >= 0.34 ? 2.0 : 3.0; }
    [[nodiscard]] bool details() const { return zoom >= kDetailZoom; }
};

} // namespace sidestep::views
