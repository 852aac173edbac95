<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>sidestep::app::ChangePacks</name>
    <message numerus="yes">
        <source>The change has %n step(s).</source>
        <translation>
            <numerusform>The change has %n step.</numerusform>
            <numerusform>The change has %n steps.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) stand at its beginning: read them first.</source>
        <translation>
            <numerusform>%n remark stands at its beginning: read it first.</numerusform>
            <numerusform>%n remarks stand at its beginning: read them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::app::Exports</name>
    <message numerus="yes">
        <source>%n configuration(s) written, with %1 gaps: see each router&apos;s Configuration tab.</source>
        <translation>
            <numerusform>%n configuration written, with %1 gaps: see its router&apos;s Configuration tab.</numerusform>
            <numerusform>%n configurations written, with %1 gaps: see each router&apos;s Configuration tab.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n configuration(s) written to %1.</source>
        <translation>
            <numerusform>%n configuration written to %1.</numerusform>
            <numerusform>%n configurations written to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::app::Files</name>
    <message numerus="yes">
        <source>Sidestep stopped unexpectedly and kept %n change(s) to %1.</source>
        <translation>
            <numerusform>Sidestep stopped unexpectedly and kept %n change to %1.</numerusform>
            <numerusform>Sidestep stopped unexpectedly and kept %n changes to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::app::MainWindow</name>
    <message numerus="yes">
        <source>No router&apos;s configuration among %n file(s); the report says why. The plan is as it was.</source>
        <translation>
            <numerusform>No router&apos;s configuration among %n file; the report says why. The plan is as it was.</numerusform>
            <numerusform>No router&apos;s configuration among %n files; the report says why. The plan is as it was.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n router(s) imported. The plan is not saved yet.</source>
        <translation>
            <numerusform>%n router imported. The plan is not saved yet.</numerusform>
            <numerusform>%n routers imported. The plan is not saved yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::Canvas</name>
    <message numerus="yes">
        <source>%n links</source>
        <translation>
            <numerusform>%n link</numerusform>
            <numerusform>%n links</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::ConfigurationView</name>
    <message numerus="yes">
        <source>%n unverified line(s)</source>
        <translation>
            <numerusform>%n unverified line</numerusform>
            <numerusform>%n unverified lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::DrawingEdits</name>
    <message numerus="yes">
        <source>%n routers</source>
        <translation>
            <numerusform>%n router</numerusform>
            <numerusform>%n routers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::FindingsModel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::ImportReportView</name>
    <message numerus="yes">
        <source>%n file(s) left out</source>
        <translation>
            <numerusform>%n file left out</numerusform>
            <numerusform>%n files left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::PlanCanvas</name>
    <message numerus="yes">
        <source>%n routers</source>
        <translation>
            <numerusform>%n router</numerusform>
            <numerusform>%n routers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidestep::views::PropertyPanel</name>
    <message numerus="yes">
        <source>%n object(s) selected</source>
        <translation>
            <numerusform>%n object selected</numerusform>
            <numerusform>%n objects selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
