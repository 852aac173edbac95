// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontDatabase>

namespace sidestep::views {

/// Sizes of the interface design, in pixels: 13 for body, 12 in lists, 11 for detail.
inline constexpr int kBodySize = 13;
inline constexpr int kListSize = 12;
inline constexpr int kDetailSize = 11;

/// `base` at another size and weight; weights other than 400, 500 and 600 are not used.
[[nodiscard]] inline QFont typeOf(QFont base, int pixels, QFont::Weight weight = QFont::Normal)
{
    base.setPixelSize(pixels);
    base.setWeight(weight);
    return base;
}
[[nodiscard]] inline QFont monoOf(int pixels, QFont::Weight weight = QFont::Normal)
{
    return typeOf(QFontDatabase::systemFont(QFontDatabase::FixedFont), pixels, weight);
}

} // namespace sidestep::views
