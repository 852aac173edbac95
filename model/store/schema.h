// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/field_codec.h"
#include "model/store/plan_file.h"

#include <string>
#include <vector>

/// The SQLite schema of a plan file, made from `plan::fields`: one table a row kind, one column a field.
namespace sidestep::store {

enum class ColumnKind {
    Integer, ///< numbers, flags, ids, durations
    Text,    ///< names, words, addresses
    Nested,  ///< JSON text of rows inside a row
};

template <typename T>
[[nodiscard]] constexpr ColumnKind columnKind()
{
    if constexpr (isOptional<T>)
        return columnKind<typename T::value_type>();
    else if constexpr (isVector<T> || HasFields<T> || std::is_same_v<T, plan::FailureTarget>)
        return ColumnKind::Nested;
    else if constexpr (std::is_integral_v<T> || isId<T> || std::is_same_v<T, SimDuration> || std::is_same_v<T, PacketRate>)
        return ColumnKind::Integer;
    else
        return ColumnKind::Text;
}

template <typename Row>
[[nodiscard]] constexpr std::string_view tableName()
{
    if constexpr (std::is_same_v<Row, plan::Settings>)
        return "settings";
    else
        return RowKind<Row>::table;
}

/// Whether a file of the version has the column. A field that a version brought is empty in older files.
template <typename Row>
[[nodiscard]] constexpr bool hasColumn(std::string_view name, std::int32_t version)
{
    const bool third = (std::is_same_v<Row, plan::Flow> && name == "objective_ns") || (std::is_same_v<Row, plan::Settings> && name == "assumptions");
    const bool fourth = (std::is_same_v<Row, plan::Router> && name == "as_number")
        || (std::is_same_v<Row, plan::BgpSession> && (name == "link" || name == "a_next_hop_self" || name == "b_next_hop_self"));
    const bool fifth = (std::is_same_v<Row, plan::Settings> && name == "igp") || (std::is_same_v<Row, plan::IgpDomain> && name == "lsa_arrival_ms");
    const bool sixth = (std::is_same_v<Row, plan::AccessService> && (name == "bfd_watch" || name == "resume_s"))
        || (std::is_same_v<Row, plan::BgpSession> && name == "tunnel_bfd");
    return version >= (sixth ? 6 : fifth ? 5 : fourth ? 4 : third ? 3 : 1);
}

/// STRICT, so that a cell of the wrong type is a damage that SQLite itself reports.
template <typename Row>
[[nodiscard]] std::string createStatement(std::int32_t version)
{
    std::string columns;
    Row row = Blank<Row>::make();
    plan::fields(row, [&columns, version]<typename T>(std::string_view name, const T &) {
        if (!hasColumn<Row>(name, version))
            return;
        const std::string_view type = columnKind<T>() == ColumnKind::Integer ? "INTEGER" : "TEXT";
        const std::string_view rule = name == "id" ? " PRIMARY KEY" : isOptional<T> ? "" : " NOT NULL";
        columns += fmt::format("{}\"{}\" {}{}", columns.empty() ? "" : ", ", name, type, rule);
    });
    return fmt::format("CREATE TABLE \"{}\"({}) STRICT", tableName<Row>(), columns);
}

template <typename Row>
[[nodiscard]] std::string columnNames(std::int32_t version)
{
    std::string names;
    Row row = Blank<Row>::make();
    plan::fields(row, [&names, version](std::string_view name, const auto &) {
        if (hasColumn<Row>(name, version))
            names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    });
    return names;
}

template <typename Row>
[[nodiscard]] std::string insertStatement()
{
    std::string marks;
    Row row = Blank<Row>::make();
    plan::fields(row, [&marks](std::string_view, const auto &) { marks += marks.empty() ? "?" : ", ?"; });
    return fmt::format("INSERT INTO \"{}\"({}) VALUES({})", tableName<Row>(), columnNames<Row>(kSchemaVersion), marks);
}

template <typename Row>
[[nodiscard]] std::string selectStatement(std::int32_t version)
{
    return fmt::format("SELECT {} FROM \"{}\" ORDER BY rowid", columnNames<Row>(version), tableName<Row>());
}

/// Every statement that makes the schema of a file version; sqlite_schema of a sound file holds exactly these texts.
[[nodiscard]] inline std::vector<std::string> schemaStatements(std::int32_t version)
{
    std::vector<std::string> statements{createStatement<plan::Settings>(version)};
    forEachRowKind([&]<typename Row>() {
        if (kSinceVersion<Row> <= version)
            statements.push_back(createStatement<Row>(version));
    });
    return statements;
}

} // namespace sidestep::store
