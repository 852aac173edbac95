// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_overlays.h"

#include "views/canvas/link_item.h"
#include "views/canvas/plan_scene.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace sidestep::views {

namespace {

constexpr int kPillHeight = 32;
constexpr int kChipHeight = 22;
constexpr int kChipPad = 22;
constexpr int kPillPad = 22;
constexpr int kMapWidth = 92;
constexpr int kMapHeight = 64;
constexpr int kZoomRow = 20;

QString css(const QColor &colour)
{
    return colour.name(QColor::HexRgb);
}

} // namespace

LayerChips::LayerChips(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("canvasLayers"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    struct Chip
    {
        CanvasLayer layer;
        QString text;
        QString tip;
        const char *name;
    };
    for (const Chip &chip : {Chip{CanvasLayer::Physical, tr("Physical"), tr("Links and the states they are in"), "layerPhysical"},
                             Chip{CanvasLayer::Isis, tr("IGP"), tr("Processes and costs of links"), "layerIsis"},
                             Chip{CanvasLayer::Pw, tr("PW"), tr("Pseudowires of access services"), "layerPw"},
                             Chip{CanvasLayer::Bgp, tr("BGP"), tr("Sessions between loopbacks"), "layerBgp"},
                             Chip{CanvasLayer::Vpn, tr("VPN"), tr("Routers and addresses of VPNs"), "layerVpn"},
                             Chip{CanvasLayer::Traffic, tr("Traffic"), tr("Flows and losses at the cursor"), "layerTraffic"}}) {
        auto *button = new QToolButton(this);
        button->setObjectName(QLatin1String(chip.name));
        button->setText(chip.text);
        button->setToolTip(chip.tip);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedSize(QFontMetrics(canvasFont(11, QFont::Medium)).horizontalAdvance(chip.text) + kChipPad, kChipHeight);
        row->addWidget(button);
        m_chips.emplace_back(chip.layer, button);
        connect(button, &QToolButton::clicked, this, [this] {
            CanvasLayers layers;
            for (const auto &[layer, each] : m_chips)
                layers.setFlag(layer, each->isChecked());
            emit layersChosen(layers);
        });
    }
}

void LayerChips::setLayers(CanvasLayers layers)
{
    for (const auto &[layer, button] : m_chips)
        button->setChecked(layers.testFlag(layer));
}

void LayerChips::setColours(const Palette &colours)
{
    setStyleSheet(QStringLiteral("QToolButton { border: 1px solid %1; border-radius: 11px; padding: 0; font-size: 11px;"
                                 " background: %2; color: %3; }"
                                 "QToolButton:hover { border-color: %4; }"
                                 "QToolButton:focus { border-color: %5; }"
                                 "QToolButton:checked { background: %6; color: %5; font-weight: 500; }")
                      .arg(css(colours.hairline), css(colours.canvas), css(colours.secondary), css(colours.link), css(colours.accent),
                           css(colours.accentSoft)));
}

CaptionPill::CaptionPill(QWidget *parent) : QWidget(parent), m_colours(&Palette::current())
{
    setObjectName(QStringLiteral("canvasCaption"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void CaptionPill::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    update();
}

void CaptionPill::setColours(const Palette &colours)
{
    m_colours = &colours;
    update();
}

QSize CaptionPill::sizeHint() const
{
    return {QFontMetrics(canvasFont(12.6, QFont::Medium)).horizontalAdvance(m_text) + 2 * kPillPad, kPillHeight};
}

void CaptionPill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // The canvas turned inside out: the one thing that must be readable from the back of a room.
    painter.setBrush(m_colours->text);
    painter.drawRoundedRect(rect(), kPillHeight / 2.0, kPillHeight / 2.0);
    painter.setPen(m_colours->canvas);
    painter.setFont(canvasFont(12.6, QFont::Medium));
    const QRect inside = rect().adjusted(kPillPad - 8, 0, -kPillPad + 8, 0);
    painter.drawText(inside, Qt::AlignCenter, painter.fontMetrics().elidedText(m_text, Qt::ElideRight, inside.width()));
}

Minimap::Minimap(const PlanScene &scene, QWidget *parent)
    : QWidget(parent), m_scene(scene), m_colours(&Palette::current()), m_out(new QToolButton(this)), m_reset(new QToolButton(this)),
      m_in(new QToolButton(this))
{
    setObjectName(QStringLiteral("canvasMinimap"));
    setFixedSize(kMapWidth, kMapHeight + kZoomRow);
    m_out->setObjectName(QStringLiteral("canvasZoomOut"));
    m_out->setText(QString(QChar(0x2212)));
    m_out->setToolTip(tr("Zoom out"));
    m_out->setAccessibleName(tr("Zoom out"));
    m_in->setObjectName(QStringLiteral("canvasZoomIn"));
    m_in->setText(QStringLiteral("+"));
    m_in->setToolTip(tr("Zoom in"));
    m_in->setAccessibleName(tr("Zoom in"));
    m_reset->setObjectName(QStringLiteral("canvasZoom"));
    m_reset->setToolTip(tr("Back to 100 %"));
    m_out->setGeometry(1, kMapHeight - 1, 20, kZoomRow);
    m_reset->setGeometry(21, kMapHeight - 1, kMapWidth - 42, kZoomRow);
    m_in->setGeometry(kMapWidth - 21, kMapHeight - 1, 20, kZoomRow);
    for (QToolButton *button : {m_out, m_reset, m_in})
        button->setFocusPolicy(Qt::NoFocus); // the keys for zooming do the same
    connect(m_out, &QToolButton::clicked, this, &Minimap::zoomOutChosen);
    connect(m_in, &QToolButton::clicked, this, &Minimap::zoomInChosen);
    connect(m_reset, &QToolButton::clicked, this, &Minimap::zoomResetChosen);
}

void Minimap::setView(const QRectF &seen, double zoom)
{
    m_seen = seen;
    const double percent = zoom * 100;
    m_reset->setText(tr("%1 %").arg(percent, 0, 'f', percent < 9.5 ? 1 : 0));
    update();
}

void Minimap::setColours(const Palette &colours)
{
    m_colours = &colours;
    m_stale = true;
    setStyleSheet(QStringLiteral("QToolButton { border: none; background: transparent; color: %1; font-size: 11px; padding: 0; }"
                                 "QToolButton:hover { color: %2; }")
                      .arg(css(colours.secondary), css(colours.accent)));
    update();
}

void Minimap::contentsChanged()
{
    m_stale = true;
    update();
}

QRectF Minimap::mapArea() const
{
    return QRectF(rect()).adjusted(7, 7, -7, -kZoomRow - 2);
}

std::optional<QTransform> Minimap::toMap() const
{
    const QRectF contents = m_scene.contents();
    const QRectF map = mapArea();
    if (contents.isEmpty())
        return std::nullopt;
    const double scale = std::min(map.width() / contents.width(), map.height() / contents.height());
    QTransform transform;
    transform.translate(map.center().x(), map.center().y());
    transform.scale(scale, scale);
    transform.translate(-contents.center().x(), -contents.center().y());
    return transform;
}

void Minimap::drawNetwork()
{
    m_stale = false;
    const double ratio = devicePixelRatioF();
    m_network = QPixmap(size() * ratio);
    m_network.setDevicePixelRatio(ratio);
    m_network.fill(Qt::transparent);
    const auto transform = toMap();
    if (!transform)
        return;
    QPainter painter(&m_network);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr std::size_t kMostLinks = 3000; // more would only be a grey patch
    if (m_scene.plan().links().size() <= kMostLinks) {
        painter.setPen(QPen(m_colours->hairline, 1));
        for (const plan::Link &link : m_scene.plan().links())
            if (const LinkItem *item = m_scene.linkItem(link.id))
                painter.drawLine(transform->map(item->line()));
    }
    painter.setPen(Qt::NoPen);
    for (const plan::Router &router : m_scene.plan().routers())
        if (const auto node = m_scene.nodeOf(router.id)) {
            painter.setBrush(router.role == plan::Role::Csg ? m_colours->link : m_colours->nodeLine);
            const double radius = router.role == plan::Role::Csg ? 1.1 : 1.8;
            painter.drawEllipse(transform->map(node->centre), radius, radius);
        }
}

void Minimap::paintEvent(QPaintEvent *)
{
    if (m_stale)
        drawNetwork();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_colours->hairline, 1));
    painter.setBrush(m_colours->panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.drawPixmap(0, 0, m_network);
    if (const auto transform = toMap()) {
        const QRectF seen = transform->mapRect(m_seen).intersected(mapArea().adjusted(-3, -3, 3, 3));
        painter.setPen(QPen(m_colours->accent, 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(seen, 2, 2);
    }
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    mouseMoveEvent(event);
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    const auto transform = toMap();
    if (transform && (event->buttons() & Qt::LeftButton) != 0)
        emit centreChosen(transform->inverted().map(event->position()));
}

EmptyCanvas::EmptyCanvas(QWidget *parent) : QWidget(parent), m_text(new QLabel(this)), m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("emptyCanvas"));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    m_text->setText(tr("Draw two routers and connect them,\nor open the reference network."));
    m_text->setAlignment(Qt::AlignCenter);
    m_button->setObjectName(QStringLiteral("openReference"));
    m_button->setText(tr("Open the reference network"));
    m_button->setMinimumSize(m_button->sizeHint() + QSize(28, 8));
    column->addWidget(m_text);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QPushButton::clicked, this, &EmptyCanvas::openReferenceChosen);
}

void EmptyCanvas::setColours(const Palette &colours)
{
    m_text->setStyleSheet(QStringLiteral("color: %1; font-size: 14px;").arg(css(colours.secondary)));
}

} // namespace sidestep::views
