// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/snippet_text.h"
#include "model/plan/plan.h"

#include <string>
#include <vector>

namespace sidestep::config {

/// A line of a VRP8 configuration and the lines inside the view it opens.
struct ConfigNode
{
    std::string line; ///< without indent
    std::vector<ConfigNode> children;
    std::vector<plan::ObjectId> origin; ///< plan objects the line comes from, for navigation; may be empty
    friend bool operator==(const ConfigNode &, const ConfigNode &) = default;
};

/// What the plan asks for and VRP8 at the router's release cannot express, or what lacks a value.
struct ConfigGap
{
    std::string text; ///< what is missing and what to do
    plan::ObjectId object;
};

/// The configuration of one router.
struct DeviceConfig
{
    plan::RouterId router{0};
    std::string name;
    std::vector<ConfigNode> blocks; ///< in dependency order (`vrp.md` section 9)
    std::vector<ConfigGap> gaps;
};

/// What the plan's objects say, then the lines kept for the router and its snippets. `secrets` nowhere to be found show as
/// placeholders. Errors: NotFound.
[[nodiscard]] Result<DeviceConfig> buildConfig(const plan::Plan &plan, plan::RouterId router, const Secrets &secrets = {});

/// Saved-file form: one space a level, `#` after each top-level block, ` #` between BGP families, `return` at the end, LF.
[[nodiscard]] std::string toText(const DeviceConfig &config);

/// 0-based line numbers of `toText` that come from `object`, ascending.
[[nodiscard]] std::vector<std::size_t> linesOf(const DeviceConfig &config, const plan::ObjectId &object);

} // namespace sidestep::config
