// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/field_codec.h"
#include "model/store/journal.h"

namespace sidestep::store {

namespace {

/// A running 64-bit mix (the finaliser of SplitMix64 over state xor input). Order and count of values matter, so a value
/// that moves from one field to the next gives another sum.
class Mixer
{
public:
    void number(std::uint64_t value)
    {
        std::uint64_t z = (m_state ^ value) + 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        m_state = z ^ (z >> 31U);
    }
    void bytes(std::string_view text)
    {
        std::uint64_t sum = 0xCBF29CE484222325U; // FNV-1a
        for (const char c : text)
            sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        number(sum);
        number(text.size());
    }
    template <typename T>
    void value(const T &v)
    {
        if constexpr (isOptional<T>) {
            number(v ? 1 : 0);
            if (v)
                value(*v);
        } else if constexpr (isVector<T>) {
            number(v.size());
            for (const auto &element : v)
                value(element);
        } else if constexpr (std::is_same_v<T, std::string>) {
            bytes(v);
        } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            number(static_cast<std::uint64_t>(v));
        } else if constexpr (isId<T>) {
            number(v.value());
        } else if constexpr (std::is_same_v<T, SimDuration>) {
            number(static_cast<std::uint64_t>(v.count()));
        } else if constexpr (std::is_same_v<T, PacketRate>) {
            number(v.perSecond);
        } else if constexpr (std::is_same_v<T, plan::FailureTarget>) {
            number(v.index());
            std::visit([this](auto id) { number(id.value()); }, v);
        } else if constexpr (HasFields<T>) {
            plan::fields(v, [this](std::string_view, const auto &member) { this->value(member); });
        } else if constexpr (std::is_same_v<T, Ipv4Interface>) {
            number(v.address.bits());
            number(v.length);
        } else {
            bytes(TextForm<T>::print(v));
        }
    }
    void value(const Ipv4 &v) { number(v.bits()); }
    [[nodiscard]] std::uint64_t sum() const { return m_state; }

private:
    std::uint64_t m_state = 0;
};

} // namespace

std::uint64_t fingerprintOf(const plan::Plan &plan)
{
    Mixer mixer;
    mixer.value(plan.settings());
    forEachRowKind([&]<typename Row>() {
        // A kind of row that came later counts only where there is one, so that a journal that an earlier Sidestep left
        // still finds the plan it belongs to.
        if (kSinceVersion<Row> > 1 && plan.table<Row>().empty())
            return;
        mixer.number(plan.table<Row>().size());
        for (const Row &row : plan.table<Row>())
            mixer.value(row);
    });
    return mixer.sum();
}

} // namespace sidestep::store
