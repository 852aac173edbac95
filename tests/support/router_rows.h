// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include "model/base/table.h"

#include <fmt/format.h>

namespace sidestep::support {

/// Router rows as a national plan has them: a short name, a site of a length that needs memory of its own, a loopback.
[[nodiscard]] inline Table<plan::Router> routerRows(std::uint32_t count)
{
    Table<plan::Router> rows;
    for (std::uint32_t i = 1; i <= count; ++i)
        rows.put({plan::RouterId(i), fmt::format("CSG-{:06}", i), plan::Role::Csg, fmt::format("Site {:06}, Example Street 140", i),
                  plan::Release::V800R022C00, Ipv4(0x0a000000U + i)});
    return rows;
}

} // namespace sidestep::support
