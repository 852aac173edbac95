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

/// Calls `visit(id)` for every id in a row that names another row, however deep it stands.
template <typename Visit>
class ReferenceWalk
{
public:
    explicit ReferenceWalk(Visit &visit) : m_visit(visit) {}

    template <typename T>
    void operator()(std::string_view name, const T &member)
    {
        if (name != "id")
            value(member);
    }

private:
    template <typename Tag>
    void value(const Id<Tag> &id)
    {
        m_visit(id);
    }
    template <typename T>
    void value(const std::optional<T> &optional)
    {
        if (optional)
            value(*optional);
    }
    template <typename... T>
    void value(const std::variant<T...> &either)
    {
        std::visit([this](const auto &one) { this->value(one); }, either);
    }
    template <typename T>
    void value(const std::vector<T> &list)
    {
        if constexpr (std::is_class_v<T>)
            for (const T &item : list)
                value(item);
    }
    void value(const PseudowireEnd &end) { fields(end, *this); }
    void value(const FailureAction &action) { fields(action, *this); }
    template <typename T>
    void value(const T &)
    {
    }

    Visit &m_visit;
};

template <typename Row, typename Visit>
void forEachReference(const Row &row, Visit &&visit)
{
    ReferenceWalk<std::remove_reference_t<Visit>> walk(visit);
    fields(row, walk);
    if constexpr (kKeyedByRouter<Row>)
        visit(row.id);
}

} // namespace sidestep::plan
