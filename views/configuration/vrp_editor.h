// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <Qsci/qsciscintilla.h>

#include <vector>

namespace sidestep::views {

class VrpLexer;

/// Router commands to read: coloured by kind, numbered, with whole lines marked.
class VrpEditor final : public QsciScintilla
{
    Q_OBJECT

public:
    enum Mark { Chosen = 1, Added, Removed, Altered, Displaced, Filler };

    explicit VrpEditor(QWidget *parent = nullptr);

    /// Replaces the text; the marks go.
    void showText(const QString &text);
    /// The same, with numbers of one's own: 0 leaves a line without one. As many as lines.
    void showText(const QString &text, const std::vector<int> &numbers);
    /// Scrolls so that the line stands with some lines above it.
    void reveal(int line);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();
    void widenMargin(int greatest);

    VrpLexer *m_lexer;
};

/// Holds an editor inside a hairline with round corners, which Scintilla's own frame cannot have.
class PaperFrame final : public QWidget
{
    Q_OBJECT

public:
    explicit PaperFrame(QWidget &inside);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace sidestep::views
