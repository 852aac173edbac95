// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/plan_text.h"

#include "model/store/row_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace sidestep::store {

namespace {

constexpr std::string_view kFormat = "sidestep-plan";
constexpr std::uint64_t kVersion = 6; // a text of an earlier version only lacks what may be absent: tables, lists, optional values, flags, choices
constexpr std::size_t kMaxBytes = std::size_t{2} << 30;
constexpr std::size_t kMaxDepth = 8;             // the deepest honest value is a scenario's action's target: 6
constexpr std::size_t kMaxRowValues = 1'000'000; // bounds the memory one row may take

/// Counts lines while nlohmann::json reads; it copies its iterators, so the count lives outside.
class LineCounter
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    LineCounter(const char *at, std::size_t &line) : m_at(at), m_line(&line) { }
    reference operator*() const { return *m_at; }
    LineCounter &operator++()
    {
        // The line feed itself still belongs to its line: count it when the character after it is reached.
        if (m_afterFeed)
            ++*m_line;
        m_afterFeed = *m_at == '\n';
        ++m_at;
        return *this;
    }
    friend bool operator==(const LineCounter &a, const LineCounter &b) { return a.m_at == b.m_at; }

private:
    const char *m_at;
    std::size_t *m_line;
    bool m_afterFeed = false;
};

/// Builds the plan's rows while the text is read, so that a large text never stands in memory as a tree.
class PlanReader final : public nlohmann::json_sax<Json>
{
public:
    PlanReader(const std::size_t &line, std::string_view fileName) : m_line(line), m_fileName(fileName) { }

    bool null() override { return value(nullptr); }
    bool boolean(bool flag) override { return value(flag); }
    bool number_integer(std::int64_t number) override { return value(number); }
    bool number_unsigned(std::uint64_t number) override { return value(number); }
    bool number_float(double number, const std::string &) override { return value(number); }
    bool string(std::string &text) override { return value(std::move(text)); }
    bool binary(Json::binary_t &) override { return refuse(ErrorCode::BadSyntax, "binary data; write text"); }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }
    bool end_object() override { return close(); }
    bool key(std::string &name) override;
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &problem) override;

    [[nodiscard]] Result<plan::Plan> finish();

private:
    bool value(Json json);
    bool open(Json container);
    bool close();
    bool header(const Json &json);
    bool row();
    bool settings();
    bool refuse(ErrorCode code, std::string what, std::optional<std::size_t> line = std::nullopt)
    {
        m_error = Error{code, fmt::format("{}:{}: {}", m_fileName, line.value_or(m_line), what)};
        return false;
    }
    /// Where a finished value goes: into the innermost container of the row being read.
    Json &place(Json json);

    const std::size_t &m_line;
    std::string_view m_fileName;
    std::optional<Error> m_error;
    plan::PlanEdit m_edit{"Load", {}};

    std::size_t m_depth = 0;           // of open containers; 1 is the document
    std::string m_table;               // key at depth 1
    std::vector<std::string> m_tables; // keys seen at depth 1, in order
    bool m_end = false;

    Json m_row; // the row, or the settings, being read
    std::size_t m_rowLine = 0;
    std::size_t m_rowValues = 0;
    std::vector<Json *> m_open;              // its containers, innermost last; only the innermost grows, so the pointers hold
    std::vector<std::string> m_keys;         // pending key of each open object
    std::unordered_set<std::uint32_t> m_ids; // of the current table
};

bool knownTable(std::string_view name)
{
    bool known = false;
    forEachRowKind([&]<typename Row>() { known = known || name == RowKind<Row>::table; });
    return known;
}

std::string inQuotes(std::string_view text)
{
    return Json(std::string(text.substr(0, 64))).dump(-1, ' ', true, Json::error_handler_t::replace);
}

bool PlanReader::key(std::string &name)
{
    if (m_depth > 1) {
        if (m_open.back()->contains(name))
            return refuse(ErrorCode::BadSyntax, fmt::format("the key {} stands twice; keep one", inQuotes(name)));
        m_keys.back() = std::move(name);
        return true;
    }
    if (std::find(m_tables.begin(), m_tables.end(), name) != m_tables.end())
        return refuse(ErrorCode::BadSyntax, fmt::format("{} stands twice; join the two", inQuotes(name)));
    const std::size_t position = m_tables.size();
    if ((position == 0) != (name == "format") || (position == 1) != (name == "version"))
        return refuse(ErrorCode::FileForeign,
                      "not a Sidestep plan: it must begin with \"format\": \"sidestep-plan\" and \"version\"; "
                      "make one with sidestep-cli dump");
    if (name != "format" && name != "version" && name != "settings" && !knownTable(name))
        return refuse(ErrorCode::BadSyntax, fmt::format("unknown table {}; remove it", inQuotes(name)));
    m_tables.push_back(name);
    m_table = std::move(name);
    return true;
}

bool PlanReader::header(const Json &json)
{
    if (m_table == "format") {
        if (json != kFormat)
            return refuse(ErrorCode::FileForeign, "not a Sidestep plan: \"format\" is not \"sidestep-plan\"");
        return true;
    }
    if (!json.is_number_unsigned() || json == 0u)
        return refuse(ErrorCode::FileForeign, "\"version\" is not a whole number from 1; write \"version\": 1");
    if (json.get<std::uint64_t>() > kVersion)
        return refuse(ErrorCode::FileNewer,
                      fmt::format("written in plan text version {}, this Sidestep reads up to version {}; open it with a newer Sidestep",
                                  json.get<std::uint64_t>(), kVersion));
    return true;
}

Json &PlanReader::place(Json json)
{
    Json &into = *m_open.back();
    if (into.is_array()) {
        into.push_back(std::move(json));
        return into.back();
    }
    into.push_back({std::move(m_keys.back()), std::move(json)});
    return std::prev(into.end()).value();
}

bool PlanReader::value(Json json)
{
    if (m_open.empty()) {
        if (m_depth == 1 && (m_table == "format" || m_table == "version"))
            return header(json);
        if (m_depth == 0)
            return refuse(ErrorCode::FileForeign, "not a Sidestep plan: it is not a JSON object");
        return refuse(
            ErrorCode::BadSyntax,
            fmt::format("\"{}\" holds a bare value; write {} there", m_table, m_table == "settings" ? "an object" : "an array of objects"));
    }
    if (++m_rowValues > kMaxRowValues)
        return refuse(ErrorCode::OutOfRange, fmt::format("a row with more than {} values; split it", kMaxRowValues));
    place(std::move(json));
    return true;
}

bool PlanReader::open(Json container)
{
    if (++m_depth > kMaxDepth)
        return refuse(ErrorCode::FileDamaged, fmt::format("nested more than {} deep; no plan is", kMaxDepth));
    if (m_depth == 1)
        return container.is_object() || refuse(ErrorCode::FileForeign, "not a Sidestep plan: it is not a JSON object");
    if (!m_open.empty()) {
        if (++m_rowValues > kMaxRowValues)
            return refuse(ErrorCode::OutOfRange, fmt::format("a row with more than {} values; split it", kMaxRowValues));
        Json &placed = place(std::move(container));
        m_open.push_back(&placed);
        m_keys.emplace_back();
        return true;
    }
    const bool isSettings = m_table == "settings";
    if (m_depth == 2 && !isSettings) {
        if (m_table == "format" || m_table == "version")
            return header(container);
        m_ids.clear();
        return container.is_array() || refuse(ErrorCode::BadSyntax, fmt::format("\"{}\" is not an array; write [ … ]", m_table));
    }
    if (!container.is_object())
        return refuse(ErrorCode::BadSyntax, fmt::format("an array in \"{}\" where an object belongs; write {{ … }}", m_table));
    m_row = std::move(container);
    m_rowLine = m_line;
    m_rowValues = 0;
    m_open.push_back(&m_row);
    m_keys.emplace_back();
    return true;
}

bool PlanReader::close()
{
    --m_depth;
    if (m_depth == 0)
        m_end = true;
    if (m_open.empty())
        return true;
    m_open.pop_back();
    m_keys.pop_back();
    if (!m_open.empty())
        return true;
    return m_table == "settings" ? settings() : row();
}

bool PlanReader::settings()
{
    auto decoded = rowFromJson<plan::Settings>(m_row);
    if (!decoded)
        return refuse(decoded.error().code, "settings: " + decoded.error().detail, m_rowLine);
    m_edit.changes.emplace_back(plan::SetSettings{*std::move(decoded)});
    return true;
}

bool PlanReader::row()
{
    bool good = false;
    forEachRowKind([&]<typename Row>() {
        if (m_table != RowKind<Row>::table)
            return;
        auto decoded = rowFromJson<Row>(m_row);
        if (!decoded) {
            good = refuse(decoded.error().code, fmt::format("{}: {}", RowKind<Row>::one, decoded.error().detail), m_rowLine);
        } else if (!m_ids.insert(decoded->id.value()).second) {
            good = refuse(ErrorCode::IdInUse,
                          fmt::format("{}: id {} is taken by an earlier row; give it a free one", RowKind<Row>::one, decoded->id.value()),
                          m_rowLine);
        } else {
            m_edit.changes.emplace_back(plan::Add<Row>{*std::move(decoded)});
            good = true;
        }
    });
    return good;
}

bool PlanReader::parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &problem)
{
    if (m_error)
        return false;
    const std::string_view text = problem.what();
    if (text.find("UTF-8") != std::string_view::npos)
        return refuse(ErrorCode::FileDamaged, "text that is not UTF-8; save the file as UTF-8");
    if (text.find("unexpected end of input") != std::string_view::npos || text.find("missing closing quote") != std::string_view::npos)
        return refuse(ErrorCode::FileDamaged, "the text ends too early; get the whole file");
    if (text.find("number overflow") != std::string_view::npos)
        return refuse(ErrorCode::OutOfRange, "a number that is too large; give a whole number in its range");
    return refuse(m_tables.empty() ? ErrorCode::FileForeign : ErrorCode::FileDamaged,
                  m_tables.empty() ? "not a Sidestep plan: it is not JSON"
                                   : "not valid JSON here; look for a missing comma, quote or bracket");
}

Result<plan::Plan> PlanReader::finish()
{
    if (m_error)
        return tl::unexpected<Error>(*m_error);
    if (m_tables.size() < 2)
        return failure(ErrorCode::FileForeign, fmt::format("{}: not a Sidestep plan: it has no \"format\" and \"version\"", m_fileName));
    if (std::find(m_tables.begin(), m_tables.end(), "settings") == m_tables.end())
        return failure(ErrorCode::FileDamaged, fmt::format("{}: has no \"settings\"; get the whole file", m_fileName));
    auto plan = plan::Plan().with(m_edit);
    if (!plan)
        return failure(plan.error().code, fmt::format("{}: {}", m_fileName, plan.error().detail));
    return plan;
}

std::string lineOf(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string toText(const plan::Plan &plan)
{
    std::string text
        = fmt::format("{{\n\"format\": \"{}\",\n\"version\": {},\n\"settings\": {}", kFormat, kVersion, lineOf(rowToJson(plan.settings())));
    forEachRowKind([&]<typename Row>() {
        text += fmt::format(",\n\"{}\": [", RowKind<Row>::table);
        bool first = true;
        for (const Row &row : plan.table<Row>()) {
            text += first ? "\n" : ",\n";
            text += lineOf(rowToJson(row));
            first = false;
        }
        text += first ? "]" : "\n]";
    });
    text += "\n}\n";
    return text;
}

Result<plan::Plan> planFromText(std::string_view text, std::string_view fileName)
{
    if (text.size() > kMaxBytes)
        return failure(ErrorCode::OutOfRange, fmt::format("{}: larger than {} GiB; no plan is", fileName, kMaxBytes >> 30));
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return failure(ErrorCode::FileDamaged, fmt::format("{}:1: text that is UTF-16, not UTF-8; save the file as UTF-8", fileName));
    std::size_t line = 1;
    PlanReader reader(line, fileName);
    Json::sax_parse(LineCounter(text.data(), line), LineCounter(text.data() + text.size(), line), &reader);
    return reader.finish();
}

} // namespace sidestep::store
