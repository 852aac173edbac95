// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/plan_scene.h"

#include "views/canvas/bubble_item.h"
#include "views/canvas/far_item.h"
#include "views/canvas/label_layer.h"
#include "views/canvas/link_item.h"
#include "views/canvas/preview_item.h"
#include "views/canvas/router_item.h"
#include "views/canvas/traffic_item.h"
#include "views/canvas/tunnel_item.h"
#include "views/shared/glyphs.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace sidestep::views {

namespace {

constexpr double kParallelGap = 14;
constexpr double kMargin = 400;           // room around the network, so that its edge can be brought to the middle
constexpr double kContentsAcross = 100;   // around outermost centres: shape and labels
constexpr double kContentsDown = 70;
constexpr double kAddressRoom = 50;       // right of them: the address of a probe
constexpr std::size_t kAllServices = 12;  // up to here every service's pseudowires are drawn; above, the selected ones
constexpr std::size_t kMostTunnels = 48;
constexpr std::size_t kAllSessions = 40;

/// Where a router without a position stands until someone moves it: a column for each role.
QPointF fallbackPlace(plan::Role role, std::size_t index)
{
    const double column = role == plan::Role::Csg ? 0 : role == plan::Role::Agg ? 280 : role == plan::Role::Rsg ? 610 : 860;
    return {column, static_cast<double>(index) * 140};
}

} // namespace

PlanScene::PlanScene(QObject *parent)
    : QGraphicsScene(parent), m_far(std::make_unique<FarItem>(*this)), m_traffic(std::make_unique<TrafficItem>(*this)),
      m_labels(std::make_unique<LabelLayer>(*this)), m_preview(std::make_unique<PreviewItem>()), m_bubble(std::make_unique<BubbleItem>(*this))
{
    setItemIndexMethod(QGraphicsScene::BspTreeIndex);
    setSceneRect(-800, -600, 1600, 1200); // before the layers, whose size is the scene's
    for (QGraphicsItem *item : {static_cast<QGraphicsItem *>(m_far.get()), static_cast<QGraphicsItem *>(m_traffic.get()),
                                static_cast<QGraphicsItem *>(m_labels.get()), static_cast<QGraphicsItem *>(m_preview.get()),
                                static_cast<QGraphicsItem *>(m_bubble.get())})
        addItem(item);
    m_far->hide();
    measureContents();
}

PlanScene::~PlanScene()
{
    // Items leave the scene before they are deleted; the scene would otherwise ask them for a rectangle on the way out.
    for (QGraphicsItem *item : items())
        removeItem(item);
}

void PlanScene::setPlan(const plan::Plan &plan)
{
    const plan::PlanDiff diff = plan::difference(m_plan, plan);
    if (diff.empty()) {
        m_plan = plan;
        return;
    }
    m_plan = plan;
    m_previewed.clear();
    applyRouters(diff);
    applyLinks(diff);
    if (!diff.onlyLayout())
        setSelection(kept(m_selection, m_plan));
    if (m_hover && !exists(m_plan, *m_hover))
        m_hover.reset();
    markVpnMembers();
    rebuildTunnels();
    measureContents();
    refreshState();
    geometryChanged();
    emit contentsChanged();
}

void PlanScene::applyRouters(const plan::PlanDiff &diff)
{
    const auto &routers = diff.of<plan::Router>();
    for (const plan::RouterId id : routers.removed) {
        if (const auto item = m_routers.find(id); item != m_routers.end()) {
            removeItem(item->second.get());
            m_routers.erase(item);
        }
        m_centres.erase(id);
    }
    for (const plan::RouterId id : routers.added) {
        const plan::Router &router = *m_plan.find(id);
        auto item = std::make_unique<RouterItem>(m_look, router.role);
        item->setVisible(!m_look.far());
        const QPointF centre = fallbackPlace(router.role, m_routers.size());
        item->setPos(centre);
        m_centres[id] = centre;
        addItem(item.get());
        m_routers[id] = std::move(item);
    }
    for (const plan::RouterId id : routers.changed)
        m_routers.at(id)->setRole(m_plan.find(id)->role);
    const auto &positions = diff.of<plan::Position>();
    for (const auto *ids : {&positions.added, &positions.changed})
        for (const plan::RouterId id : *ids)
            if (const plan::Position *position = m_plan.positions().find(id))
                moveRouter(id, QPointF(position->x, position->y));
}

void PlanScene::applyLinks(const plan::PlanDiff &diff)
{
    const auto &links = diff.of<plan::Link>();
    for (const plan::LinkId id : links.removed) {
        if (const auto item = m_links.find(id); item != m_links.end()) {
            removeItem(item->second.get());
            m_links.erase(item);
        }
        m_joints.erase(id);
    }
    for (const plan::LinkId id : links.added) {
        auto item = std::make_unique<LinkItem>(m_look);
        item->setVisible(!m_look.far());
        addItem(item.get());
        m_links[id] = std::move(item);
    }
    if (!links.empty() || !diff.of<plan::Port>().empty() || !diff.of<plan::IgpDomain>().empty() || !diff.of<plan::Router>().empty()) {
        relateLinks();
        for (const plan::Link &link : m_plan.links())
            placeLink(link.id);
    }
}

void PlanScene::relateLinks()
{
    m_joints.clear();
    m_linksAt.clear();
    std::map<std::pair<plan::RouterId, plan::RouterId>, std::vector<plan::LinkId>> between;
    for (const plan::Link &link : m_plan.links()) {
        const auto [a, b] = plan::endsOf(m_plan, link);
        m_joints.emplace(link.id, Joint{a, b, 0});
        m_linksAt[a].push_back(link.id);
        m_linksAt[b].push_back(link.id);
        between[std::minmax(a, b)].push_back(link.id);
        m_links.at(link.id)->setKind(m_plan.find(link.domain)->kind);
    }
    for (const auto &[ends, parallel] : between)
        for (std::size_t i = 0; parallel.size() > 1 && i < parallel.size(); ++i) {
            Joint &joint = m_joints.at(parallel[i]);
            const double offset = (static_cast<double>(i) - static_cast<double>(parallel.size() - 1) / 2) * kParallelGap;
            joint.offset = joint.a == ends.first ? offset : -offset;
        }
}

void PlanScene::moveRouter(plan::RouterId router, QPointF centre)
{
    const auto item = m_routers.find(router);
    if (item == m_routers.end())
        return;
    m_centres[router] = centre;
    item->second->setPos(centre);
    if (const auto links = m_linksAt.find(router); links != m_linksAt.end())
        for (const plan::LinkId link : links->second)
            placeLink(link);
}

void PlanScene::placeLink(plan::LinkId link)
{
    const auto item = m_links.find(link);
    const auto joint = m_joints.find(link);
    if (item == m_links.end() || joint == m_joints.end())
        return;
    const auto a = nodeOf(joint->second.a);
    const auto b = nodeOf(joint->second.b);
    if (a && b)
        item->second->setLine(linkLine(*a, *b, joint->second.offset));
}

std::optional<Node> PlanScene::nodeOf(plan::RouterId router) const
{
    const auto centre = m_centres.find(router);
    const auto item = m_routers.find(router);
    if (centre == m_centres.end() || item == m_routers.end())
        return std::nullopt;
    return Node{centre->second, item->second->role()};
}

const LinkItem *PlanScene::linkItem(plan::LinkId link) const
{
    const auto item = m_links.find(link);
    return item == m_links.end() ? nullptr : item->second.get();
}

std::vector<QLineF> PlanScene::linesAt(plan::RouterId router) const
{
    std::vector<QLineF> lines;
    if (const auto links = m_linksAt.find(router); links != m_linksAt.end())
        for (const plan::LinkId link : links->second) {
            const QLineF &line = m_links.at(link)->line();
            lines.push_back(m_joints.at(link).a == router ? line : QLineF(line.p2(), line.p1()));
        }
    const auto add = [&lines](const QPolygonF &curve, bool fromStart) {
        if (curve.size() > 2)
            lines.push_back(fromStart ? QLineF(curve[0], curve[1]) : QLineF(curve.last(), curve[curve.size() - 2]));
    };
    for (const auto &[key, item] : m_pseudowires) {
        const plan::AccessService &service = *m_plan.find(key.first);
        if (service.csg == router)
            add(item->curve(), true);
        else if ((key.second == plan::PwRole::Primary ? service.primary.agg : service.secondary->agg) == router)
            add(item->curve(), false);
    }
    for (const auto &[id, item] : m_sessions) {
        const plan::BgpSession &session = *m_plan.find(id);
        if (session.a == router || session.b == router)
            add(item->curve(), session.a == router);
    }
    return lines;
}

const RouterItem *PlanScene::routerItem(plan::RouterId router) const
{
    const auto item = m_routers.find(router);
    return item == m_routers.end() ? nullptr : item->second.get();
}

const TunnelItem *PlanScene::pseudowireItem(plan::AccessServiceId service, plan::PwRole pw) const
{
    const auto item = m_pseudowires.find({service, pw});
    return item == m_pseudowires.end() ? nullptr : item->second.get();
}

void PlanScene::rebuildTunnels()
{
    for (const auto &[key, item] : m_pseudowires)
        removeItem(item.get());
    m_pseudowires.clear();
    for (const auto &[key, item] : m_sessions)
        removeItem(item.get());
    m_sessions.clear();
    const bool hidden = m_look.far();
    if (m_look.layers.testFlag(CanvasLayer::Pw)) {
        const bool all = m_plan.services().size() <= kAllServices;
        for (const plan::AccessService &service : m_plan.services()) {
            if (m_pseudowires.size() >= kMostTunnels)
                break;
            const auto site = m_routers.find(service.csg);
            if (!all && !(site != m_routers.end() && site->second->isMarked()) && !m_selection.contains(plan::ObjectId(service.id)))
                continue;
            for (const plan::PwRole pw : {plan::PwRole::Primary, plan::PwRole::Secondary}) {
                if (pw == plan::PwRole::Secondary && !service.secondary)
                    continue;
                auto item = std::make_unique<TunnelItem>(m_look, TunnelItem::Kind::Pseudowire);
                item->setSecondary(pw == plan::PwRole::Secondary);
                item->setVisible(!hidden);
                addItem(item.get());
                m_pseudowires.emplace(PseudowireKey(service.id, pw), std::move(item));
            }
        }
    }
    if (m_look.layers.testFlag(CanvasLayer::Bgp)) {
        const bool all = m_plan.sessions().size() <= kAllSessions;
        const auto marked = [this](plan::RouterId id) {
            const auto item = m_routers.find(id);
            return item != m_routers.end() && item->second->isMarked();
        };
        for (const plan::BgpSession &session : m_plan.sessions()) {
            if (!all && !marked(session.a) && !marked(session.b) && !m_selection.contains(plan::ObjectId(session.id)))
                continue;
            auto item = std::make_unique<TunnelItem>(m_look, TunnelItem::Kind::Session);
            item->setVisible(!hidden);
            addItem(item.get());
            m_sessions.emplace(session.id, std::move(item));
        }
    }
    placeTunnels();
    paintStates();
}

void PlanScene::placeTunnels()
{
    for (const auto &[key, item] : m_pseudowires) {
        const plan::AccessService *service = m_plan.find(key.first);
        if (!service)
            continue;
        const bool primary = key.second == plan::PwRole::Primary;
        const auto csg = nodeOf(service->csg);
        const auto agg = nodeOf(primary ? service->primary.agg : service->secondary->agg);
        if (!csg || !agg)
            continue;
        int side = primary ? -1 : 1;
        if (service->secondary)
            if (const auto other = nodeOf(primary ? service->secondary->agg : service->primary.agg))
                side = sideAwayFrom(csg->centre, agg->centre, other->centre);
        item->setCurve(pseudowireCurve(*csg, *agg, side));
    }
    for (const auto &[id, item] : m_sessions) {
        const plan::BgpSession *session = m_plan.sessions().find(id);
        const auto a = session ? nodeOf(session->a) : std::nullopt;
        const auto b = session ? nodeOf(session->b) : std::nullopt;
        if (a && b)
            item->setCurve(sessionArc(*a, *b));
    }
}

void PlanScene::setSelection(const Selection &selection)
{
    const Selection wanted = kept(selection, m_plan);
    const auto mark = [this](const Selection &which, bool on) {
        for (const plan::ObjectId &object : which.objects) {
            if (const auto *router = std::get_if<plan::RouterId>(&object)) {
                if (const auto item = m_routers.find(*router); item != m_routers.end())
                    item->second->setSelected(on);
            } else if (const auto *link = std::get_if<plan::LinkId>(&object)) {
                if (const auto item = m_links.find(*link); item != m_links.end())
                    item->second->setSelected(on);
            }
        }
    };
    if (wanted == m_selection)
        return;
    mark(m_selection, false);
    m_selection = wanted;
    mark(m_selection, true);
    if (m_plan.services().size() > kAllServices || m_plan.sessions().size() > kAllSessions) {
        rebuildTunnels();
        geometryChanged();
    } else {
        paintStates();
    }
    m_far->invalidate();
    m_labels->update();
}

void PlanScene::setHover(const std::optional<plan::ObjectId> &object)
{
    if (object == m_hover)
        return;
    const auto mark = [this](const std::optional<plan::ObjectId> &which, bool on) {
        if (!which)
            return;
        if (const auto *router = std::get_if<plan::RouterId>(&*which)) {
            if (const auto item = m_routers.find(*router); item != m_routers.end())
                item->second->setHovered(on);
        } else if (const auto *link = std::get_if<plan::LinkId>(&*which)) {
            if (const auto item = m_links.find(*link); item != m_links.end())
                item->second->setHovered(on);
        }
    };
    mark(m_hover, false);
    m_hover = object;
    mark(m_hover, true);
}

void PlanScene::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_timeline = std::move(timeline);
    refreshState();
}

void PlanScene::setCursor(SimTime cursor)
{
    if (m_cursor == cursor)
        return;
    m_cursor = cursor;
    if (m_timeline)
        refreshState();
}

void PlanScene::setDotPeriod(SimDuration period)
{
    m_dotPeriod = period;
    m_traffic->advance();
}

void PlanScene::refreshState()
{
    NetworkState state = m_timeline ? stateAt(m_plan, *m_timeline, m_cursor) : NetworkState{};
    const bool rerouted = state.segments != m_state.segments || state.played != m_state.played;
    const bool links = state.links != m_state.links || state.failed != m_state.failed;
    const bool tunnels = state.pseudowires != m_state.pseudowires || state.sessions != m_state.sessions || state.played != m_state.played;
    m_state = std::move(state);
    if (links || tunnels)
        paintStates();
    if (tunnels)
        m_labels->invalidate();
    if (links)
        m_far->invalidate();
    if (rerouted)
        m_traffic->rebuild();
    else
        m_traffic->advance();
}

void PlanScene::paintStates()
{
    for (const auto &[id, item] : m_routers) {
        item->setFailed(m_state.failed.contains(id));
        item->setOff(m_state.off.contains(id));
    }
    for (const auto &[id, item] : m_links) {
        const auto condition = m_state.links.find(id);
        item->setCondition(condition == m_state.links.end() ? engine::LinkCondition::Up : condition->second);
    }
    for (const auto &[key, item] : m_pseudowires) {
        const auto pw = m_state.pseudowires.find(key);
        item->setState(pw == m_state.pseudowires.end() ? TunnelState::Planned
                           : !pw->second.usable        ? TunnelState::Down
                           : pw->second.active         ? TunnelState::Active
                                                       : TunnelState::Standby);
        item->setSelected(m_selection.contains(plan::ObjectId(key.first)));
    }
    for (const auto &[id, item] : m_sessions) {
        const auto up = m_state.sessions.find(id);
        item->setState(up == m_state.sessions.end() || up->second ? TunnelState::Planned : TunnelState::Down);
        item->setSelected(m_selection.contains(plan::ObjectId(id)));
    }
}

void PlanScene::markVpnMembers()
{
    std::set<plan::RouterId> members;
    for (const plan::VpnMember &member : m_plan.vpnMembers())
        members.insert(member.router);
    for (const auto &[id, item] : m_routers)
        item->setInVpn(members.contains(id));
}

void PlanScene::setLayers(CanvasLayers layers)
{
    if (layers == m_look.layers)
        return;
    m_look.layers = layers;
    rebuildTunnels();
    geometryChanged();
    update();
}

void PlanScene::setPalette(const Palette &palette)
{
    m_look.palette = &palette;
    m_labels->invalidate(); // pills keep their colours
    update();
}

void PlanScene::setZoom(double zoom)
{
    const bool wasFar = m_look.far();
    const bool wasDetailed = m_look.details();
    const double scale = m_look.labelScale();
    m_look.zoom = zoom;
    if (wasFar != m_look.far()) {
        const bool near = !m_look.far();
        for (const auto &[id, item] : m_routers)
            item->setVisible(near);
        for (const auto &[id, item] : m_links)
            item->setVisible(near);
        for (const auto &[key, item] : m_pseudowires)
            item->setVisible(near);
        for (const auto &[id, item] : m_sessions)
            item->setVisible(near);
        m_far->setVisible(!near);
        m_far->invalidate();
    }
    if (wasFar != m_look.far() || wasDetailed != m_look.details() || scale != m_look.labelScale())
        m_labels->invalidate();
    if (m_bubble->isVisible())
        m_bubble->pointAt(m_bubble->pos());
}

void PlanScene::setNarration(const QString &headline, const QString &detail, const std::optional<plan::RouterId> &router, Tone tone)
{
    const auto node = router ? nodeOf(*router) : std::nullopt;
    if (!node) {
        m_bubble->say({}, {}, Tone::Plain);
        return;
    }
    m_bubble->setPos(node->centre);
    m_bubble->say(headline, detail, tone);
}

std::optional<plan::RouterId> PlanScene::routerAt(QPointF point, double reach) const
{
    std::optional<plan::RouterId> nearest;
    double least = std::numeric_limits<double>::infinity();
    for (const auto &[id, centre] : m_centres) {
        const QPointF gap = point - centre;
        const double distance = std::hypot(gap.x(), gap.y());
        const double radius = m_look.far() ? reach * 1.5 : roleRadius(m_routers.at(id)->role(), gap.x(), gap.y()) + reach * 0.5;
        // Equal distances are decided by id: the order of a hash map must not show.
        if (distance <= radius && (distance < least || (distance == least && id < *nearest))) {
            least = distance;
            nearest = id;
        }
    }
    return nearest;
}

std::optional<plan::ObjectId> PlanScene::objectAt(QPointF point, double reach) const
{
    if (const auto router = routerAt(point, reach))
        return plan::ObjectId(*router);
    if (!m_look.far())
        if (const auto pill = m_labels->pillAt(point))
            return pill;
    std::optional<plan::ObjectId> nearest;
    double least = reach;
    const auto offer = [&nearest, &least](const plan::ObjectId &object, double distance) {
        if (distance < least) {
            least = distance;
            nearest = object;
        }
    };
    for (const plan::Link &link : m_plan.links())
        if (const LinkItem *item = linkItem(link.id))
            offer(plan::ObjectId(link.id), distanceTo(item->line(), point));
    if (!m_look.far()) {
        for (const auto &[key, item] : m_pseudowires)
            offer(plan::ObjectId(key.first), distanceTo(item->curve(), point));
        for (const auto &[id, item] : m_sessions)
            offer(plan::ObjectId(id), distanceTo(item->curve(), point));
    }
    return nearest;
}

std::vector<plan::ObjectId> PlanScene::objectsIn(const QRectF &area) const
{
    std::vector<plan::ObjectId> found;
    for (const plan::Router &router : m_plan.routers())
        if (const auto centre = m_centres.find(router.id); centre != m_centres.end() && area.contains(centre->second))
            found.emplace_back(router.id);
    for (const plan::Link &link : m_plan.links())
        if (const LinkItem *item = linkItem(link.id); item && area.contains(item->line().p1()) && area.contains(item->line().p2()))
            found.emplace_back(link.id);
    return found;
}

void PlanScene::previewMove(const std::vector<plan::RouterId> &routers, QPointF offset)
{
    const auto planned = [this](plan::RouterId id) -> std::optional<QPointF> {
        if (const plan::Position *position = m_plan.positions().find(id))
            return QPointF(position->x, position->y);
        return std::nullopt;
    };
    for (const plan::RouterId id : m_previewed)
        if (const auto place = planned(id))
            moveRouter(id, *place);
    m_previewed = routers;
    for (const plan::RouterId id : routers)
        if (const auto place = planned(id))
            moveRouter(id, *place + offset);
    placeTunnels();
    geometryChanged();
}

void PlanScene::setPreviewPainter(std::function<void(QPainter &)> painter)
{
    m_preview->setPainter(std::move(painter));
}

void PlanScene::updatePreview()
{
    m_preview->update();
}

void PlanScene::measureContents()
{
    QRectF area;
    for (const auto &[id, centre] : m_centres) {
        const QRectF box(centre - QPointF(kContentsAcross, kContentsDown), QSizeF(2 * kContentsAcross, 2 * kContentsDown));
        area = area.isNull() ? box : area.united(box);
    }
    if (!area.isNull())
        area.adjust(0, -40, m_plan.vpnInterfaces().empty() ? 0 : kAddressRoom, 10); // tier titles above, a second label line below
    m_contents = area;
    const QRectF base = area.isNull() ? QRectF(-400, -300, 800, 600) : area;
    const QRectF wanted = base.adjusted(-kMargin - base.width() / 2, -kMargin - base.height() / 2, kMargin + base.width() / 2,
                                        kMargin + base.height() / 2);
    // Grown, never shrunk while in use: a scene rectangle that jumps would move the view under the pointer.
    const QRectF united = m_routers.empty() ? wanted : sceneRect().united(wanted);
    if (united != sceneRect()) {
        m_labels->invalidate();
        m_far->invalidate();
        m_preview->sceneRectChanged();
        setSceneRect(united);
        m_traffic->rebuild();
    }
}

void PlanScene::geometryChanged()
{
    m_labels->invalidate();
    m_far->invalidate();
    m_traffic->rebuild();
    if (m_bubble->isVisible())
        m_bubble->pointAt(m_bubble->pos());
}

} // namespace sidestep::views
