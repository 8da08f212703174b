"""Find registry forms in a reading.

1. walk the glyph lattice through the glyph trie: names as they stand, look-alike, split, in numerals
2. walk the sound lattice through the sound trie: names by ear, and in pinyin
3. keep what bears the weight of its evidence, and of that the best for each entry and place
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.evidence import glyph_match, sound_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match.match import Match
    from qingname.match.reading import Reading
    from qingname.registry import Layer, Registry
    from qingname.registry.trie import Trie
    from qingname.text import Edge, Lattice


def find(reading: Reading, registry: Registry) -> list[Match]:
    """All matches of all layers, best evidence for each (entry, start, end), in order of place."""
    best: dict[tuple[str, int, int, str], Match] = {}
    for layer in registry.layers:
        for match in _walked(reading, layer):
            key = (match.entry.id, match.start, match.end, match.form.rest)
            if key not in best or _badness(match) < _badness(best[key]):
                best[key] = match
    return sorted(best.values(), key=lambda match: (match.start, -match.end, match.entry.id))


def _badness(match: Match) -> tuple[int, int, int, float]:
    return (match.heard, match.typed, match.seen, -match.score)


def _walked(reading: Reading, layer: Layer) -> Iterator[Match]:
    glyphs = reading.glyphs
    for start in range(len(glyphs)):
        for value, end, path in walk(layer.glyph, glyphs, start):
            if reading.tokens_whole(start, end):
                for number in layer.glyph_forms[value]:
                    if match := glyph_match(reading, layer, layer.forms[number], start, end, path):
                        yield match
    sounds = reading.sounds
    for start in range(len(sounds)):
        for value, end, path in walk(layer.sound, sounds, start):
            for number in layer.sound_forms[value]:
                if match := sound_match(reading, layer, layer.forms[number], start, end, path):
                    yield match


def walk(trie: Trie, lattice: Lattice, start: int) -> Iterator[tuple[int, int, tuple[Edge, ...]]]:
    """Every pattern that some path from ``start`` spells: (pattern, end, path)."""
    codes, base, check, value = trie.codes, trie.base, trie.check, trie.value
    stack: list[tuple[int, int, tuple[Edge, ...]]] = [(0, start, ())]
    while stack:
        node, place, path = stack.pop()
        for edge in lattice[place]:
            code = codes.get(edge[0])
            if code is None:
                continue
            slot = base[node] + code
            if check[slot] != node:
                continue
            end, longer = place + edge[1], (*path, edge)
            if value[slot] >= 0:
                yield value[slot], end, longer
            if end < len(lattice):
                stack.append((slot, end, longer))
