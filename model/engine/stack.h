// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/flows.h"
#include "model/engine/forwarding.h"
#include "model/engine/protocols/bfd.h"
#include "model/engine/protocols/bgp.h"
#include "model/engine/protocols/faults.h"
#include "model/engine/protocols/ldp.h"
#include "model/engine/protocols/link.h"
#include "model/engine/protocols/link_state.h"
#include "model/engine/protocols/pseudowire.h"
#include "model/engine/protocols/tracking.h"
#include "model/engine/protocols/transport.h"

namespace sidestep::engine {

/// The protocols of one run, in pipeline order. Each calls what stands below it when something changed, and reads what
/// stands above it; the only way back up is a message or a timer, through the queue.
struct Stack
{
    explicit Stack(Context &context);
    Stack(const Stack &) = delete;
    Stack &operator=(const Stack &) = delete;

    /// Routes of the node, or the labels they are used with, are others.
    void pathsChanged(int node, EventId cause);

    Faults faults;
    Links links;
    Bfd bfd;
    LinkState igp;
    Ldp ldp;
    Transport transport;
    Bgp bgp;
    Tracking tracking;
    Pseudowires pseudowires;
    Forwarding forwarding;
    Flows flows;
};

} // namespace sidestep::engine
