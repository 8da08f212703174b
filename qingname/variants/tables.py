"""The tables of this room, each read once: who looks like whom, who sounds like whom, what a character is made of."""

from __future__ import annotations

import csv
import functools
import importlib.resources


@functools.cache
def table(stem: str) -> dict[str, str]:
    """First column → second column of ``tables/STEM.csv``. Shared: not to be changed."""
    path = importlib.resources.files("qingname.variants") / "tables" / f"{stem}.csv"
    rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    next(rows)
    return {row[0]: row[1] for row in rows}


def characters(stem: str, key: str) -> list[str]:
    """Items of a cell whose items are single characters; none where the table has no such key."""
    return list(table(stem).get(key, ""))


def items(stem: str, key: str) -> list[str]:
    """Items of a cell that joins them with ``|``; none where the table has no such key."""
    cell = table(stem).get(key, "")
    return cell.split("|") if cell else []
