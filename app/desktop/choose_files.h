// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

class QWidget;

/// Questions for what lies on the disk; nothing is chosen: an empty answer.
namespace sidestep::app {

[[nodiscard]] std::filesystem::path choosePlan(QWidget &window, const QString &title);
[[nodiscard]] std::filesystem::path chooseConfiguration(QWidget &window, const QString &title);
[[nodiscard]] std::vector<std::filesystem::path> chooseConfigurations(QWidget &window, const QString &title);
[[nodiscard]] std::filesystem::path chooseFolder(QWidget &window, const QString &title);

} // namespace sidestep::app
