// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/line_notes.h"

#include "model/config/own_lines.h"
#include "model/config/reader.h"
#include "model/config/verification.h"
#include "views/shared/text.h"

#include <QCoreApplication>

namespace sidestep::views {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LineNotes", text);
}

void append(QString &text, const QString &sentence)
{
    text += text.isEmpty() ? sentence : QLatin1Char('\n') + sentence;
}

} // namespace

LineNotes lineNotes(const plan::Plan &plan, const config::DeviceConfig &config)
{
    LineNotes notes;
    for (const config::UnverifiedLine &line : config::unverifiedLines(config::readConfig(config::toText(config)))) {
        LineNote &note = notes[static_cast<int>(line.number) - 1];
        note.unverified = true;
        append(note.text, tr("Unverified in “%1”: %2. Try it on a device before you rely on it.").arg(toQt(line.command), toQt(line.what)));
    }
    const plan::Router *router = plan.find(config.router);
    for (const plan::Snippet &snippet : plan.snippets())
        if (router && config::applies(snippet, *router))
            for (const std::size_t line : config::linesOf(config, snippet.id))
                append(notes[static_cast<int>(line)].text, tr("From the snippet %1.").arg(toQt(snippet.name)));
    return notes;
}

} // namespace sidestep::views
