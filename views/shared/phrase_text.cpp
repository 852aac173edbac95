// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/phrase_text.h"

#include "views/shared/text.h"

#include <QCoreApplication>

namespace sidestep::views {

QString phraseText(const report::Phrase &phrase)
{
    const std::string source(phrase.pattern);
    const QString pattern = QCoreApplication::translate("narration", source.c_str());
    QString text;
    qsizetype at = 0;
    // In one pass, so that a value that looks like a placeholder stays what it is.
    while (at < pattern.size()) {
        const qsizetype open = pattern.indexOf(QLatin1Char('{'), at);
        const qsizetype close = open < 0 ? -1 : pattern.indexOf(QLatin1Char('}'), open);
        if (close < 0)
            break;
        bool number = false;
        const uint index = QStringView(pattern).mid(open + 1, close - open - 1).toUInt(&number);
        text += QStringView(pattern).mid(at, open - at);
        if (number && index < phrase.values.size())
            text += shownName(phrase.values[index]);
        else
            text += QStringView(pattern).mid(open, close - open + 1);
        at = close + 1;
    }
    return text += QStringView(pattern).mid(at);
}

} // namespace sidestep::views
