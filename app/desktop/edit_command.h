// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/plan_document.h"

#include <QUndoCommand>

namespace sidestep::app {

/// One accepted edit on the undo stack. Holds both plans, so undo cannot drift from redo.
class EditCommand final : public QUndoCommand
{
public:
    EditCommand(PlanDocument &document, plan::Plan after, const QString &label)
        : QUndoCommand(label), m_document(document), m_before(document.plan()), m_after(std::move(after))
    {
    }

    void redo() override { m_document.show(m_after); } // also called once by push()
    void undo() override { m_document.show(m_before); }

private:
    PlanDocument &m_document; // owns the stack that owns us
    const plan::Plan m_before;
    const plan::Plan m_after;
};

} // namespace sidestep::app
