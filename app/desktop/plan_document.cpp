// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/plan_document.h"

#include "app/desktop/edit_command.h"
#include "views/shared/text.h"

namespace sidestep::app {

PlanDocument::PlanDocument(std::filesystem::path journals, QObject *parent) : QObject(parent), m_journals(std::move(journals))
{
    m_undo.setUndoLimit(200);
    connect(&m_undo, &QUndoStack::cleanChanged, this, &PlanDocument::titleChanged);
}

QString PlanDocument::title() const
{
    if (!m_path.empty())
        return views::toQt(m_path.filename().string());
    return views::toQt(m_plan.settings().name);
}

bool PlanDocument::apply(const plan::PlanEdit &edit)
{
    Result<plan::Plan> after = m_plan.with(edit);
    if (!after) {
        emit editRefused(after.error());
        return false;
    }
    if (!(*after == m_plan))
        m_undo.push(new EditCommand(*this, *std::move(after), views::shownName(edit.label)));
    return true;
}

void PlanDocument::show(const plan::Plan &plan)
{
    const plan::Plan before = m_plan;
    m_plan = plan;
    // Undo and redo are edits as well: the journal replays what was on the screen, not what was clicked.
    record(plan::editBetween(before, plan, "edit"));
    emit planChanged(m_plan, plan::difference(before, m_plan));
}

void PlanDocument::record(const plan::PlanEdit &edit)
{
    if (!m_journal || edit.changes.empty())
        return;
    if (const auto done = m_journal->append(edit); !done) {
        m_journal.reset();
        emit journalFailed(done.error());
    }
}

void PlanDocument::startJournal()
{
    m_journal.reset();
    auto journal = store::Journal::open(m_journals, m_path, m_plan);
    if (journal)
        m_journal.emplace(*std::move(journal));
    else
        emit journalFailed(journal.error());
}

void PlanDocument::reset(const plan::Plan &plan, const std::filesystem::path &path)
{
    const plan::Plan before = m_plan;
    m_plan = plan;
    m_path = path;
    m_recovered = false;
    m_undo.clear();
    startJournal();
    emit planChanged(m_plan, plan::difference(before, m_plan));
    emit titleChanged();
}

void PlanDocument::reset(store::Recovered &&recovered)
{
    const plan::Plan before = m_plan;
    m_plan = std::move(recovered.plan);
    m_path = recovered.planPath;
    m_recovered = true;
    m_undo.clear();
    m_journal.reset();
    m_journal.emplace(std::move(recovered.journal));
    emit planChanged(m_plan, plan::difference(before, m_plan));
    emit titleChanged();
}

void PlanDocument::aboutToSave()
{
    if (m_journal)
        if (const auto done = m_journal->saving(m_plan); !done)
            emit journalFailed(done.error());
}

void PlanDocument::saved(const std::filesystem::path &path)
{
    m_path = path;
    m_recovered = false;
    m_undo.setClean();
    if (m_journal) {
        if (const auto done = m_journal->saved(path, m_plan); !done) {
            m_journal.reset();
            emit journalFailed(done.error());
        }
    } else {
        startJournal();
    }
    emit titleChanged();
}

void PlanDocument::forgetEdits()
{
    if (m_journal) {
        m_journal->discard();
        m_journal.reset();
    }
}

} // namespace sidestep::app
