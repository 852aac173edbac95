// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/snippet_text.h"
#include "model/plan/plan.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QWidget;

namespace sidestep::views {
class PlanCanvas;
}

namespace sidestep::app {

class PlanDocument;

/// Asks for a file and writes into it: configurations, scripts, pictures.
class Exports final : public QObject
{
    Q_OBJECT

public:
    Exports(const PlanDocument &document, views::PlanCanvas &canvas, QWidget &window);

    void configuration(plan::RouterId router, const QString &text);
    /// One NAME.cfg a router, off the GUI thread.
    void configurations();
    void picture();
    /// Text that a view made, under a name that it suggests.
    void text(const QString &suggestedName, const QString &text);

signals:
    void said(const QString &message);
    void refused(const QString &why);

private:
    void write(const QString &file, const QByteArray &bytes);
    /// Values for the secrets of the routers' snippets, asked for when there are any. nullopt: the user thought better of it.
    [[nodiscard]] std::optional<config::Secrets> secretsFor(const std::vector<plan::RouterId> &routers);

    const PlanDocument &m_document;
    views::PlanCanvas &m_canvas;
    QWidget &m_window;
};

} // namespace sidestep::app
