"""Read which Han characters the protected names use, and how much each matters.

An *anchor* is a character that a look-alike is folded to. Its weight says where it is used:

* ``3`` national bodies, organ types, news media, provinces and prefectures, news words;
* ``2`` titles, claim and state words, zones, landmarks, derived local media;
* ``1`` counties, universities, hospitals, brands, countries and everything else.

The reader takes any folder of registry tables: it looks at file names and at the columns that hold names, so that a
table that is renamed or new still counts, at the lowest weight.
"""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME_COLUMNS = (
    "name",
    "short_names",
    "ambiguous_shorts",
    "short_name",
    "aliases",
    "pattern",
    "shorts",
    "title",
    "word",
)
HEAVY = 3
MIDDLE = 2
LIGHT = 1
# By the start of the file name, so that official_bodies.csv and bodies.csv are both found.
WEIGHTS = {
    "official_bodies": HEAVY,
    "bodies": HEAVY,
    "organ": HEAVY,
    "media_derived": MIDDLE,
    "media": HEAVY,
    "news_words": HEAVY,
    "titles": MIDDLE,
    "claim_words": MIDDLE,
    "state_words": MIDDLE,
    "zones": MIDDLE,
    "landmarks": MIDDLE,
}
# Words that make a name harmless are no targets, and the tables of characters are what is being made.
NOT_NAMES = ("traps", "benign", "place_contexts", "title_contexts", "credentials")
HEAVY_LEVELS = frozenset(["province", "prefecture"])


def is_han(char: str) -> bool:
    """Whether a character is a Han character or a radical."""
    return unicodedata.name(char, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK RADICAL"))


def read_anchors(data: Path) -> dict[str, int]:
    """Weights by Han character, over every table below a folder."""
    weights: dict[str, int] = {}
    for name, weight in read_names(data):
        for char in filter(is_han, name):
            weights[char] = max(weight, weights.get(char, 0))
    return dict(sorted(weights.items()))


def read_names(data: Path) -> Iterator[tuple[str, int]]:
    """Every protected name below a folder with the weight of its table."""
    for path in sorted(data.rglob("*.csv")):
        if "characters" in path.parts or path.stem.startswith(NOT_NAMES):
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                weight = weight_of(path.stem, row)
                for column in NAME_COLUMNS:
                    for name in filter(None, (row.get(column) or "").split("|")):
                        yield name, weight


def weight_of(stem: str, row: dict[str, str]) -> int:
    """Return the weight of a row: by its table, and for regions by its level."""
    if stem.startswith("regions"):
        return HEAVY if row.get("level") in HEAVY_LEVELS else LIGHT
    return next((weight for prefix, weight in WEIGHTS.items() if stem.startswith(prefix)), LIGHT)
