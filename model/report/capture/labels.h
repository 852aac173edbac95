// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

namespace sidestep::report {

/// Labels that the plan does not state, from ranges of their own so that each says what it is for. They stand for the same in
/// every router.
inline constexpr std::uint32_t kImplicitNull = 3; ///< RFC 3032 section 2.1
inline constexpr std::uint32_t kFirstRouteLabel = 0x04000, kFirstVpnLabel = 0x40000, kFirstPwLabel = 0x80000;
inline constexpr std::uint32_t kRouteLabels = kFirstVpnLabel - kFirstRouteLabel, kVpnLabels = kFirstPwLabel - kFirstVpnLabel, kPwLabels = 0x80000;

[[nodiscard]] inline std::uint32_t labelOf(plan::RouterId router)
{
    return kFirstRouteLabel + router.value() % kRouteLabels;
}
[[nodiscard]] inline std::uint32_t labelOf(plan::VpnMemberId member)
{
    return kFirstVpnLabel + member.value() % kVpnLabels;
}
/// Of a router that put itself into the path of the instance's routes, as its next hop.
[[nodiscard]] inline std::uint32_t swappedLabelOf(plan::VpnMemberId member, plan::RouterId router)
{
    return kFirstVpnLabel + (member.value() + router.value() * 4099U) % kVpnLabels;
}
[[nodiscard]] inline std::uint32_t labelOf(const plan::PseudowireEnd &end)
{
    return kFirstPwLabel + end.vcId.value_or(0) % kPwLabels;
}
/// Of the management pseudowire that watches this one; one without a VC id has the label of the one it watches.
[[nodiscard]] inline std::uint32_t managementLabelOf(const plan::PseudowireEnd &end)
{
    return kFirstPwLabel + end.adminVcId.value_or(end.vcId.value_or(0)) % kPwLabels;
}
[[nodiscard]] inline const plan::PseudowireEnd &endOf(const plan::AccessService &service, plan::PwRole role)
{
    return role == plan::PwRole::Primary || !service.secondary ? service.primary : *service.secondary;
}

} // namespace sidestep::report
