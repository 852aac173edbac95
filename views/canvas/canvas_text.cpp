// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_text.h"

#include "model/plan/fields.h"
#include "views/canvas/drawing_edits.h"
#include "views/shared/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace sidestep::views {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::Canvas)
};

constexpr QChar kThinSpace(0x2009);

QString capacityText(std::uint64_t bitsPerSecond)
{
    const double gigabits = static_cast<double>(bitsPerSecond) / 1e9;
    return gigabits >= 1 ? Text::tr("%1 Gbit/s").arg(gigabits, 0, 'g', 4) : Text::tr("%1 Mbit/s").arg(gigabits * 1000, 0, 'g', 4);
}

QString describeRouter(const plan::Plan &plan, const plan::Router &router)
{
    int links = 0;
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        links += a == router.id || b == router.id ? 1 : 0;
    }
    QStringList parts{toQt(plan::wordOf(router.role))};
    parts << (router.loopback ? toQt(router.loopback->toString()) : Text::tr("no loopback yet"));
    parts << Text::tr("%n links", nullptr, links);
    return parts.join(Text::tr(" · "));
}

QString describeLink(const plan::Plan &plan, const plan::Link &link)
{
    QStringList parts{Text::tr("%1 to %2").arg(toQt(shortPortName(plan.find(link.a)->name)), toQt(shortPortName(plan.find(link.b)->name)))};
    parts << capacityText(link.capacityBps) << toQt(formatDuration(link.delay)) << toQt(plan.find(link.domain)->name);
    return parts.join(Text::tr(" · "));
}

} // namespace

QString tierTitle(plan::Role role)
{
    switch (role) {
    case plan::Role::Csg:
        return Text::tr("Access");
    case plan::Role::Agg:
        return Text::tr("Aggregation");
    case plan::Role::Rsg:
        return Text::tr("Core edge");
    case plan::Role::P:
        return Text::tr("Core");
    }
    return {};
}

QString pseudowireText(plan::PwRole pw, TunnelState state)
{
    const bool primary = pw == plan::PwRole::Primary;
    switch (state) {
    case TunnelState::Planned:
        return primary ? Text::tr("PW1 primary") : Text::tr("PW2 secondary");
    case TunnelState::Active:
        return primary ? Text::tr("PW1 active") : Text::tr("PW2 active");
    case TunnelState::Standby:
        return primary ? Text::tr("PW1 standby") : Text::tr("PW2 standby");
    case TunnelState::Down:
        return primary ? Text::tr("PW1 down") : Text::tr("PW2 down");
    }
    return {};
}

QString metricText(const plan::Plan &plan, const plan::Link &link)
{
    const QString igp = plan.settings().igp == plan::Igp::Ospf ? Text::tr("OSPF") : Text::tr("IS-IS");
    const QString cost = QString::number(plan::igpCostOf(plan, link));
    const auto process = plan.find(link.domain)->process;
    return process ? Text::tr("%1 %2 · cost %3").arg(igp).arg(*process).arg(cost) : Text::tr("%1 · cost %2").arg(igp, cost);
}

QString grouped(std::int64_t number)
{
    QString digits = QString::number(number);
    for (qsizetype at = digits.size() - 3; at > (number < 0 ? 1 : 0); at -= 3)
        digits.insert(at, kThinSpace);
    return digits;
}

QString lossText(std::int64_t packets)
{
    return Text::tr("%1 lost").arg(grouped(packets));
}

QString describe(const plan::Plan &plan, const plan::ObjectId &object)
{
    const QString name = shownName(plan::nameOf(plan, object));
    if (const auto *router = std::get_if<plan::RouterId>(&object); router && plan.find(*router))
        return Text::tr("%1\n%2").arg(name, describeRouter(plan, *plan.find(*router)));
    if (const auto *link = std::get_if<plan::LinkId>(&object); link && plan.find(*link))
        return Text::tr("%1\n%2").arg(name, describeLink(plan, *plan.find(*link)));
    return name;
}

} // namespace sidestep::views
