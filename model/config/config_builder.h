// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/config/own_lines.h"
#include "model/config/router_facts.h"
#include "model/config/vrp/command_id.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sidestep::config {

namespace vrp {
class Writer;
}

/// Configurations of many routers of one plan: indexes the plan once, then costs what the router has. `buildConfig` is the
/// form for a single router. Building is const and may run on several threads at once.
class ConfigBuilder
{
public:
    explicit ConfigBuilder(const plan::Plan &plan, Secrets secrets = {}) : m_plan(plan), m_index(plan), m_ownLines(plan, std::move(secrets)) { }

    /// Equal to `buildConfig(plan, router, secrets)`. Errors: NotFound.
    [[nodiscard]] Result<DeviceConfig> build(plan::RouterId router) const;

private:
    friend class TextWriter;
    plan::Plan m_plan;
    PlanIndex m_index;
    OwnLines m_ownLines;
};

/// Text straight from the plan, without a tree where a router has no lines of its own: for writing many files. Its memory is used again from router to router, so
/// each thread has one of its own.
class TextWriter
{
public:
    /// The builder has to live as long.
    explicit TextWriter(const ConfigBuilder &builder);
    ~TextWriter();

    /// Equal to `toText(*builder.build(router))`; valid until the next call. Errors: NotFound.
    [[nodiscard]] Result<std::string_view> write(plan::RouterId router);
    /// Of the router written last.
    [[nodiscard]] const std::vector<ConfigGap> &gaps() const;
    [[nodiscard]] std::vector<vrp::Cmd> unverifiedCommands() const;

private:
    const ConfigBuilder &m_builder;
    std::unique_ptr<vrp::Writer> m_writer;
    std::optional<DeviceConfig> m_merged; ///< of a router with own lines, which need a tree
    std::string m_mergedText;
};

} // namespace sidestep::config
