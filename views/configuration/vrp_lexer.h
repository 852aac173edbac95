// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <Qsci/qscilexercustom.h>

#include <vector>

namespace sidestep::views {

/// Colours a VRP configuration: the command word, values, `undo`, separators, free text of descriptions.
class VrpLexer final : public QsciLexerCustom
{
    Q_OBJECT

public:
    enum Style { Plain, View, Command, Value, Undo, Separator, FreeText, StyleCount };
    struct Run
    {
        int length = 0; ///< bytes
        Style style = Plain;
        friend bool operator==(const Run &, const Run &) = default;
    };

    explicit VrpLexer(QObject *parent = nullptr);

    /// The runs of one line, UTF-8 without its end; their lengths add up to the line's.
    [[nodiscard]] static std::vector<Run> runsOf(const QByteArray &line);
    /// Colours and fonts of the present palette.
    void follow(const QFont &font);

    [[nodiscard]] const char *language() const override { return "VRP"; }
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;
};

} // namespace sidestep::views
