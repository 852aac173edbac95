// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "model/plan/plan_diff.h"
#include "model/store/journal.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <filesystem>
#include <optional>

namespace sidestep::app {

/// The open plan with its undo history, its file and its journal. The only place where the shown plan changes.
class PlanDocument final : public QObject
{
    Q_OBJECT

public:
    /// `journals` is the folder of the crash journals; created when missing.
    explicit PlanDocument(std::filesystem::path journals, QObject *parent = nullptr);

    [[nodiscard]] const plan::Plan &plan() const noexcept { return m_plan; }
    [[nodiscard]] QUndoStack &undoStack() noexcept { return m_undo; }
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_path; } ///< empty: never saved
    [[nodiscard]] QString title() const;                                                ///< file name, or the plan's name
    [[nodiscard]] bool isModified() const noexcept { return m_recovered || !m_undo.isClean(); }
    [[nodiscard]] const std::filesystem::path &journalFolder() const noexcept { return m_journals; }

    /// Applies the edit as one undo step. A refusal changes nothing and is announced by `editRefused`; an edit that
    /// changes nothing leaves no undo step. Returns whether the edit was accepted.
    bool apply(const plan::PlanEdit &edit);

    /// Replaces the document: a new plan, an opened file. The history starts afresh.
    void reset(const plan::Plan &plan, const std::filesystem::path &path);
    /// Goes on where a crash stopped an earlier run; unsaved until saved.
    void reset(store::Recovered &&recovered);
    /// To be called right before and right after the file is written, with the plan that is written.
    void aboutToSave();
    void saved(const std::filesystem::path &path);
    /// The user closes the plan and wants no more of its unsaved edits.
    void forgetEdits();

signals:
    void planChanged(const plan::Plan &plan, const plan::PlanDiff &diff);
    void editRefused(const sidestep::Error &error);
    void titleChanged();
    /// Edits are no longer kept safe against a crash; said once a document.
    void journalFailed(const sidestep::Error &error);

private:
    friend class EditCommand;
    void show(const plan::Plan &plan);
    void startJournal();
    void record(const plan::PlanEdit &edit);

    std::filesystem::path m_journals;
    std::filesystem::path m_path;
    plan::Plan m_plan;
    QUndoStack m_undo;
    std::optional<store::Journal> m_journal;
    bool m_recovered = false;
};

} // namespace sidestep::app
