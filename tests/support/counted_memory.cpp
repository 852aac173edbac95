// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/counted_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> bytesAsked{0};
std::atomic<std::size_t> callsMade{0};

} // namespace

sidestep::support::CountedMemory sidestep::support::countedMemory() noexcept
{
    return {bytesAsked.load(std::memory_order_relaxed), callsMade.load(std::memory_order_relaxed)};
}

void *operator new(std::size_t size)
{
    bytesAsked.fetch_add(size, std::memory_order_relaxed);
    callsMade.fetch_add(1, std::memory_order_relaxed);
    if (void *memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}

void *operator new[](std::size_t size)
{
    return ::operator new(size);
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory, std::size_t) noexcept
{
    std::free(memory);
}
