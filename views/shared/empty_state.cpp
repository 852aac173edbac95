// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/empty_state.h"

#include "views/shared/type.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sidestep::views {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_headline(new QLabel(this)), m_detail(new QLabel(this)), m_button(new QPushButton(this))
{
    m_headline->setFont(typeOf(font(), kBodySize, QFont::DemiBold));
    m_detail->setFont(typeOf(font(), kListSize));
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : {m_headline, m_detail}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(4);
    column->addStretch();
    column->addWidget(m_headline);
    column->addWidget(m_detail);
    column->addSpacing(8);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::triggered);
}

void EmptyState::setText(const QString &headline, const QString &detail, const QString &button)
{
    m_headline->setText(headline);
    m_detail->setText(detail);
    m_detail->setHidden(detail.isEmpty());
    m_button->setText(button);
    m_button->setHidden(button.isEmpty());
}

} // namespace sidestep::views
