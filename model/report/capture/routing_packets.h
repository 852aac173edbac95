// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/message_sink.h"
#include "model/report/capture/bytes.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// Discriminators of the sender and of its neighbour; the second is 0 until it is learned.
struct Discriminators
{
    std::uint32_t own = 0, neighbour = 0;
};
/// A BFD control packet without authentication (RFC 5880 section 4.1).
[[nodiscard]] Bytes bfdControl(const engine::BfdPacket &packet, Discriminators discriminators);

using SystemId = std::array<std::uint8_t, 6>;
/// The twelve digits of the dotted quad, two a byte: 10.255.0.21 gives 0102.5500.0021.
[[nodiscard]] SystemId systemIdOf(Ipv4 loopback);
/// "49.0001" as bytes; what is no hexadecimal digit is passed over.
[[nodiscard]] Bytes areaBytes(std::string_view area);

struct HelloFacts
{
    SystemId self{}, neighbour{};
    std::uint32_t circuit = 1, neighbourCircuit = 1; ///< extended local circuit ids
    Ipv4 address;
    Bytes area;
};
/// Point-to-point hello of level 2 (ISO 10589 section 9.7) with the three-way TLV (RFC 5303 section 3.1).
[[nodiscard]] Bytes isisHello(const engine::IsisHello &hello, const HelloFacts &facts);

struct LspFacts
{
    struct Neighbour
    {
        SystemId id{};
        std::uint32_t metric = 0;
    };
    struct Reach
    {
        Ipv4Prefix prefix;
        std::uint32_t metric = 0;
    };
    SystemId origin{};
    std::uint32_t sequence = 1;
    std::string_view hostname;
    Ipv4 address;
    Bytes area;
    std::vector<Neighbour> neighbours;
    std::vector<Reach> reach;
};
/// Link state PDUs of level 2 (ISO 10589 section 9.9), with wide metrics (RFC 5305) and hostname (RFC 5301): as many fragments
/// as it takes that each fits into a frame.
[[nodiscard]] std::vector<Bytes> isisLsp(const LspFacts &facts);

/// An LSP as sequence numbers PDUs name it.
struct LspEntry
{
    std::array<std::uint8_t, 8> id{}; ///< of its fragment
    std::uint32_t sequence = 1;
    std::uint32_t checksum = 0;
};
/// Precondition: an LSP.
[[nodiscard]] LspEntry entryOf(const Bytes &lsp);
/// Complete or partial sequence numbers PDUs of level 2 (ISO 10589 sections 9.11 and 9.13), as many as it takes.
[[nodiscard]] std::vector<Bytes> isisSequenceNumbers(const SystemId &source, bool complete, std::vector<LspEntry> entries);
/// Both octets of ISO 10589 section 7.3.11 (ISO 8473 annex C) for `data`, where the two that start at `place` are zero.
[[nodiscard]] std::uint16_t fletcherChecksum(std::span<const std::uint8_t> data, std::size_t place);

} // namespace sidestep::report
