// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/uniqueness.h"

#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace sidestep::plan {
namespace {

using Problem = std::optional<Error>;

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A name within a scope. `folded` names are one when they differ only in the case of ASCII letters.
struct NameKey
{
    std::uint32_t scope;
    bool folded;
    std::string_view text;

    friend bool operator==(const NameKey &a, const NameKey &b)
    {
        if (a.scope != b.scope || a.text.size() != b.text.size())
            return false;
        return a.folded ? std::equal(a.text.begin(), a.text.end(), b.text.begin(), [](char x, char y) { return lower(x) == lower(y); })
                        : a.text == b.text;
    }
    [[nodiscard]] std::size_t hash() const
    {
        std::uint64_t mixed = 0xcbf29ce484222325U ^ scope; // FNV-1a
        for (const char c : text)
            mixed = (mixed ^ static_cast<std::uint8_t>(folded ? lower(c) : c)) * 0x100000001b3U;
        return static_cast<std::size_t>(mixed);
    }
};

struct NumberKey
{
    std::uint32_t first;
    std::uint32_t second = 0;
    std::uint32_t third = 0;
    friend bool operator==(const NumberKey &, const NumberKey &) = default;
    [[nodiscard]] std::size_t hash() const
    {
        std::uint64_t mixed = first * std::uint64_t{0x9e3779b97f4a7c15U};
        for (const std::uint32_t part : {second, third})
            mixed = (mixed ^ (mixed >> 31) ^ part) * 0x9e3779b97f4a7c15U;
        return static_cast<std::size_t>(mixed ^ (mixed >> 29));
    }
};

struct TrackingKey
{
    AccessServiceId service;
    PwRole pw;
    VpnId vpn;
    Ipv6Prefix prefix;
    friend bool operator==(const TrackingKey &, const TrackingKey &) = default;
    [[nodiscard]] std::size_t hash() const
    {
        std::size_t mixed = NumberKey{service.value(), vpn.value(), static_cast<std::uint32_t>(pw)}.hash();
        for (const std::uint8_t byte : prefix.address().bytes())
            mixed = (mixed ^ byte) * 0x100000001b3U; // FNV-1a
        return mixed ^ static_cast<std::size_t>(prefix.length());
    }
};

struct AddressKey
{
    VpnId vpn;
    Ipv6 address;
    friend bool operator==(const AddressKey &, const AddressKey &) = default;
    [[nodiscard]] std::size_t hash() const { return std::hash<Ipv6>{}(address) ^ vpn.value(); }
};

struct HashOfKey
{
    template <typename Key>
    std::size_t operator()(const Key &key) const
    {
        return key.hash();
    }
};

/// Values that an edit brought in, each with the row that has it. A handful is searched in order, because hashing every row of
/// a large table would cost more than the edit.
template <typename Key, typename Owner>
class Claims
{
public:
    /// The other owner, when there is one already.
    std::optional<Owner> claim(const Key &key, const Owner &owner)
    {
        if (const Owner *other = holder(key))
            return *other == owner ? std::nullopt : std::optional<Owner>(*other);
        if (m_many.empty() && m_few.size() < kFew) {
            m_few.emplace_back(key, owner);
            return std::nullopt;
        }
        m_many.insert(m_few.begin(), m_few.end());
        m_few.clear();
        m_many.emplace(key, owner);
        return std::nullopt;
    }
    /// nullptr: the edit brought no such value in.
    [[nodiscard]] const Owner *holder(const Key &key) const
    {
        for (const auto &[known, owner] : m_few)
            if (known == key)
                return &owner;
        if (m_many.empty())
            return nullptr;
        const auto at = m_many.find(key);
        return at == m_many.end() ? nullptr : &at->second;
    }
    [[nodiscard]] std::size_t size() const { return m_few.size() + m_many.size(); }

private:
    static constexpr std::size_t kFew = 6;
    std::vector<std::pair<Key, Owner>> m_few;
    std::unordered_map<Key, Owner, HashOfKey> m_many;
};

/// `keyOf(row)` is an optional key that may stand once in the table; `clash(standing, wanted)` words the refusal.
template <typename Row, typename KeyOf, typename Clash>
Problem onlyOnce(const Plan &after, const AllChanges &all, KeyOf keyOf, Clash clash)
{
    using Key = typename std::invoke_result_t<KeyOf, const Row &>::value_type;
    Claims<Key, const Row *> claims;
    for (const Change<Row> &change : std::get<Changes<Row>>(all)) {
        if (!change.now)
            continue;
        const auto key = keyOf(*change.now);
        if (!key || (change.before && keyOf(*change.before) == key))
            continue;
        if (const auto other = claims.claim(*key, change.now))
            return clash(**other, *change.now);
    }
    // Every row of the table brought its key in: there is nobody left to clash with.
    if (claims.size() == 0 || claims.size() == after.table<Row>().size())
        return std::nullopt;
    for (const Row &row : after.table<Row>())
        if (const auto key = keyOf(row))
            if (const auto *wanted = claims.holder(*key); wanted && *wanted != &row)
                return clash(row, **wanted);
    return std::nullopt;
}

template <typename Row>
Problem uniqueName(const Plan &after, const AllChanges &all, bool folded = false)
{
    return onlyOnce<Row>(
        after, all, [folded](const Row &row) { return std::optional(NameKey{0, folded, row.name}); },
        [](const Row &standing, const Row &wanted) {
            return Error{ErrorCode::DuplicateName,
                         standing.name == wanted.name
                             ? fmt::format("there is already a {} named {}; choose another name", Kind<Row>::one, standing.name)
                             : fmt::format("{} differs from {} {} only in case; choose another name", wanted.name, Kind<Row>::one, standing.name)};
        });
}

Problem names(const Plan &after, const AllChanges &all)
{
    // A router's name also names its configuration file, and not every file system tells CSG1 from csg1.
    if (auto wrong = uniqueName<Router>(after, all, true))
        return wrong;
    if (auto wrong = uniqueName<IgpDomain>(after, all))
        return wrong;
    if (auto wrong = uniqueName<BfdPolicy>(after, all))
        return wrong;
    if (auto wrong = uniqueName<Vpn>(after, all))
        return wrong;
    if (auto wrong = uniqueName<AccessService>(after, all))
        return wrong;
    if (auto wrong = uniqueName<Flow>(after, all))
        return wrong;
    if (auto wrong = uniqueName<Scenario>(after, all))
        return wrong;
    if (auto wrong = uniqueName<Snippet>(after, all))
        return wrong;
    // A router reads interface names in any case (`vrp.md` section 1).
    return onlyOnce<Port>(
        after, all, [](const Port &port) { return std::optional(NameKey{port.router.value(), true, port.name}); },
        [&after](const Port &standing, const Port &) {
            return Error{ErrorCode::DuplicateName,
                         fmt::format("{} already has a port {}; choose another name", after.find(standing.router)->name, standing.name)};
        });
}

Problem pairs(const Plan &after, const AllChanges &all)
{
    const auto nameOfRouter = [&after](RouterId id) -> const std::string & { return after.find(id)->name; };
    const auto conflict = [](std::string text) { return Error{ErrorCode::Conflict, std::move(text)}; };
    if (auto wrong = onlyOnce<VpnMember>(
            after, all, [](const VpnMember &m) { return std::optional(NumberKey{m.vpn.value(), m.router.value()}); },
            [&](const VpnMember &m, const VpnMember &) {
                return conflict(fmt::format("{} is already in VPN {}", nameOfRouter(m.router), after.find(m.vpn)->name));
            }))
        return wrong;
    if (auto wrong = onlyOnce<VpnInterface>(
            after, all, [](const VpnInterface &i) { return std::optional(NumberKey{i.router.value(), i.port ? i.port->value() : 0, i.number}); },
            [&](const VpnInterface &i, const VpnInterface &) {
                return conflict(fmt::format("{} is already in a VPN; choose another number", nameOf(after, ObjectId(i.id))));
            }))
        return wrong;
    if (auto wrong = onlyOnce<BgpSession>(
            after, all,
            [](const BgpSession &s) { return std::optional(NumberKey{std::min(s.a, s.b).value(), std::max(s.a, s.b).value()}); },
            [&](const BgpSession &s, const BgpSession &) {
                return conflict(fmt::format("{} and {} already have a BGP session; change that one", nameOfRouter(s.a), nameOfRouter(s.b)));
            }))
        return wrong;
    return onlyOnce<TrackedRoute>(
        after, all, [](const TrackedRoute &t) { return std::optional(TrackingKey{t.service, t.pw, t.vpn, t.prefix}); },
        [&](const TrackedRoute &t, const TrackedRoute &) {
            return conflict(fmt::format("the {} pseudowire of {} already tracks {}; once is enough", wordOf(t.pw), after.find(t.service)->name,
                                        t.prefix.toString()));
        });
}

/// A port carries at most one link.
Problem portUse(const Plan &after, const AllChanges &all)
{
    const auto clash = [&after](PortId id) {
        return Error{ErrorCode::Conflict, fmt::format("port {} already carries a link; choose a free one", nameOf(after, ObjectId(id)))};
    };
    Claims<NumberKey, LinkId> claims;
    for (const Change<Link> &change : std::get<Changes<Link>>(all)) {
        if (!change.now)
            continue;
        for (const PortId port : {change.now->a, change.now->b}) {
            const bool had = change.before && (change.before->a == port || change.before->b == port);
            if (!had && claims.claim(NumberKey{port.value()}, change.now->id))
                return clash(port);
        }
    }
    if (claims.size() == 0 || claims.size() == 2 * after.links().size())
        return std::nullopt;
    for (const Link &link : after.links())
        for (const PortId port : {link.a, link.b})
            if (const auto *wanted = claims.holder(NumberKey{port.value()}); wanted && *wanted != link.id)
                return clash(port);
    return std::nullopt;
}

/// Loopbacks and ports share one address space: an address of the public network stands once.
Problem publicAddresses(const Plan &after, const AllChanges &all)
{
    using Owner = std::variant<RouterId, PortId>;
    const auto key = [](Ipv4 address) { return NumberKey{address.bits()}; };
    const auto place = [&after](const Owner &owner) {
        if (const auto *router = std::get_if<RouterId>(&owner))
            return fmt::format("the loopback of {}", after.find(*router)->name);
        return nameOf(after, ObjectId(std::get<PortId>(owner)));
    };
    const auto clash = [&](Ipv4 address, const Owner &standing, const Owner &wanted) {
        return Error{ErrorCode::AddressClash, fmt::format("{} cannot be on {}: {} has it; choose another address", address.toString(),
                                                          place(wanted), place(standing))};
    };
    Claims<NumberKey, Owner> claims;
    for (const Change<Router> &change : std::get<Changes<Router>>(all))
        if (change.now && change.now->loopback && !(change.before && change.before->loopback == change.now->loopback))
            if (const auto other = claims.claim(key(*change.now->loopback), change.now->id))
                return clash(*change.now->loopback, *other, change.now->id);
    for (const Change<Port> &change : std::get<Changes<Port>>(all)) {
        if (!change.now || !change.now->address)
            continue;
        const Ipv4 address = change.now->address->address;
        if (change.before && change.before->address && change.before->address->address == address)
            continue;
        if (const auto other = claims.claim(key(address), change.now->id))
            return clash(address, *other, change.now->id);
    }
    if (claims.size() == 0 || claims.size() == after.routers().size() + after.ports().size())
        return std::nullopt;
    for (const Router &router : after.routers())
        if (router.loopback)
            if (const auto *wanted = claims.holder(key(*router.loopback)); wanted && *wanted != Owner(router.id))
                return clash(*router.loopback, router.id, *wanted);
    for (const Port &port : after.ports())
        if (port.address)
            if (const auto *wanted = claims.holder(key(port.address->address)); wanted && *wanted != Owner(port.id))
                return clash(port.address->address, port.id, *wanted);
    return std::nullopt;
}

Problem vpnAddresses(const Plan &after, const AllChanges &all)
{
    return onlyOnce<VpnInterface>(
        after, all,
        [](const VpnInterface &i) { return i.address ? std::optional(AddressKey{i.vpn, i.address->address}) : std::nullopt; },
        [&after](const VpnInterface &standing, const VpnInterface &wanted) {
            return Error{ErrorCode::AddressClash,
                         fmt::format("{} cannot be on {}: {} has it in VPN {}; choose another address", wanted.address->address.toString(),
                                     nameOf(after, ObjectId(wanted.id)), nameOf(after, ObjectId(standing.id)), after.find(wanted.vpn)->name)};
        });
}

} // namespace

Problem firstClash(const Plan &after, const AllChanges &changes)
{
    for (const auto rule : {names, pairs, portUse, publicAddresses, vpnAddresses})
        if (Problem wrong = rule(after, changes))
            return wrong;
    return std::nullopt;
}

} // namespace sidestep::plan
