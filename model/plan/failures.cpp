// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/failures.h"

#include <algorithm>
#include <array>

namespace sidestep::plan {
namespace {

using enum FailureMode;

constexpr std::array kKinds{
    FailureKind{TargetKind::Link, Cut, "cut", "both ends lose light"},
    FailureKind{TargetKind::Link, Silent, "silent", "all frames are lost, light stays"},
    FailureKind{TargetKind::Link, OneWayAB, "one-way:A>B", "frames from A to B are lost, light stays"},
    FailureKind{TargetKind::Link, OneWayBA, "one-way:B>A", "frames from B to A are lost, light stays"},
    FailureKind{TargetKind::Link, Grey, "grey:PERCENT", "a share of the frames is lost, light stays"},
    FailureKind{TargetKind::Link, Flap, "flap:PERIODxCOUNT", "cut and whole again, COUNT times"},
    FailureKind{TargetKind::Link, DownA, "down:A", "A's port is shut down by an operator"},
    FailureKind{TargetKind::Link, DownB, "down:B", "B's port is shut down by an operator"},
    FailureKind{TargetKind::Link, BfdDown, "bfd-down", "a false alarm of the link's BFD session"},
    FailureKind{TargetKind::Router, Power, "power", "power is lost"},
    FailureKind{TargetKind::Router, Restart, "restart", "the control plane starts anew, forwarding stops"},
    FailureKind{TargetKind::Router, GracefulRestart, "graceful-restart", "the control plane starts anew, forwarding goes on"},
    FailureKind{TargetKind::Router, Drain, "drain", "traffic is moved away for maintenance"},
    FailureKind{TargetKind::Session, Reset, "reset", "the session is closed by an operator"},
    FailureKind{TargetKind::Session, BfdDown, "bfd-down", "a false alarm of the session's BFD"},
    FailureKind{TargetKind::Service, ForceSwitch, "force-switch", "an operator moves the service to its secondary pseudowire"},
    FailureKind{TargetKind::Service, AttachmentDown, "attachment-down", "the base station's circuit goes down"},
    FailureKind{TargetKind::Pseudowire, LabelWithdraw, "label-withdraw", "the AGG takes the pseudowire's label back"},
    FailureKind{TargetKind::Pseudowire, MtuMismatch, "mtu-mismatch", "the AGG's MTU of the pseudowire changes"},
    FailureKind{TargetKind::Pseudowire, BfdDown, "bfd-down", "a false alarm of the pseudowire's BFD"},
    FailureKind{TargetKind::Pseudowire, Reset, "reset", "the LDP session that signals the pseudowire is closed by an operator"},
    FailureKind{TargetKind::VpnInstance, NoImport, "no-import", "a wrong route target: the VPN instance imports nothing"},
    FailureKind{TargetKind::VpnInterface, Withdraw, "withdraw", "a wrong policy: the prefix is no longer announced"},
};

constexpr std::array<std::string_view, 7> kTargetNames{"a link",        "a router",      "a BGP session",   "an access service",
                                                       "a pseudowire", "a VPN instance", "a VPN interface"};

} // namespace

TargetKind targetKind(const FailureTarget &target, bool ofPseudowire)
{
    constexpr std::array kinds{TargetKind::Link, TargetKind::Router, TargetKind::Session, TargetKind::Service, TargetKind::VpnInstance, TargetKind::VpnInterface};
    const TargetKind kind = kinds.at(target.index());
    return kind == TargetKind::Service && ofPseudowire ? TargetKind::Pseudowire : kind;
}

std::string_view nameOf(TargetKind kind)
{
    return kTargetNames.at(static_cast<std::size_t>(kind));
}

std::span<const FailureKind> failureKinds()
{
    return kKinds;
}

bool suits(FailureMode mode, TargetKind kind)
{
    return mode == Restore || std::any_of(kKinds.begin(), kKinds.end(), [=](const FailureKind &one) { return one.target == kind && one.mode == mode; });
}

std::optional<FailureTarget> failureTarget(const ObjectId &object)
{
    return std::visit(
        [](auto id) -> std::optional<FailureTarget> {
            if constexpr (std::is_constructible_v<FailureTarget, decltype(id)>)
                return FailureTarget(id);
            else
                return std::nullopt;
        },
        object);
}

ObjectId objectOf(const FailureTarget &target)
{
    return std::visit([](auto id) { return ObjectId(id); }, target);
}

} // namespace sidestep::plan
