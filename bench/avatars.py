"""Recall of marks in distorted avatars at a false-positive rate, beside imagehash and PDQ; then times.

Usage: python bench/avatars.py --marks DIR --others DIR [--photos 'photo*'] [--sample N] [--others-sample N] [--seeds 4]
                               [--jobs 1] [--same FILE] [--show N] [--ship FILE] [--no-times]

1. every mark in every kind of ``distortions.py``, and every picture of ``--others``, is held against all marks once
2. marks and others are split in halves by each seed; weights and levels are fitted on one half (evidence for its marks,
   in its pictures) and measured on the other, both ways round, so that each picture is tested once a seed by what never
   saw it
3. *review*: a quarter of a unit of log-odds above the score that 1 other picture in 2,000 of the fitted half exceeds;
   *reject*: half a unit above the highest
4. recall means that the right mark is found; a false positive is another picture in which any mark is; Wilson intervals
   of 95 % over distinct pictures

Of two collections some pictures of one show marks of the other after all. Those found by looking at the highest scores
are named, with the reason, in ``--same`` (``same_marks.csv``) and left out; how ours would stand with them counted as
wrong is told too.

``--ship`` writes weights and levels fitted on everything. ``--show`` names the other pictures with the highest scores,
for a person to judge whether they show the mark after all. Photographs for marks to lie on are the files of
``--others`` named like ``--photos``.
"""

from __future__ import annotations

import argparse
import csv
import random
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from avatar_cases import STOCK, Case, Told, World, cases, told
from avatar_times import chosen
from avatar_times import report as report_times
from distortions import KINDS
from scipy.optimize import minimize

from qingname.avatar.score import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Method = Callable[[Flags, Flags], NDArray[np.float64]]

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
_REVIEW = 5e-4  # of the half that is fitted, so that 1e-3 holds on pictures not seen
_VOTED = TERMS.index("voted")
_MARGIN = 0.5  # log-odds above the highest false match
_HASH_MARGIN = 2  # bits below the nearest false match, for methods that count bits
_WRONG = 3.0  # how much more wrong matches weigh than right ones in the fit
_RIDGE = 1e-5
_TIMED, _ROUNDS, _SIZES = 150, 3, (1_000, 10_000, 100_000)  # pictures, rounds, marks of the times at the end
_Z = 1.96
"""Of a normal distribution, for 95 %."""


class Run(NamedTuple):
    """All cases as arrays.

    Of each case: ``marks`` and ``kinds``, -1 for others. Of each row of evidence: ``pair`` (case, mark) and ``terms``.
    ``bits``: method to distances (cases, marks).
    """

    marks: NDArray[np.int64]
    kinds: NDArray[np.int64]
    pair: NDArray[np.int64]
    terms: NDArray[np.float64]
    bits: dict[str, NDArray[np.uint8]]


class Point(NamedTuple):
    """One method at one level, summed over tests: found and asked by kind, false and asked of others."""

    found: NDArray[np.float64]
    asked: NDArray[np.float64]
    false: float
    others: float


def gathered(asked: Sequence[Case], said: Sequence[Told]) -> Run:
    """Lay all answers side by side."""
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    rows = np.concatenate([np.column_stack((np.full(len(t.evidence), i), t.evidence)) for i, t in enumerate(said)])
    bits = {name: np.stack([t.stock[number] for t in said]) for number, name in enumerate(STOCK)}
    return Run(
        np.array([case.mark for case in asked]),
        np.array([numbers.get(case.kind, -1) for case in asked]),
        rows[:, :2].astype(np.int64),
        rows[:, 2:].astype(np.float64),
        bits | {"ours, hashes": np.stack([t.hashes for t in said])},
    )


def fitted(terms: NDArray[np.float64], right: Flags) -> NDArray[np.float64]:
    """Weights of a logistic score that tells right rows from wrong ones."""
    sign = np.where(right, 1.0, -1.0)
    share = np.where(right, 1 / max(1, right.sum()), _WRONG / max(1, (~right).sum()))
    spread = np.maximum(terms.std(axis=0), 1e-6)
    spread[0] = 1
    scaled = terms / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = sign * (scaled @ weights)
        slope = -(share * sign / (1 + np.exp(np.minimum(odds, 500)))) @ scaled
        ridge = np.concatenate(([0], weights[1:]))
        return float((share * np.logaddexp(0, -odds)).sum() + _RIDGE * (ridge**2).sum()), slope + 2 * _RIDGE * ridge

    best = minimize(loss, np.zeros(terms.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    return np.asarray(best / spread)


def scores_by(run: Run, used: Sequence[int]) -> Method:
    """A method: given which cases and marks to learn from, the score of every case against every mark."""

    def scored(learn_cases: Flags, learn_marks: Flags) -> NDArray[np.float64]:
        rows = learn_cases[run.pair[:, 0]] & learn_marks[run.pair[:, 1]]
        right = run.marks[run.pair[:, 0]] == run.pair[:, 1]
        rows &= right | (run.marks[run.pair[:, 0]] < 0)
        if used != list(range(len(TERMS))):
            rows &= run.terms[:, _VOTED] > 0  # local features alone: only poses that they proposed
        weights = fitted(run.terms[rows][:, used], right[rows])
        scores = run.terms[:, used] @ weights
        if used != list(range(len(TERMS))):
            scores = np.where(run.terms[:, _VOTED] > 0, scores, -np.inf)
        table = np.full((len(run.marks), len(learn_marks)), -np.inf)
        np.maximum.at(table, (run.pair[:, 0], run.pair[:, 1]), scores)
        return table

    return scored


def methods_of(run: Run) -> dict[str, tuple[Method, float]]:
    """Every method and the margin above its highest false match at which it rejects."""
    local = [number for number, name in enumerate(TERMS) if name not in {"near_hash", "voted"}]
    everything = list(range(len(TERMS)))
    found = {
        name: ((lambda _c, _m, b=bits: -b.astype(np.float64)), float(_HASH_MARGIN)) for name, bits in run.bits.items()
    }
    return found | {"ours, features": (scores_by(run, local), _MARGIN), "ours": (scores_by(run, everything), _MARGIN)}


def levels(highest: NDArray[np.float64], margin: float) -> tuple[float, float]:
    """Review and reject levels from the highest score of each other picture."""
    ranked = np.sort(highest)[::-1]
    return float(ranked[int(len(ranked) * _REVIEW)]) + margin / 2, float(ranked[0]) + margin


def measured(run: Run, method: Method, margin: float, seeds: int) -> tuple[Point, Point]:
    """A method at both levels, over all halves."""
    size = len(KINDS)
    sums = [[np.zeros(size), np.zeros(size), 0.0, 0.0] for _ in range(2)]
    count = next(iter(run.bits.values())).shape[1]
    for seed in range(seeds):
        chance = np.random.default_rng(seed)
        mark_half = chance.permutation(count) < count / 2
        other_half = chance.permutation(len(run.marks)) < len(run.marks) / 2
        for side in (True, False):
            marks = mark_half == side
            learn = np.where(run.marks >= 0, marks[run.marks], other_half == side)
            table = method(learn, marks)
            others = run.marks < 0
            chosen = levels(table[others & learn][:, marks].max(axis=1), margin)
            worn = np.flatnonzero(~others & ~learn)
            false = table[others & ~learn][:, ~marks].max(axis=1)
            for level, total in zip(chosen, sums, strict=True):
                np.add.at(total[0], run.kinds[worn], table[worn, run.marks[worn]] >= level)
                np.add.at(total[1], run.kinds[worn], 1)
                total[2] += int((false >= level).sum())
                total[3] += len(false)
    return Point(*sums[0]), Point(*sums[1])


def wilson(share: float, count: float) -> tuple[float, float]:
    """The interval of 95 % around a share of ``count``."""
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def without(run: Run, asked: Sequence[Case], names: set[str]) -> Run:
    """The run without the others of these names."""
    kept = np.array([case.mark >= 0 or Path(case.name).stem not in names for case in asked])
    number = np.cumsum(kept) - 1
    rows = kept[run.pair[:, 0]]
    pair = np.column_stack((number[run.pair[rows, 0]], run.pair[rows, 1]))
    return Run(
        run.marks[kept], run.kinds[kept], pair, run.terms[rows], {name: bits[kept] for name, bits in run.bits.items()}
    )


def _told(found: float, asked: float, seeds: int) -> str:
    if not asked:
        return "-"
    low, high = wilson(found / asked, asked / seeds)
    return f"{found / asked:.3f} [{low:.3f}, {high:.3f}]"


def totals(methods: dict[str, tuple[Method, float]], run: Run, seeds: int) -> tuple[Point, Point]:
    """Print recall and false positives of each method at both levels; those of the last are returned."""
    points = (Point(np.zeros(0), np.zeros(0), 0, 1),) * 2
    for name, (method, margin) in methods.items():
        points = measured(run, method, margin, seeds)
        cells = "".join(
            f"{_told(point.found.sum(), point.asked.sum(), seeds):>26}{point.false / point.others:>10.5f}"
            for point in points
        )
        print(f"{name:18}{cells}", flush=True)
    return points


def report(run: Run, seeds: int) -> None:
    """Print totals of every method, then ours by kind."""
    print(f"\n{'method':18}{'recall at review':>26}{'FPR':>10}{'recall at reject':>26}{'FPR':>10}")
    points = totals(methods_of(run), run, seeds)
    print(f"\n{'kind':20}{'pictures':>9}{'recall at review':>26}{'recall at reject':>26}")
    for number, kind in enumerate(KINDS):
        asked = points[0].asked[number]
        if asked:
            cells = "".join(f"{_told(point.found[number], asked, seeds):>26}" for point in points)
            print(f"{kind:20}{round(asked / seeds):>9}{cells}")


def ship(run: Run, path: Path | None) -> NDArray[np.float64]:
    """Fit on everything, write it where asked, say what it gives, and return every score."""
    count = next(iter(run.bits.values())).shape[1]
    everything = np.ones(len(run.marks), np.bool_), np.ones(count, np.bool_)
    table = scores_by(run, list(range(len(TERMS))))(*everything)
    right = run.marks[run.pair[:, 0]] == run.pair[:, 1]
    rows = right | (run.marks[run.pair[:, 0]] < 0)
    weights = fitted(run.terms[rows], right[rows])
    others = run.marks < 0
    review, reject = levels(table[others].max(axis=1), _MARGIN)
    worn = np.flatnonzero(~others)
    own = table[worn, run.marks[worn]]
    print(
        f"\nfitted on everything (figures in sample): review {review:.2f}, recall {np.mean(own >= review):.3f};",
        end=" ",
    )
    print(f"reject {reject:.2f}, recall {np.mean(own >= reject):.3f}")
    met = table[worn].max(axis=1) >= review
    nearest = np.where(np.isneginf(table[worn]).all(axis=1), -1, table[worn].argmax(axis=1))
    print(f"the highest match is the right mark: {np.mean((nearest == run.marks[worn])[met]):.3f}")
    if path:
        lines = "\n".join(f"{name} = {weight:.4f}" for name, weight in zip(TERMS, weights, strict=True))
        command = "python bench/avatars.py --marks DIR --others DIR --ship FILE"
        path.write_text(
            f"# Written by `{command}`.\nreview = {review:.3f}\nreject = {reject:.3f}\n\n[weights]\n{lines}\n", "utf-8"
        )
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marks", type=Path, required=True, help="folder of pictures of marks")
    parser.add_argument("--others", type=Path, required=True, help="folder of pictures that show none of them")
    parser.add_argument("--same", type=Path, default=Path(__file__).with_name("same_marks.csv"), help="others left out")
    parser.add_argument("--photos", default="photo*", help="which of the others are photographs")
    parser.add_argument("--font", default=FONT, help="a font file with Chinese, for words across marks")
    parser.add_argument("--sample", type=int, default=0, help="distort so many marks a kind, 0 for all")
    parser.add_argument("--others-sample", type=int, default=0, help="so many others, 0 for all")
    parser.add_argument("--seeds", type=int, default=4, help="how often marks and others are split in halves")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="name so many of the others with the highest scores")
    parser.add_argument("--ship", type=Path, help="write weights and levels fitted on everything")
    parser.add_argument("--no-times", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Distort, ask, fit, measure, print."""
    options = _arguments()
    others = sorted(path for path in options.others.iterdir() if path.is_file())
    photos = sorted(options.others.glob(options.photos))
    world = World(sorted(path for path in options.marks.iterdir() if path.is_file()), photos, options.font)
    print(
        f"{len(world.names)} marks, {len(KINDS)} kinds, {len(others)} others; plain: {', '.join(world.plain) or 'none'}"
    )
    chance = random.Random(0)  # noqa: S311 - which to measure
    marks = sorted(chance.sample(range(len(world.names)), options.sample or len(world.names)))
    asked = cases(world, sorted(chance.sample(others, options.others_sample or len(others))), marks)
    everything = gathered(asked, told(world, asked, options.jobs))
    with options.same.open(encoding="utf-8", newline="") as file:
        same = {row["other"] for row in csv.DictReader(file)}
    run = without(everything, asked, same)
    report(run, options.seeds)
    print(
        f"\nours with {len(everything.marks) - len(run.marks)} pictures counted as wrong that show the mark after all:"
    )
    totals({"ours": methods_of(everything)["ours"]}, everything, options.seeds)
    asked = [case for case in asked if case.mark >= 0 or Path(case.name).stem not in same]
    table = ship(run, options.ship)
    for row in sorted(np.flatnonzero(run.marks < 0), key=lambda row: -table[row].max())[: options.show]:
        print(f"  {table[row].max():6.2f}  {Path(asked[row].name).name:32} {world.names[int(table[row].argmax())]}")

    if not options.no_times:
        files = [path.read_bytes() for path in chosen(options.others, _TIMED)]
        report_times(world.matcher, files, _ROUNDS, _SIZES)


if __name__ == "__main__":
    main()
