"""The ways in which a folded text can be read: one edge per reading of one place.

The glyph lattice holds characters: the text as it stands, look-alikes, split characters put together, numerals.
The sound lattice holds toneless syllables: of those characters, and of pinyin typed in letters.
A registry name matches where some path through the lattice spells it, so that any mixture of disguises is one walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qingname.model import Technique

if TYPE_CHECKING:
    from qingname.text.characters import Characters
    from qingname.text.fold import Folded

_NUMERAL_RUN = 3  # 一二三 reads as 123 only in a run: 一中 and 三明 are words
_LONGEST_SYLLABLE = 6  # zhuang, chuang


_NEAR_SCORE = 0.5
_NEAR_ENDS = (("in", "ing"), ("en", "eng"), ("an", "ang"))
_NEAR_STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def near(syllable: str) -> list[str]:
    """Syllables that much of the country does not tell apart from this one: xing and xin, shi and si."""
    found = []
    for short, long in _NEAR_ENDS:
        if syllable.endswith(long):
            found.append(syllable[: -len(long)] + short)
        elif syllable.endswith(short):
            found.append(syllable[: -len(short)] + long)
    for retroflex, flat in _NEAR_STARTS:
        if syllable.startswith(retroflex):
            found.append(flat + syllable[len(retroflex) :])
        elif syllable.startswith(flat) and not syllable.startswith(retroflex):
            found.append(retroflex + syllable[len(flat) :])
    return found


class Edge(NamedTuple):
    """From one place to ``length`` symbols on, read as ``symbol``.

    ``glyph`` is the character that the reading stands for ('' for pinyin letters), ``technique`` None as it stands.
    """

    symbol: str
    length: int
    glyph: str
    technique: Technique | None
    score: float = 1.0


Lattice = list[list[Edge]]


def glyph_lattice(folded: Folded, characters: Characters) -> Lattice:
    """Characters by place; the first edge of a place is the text as it stands."""
    symbols = folded.symbols
    lattice: Lattice = []
    look_alikes, components = characters.look_alikes, characters.components
    for place, symbol in enumerate(symbols):
        edges = [Edge(symbol, 1, symbol, None)]
        if symbol in look_alikes:
            edges.extend(
                Edge(anchor, 1, anchor, Technique.LOOK_ALIKE, score) for anchor, score in look_alikes[symbol]
            )
        if symbol in components:
            edges.extend(
                Edge(whole, len(parts), whole, Technique.SPLIT)
                for parts, whole in components[symbol]
                if symbols.startswith(parts, place)
            )
        lattice.append(edges)
    _add_numerals(lattice, symbols, characters)
    return lattice


def _add_numerals(lattice: Lattice, symbols: str, characters: Characters) -> None:
    numerals = characters.numerals
    run = 0
    for place in range(len(symbols) + 1):
        if place < len(symbols) and (symbols[place] in numerals or symbols[place].isdecimal()):
            run += 1
            continue
        if run >= _NUMERAL_RUN:
            for back in range(place - run, place):
                digit = numerals.get(symbols[back])
                if digit and digit != symbols[back]:
                    lattice[back].append(Edge(digit, 1, digit, Technique.NUMERAL))
        run = 0


def sound_lattice(folded: Folded, glyphs: Lattice, characters: Characters) -> Lattice:
    """Syllables by place, from the glyph lattice and from pinyin in Latin letters; other symbols stand as they are."""
    sounds, syllables = characters.sounds, characters.syllables
    symbols = folded.symbols
    lattice: Lattice = []
    for place, edges in enumerate(glyphs):
        plain = sounds.get(symbols[place], symbols[place])
        read = [Edge(plain, 1, symbols[place], None)]
        for edge in edges[1:]:
            sound = sounds.get(edge.symbol, edge.symbol)
            # A look-alike that also sounds alike is heard already; keeping both would multiply the paths.
            if sound != plain or edge.length > 1:
                read.append(Edge(sound, edge.length, edge.glyph, edge.technique, edge.score))
        read.extend(
            Edge(other, 1, symbols[place], Technique.HOMOPHONE, _NEAR_SCORE)
            for other in near(read[0].symbol)
            if other in syllables and edges[0].symbol in sounds
        )
        if "a" <= symbols[place] <= "z":
            read.extend(
                Edge(symbols[place : place + size], size, "", Technique.PINYIN)
                for size in range(1, _LONGEST_SYLLABLE + 1)
                if symbols[place : place + size] in syllables and place + size <= len(symbols)
            )
        lattice.append(read)
    return lattice
