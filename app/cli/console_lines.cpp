// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console_lines.h"

#include "model/config/reader.h"
#include "model/config/text_encoding.h"

#include <istream>

namespace sidestep::cli {

std::optional<std::string> nextScriptLine(std::istream &in)
{
    std::string line;
    bool any = false;
    for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
        any = true;
        if (c == '\n')
            break;
        if (line.size() <= config::kMaxLineBytes)
            line.push_back(static_cast<char>(c));
    }
    if (!any)
        return std::nullopt;
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return line;
}

std::string shownLine(std::string_view line)
{
    constexpr std::size_t kBeginning = 60;
    const bool cut = line.size() > config::kMaxLineBytes;
    std::string shown(cut ? line.substr(0, kBeginning) : line);
    for (std::size_t odd = config::firstOddByte(shown); odd != std::string::npos; odd = config::firstOddByte(shown))
        shown[odd] = '?';
    return cut ? shown + " ..." : shown;
}

} // namespace sidestep::cli
