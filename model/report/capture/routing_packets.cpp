// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/routing_packets.h"

#include <algorithm>
#include <cctype>
#include <chrono>

namespace sidestep::report {
namespace {

// Types of TLVs: ISO 10589 section 9, RFC 1195 section 5, RFC 5301, RFC 5303, RFC 5305.
constexpr std::uint32_t kAreaAddresses = 1;
constexpr std::uint32_t kExtendedReachability = 22;
constexpr std::uint32_t kProtocols = 129;
constexpr std::uint32_t kInterfaceAddress = 132;
constexpr std::uint32_t kExtendedIpReachability = 135;
constexpr std::uint32_t kHostname = 137;
constexpr std::uint32_t kThreeWay = 240;
constexpr std::uint32_t kIpv4Protocol = 0xCC;

constexpr std::uint32_t kLspEntries = 9;

constexpr std::uint32_t kHelloPdu = 17;
constexpr std::uint32_t kLspPdu = 20;
constexpr std::uint32_t kCompletePdu = 25;
constexpr std::uint32_t kPartialPdu = 27;
constexpr std::size_t kMostInFragment = 50; ///< neighbours, and prefixes: 11 and 9 bytes each
constexpr std::size_t kMostInSequenceNumbers = 75; ///< entries of 16 bytes
constexpr std::size_t kLspSequenceAt = 20;
constexpr std::size_t kPduLengthAt = 8;
constexpr std::uint32_t kLevel2 = 2;
constexpr std::size_t kMostTlvBytes = 255;
constexpr std::uint32_t kLifetimeSeconds = 1200; ///< ISO 10589 MaxAge
constexpr std::size_t kLspIdAt = 12;
constexpr std::size_t kLspChecksumAt = 24;

std::uint32_t microseconds(SimDuration value)
{
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(value).count());
}

Bytes pduHeader(std::uint32_t type, std::uint32_t headerLength)
{
    Bytes pdu;
    pdu.u8(0x83).u8(headerLength).u8(1).u8(0).u8(type).u8(1).u8(0).u8(0);
    return pdu;
}

void addCommon(Bytes &pdu, const Bytes &area, Ipv4 address)
{
    Bytes areas;
    areas.u8(static_cast<std::uint32_t>(area.size())).add(area);
    pdu.shortTlv(kAreaAddresses, areas).shortTlv(kProtocols, Bytes().u8(kIpv4Protocol)).shortTlv(kInterfaceAddress, Bytes().add(address));
}

/// Fills TLVs of one type, each with as many whole items as fit.
void addSplit(Bytes &pdu, std::uint32_t type, const std::vector<Bytes> &items)
{
    Bytes value;
    for (const Bytes &item : items) {
        if (value.size() + item.size() > kMostTlvBytes) {
            pdu.shortTlv(type, value);
            value = Bytes();
        }
        value.add(item);
    }
    if (value.size() > 0)
        pdu.shortTlv(type, value);
}

std::size_t pieces(std::size_t items, std::size_t most)
{
    return (items + most - 1) / most;
}

template <typename Item>
std::vector<Item> piece(const std::vector<Item> &items, std::size_t number, std::size_t most)
{
    const auto place = [&](std::size_t index) { return items.begin() + static_cast<std::ptrdiff_t>(std::min(index, items.size())); };
    return {place(number * most), place((number + 1) * most)};
}

} // namespace

Bytes bfdControl(const engine::BfdPacket &packet, Discriminators discriminators)
{
    constexpr std::uint32_t kVersion = 1, kPoll = 0x20, kFinal = 0x10, kControlPlaneIndependent = 0x08;
    const std::uint32_t flags = (packet.poll ? kPoll : 0) | (packet.final ? kFinal : 0) | (packet.independent ? kControlPlaneIndependent : 0);
    Bytes bytes;
    bytes.u8(kVersion << 5 | packet.diagnostic).u8(static_cast<std::uint32_t>(packet.state) << 6 | flags);
    bytes.u8(packet.multiplier).u8(24).u32(discriminators.own).u32(discriminators.neighbour);
    return bytes.u32(microseconds(packet.interval)).u32(microseconds(packet.interval)).u32(0);
}

SystemId systemIdOf(Ipv4 loopback)
{
    SystemId id{};
    std::size_t digit = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const std::uint32_t part = (loopback.bits() >> shift) & 0xFF;
        for (const std::uint32_t value : {part / 100, part / 10 % 10, part % 10}) {
            id[digit / 2] = static_cast<std::uint8_t>(std::uint32_t{id[digit / 2]} << 4 | value);
            ++digit;
        }
    }
    return id;
}

Bytes areaBytes(std::string_view area)
{
    Bytes bytes;
    std::uint32_t held = 0;
    bool half = false;
    for (const char c : area) {
        if (!std::isxdigit(static_cast<unsigned char>(c)))
            continue;
        const int lower = std::tolower(static_cast<unsigned char>(c));
        held = held << 4 | static_cast<std::uint32_t>(lower <= '9' ? lower - '0' : lower - 'a' + 10);
        if (half)
            bytes.u8(held);
        half = !half;
    }
    return bytes;
}

Bytes isisHello(const engine::IsisHello &hello, const HelloFacts &facts)
{
    Bytes pdu = pduHeader(kHelloPdu, 20);
    pdu.u8(kLevel2).add(facts.self).u16(static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(hello.hold).count()));
    const std::size_t lengthAt = pdu.size();
    pdu.u16(0).u8(1);
    Bytes threeWay;
    threeWay.u8(static_cast<std::uint32_t>(hello.state)).u32(facts.circuit);
    if (hello.state != engine::IsisHello::ThreeWay::Down)
        threeWay.add(facts.neighbour).u32(facts.neighbourCircuit);
    pdu.shortTlv(kThreeWay, threeWay);
    addCommon(pdu, facts.area, facts.address);
    pdu.patch16(lengthAt, static_cast<std::uint32_t>(pdu.size()));
    return pdu;
}

std::vector<Bytes> isisLsp(const LspFacts &facts)
{
    std::vector<Bytes> neighbours;
    for (const LspFacts::Neighbour &neighbour : facts.neighbours)
        neighbours.push_back(Bytes().add(neighbour.id).u8(0).u24(neighbour.metric).u8(0));
    std::vector<Bytes> prefixes;
    for (const LspFacts::Reach &reach : facts.reach) {
        Bytes item;
        item.u32(reach.metric).u8(static_cast<std::uint32_t>(reach.prefix.length()));
        for (int bit = 0; bit < reach.prefix.length(); bit += 8)
            item.u8(reach.prefix.address().bits() >> (24 - bit));
        prefixes.push_back(std::move(item));
    }
    std::vector<Bytes> fragments;
    const std::size_t count = std::max({std::size_t{1}, pieces(neighbours.size(), kMostInFragment), pieces(prefixes.size(), kMostInFragment)});
    for (std::size_t number = 0; number < count; ++number) {
        Bytes pdu = pduHeader(kLspPdu, 27);
        pdu.u16(0).u16(kLifetimeSeconds).add(facts.origin).u8(0).u8(static_cast<std::uint32_t>(number)).u32(facts.sequence).u16(0).u8(0x03);
        if (number == 0) {
            addCommon(pdu, facts.area, facts.address);
            pdu.shortTlv(kHostname, Bytes().text(facts.hostname.substr(0, kMostTlvBytes)));
        }
        addSplit(pdu, kExtendedReachability, piece(neighbours, number, kMostInFragment));
        addSplit(pdu, kExtendedIpReachability, piece(prefixes, number, kMostInFragment));
        pdu.patch16(kPduLengthAt, static_cast<std::uint32_t>(pdu.size()));
        pdu.patch16(kLspChecksumAt, fletcherChecksum(pdu.span().subspan(kLspIdAt), kLspChecksumAt - kLspIdAt));
        fragments.push_back(std::move(pdu));
    }
    return fragments;
}

LspEntry entryOf(const Bytes &lsp)
{
    const auto bytes = lsp.span();
    const auto number = [bytes](std::size_t place, std::size_t length) {
        std::uint32_t value = 0;
        for (const std::uint8_t byte : bytes.subspan(place, length))
            value = value << 8 | byte;
        return value;
    };
    LspEntry entry{{}, number(kLspSequenceAt, 4), number(kLspChecksumAt, 2)};
    std::copy_n(bytes.begin() + kLspIdAt, entry.id.size(), entry.id.begin());
    return entry;
}

std::vector<Bytes> isisSequenceNumbers(const SystemId &source, bool complete, std::vector<LspEntry> entries)
{
    std::sort(entries.begin(), entries.end(), [](const LspEntry &x, const LspEntry &y) { return x.id < y.id; });
    std::array<std::uint8_t, 8> last{};
    last.fill(0xFF);
    std::vector<Bytes> pdus;
    const std::size_t count = std::max(std::size_t{1}, pieces(entries.size(), kMostInSequenceNumbers));
    for (std::size_t number = 0; number < count; ++number) {
        const std::vector<LspEntry> part = piece(entries, number, kMostInSequenceNumbers);
        Bytes pdu = pduHeader(complete ? kCompletePdu : kPartialPdu, complete ? 33 : 17);
        pdu.u16(0).add(source).u8(0);
        if (complete) // all PDUs together cover every id there can be
            pdu.add(number == 0 ? std::array<std::uint8_t, 8>{} : part.front().id).add(number + 1 == count ? last : part.back().id);
        std::vector<Bytes> items;
        for (const LspEntry &entry : part)
            items.push_back(Bytes().u16(kLifetimeSeconds).add(entry.id).u32(entry.sequence).u16(entry.checksum));
        addSplit(pdu, kLspEntries, items);
        pdu.patch16(kPduLengthAt, static_cast<std::uint32_t>(pdu.size()));
        pdus.push_back(std::move(pdu));
    }
    return pdus;
}

std::uint16_t fletcherChecksum(std::span<const std::uint8_t> data, std::size_t place)
{
    std::int64_t c0 = 0;
    std::int64_t c1 = 0;
    for (const std::uint8_t byte : data) {
        c0 = (c0 + byte) % 255;
        c1 = (c1 + c0) % 255;
    }
    const auto after = static_cast<std::int64_t>(data.size() - place);
    const auto octet = [](std::int64_t value) { return static_cast<std::uint16_t>((value % 255 + 255) % 255 == 0 ? 255 : (value % 255 + 255) % 255); };
    const std::uint16_t x = octet((after - 1) * c0 - c1);
    const std::uint16_t y = octet(c1 - after * c0);
    return static_cast<std::uint16_t>(x << 8 | y);
}

} // namespace sidestep::report
