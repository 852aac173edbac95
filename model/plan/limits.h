// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <optional>

namespace sidestep::plan {

/// What is wrong with a row taken by itself: a number outside the range `objects.h` states, a text that is too long or could
/// add to a configuration. nullopt: nothing. The detail does not say which row it is.
[[nodiscard]] std::optional<Error> brokenLimit(const Settings &settings);
[[nodiscard]] std::optional<Error> brokenLimit(const Router &router);
[[nodiscard]] std::optional<Error> brokenLimit(const Position &position);
[[nodiscard]] std::optional<Error> brokenLimit(const Port &port);
[[nodiscard]] std::optional<Error> brokenLimit(const Link &link);
[[nodiscard]] std::optional<Error> brokenLimit(const IgpDomain &domain);
[[nodiscard]] std::optional<Error> brokenLimit(const BfdPolicy &policy);
[[nodiscard]] std::optional<Error> brokenLimit(const Vpn &vpn);
[[nodiscard]] std::optional<Error> brokenLimit(const VpnMember &member);
[[nodiscard]] std::optional<Error> brokenLimit(const VpnInterface &interface);
[[nodiscard]] std::optional<Error> brokenLimit(const AccessService &service);
[[nodiscard]] std::optional<Error> brokenLimit(const TrackedRoute &tracked);
[[nodiscard]] std::optional<Error> brokenLimit(const BgpSession &session);
[[nodiscard]] std::optional<Error> brokenLimit(const Flow &flow);
[[nodiscard]] std::optional<Error> brokenLimit(const Scenario &scenario);
[[nodiscard]] std::optional<Error> brokenLimit(const KeptText &kept);
[[nodiscard]] std::optional<Error> brokenLimit(const Snippet &snippet);

} // namespace sidestep::plan
