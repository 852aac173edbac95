// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/config/router_facts.h"

namespace sidestep::config {

/// Configurations of many routers of one plan: indexes the plan once, then costs what the router has. `buildConfig` is the
/// form for a single router. Building is const and may run on several threads at once.
class ConfigBuilder
{
public:
    explicit ConfigBuilder(const plan::Plan &plan) : m_plan(plan), m_index(plan) { }

    /// Equal to `buildConfig(plan, router)`. Errors: NotFound.
    [[nodiscard]] Result<DeviceConfig> build(plan::RouterId router) const;

private:
    plan::Plan m_plan;
    PlanIndex m_index;
};

} // namespace sidestep::config
