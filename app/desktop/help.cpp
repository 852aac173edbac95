// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/help.h"

#include <QApplication>
#include <QMessageBox>

namespace sidestep::app {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Help", text);
}

} // namespace

void showKeys(QWidget &window)
{
    QMessageBox box(QMessageBox::NoIcon, tr("Keyboard and mouse"), tr("Keyboard and mouse"), QMessageBox::Close, &window);
    box.setInformativeText(
        tr("<table cellspacing=6>"
           "<tr><td><b>V C A R P L S</b></td><td>Select, place CSG, AGG, RSG, P, draw link, draw service; Escape returns to Select</td></tr>"
           "<tr><td><b>Delete</b></td><td>Delete what is selected and what hangs on it</td></tr>"
           "<tr><td><b>Arrow keys</b></td><td>On the canvas: move what is selected. In the timeline: step from event to event</td></tr>"
           "<tr><td><b>X</b></td><td>Cut the selected links and run</td></tr>"
           "<tr><td><b>Ctrl+R</b></td><td>Run the scenario</td></tr>"
           "<tr><td><b>Space</b></td><td>Play or pause</td></tr>"
           "<tr><td><b>Home, End</b></td><td>Go to the failure, go to where all has settled</td></tr>"
           "<tr><td><b>Wheel, middle button</b></td><td>Zoom, pan</td></tr>"
           "<tr><td><b>F5, F6, F7, F8</b></td><td>Present; show or hide tree, properties, timeline</td></tr>"
           "<tr><td><b>F9</b></td><td>Console of the selected router. There: ? for help, Tab to complete, | include to filter a display, Up and Down for earlier lines, "
           "Ctrl+C to drop the line, Ctrl+Z for return, Shift+Tab to leave</td></tr>"
           "</table>"));
    box.exec();
}

void showAbout(QWidget &window)
{
    QMessageBox::about(&window, tr("About Sidestep"),
                       tr("<b>Sidestep %1</b><p>Plans mobile-backhaul networks, writes router configurations and shows how the network fails over.</p>"
                          "<p>Configurations follow the vendor's published reference; nothing was run on a vendor's device.</p>"
                          "<p>GPL-3.0-or-later</p>")
                           .arg(QApplication::applicationVersion()));
}

} // namespace sidestep::app
