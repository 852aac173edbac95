#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether several builds of sidestep-cli give the same bytes.

usage: same_bytes.py PROGRAM PROGRAM...

Each program makes the same plans, fails the same things in them in every way there is, and writes timelines, explanations,
captures, findings and configurations. The first program's output is what the others' is compared with. Exit code 1: an output
differs, or a program does not end as the first does; what a sanitizer says is printed.
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile

REFERENCE = ["new", "--sites", "1"]
RING = ["new", "--sites", "12", "--rings", "--sites-per-ring", "6", "--rings-per-pair", "1", "--aggs-per-ring", "2"]
PLANS = {
    "reference": REFERENCE,
    "reference-ospf": REFERENCE + ["--igp", "ospf"],
    "ring": RING,
    "ring-ospf": RING + ["--igp", "ospf"],
    "dual-homed": ["new", "--sites", "8", "--dual-homed"],
}

# Made from the reference network's text, with what `new` does not give.
CHANGED = {
    "reference-managed": {
        "services": {"redundancy": "frr", "bfd_watch": "management"},
        "primary": {"admin_vc_id": 900, "admin_loopback": 1, "agg_admin_loopback": 1},
        "secondary": {"admin_vc_id": 901, "admin_loopback": 2, "agg_admin_loopback": 1},
    },
    "reference-tunnels": {"services": {"bfd_watch": "tunnel"}, "bgp_sessions": {"tunnel_bfd": 2}},
}

# Of the reference network: every kind of failure (`sidestep-cli simulate --help`).
FAILURES = [
    ["AGG1--RSG1@1s", "AGG1--AGG2@1s"],
    ["CSG--AGG1@1s,silent"],
    ["AGG1--RSG1@1s,one-way:AGG1>RSG1"],
    ["AGG1--RSG1@1s,grey:30"],
    ["AGG1--RSG1@1s,down:AGG1"],
    ["AGG1--RSG1@1s,bfd-down"],
    ["AGG1--RSG1@1s,flap:200msx20"],
    ["AGG1@1s"],
    ["AGG1@1s,restart"],
    ["AGG1@1s,graceful-restart"],
    ["AGG1@1s,graceful-restart", "AGG1--RSG1@5s", "AGG1--AGG2@5s"],
    ["AGG1@1s,drain"],
    ["RSG1@1s"],
    ["bgp:AGG1--RSG1@1s"],
    ["bgp:AGG1--RSG1@1s,bfd-down"],
    ["service:Site 1@1s"],
    ["ac:Site 1@1s"],
    ["pw1:Site 1@1s"],
    ["pw1:Site 1@1s,mtu-mismatch"],
    ["pw1:Site 1@1s,bfd-down"],
    ["pw1:Site 1@1s,reset"],
    ["vpn:AGG1:RAN@1s"],
    ["prefix:2001:db8:ffff::21/128@1s"],
    ["card:AGG1:0/1@1s"],
]
# Of any plan: its first routers and links by name.
SWEEPS = [["--phase", "best"], ["--phase", "worst"], ["--seed", "7"], ["--profile", "frr-8.4"], ["--profile", "vrp8-fast"]]


def run(program, arguments, folder):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=1200)
    if b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
        print(f"{program} {' '.join(arguments)}:\n{done.stderr.decode(errors='replace')}")
    return done


def router_names(program, plan, folder):
    import json

    rows = json.loads(run(program, ["dump", plan], folder).stdout)["routers"]
    return [row["name"] for row in rows if row["role"] in ("AGG", "RSG")][:4]


def change(program, folder, name):
    """Arguments that make the plan of CHANGED."""
    import json

    text = json.loads(run(program, ["dump", "reference.sidestep"], folder).stdout)
    for table, fields in CHANGED[name].items():
        if table in text:
            for row in text[table]:
                row.update(fields)
        else:
            text["services"][0][table].update(fields)
    (folder / f"{name}.json").write_text(json.dumps(text))
    return ["load", f"{name}.json"]


def outputs(program, folder):
    """(what was asked, digest of exit code and every byte written), in a fixed order."""
    for name in [*PLANS, *CHANGED]:
        plan = f"{name}.sidestep"
        recipe = PLANS.get(name) or change(program, folder, name)
        made = run(program, [*recipe, "-o", plan], folder)
        if made.returncode != 0:
            sys.exit(f"{program} does not make {name}: {made.stderr.decode(errors='replace')}")
        yield f"make {name}", made.returncode
        asked = [["dump", plan], ["check", plan, "--format", "json"], ["parameters", plan, "--format", "json"]]
        if name.startswith("reference"):
            failures = FAILURES
        else:
            failures = [[f"{router}@1s"] for router in router_names(program, plan, folder)]
        for failure in failures:
            what = [word for target in failure for word in ("--fail", target)]
            asked.append(["simulate", plan, *what, "--format", "json"])
            asked.append(["explain", plan, *what])
            for sweep in SWEEPS if failure is failures[0] else []:
                asked.append(["simulate", plan, *what, *sweep, "--format", "json"])
            asked.append(["simulate", plan, *what, "--format", "pcapng", "--packets", "all" if failure is failures[0] else "deciding",
                          "--until", "3s", "-o", "capture.pcapng"])
        asked.append(["config", plan, "-o", f"{name}-configs"])
        for arguments in asked:
            done = run(program, arguments, folder)
            digest = hashlib.sha256(done.returncode.to_bytes(2, "little", signed=True) + done.stdout)
            for written in sorted([*folder.glob("*.pcapng"), *folder.glob("*-configs/*")]):
                digest.update(written.name.encode() + written.read_bytes())
            yield " ".join(arguments), digest.hexdigest()


def main(programs):
    found = []
    for program in programs:
        with tempfile.TemporaryDirectory() as folder:
            found.append(dict(outputs(str(pathlib.Path(program).resolve()), pathlib.Path(folder))))
        print(f"{program}: {len(found[-1])} outputs", flush=True)
    differing = 0
    for program, one in zip(programs[1:], found[1:]):
        for asked, digest in found[0].items():
            if one.get(asked) != digest:
                differing += 1
                print(f"differs from {programs[0]}: {program} {asked}")
    print("the same bytes" if differing == 0 else f"{differing} outputs differ")
    return 1 if differing else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
