// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QStringList>

#include <cstdint>

namespace sidestep::views {

class ConsoleHighlighter;

/// A terminal: what was written, and below it the prompt with the line being typed. Only that line can be edited; the rest can be
/// selected and copied. Knows nothing of routers. A line never wraps, so that the router's `^` stands under the word it means.
class ConsoleTerminal final : public QPlainTextEdit
{
    Q_OBJECT

public:
    enum class Tone : std::uint8_t { Plain, Refused, Note };

    explicit ConsoleTerminal(QWidget *parent = nullptr);

    /// Stands before the typed line, which stays; empty while no line is taken.
    void setPrompt(const QString &prompt);
    /// Whole lines, above the prompt.
    void print(const QString &text, Tone tone = Tone::Plain);
    /// The prompt with a line behind it, above the prompt: a line that was entered.
    void echo(const QString &line);

    [[nodiscard]] QString typed() const;
    /// `cursor`: where in the line; -1: behind it.
    void setTyped(const QString &line, qsizetype cursor = -1);
    /// Everything above the prompt.
    [[nodiscard]] QString written() const;

signals:
    void entered(const QString &line); ///< for each line, in order, when several are pasted
    void helpAsked(const QString &beforeCursor);
    void completionAsked(const QString &line, qsizetype cursor);
    void returnAsked();  ///< Ctrl+Z
    void interrupted();  ///< Ctrl+C with nothing selected; what was typed is echoed and gone

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    bool focusNextPrevChild(bool next) override;

private:
    [[nodiscard]] int typedStart() const;
    [[nodiscard]] bool isInTyped(const QTextCursor &cursor) const;
    [[nodiscard]] QString beforeCursor() const;
    bool commandKey(const QKeyEvent &event);
    bool lineKey(const QKeyEvent &event);
    void erase(bool backwards, bool word);
    void enter(const QString &line);
    void interrupt();
    void recall(int step);
    void toEnd();
    void append(const QString &text, int state);

    ConsoleHighlighter *m_highlighter;
    QString m_prompt;
    QStringList m_history;
    qsizetype m_recalled = 0; ///< index in m_history; its size: the line being written
    QString m_draft;          ///< that line, while an older one is shown
};

} // namespace sidestep::views
