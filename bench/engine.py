"""The batch engine beside a daachorse loop: the mask alone, whole verdicts, and what the mask lets through.

Usage: python bench/engine.py FILE... [--rounds 5] [--patterns PATTERNS]

Each FILE holds one name a line; names are taken once each. *Mask*: `Checker.suspects` over UTF-8 buffers, as a bulk
audit calls it. *Verdicts*: `Checker.check_batch`, a `Verdict` for every name. The baseline is that of names.py. All run
in turn, round by round, in this process, on one core. At last every name that the mask held back is judged by all
rules, whatever their triggers, and the bench says how many of them have a finding: it must be none.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

import daachorse
import numpy as np
from measure import pin_to_one_core, read_names, told
from names import built_patterns, exact_only, seconds

from qingname import Account, Checker
from qingname.match import Utf8
from qingname.verification import Verified

_WARM_UP = 2_000


def main() -> None:
    """Run the rounds and print the medians."""
    arguments = _arguments()
    core = pin_to_one_core()
    names = list(dict.fromkeys(name for file in arguments.files for name in read_names(file, None)))
    patterns = read_names(arguments.patterns, None) if arguments.patterns else built_patterns()
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(patterns)
    checker = Checker()
    accounts = [Account(name) for name in names]
    column = utf8(names)
    checker.check_batch(accounts[:_WARM_UP])
    print(f"{len(names):,} names from {len(arguments.files)} files, {len(patterns):,} patterns, core {core}")

    suspects = checker.suspects(column)
    chosen = [account for account, suspect in zip(accounts, suspects, strict=True) if suspect]
    flagged = [account for account in chosen if checker.check(account).findings]
    baseline, mask, verdicts, each = [], [], [], []
    for _ in range(arguments.rounds):
        baseline.append(len(names) / seconds(exact_only, automaton, names))
        mask.append(len(names) / seconds(checker.suspects, column))
        verdicts.append(len(names) / seconds(checker.check_batch, accounts))
        each.append(seconds(checker.check_batch, flagged) / len(flagged))
    exact = statistics.median(baseline)
    print(f"daachorse, exact    {told(baseline, 'names/s')}")
    print(f"mask                {told(mask, 'names/s')}, {statistics.median(mask) / exact:.3f} of the exact-only loop")
    print(f"verdicts            {told(verdicts, 'names/s')}, {statistics.median(verdicts) / exact:.3f}")
    print(f"one flagged name    {told(each, 'µs', 1e6)}")
    through, found = len(chosen) / len(names), len(flagged) / len(names)
    print(f"let through         {through:.2%} of the names; {found:.2%} have findings")
    held = [account for account, suspect in zip(accounts, suspects, strict=True) if not suspect]
    missed = sum(bool(checker._judge(Verified(one), by_triggers=False).findings) for one in held)  # noqa: SLF001
    print(f"missed              {missed}")


def utf8(names: list[str]) -> Utf8:
    """Lay names out as an Arrow column does."""
    parts = [name.encode() for name in names]
    return Utf8(b"".join(parts), np.cumsum([0, *map(len, parts)], dtype=np.int64))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="names, one a line")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patterns", type=Path, help="patterns.txt of an earlier build; built anew without it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
