"""The slow, obvious matcher that the tries are held to: every form tried at every place, edge by edge.

It shares the lattices and nothing else with :mod:`qingname.match.find`; a property test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.registry import Role
from qingname.registry.compile import heard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingname.match.reading import Reading
    from qingname.registry import Layer
    from qingname.text import Lattice

Found = tuple[int, int, int]


def seen_forms(reading: Reading, layer: Layer) -> set[Found]:
    """(form number, start, end) of every form that some path through the glyph lattice spells."""
    return {
        (number, start, end)
        for number, form in enumerate(layer.forms)
        for start in range(len(reading.glyphs))
        for end in spelled(form.text, reading.glyphs, start)
    }


def heard_forms(reading: Reading, layer: Layer) -> set[Found]:
    """(form number, start, end) of every form that may be heard and that some path through the sound lattice spells."""
    spellings = heard(layer.entries, layer.forms, layer.snapshot.characters)
    return {
        (number, start, end)
        for spelling, number in spellings
        if layer.forms[number].role is not Role.AMBIGUOUS
        for start in range(len(reading.sounds))
        for end in spelled(spelling, reading.sounds, start)
    }


def spelled(pattern: Sequence[str], lattice: Lattice, start: int) -> Iterator[int]:
    """Ends of all paths from ``start`` whose edges read exactly ``pattern``."""
    if not pattern:
        yield start
    elif start < len(lattice):
        for edge in lattice[start]:
            if edge.symbol == pattern[0]:
                yield from spelled(pattern[1:], lattice, start + edge.length)
