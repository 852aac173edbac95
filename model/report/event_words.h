// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/report/phrase.h"

#include <string>

namespace sidestep::report {

/// What an event says, in plain English: "AGG1 loses the route RAN 2001:db8::/64".
struct EventWords
{
    Phrase headline;
    bool told = false; ///< a step of a run's story; the others are read in the list of events
};

/// `subject` stands for the event's own where several happened as one. Every word of the table in simulate.h has a sentence.
[[nodiscard]] EventWords wordsOf(const plan::Plan &plan, const engine::Event &event, const std::string &subject);
[[nodiscard]] inline EventWords wordsOf(const plan::Plan &plan, const engine::Event &event)
{
    return wordsOf(plan, event, event.subject);
}

/// "PW1", "PW2".
[[nodiscard]] std::string pseudowireName(plan::PwRole pw);

} // namespace sidestep::report
