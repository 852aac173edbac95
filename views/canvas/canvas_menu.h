// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <QMenu>

#include <functional>

namespace sidestep::views {

/// What the context menu of an object can do.
struct ObjectMenuActions
{
    std::function<void(plan::FailureMode)> fail;
    std::function<void()> remove;
    std::function<void()> open;
    std::function<void()> openConsole; ///< of a router
};

/// Fills the menu for a router or link: ways to fail, a router's console, properties, delete. Other objects get the last two.
void fillObjectMenu(QMenu &menu, const plan::Plan &plan, const plan::ObjectId &object, const ObjectMenuActions &actions);

} // namespace sidestep::views
