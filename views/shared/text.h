// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace sidestep::views {

/// Model text is UTF-8; the border is crossed here and nowhere else.
[[nodiscard]] inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline std::string fromQt(const QString &text)
{
    return text.toStdString();
}

/// A name as people read it: "AGG1–RSG1" for the link that files and commands call "AGG1--RSG1".
[[nodiscard]] inline QString shownName(std::string_view name)
{
    return toQt(name).replace(QLatin1String("--"), QString(QChar(0x2013)));
}

} // namespace sidestep::views
