// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/atomic_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sidestep::store {

namespace fs = std::filesystem;

namespace {

class Descriptor
{
public:
    explicit Descriptor(int number) noexcept : m_number(number) { }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    [[nodiscard]] bool isOpen() const noexcept { return m_number >= 0; }
    [[nodiscard]] int number() const noexcept { return m_number; }

private:
    int m_number;
};

tl::unexpected<Error> unwritable(const fs::path &path, int reason)
{
    const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
    const char *advice = "choose another place";
    if (reason == ENOENT)
        return failure(ErrorCode::FileUnwritable,
                       fmt::format("{}: cannot be written: folder {} does not exist; create it first", path.string(), folder));
    if (reason == ENOSPC || reason == EDQUOT)
        advice = "free some space";
    else if (reason == EACCES || reason == EPERM)
        advice = "change its permissions or choose another place";
    return failure(ErrorCode::FileUnwritable, fmt::format("{}: cannot be written: {}; {}", path.string(), std::strerror(reason), advice));
}

/// Removes the fresh file unless it was renamed away.
struct Fresh
{
    std::string name;
    bool exists = true;
    ~Fresh()
    {
        if (exists)
            ::unlink(name.c_str());
    }
};

bool syncFile(const std::string &name)
{
    const Descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    return file.isOpen() && ::fsync(file.number()) == 0;
}

/// The mask can only be read by setting it, which other threads would see: once for the program.
mode_t defaultMode()
{
    static const mode_t kMode = [] {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return static_cast<mode_t>(0666 & ~mask);
    }();
    return kMode;
}

/// Links rather than renames the old file away, so that at no moment there is no file under the name.
bool keepOld(const std::string &target)
{
    const std::string kept = target + "~";
    const std::string link = kept + ".new";
    ::unlink(link.c_str());
    if (::link(target.c_str(), link.c_str()) == 0) {
        if (::rename(link.c_str(), kept.c_str()) == 0) {
            ::unlink(link.c_str()); // rename of two names of one file does nothing and leaves both
            return true;
        }
        const int reason = errno;
        ::unlink(link.c_str());
        errno = reason;
        return false;
    }
    // A file system without hard links: a crash between the two renames leaves the old plan under NAME~ alone.
    return ::rename(target.c_str(), kept.c_str()) == 0;
}

} // namespace

void syncFolder(const fs::path &folder) noexcept
{
    const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isOpen())
        ::fsync(directory.number());
}

Result<void> replaceFile(const fs::path &path, OldFile old, const std::function<Result<void>(const fs::path &)> &write, Durable durable)
{
    std::error_code problem;
    if (!path.has_filename() || fs::is_directory(path, problem))
        return failure(ErrorCode::FileUnwritable, fmt::format("{}: is a folder; give a file name", path.string()));
    const fs::path target = fs::is_symlink(path, problem) ? fs::weakly_canonical(path, problem) : path;
    struct stat before = {};
    const bool exists = ::stat(target.c_str(), &before) == 0;
    if (exists && !S_ISREG(before.st_mode))
        return failure(ErrorCode::FileUnwritable, fmt::format("{}: is not a regular file; choose another name", path.string()));
    if (exists && ::access(target.c_str(), W_OK) != 0)
        return unwritable(path, errno);

    Fresh fresh{(target.parent_path() / fmt::format(".{}.XXXXXX", target.filename().string().substr(0, 200))).string()};
    {
        const Descriptor file(::mkostemp(fresh.name.data(), O_CLOEXEC));
        if (!file.isOpen()) {
            fresh.exists = false;
            return unwritable(path, errno);
        }
        if (::fchmod(file.number(), exists ? (before.st_mode & 07777) : defaultMode()) != 0)
            return unwritable(path, errno);
    }
    if (auto written = write(fresh.name); !written)
        return written;
    if (durable == Durable::Now && !syncFile(fresh.name))
        return unwritable(path, errno);
    if (exists && old == OldFile::KeepAsTilde && !keepOld(target.string()))
        return unwritable(target.string() + "~", errno);
    if (::rename(fresh.name.c_str(), target.c_str()) != 0)
        return unwritable(path, errno);
    fresh.exists = false;
    if (durable == Durable::Now)
        syncFolder(target.parent_path());
    return {};
}

Result<void> writeFile(const fs::path &path, std::string_view bytes, OldFile old, Durable durable)
{
    const auto write = [&](const fs::path &fresh) -> Result<void> {
        const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CLOEXEC));
        if (!file.isOpen())
            return unwritable(path, errno);
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t count = ::write(file.number(), bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return unwritable(path, errno);
            done += static_cast<std::size_t>(count);
        }
        return {};
    };
    return replaceFile(path, old, write, durable);
}

Result<void> syncFileSystem(const fs::path &folder)
{
    const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen() || ::syncfs(directory.number()) != 0)
        return unwritable(folder, errno);
    return {};
}

Result<void> readable(const fs::path &path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return failure(ErrorCode::FileMissing, fmt::format("{}: no such file; check the name", path.string()));
        return failure(ErrorCode::FileUnreadable,
                       fmt::format("{}: cannot be read: {}; check its permissions", path.string(), std::strerror(errno)));
    }
    if (S_ISDIR(status.st_mode))
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: is a folder; name a plan file", path.string()));
    if (!S_ISREG(status.st_mode)) // a pipe or a device would block or never end
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: is not a regular file; name a plan file", path.string()));
    if (::access(path.c_str(), R_OK) != 0)
        return failure(ErrorCode::FileUnreadable,
                       fmt::format("{}: cannot be read: {}; check its permissions", path.string(), std::strerror(errno)));
    return {};
}

Result<std::string> readFile(const fs::path &path, std::size_t limit)
{
    if (auto can = readable(path); !can)
        return tl::unexpected<Error>(can.error());
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status = {};
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0)
        return failure(ErrorCode::FileUnreadable,
                       fmt::format("{}: cannot be read: {}; check its permissions", path.string(), std::strerror(errno)));
    if (static_cast<std::uint64_t>(status.st_size) > limit)
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: larger than {} MiB; no such file is ours", path.string(), limit >> 20));
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(ErrorCode::FileUnreadable,
                           fmt::format("{}: cannot be read: {}; check the disk", path.string(), std::strerror(errno)));
        if (count == 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

} // namespace sidestep::store
