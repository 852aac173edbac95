// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <QString>

#include <vector>

namespace sidestep::views {

struct RelatedGroup
{
    QString title;
    std::vector<plan::ObjectId> objects; ///< at most twelve
    int more = 0;                        ///< how many were left out
};

/// "Router · AGG", "Link", "Access service": what kind of object it is.
[[nodiscard]] QString kindOf(const plan::Plan &plan, const plan::ObjectId &object);

/// What belongs to the object or it belongs to: a router's ports, links, services and sessions, a link's ports …
[[nodiscard]] std::vector<RelatedGroup> relatedTo(const plan::Plan &plan, const plan::ObjectId &object);

} // namespace sidestep::views
