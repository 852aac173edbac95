// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sidestep::store {

/// What identifies the content of a plan: equal plans, equal numbers. Not a defence against a forger.
[[nodiscard]] std::uint64_t fingerprintOf(const plan::Plan &plan);

/// A journal that an earlier run left behind with edits that were never saved.
struct Recoverable
{
    std::filesystem::path journal;              ///< what recover and discard take
    std::string planPath;                       ///< the plan file it belongs to; empty for a plan that never had a file
    std::uint64_t base = 0;                     ///< fingerprint of the plan the edits start from
    std::size_t edits = 0;                      ///< whole records
    std::string lastLabel;                      ///< label of the last edit
    std::chrono::system_clock::time_point time; ///< of the last edit
};

/// Every accepted edit since the plan was opened or saved, on disk before `append` returns.
///
/// One file a plan, in the state directory: a header with the plan's path and base, then one record an edit, framed by
/// length and checksum. Undo and redo are edits too (`plan::editBetween`). The file is locked as long as this object lives,
/// so two running programs cannot share one. Destroying a journal that holds edits keeps the file, as a crash would;
/// `discard` removes it. Not thread-safe.
class Journal
{
public:
    /// Starts a journal for the plan as it was opened or created. `directory` is created when missing. An empty `planPath` is
    /// a plan without a file: the journal then holds the whole base plan.
    /// Errors: Conflict (another running program has it; or unsaved edits of an earlier run wait: recover or discard them
    /// first), FileUnwritable.
    [[nodiscard]] static Result<Journal> open(const std::filesystem::path &directory, const std::filesystem::path &planPath,
                                              const plan::Plan &base);

    Journal(Journal &&other) noexcept;
    Journal &operator=(Journal &&other) noexcept;
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;
    ~Journal();

    /// Appends one accepted edit and syncs it to the disk. On an error the journal is as before. Errors: FileUnwritable.
    [[nodiscard]] Result<void> append(const plan::PlanEdit &edit);

    /// To be called right before a save: a crash between the save and `saved` then still recovers. Errors: FileUnwritable.
    [[nodiscard]] Result<void> saving(const plan::Plan &plan);
    /// To be called right after a save: forgets all edits and goes on for `planPath`, which may be a new one.
    /// Errors: Conflict (another running program has that plan), FileUnwritable.
    [[nodiscard]] Result<void> saved(const std::filesystem::path &planPath, const plan::Plan &plan);

    /// Edits on disk since the last save.
    [[nodiscard]] std::size_t edits() const noexcept { return m_edits; }

    /// Removes the file: the user closed the plan and wants no more of it.
    void discard();

private:
    Journal() = default;
    void release() noexcept;
    [[nodiscard]] Result<void> write(const std::string &record);

    std::filesystem::path m_directory;
    std::filesystem::path m_file;
    int m_descriptor = -1;
    std::int64_t m_length = 0;
    std::size_t m_edits = 0;

    friend struct JournalAccess;
};

/// A plan brought back, and its journal, which goes on from there.
struct Recovered
{
    plan::Plan plan;
    std::string planPath;         ///< empty for a plan that never had a file
    std::size_t edits = 0;        ///< applied on top of the base
    std::size_t droppedBytes = 0; ///< torn tail that was cut off; 0 after a clean stop
    Journal journal;
};

/// Journals in `directory` that no running program holds and that contain at least one whole edit, newest first. Files
/// that are not journals are passed over.
[[nodiscard]] std::vector<Recoverable> recoverable(const std::filesystem::path &directory);

/// Loads the base, applies every whole record, cuts off a torn tail. Errors: Conflict (held by a running program, or the plan
/// file is no longer the one the edits were made on), FileMissing, FileForeign, FileNewer, FileDamaged, as from the plan file.
[[nodiscard]] Result<Recovered> recover(const std::filesystem::path &journal);

/// Removes a journal unless a running program holds it. Errors: Conflict, FileUnwritable.
[[nodiscard]] Result<void> discard(const std::filesystem::path &journal);

} // namespace sidestep::store
