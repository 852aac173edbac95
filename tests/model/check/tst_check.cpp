// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/finding.h"
#include "model/plan/templates.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

using namespace sidestep;
using namespace sidestep::check;
using namespace sidestep::plan;

namespace {

using Damage = std::function<void(const Plan &, EditBuilder &)>;

Plan damaged(const Plan &plan, const Damage &damage)
{
    EditBuilder edit(plan, "Damage");
    damage(plan, edit);
    const Result<Plan> result = plan.with(edit.take());
    if (!result)
        qFatal("%s", result.error().detail.c_str());
    return *result;
}

/// The reference network, in which no rule but the two advices documented below has anything to say.
Damage service(std::function<void(AccessService &)> change)
{
    return [change](const Plan &plan, EditBuilder &edit) {
        AccessService row = *plan.services().begin();
        change(row);
        edit.set(std::move(row));
    };
}

Damage session(const char *a, const char *b, std::function<void(BgpSession &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        const RouterId idA = routerNamed(plan, a)->id;
        const RouterId idB = routerNamed(plan, b)->id;
        for (BgpSession row : plan.sessions())
            if ((row.a == idA && row.b == idB) || (row.a == idB && row.b == idA)) {
                change(row);
                edit.set(row);
            }
    };
}

Damage domain(DomainKind kind, std::function<void(IgpDomain &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        for (IgpDomain row : plan.domains())
            if (row.kind == kind) {
                change(row);
                edit.set(std::move(row));
            }
    };
}

Damage endB(const char *link, std::function<void(Port &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        Port row = *plan.find(plan.find(*linkNamed(plan, link))->b);
        change(row);
        edit.set(std::move(row));
    };
}

Damage router(const char *name, std::function<void(Router &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        Router row = *routerNamed(plan, name);
        change(row);
        edit.set(std::move(row));
    };
}

Damage tracked(std::function<void(TrackedRoute &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        TrackedRoute row = *plan.trackedRoutes().begin();
        change(row);
        edit.set(row);
    };
}

/// A second site on the same CSG and AGGs, with numbers of its own.
void addSite(const Plan &plan, EditBuilder &edit, const std::function<void(AccessService &)> &change)
{
    AccessService row = *plan.services().begin();
    row.name = "Site 2";
    row.vlan = 101;
    row.primary.vcId = 101;
    row.secondary->vcId = 201;
    row.primary.veVlan = row.secondary->veVlan = 101;
    row.gateway = parseIpv6Interface("2001:db8:100:2::1/64").value();
    change(row);
    const AccessServiceId id = edit.add(std::move(row));
    edit.add(TrackedRoute{TrackedRouteId(0), id, PwRole::Primary, plan.vpns().begin()->id, plan.trackedRoutes().begin()->prefix});
}

Damage secondSite(std::function<void(AccessService &)> change)
{
    return [=](const Plan &plan, EditBuilder &edit) { addSite(plan, edit, change); };
}

/// Watched by management pseudowires, of which the first has these numbers and the second the next ones.
void managed(AccessService &service, std::uint32_t vcId, std::uint16_t loopback)
{
    service.watch = PwWatch::Management;
    for (PseudowireEnd *end : {&service.primary, &*service.secondary}) {
        end->adminVcId = vcId++;
        end->adminLoopback = end->aggAdminLoopback = loopback++;
    }
}

/// Both sites changed.
Damage secondSite(std::function<void(AccessService &)> first, std::function<void(AccessService &)> second)
{
    return [=](const Plan &plan, EditBuilder &edit) {
        service(first)(plan, edit);
        addSite(plan, edit, second);
    };
}

struct Case
{
    const char *rule;
    const char *what;
    Damage damage;
    bool repairs;
};

const std::vector<Case> &cases()
{
    static const std::vector<Case> all{
        {"tracking-missing", "no tracked route", [](const Plan &plan, EditBuilder &edit) { edit.remove<TrackedRoute>(plan.trackedRoutes().begin()->id); }, true},
        {"secondary-untracked", "the reference itself", [](const Plan &, EditBuilder &) {}, true},
        {"tracked-prefix-unknown", "nobody has ::99", tracked([](TrackedRoute &t) { t.prefix = Ipv6Prefix::parse("2001:db8:ffff::99/128").value(); }), true},
        {"tracked-several", "both RSGs' loopbacks",
         [](const Plan &plan, EditBuilder &edit) {
             TrackedRoute row = *plan.trackedRoutes().begin();
             row.id = TrackedRouteId(0);
             row.prefix = Ipv6Prefix::parse("2001:db8:ffff::22/128").value();
             edit.add(row);
         },
         false},
        {"tracked-vpn", "another VPN",
         [](const Plan &plan, EditBuilder &edit) {
             const RouteTarget target{65001, 200, false};
             const VpnId other = edit.add(Vpn{VpnId(0), "OTHER", {target}, {target}});
             TrackedRoute row = *plan.trackedRoutes().begin();
             row.vpn = other;
             edit.set(row);
         },
         true},
        {"tracked-aggregate", "the default route", tracked([](TrackedRoute &t) { t.prefix = Ipv6Prefix::parse("::/0").value(); }), false},
        {"release-track", "AGG1 on V800R012C10", router("AGG1", [](Router &r) { r.release = Release::V800R012C10; }), true},
        {"one-igp-domain", "access links in the core process",
         [](const Plan &plan, EditBuilder &edit) {
             const IgpDomainId core = plan.find(*linkNamed(plan, "AGG1--RSG1"))->domain;
             for (Link link : plan.links())
                 if (link.domain != core) {
                     link.domain = core;
                     edit.set(std::move(link));
                 }
         },
         true},
        {"single-homed", "no secondary pseudowire", service([](AccessService &s) { s.secondary.reset(); }), false},
        {"same-agg-twice", "both on AGG1",
         service([](AccessService &s) {
             s.secondary->agg = s.primary.agg;
             s.secondary->veVlan = 101;
         }),
         false},
        {"vc-id-clash", "two sites with VC id 100", secondSite([](AccessService &s) { s.primary.vcId = 100; }), true},
        {"pw-mtu", "1400 on AGG1", service([](AccessService &s) { s.primary.mtu = 1400; }), true},
        {"pw-type", "raw on AGG2", service([](AccessService &s) { s.secondary->encapsulation = Encapsulation::Raw; }), true},
        {"bfd-control-word", "no control word", service([](AccessService &s) { s.controlWord = false; }), true},
        {"pw-bfd", "no BFD", service([](AccessService &s) { s.bfd.reset(); }), true},
        {"management-pw-shared", "two sites, two VC ids to AGG1",
         secondSite([](AccessService &s) { managed(s, 900, 1); },
                    [](AccessService &s) {
                        managed(s, 900, 1);
                        s.primary.adminVcId = 950;
                    }),
         true},
        {"management-pw-clash", "a VC id that the CSG has",
         service([](AccessService &s) {
             managed(s, 900, 1);
             s.secondary->adminVcId = s.primary.vcId; // AGG2 does not have it
         }),
         false},
        {"management-pw-clash", "one LoopBack for both",
         service([](AccessService &s) {
             managed(s, 900, 1);
             s.secondary->adminLoopback = s.primary.adminLoopback;
         }),
         false},
        {"tunnel-bfd-pace", "two paces on AGG1",
         [](const Plan &plan, EditBuilder &edit) {
             service([](AccessService &s) { s.watch = PwWatch::Tunnel; })(plan, edit);
             session("AGG1", "RSG1", [&plan](BgpSession &s) {
                 for (const BfdPolicy &policy : plan.bfdPolicies())
                     if (policy.minTxMs == 50) // the service's has 100 ms
                         s.tunnelBfd = policy.id;
             })(plan, edit);
         },
         false},
        {"tunnel-bfd-link", "AGG1–RSG1 over its link",
         session("AGG1", "RSG1", [](BgpSession &s) {
             s.tunnelBfd = s.bfd;
             s.link = LinkId(4);
         }),
         false},
        {"independent-reroute", "independent with a delay", service([](AccessService &s) { s.redundancy = RedundancyMode::Independent; }), true},
        {"vlan-clash", "two sites with VLAN 100 on AGG1", secondSite([](AccessService &s) { s.primary.veVlan = 100; }), false},
        {"vlan-clash", "two sites with VLAN 100 on the CSG", secondSite([](AccessService &s) { s.vlan = 100; }), false},
        {"gateway-mac", "two MACs in VE group 1 of AGG1",
         secondSite([](AccessService &s) {
             s.gatewayMac = Mac(Mac::Bytes{2, 0, 0x5e, 0, 1, 2});
             s.secondary->veGroup = 2;
         }),
         true},
        {"agg-outside-vpn", "AGG2 not in RAN",
         [](const Plan &plan, EditBuilder &edit) {
             for (const VpnMember &member : plan.vpnMembers())
                 if (member.router == routerNamed(plan, "AGG2")->id)
                     edit.remove<VpnMember>(member.id);
         },
         true},
        {"bgp-bfd-too-fast", "10 ms x 3 on AGG1-RSG1",
         [](const Plan &plan, EditBuilder &edit) {
             const BfdPolicyId fast = edit.add(BfdPolicy{BfdPolicyId(0), "Fast", 10, 10, 3});
             session("AGG1", "RSG1", [fast](BgpSession &s) { s.bfd = fast; })(plan, edit);
         },
         true},
        {"bgp-over-link", "AGG1-RSG1 over its link and nobody reflects",
         [](const Plan &plan, EditBuilder &edit) {
             for (BgpSession row : plan.sessions()) {
                 row.aReflects = row.bReflects = false;
                 if (plan.find(row.a)->name == "AGG1" && plan.find(row.b)->name == "RSG1")
                     row.link = *linkNamed(plan, "AGG1--RSG1");
                 edit.set(row);
             }
         },
         true},
        {"no-route-at-secondary", "RSG1 alone originates and nobody reflects",
         [](const Plan &plan, EditBuilder &edit) {
             for (VpnInterface row : plan.vpnInterfaces())
                 if (row.router == routerNamed(plan, "RSG2")->id) {
                     row.advertised = false;
                     edit.set(std::move(row));
                 }
             for (BgpSession row : plan.sessions()) {
                 row.aReflects = row.bReflects = false;
                 edit.set(row);
             }
         },
         true},
        {"igp-bfd", "none in the access domain", domain(DomainKind::Access, [](IgpDomain &d) { d.bfd.reset(); }), true},
        {"bgp-hold", "9 s", session("AGG1", "RSG1", [](BgpSession &s) { s.keepaliveSeconds = 3, s.holdSeconds = 9; }), true},
        {"rd-duplicate", "AGG2 as AGG1",
         [](const Plan &plan, EditBuilder &edit) {
             for (VpnMember row : plan.vpnMembers())
                 if (row.router == routerNamed(plan, "AGG2")->id) {
                     row.distinguisher = RouteDistinguisher{65001, 11, false};
                     edit.set(row);
                 }
         },
         true},
        {"rt-gap", "imports something else",
         [](const Plan &plan, EditBuilder &edit) {
             Vpn row = *plan.vpns().begin();
             row.importTargets = {RouteTarget{65001, 200, false}};
             edit.set(std::move(row));
         },
         true},
        {"unnumbered", "AGG1 without loopback", router("AGG1", [](Router &r) { r.loopback.reset(); }), true},
        {"address-missing", "RSG1's core LAN",
         [](const Plan &plan, EditBuilder &edit) {
             VpnInterface row = *plan.find(plan.flows().begin()->remote);
             row.address.reset();
             edit.set(std::move(row));
         },
         false},
        {"subnet-mismatch", "another /30 at RSG1", endB("AGG1--RSG1", [](Port &p) { p.address = parseIpv4Interface("10.0.9.2/30").value(); }), true},
        {"address-overlap", "a loopback inside AGG1--RSG1", router("AGG2", [](Router &r) { r.loopback = Ipv4(10, 0, 4, 3); }), false},
        {"address-overlap", "the far end of AGG1--RSG1 inside another link's subnet",
         endB("AGG1--RSG1", [](Port &p) { p.address = parseIpv4Interface("10.0.5.3/30").value(); }), false},
        {"address-overlap", "a port without a link inside AGG1--RSG1",
         [](const Plan &plan, EditBuilder &edit) {
             edit.add(Port{PortId(0), routerNamed(plan, "RSG2")->id, "100GE0/1/9", "", 1500, parseIpv4Interface("10.0.4.3/30").value()});
         },
         false},
        {"gateway-overlap", "a second site inside the first one's network", secondSite([](AccessService &s) { s.gateway = parseIpv6Interface("2001:db8:100:1::2/64").value(); }),
         false},
        {"gateway-mac", "a MAC that one AGG's group could take and the other's could not",
         [](const Plan &plan, EditBuilder &edit) {
             // Site 2 shares AGG1's group with site 1, and AGG2's second group with site 3.
             addSite(plan, edit, [](AccessService &s) {
                 s.gatewayMac = Mac::parse("0200-5e00-0202").value();
                 s.secondary->veGroup = 2;
             });
             addSite(plan, edit, [](AccessService &s) {
                 s.name = "Site 3";
                 s.vlan = 103;
                 s.primary.vcId = 103;
                 s.secondary->vcId = 203;
                 s.primary.veGroup = s.secondary->veGroup = 2;
                 s.primary.veVlan = s.secondary->veVlan = 103;
                 s.gateway = parseIpv6Interface("2001:db8:100:3::1/64").value();
                 s.gatewayMac = Mac::parse("0200-5e00-0202").value();
             });
         },
         false},
        {"vc-id-clash", "no VC id is above the one that stands twice", secondSite([](AccessService &s) { s.primary.vcId = s.secondary->vcId = 4294967295U; }), false},
        {"port-mtu", "9000 at RSG1", endB("AGG1--RSG1", [](Port &p) { p.mtu = 9000; }), true},
        {"no-link", "a router alone",
         [](const Plan &, EditBuilder &edit) { edit.add(Router{RouterId(0), "P1", Role::P, "", Release::V800R022C00, Ipv4(10, 255, 0, 31)}); }, false},
        {"process-clash", "access and core both process 1", domain(DomainKind::Access, [](IgpDomain &d) { d.process = 1; }), false},
    };
    return all;
}

std::vector<Finding> of(const std::vector<Finding> &findings, std::string_view rule)
{
    std::vector<Finding> picked;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(picked), [rule](const Finding &finding) { return finding.rule == rule; });
    return picked;
}

std::set<std::pair<std::string, std::string>> errors(const std::vector<Finding> &findings)
{
    std::set<std::pair<std::string, std::string>> all;
    for (const Finding &finding : findings)
        if (finding.severity == Severity::Error)
            all.emplace(finding.rule, finding.text);
    return all;
}

} // namespace

class TestCheck final : public QObject
{
    Q_OBJECT

private slots:
    /// Advice only. AGG2 does not track (protocols.md section 3.5, rows bc and bd); RSG1-RSG2 has no BFD (vrp.md section 11).
    void theReferenceHasTwoAdvices()
    {
        const auto findings = checkPlan(referencePlan());
        QStringList keys;
        for (const Finding &finding : findings) {
            keys << QString::fromUtf8(finding.rule.data(), static_cast<int>(finding.rule.size()));
            QCOMPARE(finding.severity, Severity::Advice);
        }
        QCOMPARE(keys, (QStringList{QStringLiteral("secondary-untracked"), QStringLiteral("bgp-bfd")}));
    }

    void blanksAreCounted()
    {
        const auto blank = [](std::vector<const char *> names) {
            return damaged(referencePlan(), [names](const Plan &plan, EditBuilder &edit) {
                for (const char *name : names)
                    router(name, [](Router &r) { r.loopback.reset(); })(plan, edit);
            });
        };
        const auto text = [](const Plan &plan) { return QString::fromStdString(of(checkPlan(plan), "unnumbered").at(0).text); };
        QCOMPARE(text(blank({"AGG1"})), QStringLiteral("AGG1 has values that are still blank; its configuration is incomplete."));
        QCOMPARE(text(blank({"AGG1", "RSG1", "RSG2"})), QStringLiteral("AGG1 and 2 more have values that are still blank; their configurations are incomplete."));
    }

    void aBrokenPlanGetsExactlyOneFindingOfItsRule_data() { addCases(); }
    void aBrokenPlanGetsExactlyOneFindingOfItsRule()
    {
        QFETCH(std::size_t, at);
        const Case &one = cases()[at];
        const auto found = of(checkPlan(damaged(referencePlan(), one.damage)), one.rule);
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(!found.front().objects.empty());
        QVERIFY(found.front().text.ends_with('.'));
        QCOMPARE(found.front().repair.has_value(), one.repairs);
    }

    void aRepairRemovesTheFindingAndBringsNoError_data() { addCases(); }
    void aRepairRemovesTheFindingAndBringsNoError()
    {
        QFETCH(std::size_t, at);
        const Case &one = cases()[at];
        if (!one.repairs)
            QSKIP("this rule has no repair");
        const Plan broken = damaged(referencePlan(), one.damage);
        const auto before = checkPlan(broken);
        const auto found = of(before, one.rule);
        QVERIFY(!found.empty() && found.front().repair);
        QVERIFY(!found.front().repair->label.empty());
        const Result<Plan> repaired = broken.with(*found.front().repair);
        QVERIFY2(repaired, repaired ? "" : repaired.error().detail.c_str());
        const auto after = checkPlan(*repaired);
        QVERIFY(of(after, one.rule).empty());
        const auto old = errors(before);
        for (const auto &error : errors(after))
            QVERIFY2(old.contains(error), (error.first + ": " + error.second).c_str());
    }

    void everyRuleIsTriedAndNamedOnce()
    {
        std::set<std::string_view> tried{"bgp-bfd"}; // by the reference itself
        for (const Case &one : cases())
            tried.insert(one.rule);
        std::set<std::string_view> keys;
        for (const Rule &rule : rules()) {
            QVERIFY2(keys.insert(rule.key).second, rule.key.data());
            QVERIFY2(tried.contains(rule.key), rule.key.data());
            QVERIFY(!rule.summary.empty() && !rule.source.empty());
        }
        QVERIFY(keys.size() >= 15);
    }

    /// A repair that would need a release the router does not have is not offered.
    void trackingIsNotOfferedToAReleaseWithoutIt()
    {
        const Plan plan = damaged(referencePlan(), [](const Plan &reference, EditBuilder &edit) {
            edit.remove<TrackedRoute>(reference.trackedRoutes().begin()->id);
            router("AGG1", [](Router &r) { r.release = Release::V800R012C10; })(reference, edit);
        });
        const auto found = of(checkPlan(plan), "tracking-missing");
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(!found.front().repair);
    }

    /// Models D and B of protocols.md section 3.5: AGG2 passes the route on, so no single link takes it from AGG1.
    void sessionsOverLinksAreFineWhereAnotherWayIsLeft()
    {
        const auto overLinks = [](const char *only, std::optional<std::uint32_t> as) {
            return damaged(referencePlan(), [&](const Plan &plan, EditBuilder &edit) {
                for (BgpSession row : plan.sessions())
                    if (plan.find(row.a)->name == only) {
                        row.link = *linkNamed(plan, plan.find(row.a)->name + "--" + plan.find(row.b)->name);
                        row.aReflects = row.bReflects = !as;
                        edit.set(row);
                    }
                for (const char *name : {"RSG1", "RSG2"})
                    router(name, [&](Router &r) { r.asNumber = as; })(plan, edit);
            });
        };
        QVERIFY(of(checkPlan(overLinks("AGG1", std::nullopt)), "bgp-over-link").empty());
        QVERIFY(of(checkPlan(overLinks("AGG1", 65002)), "bgp-over-link").empty());
    }

    /// eBGP needs no reflection, and goes through no AS twice.
    void routesPassBetweenAsesWithoutReflection()
    {
        const auto plan = [](std::uint32_t ofAggs, std::uint32_t ofRsgs) {
            return damaged(referencePlan(), [&](const Plan &reference, EditBuilder &edit) {
                for (BgpSession row : reference.sessions()) {
                    row.aReflects = row.bReflects = false;
                    edit.set(row);
                    if (reference.find(row.a)->name == "AGG2" && reference.find(row.b)->name == "RSG2")
                        edit.remove<BgpSession>(row.id);
                }
                for (const auto &[name, as] : {std::pair{"AGG1", ofAggs}, std::pair{"AGG2", ofAggs}, std::pair{"RSG1", ofRsgs}, std::pair{"RSG2", ofRsgs}})
                    router(name, [as = as](Router &r) { r.asNumber = as; })(reference, edit);
            });
        };
        QVERIFY(!of(checkPlan(plan(65001, 65001)), "no-route-at-secondary").empty());
        QVERIFY(of(checkPlan(plan(65001, 65002)), "no-route-at-secondary").empty());
    }

    void theSamePlanGetsTheSameFindings()
    {
        const Plan plan = *backhaulPlan({.sites = 100, .tracking = false});
        const auto one = checkPlan(plan);
        const auto two = checkPlan(plan);
        QCOMPARE(one.size(), two.size());
        for (std::size_t i = 0; i < one.size(); ++i) {
            QCOMPARE(one[i].text, two[i].text);
            QVERIFY(one[i].objects == two[i].objects && one[i].repair == two[i].repair);
        }
    }

    void bundledBackhaulsHaveNoError()
    {
        for (const AccessShape access : {AccessShape::Rings, AccessShape::DualHomed}) {
            const auto found = checkPlan(*backhaulPlan({.sites = 400, .access = access}));
            for (const auto &error : errors(found))
                QFAIL((error.first + ": " + error.second).c_str());
        }
    }

    /// Ten times the sites may not take a hundred times as long; 40 leaves room for a busy machine.
    void timeGrowsWithThePlan()
    {
        const auto timed = [](std::uint32_t sites) {
            const Plan plan = *backhaulPlan({.sites = sites});
            const auto start = std::chrono::steady_clock::now();
            const auto findings = checkPlan(plan);
            const auto spent = std::chrono::steady_clock::now() - start;
            qInfo("%u sites: %zu findings in %lld ms", sites, findings.size(),
                  static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
            return spent;
        };
        const auto small = timed(2'000);
        QVERIFY(timed(20'000) < 40 * small + std::chrono::milliseconds(200));
    }

private:
    static void addCases()
    {
        QTest::addColumn<std::size_t>("at");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow((std::string(cases()[i].rule) + ": " + cases()[i].what).c_str()) << i;
    }
};

QTEST_GUILESS_MAIN(TestCheck)
#include "tst_check.moc"
