// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

#include <array>
#include <vector>

namespace sidestep::engine {

struct RouterSnapshot;
struct Stack;

/// Pseudowire status (RFC 4447, RFC 8077 section 5.4) and the CSG's choice between two (RFC 6718; `protocols.md` section 2.6).
/// End 0 is the CSG, end 1 the AGG.
class Pseudowires
{
public:
    static constexpr int kNotForwarding = 0x01; ///< PW status bits
    static constexpr int kAttachmentFault = 0x02 | 0x04;
    static constexpr int kPsnIngressFault = 0x08;
    static constexpr int kPsnEgressFault = 0x10;
    static constexpr int kStandby = 0x20;
    // Not status bits, but what the label mapping itself says: there is none, or its MTU is another (RFC 8077 sections 5.4.1, 6.1).
    static constexpr int kWithdrawn = 0x100;
    static constexpr int kMtuDiffers = 0x200;
    static constexpr std::uint32_t kDegradeCost = 30; ///< `direct-route ipv6 track pw-state degrade-cost` (`vrp.md` section 5)

    Pseudowires(Context &context, Stack &stack);

    void onStatus(int pw, int end, int status, EventId cause);
    void onSwitch(int service, bool held, EventId cause); ///< `held`: the hold-off is over, and the forwarding entry is to be written
    void onWaitToRestore(int service, EventId cause);
    void onResume(int service, EventId cause);

    void changed(int pw, int end, EventId cause);      ///< something that the end's view rests on
    void sessionChanged(int ldpSession, int end, EventId cause);
    void pathsChanged(int node, EventId cause);        ///< routes or labels of the node
    void attachment(int service, bool up);             ///< the base station's circuit
    void force(int service, bool toSecondary);         ///< manual switch, and its end
    void misconfigure(int pw, int what);               ///< on the AGG: kWithdrawn, kMtuDiffers, or 0: as planned again
    void preferenceChanged(int agg, EventId cause);    ///< traffic is being moved off it, or no longer
    void powerOff(int node, EventId cause);
    void powerOn(int node, EventId cause);
    bool settle(); ///< true: something moved
    void resume(); ///< in a design that never settles: what is still due happens in the run

    [[nodiscard]] bool usable(int pw, int end) const { return m_pws[at(pw)].usable[at(end)]; }
    /// The pseudowire the CSG sends on, -1: none.
    [[nodiscard]] int active(int service) const;
    [[nodiscard]] bool attached(int service) const { return m_services[at(service)].attached; }
    /// The AGG has been told that the CSG does not send here.
    [[nodiscard]] bool standbyAtAgg(int pw) const { return (m_pws[at(pw)].received[1] & kStandby) != 0; }
    void appendInitial(std::vector<Event> &list) const;
    void tellStatuses(int pw, SimTime time, EventId cause) const; ///< to whoever watches the wire: as both ends have sent them
    void appendTo(RouterSnapshot &snapshot, int node) const;

private:
    struct PwState
    {
        std::array<bool, 2> usable{true, true};
        std::array<int, 2> received{}; ///< status last received by the end
        std::array<int, 2> sent{};     ///< status last sent by the end
        int misconfigured = 0;         ///< at the AGG
    };
    struct ServiceState
    {
        int active = 0;   ///< 0 primary, 1 secondary, -1 none
        int target = 0;   ///< what the hardware is being set to
        bool restoring = false;
        bool calledFaulty = false; ///< PW2, to its far end, for a while after a return to PW1
        bool attached = true;
        bool forced = false; ///< an operator wants the secondary
        EventQueue::Slot switchSlot = 0, restoreSlot = 0, resumeSlot = 0;
    };

    [[nodiscard]] bool computeUsable(int pw, int end, std::string *why) const;
    [[nodiscard]] int ownStatus(int pw, int end) const;
    void announce(int pw, int end, EventId cause, bool always);
    void updateGateway(int pw, EventId cause);
    void choose(int service, EventId cause);
    [[nodiscard]] bool unwanted(int service, int role) const;
    [[nodiscard]] int wantedRole(int service) const;
    void switchTo(int service, int role, EventId cause, SimDuration holdOff = {});
    void stopRestoring(int service, const char *why, EventId cause);
    void callSecondaryFaulty(int service, EventId cause);
    void stopCallingFaulty(int service);

    Context &m_context;
    Stack &m_stack;
    std::vector<PwState> m_pws;
    std::vector<ServiceState> m_services;
};

} // namespace sidestep::engine
