// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/peering_models.h"

#include "model/plan/templates.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>

namespace sidestep::test {

using namespace plan;

namespace {

class Model
{
public:
    explicit Model(Peering model) : m_model(model) {}

    Plan build()
    {
        if (m_model != Peering::A)
            for (const BgpSession &session : m_plan.sessions())
                addSession(session);
        if (betweenAs())
            for (const char *name : {"RSG1", "RSG2"}) {
                Router router = *routerNamed(m_plan, name);
                router.asNumber = 65002;
                m_edit.set(router);
            }
        if (m_model == Peering::BApart)
            partIgps();
        originate("RSG1", 1);
        if (m_model == Peering::EBetweenAs || m_model == Peering::EReflect)
            originate("RSG2", 2);
        const Result<Plan> plan = m_plan.with(m_edit.take());
        if (!plan) {
            fmt::print(stderr, "peering model refused: {}\n", plan.error().detail);
            std::abort();
        }
        return *plan;
    }

private:
    [[nodiscard]] bool betweenAs() const { return m_model == Peering::B || m_model == Peering::BApart || m_model == Peering::EBetweenAs; }
    [[nodiscard]] bool reflecting() const { return m_model == Peering::DReflect || m_model == Peering::DNextHop || m_model == Peering::EReflect; }

    void addSession(BgpSession session)
    {
        const auto reflector = [&](RouterId router) {
            const std::string &name = m_plan.find(router)->name;
            return reflecting() && (name == "RSG2" || name == "AGG2");
        };
        session.aReflects = reflector(session.a);
        session.bReflects = reflector(session.b);
        session.aNextHopSelf = m_model == Peering::DNextHop && session.aReflects;
        session.bNextHopSelf = m_model == Peering::DNextHop && session.bReflects;
        const bool upwards = m_plan.find(session.a)->role != m_plan.find(session.b)->role;
        if (m_model == Peering::C || m_model == Peering::DNextHop || (betweenAs() && upwards))
            session.link = *linkNamed(m_plan, m_plan.find(session.a)->name + "--" + m_plan.find(session.b)->name);
        session.bfd.reset();
        m_edit.set(session);
    }

    void partIgps()
    {
        for (const auto &[name, process] : {std::pair{"AGG1--RSG1", 11u}, std::pair{"AGG2--RSG2", 12u}, std::pair{"RSG1--RSG2", 13u}}) {
            Link link = *m_plan.find(*linkNamed(m_plan, name));
            IgpDomain domain = *m_plan.find(link.domain);
            domain.name = name;
            domain.process = process;
            link.domain = m_edit.add(domain);
            m_edit.set(link);
        }
    }

    void originate(const char *router, std::uint8_t host)
    {
        VpnInterface row{VpnInterfaceId(0), m_plan.vpns().begin()->id, routerNamed(m_plan, router)->id, std::nullopt, 9, {}, std::nullopt, true};
        row.address = Ipv6Interface{peeringPrefix().address().plus(host), 64};
        m_edit.add(row);
    }

    const Peering m_model;
    const Plan m_plan = referencePlan();
    EditBuilder m_edit{m_plan, "peering model"};
};

} // namespace

Ipv6Prefix peeringPrefix()
{
    return *Ipv6Prefix::parse("2001:db8:300::/64");
}

Plan peeringPlan(Peering model)
{
    return Model(model).build();
}

} // namespace sidestep::test
