// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/snippet_text.h"

#include <QDialog>

#include <string>
#include <utility>
#include <vector>

class QLabel;
class QLineEdit;

namespace sidestep::app {

/// Asks for the values of snippets' secrets before files are written. They are kept nowhere: the next export asks again.
class SecretsDialog final : public QDialog
{
    Q_OBJECT

public:
    SecretsDialog(const std::vector<std::string> &names, QWidget *parent);

    /// What was typed. A name left blank has no value, and files get a placeholder there.
    [[nodiscard]] config::Secrets secrets() const;
    void accept() override;

private:
    std::vector<std::pair<std::string, QLineEdit *>> m_fields;
    QLabel *m_problem;
};

} // namespace sidestep::app
