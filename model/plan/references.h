// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/fields.h"

#include <type_traits>

namespace sidestep::plan {

template <typename T>
struct IsObjectId : std::false_type
{
};
template <typename Tag>
struct IsObjectId<Id<Tag>> : std::true_type
{
};

template <typename T>
struct IsOptional : std::false_type
{
};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type
{
};
template <typename T>
struct IsVector : std::false_type
{
};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type
{
};
template <typename T>
struct IsVariant : std::false_type
{
};
template <typename... T>
struct IsVariant<std::variant<T...>> : std::true_type
{
};

/// Calls `visit(id)` for every id in a row that names another row, however deep it stands. A row that is not const may have
/// its references changed.
template <typename Visit>
class ReferenceWalk
{
public:
    explicit ReferenceWalk(Visit &visit) : m_visit(visit) {}

    template <typename T>
    void operator()(std::string_view name, T &member)
    {
        if (name != "id")
            value(member);
    }

private:
    template <typename T>
    void value(T &member)
    {
        using Plain = std::remove_const_t<T>;
        if constexpr (IsObjectId<Plain>::value) {
            m_visit(member);
        } else if constexpr (IsOptional<Plain>::value) {
            if (member)
                value(*member);
        } else if constexpr (IsVariant<Plain>::value) {
            std::visit([this](auto &one) { this->value(one); }, member);
        } else if constexpr (IsVector<Plain>::value) {
            if constexpr (std::is_class_v<typename Plain::value_type>)
                for (auto &item : member)
                    value(item);
        } else if constexpr (std::is_same_v<Plain, PseudowireEnd> || std::is_same_v<Plain, FailureAction>) {
            fields(member, *this);
        }
    }

    Visit &m_visit;
};

template <typename Row, typename Visit>
void forEachReference(Row &row, Visit &&visit)
{
    ReferenceWalk<std::remove_reference_t<Visit>> walk(visit);
    fields(row, walk);
    if constexpr (kKeyedByRouter<std::remove_const_t<Row>>)
        visit(row.id);
}

} // namespace sidestep::plan
