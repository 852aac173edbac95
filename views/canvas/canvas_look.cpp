// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_look.h"

#include <QGuiApplication>

namespace sidestep::views {

QFont canvasFont(double pixels, QFont::Weight weight)
{
    QFont font = QGuiApplication::font();
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setPixelSize(qMax(1, qRound(pixels)));
    font.setWeight(weight);
    return font;
}

} // namespace sidestep::views
