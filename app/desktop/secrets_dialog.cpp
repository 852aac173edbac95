// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/secrets_dialog.h"

#include "model/plan/plan.h"
#include "views/shared/text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace sidestep::app {

SecretsDialog::SecretsDialog(const std::vector<std::string> &names, QWidget *parent) : QDialog(parent), m_problem(new QLabel)
{
    setWindowTitle(tr("Secrets"));
    auto *about = new QLabel(tr("Snippets of this plan use secrets. They are written into the files and kept nowhere else. "
                                "Where one is left blank, the file gets <secret:NAME>."));
    about->setTextFormat(Qt::PlainText);
    about->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *form = new QFormLayout;
    for (const std::string &name : names) {
        auto *field = new QLineEdit;
        field->setEchoMode(QLineEdit::Password);
        field->setObjectName(views::toQt(name));
        form->addRow(views::toQt(name), field);
        m_fields.emplace_back(name, field);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Write"));
    connect(buttons, &QDialogButtonBox::accepted, this, &SecretsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SecretsDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->addWidget(about);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addWidget(buttons);
}

config::Secrets SecretsDialog::secrets() const
{
    config::Secrets secrets;
    for (const auto &[name, field] : m_fields)
        if (!field->text().isEmpty())
            secrets.emplace(name, views::fromQt(field->text()));
    return secrets;
}

void SecretsDialog::accept()
{
    for (const auto &[name, value] : secrets())
        if (const auto why = plan::unsafeValue(value)) {
            m_problem->setText(tr("%1 cannot stand in a configuration: %2.").arg(views::toQt(name), views::toQt(*why)));
            m_problem->show();
            return;
        }
    QDialog::accept();
}

} // namespace sidestep::app
