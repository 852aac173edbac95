// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <filesystem>
#include <vector>

class QWidget;

namespace sidestep::app {

/// Files dropped on the window: a plan, or routers' configurations and folders of them. Anything else is not accepted.
class FileDrops final : public QObject
{
    Q_OBJECT

public:
    explicit FileDrops(QWidget &window);
    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void planDropped(const std::filesystem::path &file);
    void configurationsDropped(const std::vector<std::filesystem::path> &sources);

private:
    void dropped(const std::vector<std::filesystem::path> &files);
};

} // namespace sidestep::app
