// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every panel with the reference failover into PNG files, to be looked at: panels_shot FOLDER.
#include "model/check/finding.h"
#include "model/engine/simulate.h"
#include "model/plan/templates.h"
#include "views/charts/compare_view.h"
#include "views/charts/loss_budget_view.h"
#include "views/charts/traffic_chart.h"
#include "views/configuration/configuration_view.h"
#include "views/findings/findings_view.h"
#include "views/shared/palette.h"
#include "views/shared/playback_clock.h"
#include "views/timeline/timeline_view.h"
#include "views/timeline/transport_bar.h"
#include "views/timeline/why_panel.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QStyleFactory>

#include <cstdio>
#include <functional>

using namespace sidestep;
using namespace sidestep::views;

namespace {

QString folder;
QString theme;

void shoot(QWidget &widget, const QString &name, QSize size)
{
    widget.resize(size);
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.show();
    for (int i = 0; i < 5; ++i)
        QApplication::processEvents();
    for (const int ratio : {1, 2}) {
        QImage image(size * ratio, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Palette::current().panel);
        QPainter painter(&image);
        widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
        painter.end();
        image.save(QStringLiteral("%1/%2-%3-%4x.png").arg(folder, name, theme).arg(ratio));
    }
}

std::shared_ptr<const engine::Timeline> run(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking)
{
    engine::SimulationOptions options;
    options.tracking = tracking;
    Result<engine::Timeline> timeline = engine::simulate(plan, scenario, options);
    if (!timeline) {
        std::fprintf(stderr, "panels_shot: %s\n", timeline.error().detail.c_str());
        std::exit(1);
    }
    return std::make_shared<const engine::Timeline>(*std::move(timeline));
}

void shootAll(const plan::Plan &plan)
{
    const plan::Scenario &scenario = *plan.scenarios().begin();
    const auto with = run(plan, scenario, true);
    const auto without = run(plan, scenario, false);

    const auto timeline = [&](const QString &name, const auto &run, bool all, TimeScale::Mode mode, QSize size, SimTime cursor) {
        TimelineView view;
        view.setPlan(plan);
        view.setTimeline(run);
        view.setAllLanes(all);
        view.setScaleMode(mode);
        view.setCursor(cursor);
        shoot(view, name, size);
    };
    using Mode = TimeScale::Mode;
    timeline(QStringLiteral("timeline"), with, false, Mode::WhatMatters, {1164, 240}, settledTimeOf(*with));
    timeline(QStringLiteral("timeline-all"), with, true, Mode::WhatMatters, {1164, 560}, settledTimeOf(*with));
    timeline(QStringLiteral("timeline-linear"), with, false, Mode::Linear, {1164, 240}, kTimeZero + 3s);
    timeline(QStringLiteral("timeline-untracked"), without, false, Mode::WhatMatters, {1164, 240}, settledTimeOf(*without));
    timeline(QStringLiteral("timeline-narrow"), with, false, Mode::WhatMatters, {560, 180}, settledTimeOf(*with));
    {
        TimelineView view;
        shoot(view, QStringLiteral("timeline-empty"), {900, 220});
    }
    {
        PlaybackClock clock;
        TransportBar bar(clock);
        clock.setTimeline(with);
        clock.goEnd();
        shoot(bar, QStringLiteral("transport"), {900, 36});
    }
    for (const auto &[name, run] : {std::pair("why", with), std::pair("why-untracked", without)}) {
        WhyPanel panel;
        panel.setPlan(plan);
        panel.setTimeline(run);
        panel.setCursor(settledTimeOf(*run));
        shoot(panel, QString::fromLatin1(name), {276, 300});
    }
    for (const auto &[name, run] : {std::pair("traffic", with), std::pair("traffic-untracked", without)}) {
        TrafficChart chart;
        chart.setPlan(plan);
        chart.setTimeline(run);
        chart.setCursor(failureTimeOf(*run) + 100ms);
        shoot(chart, QString::fromLatin1(name), {1164, 260});
    }
    for (const auto &[name, run] : {std::pair("budget", with), std::pair("budget-untracked", without)}) {
        LossBudgetView view;
        view.setPlan(plan);
        view.setTimeline(run);
        shoot(view, QString::fromLatin1(name), {1164, 240});
    }
    {
        CompareView view;
        view.setPlan(plan);
        view.setTimelines(with, without);
        shoot(view, QStringLiteral("compare"), {900, 360});
    }
    {
        ConfigurationView view;
        view.setPlan(plan);
        view.setSelection(Selection{{plan::routerNamed(plan, "AGG1")->id}});
        if (!plan.trackedRoutes().empty())
            view.setSelection(Selection{{(*plan.trackedRoutes().begin()).id}});
        shoot(view, QStringLiteral("configuration"), {320, 560});
    }
    {
        FindingsView view;
        const std::vector<check::Finding> findings{
            {"tracking-missing", check::Severity::Error,
             "AGG2 can lose its last way to the core, and nothing tells CSG: track a route on PW2 so that traffic does not die there.",
             {plan::routerNamed(plan, "AGG2")->id, (*plan.services().begin()).id}, plan::PlanEdit{"Track 2001:db8:ffff::22/128 on AGG2", {}}},
            {"mtu-mismatch", check::Severity::Warning, "Site 1 signals MTU 1500 and AGG2 1400: the pseudowire stays down.",
             {(*plan.services().begin()).id}, {}},
            {"single-homed", check::Severity::Advice, "CSG has one access service.", {plan::routerNamed(plan, "CSG")->id}, {}},
        };
        view.setFindings(plan, findings);
        shoot(view, QStringLiteral("findings"), {1164, 220});
        view.setFindings(plan, {});
        shoot(view, QStringLiteral("findings-empty"), {900, 200});
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: panels_shot FOLDER\n");
        return 2;
    }
    folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    QApplication::setFont(font);
    const plan::Plan plan = plan::referencePlan();
    for (const Palette *palette : {&Palette::light(), &Palette::darkSet()}) {
        theme = palette->dark ? QStringLiteral("dark") : QStringLiteral("light");
        QApplication::setPalette(palette->toQPalette());
        shootAll(plan);
    }
    return 0;
}
