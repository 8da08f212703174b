"""Latency of one check and throughput of a batch, beside a daachorse loop over the same names.

Usage: python bench/names.py FILE [--rounds 5] [--limit N] [--patterns PATTERNS]

FILE holds one name a line. The baseline finds exact names only: one ``find_overlapping`` call for each raw name,
results kept, over the patterns that ``qingname registry build`` writes. Both run in turn, round by round, in this
process, on one core.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import daachorse
from measure import pin_to_one_core, read_names, told

from qingname import Account, Checker

if TYPE_CHECKING:
    from collections.abc import Callable

_SINGLES = 5_000  # names whose latency is taken one by one
_WARM_UP = 500


def main() -> None:
    """Run the rounds and print the medians."""
    arguments = _arguments()
    core = pin_to_one_core()
    names = read_names(arguments.file, arguments.limit)
    patterns = read_names(arguments.patterns, None) if arguments.patterns else built_patterns()
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(patterns)
    checker = Checker()
    checker.check_batch(Account(name) for name in names[:_WARM_UP])

    print(f"{len(names):,} names from {arguments.file.name}, {len(patterns):,} patterns, core {core}")
    singles = sorted(1e3 * seconds(checker.check, Account(name)) for name in names[:_SINGLES])
    median, p95, worst = statistics.median(singles), singles[int(len(singles) * 0.95)], singles[-1]
    print(f"one check, warm     median {median:.3f} ms, p95 {p95:.3f} ms, worst {worst:.2f} ms")

    accounts = [Account(name) for name in names]
    baseline, ours = [], []
    for _ in range(arguments.rounds):
        baseline.append(len(names) / seconds(exact_only, automaton, names))
        ours.append(len(names) / seconds(checker.check_batch, accounts))
    print(f"qingname, batch     {told(ours, 'names/s')}")
    print(f"daachorse, exact    {told(baseline, 'names/s')}")
    ratio = statistics.median(ours) / statistics.median(baseline)
    print(f"ratio               {ratio:.4f} of the exact-only loop; median of {arguments.rounds} interleaved rounds")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="names, one a line")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, help="take only the first N names")
    parser.add_argument("--patterns", type=Path, help="patterns.txt of an earlier build; built anew without it")
    return parser.parse_args()


def built_patterns() -> list[str]:
    """Compile the repository's data/ and read the pattern file that is written beside the snapshot."""
    data = Path(__file__).parent.parent / "data"
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Path(folder) / "registry.qns"
        command = [sys.executable, "-m", "qingname", "registry", "build", "--data", str(data), "--out", str(snapshot)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return read_names(snapshot.with_name("patterns.txt"), None)


def exact_only(automaton: daachorse.CharwiseDoubleArrayAhoCorasick, names: list[str]) -> list[object]:
    """Find every exact occurrence in every name, one call a name."""
    return [automaton.find_overlapping(name) for name in names]


def seconds(call: Callable[..., object], *arguments: object) -> float:
    """Time one call; its result is freed after the clock has stopped."""
    start = time.perf_counter()
    result = call(*arguments)
    taken = time.perf_counter() - start
    del result
    return taken


if __name__ == "__main__":
    main()
