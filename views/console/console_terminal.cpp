// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/console/console_terminal.h"

#include "views/shared/palette.h"
#include "views/shared/type.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include <algorithm>

namespace sidestep::views {

namespace {

constexpr int kMostLines = 10'000; ///< kept on the screen
constexpr qsizetype kMostHistory = 1000;

/// States of text blocks: a tone, or kPrompt plus the length of a prompt.
constexpr int kPrompt = 16;

int stateOf(ConsoleTerminal::Tone tone)
{
    return static_cast<int>(tone);
}

/// What could act on a terminal, or would break the line, is left out; a tab is a space.
QString printable(QString text)
{
    static const QRegularExpression control(QStringLiteral("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{2028}\\x{2029}]"));
    return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).remove(control);
}

} // namespace

/// Colours by the state of each block, so that they follow the palette when it changes.
class ConsoleHighlighter final : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override
    {
        const Palette &palette = Palette::current();
        const int state = currentBlockState();
        const auto length = static_cast<int>(text.size());
        if (state >= kPrompt)
            setFormat(0, std::min(state - kPrompt, length), palette.accent);
        else if (state == stateOf(ConsoleTerminal::Tone::Refused))
            setFormat(0, length, palette.warning);
        else if (state == stateOf(ConsoleTerminal::Tone::Note))
            setFormat(0, length, palette.secondary);
    }
};

ConsoleTerminal::ConsoleTerminal(QWidget *parent) : QPlainTextEdit(parent), m_highlighter(new ConsoleHighlighter(document()))
{
    setObjectName(QStringLiteral("terminal"));
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(kMostLines);
    setCursorWidth(2);
    viewport()->setAcceptDrops(false);
    setFont(monoOf(kDetailSize));
    document()->setDocumentMargin(6);
}

int ConsoleTerminal::typedStart() const
{
    return document()->lastBlock().position() + static_cast<int>(m_prompt.size());
}

QString ConsoleTerminal::typed() const
{
    return document()->lastBlock().text().mid(m_prompt.size());
}

QString ConsoleTerminal::written() const
{
    return toPlainText().left(document()->lastBlock().position());
}

QString ConsoleTerminal::beforeCursor() const
{
    return typed().left(isInTyped(textCursor()) ? textCursor().position() - typedStart() : -1);
}

bool ConsoleTerminal::isInTyped(const QTextCursor &cursor) const
{
    return cursor.selectionStart() >= typedStart();
}

void ConsoleTerminal::setPrompt(const QString &prompt)
{
    const int place = isInTyped(textCursor()) ? textCursor().position() - typedStart() : -1;
    QTextCursor edit(document()->lastBlock());
    edit.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, static_cast<int>(m_prompt.size()));
    edit.insertText(prompt);
    m_prompt = prompt;
    document()->lastBlock().setUserState(kPrompt + static_cast<int>(prompt.size()));
    m_highlighter->rehighlightBlock(document()->lastBlock());
    if (place >= 0) {
        QTextCursor at = textCursor();
        at.setPosition(std::min(typedStart() + place, document()->characterCount() - 1));
        setTextCursor(at);
    }
}

void ConsoleTerminal::setTyped(const QString &line, qsizetype cursor)
{
    QTextCursor edit(document());
    edit.setPosition(typedStart());
    edit.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    edit.insertText(printable(line).remove(QLatin1Char('\n')));
    if (cursor >= 0)
        edit.setPosition(std::min(typedStart() + static_cast<int>(cursor), document()->characterCount() - 1));
    setTextCursor(edit);
    ensureCursorVisible();
}

/// Puts whole lines above the prompt. Who has scrolled up to read is left there.
void ConsoleTerminal::append(const QString &text, int state)
{
    const bool following = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    const int place = isInTyped(textCursor()) ? textCursor().position() - typedStart() : -1;
    const QStringList lines = (text.endsWith(QLatin1Char('\n')) ? text.chopped(1) : text).split(QLatin1Char('\n'));
    QTextCursor edit(document()->lastBlock());
    edit.beginEditBlock();
    for (const QString &line : lines) {
        edit.insertText(printable(line));
        edit.insertBlock();
        edit.block().previous().setUserState(state);
    }
    edit.endEditBlock();
    document()->lastBlock().setUserState(kPrompt + static_cast<int>(m_prompt.size()));
    for (QTextBlock block = document()->findBlockByNumber(std::max(0, document()->blockCount() - 1 - static_cast<int>(lines.size()))); block.isValid();
         block = block.next())
        m_highlighter->rehighlightBlock(block);
    if (place >= 0) {
        QTextCursor at = textCursor();
        at.setPosition(std::min(typedStart() + place, document()->characterCount() - 1));
        setTextCursor(at);
    }
    if (following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void ConsoleTerminal::print(const QString &text, Tone tone)
{
    if (!text.isEmpty())
        append(text, stateOf(tone));
}

void ConsoleTerminal::echo(const QString &line)
{
    append(m_prompt + QString(line).remove(QLatin1Char('\n')), kPrompt + static_cast<int>(m_prompt.size()));
}

void ConsoleTerminal::toEnd()
{
    QTextCursor end = textCursor();
    end.movePosition(QTextCursor::End);
    setTextCursor(end);
}

void ConsoleTerminal::enter(const QString &line)
{
    if (!line.trimmed().isEmpty() && (m_history.isEmpty() || m_history.last() != line)) {
        m_history.append(line);
        if (m_history.size() > kMostHistory)
            m_history.removeFirst();
    }
    m_recalled = m_history.size();
    emit entered(line);
}

void ConsoleTerminal::recall(int step)
{
    const qsizetype wanted = std::clamp(m_recalled + step, qsizetype{0}, m_history.size());
    if (wanted == m_recalled)
        return;
    if (m_recalled == m_history.size())
        m_draft = typed();
    m_recalled = wanted;
    setTyped(wanted == m_history.size() ? m_draft : m_history[wanted]);
}

void ConsoleTerminal::interrupt()
{
    echo(typed() + QStringLiteral("^C"));
    setTyped({});
    m_recalled = m_history.size();
    emit interrupted();
}

/// Removes the selection, a character or a word of the typed line; never a part of the prompt.
void ConsoleTerminal::erase(bool backwards, bool word)
{
    QTextCursor edit = textCursor();
    if (!edit.hasSelection()) {
        const auto move = backwards ? (word ? QTextCursor::PreviousWord : QTextCursor::PreviousCharacter)
                                    : (word ? QTextCursor::NextWord : QTextCursor::NextCharacter);
        edit.movePosition(move, QTextCursor::KeepAnchor);
        edit.setPosition(std::max(edit.position(), typedStart()), QTextCursor::KeepAnchor);
    }
    edit.removeSelectedText();
    setTextCursor(edit);
}

/// Keys that the router's terminal gives a meaning.
bool ConsoleTerminal::commandKey(const QKeyEvent &event)
{
    const bool control = event.modifiers() == Qt::ControlModifier;
    if (event.matches(QKeySequence::Copy) && textCursor().hasSelection())
        copy();
    else if (control && event.key() == Qt::Key_C)
        interrupt();
    else if (control && event.key() == Qt::Key_Z)
        emit returnAsked();
    else if (event.key() == Qt::Key_Tab && !control)
        emit completionAsked(typed(), beforeCursor().size());
    else if (event.text() == QLatin1String("?"))
        emit helpAsked(beforeCursor());
    else
        return false;
    return true;
}

/// Keys that edit the line or leave it.
bool ConsoleTerminal::lineKey(const QKeyEvent &event)
{
    const bool word = event.modifiers() & Qt::ControlModifier;
    const bool select = event.modifiers() & Qt::ShiftModifier;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const QString line = typed();
        setTyped({});
        enter(line);
        return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (select || !isInTyped(textCursor()))
            return false;
        recall(event.key() == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_Home: {
        if (word)
            return false;
        QTextCursor at = textCursor();
        at.setPosition(typedStart(), select ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
        setTextCursor(at);
        return true;
    }
    case Qt::Key_Left:
        return !select && isInTyped(textCursor()) && textCursor().position() == typedStart();
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        if (!isInTyped(textCursor()))
            toEnd();
        erase(event.key() == Qt::Key_Backspace, word);
        return true;
    default:
        return false;
    }
}

void ConsoleTerminal::keyPressEvent(QKeyEvent *event)
{
    if (commandKey(*event) || lineKey(*event)) {
        event->accept();
        return;
    }
    const bool moves = event->matches(QKeySequence::SelectAll) || event->text().isEmpty() || !event->text().front().isPrint();
    if (!moves && !isInTyped(textCursor()))
        toEnd();
    if (event->matches(QKeySequence::Cut))
        return copy();
    // The other shortcuts that erase would reach into the prompt.
    if (event->matches(QKeySequence::DeleteStartOfWord) || event->matches(QKeySequence::DeleteEndOfWord)
        || event->matches(QKeySequence::DeleteCompleteLine) || event->matches(QKeySequence::DeleteEndOfLine))
        return;
    QPlainTextEdit::keyPressEvent(event);
}

/// The window's shortcuts for the same keys stay out while somebody types here.
bool ConsoleTerminal::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool control = key->modifiers() == Qt::ControlModifier;
        if (control && (key->key() == Qt::Key_C || key->key() == Qt::Key_Z)) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

/// A press inside the selection would begin to drag it away.
void ConsoleTerminal::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !(event->modifiers() & Qt::ShiftModifier))
        setTextCursor(cursorForPosition(event->position().toPoint()));
    QPlainTextEdit::mousePressEvent(event);
}

void ConsoleTerminal::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copied = menu->addAction(tr("Copy"), this, &QPlainTextEdit::copy);
    copied->setEnabled(textCursor().hasSelection());
    QAction *pasted = menu->addAction(tr("Paste"), this, &QPlainTextEdit::paste);
    pasted->setEnabled(canPaste());
    menu->addAction(tr("Select all"), this, &QPlainTextEdit::selectAll);
    menu->popup(event->globalPos());
}

void ConsoleTerminal::inputMethodEvent(QInputMethodEvent *event)
{
    if (!isInTyped(textCursor()))
        toEnd();
    QPlainTextEdit::inputMethodEvent(event);
}

bool ConsoleTerminal::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText();
}

/// One line goes where the cursor is. Of several, each is entered, the first behind what is typed already.
void ConsoleTerminal::insertFromMimeData(const QMimeData *source)
{
    QString text = source->text();
    text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    if (!isInTyped(textCursor()))
        toEnd();
    QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.size() == 1) {
        textCursor().insertText(printable(text));
        ensureCursorVisible();
        return;
    }
    if (lines.last().isEmpty())
        lines.removeLast();
    textCursor().insertText(printable(lines.takeFirst()));
    lines.prepend(typed());
    setTyped({});
    for (const QString &line : lines)
        enter(printable(line));
}

/// Tab completes; Shift+Tab leaves the terminal.
bool ConsoleTerminal::focusNextPrevChild(bool next)
{
    return !next && QWidget::focusNextPrevChild(next);
}

void ConsoleTerminal::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_highlighter)
        m_highlighter->rehighlight();
}

} // namespace sidestep::views
