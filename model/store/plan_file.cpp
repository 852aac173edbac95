// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/plan_file.h"

#include "model/store/atomic_file.h"
#include "model/store/field_codec.h"
#include "model/store/plan_text.h"
#include "model/store/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <array>
#include <fstream>

namespace sidestep::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{2} << 30;
constexpr int kMaxCellBytes = 16 << 20;
constexpr std::size_t kMaxCellDepth = 8;

template <typename T>
void bindField(SQLite::Statement &insert, int index, const T &value)
{
    if constexpr (isOptional<T>) {
        if (value)
            bindField(insert, index, *value);
        else
            insert.bind(index);
    } else if constexpr (std::is_same_v<T, std::string>) {
        insert.bindNoCopy(index, value);
    } else if constexpr (columnKind<T>() == ColumnKind::Integer) {
        // Casting keeps all 64 bits of a number above 2^63, which SQLite has no type for.
        if constexpr (isId<T>)
            insert.bind(index, std::int64_t{value.value()});
        else if constexpr (std::is_same_v<T, SimDuration>)
            insert.bind(index, std::int64_t{value.count()});
        else if constexpr (std::is_same_v<T, PacketRate>)
            insert.bind(index, std::int64_t{value.perSecond});
        else
            insert.bind(index, static_cast<std::int64_t>(value));
    } else if constexpr (columnKind<T>() == ColumnKind::Text) {
        insert.bind(index, encode(value).template get<std::string>());
    } else {
        insert.bind(index, encode(value).dump());
    }
}

template <typename Row>
void insertRow(SQLite::Statement &insert, const Row &row)
{
    int index = 0;
    plan::fields(row, [&](std::string_view, const auto &value) { bindField(insert, ++index, value); });
    insert.exec();
    insert.reset();
}

void writeDatabase(const plan::Plan &plan, const fs::path &fresh)
{
    SQLite::Database file(fresh.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // Durability comes from the sync and rename around this; a journal would only be in the way.
    file.exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;");
    file.exec(fmt::format("PRAGMA application_id={}; PRAGMA user_version={};", kApplicationId, kSchemaVersion));
    SQLite::Transaction transaction(file);
    for (const std::string &statement : schemaStatements(kSchemaVersion))
        file.exec(statement);
    SQLite::Statement settings(file, insertStatement<plan::Settings>());
    insertRow(settings, plan.settings());
    forEachRowKind([&]<typename Row>() {
        SQLite::Statement insert(file, insertStatement<Row>());
        for (const Row &row : plan.table<Row>())
            insertRow(insert, row);
    });
    transaction.commit();
}

/// Counts brackets outside strings, before a parser that goes as deep as they do sees the cell.
bool tooDeep(std::string_view cell)
{
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const char c = cell[i];
        if (c == '"')
            inString = !inString;
        else if (inString)
            i += c == '\\' ? 1 : 0;
        else if ((c == '[' || c == '{') && ++depth > kMaxCellDepth)
            return true;
        else if ((c == ']' || c == '}') && depth > 0)
            --depth;
    }
    return false;
}

template <typename T>
bool readField(const SQLite::Column &column, T &value, Problem &problem)
{
    if constexpr (isOptional<T>) {
        if (column.isNull()) {
            value.reset();
            return true;
        }
        auto inner = Blank<typename T::value_type>::make();
        if (!readField(column, inner, problem))
            return false;
        value = std::move(inner);
        return true;
    } else {
        constexpr ColumnKind kind = columnKind<T>();
        if (column.getType() != (kind == ColumnKind::Integer ? SQLITE_INTEGER : SQLITE_TEXT))
            return problem.refuse(ErrorCode::FileDamaged, "is of the wrong type");
        if constexpr (kind == ColumnKind::Integer) {
            const std::int64_t number = column.getInt64();
            if constexpr (std::is_same_v<T, std::uint64_t>) {
                value = static_cast<std::uint64_t>(number);
                return true;
            } else if constexpr (std::is_same_v<T, bool>) {
                value = number != 0;
                return number == 0 || number == 1 || problem.refuse(ErrorCode::OutOfRange, "is neither 0 nor 1");
            } else {
                return decode(Json(number), value, problem);
            }
        } else {
            const char *bytes = static_cast<const char *>(column.getBlob());
            std::string text(bytes ? bytes : "", static_cast<std::size_t>(column.getBytes()));
            if constexpr (std::is_same_v<T, std::string>) {
                value = std::move(text);
                return true;
            } else if constexpr (kind == ColumnKind::Text) {
                return decode(Json(std::move(text)), value, problem);
            } else {
                if (tooDeep(text))
                    return problem.refuse(ErrorCode::FileDamaged, "is nested too deep");
                const Json json = Json::parse(text, nullptr, false);
                if (json.is_discarded())
                    return problem.refuse(ErrorCode::FileDamaged, "is not valid JSON");
                return decode(json, value, problem);
            }
        }
    }
}

template <typename Row>
Result<Row> readRow(const SQLite::Statement &query, std::int32_t version)
{
    Row row = Blank<Row>::make();
    Problem problem;
    int index = 0;
    bool good = true;
    plan::fields(row, [&](std::string_view name, auto &value) {
        if (!hasColumn<Row>(name, version))
            return;
        if (good && !readField(query.getColumn(index), value, problem)) {
            good = false;
            problem.place = joinedPlace(name, problem.place);
        }
        ++index;
    });
    if (!good)
        return tl::unexpected<Error>(problem.error());
    return row;
}

template <typename Row>
Result<void> readTable(SQLite::Database &file, std::int32_t version, plan::PlanEdit &edit)
{
    SQLite::Statement query(file, selectStatement<Row>(version));
    for (std::size_t number = 1; query.executeStep(); ++number) {
        auto row = readRow<Row>(query, version);
        if (!row)
            return failure(ErrorCode::FileDamaged, fmt::format("table {}, row {}: {}", tableName<Row>(), number, row.error().detail));
        if constexpr (std::is_same_v<Row, plan::Settings>)
            edit.changes.emplace_back(plan::SetSettings{*std::move(row)});
        else
            edit.changes.emplace_back(plan::Add<Row>{*std::move(row)});
    }
    return {};
}

/// Everything a plan file may hold is known to the letter, so whatever else stands in it was put there by somebody else.
Result<void> checkSchema(SQLite::Database &file, std::int32_t version)
{
    std::vector<std::string> wanted = schemaStatements(version);
    SQLite::Statement query(file, "SELECT type, name, sql FROM sqlite_schema");
    while (query.executeStep()) {
        const std::string type = query.getColumn(0).getString();
        const std::string name = query.getColumn(1).getString().substr(0, 64);
        const auto found = std::find(wanted.begin(), wanted.end(), query.getColumn(2).getString());
        if (type != "table" || found == wanted.end())
            return failure(ErrorCode::FileDamaged,
                           fmt::format("holds a {} {} that no plan file has; get an unchanged copy", type,
                                       Json(name).dump(-1, ' ', true, Json::error_handler_t::replace)));
        wanted.erase(found);
    }
    if (!wanted.empty())
        return failure(ErrorCode::FileDamaged, "lacks a table that every plan file has; get an unchanged copy");
    return {};
}

Result<plan::Plan> readDatabase(const fs::path &path)
{
    // Immutable: a journal or write-ahead log that lies beside a received file is not rolled into it.
    std::string uri = "file:";
    for (const char c : fs::absolute(path).string()) {
        const bool plain
            = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    SQLite::Database file(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    sqlite3 *handle = file.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxCellBytes);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    file.exec("PRAGMA cell_size_check=ON; PRAGMA query_only=ON;");

    const std::int32_t version = file.execAndGet("PRAGMA user_version").getInt(); // within 1..kSchemaVersion: `checkHeader`
    if (auto good = checkSchema(file, version); !good)
        return tl::unexpected<Error>(good.error());
    if (const std::string verdict = file.execAndGet("PRAGMA quick_check(1)").getString(); verdict != "ok")
        return failure(ErrorCode::FileDamaged, "is damaged; restore the copy that ends in ~ or another copy");

    plan::PlanEdit edit{"Open", {}};
    if (auto settings = readTable<plan::Settings>(file, version, edit); !settings)
        return tl::unexpected<Error>(settings.error());
    if (edit.changes.size() != 1)
        return failure(ErrorCode::FileDamaged, "does not hold exactly one row of settings; get an unchanged copy");
    Result<void> good;
    forEachRowKind([&]<typename Row>() {
        if (good && kSinceVersion<Row> <= version)
            good = readTable<Row>(file, version, edit);
    });
    if (!good)
        return tl::unexpected<Error>(good.error());
    auto plan = plan::Plan().with(edit);
    if (!plan)
        return failure(ErrorCode::FileDamaged, fmt::format("holds what no plan may hold: {}", plan.error().detail));
    return plan;
}

std::uint32_t bigEndian(const std::array<char, 100> &header, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        value = (value << 8) | static_cast<unsigned char>(header[i]);
    return value;
}

/// Looks at the first 100 bytes (SQLite file format, section 1.3) before SQLite is let near the file.
Result<void> checkHeader(const fs::path &path)
{
    std::array<char, 100> header{};
    std::ifstream stream(path, std::ios::binary);
    stream.read(header.data(), static_cast<std::streamsize>(header.size()));
    const auto count = static_cast<std::size_t>(stream.gcount());
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    const std::string_view start(header.data(), std::min(count, kMagic.size()));
    if (count == 0)
        return failure(ErrorCode::FileForeign, "is empty, not a Sidestep plan; choose another file");
    if (start != kMagic) {
        const std::string_view text(header.data(), count);
        if (text.find("\"sidestep-plan\"") != std::string_view::npos)
            return failure(ErrorCode::FileForeign,
                           "is a plan in text form; load it with sidestep-cli load, or let its name end in .sidestep.json");
        return failure(ErrorCode::FileForeign, "is not a Sidestep plan; choose a file that Sidestep saved");
    }
    if (count < header.size())
        return failure(ErrorCode::FileDamaged, "is cut short; restore the copy that ends in ~ or another copy");
    const std::uint32_t application = bigEndian(header, 68);
    if (application != std::uint32_t{kApplicationId})
        return failure(
            ErrorCode::FileForeign,
            fmt::format(
                "is an SQLite database of another program (application id {}), not a Sidestep plan; choose a file that Sidestep saved",
                application));
    const std::uint32_t version = bigEndian(header, 60);
    if (version > std::uint32_t{kSchemaVersion})
        return failure(ErrorCode::FileNewer,
                       fmt::format("is a plan of file version {}, this Sidestep reads up to version {}; open it with a newer Sidestep",
                                   version, kSchemaVersion));
    if (version == 0)
        return failure(ErrorCode::FileDamaged, "has no file version; get an unchanged copy");
    if (header[18] != 1 || header[19] != 1)
        return failure(ErrorCode::FileDamaged, "is in write-ahead mode, which no plan file is; get an unchanged copy");
    std::uint64_t pageSize = (std::uint64_t{static_cast<unsigned char>(header[16])} << 8) | static_cast<unsigned char>(header[17]);
    pageSize = pageSize == 1 ? 65536 : pageSize;
    std::error_code problem;
    if (pageSize == 0 || fs::file_size(path, problem) != pageSize * bigEndian(header, 28))
        return failure(ErrorCode::FileDamaged,
                       "is cut short or has something behind its end; restore the copy that ends in ~ or another copy");
    return {};
}

template <typename T>
Result<T> naming(const fs::path &path, Result<T> result)
{
    if (!result)
        result.error().detail = fmt::format("{}: {}", path.string(), result.error().detail);
    return result;
}

} // namespace

Result<plan::Plan> loadPlanFile(const fs::path &path)
{
    if (auto can = readable(path); !can)
        return tl::unexpected<Error>(can.error());
    if (auto good = naming(path, checkHeader(path)); !good)
        return tl::unexpected<Error>(good.error());
    try {
        return naming(path, readDatabase(path));
    } catch (const SQLite::Exception &problem) {
        return failure(ErrorCode::FileDamaged,
                       fmt::format("{}: is damaged ({}); restore the copy that ends in ~ or another copy", path.string(), problem.what()));
    }
}

Result<void> savePlanFile(const plan::Plan &plan, const fs::path &path)
{
    return replaceFile(path, OldFile::KeepAsTilde, [&](const fs::path &fresh) -> Result<void> {
        try {
            writeDatabase(plan, fresh);
            return {};
        } catch (const std::exception &problem) { // SQLite: disk full, I/O error; JSON: text that is not UTF-8
            return failure(ErrorCode::FileUnwritable,
                           fmt::format("{}: cannot be written: {}; choose another place", path.string(), problem.what()));
        }
    });
}

bool isTextForm(const fs::path &path)
{
    return path.extension() == ".json";
}

Result<plan::Plan> loadPlan(const fs::path &path)
{
    if (!isTextForm(path))
        return loadPlanFile(path);
    auto text = readFile(path, kMaxTextBytes);
    if (!text)
        return tl::unexpected<Error>(text.error());
    return planFromText(*text, path.string());
}

Result<void> savePlan(const plan::Plan &plan, const fs::path &path)
{
    return isTextForm(path) ? writeFile(path, toText(plan), OldFile::KeepAsTilde) : savePlanFile(plan, path);
}

} // namespace sidestep::store
