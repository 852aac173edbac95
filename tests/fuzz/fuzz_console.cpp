// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/session.h"
#include "model/config/reader.h"
#include "tests/fuzz/fuzz.h"

using namespace sidestep;
using namespace sidestep::config;

namespace {

constexpr std::string_view kRunning = "sysname AGG1\n#\nip vpn-instance RAN\n ipv6-family\n  route-distinguisher 65001:11\n#\nmpls lsr-id 10.255.0.11\n#\nmpls\n#\nmpls l2vpn\n#\n"
                                      "interface Virtual-Ethernet0/2/0\n ve-group 1 l2-terminate\n#\ninterface Virtual-Ethernet0/2/0.100\n vlan-type dot1q 100\n"
                                      " mpls l2vc 10.255.0.1 100 control-word\n#\nbgp 65001\n peer 10.255.0.12 as-number 65001\n#\nreturn\n";

} // namespace

/// Lines typed on a router. A line that ends in '?' asks for help, one that ends in a tab for completion, one that begins with '~' lets
/// an hour go by.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::size_t commits = 0;
    ConsoleHooks hooks;
    hooks.commit = [&commits](const ConfigTree &candidate) -> Result<void> {
        fuzz::require(toText(readConfig(toText(candidate))) == toText(candidate), "what is committed reads back as itself");
        if (++commits % 3 == 0)
            return failure(ErrorCode::Conflict, "the plan refuses");
        return {};
    };
    hooks.display = [](const vrp::Match &) { return std::optional<std::string>("shown\n"); };
    ConsoleSession session("AGG1", readConfig(kRunning), hooks);
    ConsoleSession::Time now{};
    std::string_view text = fuzz::textOf(data, size);
    for (int lines = 0; !text.empty() && !session.isClosed() && lines < 400; ++lines) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        now += std::chrono::seconds(line.starts_with('~') ? 3600 : 1);
        static_cast<void>(session.elapse(now));
        if (line.ends_with('?')) {
            static_cast<void>(session.help(line.substr(0, line.size() - 1)));
        } else if (line.ends_with('\t')) {
            const ConsoleCompletion done = session.complete(line.substr(0, line.size() - 1), line.size() - 1);
            fuzz::require(done.cursor <= done.line.size(), "the cursor stays in the line");
        } else {
            const ConsoleReply reply = session.enter(line, now);
            fuzz::require(reply.text.empty() || reply.text.ends_with('\n'), "answers are whole lines");
        }
        fuzz::require(!session.prompt().empty() && session.prompt().find('\n') == std::string::npos, "a prompt is one line");
    }
    static_cast<void>(session.close(now));
    return 0;
}
