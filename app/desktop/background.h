// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <cstdint>
#include <stop_token>
#include <utility>

namespace sidestep::app {

/// One piece of work at a time on another thread. A new one asks the one before to stop, and what that one still gives is dropped.
class Background final : public QObject
{
public:
    explicit Background(QObject *parent = nullptr) : QObject(parent) { m_pool.setMaxThreadCount(1); }
    ~Background() override
    {
        m_stop.request_stop();
        m_pool.waitForDone();
    }

    /// `work(stop_token)` runs elsewhere; `done` gets its result on the thread of this object.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        m_stop.request_stop();
        m_stop = std::stop_source();
        const std::uint64_t generation = ++m_generation;
        m_running = true;
        m_pool.start([this, generation, stop = m_stop.get_token(), work = std::move(work), done = std::move(done)]() mutable {
            auto result = work(stop);
            QMetaObject::invokeMethod(this, [this, generation, result = std::move(result), done = std::move(done)]() mutable {
                if (generation != m_generation)
                    return;
                m_running = false;
                done(std::move(result));
            });
        });
    }

    void stop() { m_stop.request_stop(); }
    [[nodiscard]] bool isRunning() const noexcept { return m_running; }

private:
    QThreadPool m_pool;
    std::stop_source m_stop;
    std::uint64_t m_generation = 0;
    bool m_running = false;
};

} // namespace sidestep::app
