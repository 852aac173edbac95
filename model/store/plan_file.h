// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <filesystem>

namespace sidestep::store {

inline constexpr std::int32_t kApplicationId = 0x53494445; ///< "SIDE", at offset 68 of the file
inline constexpr std::int32_t kSchemaVersion = 6;          ///< `user_version`, at offset 60; every version from 1 is read

/// Reads a plan from an SQLite plan file. The file is hostile until checked: it is opened read-only and immutable, and
/// must hold exactly the tables its version writes, no trigger, no view. It is never changed.
/// Errors: FileMissing, FileUnreadable, FileForeign, FileNewer (naming both versions), FileDamaged; each names the file.
[[nodiscard]] Result<plan::Plan> loadPlanFile(const std::filesystem::path &path);

/// Writes a fresh file beside `path`, syncs it and renames it over; what was there stays as `NAME~`. A crash at any
/// moment leaves the old file or the new one, whole. Errors: FileUnwritable.
[[nodiscard]] Result<void> savePlanFile(const plan::Plan &plan, const std::filesystem::path &path);

/// True for a name that ends in ".json": the text form.
[[nodiscard]] bool isTextForm(const std::filesystem::path &path);

/// loadPlanFile, or the text form for a name that ends in ".json".
[[nodiscard]] Result<plan::Plan> loadPlan(const std::filesystem::path &path);
/// savePlanFile, or the text form for a name that ends in ".json"; both keep the old file as `NAME~`.
[[nodiscard]] Result<void> savePlan(const plan::Plan &plan, const std::filesystem::path &path);

} // namespace sidestep::store
