// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "model/plan/plan_diff.h"
#include "views/canvas/canvas_geometry.h"
#include "views/canvas/canvas_look.h"
#include "views/canvas/network_state.h"
#include "views/shared/selection.h"

#include <QGraphicsScene>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sidestep::views {

class BubbleItem;
class FarItem;
class LabelLayer;
class LinkItem;
class PreviewItem;
class RouterItem;
class TrafficItem;
class TunnelItem;

/// The plan as items: one for each router and link, found by id, changed only where a new plan differs from the last.
/// Below `kFarZoom` one item paints the whole network and the others rest. Ask here, not the items, what lies where.
class PlanScene final : public QGraphicsScene
{
    Q_OBJECT

public:
    explicit PlanScene(QObject *parent = nullptr);
    ~PlanScene() override;

    void setPlan(const plan::Plan &plan);
    [[nodiscard]] const plan::Plan &plan() const { return m_plan; }
    void setSelection(const Selection &selection);
    [[nodiscard]] const Selection &selection() const { return m_selection; }
    void setHover(const std::optional<plan::ObjectId> &object);

    /// nullptr: no run is shown.
    void setTimeline(std::shared_ptr<const engine::Timeline> timeline);
    void setCursor(SimTime cursor);
    /// Simulated time in which a moving dot covers the gap to the next; follows the playback speed.
    void setDotPeriod(SimDuration period);
    [[nodiscard]] SimDuration dotPeriod() const { return m_dotPeriod; }
    [[nodiscard]] SimTime cursor() const { return m_cursor; }
    [[nodiscard]] const engine::Timeline *timeline() const { return m_timeline.get(); }
    [[nodiscard]] const NetworkState &state() const { return m_state; }

    void setLayers(CanvasLayers layers);
    void setPalette(const Palette &palette);
    void setZoom(double zoom);
    /// What views show, so that labels are laid out there and not in the whole of a large plan.
    void setVisibleRegion(const QRectF &region) { m_visible = region; }
    [[nodiscard]] QRectF visibleRegion() const { return m_visible; }
    [[nodiscard]] const CanvasLook &look() const { return m_look; }

    void setNarration(const QString &headline, const QString &detail, const std::optional<plan::RouterId> &router, Tone tone = Tone::Plain);

    [[nodiscard]] std::optional<Node> nodeOf(plan::RouterId router) const;
    /// Null when there is no such link.
    [[nodiscard]] const LinkItem *linkItem(plan::LinkId link) const;
    [[nodiscard]] const RouterItem *routerItem(plan::RouterId router) const;
    /// Links, pseudowires and sessions at the router, each from its end there.
    [[nodiscard]] std::vector<QLineF> linesAt(plan::RouterId router) const;
    /// Null when the layer is off or the pseudowire is not among those shown.
    [[nodiscard]] const TunnelItem *pseudowireItem(plan::AccessServiceId service, plan::PwRole pw) const;
    using PseudowireKey = std::pair<plan::AccessServiceId, plan::PwRole>;
    [[nodiscard]] const std::map<PseudowireKey, std::unique_ptr<TunnelItem>> &pseudowires() const { return m_pseudowires; }
    [[nodiscard]] const std::map<plan::BgpSessionId, std::unique_ptr<TunnelItem>> &sessions() const { return m_sessions; }
    [[nodiscard]] const LabelLayer &labels() const { return *m_labels; }

    /// What a click at the point means, within `reach` of it: routers before pills, pills before links.
    [[nodiscard]] std::optional<plan::ObjectId> objectAt(QPointF point, double reach) const;
    [[nodiscard]] std::optional<plan::RouterId> routerAt(QPointF point, double reach) const;
    /// Routers whose centre, and links whose middle and both ends lie in the rectangle.
    [[nodiscard]] std::vector<plan::ObjectId> objectsIn(const QRectF &area) const;
    /// Around every router with its labels; null for an empty plan.
    [[nodiscard]] QRectF contents() const { return m_contents; }

    /// Shows routers moved by `offset` without changing the plan; an empty list puts everything back.
    void previewMove(const std::vector<plan::RouterId> &routers, QPointF offset);
    /// Painted above the network by the current tool.
    void setPreviewPainter(std::function<void(QPainter &)> painter);
    void updatePreview();

signals:
    void contentsChanged();

private:
    void applyRouters(const plan::PlanDiff &diff);
    void applyLinks(const plan::PlanDiff &diff);
    void relateLinks();
    void moveRouter(plan::RouterId router, QPointF centre);
    void placeLink(plan::LinkId link);
    void rebuildTunnels();
    void placeTunnels();
    void refreshState();
    void paintStates();
    void markVpnMembers();
    void measureContents();
    void geometryChanged();

    plan::Plan m_plan;
    Selection m_selection;
    std::optional<plan::ObjectId> m_hover;
    CanvasLook m_look;
    NetworkState m_state;
    std::shared_ptr<const engine::Timeline> m_timeline;
    SimTime m_cursor;
    SimDuration m_dotPeriod = 5ms;
    QRectF m_contents;
    QRectF m_visible;

    struct Joint
    {
        plan::RouterId a;
        plan::RouterId b;
        double offset; ///< of a parallel link, right of a→b
    };
    std::unordered_map<plan::RouterId, QPointF> m_centres;
    std::unordered_map<plan::RouterId, std::unique_ptr<RouterItem>> m_routers;
    std::unordered_map<plan::LinkId, std::unique_ptr<LinkItem>> m_links;
    std::unordered_map<plan::LinkId, Joint> m_joints;
    std::unordered_map<plan::RouterId, std::vector<plan::LinkId>> m_linksAt;
    std::map<PseudowireKey, std::unique_ptr<TunnelItem>> m_pseudowires;
    std::map<plan::BgpSessionId, std::unique_ptr<TunnelItem>> m_sessions;
    std::vector<plan::RouterId> m_previewed;
    std::unique_ptr<FarItem> m_far;
    std::unique_ptr<TrafficItem> m_traffic;
    std::unique_ptr<LabelLayer> m_labels;
    std::unique_ptr<PreviewItem> m_preview;
    std::unique_ptr<BubbleItem> m_bubble;
};

} // namespace sidestep::views
