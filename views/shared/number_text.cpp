// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/number_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sidestep::views {

namespace {

constexpr QChar kThin(0x202F);
constexpr QChar kNoBreak(0x00A0);
constexpr QChar kMinus(0x2212);

struct Unit
{
    std::int64_t nanoseconds;
    int decimals; ///< of durationText
    QStringView name;
};
constexpr std::array<Unit, 3> kUnits{{{1'000, 1, u"µs"}, {1'000'000, 1, u"ms"}, {1'000'000'000, 3, u"s"}}};

const Unit &unitFor(std::int64_t magnitude)
{
    if (magnitude == 0)
        return kUnits[1];
    // 999.96 ms would round to "1000 ms".
    if (magnitude >= 999'950'000)
        return kUnits[2];
    return magnitude >= 999'950 ? kUnits[1] : kUnits[0];
}

/// `value` units with at most `decimals` places, rounded half up, no trailing zeros; `value` is in nanoseconds, >= 0.
QString inUnit(std::int64_t value, const Unit &unit, int decimals, bool trim)
{
    std::int64_t scale = 1;
    for (int i = 0; i < decimals; ++i)
        scale *= 10;
    const std::int64_t step = unit.nanoseconds / scale;
    const std::int64_t rounded = step > 1 ? (value + step / 2) / step : value / std::max<std::int64_t>(step, 1);
    QString text = numberText(rounded / scale);
    if (decimals > 0) {
        QString fraction = QStringLiteral("%1").arg(rounded % scale, decimals, 10, QLatin1Char('0'));
        while (trim && fraction.endsWith(QLatin1Char('0')))
            fraction.chop(1);
        if (!fraction.isEmpty())
            text += QLatin1Char('.') + fraction;
    }
    return text + kNoBreak + unit.name.toString();
}

QString withSign(std::int64_t offset, const QString &magnitude)
{
    if (offset == 0)
        return magnitude;
    return (offset > 0 ? QChar(u'+') : kMinus) + magnitude;
}

} // namespace

QString numberText(std::int64_t value)
{
    QString digits = QString::number(value);
    const bool negative = value < 0;
    if (negative)
        digits.remove(0, 1);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, kThin);
    return negative ? kMinus + digits : digits;
}

QString durationText(SimDuration span)
{
    const std::int64_t magnitude = std::abs(span.count());
    const Unit &unit = unitFor(magnitude);
    const QString text = inUnit(magnitude, unit, unit.decimals, true);
    return span.count() < 0 ? kMinus + text : text;
}

QString offsetText(SimDuration offset)
{
    return withSign(offset.count(), durationText(SimDuration(std::abs(offset.count()))));
}

QString tickText(SimDuration offset, SimDuration step)
{
    const std::int64_t magnitude = std::abs(offset.count());
    const Unit &unit = unitFor(magnitude);
    int decimals = 0;
    for (std::int64_t piece = unit.nanoseconds; piece > 1 && step.count() % piece != 0 && decimals < 6; piece /= 10)
        ++decimals;
    return withSign(offset.count(), inUnit(magnitude, unit, decimals, true));
}

QString clockText(SimTime time, bool fine)
{
    const std::int64_t microseconds = time.time_since_epoch().count() / 1000;
    QString text = QStringLiteral("%1.%2").arg(numberText(microseconds / 1'000'000)).arg(microseconds / 1000 % 1000, 3, 10, QLatin1Char('0'));
    if (fine && microseconds % 1000 != 0)
        text += kThin + QStringLiteral("%1").arg(microseconds % 1000, 3, 10, QLatin1Char('0'));
    return text + kNoBreak + QLatin1Char('s');
}

} // namespace sidestep::views
