// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/counted_memory.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> bytesAsked{0};
std::atomic<std::size_t> callsMade{0};
std::atomic<std::size_t> bytesLive{0};
std::atomic<std::size_t> bytesPeak{0};

void give(void *memory) noexcept
{
    if (memory)
        bytesLive.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
    std::free(memory);
}

} // namespace

sidestep::support::CountedMemory sidestep::support::countedMemory() noexcept
{
    return {bytesAsked.load(std::memory_order_relaxed), callsMade.load(std::memory_order_relaxed), bytesLive.load(std::memory_order_relaxed),
            bytesPeak.load(std::memory_order_relaxed)};
}

std::size_t sidestep::support::beginPeak() noexcept
{
    const std::size_t live = bytesLive.load(std::memory_order_relaxed);
    bytesPeak.store(live, std::memory_order_relaxed);
    return live;
}

void *operator new(std::size_t size)
{
    bytesAsked.fetch_add(size, std::memory_order_relaxed);
    callsMade.fetch_add(1, std::memory_order_relaxed);
    void *memory = std::malloc(size == 0 ? 1 : size);
    if (!memory)
        throw std::bad_alloc();
    const std::size_t given = malloc_usable_size(memory);
    const std::size_t live = bytesLive.fetch_add(given, std::memory_order_relaxed) + given;
    std::size_t peak = bytesPeak.load(std::memory_order_relaxed);
    while (live > peak && !bytesPeak.compare_exchange_weak(peak, live, std::memory_order_relaxed)) {
    }
    return memory;
}

void *operator new[](std::size_t size)
{
    return ::operator new(size);
}

void operator delete(void *memory) noexcept
{
    give(memory);
}

void operator delete[](void *memory) noexcept
{
    give(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    give(memory);
}

void operator delete[](void *memory, std::size_t) noexcept
{
    give(memory);
}
