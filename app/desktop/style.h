// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace sidestep::app {

enum class ColourScheme { System, Light, Dark };

/// Fonts, palette and style sheet of the whole program. May be called again to switch between light and dark.
void applyStyle(QApplication &application, ColourScheme scheme);

} // namespace sidestep::app
