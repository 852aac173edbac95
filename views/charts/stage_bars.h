// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/recovery_stages.h"

#include <QStringList>
#include <QWidget>

namespace sidestep::views {

/// One bar for each loss that ended: where its time went, on one scale.
class StageBars final : public QWidget
{
    Q_OBJECT

public:
    explicit StageBars(QWidget *parent = nullptr);
    /// `names` label the recoveries.
    void setRecoveries(std::vector<Recovery> recoveries, QStringList names);
    [[nodiscard]] const std::vector<Recovery> &recoveries() const { return m_recoveries; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QRectF barOf(std::size_t index) const;
    [[nodiscard]] SimDuration longest() const;

    std::vector<Recovery> m_recoveries;
    QStringList m_names;
};

} // namespace sidestep::views
