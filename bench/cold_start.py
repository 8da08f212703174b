"""Wall time of a cold ``qingname check NAME``, beside Python importing numpy, click and rapidfuzz.

Usage: python bench/cold_start.py [NAME ...] [--runs 20]

Every run is a process of its own, the commands in turn, all on one core. "Cold" means that nothing is loaded;
the files are in the page cache after the first, uncounted, round.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measure import pin_to_one_core, told

_BASELINE = [sys.executable, "-c", "import numpy, click, rapidfuzz"]
_QINGNAME = str(Path(sys.executable).parent / "qingname")
_GOOD_EXITS = {0, 1}  # passed, rejected


def main() -> None:
    """Run all commands in turn and print median wall times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["小明的猫", "人民曰報-官方"])
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    pin_to_one_core()
    commands = [_BASELINE, *([_QINGNAME, "check", "--", name] for name in arguments.names)]
    times: list[list[float]] = [[] for _ in commands]
    for number in range(arguments.runs + 1):
        for command, taken in zip(commands, times, strict=True):
            seconds = run(command)
            if number:
                taken.append(seconds)
    print(f"import numpy, click, rapidfuzz   {told(times[0], 'ms', 1e3)}")
    for name, taken in zip(arguments.names, times[1:], strict=True):
        ratio = statistics.median(taken) / statistics.median(times[0])
        print(f"qingname check {name}   {told(taken, 'ms', 1e3)}, {ratio:.2f} x")


def run(command: list[str]) -> float:
    """Seconds that one process takes, from start to exit."""
    start = time.perf_counter()
    code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode
    taken = time.perf_counter() - start
    if code not in _GOOD_EXITS:
        sys.exit(f"{' '.join(command)} ended with {code}")
    return taken


if __name__ == "__main__":
    main()
