// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

/// The properties of any object as text, and back. Walks plan/fields.h, so a new member of a row is editable without
/// another line here. No widgets: the property panel draws what this says.
namespace sidestep::views {

enum class PropertyKind : std::uint8_t {
    Text,      ///< one line, perhaps with values to offer
    Lines,     ///< several lines, one value each
    Choice,    ///< one of `choices`
    Flag,      ///< "yes" or "no"
    ReadOnly,
};

struct PropertyChoice
{
    std::string value; ///< what goes back into `edited`
    std::string label; ///< what a user reads
};

struct Property
{
    std::string key;   ///< field name of plan/fields.h; nested ones joined by a dot: "primary.vc_id"
    PropertyKind kind = PropertyKind::Text;
    std::string value;
    std::vector<PropertyChoice> choices; ///< of a Text: values to offer, any other is allowed
    bool optional = false; ///< an empty value is allowed and means "not decided yet"
};

/// The properties of an object, or of the plan itself when there is none, in declaration order. Empty: no such object.
[[nodiscard]] std::vector<Property> propertiesOf(const plan::Plan &plan, const std::optional<plan::ObjectId> &object);

/// The edit that gives one property a new value. Errors: BadSyntax or OutOfRange, saying what form is expected;
/// what `Plan::with` would refuse is not looked at here.
[[nodiscard]] Result<plan::PlanEdit> edited(const plan::Plan &plan, const std::optional<plan::ObjectId> &object, const std::string &key,
                                            const std::string &value);

} // namespace sidestep::views
