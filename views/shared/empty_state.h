// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace sidestep::views {

/// What a panel shows when it has nothing to show: what to do next, and the button that does it.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);
    /// An empty `button` hides the button.
    void setText(const QString &headline, const QString &detail, const QString &button);
    [[nodiscard]] QPushButton *button() const { return m_button; }

signals:
    void triggered();

private:
    QLabel *m_headline;
    QLabel *m_detail;
    QPushButton *m_button;
};

} // namespace sidestep::views
