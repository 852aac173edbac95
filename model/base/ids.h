// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace sidestep {

/// Typed row number: a RouterId is not accepted where a LinkId is wanted.
/// No "null" value exists; write std::optional<RouterId> where absence is possible.
template <typename Tag>
class Id
{
public:
    constexpr explicit Id(std::uint32_t value) noexcept : m_value(value) {}
    [[nodiscard]] constexpr std::uint32_t value() const noexcept { return m_value; }
    friend constexpr auto operator<=>(const Id &, const Id &) noexcept = default;

private:
    std::uint32_t m_value;
};

} // namespace sidestep

template <typename Tag>
struct std::hash<sidestep::Id<Tag>>
{
    std::size_t operator()(sidestep::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};
