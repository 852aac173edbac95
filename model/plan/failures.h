// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::plan {

/// What a failure is done to. A service's pseudowires fail by themselves.
enum class TargetKind : std::uint8_t { Link, Router, Session, Service, Pseudowire, VpnInstance, VpnInterface };

[[nodiscard]] TargetKind targetKind(const FailureTarget &target, bool ofPseudowire);
/// "a link", "a router" …
[[nodiscard]] std::string_view nameOf(TargetKind kind);

/// One thing that can go wrong with one kind of target.
struct FailureKind
{
    TargetKind target;
    FailureMode mode;
    std::string_view notation; ///< as the command line writes it: "one-way:A>B", "grey:PERCENT"
    std::string_view what;     ///< plain English, lower case, no full stop
};
/// Every failure that can be simulated, by target; `restore` goes with all of them and is not listed.
[[nodiscard]] std::span<const FailureKind> failureKinds();

/// The target can fail so, or be restored.
[[nodiscard]] bool suits(FailureMode mode, TargetKind kind);
/// The object as a target; nullopt: nothing of the kind fails.
[[nodiscard]] std::optional<FailureTarget> failureTarget(const ObjectId &object);
/// The object whose removal takes the failure along.
[[nodiscard]] ObjectId objectOf(const FailureTarget &target);

/// The command line's failure notation, `TARGET[@TIME[,MODE]]` (`architecture.md` section 4). Targets and their default modes:
///
/// | written                | is                                                   | mode           |
/// |------------------------|------------------------------------------------------|----------------|
/// | `AGG1--RSG1`           | a link                                               | cut            |
/// | `AGG1`                 | a router                                             | power          |
/// | `bgp:AGG1--RSG1`       | a BGP session                                        | reset          |
/// | `service:NAME`         | an access service                                    | force-switch   |
/// | `ac:NAME`              | its attachment circuit                               | attachment-down |
/// | `pw1:NAME`, `pw2:NAME` | its primary or secondary pseudowire                  | label-withdraw |
/// | `vpn:AGG1:NAME`        | a VPN instance                                       | no-import      |
/// | `prefix:PREFIX`        | the VPN interfaces that announce the prefix          | withdraw       |
/// | `srlg:NUMBER`          | every link of a shared-risk group                    | cut            |
/// | `card:AGG1:0/2`        | every link on the ports of a card (`…0/2/x`)         | cut            |
///
/// The last three may give several actions. Default time 0. Errors: BadSyntax, NotFound.
[[nodiscard]] Result<std::vector<FailureAction>> parseFailures(const Plan &plan, std::string_view text);
/// `TARGET@TIME` of `--restore`.
[[nodiscard]] Result<std::vector<FailureAction>> parseRestores(const Plan &plan, std::string_view text);
/// As the two above, for a text that names one target. Errors: also Conflict.
[[nodiscard]] Result<FailureAction> parseFailure(const Plan &plan, std::string_view text);
[[nodiscard]] Result<FailureAction> parseRestore(const Plan &plan, std::string_view text);
/// The inverse of parseFailure, which for this reads the mode "restore" too.
[[nodiscard]] std::string toString(const Plan &plan, const FailureAction &action);

} // namespace sidestep::plan
