// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/event_words.h"

#include "model/report/report_json.h"

#include <algorithm>
#include <array>

namespace sidestep::report {

namespace {

using engine::Event;
using engine::Layer;

struct WordRow
{
    Layer layer;
    std::string_view what;
    std::string_view pattern; ///< {0}: the router, {1}: the subject, {2}: the pseudowire
    bool told = true;
};

constexpr std::array kWords{
    WordRow{Layer::Link, "link-cut", "{1} is cut"},
    WordRow{Layer::Link, "link-silent", "{1} goes silent: light stays, frames are lost"},
    WordRow{Layer::Link, "one-way-ab", "{1} carries frames one way only"},
    WordRow{Layer::Link, "one-way-ba", "{1} carries frames one way only"},
    WordRow{Layer::Link, "link-grey", "{1} loses a share of the frames"},
    WordRow{Layer::Link, "link-restored", "{1} is repaired"},
    WordRow{Layer::Link, "port-down", "An operator shuts {0}'s port of {1}"},
    WordRow{Layer::Link, "port-up", "An operator opens {0}'s port of {1} again"},
    WordRow{Layer::Link, "router-off", "{1} loses power"},
    WordRow{Layer::Link, "router-restart", "{1} restarts"},
    WordRow{Layer::Link, "router-on", "{1} is back"},
    WordRow{Layer::Link, "control-plane-restart", "{1} restarts its control plane"},
    WordRow{Layer::Link, "control-plane-back", "The control plane of {1} is back"},
    WordRow{Layer::Link, "drain", "An operator drains {1}"},
    WordRow{Layer::Link, "drain-ends", "The drain of {1} ends"},
    WordRow{Layer::Link, "attachment-down", "The attachment circuit of {1} goes down"},
    WordRow{Layer::Link, "attachment-up", "The attachment circuit of {1} is up again"},
    WordRow{Layer::Link, "link-down", "{0} sees {1} go dark"},
    WordRow{Layer::Link, "link-up", "{0} sees light on {1} again"},
    WordRow{Layer::Link, "flap-held", "{0} holds its flapping port of {1} down", false},
    WordRow{Layer::Link, "flap-released", "{0} lets its port of {1} go", false},
    WordRow{Layer::Bfd, "session-down", "BFD at {0} gives up {1}"},
    WordRow{Layer::Bfd, "session-up", "BFD at {0} is up again: {1}"},
    WordRow{Layer::Bfd, "false-alarm", "BFD at {0} raises a false alarm on {1}"},
    WordRow{Layer::Isis, "adjacency-down", "IS-IS at {0} drops {1}"},
    WordRow{Layer::Isis, "adjacency-up", "IS-IS at {0} has {1} again"},
    WordRow{Layer::Isis, "route-down", "{0} loses its {1}"},
    WordRow{Layer::Isis, "route-up", "{0} finds a {1}"},
    WordRow{Layer::Isis, "lsp-originated", "{0} sends a new LSP into {1}", false},
    WordRow{Layer::Isis, "lsp-received", "{0} gets a new LSP in {1}", false},
    WordRow{Layer::Isis, "spf-run", "{0} computes the paths of {1}", false},
    WordRow{Layer::Isis, "route-changed", "{0} installs new routes of {1}", false},
    WordRow{Layer::Isis, "equal-cost-switch", "{0} leaves {1} for links of equal cost", false},
    WordRow{Layer::Ospf, "adjacency-down", "OSPF at {0} drops {1}"},
    WordRow{Layer::Ospf, "adjacency-up", "OSPF at {0} has {1} again"},
    WordRow{Layer::Ospf, "route-down", "{0} loses its {1}"},
    WordRow{Layer::Ospf, "route-up", "{0} finds a {1}"},
    WordRow{Layer::Ospf, "lsa-originated", "{0} sends a new LSA into {1}", false},
    WordRow{Layer::Ospf, "lsa-received", "{0} gets a new LSA in {1}", false},
    WordRow{Layer::Ospf, "lsa-discarded", "{0} does not take a new LSA in {1}", false},
    WordRow{Layer::Ospf, "spf-run", "{0} computes the paths of {1}", false},
    WordRow{Layer::Ospf, "route-changed", "{0} installs new routes of {1}", false},
    WordRow{Layer::Ospf, "equal-cost-switch", "{0} leaves {1} for links of equal cost", false},
    WordRow{Layer::Ldp, "status-received", "{0} hears of the pseudowire's new status"},
    WordRow{Layer::Ldp, "session-down", "{0} closes its LDP session {1}"},
    WordRow{Layer::Ldp, "session-up", "{0} has its LDP session {1} again", false},
    WordRow{Layer::Ldp, "status-sent", "{0} sends the status of {1}", false},
    WordRow{Layer::Ldp, "session-reset", "An operator resets the LDP session {1}", false},
    WordRow{Layer::Ldp, "label-removed", "{0} takes back the label of {1}", false},
    WordRow{Layer::Ldp, "label-offered", "{0} offers a label for {1} again", false},
    WordRow{Layer::Ldp, "mtu-changed", "The MTU of {1} changes on {0}", false},
    WordRow{Layer::Ldp, "mtu-restored", "The MTU of {1} on {0} is as planned again", false},
    WordRow{Layer::Bgp, "session-down", "BGP session {1} ends at {0}"},
    WordRow{Layer::Bgp, "session-up", "BGP session {1} is up at {0}"},
    WordRow{Layer::Bgp, "session-reset", "An operator resets the BGP session {1}", false},
    WordRow{Layer::Bgp, "import-removed", "VPN {1} on {0} imports no routes any more", false},
    WordRow{Layer::Bgp, "import-restored", "VPN {1} on {0} imports routes again", false},
    WordRow{Layer::Bgp, "prefix-withdrawn", "{0} no longer announces {1}", false},
    WordRow{Layer::Bgp, "prefix-announced", "{0} announces {1} again", false},
    WordRow{Layer::Bgp, "next-hop-lost", "{0} loses the {1}", false},
    WordRow{Layer::Bgp, "next-hop-found", "{0} finds the {1}", false},
    WordRow{Layer::Bgp, "next-hop-changed", "{0} reaches the {1} another way", false},
    WordRow{Layer::Bgp, "update-received", "{0} gets an update over {1}", false},
    WordRow{Layer::Bgp, "path-chosen", "{0} chooses its {1} anew", false},
    WordRow{Layer::Bgp, "paths-removed", "{0} holds no path to {1} any more", false},
    WordRow{Layer::Bgp, "neighbour-restarts", "{0} keeps the paths of {1} while the neighbour restarts", false},
    WordRow{Layer::Bgp, "stale-removed", "{0} removes paths of {1} that were not sent again"},
    WordRow{Layer::Bgp, "selection-deferred", "{0} is back and waits for its neighbours' paths"},
    WordRow{Layer::Bgp, "selection-begins", "{0} chooses paths again"},
    WordRow{Layer::VpnRoute, "route-down", "{0} loses the route {1}"},
    WordRow{Layer::VpnRoute, "route-up", "{0} has the route {1} again"},
    WordRow{Layer::VpnRoute, "route-changed", "{0} changes the route {1}"},
    WordRow{Layer::Track, "track-down", "Tracking on {0} sets {1} not forwarding"},
    WordRow{Layer::Track, "track-up", "Tracking on {0} sets {1} forwarding again"},
    WordRow{Layer::Pw, "pw-down", "{0} takes {1} down"},
    WordRow{Layer::Pw, "pw-up", "{0} has {1} again"},
    WordRow{Layer::Redundancy, "switchover", "{0} moves traffic to {2}"},
    WordRow{Layer::Redundancy, "revert", "{0} returns to {2}"},
    WordRow{Layer::Redundancy, "holdoff-over", "{0} has waited for PW1 to come back", false},
    WordRow{Layer::Redundancy, "wtr-started", "{0} waits before it returns to PW1"},
    WordRow{Layer::Redundancy, "wtr-cancelled", "{0} no longer waits to return to PW1", false},
    WordRow{Layer::Redundancy, "resume-started", "{0} tells the far end of PW2 of a fault"},
    WordRow{Layer::Redundancy, "resume-over", "{0} tells the far end of PW2 that the fault is over", false},
    WordRow{Layer::Redundancy, "no-pw", "{0} has no pseudowire left"},
    WordRow{Layer::Redundancy, "manual-switch", "An operator moves {1} to PW2", false},
    WordRow{Layer::Redundancy, "manual-switch-ends", "The operator's switch of {1} ends", false},
    WordRow{Layer::Forwarding, "loss-begins", "{1} begins to be lost", false},
    WordRow{Layer::Forwarding, "loss-ends", "{1} arrives again", false},
    WordRow{Layer::Forwarding, "loss-share", "A share of {1} is lost", false},
    WordRow{Layer::Forwarding, "path-changed", "{1} takes another way", false},
};

} // namespace

std::string pseudowireName(plan::PwRole pw)
{
    return pw == plan::PwRole::Primary ? "PW1" : "PW2";
}

EventWords wordsOf(const plan::Plan &plan, const Event &event, const std::string &subject)
{
    const auto row
        = std::find_if(kWords.begin(), kWords.end(), [&](const WordRow &one) { return one.layer == event.layer && one.what == event.what; });
    const std::string_view pattern = row == kWords.end() ? std::string_view("{1} changes at {0}") : row->pattern;
    return {{pattern, {routerName(plan, event.device), subject, event.pw ? pseudowireName(*event.pw) : std::string("no pseudowire")}}, row != kWords.end() && row->told};
}

std::string Phrase::english() const
{
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' && pattern[at + 1] >= '0' && pattern[at + 1] <= '9') {
            const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
            if (index < values.size())
                text += values[index];
            at += 2;
        } else {
            text += pattern[at];
        }
    }
    return text;
}

} // namespace sidestep::report
