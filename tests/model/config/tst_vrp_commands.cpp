// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/line.h" // before any header that starts with <array>: moc reads <concepts> only after <cstdint>

#include "model/config/vrp/grammar.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/parameters.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

#include <algorithm>
#include <functional>
#include <set>

using namespace sidestep;
using namespace sidestep::config::vrp;

class TestVrpCommands : public QObject
{
    Q_OBJECT

private slots:
    void valuesFillTheirSlots();
    void optionsNotTakenLeaveNoSpace();
    void textThatCouldAddALineGivesNoLine_data();
    void textThatCouldAddALineGivesNoLine();
    void namesWithASpaceGiveNoLine();
    void interfaceNamesAreRead_data();
    void interfaceNamesAreRead();
    void interfacesSortAsARouterListsThem();
    void veGroupsUseAPairOfPortsOfOneBoard();
    void everyCommandNamesItsSource();
    void nothingButTheTableSpellsACommand();
    void whatSpellsACommandIsKnown_data();
    void whatSpellsACommandIsKnown();
    void programsAndViewsSpellNoCommand();
};

void TestVrpCommands::valuesFillTheirSlots()
{
    QCOMPARE(line<Cmd::Sysname>(Text{"AGG 1"}), std::string("sysname AGG 1"));
    QCOMPARE(line<Cmd::IpAddress>(Ipv4(10, 0, 1, 1), Ipv4(255, 255, 255, 252)), std::string("ip address 10.0.1.1 255.255.255.252"));
    QCOMPARE(line<Cmd::Ipv6Address>(Ipv6({0x20, 0x01, 0x0d, 0xb8}), std::uint8_t{64}), std::string("ipv6 address 2001:db8::/64"));
    QCOMPARE(line<Cmd::VeGroup>(7U, VeSide::L3Access), std::string("ve-group 7 l3-access"));
    QCOMPARE(line<Cmd::VeGroup>(7U, VeSide::L2Terminate), std::string("ve-group 7 l2-terminate"));
    QCOMPARE(line<Cmd::VpnTarget>(RouteTarget{65001, 100, false}, TargetUse::Import),
             std::string("vpn-target 65001:100 import-extcommunity"));
    QCOMPARE(line<Cmd::Redundancy>(RedundancyWord::Master), std::string("mpls l2vpn redundancy master"));
    QCOMPARE(line<Cmd::IpPrefix>(Word{"P"}, 10U, Ipv4(1, 2, 3, 4), 32U), std::string("ip ip-prefix P index 10 permit 1.2.3.4 32"));
}

void TestVrpCommands::optionsNotTakenLeaveNoSpace()
{
    const Ipv4 peer(10, 255, 0, 1);
    QCOMPARE(line<Cmd::L2vc>(peer, 100U, false, false, false, false), std::string("mpls l2vc 10.255.0.1 100"));
    QCOMPARE(line<Cmd::L2vc>(peer, 100U, true, true, true, true),
             std::string("mpls l2vc 10.255.0.1 100 control-word raw secondary ignore-standby-state"));
    QCOMPARE(line<Cmd::RerouteDelay>(60U, std::optional<unsigned>()), std::string("mpls l2vpn reroute delay 60"));
    QCOMPARE(line<Cmd::RerouteImmediately>(std::optional(10U)), std::string("mpls l2vpn reroute immediately resume 10"));
}

void TestVrpCommands::textThatCouldAddALineGivesNoLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("line feed") << QByteArray("TO-CSG\nmpls");
    QTest::newRow("carriage return") << QByteArray("TO-CSG\rmpls");
    QTest::newRow("NUL") << QByteArray("TO\0CSG", 6);
    QTest::newRow("tab") << QByteArray("TO\tCSG");
    QTest::newRow("DEL") << QByteArray("TO\x7f");
    QTest::newRow("next line, U+0085") << QByteArray("TO\xc2\x85X");
    QTest::newRow("line separator, U+2028") << QByteArray("TO\xe2\x80\xa8X");
    QTest::newRow("paragraph separator, U+2029") << QByteArray("TO\xe2\x80\xa9X");
    QTest::newRow("help") << QByteArray("TO?");
    QTest::newRow("trailing space") << QByteArray("TO ");
    QTest::newRow("leading space") << QByteArray(" TO");
}

void TestVrpCommands::textThatCouldAddALineGivesNoLine()
{
    QFETCH(QByteArray, text);
    const std::string raw = text.toStdString();
    QVERIFY(line<Cmd::Description>(Text{raw}).empty());
    QVERIFY(line<Cmd::IpBinding>(Word{raw}).empty());
}

void TestVrpCommands::namesWithASpaceGiveNoLine()
{
    QVERIFY(line<Cmd::BgpVpnFamily>(Word{"RAN x"}).empty());
    QCOMPARE(line<Cmd::Description>(Text{"Käse to RAN x"}), std::string("description Käse to RAN x"));
}

void TestVrpCommands::interfaceNamesAreRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("port");
    QTest::newRow("board port") << "GigabitEthernet0/2/1" << true;
    QTest::newRow("rate first") << "100GE0/1/0" << true;
    QTest::newRow("trunk") << "Eth-Trunk7" << true;
    QTest::newRow("four numbers") << "25GE1/0/0/1" << true;
    QTest::newRow("five numbers") << "25GE1/0/0/1/2" << false;
    QTest::newRow("sub-interface") << "100GE0/1/0.100" << false;
    QTest::newRow("loopback is ours") << "LoopBack0" << false;
    QTest::newRow("VE is ours") << "Virtual-Ethernet0/2/0" << false;
    QTest::newRow("no number") << "GigabitEthernet" << false;
    QTest::newRow("no type") << "0/1/0" << false;
    QTest::newRow("empty number") << "100GE0//1" << false;
    QTest::newRow("trailing slash") << "100GE0/1/" << false;
    QTest::newRow("leading zero") << "100GE0/01/0" << false;
    QTest::newRow("space") << "GigabitEthernet 0/2/1" << false;
    QTest::newRow("empty") << "" << false;
}

void TestVrpCommands::interfaceNamesAreRead()
{
    QFETCH(QString, name);
    QFETCH(bool, port);
    const auto key = parseInterface(name.toStdString());
    QCOMPARE(key && isPortName(*key), port);
    if (port)
        QCOMPARE(toString(*key), name.toStdString());
}

void TestVrpCommands::interfacesSortAsARouterListsThem()
{
    std::vector<InterfaceKey> keys;
    for (const char *name : {"100GE0/1/10", "100GE0/1/9", "25GE0/1/0", "GigabitEthernet0/2/1", "Eth-Trunk2"})
        keys.push_back(*parseInterface(name));
    keys.push_back(virtualEthernet(1, true));
    keys.push_back(subInterface(virtualEthernet(1, false), 100));
    keys.push_back(virtualEthernet(1, false));
    keys.push_back(loopBack(1));
    keys.push_back(loopBack(0));
    std::ranges::sort(keys);
    std::vector<std::string> names;
    for (const InterfaceKey &key : keys)
        names.push_back(toString(key));
    // Kinds as in vrp.md section 9 ("Interface order seen on a real box"), numbers as numbers.
    const std::vector<std::string> expected{"Eth-Trunk2",
                                            "GigabitEthernet0/2/1",
                                            "25GE0/1/0",
                                            "100GE0/1/9",
                                            "100GE0/1/10",
                                            "LoopBack0",
                                            "LoopBack1",
                                            "Virtual-Ethernet0/2/0",
                                            "Virtual-Ethernet0/2/0.100",
                                            "Virtual-Ethernet0/2/1"};
    QCOMPARE(names, expected);
}

void TestVrpCommands::veGroupsUseAPairOfPortsOfOneBoard()
{
    QCOMPARE(toString(virtualEthernet(1, false)), std::string("Virtual-Ethernet0/2/0"));
    QCOMPARE(toString(virtualEthernet(1, true)), std::string("Virtual-Ethernet0/2/1"));
    QCOMPARE(toString(virtualEthernet(5, false)), std::string("Virtual-Ethernet0/2/8"));
    QCOMPARE(toString(virtualEthernet(5, true)), std::string("Virtual-Ethernet0/2/9"));
}

void TestVrpCommands::everyCommandNamesItsSource()
{
    for (const Command &c : kCommands) {
        QVERIFY(!c.source.empty());
        QVERIFY(!c.syntax.empty() && c.syntax.front() != ' ' && c.syntax.back() != ' ');
        QVERIFY(c.syntax.find("  ") == std::string_view::npos);
    }
}

/// Reads the string literals of writer, reader, difference, console and grammar. Messages may speak of loopbacks and pseudowires; they may
/// not hold a command's leading words (two or more), a hyphenated keyword, or a whole one-word command.
void TestVrpCommands::nothingButTheTableSpellsACommand()
{
    std::set<QString> phrases;
    std::set<QString> whole;
    const QRegularExpression slots_(QStringLiteral("<[^>]*>"));
    const QRegularExpression split(QStringLiteral("[\\s\\[\\]{}|/]+"));
    for (const Command &c : kCommands) {
        const std::string_view leading = leadingWords(c.id);
        const QString words = QString::fromUtf8(leading.data(), qsizetype(leading.size()));
        (words.contains(QLatin1Char(' ')) ? phrases : whole).insert(words);
        QString syntax = QString::fromUtf8(c.syntax.data(), qsizetype(c.syntax.size()));
        for (const QString &word : syntax.remove(slots_).split(split, Qt::SkipEmptyParts))
            if (word.size() > 1 && word.contains(QLatin1Char('-')))
                phrases.insert(word);
    }
    QVERIFY(phrases.size() > 40);

    const QDir folder(QStringLiteral(SIDESTEP_SOURCE "/model/config"));
    QStringList files;
    for (const QString &name : folder.entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files))
        files.append(folder.filePath(name));
    for (const char *name : {"vrp/grammar.cpp", "vrp/syntax.cpp", "vrp/commands.cpp", "vrp/line.cpp"})
        files.append(folder.filePath(QString::fromLatin1(name)));
    for (const char *room : {"vrp/writer", "console"}) {
        const QDir sources(folder.filePath(QString::fromLatin1(room)));
        for (const QString &name : sources.entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files))
            files.append(sources.filePath(name));
    }
    const QDir import(folder.filePath(QStringLiteral("import")));
    for (const QString &name : import.entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files))
        files.append(import.filePath(name));
    QVERIFY(files.size() >= 40);

    const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
    const QRegularExpression include(QStringLiteral("^\\s*#include.*$"), QRegularExpression::MultilineOption);
    const QRegularExpression comment(QStringLiteral("//.*$"), QRegularExpression::MultilineOption);
    for (const QString &path : files) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString source = QString::fromUtf8(file.readAll());
        source.remove(include).remove(comment);
        for (auto it = literal.globalMatch(source); it.hasNext();) {
            const QString text = it.next().captured(1);
            // Some parameters are called like a command; who asks for a value by name does not spell it.
            if (parameterNamed(text.toStdString()))
                continue;
            QVERIFY2(!whole.contains(text.trimmed()), qPrintable(path + QStringLiteral(": ") + text));
            for (const QString &phrase : phrases) {
                const QRegularExpression asWord(QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(phrase)));
                QVERIFY2(!asWord.match(text).hasMatch(), qPrintable(path + QStringLiteral(" spells ") + phrase));
            }
        }
    }
}

namespace {

const QRegularExpression kLiteral(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
const QRegularExpression kPlaceholder(QStringLiteral("\\{[^{}]*\\}|%[0-9n]"));

/// The table takes the text in some view, as it stands or as the beginning of a line.
bool isCommandText(const std::string &text)
{
    for (std::size_t view = 0; view < kViewCount; ++view) {
        const auto match = matchLine(static_cast<View>(view), text);
        if (!match && match.error().fault != Fault::Incomplete)
            continue;
        const bool swallowsProse
            = match && std::ranges::any_of(match->pieces, [](const Piece &piece) { return piece.value.find(' ') != std::string::npos; });
        if (!swallowsProse)
            return true;
    }
    return false;
}

const std::set<QString> &keywordsOfTheTable()
{
    static const std::set<QString> keywords = [] {
        std::set<QString> words{QStringLiteral("undo")};
        const QRegularExpression slots_(QStringLiteral("<[^>]*>(?:&<1-8>)?"));
        const QRegularExpression split(QStringLiteral("[\\s\\[\\]{}|*]+"));
        for (const Command &c : kCommands) {
            QString syntax = QString::fromUtf8(c.syntax.data(), qsizetype(c.syntax.size()));
            for (const QString &word : syntax.remove(slots_).split(split, Qt::SkipEmptyParts))
                words.insert(word);
        }
        return words;
    }();
    return keywords;
}

/// Not a word of lower-case letters that is no keyword: an abbreviation, or prose.
bool isInFull(const QString &word)
{
    const bool letters = std::ranges::all_of(word, [](QChar c) { return c.isLower() || c == QLatin1Char('-'); });
    return !letters || keywordsOfTheTable().contains(word);
}

/// Whether the check is true of the text with some values in its slots, three of them at most.
bool anyFilled(const QString &text, const std::function<bool(const QString &)> &check, int depth = 0)
{
    const QRegularExpressionMatch slot = kPlaceholder.match(text);
    if (!slot.hasMatch())
        return check(text);
    if (depth == 3)
        return false;
    for (const char *value : {"100", "10.0.0.1", "2001:db8::1", "2001:db8::/64", "LoopBack0", "1:1", "X"})
        if (anyFilled(QString(text).replace(slot.capturedStart(), slot.capturedLength(), QLatin1String(value)), check, depth + 1))
            return true;
    return false;
}

/// Whether a string literal of a program is a command, whole or with slots for its values ("isis cost {}", "undo shutdown"). It has to be
/// one from its first letter on, in lower case, with each keyword in full and at least two words: buttons ("Save"), column heads, words of
/// other trades ("interface") and sentences that speak of a command ("the PW of mpls l2vpn …") are none. A literal of several lines is
/// looked at line by line.
bool spellsACommand(const QString &literal)
{
    for (const QString &line : literal.split(QStringLiteral("\\n"))) {
        const QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (words.size() < 2 || !keywordsOfTheTable().contains(words.front()))
            continue;
        if (anyFilled(line, [](const QString &filled) {
                const QStringList typed = filled.split(QLatin1Char(' '), Qt::SkipEmptyParts);
                return std::ranges::all_of(typed, isInFull) && isCommandText(filled.toStdString());
            }))
            return true;
    }
    return false;
}

QStringList sourcesBelow(const QString &folder)
{
    QStringList files;
    for (QDirIterator it(folder, {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
         it.hasNext();)
        files.append(it.next());
    return files;
}

} // namespace

void TestVrpCommands::whatSpellsACommandIsKnown_data()
{
    QTest::addColumn<QString>("literal");
    QTest::addColumn<bool>("spells");
    const auto row = [](const char *literal, bool spells) { QTest::newRow(literal) << QString::fromUtf8(literal) << spells; };
    row("undo shutdown", true);
    row("isis cost {}", true);
    row(" peer %1 enable", true);
    row("interface {}", true);
    row("display bfd session all", true);
    row("display mpls l2vpn track route ", true);
    row("system-view\\nbgp 65001", true);
    row("mpls l2vc %1 %2 control-word", true);
    row("interface", false);
    row("Save", false);
    row("description of the router", false);
    row("mpls l2vpn track route follows a route", false);
    row("The PW of mpls l2vc", false);
    row("display what the router shows", false);
    row("network plan", false);
    row("peer router", false);
}

void TestVrpCommands::whatSpellsACommandIsKnown()
{
    QFETCH(QString, literal);
    QFETCH(bool, spells);
    QCOMPARE(spellsACommand(literal), spells);
}

/// The programs, the views and the parameters of a run. They may name a command in prose; they may not write or compare one.
void TestVrpCommands::programsAndViewsSpellNoCommand()
{
    const QString root = QStringLiteral(SIDESTEP_SOURCE "/");
    QStringList files = sourcesBelow(root + QStringLiteral("app")) + sourcesBelow(root + QStringLiteral("views"));
    for (const QString &path : sourcesBelow(root + QStringLiteral("model")))
        if (path.section(QLatin1Char('/'), -1).startsWith(QLatin1String("parameters")) && !path.contains(QLatin1String("config/vrp/")))
            files.append(path);
    QVERIFY(files.size() > 150);
    const QRegularExpression dropped(QStringLiteral("^\\s*#include.*$|//.*$"), QRegularExpression::MultilineOption);
    QStringList spelled;
    for (const QString &path : files) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString source = QString::fromUtf8(file.readAll());
        source.remove(dropped);
        for (auto it = kLiteral.globalMatch(source); it.hasNext();)
            if (const QString text = it.next().captured(1); spellsACommand(text))
                spelled.append(path.mid(root.size()) + QStringLiteral(": ") + text);
    }
    if (!spelled.isEmpty())
        qInfo().noquote() << spelled.join(QLatin1Char('\n'));
    QVERIFY(spelled.isEmpty());
}

QTEST_GUILESS_MAIN(TestVrpCommands)
#include "tst_vrp_commands.moc"
