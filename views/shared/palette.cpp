// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/palette.h"

#include <QGuiApplication>

namespace sidestep::views {

const Palette &Palette::light()
{
    static const Palette set{false, QColor(0xEEF1F5), QColor(0xFBFCFD), QColor(0xFFFFFF), QColor(0xE3E7ED), QColor(0x1B2430), QColor(0x55617A),
                             QColor(0x0B63B8), QColor(0xFFFFFF), QColor(0xDCEBFA), QColor(0x00795C), QColor(0xC2410C), QColor(0xFFFFFF),
                             QColor(0x75699B), QColor(0xBFE0CF), QColor(0xF3DDAB), QColor(0xF6C9B3), QColor(0x9A6200), QColor(0x3A475C),
                             QColor(0x8793A6), QColor(0xD5DBE4)};
    return set;
}

const Palette &Palette::darkSet()
{
    static const Palette set{true, QColor(0x11151B), QColor(0x181D25), QColor(0x1D232D), QColor(0x2A323F), QColor(0xE8ECF2), QColor(0xA3AFC0),
                             QColor(0x5AAFF0), QColor(0x0C1218), QColor(0x223C58), QColor(0x3CCBA3), QColor(0xFF8A5C), QColor(0x1B1009),
                             QColor(0xB3A6E0), QColor(0x22503F), QColor(0x594718), QColor(0x6A3320), QColor(0xE3B04B), QColor(0xB9C4D4),
                             QColor(0x6C7A8F), QColor(0x323B49)};
    return set;
}

const Palette &Palette::current()
{
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness() ? darkSet() : light();
}

QPalette Palette::toQPalette() const
{
    QPalette p;
    p.setColor(QPalette::Window, panel);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, canvas);
    p.setColor(QPalette::AlternateBase, window);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, secondary);
    p.setColor(QPalette::Button, panel);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, loss);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, onAccent);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::ToolTipBase, canvas);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Light, dark ? hairline : canvas);
    p.setColor(QPalette::Midlight, grid);
    p.setColor(QPalette::Mid, hairline);
    p.setColor(QPalette::Dark, link);
    p.setColor(QPalette::Shadow, hairline);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, link);
    return p;
}

} // namespace sidestep::views
