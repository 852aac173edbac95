// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPainterPath>

namespace sidestep::views {

enum class Glyph { ToFailure, StepBack, Play, Pause, StepForward, ToSettled, ZoomIn, ZoomOut, Fit };

/// The sign centred on the origin, about 14 units wide, to be filled and stroked.
[[nodiscard]] QPainterPath glyphPath(Glyph glyph);

/// A flat button with a drawn sign: sharp at every scale and in the colours of the moment. The tool tip is its accessible name.
class GlyphButton final : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Look { Plain, Filled }; ///< Filled: a disc in the accent colour

    GlyphButton(Glyph glyph, const QString &toolTip, Look look = Look::Plain, QWidget *parent = nullptr);
    void setGlyph(Glyph glyph, const QString &toolTip);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    Glyph m_glyph;
    Look m_look;
};

} // namespace sidestep::views
