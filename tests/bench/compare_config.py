#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares Sidestep's configuration writer with other programs that write configurations, in one run.

compare_config.py BENCH_CONFIG OTHER... [--folder DIR] [--rounds N]

BENCH_CONFIG is this folder's benchmark, release preset. Each OTHER is a program, or a Python script, that takes the number of files
and, with --folder, a folder for them, and prints lines with a name, "N B", "render … N files/s N MB/s" and "with disk N files/s".
All run in turn, round by round, on one core; the best round of each counts, being the least disturbed one.
"""
import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import tempfile

FILES = 10_000
OTHER = re.compile(r"^(\S+)\s.*?(\d+) B\b.*?render\D*(\d+) files/s\s+([\d.]+) MB/s(?:.*with disk\s+(\d+) files/s)?")

Rate = collections.namedtuple("Rate", "name size files megabytes")


def on_one_core(command):
    return subprocess.run(["taskset", "-c", "0", *command], check=True, capture_output=True, text=True).stdout


def our_rates(program):
    rows = json.loads(on_one_core([program, "--benchmark_filter=writeTexts|writeFolder", "--benchmark_format=json"]))["benchmarks"]
    return [Rate("sidestep " + row["name"].removesuffix("/real_time"), row["bytes/file"], row["items_per_second"],
                 row["bytes_per_second"] / 1e6) for row in rows]


def other_rates(program, folder):
    command = ["python3", program] if program.endswith(".py") else [program]
    with_disk = []
    if folder:
        place = tempfile.mkdtemp(dir=folder)
        with_disk = [place]
    rates = []
    for line in on_one_core([*command, str(FILES), *with_disk]).splitlines():
        if found := OTHER.match(line):
            name, size, files, megabytes, disk = found.groups()
            rates.append(Rate(name, float(size), float(files), float(megabytes)))
            if folder and disk:
                rates.append(Rate(name + " with disk", float(size), float(disk), float(disk) * float(size) / 1e6))
    if folder:
        shutil.rmtree(place)
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench_config")
    parser.add_argument("others", nargs="+", metavar="OTHER")
    parser.add_argument("--folder", help="where files are written; without it none are")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.folder:
        os.environ["TMPDIR"] = arguments.folder

    ours, others = {}, {}
    for _ in range(arguments.rounds):
        for best, rates in [(ours, our_rates(arguments.bench_config)),
                            *((others, other_rates(other, arguments.folder)) for other in arguments.others)]:
            for rate in rates:
                if rate.name not in best or rate.files > best[rate.name].files:
                    best[rate.name] = rate

    for rate in [*others.values(), *ours.values()]:
        print(f"{rate.name:44} {rate.size:7.0f} B a file {rate.files:9.0f} files/s {rate.megabytes:8.1f} MB/s")
    for our in ours.values():
        for other in others.values():
            if ("Folder" in our.name) == ("disk" in other.name):
                print(f"{our.name} / {other.name}: {our.megabytes / other.megabytes:.2f} times the bytes, "
                      f"{our.files / other.files:.2f} times the files")


if __name__ == "__main__":
    main()
