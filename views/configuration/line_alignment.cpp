// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/line_alignment.h"

#include <QHash>

#include <algorithm>

namespace sidestep::views {
namespace {

constexpr int kLookAhead = 64; // lines; what belongs together stands close, and long stretches without anything in common stay cheap

qsizetype indentOf(const QString &line)
{
    qsizetype depth = 0;
    while (depth < line.size() && line[depth] == QLatin1Char(' '))
        ++depth;
    return depth;
}

/// A name for each line that occurs once: the lines that lead to it, and its number among equal ones there.
QStringList keysOf(const QStringList &lines)
{
    QStringList keys;
    QStringList path; // path[d]: key of the line at indent d that is open
    QHash<QString, int> seen;
    for (const QString &line : lines) {
        const QString words = line.trimmed();
        const bool separator = words == QLatin1String("#");
        // A separator belongs to the block that it ends, not to the one that it could open.
        const qsizetype depth = indentOf(line) + (separator ? 1 : 0);
        path.resize(std::min(path.size(), depth));
        QString key = (path.isEmpty() ? QString() : path.constLast()) + QLatin1Char('\n') + words;
        key += QLatin1Char('\t') + QString::number(seen[key]++);
        if (!separator) {
            while (path.size() < depth)
                path << (path.isEmpty() ? QString() : path.constLast());
            path << key;
        }
        keys << key;
    }
    return keys;
}

/// Numbers of a longest ascending subsequence of `values`.
std::vector<int> longestAscending(const std::vector<int> &values)
{
    std::vector<int> tails;    // tails[n]: index of the smallest value that ends an ascending run of n + 1
    std::vector<int> previous(values.size(), -1);
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), values[static_cast<std::size_t>(i)],
                                            [&](int tail, int value) { return values[static_cast<std::size_t>(tail)] < value; });
        if (place != tails.begin())
            previous[static_cast<std::size_t>(i)] = *std::prev(place);
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<int> chosen;
    for (int i = tails.empty() ? -1 : tails.back(); i >= 0; i = previous[static_cast<std::size_t>(i)])
        chosen.push_back(i);
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

/// Whether both set the same thing to different values, as far as the first words tell.
bool alike(const QString &a, const QString &b)
{
    if (indentOf(a) != indentOf(b))
        return false;
    const auto command = [](const QString &line) {
        QString words = line.trimmed();
        if (words.startsWith(QLatin1String("undo ")))
            words.remove(0, 5);
        return words.section(QLatin1Char(' '), 0, 0);
    };
    return command(a) == command(b) && command(a) != QLatin1String("#");
}

class Alignment
{
public:
    Alignment(const QStringList &first, const QStringList &second) : m_first(first), m_second(second)
    {
        const QStringList firstKeys = keysOf(first);
        const QStringList secondKeys = keysOf(second);
        QHash<QString, int> places;
        for (int i = 0; i < secondKeys.size(); ++i)
            places.insert(secondKeys[i], i);
        m_isElsewhere.resize(static_cast<std::size_t>(second.size()), false);
        for (const QString &key : firstKeys) {
            m_partner.push_back(places.value(key, -1));
            if (m_partner.back() >= 0)
                m_isElsewhere[static_cast<std::size_t>(m_partner.back())] = true;
        }
    }

    std::vector<AlignedRow> run()
    {
        std::vector<int> lines, partners;
        for (int i = 0; i < static_cast<int>(m_partner.size()); ++i)
            if (partnerOf(i) >= 0) {
                lines.push_back(i);
                partners.push_back(partnerOf(i));
            }
        int first = 0, second = 0;
        for (const int chosen : longestAscending(partners)) {
            const int line = lines[static_cast<std::size_t>(chosen)];
            between(first, line, second, partnerOf(line));
            m_rows.push_back({line, partnerOf(line), LineMark::Same, LineMark::Same});
            first = line + 1;
            second = partnerOf(line) + 1;
        }
        between(first, static_cast<int>(m_first.size()), second, static_cast<int>(m_second.size()));
        return std::move(m_rows);
    }

private:
    [[nodiscard]] int partnerOf(int line) const { return m_partner[static_cast<std::size_t>(line)]; }

    /// Lines from `first` to `firstEnd` and from `second` to `secondEnd`, none of which stay in place.
    void between(int first, int firstEnd, int second, int secondEnd)
    {
        for (; first < firstEnd; ++first) {
            const int like = partnerOf(first) >= 0 ? -1 : findLike(first, second, secondEnd);
            if (like < 0) {
                m_rows.push_back({first, -1, partnerOf(first) >= 0 ? LineMark::Moved : LineMark::Alone, LineMark::Same});
                continue;
            }
            for (; second < like; ++second)
                addSecond(second);
            m_rows.push_back({first, second++, LineMark::Changed, LineMark::Changed});
        }
        for (; second < secondEnd; ++second)
            addSecond(second);
    }

    [[nodiscard]] int findLike(int line, int second, int secondEnd) const
    {
        for (int i = second; i < std::min(secondEnd, second + kLookAhead); ++i)
            if (!m_isElsewhere[static_cast<std::size_t>(i)] && alike(m_first[line], m_second[i]))
                return i;
        return -1;
    }

    void addSecond(int line)
    {
        m_rows.push_back({-1, line, LineMark::Same, m_isElsewhere[static_cast<std::size_t>(line)] ? LineMark::Moved : LineMark::Alone});
    }

    const QStringList &m_first;
    const QStringList &m_second;
    std::vector<int> m_partner;      ///< of each first line: the equal second line, or -1
    std::vector<bool> m_isElsewhere; ///< of each second line: the first text has it, too
    std::vector<AlignedRow> m_rows;
};

} // namespace

std::vector<AlignedRow> alignLines(const QStringList &first, const QStringList &second)
{
    return Alignment(first, second).run();
}

} // namespace sidestep::views
