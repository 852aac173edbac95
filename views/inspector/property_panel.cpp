// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/property_panel.h"

#include "views/inspector/properties.h"
#include "views/inspector/related.h"
#include "views/shared/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <functional>

namespace sidestep::views {
namespace {

/// A combo box the wheel scrolls past, so that scrolling the form changes nothing.
class CalmComboBox final : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

/// Several values, one a line; commits when the focus leaves or on Ctrl+Return.
class LinesEdit final : public QPlainTextEdit
{
public:
    std::function<void()> commit;

protected:
    void focusOutEvent(QFocusEvent *event) override
    {
        QPlainTextEdit::focusOutEvent(event);
        if (commit)
            commit();
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return && (event->modifiers() & Qt::ControlModifier) && commit)
            commit();
        else
            QPlainTextEdit::keyPressEvent(event);
    }
};

} // namespace

PropertyPanel::PropertyPanel(QWidget *parent) : QWidget(parent), m_area(new QScrollArea(this))
{
    setObjectName(QStringLiteral("propertyPanel"));
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_area);
    rebuild();
}

void PropertyPanel::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void PropertyPanel::setSelection(const Selection &selection)
{
    if (selection == m_selection)
        return;
    m_selection = selection;
    m_lastKey.clear();
    rebuild();
}

std::optional<plan::ObjectId> PropertyPanel::object() const
{
    if (m_selection.objects.size() != 1)
        return std::nullopt;
    return m_selection.objects.front();
}

void PropertyPanel::showRefusal(const QString &reason)
{
    const auto label = m_problems.find(m_lastKey);
    if (label == m_problems.end())
        return;
    label->second->setText(reason);
    label->second->show();
}

void PropertyPanel::request(const std::string &key, const QString &value)
{
    m_lastKey = key;
    if (const auto label = m_problems.find(key); label != m_problems.end())
        label->second->hide();
    const auto edit = edited(m_plan, object(), key, fromQt(value));
    if (edit)
        emit editRequested(*edit);
    else
        showRefusal(toQt(edit.error().detail));
}

/// A box around the line that offers the property's values.
QWidget *PropertyPanel::suggesting(QLineEdit *edit, const Property &property)
{
    auto *box = new CalmComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setLineEdit(edit);
    edit->setCompleter(nullptr);
    for (const PropertyChoice &choice : property.choices) {
        box->addItem(toQt(choice.value));
        box->setItemData(box->count() - 1, wordLabel(choice.label), Qt::ToolTipRole);
    }
    box->setMinimumContentsLength(8);
    connect(box, &QComboBox::activated, this, [this, box, key = property.key] { request(key, box->currentText()); });
    return box;
}

void PropertyPanel::addProperty(QFormLayout *form, const Property &property)
{
    QWidget *field = nullptr;
    const std::string key = property.key;
    switch (property.kind) {
    case PropertyKind::Choice: {
        auto *box = new CalmComboBox;
        if (property.optional)
            box->addItem(tr("None"), QString());
        for (const PropertyChoice &choice : property.choices)
            box->addItem(choice.label == choice.value ? wordLabel(choice.value) : shownName(choice.label), toQt(choice.value));
        box->setCurrentIndex(box->findData(toQt(property.value)));
        box->setMinimumContentsLength(8);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(box, &QComboBox::activated, this, [this, box, key] { request(key, box->currentData().toString()); });
        field = box;
        break;
    }
    case PropertyKind::Flag: {
        auto *box = new QCheckBox(labelOf(key));
        box->setChecked(property.value == "yes");
        connect(box, &QCheckBox::toggled, this, [this, key](bool on) { request(key, on ? QStringLiteral("yes") : QStringLiteral("no")); });
        field = box;
        break;
    }
    case PropertyKind::Lines: {
        auto *edit = new LinesEdit;
        edit->setPlainText(toQt(property.value));
        edit->setTabChangesFocus(true);
        edit->setFixedHeight(std::max(2, static_cast<int>(edit->document()->lineCount()) + 1) * edit->fontMetrics().lineSpacing() + 12);
        if (key == "actions")
            edit->setPlaceholderText(tr("AGG1--RSG1@1s,cut"));
        edit->commit = [this, edit, key, before = property.value] {
            if (fromQt(edit->toPlainText()) != before)
                request(key, edit->toPlainText());
        };
        field = edit;
        break;
    }
    case PropertyKind::Text: {
        auto *edit = new QLineEdit;
        field = edit;
        if (!property.choices.empty())
            field = suggesting(edit, property);
        edit->setText(toQt(property.value));
        if (property.optional)
            edit->setPlaceholderText(tr("not assigned"));
        edit->setCursorPosition(0);
        connect(edit, &QLineEdit::editingFinished, this, [this, edit, key] {
            if (edit->isModified()) {
                edit->setModified(false);
                request(key, edit->text());
            }
        });
        break;
    }
    case PropertyKind::ReadOnly:
        field = new QLabel(shownName(property.value));
        break;
    }
    field->setObjectName(toQt(key));
    field->setAccessibleName(labelOf(key));

    auto *problem = new QLabel;
    problem->setObjectName(QStringLiteral("problem"));
    problem->setWordWrap(true);
    problem->hide();
    m_problems[key] = problem;

    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(field);
    column->addWidget(problem);
    if (property.kind == PropertyKind::Flag) {
        form->addRow(column);
    } else {
        auto *label = new QLabel(labelOf(key));
        label->setObjectName(QStringLiteral("fieldLabel"));
        label->setBuddy(field);
        form->addRow(label, column);
    }
}

void PropertyPanel::rebuild()
{
    const QString focused = isAncestorOf(focusWidget()) && focusWidget() ? focusWidget()->objectName() : QString();
    m_problems.clear();
    auto *content = new QWidget;
    content->setObjectName(QStringLiteral("propertyContent"));
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);

    auto *title = new QLabel;
    title->setObjectName(QStringLiteral("objectTitle"));
    title->setWordWrap(true);
    auto *subtitle = new QLabel;
    subtitle->setObjectName(QStringLiteral("objectSubtitle"));
    subtitle->setWordWrap(true);
    auto *head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(title);
    head->addWidget(subtitle);
    layout->addLayout(head);

    if (m_selection.objects.size() > 1) {
        title->setText(tr("%n object(s) selected", nullptr, static_cast<int>(m_selection.objects.size())));
        subtitle->setText(tr("Move them together, align them from the Draw menu, or delete them."));
    } else {
        if (const auto one = object()) {
            title->setText(shownName(plan::nameOf(m_plan, *one)));
            subtitle->setText(kindOf(m_plan, *one));
        } else {
            title->setText(tr("Plan"));
            subtitle->setText(tr("Nothing is selected. These settings hold for the whole plan."));
        }
        QFormLayout *form = nullptr;
        std::string group = "-";
        for (const Property &property : propertiesOf(m_plan, object())) {
            const auto dot = property.key.find('.');
            const std::string itsGroup = dot == std::string::npos ? std::string() : property.key.substr(0, dot);
            if (itsGroup != group) {
                group = itsGroup;
                if (!group.empty()) {
                    auto *heading = new QLabel(labelOf(group));
                    heading->setObjectName(QStringLiteral("groupTitle"));
                    layout->addWidget(heading);
                }
                form = new QFormLayout;
                form->setContentsMargins(0, 0, 0, 0);
                form->setHorizontalSpacing(12);
                form->setVerticalSpacing(8);
                form->setRowWrapPolicy(QFormLayout::DontWrapRows);
                form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
                form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
                layout->addLayout(form);
            }
            addProperty(form, property);
        }
        addRelated(layout);
    }
    if (!m_selection.objects.empty()) {
        auto *remove = new QPushButton(tr("Delete"));
        remove->setObjectName(QStringLiteral("delete"));
        connect(remove, &QPushButton::clicked, this, [this] { emit removeRequested(m_selection); });
        auto *row = new QHBoxLayout;
        row->addWidget(remove);
        row->addStretch();
        layout->addLayout(row);
    }
    layout->addStretch();

    const int scrolled = m_area->verticalScrollBar() ? m_area->verticalScrollBar()->value() : 0;
    // The widget that asked for the change may still be on the call stack; it goes when control returns to the event loop.
    if (QWidget *old = m_area->takeWidget())
        old->deleteLater();
    m_area->setWidget(content);
    m_area->verticalScrollBar()->setValue(scrolled);
    if (!focused.isEmpty())
        if (auto *again = content->findChild<QWidget *>(focused))
            again->setFocus();
}

void PropertyPanel::addRelated(QVBoxLayout *layout)
{
    const auto one = object();
    if (!one)
        return;
    for (const RelatedGroup &group : relatedTo(m_plan, *one)) {
        auto *heading = new QLabel(group.title);
        heading->setObjectName(QStringLiteral("groupTitle"));
        layout->addWidget(heading);
        auto *list = new QVBoxLayout;
        list->setSpacing(2);
        for (std::size_t i = 0; i < group.objects.size(); ++i) {
            auto *entry = new QLabel(QStringLiteral("<a href=\"#\" style=\"text-decoration:none\">%1</a>")
                                         .arg(shownName(plan::nameOf(m_plan, group.objects[i])).toHtmlEscaped()));
            entry->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
            connect(entry, &QLabel::linkActivated, this,
                    [this, target = group.objects[i]] { emit selectionRequested(Selection{{target}}); });
            list->addWidget(entry);
        }
        if (group.more > 0)
            list->addWidget(new QLabel(tr("and %n more", nullptr, group.more)));
        layout->addLayout(list);
    }
}

} // namespace sidestep::views
