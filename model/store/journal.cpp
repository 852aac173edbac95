// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/journal.h"

#include "model/plan/plan_diff.h"
#include "model/store/atomic_file.h"
#include "model/store/journal_records.h"
#include "model/store/plan_file.h"
#include "model/store/row_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <random>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sidestep::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFormat = "sidestep-journal";
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMaxBytes = std::size_t{4} << 30;
constexpr std::string_view kSuffix = ".journal";

std::string hexOf(std::uint64_t number)
{
    return fmt::format("{:016x}", number);
}

/// The same file for every spelling of the same plan's path.
fs::path absolutePath(const fs::path &path)
{
    std::error_code problem;
    const fs::path resolved = fs::weakly_canonical(path, problem);
    return problem ? fs::absolute(path) : resolved;
}

fs::path journalFile(const fs::path &directory, const fs::path &planPath)
{
    if (planPath.empty()) {
        std::random_device random;
        return directory / fmt::format("untitled-{:08x}{:08x}{}", random(), random(), kSuffix);
    }
    // FNV-1a over the path; the header holds the path itself, so a collision is noticed.
    std::uint64_t sum = 0xCBF29CE484222325U;
    for (const char c : planPath.string())
        sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return directory / (hexOf(sum) + std::string(kSuffix));
}

tl::unexpected<Error> unwritable(const fs::path &file, int reason)
{
    return failure(ErrorCode::FileUnwritable,
                   fmt::format("{}: the journal cannot be written: {}; save the plan now", file.string(), std::strerror(reason)));
}

tl::unexpected<Error> busy(const fs::path &file)
{
    return failure(ErrorCode::Conflict,
                   fmt::format("{}: another running Sidestep has this plan open; use that one or close it", file.string()));
}

/// Opens and locks a journal file; the lock goes with the descriptor. A file that was replaced between the two is opened again.
Result<int> openLocked(const fs::path &file, int flags)
{
    for (int attempt = 0; attempt < 8; ++attempt) {
        const int descriptor = ::open(file.c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (descriptor < 0)
            return errno == ENOENT ? failure(ErrorCode::FileMissing, fmt::format("{}: no such journal", file.string()))
                                   : unwritable(file, errno);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor);
            return busy(file);
        }
        struct stat mine = {};
        struct stat there = {};
        if (::fstat(descriptor, &mine) == 0 && ::stat(file.c_str(), &there) == 0 && mine.st_ino == there.st_ino
            && mine.st_dev == there.st_dev)
            return descriptor;
        ::close(descriptor);
    }
    return busy(file);
}

Result<std::string> readAll(int descriptor, const fs::path &file)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || static_cast<std::uint64_t>(status.st_size) > kMaxBytes)
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: the journal cannot be read; discard it", file.string()));
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

std::string headerRecord(const fs::path &planPath, const plan::Plan &base)
{
    Json header{{"format", kFormat}, {"version", kVersion}, {"plan", planPath.string()}, {"base", hexOf(fingerprintOf(base))}};
    if (planPath.empty())
        header["base_edit"] = editToJson(plan::editBetween(plan::Plan(), base, "New plan"));
    return frameRecord(header.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// What a journal says, up to its torn tail.
struct Content
{
    std::string planPath;
    std::string base;
    Json baseEdit; // null with a plan file
    struct Step
    {
        std::optional<plan::PlanEdit> edit;
        std::string saving; // fingerprint of the plan that was about to be saved
    };
    std::vector<Step> steps;
    std::size_t edits = 0;
    std::size_t goodBytes = 0;
    std::string lastLabel;
};

Result<Content> readContent(std::string_view bytes, const fs::path &file)
{
    const auto damaged = [&file](std::string_view what) {
        return failure(ErrorCode::FileDamaged, fmt::format("{}: {}; discard the journal", file.string(), what));
    };
    const RecordScan scan = scanRecords(bytes);
    Content content;
    for (std::size_t i = 0; i < scan.records.size(); ++i) {
        const Json json = Json::parse(scan.records[i], nullptr, false);
        if (!json.is_object())
            return damaged("a record is not JSON");
        if (i == 0) {
            if (!json.contains("format") || json["format"] != kFormat)
                return failure(ErrorCode::FileForeign, fmt::format("{}: is not a Sidestep journal", file.string()));
            if (!json.contains("version") || !json["version"].is_number_unsigned() || json["version"].get<std::uint64_t>() != kVersion)
                return failure(ErrorCode::FileNewer,
                               fmt::format("{}: is of a newer version than {}; open it with a newer Sidestep", file.string(), kVersion));
            if (!json.contains("plan") || !json["plan"].is_string() || !json.contains("base") || !json["base"].is_string())
                return damaged("its header lacks the plan's path or base");
            content.planPath = json["plan"].get<std::string>();
            content.base = json["base"].get<std::string>();
            content.baseEdit = json.value("base_edit", Json());
            continue;
        }
        if (json.contains("saving")) {
            content.steps.push_back({std::nullopt, json["saving"].is_string() ? json["saving"].get<std::string>() : std::string()});
            continue;
        }
        auto edit = editFromJson(json);
        if (!edit)
            return damaged(edit.error().detail);
        content.lastLabel = edit->label;
        content.steps.push_back({*std::move(edit), {}});
        ++content.edits;
    }
    if (scan.records.empty())
        return failure(ErrorCode::FileForeign, fmt::format("{}: is not a Sidestep journal", file.string()));
    content.goodBytes = scan.goodBytes;
    return content;
}

/// The plan the edits start from, and the first step to apply.
Result<std::pair<plan::Plan, std::size_t>> baseOf(const Content &content, const fs::path &file)
{
    if (content.planPath.empty()) {
        auto edit = editFromJson(content.baseEdit);
        if (!edit)
            return failure(ErrorCode::FileDamaged, fmt::format("{}: base: {}; discard the journal", file.string(), edit.error().detail));
        auto base = plan::Plan().with(*edit);
        if (!base)
            return failure(ErrorCode::FileDamaged, fmt::format("{}: base: {}; discard the journal", file.string(), base.error().detail));
        return std::pair(*std::move(base), std::size_t{0});
    }
    auto base = loadPlan(content.planPath);
    if (!base)
        return tl::unexpected<Error>(base.error());
    const std::string sum = hexOf(fingerprintOf(*base));
    if (sum == content.base)
        return std::pair(*std::move(base), std::size_t{0});
    for (std::size_t i = content.steps.size(); i-- > 0;) {
        if (content.steps[i].saving == sum)
            return std::pair(*std::move(base), i + 1);
    }
    return failure(
        ErrorCode::Conflict,
        fmt::format("{}: was changed by something else after the unsaved edits began; put back the plan they were made on, or discard them",
                    content.planPath));
}

} // namespace

/// What recover needs of a journal's inside.
struct JournalAccess
{
    static Journal make(const fs::path &file, int descriptor, std::size_t length, std::size_t edits)
    {
        Journal journal;
        journal.m_directory = file.parent_path();
        journal.m_file = file;
        journal.m_descriptor = descriptor;
        journal.m_length = static_cast<std::int64_t>(length);
        journal.m_edits = edits;
        return journal;
    }
    static void resume(Journal &journal, std::size_t length, std::size_t edits)
    {
        journal.m_length = static_cast<std::int64_t>(length);
        journal.m_edits = edits;
    }
};

Journal::Journal(Journal &&other) noexcept
    : m_directory(std::move(other.m_directory)), m_file(std::move(other.m_file)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_length(other.m_length), m_edits(other.m_edits)
{
}

Journal &Journal::operator=(Journal &&other) noexcept
{
    if (this != &other) {
        release();
        m_directory = std::move(other.m_directory);
        m_file = std::move(other.m_file);
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_length = other.m_length;
        m_edits = other.m_edits;
    }
    return *this;
}

Journal::~Journal()
{
    release();
}

void Journal::release() noexcept
{
    if (m_descriptor < 0)
        return;
    if (m_edits == 0)
        ::unlink(m_file.c_str());
    ::close(m_descriptor);
    m_descriptor = -1;
}

void Journal::discard()
{
    if (m_descriptor < 0)
        return;
    ::unlink(m_file.c_str());
    syncFolder(m_directory);
    ::close(m_descriptor);
    m_descriptor = -1;
    m_edits = 0;
}

Result<Journal> Journal::open(const fs::path &directory, const fs::path &planPath, const plan::Plan &base)
{
    std::error_code problem;
    fs::create_directories(directory, problem);
    if (problem)
        return failure(ErrorCode::FileUnwritable,
                       fmt::format("{}: cannot be created: {}; check its permissions", directory.string(), problem.message()));
    const fs::path plan = planPath.empty() ? fs::path() : absolutePath(planPath);
    const fs::path file = journalFile(directory, plan);
    auto descriptor = openLocked(file, O_CREAT);
    if (!descriptor)
        return tl::unexpected<Error>(descriptor.error());
    Journal journal = JournalAccess::make(file, *descriptor, 0, 1); // until it is known to be empty, keep the file
    auto bytes = readAll(*descriptor, file);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    if (const auto content = readContent(*bytes, file); content && content->edits > 0)
        return failure(ErrorCode::Conflict,
                       fmt::format("{}: unsaved edits of an earlier run wait in the journal; recover or discard them first",
                                   plan.empty() ? file.string() : plan.string()));
    else if (!content && content.error().code != ErrorCode::FileForeign) // foreign: not even a whole header, so nothing to lose
        return tl::unexpected<Error>(content.error());
    if (::ftruncate(*descriptor, 0) != 0)
        return unwritable(file, errno);
    journal.m_edits = 0;
    if (auto written = journal.write(headerRecord(plan, base)); !written)
        return tl::unexpected<Error>(written.error());
    syncFolder(directory);
    return journal;
}

Result<void> Journal::write(const std::string &record)
{
    if (m_descriptor < 0)
        return unwritable(m_file, EBADF);
    const auto undo = [this](int reason) {
        // The next record must follow a whole one; a half record would hide everything after it.
        if (::ftruncate(m_descriptor, m_length) != 0)
            ::fdatasync(m_descriptor);
        return unwritable(m_file, reason);
    };
    for (std::size_t done = 0; done < record.size();) {
        const ssize_t count = ::pwrite(m_descriptor, record.data() + done, record.size() - done, m_length + static_cast<off_t>(done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return undo(errno);
        done += static_cast<std::size_t>(count);
    }
    if (::fdatasync(m_descriptor) != 0)
        return undo(errno);
    m_length += static_cast<std::int64_t>(record.size());
    return {};
}

Result<void> Journal::append(const plan::PlanEdit &edit)
{
    auto written = write(frameRecord(editToJson(edit).dump(-1, ' ', false, Json::error_handler_t::replace)));
    if (written)
        ++m_edits;
    return written;
}

Result<void> Journal::saving(const plan::Plan &plan)
{
    return write(frameRecord(Json{{"saving", hexOf(fingerprintOf(plan))}}.dump()));
}

Result<void> Journal::saved(const fs::path &planPath, const plan::Plan &plan)
{
    const fs::path absolute = absolutePath(planPath);
    const fs::path file = journalFile(m_directory, absolute);
    const std::string header = headerRecord(absolute, plan);
    if (file != m_file) {
        auto descriptor = openLocked(file, O_CREAT);
        if (!descriptor)
            return tl::unexpected<Error>(descriptor.error());
        // The plan that the new name held is overwritten, and its unsaved edits with it.
        Journal next = JournalAccess::make(file, *descriptor, 0, 0);
        if (::ftruncate(*descriptor, 0) != 0)
            return unwritable(file, errno);
        if (auto written = next.write(header); !written)
            return written;
        discard();
        *this = std::move(next);
        return {};
    }
    // Between the two steps a crash leaves an empty journal, which is what a saved plan has.
    if (::ftruncate(m_descriptor, 0) != 0)
        return unwritable(m_file, errno);
    m_length = 0;
    m_edits = 0;
    return write(header);
}

std::vector<Recoverable> recoverable(const fs::path &directory)
{
    std::vector<Recoverable> found;
    std::error_code problem;
    for (fs::directory_iterator entry(directory, problem), end; !problem && entry != end; entry.increment(problem)) {
        if (entry->path().extension() != kSuffix)
            continue;
        auto descriptor = openLocked(entry->path(), 0);
        if (!descriptor)
            continue;
        // Only reads: the file must survive whatever happens here.
        Journal journal = JournalAccess::make(entry->path(), *descriptor, 0, 1);
        auto bytes = readAll(*descriptor, entry->path());
        auto content = bytes ? readContent(*bytes, entry->path()) : tl::unexpected<Error>(bytes.error());
        if (!content || content->edits == 0)
            continue;
        struct stat status = {};
        ::fstat(*descriptor, &status);
        const auto time = std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
        found.push_back({entry->path(), content->planPath, std::strtoull(content->base.c_str(), nullptr, 16), content->edits,
                         content->lastLabel, time});
    }
    std::sort(found.begin(), found.end(),
              [](const Recoverable &a, const Recoverable &b) { return a.time != b.time ? a.time > b.time : a.journal < b.journal; });
    return found;
}

Result<Recovered> recover(const fs::path &file)
{
    auto descriptor = openLocked(file, 0);
    if (!descriptor)
        return tl::unexpected<Error>(descriptor.error());
    Journal journal = JournalAccess::make(file, *descriptor, 0, 1);
    auto bytes = readAll(*descriptor, file);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    auto content = readContent(*bytes, file);
    if (!content)
        return tl::unexpected<Error>(content.error());
    auto base = baseOf(*content, file);
    if (!base)
        return tl::unexpected<Error>(base.error());
    plan::Plan plan = std::move(base->first);
    std::size_t applied = 0;
    for (std::size_t i = base->second; i < content->steps.size(); ++i) {
        if (!content->steps[i].edit)
            continue;
        auto next = plan.with(*content->steps[i].edit);
        if (!next)
            return failure(ErrorCode::FileDamaged,
                           fmt::format("{}: edit {}: {}; discard the journal", file.string(), i + 1, next.error().detail));
        plan = *std::move(next);
        ++applied;
    }
    const std::size_t torn = bytes->size() - content->goodBytes;
    if (torn > 0 && ::ftruncate(*descriptor, static_cast<off_t>(content->goodBytes)) != 0)
        return unwritable(file, errno);
    JournalAccess::resume(journal, content->goodBytes, applied);
    return Recovered{std::move(plan), content->planPath, applied, torn, std::move(journal)};
}

Result<void> discard(const fs::path &file)
{
    auto descriptor = openLocked(file, 0);
    if (!descriptor)
        return tl::unexpected<Error>(descriptor.error());
    JournalAccess::make(file, *descriptor, 0, 0).discard();
    return {};
}

} // namespace sidestep::store
