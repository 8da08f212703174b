"""The neighbours of a whole name: registry names one edit away from it, or made of the same characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.evidence import techniques_of
from qingname.match.match import Match
from qingname.model import Technique
from qingname.text import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match._scan import Scanner
    from qingname.match.reading import Reading
    from qingname.registry import Form, Layer, Registry


_SWAPPED_FROM, _SWAPPED_TO = 4, 8  # symbols


def find_whole(reading: Reading, registry: Registry, scanner: Scanner, start: int, end: int) -> Iterator[Match]:
    """Registry names one edit away from symbols ``start`` up to ``end``, or made of the same symbols."""
    text = reading.symbols[start:end]
    for place, layer in enumerate(registry.layers):
        edited, reordered = scanner.neighbours(text, place)
        for number in sorted(edited):
            form = layer.forms[number]
            if not _elsewhere(text, form.text, registry):
                yield _whole_match(reading, layer, form, start, end, _edit_technique(text, form.text))
        for number in sorted(reordered):
            form = layer.forms[number]
            if sorted(form.text) == sorted(text):
                yield _whole_match(reading, layer, form, start, end, Technique.REORDERED)


def unswapped(text: str, registry: Registry) -> str:
    """Text with two neighbours swapped back where that makes a place and a reserved suffix (济发南布), else ''."""
    if not _SWAPPED_FROM <= len(text) <= _SWAPPED_TO:
        return ""
    for place in range(len(text) - 1):
        mended = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        for layer in registry.layers:
            places, suffixes = layer.snapshot.plain_places, layer.snapshot.reserved_suffixes
            if any(mended[:cut] in places and mended[cut:] in suffixes for cut in range(2, len(text) - 1)):
                return mended
    return ""


def _elsewhere(text: str, target: str, registry: Registry) -> bool:
    """Whether the two differ in the place they name: 温州医学院 is not a disguise of 杭州医学院."""
    size = next(i for i in range(len(text) + 1) if text[i : i + 1] != target[i : i + 1]) + 1
    return any(text[:end] in registry.place_names for end in range(max(2, size), min(len(text), size + 3)))


def _edit_technique(text: str, target: str) -> Technique:
    if len(text) < len(target):
        return Technique.DROPPED
    return Technique.ADDED if len(text) > len(target) else Technique.CHANGED


def _whole_match(reading: Reading, layer: Layer, form: Form, start: int, end: int, technique: Technique) -> Match:
    low, high = reading.folded.span(start, end)
    steps = (*reading.folded.steps_in(start, end), Step(reading.folded.raw[low:high], form.text, technique))
    score = 0.9 if technique is Technique.REORDERED else 1 - 1 / len(form.text)
    return Match(
        layer.entries[form.entry],
        form,
        start,
        end,
        steps,
        techniques_of(steps),
        seen=1,
        score=round(score, 3),
    )
