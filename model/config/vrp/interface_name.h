// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Interface names as a router saves them (`vrp.md` section 1) and their order in a configuration (section 9).
namespace sidestep::config::vrp {

/// Kinds in the order in which a saved configuration lists them.
enum class InterfaceKind : std::uint8_t { EthTrunk, Ethernet, GigabitEthernet, RatedEthernet, Other, LoopBack, VirtualEthernet };

/// Sorts as a configuration lists interfaces: by kind, speed, number; a sub-interface behind its main interface.
struct InterfaceKey
{
    InterfaceKind kind = InterfaceKind::Other;
    std::uint32_t gigabits = 0; ///< of "100GE"
    std::string otherType{};    ///< of kind Other: "Pos"
    std::uint32_t parts = 0;    ///< how many of `numbers` are in use
    std::array<std::uint32_t, 4> numbers{};
    std::uint32_t sub = 0; ///< 0: the main interface
    friend auto operator<=>(const InterfaceKey &, const InterfaceKey &) = default;
};

/// nullopt: not a type and one to four numbers, as in "100GE0/1/0" and "Eth-Trunk7"; or a sub-interface.
[[nodiscard]] std::optional<InterfaceKey> parseInterface(std::string_view name);
/// A name a physical port or trunk of a plan may have: not one of the interfaces the writer creates itself.
[[nodiscard]] bool isPortName(const InterfaceKey &key) noexcept;

/// A typed name as a router saves it: any case, unique beginnings of the type, a sub-interface: "gigabitethernet0/2/1.100"
/// and "lo0" are taken. Numbers stay as typed. nullopt: no known type, or no number behind it.
[[nodiscard]] std::optional<std::string> canonicalInterface(std::string_view name);

/// An interface that cannot be removed from a configuration: a physical port, NULL0. `name` as a router saves it.
[[nodiscard]] bool isFixedInterface(std::string_view name) noexcept;

[[nodiscard]] std::string toString(const InterfaceKey &key);
/// At least as many bytes as the name has.
[[nodiscard]] std::size_t roomFor(const InterfaceKey &key) noexcept;
/// Writes the name at `at`, which has that room; returns its end, as std::to_chars does.
char *writeTo(char *at, const InterfaceKey &key) noexcept;
[[nodiscard]] InterfaceKey loopBack(std::uint32_t number);
/// Virtual-Ethernet0/2/{2(g-1)} terminates the pseudowires of VE group g, 0/2/{2(g-1)+1} is its layer-3 side: both of a
/// group sit on one board (`vrp.md` section 5). `group` >= 1.
[[nodiscard]] InterfaceKey virtualEthernet(std::uint32_t group, bool layer3);
[[nodiscard]] InterfaceKey subInterface(InterfaceKey main, std::uint32_t number);

} // namespace sidestep::config::vrp
