// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/shared/selection.h"

#include <QWidget>

#include <map>
#include <string>

class QFormLayout;
class QLabel;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace sidestep::views {

struct Property;

/// Shows and edits the properties of the selected object, and lists what belongs to it. Without a selection it shows
/// the plan's own settings.
class PropertyPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PropertyPanel(QWidget *parent = nullptr);

    void setPlan(const plan::Plan &plan);
    void setSelection(const Selection &selection);
    /// Shows why the last edit from here was refused, below the field it came from; what was typed stays.
    void showRefusal(const QString &reason);

signals:
    void editRequested(const plan::PlanEdit &edit);
    void selectionRequested(const sidestep::views::Selection &selection);
    void removeRequested(const sidestep::views::Selection &selection);

private:
    void rebuild();
    void addProperty(QFormLayout *form, const Property &property);
    [[nodiscard]] QWidget *suggesting(QLineEdit *edit, const Property &property);
    void addRelated(QVBoxLayout *layout);
    void request(const std::string &key, const QString &value);
    [[nodiscard]] std::optional<plan::ObjectId> object() const;

    plan::Plan m_plan;
    Selection m_selection;
    QScrollArea *m_area;
    std::map<std::string, QLabel *> m_problems; ///< by property key
    std::string m_lastKey;                      ///< property the last edit came from
};

/// What a user reads for a property key or a word of an enumeration.
[[nodiscard]] QString labelOf(const std::string &key);
[[nodiscard]] QString wordLabel(const std::string &word);

} // namespace sidestep::views
