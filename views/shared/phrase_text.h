// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/narration.h"

#include <QString>

namespace sidestep::views {

/// The phrase in the user's language, its values put in. Patterns are looked up in the context "narration".
[[nodiscard]] QString phraseText(const report::Phrase &phrase);

} // namespace sidestep::views
