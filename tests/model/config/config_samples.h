// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/plan/templates.h"

#include <QFile>
#include <QString>
#include <QtTest>

#include <string>
#include <string_view>
#include <utility>

namespace sidestep::config::samples {

/// The plan with one row changed; the test stops when the plan refuses.
template <typename Row, typename Change>
plan::Plan changed(const plan::Plan &plan, decltype(Row::id) id, Change change)
{
    Row row = *plan.find(id);
    change(row);
    plan::EditBuilder edit(plan, "change for a test");
    edit.set(std::move(row));
    auto after = plan.with(edit.take());
    if (!after)
        qFatal("the plan refuses the sample: %s", after.error().detail.c_str());
    return *std::move(after);
}

/// The plan with OSPF as its IGP.
inline plan::Plan withOspf(const plan::Plan &plan)
{
    plan::Settings settings = plan.settings();
    settings.igp = plan::Igp::Ospf;
    plan::EditBuilder edit(plan, "OSPF");
    edit.set(std::move(settings));
    auto after = plan.with(edit.take());
    if (!after)
        qFatal("the plan refuses OSPF: %s", after.error().detail.c_str());
    return *std::move(after);
}

inline plan::RouterId routerId(const plan::Plan &plan, std::string_view name)
{
    const plan::Router *router = plan::routerNamed(plan, name);
    if (!router)
        qFatal("no router %s", std::string(name).c_str());
    return router->id;
}

inline DeviceConfig configOf(const plan::Plan &plan, std::string_view name)
{
    auto config = buildConfig(plan, routerId(plan, name));
    if (!config)
        qFatal("no configuration: %s", config.error().detail.c_str());
    return *std::move(config);
}

inline std::string textOf(const plan::Plan &plan, std::string_view name)
{
    return toText(configOf(plan, name));
}

/// The block of `interface <name>` and its lines, without the closing '#'; empty when there is none.
inline std::string interfaceBlock(const std::string &text, const std::string &name)
{
    const std::string opener = "interface " + name + "\n";
    std::size_t at = text.starts_with(opener) ? 0 : text.find("\n" + opener);
    if (at == std::string::npos)
        return {};
    at += at == 0 ? 0 : 1;
    return text.substr(at, text.find("\n#", at) + 1 - at);
}

inline bool hasLine(const std::string &text, const std::string &line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

inline std::string gapsOf(const DeviceConfig &config)
{
    std::string all;
    for (const ConfigGap &gap : config.gaps)
        all += gap.text + "\n";
    return all;
}

inline std::string readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace sidestep::config::samples
