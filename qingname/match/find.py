"""Find registry forms in a text: the matches of the scanner's hits, of each entry and place the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.evidence import match_of
from qingname.match.match import Match

if TYPE_CHECKING:
    from qingname.match._scan import Hit
    from qingname.registry import Registry
    from qingname.text import Folded


def find(hits: list[Hit], folded: Folded, registry: Registry) -> list[Match]:
    """All matches of all layers, best evidence for each (entry, start, end), in order of place."""
    found = [hit if isinstance(hit, Match) else match_of(hit, folded, registry) for hit in hits]
    before = None
    for match in found:
        if before is not None and match.start == before.start and match.end == before.end:
            return _best(found)
        before = match
    return found  # the scanner has put them in order


def _best(found: list[Match]) -> list[Match]:
    best: dict[tuple[str, int, int, str], Match] = {}
    for match in found:
        key = (match.entry.id, match.start, match.end, match.form.rest)
        known = best.setdefault(key, match)
        if known is not match and _badness(match) < _badness(known):
            best[key] = match
    return sorted(best.values(), key=_place)


def _place(match: Match) -> tuple[int, int, str]:
    return (match.start, -match.end, match.entry.id)


def _badness(match: Match) -> tuple[int, int, int, float]:
    return (match.heard, match.typed, match.seen, -match.score)
