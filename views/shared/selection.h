// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace sidestep::views {

/// What the user has selected, by id, in the order it was selected. The tree, the canvas and the inspector show one selection.
/// Ids, never pointers to items: an undo that removes a selected object cannot leave anything dangling.
struct Selection
{
    std::vector<plan::ObjectId> objects;

    [[nodiscard]] bool empty() const { return objects.empty(); }
    [[nodiscard]] bool contains(const plan::ObjectId &object) const
    {
        return std::find(objects.begin(), objects.end(), object) != objects.end();
    }
    /// Adds the object, or takes it out when it is in: what Shift and Ctrl clicks do.
    void toggle(const plan::ObjectId &object)
    {
        if (const auto at = std::find(objects.begin(), objects.end(), object); at != objects.end())
            objects.erase(at);
        else
            objects.push_back(object);
    }
    /// The selected objects of one kind, in order: `of<plan::RouterId>()`.
    template <typename IdType>
    [[nodiscard]] std::vector<IdType> of() const
    {
        std::vector<IdType> found;
        for (const plan::ObjectId &object : objects)
            if (const auto *id = std::get_if<IdType>(&object))
                found.push_back(*id);
        return found;
    }
    friend bool operator==(const Selection &, const Selection &) = default;
};

[[nodiscard]] inline bool exists(const plan::Plan &plan, const plan::ObjectId &object)
{
    return std::visit([&plan](const auto &id) { return plan.find(id) != nullptr; }, object);
}

/// The selection without what is no longer in the plan.
[[nodiscard]] inline Selection kept(const Selection &selection, const plan::Plan &plan)
{
    Selection left;
    std::copy_if(selection.objects.begin(), selection.objects.end(), std::back_inserter(left.objects),
                 [&plan](const plan::ObjectId &object) { return exists(plan, object); });
    return left;
}

} // namespace sidestep::views
