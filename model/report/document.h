// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sidestep::report {

/// A document as blocks, so that every form of it says the same. Texts are plain: each form escapes what it must.
struct Document
{
    struct Heading
    {
        int level = 1; ///< 1..4
        std::string text;
    };
    struct Paragraph
    {
        std::string text;
    };
    struct List
    {
        std::vector<std::string> items;
    };
    struct Code
    {
        std::string text; ///< lines, each ended by a line feed
    };
    struct Table
    {
        std::vector<std::string> titles;
        std::vector<std::vector<std::string>> rows; ///< a cell each title; missing ones are empty
    };
    using Block = std::variant<Heading, Paragraph, List, Code, Table>;

    std::string title;
    std::vector<Block> blocks;

    template <typename B>
    void add(B block)
    {
        blocks.emplace_back(std::move(block));
    }
};

/// CommonMark with tables (GFM). A user's text cannot add markup or HTML.
[[nodiscard]] std::string toMarkdown(const Document &document);
/// One HTML 5 file with its style inside, light and dark, without scripts or references to elsewhere.
[[nodiscard]] std::string toHtml(const Document &document);

} // namespace sidestep::report
