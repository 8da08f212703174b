"""How many names of a file are rejected or sent to review, by rule.

Usage: python bench/flag_rate.py FILE [--limit N] [--show N --seed S --action reject|review]

FILE holds one nickname a line. Names that, as they are written, *are* a registry name, a place, or a place with a
protected organ are left out and counted apart: most of them are the real accounts. ``--show`` prints a random sample
of what was flagged, with its target, for a person to read; it is written to the terminal only.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import read_names

from qingname import Account, Checker
from qingname.model import DISGUISES, Technique

if TYPE_CHECKING:
    from qingname import Finding, Verdict

_ACTIONS = ("reject", "review")
_PLACE_RULE = "QN301"
_NAME_RULES = {"QN101", "QN103", "QN105", "QN106", "QN108", "QN201", "QN303"}  # rules whose targets are registry rows
_PLAIN = frozenset(Technique) - DISGUISES


class Flagged(NamedTuple):
    """A name that was not passed; ``finding`` is its severest finding."""

    name: str
    action: str
    finding: Finding


def main() -> None:
    """Judge every name, count, and show a sample where asked."""
    arguments = _arguments()
    checker = Checker()
    names = read_names(arguments.file, arguments.limit)
    left_out: Counter[str] = Counter()
    flagged: list[Flagged] = []
    incomplete = 0
    for name in names:
        verdict = checker.check(Account(name))
        incomplete += not verdict.complete
        if verdict.action == "pass":
            continue
        if reason := is_itself(name, verdict):
            left_out[reason] += 1
        else:
            flagged.append(_flagged(name, verdict))
    _print_rates(len(names), left_out, flagged, incomplete)
    if arguments.show:
        chosen = [item for item in flagged if item.action == arguments.action]
        random.Random(arguments.seed).shuffle(chosen)  # noqa: S311 - a sample to read, not a secret
        for item in chosen[: arguments.show]:
            finding = item.finding
            print(f"{item.name}\t{finding.rule}\t{finding.text}\t{finding.target}\t{','.join(finding.technique)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="nicknames, one a line")
    parser.add_argument("--limit", type=int, help="take only the first N names")
    parser.add_argument("--show", type=int, default=0, help="print a sample of N flagged names")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--action", choices=_ACTIONS, default="reject", help="what --show samples")
    return parser.parse_args()


def is_itself(name: str, verdict: Verdict) -> str | None:
    """Why a name is left out: it is, plainly written and from end to end, what the registry protects."""
    for finding in verdict.findings:
        if finding.span == (0, len(name)) and _PLAIN.issuperset(finding.technique):
            if finding.rule == _PLACE_RULE:
                return "place"
            if finding.rule in _NAME_RULES and finding.action == "reject":
                return "place x protected organ" if "+" in finding.target_id else "registry name"
    return None


def _flagged(name: str, verdict: Verdict) -> Flagged:
    """Keep the severest finding; an incomplete verdict without one is a fault of the program, not of the name."""
    if not verdict.findings:
        raise RuntimeError(f"flagged without a finding: {verdict.skipped}")
    return Flagged(name, verdict.action, verdict.findings[0])


def _print_rates(total: int, left_out: Counter[str], flagged: list[Flagged], incomplete: int) -> None:
    rest = total - sum(left_out.values())
    parts = ", ".join(f"{reason} {count:,}" for reason, count in left_out.most_common())
    print(f"{total:,} names; left out {total - rest:,} ({(total - rest) / total:.2%}): {parts or 'none'}")
    print(f"judged {rest:,}; incomplete verdicts {incomplete}")
    for action in _ACTIONS:
        count = sum(item.action == action for item in flagged)
        print(f"{action:8}{count:7,}  {count / rest:.3%}")
        rules = Counter((item.finding.rule, item.finding.name) for item in flagged if item.action == action)
        for (rule, title), hits in rules.most_common():
            print(f"  {rule} {title:24}{hits:6,}  {hits / rest:.3%}")


if __name__ == "__main__":
    main()
