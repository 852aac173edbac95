// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/service_tool.h"

#include "model/plan/fields.h"
#include "views/canvas/drawing_edits.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"
#include "views/shared/text.h"

#include <QPainter>

#include <algorithm>

namespace sidestep::views {

void ServiceTool::press(const Pointer &pointer)
{
    m_at = pointer.at;
    const auto id = m_canvas.network().routerAt(pointer.at, m_canvas.reach());
    if (!id)
        return;
    const plan::Router &router = *m_canvas.plan().find(*id);
    const plan::Role wanted = m_chosen.empty() ? plan::Role::Csg : plan::Role::Agg;
    if (router.role != wanted) {
        m_canvas.say(tr("%1 is of the role %2. %3").arg(toQt(router.name), toQt(plan::wordOf(router.role)), hint()));
        return;
    }
    if (std::find(m_chosen.begin(), m_chosen.end(), *id) != m_chosen.end())
        return;
    m_chosen.push_back(*id);
    if (m_chosen.size() == 3)
        finish();
    else
        m_canvas.say(hint());
    m_canvas.network().updatePreview();
}

void ServiceTool::finish()
{
    const auto chosen = std::exchange(m_chosen, {});
    m_canvas.network().setHover(std::nullopt);
    m_canvas.request(addServiceEdit(m_canvas.plan(), chosen[0], chosen[1], chosen.size() > 2 ? std::optional(chosen[2]) : std::nullopt));
    m_canvas.say(hint());
}

void ServiceTool::finishWithoutSecondary()
{
    if (m_chosen.size() == 2)
        finish();
}

void ServiceTool::move(const Pointer &pointer)
{
    m_at = pointer.at;
    const auto over = m_canvas.network().routerAt(pointer.at, m_canvas.reach());
    m_canvas.network().setHover(over ? std::optional(plan::ObjectId(*over)) : std::nullopt);
    m_canvas.network().updatePreview();
}

bool ServiceTool::cancel()
{
    const bool active = !m_chosen.empty();
    m_chosen.clear();
    m_canvas.network().setHover(std::nullopt);
    m_canvas.network().updatePreview();
    return active;
}

void ServiceTool::planChanged()
{
    if (std::any_of(m_chosen.begin(), m_chosen.end(), [this](plan::RouterId id) { return !m_canvas.plan().find(id); }))
        cancel();
}

void ServiceTool::paintPreview(QPainter &painter) const
{
    if (m_chosen.empty())
        return;
    const Palette &colours = m_canvas.colours();
    const auto csg = m_canvas.network().nodeOf(m_chosen[0]);
    if (!csg)
        return;
    painter.setBrush(Qt::NoBrush);
    if (m_chosen.size() > 1)
        if (const auto primary = m_canvas.network().nodeOf(m_chosen[1])) {
            painter.setPen(QPen(colours.accent, 2.4, Qt::SolidLine, Qt::RoundCap));
            painter.drawPolyline(pseudowireCurve(*csg, *primary, sideAwayFrom(csg->centre, primary->centre, m_at)));
        }
    painter.setPen(QPen(m_chosen.size() > 1 ? colours.standby : colours.accent, 2, Qt::DashLine, Qt::RoundCap));
    painter.drawLine(linkLine(*csg, Node{m_at, plan::Role::P}, 0).p1(), m_at);
}

QString ServiceTool::hint() const
{
    if (m_chosen.empty())
        return tr("Access service: click the CSG of the site.");
    return m_chosen.size() == 1 ? tr("Click the AGG of the primary pseudowire.")
                                : tr("Click the AGG of the secondary pseudowire, or press Enter to leave it out.");
}

} // namespace sidestep::views
