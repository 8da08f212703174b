"""Recall by technique over disguised names that the registry protects, by length, beside the bars that we set.

Usage: python bench/quality.py [--names 300 --each 2 --seed 7 --only METHOD ...] [--misses N] [--nicknames FILE]

1. a seeded sample of protected names: bodies, outlets, institutions, enterprises, and places with an organ; a sixth of
   them three characters long, a third four, the others longer; for Latin look-alikes names that hold Latin letters
2. every name is disguised by every method of ``qingname variants``, ``--each`` times where there is so much
3. a variant counts as found where it is not passed; how many are rejected is told beside

The tables of ``qingname variants`` are not the matcher's. Bars hold for names of four characters or more; shorter ones
are told without a bar. A name stays in the sample when the registry grows, unless new ones take its place. ``--misses``
prints variants that were passed; ``--nicknames`` also runs ``flag_rate.py`` over a file. Always exits with 0: the
figures are for a person to read.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qingname import Account, Checker
from qingname.registry.entry import Role
from qingname.variants import METHODS, methods_of, variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingname.registry import Registry

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[A-Za-z]")
_FEWEST = 3  # Han characters, or Latin letters, of a name in its sample
_LATIN_METHODS = {"latin_look_alike_one", "latin_look_alike_two"}
_CATEGORIES = ("official", "media", "institution", "enterprise")
_COMPOSED = "place x organ"
_LONGEST = 12  # characters; longer names leave no room for a disguise on most platforms
_SHARES = {"3": 1 / 6, "4": 1 / 3, ">=5": 1 / 2}
_BARRED = 4  # characters from which a bar holds


class Bar(NamedTuple):
    """The share that must not pass, for names of ``least`` characters or more."""

    share: float
    least: int = _BARRED


_BARS = {
    "exact": Bar(0.99), "suffix": Bar(0.99), "traditional_all": Bar(0.99), "invisible": Bar(0.99), "symbol": Bar(0.99),
    "emoji": Bar(0.99), "spaced": Bar(0.99), "strike": Bar(0.99),
    "homophone_one": Bar(0.95), "split_one": Bar(0.95), "pinyin_one": Bar(0.95), "pinyin_all": Bar(0.95),
    "look_alike_one": Bar(0.90), "dropped": Bar(0.90, 6), "reordered": Bar(0.90), "homophone_two": Bar(0.90, 5),
    "combination": Bar(0.85),
}  # fmt: skip


class Judged(NamedTuple):
    """One variant of ``name`` and what the checker says of it."""

    name: str
    text: str
    action: str


def main() -> None:
    """Sample, disguise, judge, print."""
    arguments = _arguments()
    checker = Checker()
    names = sample(checker.registry, arguments.names, arguments.seed, _HAN)
    latin = sample(checker.registry, arguments.names, arguments.seed, _LETTERS)
    counts = ", ".join(f"{sum(_length(name) == key for name in names)} of length {key}" for key in _SHARES)
    print(f"{len(names)} protected names ({counts}), seed {arguments.seed}, registry {checker.registry.digest[:12]}")
    print(f"{len(latin)} with {_FEWEST} Latin letters for Latin look-alikes")
    print("not passed % (rejected %) of variants, by length of the name\n")
    print(f"{'method':22}{'variants':>9}" + "".join(f"{key:>16}" for key in _SHARES) + "   bar")
    for method in methods_of(arguments.only):
        judged = [
            Judged(name, variant.text, checker.check(Account(variant.text)).action)
            for name in (latin if method.label in _LATIN_METHODS else names)
            for variant in variants(name, [method], count=arguments.each, seed=arguments.seed)
        ]
        print(_row(method.label, judged))
        for item in _misses(judged, arguments.misses, arguments.seed):
            print(f"    {item.name} → {item.text!r}")
    if arguments.nicknames:
        print(f"\nflag rate over {arguments.nicknames.name}", flush=True)
        command = [sys.executable, str(Path(__file__).with_name("flag_rate.py")), str(arguments.nicknames)]
        subprocess.run(command, check=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=300, help="how many protected names")
    parser.add_argument("--each", type=int, default=2, help="how many variants of a name by one method")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", action="append", default=[], choices=[m.label for m in METHODS], metavar="METHOD")
    parser.add_argument("--misses", type=int, default=0, help="print so many variants a method that were passed")
    parser.add_argument("--nicknames", type=Path, help="a file of nicknames, one a line")
    return parser.parse_args()


def sample(registry: Registry, count: int, seed: int, script: re.Pattern[str]) -> list[str]:
    """Protected names in the shares of ``_SHARES``, the categories in turn; the same for the same registry and seed."""
    pools: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for category, name in sorted(set(protected(registry, seed))):
        if len(script.findall(name)) >= _FEWEST and len(name) <= _LONGEST:
            pools[_length(name)][category].append(name)
    chosen: list[str] = []
    for key, share in _SHARES.items():
        for names in pools[key].values():
            names.sort(key=lambda name: _draw(seed, name))
        chosen += _in_turn(pools[key].values(), round(count * share))
    return chosen


def _draw(seed: int, text: str) -> int:
    """A number for ``text`` that no other text has a say in."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:8], "big")


def _length(name: str) -> str:
    return str(len(name)) if str(len(name)) in _SHARES else ">=5"


def _in_turn(pools: Iterable[list[str]], count: int) -> list[str]:
    found: dict[str, None] = {}
    queues = [list(pool) for pool in pools]
    while len(found) < count and any(queues):
        for queue in queues:
            if queue and len(found) < count:
                found.setdefault(queue.pop(0))
    return list(found)


def protected(registry: Registry, seed: int) -> Iterator[tuple[str, str]]:
    """Category and name: full and short names that stand for themselves, and places joined with organs."""
    shipped = registry.layers[0]
    divisions = defaultdict(list)
    for entry in shipped.entries:
        if entry.category == "place" and entry.kind == "division" and entry.common == "no":
            divisions[entry.level].append(entry.name)
    for form in shipped.forms:
        entry = shipped.entries[form.entry]
        if entry.unverified != "reject":
            continue
        if entry.category in _CATEGORIES and form.role in {Role.FULL, Role.SHORT}:
            yield entry.category, entry.name if form.role is Role.FULL else form.text
        elif form.role is Role.AFTER and not form.rest and entry.common == "protected" and len(form.text) > 1:
            places = [place for level in entry.level.split("|") for place in divisions[level]]
            if places and form.text[0] not in "省市县区自":
                yield _COMPOSED, places[_draw(seed, form.text) % len(places)] + form.text


def _row(label: str, judged: list[Judged]) -> str:
    cells = [_rates([item for item in judged if _length(item.name) == key]) for key in _SHARES]
    line = f"{label:22}{len(judged):>9,}" + "".join(f"{cell:>16}" for cell in cells)
    bar = _BARS.get(label)
    counted = [item for item in judged if bar and len(item.name) >= bar.least]
    if not bar or not counted:
        return line
    share = sum(item.action != "pass" for item in counted) / len(counted)
    mark = "PASS" if share >= bar.share else "short"
    least = f" from {bar.least} on" if bar.least != _BARRED else ""
    return f"{line}   {mark:5} {share:.1%} of {bar.share:.0%}{least}"


def _rates(judged: list[Judged]) -> str:
    if not judged:
        return "-"
    kept = sum(item.action != "pass" for item in judged) / len(judged)
    rejected = sum(item.action == "reject" for item in judged) / len(judged)
    return f"{100 * kept:.1f} ({100 * rejected:.1f})"


def _misses(judged: list[Judged], count: int, seed: int) -> list[Judged]:
    missed = [item for item in judged if item.action == "pass" and len(item.name) >= _BARRED]
    random.Random(seed).shuffle(missed)  # noqa: S311 - a sample to read
    return missed[:count]


if __name__ == "__main__":
    main()
