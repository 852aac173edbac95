// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "app/desktop/files.h"
#include "app/desktop/imports.h"
#include "app/desktop/main_window.h"
#include "app/desktop/message_line.h"
#include "model/config/config_builder.h"
#include "model/plan/templates.h"
#include "views/import/import_report.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressDialog>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QUndoStack>
#include <QUrl>

#include <algorithm>
#include <memory>

using namespace sidestep;
using namespace sidestep::app;

class TestImports final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void aDroppedFolderBecomesAPlan();
    void aDroppedPlanIsOpened();
    void aRowSelectsItsRouter();
    void anEmptyFolderSaysWhatItLooksFor();
    void filesWithoutAConfigurationSayWhyOneByOne();
    void aHostileFileCostsNoOther();
    void stoppingLeavesThePlanAlone();
    void whoKeepsTheOpenPlanLosesNothing();
    void whatCannotBeReadIsNotAccepted();
    void theReportFiltersByKindAndWords();
    void theReportIsCopied();

private:
    void drop(const QString &path);
    /// With an empty file, one of any bytes, and one that is too large.
    QString hostileFolder(const QString &name);
    [[nodiscard]] QString reasonFor(const std::string &file) const;
    [[nodiscard]] const plan::Plan &plan() const { return m_window->document().plan(); }
    [[nodiscard]] views::ImportReportView &report() const { return *m_window->findChild<views::ImportReportView *>(); }

    QTemporaryDir m_folder;
    QString m_configs;
    std::unique_ptr<MainWindow> m_window;
};

void TestImports::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("sidestep-test"));
    QSettings().clear();
    QVERIFY(m_folder.isValid());
    m_configs = m_folder.filePath(QStringLiteral("running"));
    QVERIFY(QDir().mkpath(m_configs));
    const plan::Plan reference = plan::referencePlan();
    for (const plan::Router &router : reference.routers()) {
        QFile file(m_configs + QLatin1Char('/') + QString::fromStdString(router.name) + QStringLiteral(".cfg"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        std::string text = config::toText(*config::buildConfig(reference, router.id));
        if (router.name == "AGG1")
            text.insert(text.rfind("return"), "header login information hello\n#\n");
        file.write(text.c_str());
    }
}

void TestImports::init()
{
    m_window = std::make_unique<MainWindow>((m_folder.path() + QStringLiteral("/journals")).toStdString());
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestImports::drop(const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(600, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent event(QPointF(600, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
}

QString TestImports::hostileFolder(const QString &name)
{
    const QString folder = m_folder.filePath(name);
    const auto make = [&](const char *file, const QByteArray &bytes) {
        QFile made(folder + QLatin1Char('/') + QLatin1String(file));
        return made.open(QIODevice::WriteOnly) && made.write(bytes) == bytes.size();
    };
    const bool made = QDir().mkpath(folder) && make("empty.cfg", {}) && make("binary.cfg", QByteArray(5000, '\x07') + QByteArray(5000, '\0'))
        && make("huge.cfg", {}) && QFile::resize(folder + QStringLiteral("/huge.cfg"), (qint64{64} << 20) + 1);
    return made ? folder : QString();
}

QString TestImports::reasonFor(const std::string &file) const
{
    const auto &rows = report().model()->rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const config::ImportRow &it) { return it.file == file; });
    return row == rows.end() ? QString() : QString::fromStdString(row->text);
}

void TestImports::aDroppedFolderBecomesAPlan()
{
    drop(m_configs);
    QTRY_COMPARE(plan().routers().size(), std::size_t{5});
    QCOMPARE(plan().links().size(), std::size_t{6});
    QVERIFY(plan::routerNamed(plan(), "AGG1"));
    QVERIFY(m_window->document().isModified());
    QVERIFY(m_window->document().path().empty());
    QVERIFY(report().isVisible());
    // The line beyond the plan is reported as kept.
    const auto &rows = report().model()->rows();
    QVERIFY(std::any_of(rows.begin(), rows.end(), [](const config::ImportRow &row) { return row.kind == config::ImportKind::Kept && row.router == "AGG1"; }));
    m_window->document().undoStack().undo();
    QVERIFY(plan().routers().empty());
}

void TestImports::aDroppedPlanIsOpened()
{
    const QString file = m_folder.filePath(QStringLiteral("a.sidestep"));
    m_window->document().reset(plan::referencePlan(), file.toStdString());
    QVERIFY(m_window->files().save());
    m_window->files().newPlan();
    drop(file);
    QTRY_COMPARE(plan().routers().size(), std::size_t{5});
    QVERIFY(!m_window->document().isModified());
}

void TestImports::aRowSelectsItsRouter()
{
    drop(m_configs);
    QTRY_COMPARE(plan().routers().size(), std::size_t{5});
    const auto &rows = report().model()->rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [](const config::ImportRow &it) { return it.router == "AGG1"; });
    QVERIFY(row != rows.end());
    report().list()->setCurrentIndex(report().list()->model()->index(static_cast<int>(row - rows.begin()), 0));
    QCOMPARE(m_window->selection().of<plan::RouterId>(), std::vector<plan::RouterId>{plan::routerNamed(plan(), "AGG1")->id});
}

void TestImports::anEmptyFolderSaysWhatItLooksFor()
{
    Imports imports(*m_window);
    QSignalSpy refused(&imports, &Imports::refused);
    imports.start({(m_folder.path() + QStringLiteral("/journals")).toStdString()});
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains(QStringLiteral(".cfg")));
}

void TestImports::filesWithoutAConfigurationSayWhyOneByOne()
{
    const QString folder = hostileFolder(QStringLiteral("hostile"));
    m_window->document().reset(plan::referencePlan(), {});
    drop(folder);
    QTRY_VERIFY(report().isVisible());
    QCOMPARE(reasonFor("empty.cfg"), QStringLiteral("the file is empty; it is left out"));
    QVERIFY(reasonFor("binary.cfg").contains(QStringLiteral("no router's configuration")));
    QVERIFY(reasonFor("huge.cfg").contains(QStringLiteral("larger than 64 MiB")));
    QVERIFY(m_window->findChild<MessageLine *>()->showsProblem());
    QCOMPARE(plan().routers().size(), std::size_t{5});
    QVERIFY(!m_window->document().isModified());
}

void TestImports::aHostileFileCostsNoOther()
{
    const QString folder = hostileFolder(QStringLiteral("mixed"));
    for (const QFileInfo &file : QDir(m_configs).entryInfoList(QDir::Files))
        QVERIFY(QFile::copy(file.filePath(), folder + QLatin1Char('/') + file.fileName()));
    drop(folder);
    QTRY_COMPARE(plan().routers().size(), std::size_t{5});
    QVERIFY(reasonFor("huge.cfg").contains(QStringLiteral("larger than 64 MiB")));
    QCOMPARE(QString::fromStdString(plan().settings().name), QStringLiteral("mixed"));
}

void TestImports::stoppingLeavesThePlanAlone()
{
    m_window->document().reset(plan::referencePlan(), {});
    Imports imports(*m_window);
    QSignalSpy cancelled(&imports, &Imports::cancelled);
    QSignalSpy finished(&imports, &Imports::finished);
    imports.start({m_configs.toStdString()});
    auto *progress = m_window->findChild<QProgressDialog *>();
    QVERIFY(progress);
    progress->cancel();
    // The work may have been done just before.
    QTRY_COMPARE(cancelled.count() + finished.count(), 1);
    QCOMPARE(plan().routers().size(), std::size_t{5});
    QVERIFY(!m_window->document().isModified());
}

void TestImports::whoKeepsTheOpenPlanLosesNothing()
{
    m_window->document().reset(plan::Plan(), {});
    plan::EditBuilder edit(plan(), "Draw");
    edit.add(plan::Router{plan::RouterId(0), "Mine", plan::Role::Csg, "", plan::Release::V800R022C00, std::nullopt});
    QVERIFY(m_window->document().apply(edit.take()));
    bool asked = false;
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
        if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
            asked = true;
            box->button(QMessageBox::Cancel)->click();
        }
    });
    answer.start(20);
    drop(m_configs);
    QTRY_VERIFY(asked);
    QTest::qWait(50);
    QCOMPARE(plan().routers().size(), std::size_t{1});
    QCOMPARE(plan().routers().begin()->name, std::string("Mine"));
    m_window->document().undoStack().setClean();
}

void TestImports::whatCannotBeReadIsNotAccepted()
{
    drop(m_folder.filePath(QStringLiteral("picture.png")));
    QTest::qWait(20);
    QVERIFY(plan().routers().empty());
    QVERIFY(!report().isVisible());
}

void TestImports::theReportFiltersByKindAndWords()
{
    using config::ImportKind;
    views::ImportReportView view;
    QAbstractItemModelTester tester(view.model());
    view.setReport({{ImportKind::Understood, "AGG1", "AGG1.cfg", 1, "role AGG"},
                    {ImportKind::Kept, "AGG1", "AGG1.cfg", 9, "header login"},
                    {ImportKind::Contradictory, "CSG", "CSG.cfg", 4, "PW 100 has one end"}},
                   {"notes.txt"});
    // What needs a decision stands first.
    QCOMPARE(view.list()->model()->index(0, views::ImportReportModel::TextColumn).data().toString(), QStringLiteral("PW 100 has one end"));
    QCOMPARE(view.list()->model()->index(0, views::ImportReportModel::PlaceColumn).data().toString(), QStringLiteral("CSG.cfg:4"));
    view.kindButton(ImportKind::Understood)->setChecked(false);
    QCOMPARE(view.list()->model()->rowCount(), 2);
    view.words()->setText(QStringLiteral("csg"));
    QCOMPARE(view.list()->model()->rowCount(), 1);
}

void TestImports::theReportIsCopied()
{
    using config::ImportKind;
    views::ImportReportView view;
    view.setReport({{ImportKind::Kept, "AGG1", "AGG1.cfg", 9, "header login"}, {ImportKind::Understood, "AGG1", "AGG1.cfg", 0, "40 of 41 lines"}}, {});
    QAction *copy = view.list()->actions().front();
    view.list()->setCurrentIndex(view.list()->model()->index(0, 0));
    copy->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Kept\tAGG1\theader login\tAGG1.cfg:9\n"));
    view.list()->actions().back()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Kept\tAGG1\theader login\tAGG1.cfg:9\nUnderstood\tAGG1\t40 of 41 lines\tAGG1.cfg\n"));
}

QTEST_MAIN(TestImports)
#include "tst_imports.moc"
