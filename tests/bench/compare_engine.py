#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares Sidestep's event kernel with other schedulers of events, in one run.

compare_engine.py BENCH_ENGINE [NS3_EVENTS] [--rounds N]

BENCH_ENGINE is this folder's benchmark, release preset; it brings the bare 4-ary heap and the standard queue along. NS3_EVENTS is
called with a scheduler, the number of events and how many are pending, and prints "… N ns/event"; of ns-3's schedulers the best
counts. All run in turn, round by round, on one core; the best round of each counts, being the least disturbed one.
"""
import argparse
import json
import re
import subprocess

PENDING = (1_000, 100_000)
EVENTS = 2_000_000
SCHEDULERS = ("PriorityQueue", "Heap", "Map", "Calendar")
OURS = {"kernel": "sidestep", "kernelWithCancels": "sidestep, every event on a timer, 1 in 5 replaced", "kernelBareHeap": "bare 4-ary heap",
        "kernelStandardQueue": "std::priority_queue, std::function"}


def on_one_core(command):
    return subprocess.run(["taskset", "-c", "0", *command], check=True, capture_output=True, text=True).stdout


def bench_times(program):
    rows = json.loads(on_one_core([program, "--benchmark_filter=^kernel", "--benchmark_format=json"]))["benchmarks"]
    for row in rows:
        name, pending = row["name"].split("/")
        yield OURS[name], int(pending), row["cpu_time"]


def ns3_times(program):
    for scheduler in SCHEDULERS:
        for pending in PENDING:
            text = on_one_core([program, scheduler, str(EVENTS), str(pending)])
            yield "ns-3's best", pending, float(re.search(r"([\d.]+) ns/event", text).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench_engine")
    parser.add_argument("ns3_events", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    best = {}
    for _ in range(arguments.rounds):
        rows = list(bench_times(arguments.bench_engine))
        if arguments.ns3_events:
            rows += ns3_times(arguments.ns3_events)
        for name, pending, time in rows:
            best[name, pending] = min(time, best.get((name, pending), time))

    for (name, pending), time in best.items():
        print(f"{name:50} {pending:7} pending {time:7.1f} ns/event, sidestep takes {best['sidestep', pending] / time:.2f} times that")


if __name__ == "__main__":
    main()
