// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace sidestep {

/// What kind of refusal it is, so that a caller can act on it without reading the text.
enum class ErrorCode : std::uint8_t {
    BadSyntax,     ///< text that is not of the form asked for
    OutOfRange,    ///< well-formed, but outside the stated range
    DuplicateName, ///< another object of the kind has the name
    IdInUse,       ///< a row to add has the id of an existing row
    NotFound,      ///< names an object that does not exist
    Dangling,      ///< refers to an object that does not exist
    AddressClash,  ///< an address that another interface has
    Loop,          ///< a link or session from a router to itself
    UnsafeText,    ///< text that could add a line or a keyword to a configuration
    Conflict,      ///< contradicts another object in the plan
    PoolExhausted, ///< numbering ran out of values
    FileMissing,
    FileUnreadable,
    FileForeign, ///< a file, but not one of ours
    FileNewer,   ///< written by a newer Sidestep
    FileDamaged,
    FileUnwritable,
    Cancelled,
    LimitReached,
    Unsupported,
};

/// Why something was refused: what, where, and what to do, in one line of plain English.
struct Error
{
    ErrorCode code;
    std::string detail;
    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string detail)
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace sidestep
