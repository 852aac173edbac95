// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/config/snippet_text.h"
#include "model/plan/plan.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sidestep::config {

/// The lines of a router that no object of the plan says: those kept from an import, then its snippets by id. Gathered once
/// for many routers; const and usable on several threads at once.
class OwnLines
{
public:
    /// `only`: gather no more than this router needs.
    explicit OwnLines(const plan::Plan &plan, Secrets secrets = {}, std::optional<plan::RouterId> only = std::nullopt);

    [[nodiscard]] bool has(const plan::Router &router) const;
    /// Puts the router's lines where they belong in its finished configuration (`line_merge.h`). What cannot be written becomes
    /// a gap: on the router for a kept line, on the snippet for one of its lines.
    void addTo(const plan::Router &router, DeviceConfig &config) const;

private:
    [[nodiscard]] std::vector<const plan::Snippet *> snippetsOf(const plan::Router &router) const;

    plan::Plan m_plan;
    Secrets m_secrets;
    std::vector<const plan::Snippet *> m_shared; ///< for all routers, or those of a role
    std::unordered_map<plan::RouterId, std::vector<const plan::Snippet *>> m_own;
};

/// Whether the snippet is written for the router.
[[nodiscard]] bool applies(const plan::Snippet &snippet, const plan::Router &router) noexcept;

/// Names of the secrets that the routers' snippets use and `known` has no value for, sorted.
[[nodiscard]] std::vector<std::string> missingSecrets(const plan::Plan &plan, const std::vector<plan::RouterId> &routers,
                                                      const Secrets &known = {});

} // namespace sidestep::config
