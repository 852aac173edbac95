// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/choose_files.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace sidestep::app {
namespace {

QString configurationFilter()
{
    return QCoreApplication::translate("ChooseFiles", "Configurations (*.cfg *.txt *.conf);;All files (*)");
}

} // namespace

std::filesystem::path choosePlan(QWidget &window, const QString &title)
{
    const QString plans = QCoreApplication::translate("ChooseFiles", "Sidestep plans (*.sidestep *.sidestep~ *.sidestep.json)");
    return QFileDialog::getOpenFileName(&window, title, QString(), plans).toStdString();
}

std::filesystem::path chooseConfiguration(QWidget &window, const QString &title)
{
    return QFileDialog::getOpenFileName(&window, title, QString(), configurationFilter()).toStdString();
}

std::vector<std::filesystem::path> chooseConfigurations(QWidget &window, const QString &title)
{
    std::vector<std::filesystem::path> files;
    for (const QString &name : QFileDialog::getOpenFileNames(&window, title, QString(), configurationFilter()))
        files.emplace_back(name.toStdString());
    return files;
}

std::filesystem::path chooseFolder(QWidget &window, const QString &title)
{
    return QFileDialog::getExistingDirectory(&window, title).toStdString();
}

} // namespace sidestep::app
