// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// Fails the test with the error's text; evaluates its argument once.
#define VERIFY_RESULT(...)                                                                                                                 \
    do {                                                                                                                                   \
        const auto &verified = (__VA_ARGS__);                                                                                              \
        QVERIFY2(verified.has_value(), verified.has_value() ? "" : verified.error().detail.c_str());                                       \
    } while (false)
