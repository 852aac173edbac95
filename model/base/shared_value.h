// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace sidestep {

/// A value that copies share until one of them writes.
///
/// The count is our own because `std::shared_ptr::use_count` is a relaxed load: seeing 1 there does not order a former
/// owner's reads on another thread before our write. Here the load acquires what the last release published.
/// Copies may live on different threads; one object may not be used by two threads at a time.
template <typename T>
class SharedValue
{
public:
    SharedValue() : m_node(new Node) {}
    explicit SharedValue(T value) : m_node(new Node(std::move(value))) {}
    SharedValue(const SharedValue &other) noexcept : m_node(other.m_node)
    {
        if (m_node)
            m_node->owners.fetch_add(1, std::memory_order_relaxed);
    }
    /// `other` may only be assigned to or destroyed afterwards.
    SharedValue(SharedValue &&other) noexcept : m_node(std::exchange(other.m_node, nullptr)) {}
    SharedValue &operator=(SharedValue other) noexcept
    {
        std::swap(m_node, other.m_node);
        return *this;
    }
    ~SharedValue()
    {
        if (m_node && m_node->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete m_node;
    }

    [[nodiscard]] const T &operator*() const noexcept { return m_node->value; }
    [[nodiscard]] const T *operator->() const noexcept { return &m_node->value; }
    [[nodiscard]] bool sharesWith(const SharedValue &other) const noexcept { return m_node == other.m_node; }

    /// The value to change; copied first when another object shares it. Invalidates references got before.
    [[nodiscard]] T &write()
    {
        if (m_node->owners.load(std::memory_order_acquire) != 1)
            *this = SharedValue(m_node->value);
        return m_node->value;
    }

private:
    struct Node
    {
        Node() = default;
        explicit Node(T v) : value(std::move(v)) {}
        std::atomic<std::uint32_t> owners{1};
        T value{};
    };
    Node *m_node;
};

} // namespace sidestep
