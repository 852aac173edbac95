// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/files.h"
#include "app/desktop/main_window.h"
#include "app/desktop/style.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QStandardPaths>
#include <QTimer>
#include <QTranslator>

#include <cstdio>

using namespace sidestep;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sidestep"));
    QApplication::setApplicationDisplayName(QStringLiteral("Sidestep"));
    QApplication::setOrganizationName(QStringLiteral("sidestep"));
    QApplication::setApplicationVersion(QStringLiteral(SIDESTEP_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("sidestep"));

    // The plurals of the texts in the source; a language of the user's comes on top of it.
    QTranslator english;
    if (english.load(QStringLiteral(":/translations/sidestep_en.qm")))
        QApplication::installTranslator(&english);
    QTranslator translator;
    if (translator.load(QLocale(), QStringLiteral("sidestep"), QStringLiteral("_"), QStringLiteral(":/translations")))
        QApplication::installTranslator(&translator);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Plans mobile-backhaul networks and shows how they fail over."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption example(QStringLiteral("example"), QApplication::translate("main", "Open a bundled plan, for example reference."),
                                     QApplication::translate("main", "name"));
    const QCommandLineOption colours(QStringLiteral("colours"),
                                     QApplication::translate("main", "Colours of the window: system, light or dark."),
                                     QApplication::translate("main", "scheme"), QStringLiteral("system"));
    parser.addOption(example);
    parser.addOption(colours);
    parser.addPositionalArgument(QStringLiteral("plan"), QApplication::translate("main", "Plan to open."), QStringLiteral("[plan]"));
    parser.process(application);

    const QString scheme = parser.value(colours);
    if (scheme != QLatin1String("system") && scheme != QLatin1String("light") && scheme != QLatin1String("dark")) {
        std::fputs(qPrintable(QApplication::translate("main", "--colours %1: choose system, light or dark\n").arg(scheme)), stderr);
        return 2;
    }
    app::applyStyle(application, scheme == QLatin1String("dark")    ? app::ColourScheme::Dark
                                 : scheme == QLatin1String("light") ? app::ColourScheme::Light
                                                                    : app::ColourScheme::System);

    app::MainWindow window(app::journalFolder());
    window.show();

    // After the window is up, so that a question has something to stand in front of.
    QTimer::singleShot(0, &window, [&] {
        if (window.files().offerRecovery())
            return;
        if (!parser.positionalArguments().isEmpty())
            window.files().open(parser.positionalArguments().constFirst().toStdString());
        else if (parser.isSet(example))
            window.files().openExample(parser.value(example));
    });
    return QApplication::exec();
}
