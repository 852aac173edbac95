// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace sidestep::app {

/// The line at the foot of the window: what just happened, or what is wrong and what to do.
class MessageLine final : public QWidget
{
    Q_OBJECT

public:
    explicit MessageLine(QWidget *parent = nullptr);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool showsProblem() const;

public slots:
    /// An empty text clears the line.
    void say(const QString &text);
    void complain(const QString &text);

private:
    void show(QLabel &wanted, const QString &text);

    QLabel *m_plain;
    QLabel *m_problem;
};

} // namespace sidestep::app
