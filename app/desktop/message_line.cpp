// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/message_line.h"

#include <QHBoxLayout>
#include <QLabel>

namespace sidestep::app {

// Two labels, since a style sheet gives each its colour by name.
MessageLine::MessageLine(QWidget *parent) : QWidget(parent), m_plain(new QLabel), m_problem(new QLabel)
{
    m_plain->setObjectName(QStringLiteral("message"));
    m_problem->setObjectName(QStringLiteral("problem"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    for (QLabel *label : {m_plain, m_problem}) {
        // A long text is cut at the edge of the window rather than making the window wider.
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        row->addWidget(label);
    }
    m_problem->hide();
}

QString MessageLine::text() const
{
    return showsProblem() ? m_problem->text() : m_plain->text();
}

bool MessageLine::showsProblem() const
{
    return m_problem->isVisibleTo(this);
}

void MessageLine::say(const QString &text)
{
    show(*m_plain, text);
}

void MessageLine::complain(const QString &text)
{
    show(*m_problem, text);
}

void MessageLine::show(QLabel &wanted, const QString &text)
{
    for (QLabel *label : {m_plain, m_problem})
        label->setVisible(label == &wanted);
    wanted.setText(text);
    wanted.setToolTip(text);
}

} // namespace sidestep::app
