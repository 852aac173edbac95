// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/document.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::report {

namespace {

/// Every character that CommonMark or HTML could take for markup, and what ends a line, made harmless.
std::string markdownText(std::string_view text)
{
    constexpr std::string_view kSpecial = "\\`*_{}[]<>#|~&";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool listMarker = i == 0 && (c == '+' || c == '-' || (c >= '0' && c <= '9' && text.find_first_of(".)") == 1));
        if (c == '\n' || c == '\r') {
            out += ' ';
            continue;
        }
        if (kSpecial.find(c) != std::string_view::npos || listMarker)
            out += '\\';
        out += c;
    }
    return out;
}

/// A fence longer than any run of backticks inside.
std::string fenceFor(std::string_view text)
{
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

struct MarkdownWriter
{
    std::string out;

    void operator()(const Document::Heading &heading)
    {
        out += std::string(static_cast<std::size_t>(heading.level), '#') + ' ' + markdownText(heading.text) + "\n\n";
    }
    void operator()(const Document::Paragraph &paragraph) { out += markdownText(paragraph.text) + "\n\n"; }
    void operator()(const Document::List &list)
    {
        for (const std::string &item : list.items)
            out += "- " + markdownText(item) + '\n';
        out += '\n';
    }
    void operator()(const Document::Code &code)
    {
        const std::string fence = fenceFor(code.text);
        out += fence + '\n' + code.text + fence + "\n\n";
    }
    void operator()(const Document::Table &table)
    {
        row(table.titles, table.titles.size());
        out += '|';
        for (std::size_t i = 0; i < table.titles.size(); ++i)
            out += " --- |";
        out += '\n';
        for (const std::vector<std::string> &cells : table.rows)
            row(cells, table.titles.size());
        out += '\n';
    }

private:
    void row(const std::vector<std::string> &cells, std::size_t width)
    {
        out += '|';
        for (std::size_t i = 0; i < width; ++i)
            out += ' ' + (i < cells.size() ? markdownText(cells[i]) : std::string()) + " |";
        out += '\n';
    }
};

std::string htmlText(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

struct HtmlWriter
{
    std::string out;

    void operator()(const Document::Heading &heading)
    {
        out += fmt::format("<h{0}>{1}</h{0}>\n", heading.level, htmlText(heading.text));
    }
    void operator()(const Document::Paragraph &paragraph) { out += fmt::format("<p>{}</p>\n", htmlText(paragraph.text)); }
    void operator()(const Document::List &list)
    {
        out += "<ul>\n";
        for (const std::string &item : list.items)
            out += fmt::format("<li>{}</li>\n", htmlText(item));
        out += "</ul>\n";
    }
    void operator()(const Document::Code &code) { out += fmt::format("<pre>{}</pre>\n", htmlText(code.text)); }
    void operator()(const Document::Table &table)
    {
        out += "<table>\n<tr>";
        for (const std::string &title : table.titles)
            out += fmt::format("<th>{}</th>", htmlText(title));
        out += "</tr>\n";
        for (const std::vector<std::string> &cells : table.rows) {
            out += "<tr>";
            for (std::size_t i = 0; i < table.titles.size(); ++i)
                out += fmt::format("<td>{}</td>", i < cells.size() ? htmlText(cells[i]) : std::string());
            out += "</tr>\n";
        }
        out += "</table>\n";
    }
};

constexpr std::string_view kStyle = R"(:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; margin: 2rem 0 .5rem; }
pre { font: 13px/1.45 ui-monospace, monospace; padding: .75rem 1rem; overflow-x: auto; border-radius: 6px; background: #8882; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8886; }
@media print { h2 { break-before: page; } pre, table { break-inside: avoid; } })";

} // namespace

std::string toMarkdown(const Document &document)
{
    MarkdownWriter writer;
    writer(Document::Heading{1, document.title});
    for (const Document::Block &block : document.blocks)
        std::visit(writer, block);
    writer.out.pop_back(); // the blank line behind the last block
    return writer.out;
}

std::string toHtml(const Document &document)
{
    HtmlWriter writer;
    writer.out = fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{}\n</style>\n</head>\n<body>\n",
                             htmlText(document.title), kStyle);
    writer(Document::Heading{1, document.title});
    for (const Document::Block &block : document.blocks)
        std::visit(writer, block);
    return writer.out + "</body>\n</html>\n";
}

} // namespace sidestep::report
