// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace sidestep::store {

enum class OldFile { Replace, KeepAsTilde };

/// When a file is on the disk and not only in the system's memory. Waiting takes milliseconds a file, so who writes thousands
/// waits once, with `syncFileSystem`.
enum class Durable { Now, Later };

/// Fills a fresh file beside `path` by calling `write` with its name, syncs it, renames it over `path` and syncs the folder,
/// so that a crash at any moment leaves the old file or the new one, whole. With Durable::Later that holds for a crash of the
/// program. With KeepAsTilde the old one stays as `NAME~`. A symbolic link is followed and stays; the old file's permissions
/// are kept. Errors: FileUnwritable and those of `write`.
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path &path, OldFile old,
                                       const std::function<Result<void>(const std::filesystem::path &fresh)> &write,
                                       Durable durable = Durable::Now);

[[nodiscard]] Result<void> writeFile(const std::filesystem::path &path, std::string_view bytes, OldFile old = OldFile::Replace,
                                     Durable durable = Durable::Now);

/// Returns when everything written to the folder's file system is on the disk. Errors: FileUnwritable.
[[nodiscard]] Result<void> syncFileSystem(const std::filesystem::path &folder);

/// The whole of a regular file. Errors: FileMissing, FileUnreadable (also when it is larger than `limit` bytes).
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path &path, std::size_t limit);

/// Why a file cannot be opened for reading; nothing when it can: it exists, is regular and permitted. Errors: FileMissing, FileUnreadable.
[[nodiscard]] Result<void> readable(const std::filesystem::path &path);

/// Makes the entries of a folder durable after a rename or an unlink. Best effort: not every file system can.
void syncFolder(const std::filesystem::path &folder) noexcept;

} // namespace sidestep::store
