// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "model/plan/fields.h"
#include "model/plan/plan_diff.h"
#include "tests/model/plan/small_plan.h"

#include <QtTest>

#include <functional>

using namespace sidestep;
using namespace sidestep::plan;
using samples::SmallPlan;

using EditOn = std::function<void(const SmallPlan &, EditBuilder &)>;
Q_DECLARE_METATYPE(ErrorCode)
Q_DECLARE_METATYPE(EditOn)

/// What `Plan::with` accepts and refuses, one row an edit. Each starts from SmallPlan.
class TestPlanEdit final : public QObject
{
    Q_OBJECT

private slots:
    void refusals_data();
    void refusals();
    void acceptsWhatOnlyADesignReviewWouldReport_data();
    void acceptsWhatOnlyADesignReviewWouldReport();
    void everyKindOfEditIsUndoneByItsInverse_data();
    void everyKindOfEditIsUndoneByItsInverse();
    void refusedEditLeavesThePlan();
    void changesMayComeInAnyOrder();
    void changesToOneRowApplyInOrder();
    void rowThatDidNotChangeKeepsItsStorage();
    void movingRoutersTouchesNoNetworkTable();
    void refusalNamesTheObjectAndNeverCarriesUnsafeText();
    void planThatGaveItsContentAwayIsStillAPlan();
    void editBuilderCountsIdsOnWithinOneEdit();
};

namespace {

template <typename Row, typename Change>
EditOn changed(decltype(Row::id) SmallPlan::*id, Change change)
{
    return [id, change](const SmallPlan &s, EditBuilder &edit) {
        Row row = *s.plan.table<Row>().find(s.*id);
        change(row);
        edit.set(row);
    };
}

template <typename Row>
EditOn removed(decltype(Row::id) SmallPlan::*id)
{
    return [id](const SmallPlan &s, EditBuilder &edit) { edit.remove<Row>(s.*id); };
}

EditOn settings(void (*change)(Settings &))
{
    return [change](const SmallPlan &s, EditBuilder &edit) {
        Settings settings = s.plan.settings();
        change(settings);
        edit.set(settings);
    };
}

EditOn routerName(std::string name)
{
    return changed<Router>(&SmallPlan::csg, [name](Router &r) { r.name = name; });
}

EditOn area(std::string text)
{
    return changed<IgpDomain>(&SmallPlan::access, [text](IgpDomain &d) { d.area = text; });
}

} // namespace

void TestPlanEdit::refusals_data()
{
    QTest::addColumn<EditOn>("edit");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("mentions"); // what the reason must contain
    const auto row = [](const char *name, const EditOn &edit, ErrorCode code, const char *mentions) {
        QTest::newRow(name) << edit << code << QByteArray(mentions);
    };

    // Ids
    row("add with an id in use", [](const SmallPlan &, EditBuilder &e) { e.add(Position{RouterId(1), 0, 0}); }, ErrorCode::IdInUse, "id 1");
    row("set of an unknown id", [](const SmallPlan &, EditBuilder &e) { Router r = samples::router("X"); r.id = RouterId(99); e.set(r); }, ErrorCode::NotFound, "router with id 99");
    row("remove of an unknown id", [](const SmallPlan &, EditBuilder &e) { e.remove<Link>(LinkId(99)); }, ErrorCode::NotFound, "link with id 99");
    row("id zero", [](const SmallPlan &, EditBuilder &e) { e.add(Position{RouterId(0), 0, 0}); }, ErrorCode::OutOfRange, "id 0");

    // Names
    row("router name twice", routerName("AGG1"), ErrorCode::DuplicateName, "AGG1");
    row("router name that differs in case only", routerName("agg1"), ErrorCode::DuplicateName, "agg1 differs from router AGG1");
    row("two new routers of one name",
        [](const SmallPlan &, EditBuilder &e) { e.add(samples::router("NEW")), e.add(samples::router("NEW")); }, ErrorCode::DuplicateName, "NEW");
    row("port name twice on a router", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.name = "gigabitethernet0/2/2"; }), ErrorCode::DuplicateName,
        "CSG already has a port GigabitEthernet0/2/2");
    row("domain name twice", changed<IgpDomain>(&SmallPlan::core, [](IgpDomain &d) { d.name = "Access 1"; }), ErrorCode::DuplicateName, "Access 1");
    row("policy name twice", changed<BfdPolicy>(&SmallPlan::slow, [](BfdPolicy &p) { p.name = "fast"; }), ErrorCode::DuplicateName, "fast");
    row("VPN name twice", [](const SmallPlan &, EditBuilder &e) { e.add(Vpn{VpnId(0), "RAN", {}, {}}); }, ErrorCode::DuplicateName, "RAN");
    row("service name twice",
        [](const SmallPlan &s, EditBuilder &e) {
            AccessService copy = *s.plan.find(s.service);
            e.add(copy);
        },
        ErrorCode::DuplicateName, "Site 1");
    row("flow name twice", changed<Flow>(&SmallPlan::downstream, [](Flow &f) { f.name = "Site 1 up"; }), ErrorCode::DuplicateName, "Site 1 up");
    row("scenario name twice", changed<Scenario>(&SmallPlan::power, [](Scenario &c) { c.name = "AGG1 cut off"; }), ErrorCode::DuplicateName,
        "AGG1 cut off");

    // References: each field that holds an id
    row("port on no router", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.router = RouterId(99); }), ErrorCode::Dangling, "router 99");
    row("position of no router", [](const SmallPlan &, EditBuilder &e) { e.add(Position{RouterId(99), 0, 0}); }, ErrorCode::Dangling, "router 99");
    row("link from no port", changed<Link>(&SmallPlan::up, [](Link &l) { l.a = PortId(99); }), ErrorCode::Dangling, "port 99");
    row("link to no port", changed<Link>(&SmallPlan::up, [](Link &l) { l.b = PortId(99); }), ErrorCode::Dangling, "port 99");
    row("link in no domain", changed<Link>(&SmallPlan::up, [](Link &l) { l.domain = IgpDomainId(99); }), ErrorCode::Dangling, "IGP domain 99");
    row("domain with no policy", changed<IgpDomain>(&SmallPlan::core, [](IgpDomain &d) { d.bfd = BfdPolicyId(99); }), ErrorCode::Dangling,
        "BFD policy 99");
    row("member of no VPN", changed<VpnMember>(&SmallPlan::ranOnAgg1, [](VpnMember &m) { m.vpn = VpnId(99); }), ErrorCode::Dangling, "VPN 99");
    row("member on no router", changed<VpnMember>(&SmallPlan::ranOnAgg1, [](VpnMember &m) { m.router = RouterId(99); }), ErrorCode::Dangling,
        "router 99");
    row("VPN interface in no VPN", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.vpn = VpnId(99); }), ErrorCode::Dangling, "VPN 99");
    row("VPN interface on no router", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.router = RouterId(99); }), ErrorCode::Dangling,
        "router 99");
    row("VPN interface on no port", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.port = PortId(99); }), ErrorCode::Dangling,
        "port 99");
    const auto service = [&](const char *name, void (*change)(AccessService &), const char *mentions) {
        row(name, changed<AccessService>(&SmallPlan::service, change), ErrorCode::Dangling, mentions);
    };
    service("service on no CSG", [](AccessService &s) { s.csg = RouterId(99); }, "router 99");
    service("service on no attachment", [](AccessService &s) { s.attachment = PortId(99); }, "port 99");
    service("service in no VPN", [](AccessService &s) { s.vpn = VpnId(99); }, "VPN 99");
    service("service with no BFD policy", [](AccessService &s) { s.bfd = BfdPolicyId(99); }, "BFD policy 99");
    service("primary on no AGG", [](AccessService &s) { s.primary.agg = RouterId(99); }, "router 99");
    service("secondary on no AGG", [](AccessService &s) { s.secondary->agg = RouterId(99); }, "router 99");
    row("tracked route of no service", changed<TrackedRoute>(&SmallPlan::trackPrimary, [](TrackedRoute &t) { t.service = AccessServiceId(99); }),
        ErrorCode::Dangling, "access service 99");
    row("tracked route in no VPN", changed<TrackedRoute>(&SmallPlan::trackPrimary, [](TrackedRoute &t) { t.vpn = VpnId(99); }), ErrorCode::Dangling,
        "VPN 99");
    row("session from no router", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.a = RouterId(99); }), ErrorCode::Dangling, "router 99");
    row("session to no router", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.b = RouterId(99); }), ErrorCode::Dangling, "router 99");
    row("session with no policy", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.bfd = BfdPolicyId(99); }), ErrorCode::Dangling,
        "BFD policy 99");
    row("session over no link", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.link = LinkId(99); }), ErrorCode::Dangling, "link 99");
    row("flow of no service", changed<Flow>(&SmallPlan::upstream, [](Flow &f) { f.service = AccessServiceId(99); }), ErrorCode::Dangling,
        "access service 99");
    row("flow to no interface", changed<Flow>(&SmallPlan::upstream, [](Flow &f) { f.remote = VpnInterfaceId(99); }), ErrorCode::Dangling,
        "VPN interface 99");
    row("failure of no link", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.actions[0].target = LinkId(99); }), ErrorCode::Dangling, "link 99");
    row("failure of no router", changed<Scenario>(&SmallPlan::power, [](Scenario &c) { c.actions[0].target = RouterId(99); }), ErrorCode::Dangling,
        "router 99");

    // Removal of what others refer to
    row("router in use", removed<Router>(&SmallPlan::agg1), ErrorCode::Dangling, "still refers to router 2");
    row("port in use by a link", removed<Port>(&SmallPlan::csgTo1), ErrorCode::Dangling, "link 1 still refers to port 2");
    row("port in use by a service", removed<Port>(&SmallPlan::attachment), ErrorCode::Dangling, "access service Site 1 still refers to port 1");
    row("port in use by a VPN interface", removed<Port>(&SmallPlan::rsgToCoreNet), ErrorCode::Dangling, "port 12");
    row("link in use by a scenario", removed<Link>(&SmallPlan::up), ErrorCode::Dangling, "scenario AGG1 cut off still refers to link 5");
    row("domain in use", removed<IgpDomain>(&SmallPlan::core), ErrorCode::Dangling, "IGP domain 2");
    row("policy in use", removed<BfdPolicy>(&SmallPlan::fast), ErrorCode::Dangling, "BFD policy 1");
    row("VPN in use", removed<Vpn>(&SmallPlan::ran), ErrorCode::Dangling, "VPN 1");
    row("VPN interface in use", removed<VpnInterface>(&SmallPlan::probe), ErrorCode::Dangling, "VPN interface 1");
    row("service in use", removed<AccessService>(&SmallPlan::service), ErrorCode::Dangling, "access service 1");

    // Rows that must fit each other
    row("link from a router to itself", changed<Link>(&SmallPlan::up, [](Link &l) { l.b = PortId(3); }), ErrorCode::Loop, "both ends are on AGG1");
    row("link from a port to itself", changed<Link>(&SmallPlan::up, [](Link &l) { l.b = l.a; }), ErrorCode::Loop, "AGG1");
    row("port that moves to its link's other router",
        changed<Port>(&SmallPlan::rsgToAgg1,
                      [](Port &p) {
                          p.router = RouterId(2);
                          p.name = "100GE0/1/9";
                      }),
        ErrorCode::Loop, "link 5");
    row("port with two links",
        [](const SmallPlan &s, EditBuilder &e) { e.add(samples::link(s.csgTo1, s.rsgToCoreNet, s.core)); }, ErrorCode::Conflict,
        "CSG GigabitEthernet0/2/1 already carries a link");
    row("two new links on one port",
        [](const SmallPlan &s, EditBuilder &e) {
            const PortId a = e.add(samples::port(s.csg, "GigabitEthernet0/2/7"));
            e.add(samples::link(a, e.add(samples::port(s.agg1, "GigabitEthernet0/2/7")), s.core));
            e.add(samples::link(a, e.add(samples::port(s.agg2, "GigabitEthernet0/2/7")), s.core));
        },
        ErrorCode::Conflict, "CSG GigabitEthernet0/2/7");
    row("VPN interface on another router's port", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.port = PortId(6); }),
        ErrorCode::Conflict, "AGG1 100GE0/1/1 is not on RSG1");
    row("port that moves away under a VPN interface", changed<Port>(&SmallPlan::rsgToCoreNet, [](Port &p) { p.router = RouterId(2); }),
        ErrorCode::Conflict, "VPN interface 2");
    row("attachment on another router", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.attachment = PortId(6); }),
        ErrorCode::Conflict, "AGG1 100GE0/1/1 is not on its CSG CSG");
    row("port that moves away under an attachment", changed<Port>(&SmallPlan::attachment, [](Port &p) { p.router = RouterId(2); }), ErrorCode::Conflict,
        "access service Site 1");
    row("pseudowire that ends where it starts", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.primary.agg = s.csg; }),
        ErrorCode::Loop, "CSG");
    row("tracking of a secondary that goes", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.secondary.reset(); }),
        ErrorCode::Dangling, "Site 1 has no secondary pseudowire");
    row("a route tracked twice by one pseudowire", changed<TrackedRoute>(&SmallPlan::trackSecondary, [](TrackedRoute &t) { t.pw = PwRole::Primary; }),
        ErrorCode::Conflict, "the primary pseudowire of Site 1 already tracks 2001:db8:ffff::21/128");
    row("session from a router to itself", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.b = s.a; }), ErrorCode::Loop, "AGG1");
    row("session over a link between others",
        [](const SmallPlan &s, EditBuilder &e) {
            BgpSession session = *s.plan.find(s.session1);
            session.link = s.between;
            e.set(session);
        },
        ErrorCode::Conflict, "link AGG1--AGG2 does not join AGG1 and RSG1");
    row("link that moves away under a session",
        [](const SmallPlan &s, EditBuilder &e) {
            BgpSession session = *s.plan.find(s.session1);
            session.link = s.up;
            e.set(session);
            Link link = *s.plan.find(s.up);
            link.b = e.add(samples::port(s.agg2, "GigabitEthernet0/9/9"));
            e.set(link);
        },
        ErrorCode::Conflict, "does not join AGG1 and RSG1");
    row("second session of a pair", [](const SmallPlan &s, EditBuilder &e) { e.add(samples::session(s.agg1, s.rsg1)); }, ErrorCode::Conflict,
        "AGG1 and RSG1 already have a BGP session");
    row("second session of a pair, ends swapped", [](const SmallPlan &s, EditBuilder &e) { e.add(samples::session(s.rsg1, s.agg1)); },
        ErrorCode::Conflict, "AGG1 and RSG1");
    row("second membership", [](const SmallPlan &s, EditBuilder &e) { e.add(VpnMember{VpnMemberId(0), s.ran, s.agg1, std::nullopt}); },
        ErrorCode::Conflict, "AGG1 is already in VPN RAN");
    row("second VPN interface of a number", [](const SmallPlan &s, EditBuilder &e) { e.add(samples::vpnLoopback(s.ran, s.rsg1, 1)); },
        ErrorCode::Conflict, "RSG1 LoopBack1");
    row("link that fails by power", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.actions[0].mode = FailureMode::Power; }), ErrorCode::Conflict,
        "power is no failure of a link");
    row("router that is cut", changed<Scenario>(&SmallPlan::power, [](Scenario &c) { c.actions[0].mode = FailureMode::Silent; }), ErrorCode::Conflict,
        "silent is no failure of a router");

    // Addresses
    const auto loopback = [](std::uint8_t third, std::uint8_t last) {
        return changed<Router>(&SmallPlan::csg, [=](Router &r) { r.loopback = Ipv4(10, static_cast<std::uint8_t>(third == 0 ? 255 : 0), third, last); });
    };
    row("loopback of another router", loopback(0, 11), ErrorCode::AddressClash, "the loopback of AGG1 has it");
    row("loopback that a port has", loopback(3, 1), ErrorCode::AddressClash, "AGG1 100GE0/1/1 has it");
    row("port address of another port", changed<Port>(&SmallPlan::rsgToAgg1, [](Port &p) { p.address->address = Ipv4(10, 0, 1, 1); }),
        ErrorCode::AddressClash, "10.0.1.1 cannot be on RSG1 100GE0/1/0: CSG GigabitEthernet0/2/1 has it");
    row("port address that is a loopback", changed<Port>(&SmallPlan::rsgToAgg1, [](Port &p) { p.address->address = Ipv4(10, 255, 0, 21); }),
        ErrorCode::AddressClash, "the loopback of RSG1 has it");
    row("one address on two new routers",
        [](const SmallPlan &, EditBuilder &e) {
            for (const char *name : {"X", "Y"})
                e.add(Router{RouterId(0), name, Role::P, "", Release::V800R022C00, Ipv4(10, 255, 0, 99)});
        },
        ErrorCode::AddressClash, "10.255.0.99");
    row("VPN address twice in a VPN",
        [](const SmallPlan &s, EditBuilder &e) {
            e.add(samples::vpnLoopback(s.ran, s.agg1, 1, parseIpv6Interface("2001:db8:ffff::21/64").value()));
        },
        ErrorCode::AddressClash, "2001:db8:ffff::21 cannot be on AGG1 LoopBack1: RSG1 LoopBack1 has it in VPN RAN");

    // Text
    const auto unsafe = [&](const char *name, const char *text) { row(name, routerName(text), ErrorCode::UnsafeText, "router name"); };
    unsafe("router name with a line break", "A\nsysname B");
    unsafe("router name with a carriage return", "A\rB");
    unsafe("router name with a next-line control", "A\xc2\x85" "B");
    unsafe("router name with a line separator", "A\xe2\x80\xa8" "B");
    unsafe("router name with a paragraph separator", "A\xe2\x80\xa9" "B");
    unsafe("router name with an escape", "A\x1b[2J");
    unsafe("router name with a space", "A B");
    unsafe("router name with a question mark", "A?");
    unsafe("router name with a comma", "A,B");
    unsafe("router name with an at sign", "A@1s");
    unsafe("router name with a hash", "A#2");
    unsafe("router name with a quotation mark", "A\"B");
    unsafe("router name with a text direction override", "A\xe2\x80\xae" "B");
    unsafe("router name that is no UTF-8", "A\xff");
    unsafe("router name with an overlong slash", "A\xc0\xaf");
    unsafe("router name cut within a character", "A\xe2\x80");
    unsafe("router name with a no-break space", "A\xc2\xa0" "B");
    row("router without a name", routerName(""), ErrorCode::OutOfRange, "router name is empty");
    row("router name of 247 characters", routerName(std::string(247, 'x')), ErrorCode::OutOfRange, "247");
    row("site with a line break", changed<Router>(&SmallPlan::csg, [](Router &r) { r.site = "a\nb"; }), ErrorCode::UnsafeText, "site");
    row("port name with a space", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.name = "GE 0/2/1"; }), ErrorCode::UnsafeText, "port name");
    row("port name of a loopback", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.name = "LoopBack0"; }), ErrorCode::OutOfRange, "LoopBack0");
    row("port name of a sub-interface", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.name = "GigabitEthernet0/2/1.7"; }), ErrorCode::OutOfRange,
        "logical");
    const auto description = [&](const char *name, const char *text) {
        row(name, changed<Port>(&SmallPlan::csgTo1, [text](Port &p) { p.description = text; }), ErrorCode::UnsafeText, "description");
    };
    description("description with a line break", "to AGG1\n shutdown");
    description("description with a leading space", " to AGG1");
    description("description with a trailing space", "to AGG1 ");
    description("description with a double space", "to  AGG1");
    description("description with a question mark", "to AGG1?");
    description("description with a tabulator", "to\tAGG1");
    row("description of 243 bytes", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.description = std::string(243, 'x'); }), ErrorCode::OutOfRange,
        "243");
    row("service description with a line break", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.description = "a\nb"; }),
        ErrorCode::UnsafeText, "description");
    row("VPN interface description with a line break", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.description = "a\nb"; }),
        ErrorCode::UnsafeText, "description");
    row("service name with a line break", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.name = "a\nb"; }), ErrorCode::UnsafeText,
        "service name");
    row("VPN name with a space", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.name = "R AN"; }), ErrorCode::UnsafeText, "VPN name");
    row("VPN name of 32 characters", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.name = std::string(32, 'x'); }), ErrorCode::OutOfRange, "31");
    row("VPN name of the router itself", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.name = "_public_"; }), ErrorCode::UnsafeText, "_public_");
    row("plan name with a line break", settings([](Settings &s) { s.name = "a\nb"; }), ErrorCode::UnsafeText, "plan name");

    // Syntax of areas
    for (const char *bad : {"", "49.", ".0001", "49.001", "49.00001", "4.0001", "49.000g", "49 0001", "49.0001.", "49.0001.0002.0003.0004.0005.0006.0007"})
        QTest::newRow(QByteArray("area '").append(bad).append('\'').constData()) << area(bad) << ErrorCode::BadSyntax << QByteArray("IS-IS area");

    // Ranges (`objects.h`)
    const auto range = [&](const char *name, const EditOn &edit, const char *mentions) { row(name, edit, ErrorCode::OutOfRange, mentions); };
    range("position off the canvas", [](const SmallPlan &s, EditBuilder &e) { e.set(Position{s.csg, 100'000'001, 0}); }, "canvas");
    range("port MTU 45", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.mtu = 45; }), "MTU 45 is not within 46 to 9600");
    range("port MTU 9601", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.mtu = 9601; }), "9601");
    range("port address 0.0.0.0", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.address->address = Ipv4(); }), "0.0.0.0");
    range("port address of length 0", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.address->length = 0; }), "prefix length 0");
    range("port address of length 33", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.address->length = 33; }), "prefix length 33");
    range("multicast loopback", changed<Router>(&SmallPlan::csg, [](Router &r) { r.loopback = Ipv4(224, 0, 0, 5); }), "224.0.0.5");
    range("link cost 0", changed<Link>(&SmallPlan::up, [](Link &l) { l.cost = 0; }), "IGP cost 0");
    range("link cost 16777215", changed<Link>(&SmallPlan::up, [](Link &l) { l.cost = 16'777'215; }), "16777215");
    range("link capacity 0", changed<Link>(&SmallPlan::up, [](Link &l) { l.capacityBps = 0; }), "capacity");
    range("negative link delay", changed<Link>(&SmallPlan::up, [](Link &l) { l.delay = -1ns; }), "delay -1 ns");
    range("link delay above 10 s", changed<Link>(&SmallPlan::up, [](Link &l) { l.delay = 10s + 1ns; }), "delay");
    range("shared-risk groups out of order", changed<Link>(&SmallPlan::up, [](Link &l) { l.srlgs = {2, 1}; }), "shared-risk");
    range("shared-risk group twice", changed<Link>(&SmallPlan::up, [](Link &l) { l.srlgs = {1, 1}; }), "shared-risk");
    const auto domain = [&](const char *name, void (*change)(IgpDomain &), const char *mentions) {
        range(name, changed<IgpDomain>(&SmallPlan::core, change), mentions);
    };
    domain("IS-IS process 0", [](IgpDomain &d) { d.process = 0; }, "process 0");
    domain("LSA arrival interval 0", [](IgpDomain &d) { d.lsaArrivalMs = 0; }, "arrival interval");
    domain("LSA arrival interval 10001", [](IgpDomain &d) { d.lsaArrivalMs = 10'001; }, "arrival interval");
    domain("SPF maximum 0", [](IgpDomain &d) { d.spfMaxSeconds = 0; }, "longest SPF");
    domain("SPF maximum 121", [](IgpDomain &d) { d.spfMaxSeconds = 121; }, "121");
    domain("SPF start 0", [](IgpDomain &d) { d.spfInitMs = 0; }, "first SPF");
    domain("SPF step 60001", [](IgpDomain &d) { d.spfStepMs = 60'001; }, "60001");
    domain("LSP maximum 121", [](IgpDomain &d) { d.lspMaxSeconds = 121; }, "longest LSP");
    domain("LSP start 0", [](IgpDomain &d) { d.lspInitMs = 0; }, "first LSP");
    domain("LSP step 0", [](IgpDomain &d) { d.lspStepMs = 0; }, "LSP delay step");
    const auto policy = [&](const char *name, void (*change)(BfdPolicy &)) { range(name, changed<BfdPolicy>(&SmallPlan::fast, change), "not within 3"); };
    policy("BFD transmit 2 ms", [](BfdPolicy &p) { p.minTxMs = 2; });
    policy("BFD transmit 20001 ms", [](BfdPolicy &p) { p.minTxMs = 20'001; });
    policy("BFD receive 2 ms", [](BfdPolicy &p) { p.minRxMs = 2; });
    policy("BFD multiplier 2", [](BfdPolicy &p) { p.multiplier = 2; });
    policy("BFD multiplier 51", [](BfdPolicy &p) { p.multiplier = 51; });
    range("nine export targets", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.exportTargets.assign(9, RouteTarget{65001, 1, false}); }), "targets 9");
    range("target beyond its two bytes", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.importTargets[0] = {65536, 65536, false}; }), "65535");
    range("distinguisher beyond its two bytes", changed<VpnMember>(&SmallPlan::ranOnAgg1, [](VpnMember &m) { m.distinguisher = {1, 65536, true}; }),
          "65535");
    range("VPN loopback 0", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.number = 0; }), "loopback number 0");
    range("VPN loopback 1024", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.number = 1024; }), "1024");
    range("VPN VLAN 4095", changed<VpnInterface>(&SmallPlan::coreNet, [](VpnInterface &i) { i.number = 4095; }), "VLAN 4095");
    range("multicast VPN address", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.address = parseIpv6Interface("ff02::1/64").value(); }),
          "ff02::1");
    range("VPN address of length 0", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.address->length = 0; }), "prefix length");
    const auto number = [&](const char *name, void (*change)(AccessService &), const char *mentions) {
        range(name, changed<AccessService>(&SmallPlan::service, change), mentions);
    };
    number("service VLAN 0", [](AccessService &s) { s.vlan = 0; }, "VLAN 0");
    number("service VLAN 4095", [](AccessService &s) { s.vlan = 4095; }, "4095");
    number("service MTU 45", [](AccessService &s) { s.mtu = 45; }, "PW MTU 45");
    number("VC id 0", [](AccessService &s) { s.primary.vcId = 0; }, "VC id 0");
    number("secondary VC id 0", [](AccessService &s) { s.secondary->vcId = 0; }, "VC id 0");
    number("VE group 8193", [](AccessService &s) { s.primary.veGroup = 8193; }, "8193");
    number("VE VLAN 4095", [](AccessService &s) { s.primary.veVlan = 4095; }, "4095");
    number("AGG's MTU 9601", [](AccessService &s) { s.primary.mtu = 9601; }, "9601");
    number("reroute delay 9 s", [](AccessService &s) { s.rerouteDelaySeconds = 9; }, "10 to 10800");
    number("reroute delay 10801 s", [](AccessService &s) { s.rerouteDelaySeconds = 10'801; }, "10801");
    number("multicast gateway MAC", [](AccessService &s) { s.gatewayMac = Mac::parse("0100-5e00-0101").value(); }, "0100-5e00-0101");
    number("unspecified gateway", [](AccessService &s) { s.gateway = Ipv6Interface{Ipv6(), 64}; }, "gateway ::");
    range("AS number 0", changed<Router>(&SmallPlan::agg1, [](Router &r) { r.asNumber = 0; }), "AS number 0");
    range("hold time 2 s", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.holdSeconds = 2; }), "hold time 2");
    range("keepalive 21846 s", changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.keepaliveSeconds = 21'846; }), "21846");
    range("flow above 10^9 packets", changed<Flow>(&SmallPlan::upstream, [](Flow &f) { f.rate.perSecond = 1'000'000'001; }), "1000000001");
    range("failure before the start", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.actions[0].at = -1ns; }), "time of a failure -1 ns");
    range("run without time", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.until = 0ns; }), "end of the run");
    range("run above 100 days", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.until = SimDuration(std::chrono::hours(2401)); }), "end of the run");
    range("AS number 0", settings([](Settings &s) { s.asNumber = 0; }), "AS number 0");
    range("unknown timer profile", settings([](Settings &s) { s.profile = "ios"; }), "choose one of vrp8, vrp8-fast, frr-8.4");
    range("first VLAN 4095", settings([](Settings &s) { s.pools.firstVlan = 4095; }), "4095");
    range("first VC id 0", settings([](Settings &s) { s.pools.firstVcId = 0; }), "VC id");
    range("link pool without a /30", settings([](Settings &s) { s.pools.linkSubnets = {Ipv4(10, 0, 0, 0), 31}; }), "holds no /30");
    range("gateway pool without a /64", settings([](Settings &s) { s.pools.gateways = {Ipv6(), 65}; }), "holds no /64");
    range("multicast MAC pool", settings([](Settings &s) { s.pools.firstGatewayMac = Mac({1, 0, 0, 0, 0, 1}); }), "0100-0000-0001");
}

void TestPlanEdit::refusals()
{
    QFETCH(EditOn, edit);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, mentions);
    const SmallPlan s;
    EditBuilder builder(s.plan, "refused");
    edit(s, builder);
    const Result<Plan> after = s.plan.with(builder.take());
    QVERIFY(!after.has_value());
    QVERIFY2(after.error().detail.find(mentions.toStdString()) != std::string::npos, after.error().detail.c_str());
    QVERIFY2(after.error().code == code, after.error().detail.c_str());
}

void TestPlanEdit::acceptsWhatOnlyADesignReviewWouldReport_data()
{
    QTest::addColumn<EditOn>("edit");
    const auto service = [](const char *name, void (*change)(AccessService &)) {
        QTest::newRow(name) << changed<AccessService>(&SmallPlan::service, change);
    };
    service("the same AGG twice", [](AccessService &s) { s.secondary->agg = s.primary.agg; });
    service("VC-id clash", [](AccessService &s) { s.secondary->vcId = s.primary.vcId; });
    service("MTU mismatch", [](AccessService &s) { s.primary.mtu = 1400; });
    service("encapsulation mismatch", [](AccessService &s) { s.primary.encapsulation = Encapsulation::Raw; });
    service("blank VC id", [](AccessService &s) { s.primary.vcId.reset(); });
    QTest::newRow("link subnet mismatch") << changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.address->address = Ipv4(10, 9, 9, 9); });
    QTest::newRow("missing loopback") << changed<Router>(&SmallPlan::agg1, [](Router &r) { r.loopback.reset(); });
    QTest::newRow("loopback inside a link subnet") << changed<Router>(&SmallPlan::csg, [](Router &r) { r.loopback = Ipv4(10, 0, 3, 3); });
    QTest::newRow("longest router name") << routerName(std::string(246, 'x'));
    QTest::newRow("router name with letters of other scripts") << routerName("M\xc3\xbcnchen-AGG1");
    QTest::newRow("router renamed to its own name in another case") << routerName("csg");
    QTest::newRow("description with every harmless sign")
        << changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.description = "to AGG1, \"slot 2\" (10G) #7 @ [x] <y> \\ !"; });
    for (const char *good : {"49", "49.0001", "49.00aF.0002", "49.0001.0002.0003.0004.0005.0006"})
        QTest::newRow(QByteArray("area ").append(good).constData()) << area(good);
    QTest::newRow("hold time never") << changed<BgpSession>(&SmallPlan::session1, [](BgpSession &s) { s.holdSeconds = 0; });
    QTest::newRow("VPN address of another VPN") << EditOn([](const SmallPlan &s, EditBuilder &e) {
        const VpnId other = e.add(Vpn{VpnId(0), "ran", {}, {}}); // VPN names are case-sensitive
        e.add(samples::vpnLoopback(other, s.agg1, 1, s.plan.find(s.probe)->address));
    });
    QTest::newRow("two routers that swap names and loopbacks") << EditOn([](const SmallPlan &s, EditBuilder &e) {
        Router a = *s.plan.find(s.agg1);
        Router b = *s.plan.find(s.agg2);
        std::swap(a.name, b.name);
        std::swap(a.loopback, b.loopback);
        e.set(a), e.set(b);
    });
    QTest::newRow("port address that moves to another port") << EditOn([](const SmallPlan &s, EditBuilder &e) {
        Port from = *s.plan.find(s.csgTo1);
        Port to = *s.plan.find(s.attachment);
        to.address = std::exchange(from.address, std::nullopt);
        e.set(from), e.set(to);
    });
    QTest::newRow("link that moves to a free port") << changed<Link>(&SmallPlan::up, [](Link &l) { l.b = PortId(12); });
    QTest::newRow("link whose ends are swapped") << changed<Link>(&SmallPlan::up, [](Link &l) { std::swap(l.a, l.b); });
}

void TestPlanEdit::acceptsWhatOnlyADesignReviewWouldReport()
{
    QFETCH(EditOn, edit);
    const SmallPlan s;
    EditBuilder builder(s.plan, "accepted");
    edit(s, builder);
    const Result<Plan> after = s.plan.with(builder.take());
    QVERIFY2(after.has_value(), after ? "" : after.error().detail.c_str());
    QVERIFY(!(*after == s.plan));
}

void TestPlanEdit::everyKindOfEditIsUndoneByItsInverse_data()
{
    QTest::addColumn<EditOn>("edit");
    const auto row = [](const char *name, const EditOn &edit) { QTest::newRow(name) << edit; };
    row("settings", settings([](Settings &s) { s.asNumber = 65002; }));
    row("router", changed<Router>(&SmallPlan::csg, [](Router &r) { r.site = "North"; }));
    row("position", [](const SmallPlan &s, EditBuilder &e) { e.set(Position{s.csg, 7, 7}); });
    row("position removed", [](const SmallPlan &s, EditBuilder &e) { e.remove<Position>(s.csg); });
    row("port", changed<Port>(&SmallPlan::csgTo1, [](Port &p) { p.mtu = 9600; }));
    row("link", changed<Link>(&SmallPlan::up, [](Link &l) { l.srlgs = {3, 9}; }));
    row("domain", changed<IgpDomain>(&SmallPlan::core, [](IgpDomain &d) { d.bfd.reset(); }));
    row("policy", changed<BfdPolicy>(&SmallPlan::fast, [](BfdPolicy &p) { p.multiplier = 5; }));
    row("VPN", changed<Vpn>(&SmallPlan::ran, [](Vpn &v) { v.importTargets.clear(); }));
    row("membership", removed<VpnMember>(&SmallPlan::ranOnAgg1));
    row("VPN interface", changed<VpnInterface>(&SmallPlan::probe, [](VpnInterface &i) { i.advertised = false; }));
    row("service", changed<AccessService>(&SmallPlan::service, [](AccessService &s) { s.reroute = ReroutePolicy::Never; }));
    row("tracked route", removed<TrackedRoute>(&SmallPlan::trackPrimary));
    row("session", removed<BgpSession>(&SmallPlan::session1));
    row("flow", removed<Flow>(&SmallPlan::upstream));
    row("scenario", changed<Scenario>(&SmallPlan::cut, [](Scenario &c) { c.actions.pop_back(); }));
    row("new router with a link", [](const SmallPlan &s, EditBuilder &e) {
        const RouterId p = e.add(samples::router("P1"));
        e.add(Position{p, 1, 2});
        e.add(samples::link(e.add(samples::port(p, "100GE0/1/0")), e.add(samples::port(s.agg1, "100GE0/1/7")), s.core));
    });
}

void TestPlanEdit::everyKindOfEditIsUndoneByItsInverse()
{
    QFETCH(EditOn, edit);
    const SmallPlan s;
    EditBuilder builder(s.plan, "there");
    edit(s, builder);
    const Result<Plan> after = s.plan.with(builder.take());
    QVERIFY2(after.has_value(), after ? "" : after.error().detail.c_str());
    QVERIFY(!(*after == s.plan));
    const Result<Plan> back = after->with(editBetween(*after, s.plan, "back"));
    QVERIFY2(back.has_value(), back ? "" : back.error().detail.c_str());
    QVERIFY(*back == s.plan);
    QVERIFY(s.plan.with(editBetween(s.plan, *after, "again")).value() == *after);
}

void TestPlanEdit::refusedEditLeavesThePlan()
{
    const SmallPlan s;
    const Plan before = s.plan;
    EditBuilder edit(s.plan, "half good");
    edit.set(Position{s.csg, 7, 7});
    edit.remove<Router>(s.agg1);
    QVERIFY(!s.plan.with(edit.take()).has_value());
    QVERIFY(s.plan == before);
    QVERIFY(s.plan.positions().sharesAllWith(before.positions()));
}

void TestPlanEdit::changesMayComeInAnyOrder()
{
    const SmallPlan s;
    const Plan empty;
    PlanEdit edit = editBetween(empty, s.plan, "all");
    std::reverse(edit.changes.begin(), edit.changes.end());
    QVERIFY(empty.with(edit).value() == s.plan);
    PlanEdit clear = editBetween(s.plan, empty, "none");
    std::reverse(clear.changes.begin(), clear.changes.end());
    QVERIFY(s.plan.with(clear).value() == empty);
}

void TestPlanEdit::changesToOneRowApplyInOrder()
{
    const SmallPlan s;
    PlanEdit edit{"replace", {}};
    edit.changes.emplace_back(Remove<Position>{s.csg});
    edit.changes.emplace_back(Add<Position>{{s.csg, 5, 5}});
    edit.changes.emplace_back(Set<Position>{{s.csg, 6, 6}});
    QCOMPARE(s.plan.with(edit).value().positions().find(s.csg)->x, 6);
    std::swap(edit.changes[0], edit.changes[1]);
    QCOMPARE(s.plan.with(edit).error().code, ErrorCode::IdInUse);
}

void TestPlanEdit::rowThatDidNotChangeKeepsItsStorage()
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "nothing new");
    edit.set(*s.plan.find(s.csg));
    const Plan after = s.plan.with(edit.take()).value();
    QVERIFY(after == s.plan);
    QVERIFY(after.routers().sharesAllWith(s.plan.routers()));
    QVERIFY(difference(s.plan, after).empty());
}

void TestPlanEdit::movingRoutersTouchesNoNetworkTable()
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "move");
    edit.set(Position{s.csg, 1, 1});
    const Plan after = s.plan.with(edit.take()).value();
    QVERIFY(after.routers().sharesAllWith(s.plan.routers()));
    QVERIFY(after.ports().sharesAllWith(s.plan.ports()));
    QVERIFY(after.links().sharesAllWith(s.plan.links()));
    QVERIFY(difference(s.plan, after).onlyLayout());
}

void TestPlanEdit::refusalNamesTheObjectAndNeverCarriesUnsafeText()
{
    const SmallPlan s;
    EditBuilder bad(s.plan, "bad");
    Router router = *s.plan.find(s.csg);
    router.name = "A\x1b[2J\nB";
    bad.set(router);
    const Error unsafe = s.plan.with(bad.take()).error();
    QVERIFY2(unsafe.detail.starts_with("router 1: "), unsafe.detail.c_str());
    QVERIFY(std::none_of(unsafe.detail.begin(), unsafe.detail.end(), [](char c) { return c >= 0 && c < ' '; }));

    EditBuilder mtu(s.plan, "mtu");
    Port port = *s.plan.find(s.csgTo1);
    port.mtu = 1;
    mtu.set(port);
    QCOMPARE(s.plan.with(mtu.take()).error().detail, std::string("port GigabitEthernet0/2/1: MTU 1 is not within 46 to 9600"));
}

void TestPlanEdit::planThatGaveItsContentAwayIsStillAPlan()
{
    SmallPlan s;
    const Plan taken = std::move(s.plan);
    QCOMPARE(s.plan.settings().name, std::string("untitled"));
    QVERIFY(s.plan == taken);
}

void TestPlanEdit::editBuilderCountsIdsOnWithinOneEdit()
{
    const SmallPlan s;
    EditBuilder edit(s.plan, "three");
    QVERIFY(edit.empty());
    QCOMPARE(edit.add(samples::router("X")), RouterId(5));
    QCOMPARE(edit.add(samples::router("Y")), RouterId(6));
    QCOMPARE(edit.add(samples::port(RouterId(5), "100GE0/1/0")), PortId(13));
    QVERIFY(!edit.empty());
    const Plan after = s.plan.with(edit.take()).value();
    QCOMPARE(after.find(RouterId(6))->name, std::string("Y"));
}

QTEST_GUILESS_MAIN(TestPlanEdit)
#include "tst_plan_edit.moc"
