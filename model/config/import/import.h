// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/difference.h"
#include "model/plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Router files become a plan (`vrp.md`, all sections; decisions in `model/config/README.md`).
namespace sidestep::config {

/// One router's configuration.
struct ConfigSource
{
    std::string file;                 ///< for the report; its stem names a router that has no `sysname`
    std::string_view text;            ///< any VRP8 text; has to outlive the import
    const ConfigTree *tree = nullptr; ///< the text already read; the text is then looked at for its header only
};

enum class ImportKind : std::uint8_t {
    Understood,    ///< what the plan holds now
    Inferred,      ///< what no line says, with the evidence
    Kept,          ///< lines beyond the plan, which stay with their router and are written out again
    Contradictory, ///< what cannot be as it stands: a PW with one end, unequal values on two routers …
};

struct ImportRow
{
    ImportKind kind;
    std::string router; ///< empty: of no one router
    std::string file;
    std::uint32_t line = 0; ///< 1-based; 0: of no one line
    std::string text;
    friend bool operator==(const ImportRow &, const ImportRow &) = default;
};

/// What a router would be told if Sidestep's configuration of it were loaded: the check of the import by its result.
struct RouterRewrite
{
    plan::RouterId router;
    Script changes; ///< from the file to what the plan writes; never empty
};

/// Where a router of the plan was read.
struct RouterSource
{
    plan::RouterId router;
    std::size_t source; ///< index
};

struct ImportResult
{
    plan::Plan plan;
    std::vector<RouterSource> routers; ///< in the order of the sources
    std::vector<ImportRow> rows;         ///< by kind, then in the order of the sources
    std::vector<RouterRewrite> rewrites; ///< in the order of the sources
    std::vector<std::string> leftOut;    ///< files that are no configuration, or of a router that another file has
};

struct ImportOptions
{
    std::string planName = "imported";
    bool compare = true;  ///< fill `rewrites`
    unsigned threads = 0; ///< 0: one a core
    std::stop_token stop = {};
    std::optional<std::uint32_t> asNumber = {}; ///< of the plan; none: the one that most routers with BGP are in, of equals the first
    std::optional<plan::Igp> igp = {}; ///< of the plan; none: the one that most ports are in, of equals IS-IS
};

/// Roles, links, pseudowires, VPNs, sessions and timers that the configurations state or imply, with everything else kept as
/// lines of its router. Same sources, same result. Where two routers disagree the source that stands first wins, and a row says so.
/// Memory is linear in what the files say; a file is read again for what stays of it rather than held.
/// Errors: Cancelled; LimitReached (a plan that cannot hold so much).
[[nodiscard]] Result<ImportResult> importConfigs(std::span<const ConfigSource> sources, const ImportOptions &options = {});

} // namespace sidestep::config
