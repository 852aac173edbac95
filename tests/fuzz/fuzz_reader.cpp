// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/reader.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace sidestep;
using namespace sidestep::config;

/// Any bytes are a configuration: the tree is well-formed, says no more than it may, and what it writes reads back as itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ConfigTree tree = readConfig(fuzz::textOf(data, size));
    for (std::size_t i = 0; i < tree.lines.size(); ++i) {
        const ConfigLine &line = tree.lines[i];
        fuzz::require(line.depth <= kMaxDepth, "no line is deeper than the limit");
        fuzz::require(line.end > i && line.end <= tree.lines.size(), "a block ends behind its opening line and inside the tree");
        fuzz::require(line.text.find('\n') == std::string::npos, "a line is one line");
    }
    fuzz::require(tree.diagnostics.size() <= ConfigTree::kMaxDiagnostics, "diagnostics are bounded");
    fuzz::require(std::is_sorted(tree.diagnostics.begin(), tree.diagnostics.end(), [](const Diagnostic &a, const Diagnostic &b) { return a.line < b.line; }),
                  "diagnostics come in the order of lines");
    const std::string written = toText(tree);
    fuzz::require(toText(readConfig(written)) == written, "what was written reads back as itself");
    return 0;
}
