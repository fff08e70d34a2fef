#!/usr/bin/env python3
"""Tries every kept input of every fuzz target, and some more: corpus.test.py [--seconds N] [--keep].

The targets stand beside the binary at $TOCSIN. A corpus is one file, tests/fuzz/corpus/<target>.txt, an input a line in
base64. --seconds: that long a target instead of a fixed number of tries. --keep: writes back the smallest set of inputs
that reaches what all of them reach.
"""
import argparse
import base64
import os
import pathlib
import shutil
import subprocess
import sys

TRIES = 3_000
KEPT_MAX = 440  # of a target
LIMITS = ["-max_len=4096", "-timeout=20", "-rss_limit_mb=3000", "-verbosity=0", "-print_final_stats=1"]
CANNOT_RUN = 77
folder = pathlib.Path(os.environ["TOCSIN_SOURCE"]) / "tests" / "fuzz"
bin_folder = pathlib.Path(os.environ["TOCSIN"]).parent


def fill(target, into):
    kept = folder / "corpus" / f"{target}.txt"
    into.mkdir()
    inputs = kept.read_text().split() if kept.exists() else []
    for number, line in enumerate(inputs):
        (into / f"{number:05}").write_bytes(base64.b64decode(line))
    return len(inputs)


def keep(target, binary, found):
    small = pathlib.Path(f"{target}.small")
    small.mkdir()
    subprocess.run([binary, "-merge=1", *LIMITS, small, found], check=True, stderr=subprocess.DEVNULL)
    inputs = sorted((base64.b64encode(f.read_bytes()).decode() for f in small.iterdir()), key=lambda i: (len(i), i))
    if len(inputs) > KEPT_MAX:  # the short ones, and some of the long
        short, rest = inputs[:KEPT_MAX * 3 // 4], inputs[KEPT_MAX * 3 // 4:]
        inputs = short + rest[::-(-len(rest) * 4 // KEPT_MAX)]
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "corpus" / f"{target}.txt").write_text("".join(i + "\n" for i in inputs if i))
    shutil.rmtree(small)
    return len(inputs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    targets = sorted(source.stem for source in folder.glob("*.cpp"))
    if not (bin_folder / f"tocsin_fuzz_{targets[0]}").exists():
        print("The fuzz targets are built with the sanitizers only.")
        sys.exit(CANNOT_RUN)
    failed = []
    for target in targets:
        binary, found = bin_folder / f"tocsin_fuzz_{target}", pathlib.Path(target)
        count = fill(target, found)
        length = [f"-max_total_time={args.seconds}"] if args.seconds else [f"-runs={count + TRIES}"]
        run = subprocess.run([binary, "-seed=1", *length, *LIMITS, found], capture_output=True, text=True, errors="replace")
        tries = [line.split()[-1] for line in run.stderr.splitlines() if "number_of_executed_units" in line]
        print(f"{target}: {count} kept inputs, {tries[0] if tries else 'no'} tries, {'ok' if run.returncode == 0 else 'FAILED'}", flush=True)
        if run.returncode:
            failed.append(target)
            print(run.stderr[-6000:])
            for crash in sorted(pathlib.Path(".").glob("crash-*")) + sorted(pathlib.Path(".").glob("timeout-*")):
                print(crash, base64.b64encode(crash.read_bytes()).decode())
                crash.unlink()
        elif args.keep:
            print(f"{target}: {keep(target, binary, found)} inputs kept")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
