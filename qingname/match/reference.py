"""The slow, obvious matcher that the scanner is held to; property tests compare the two.

1. every form tried at every place of a lattice, edge by edge (``seen_forms``, ``heard_forms``)
2. the same forms by a walk through the tries (``walk``), which knows its path
3. what a path must bear to count (``glyph_match``, ``sound_match``), and of each entry and place the best (``found``)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qingname.match.evidence import SURE_LOOK_ALIKE, techniques_of
from qingname.match.match import Match
from qingname.model import Technique
from qingname.registry import Role
from qingname.registry.compile import heard
from qingname.text import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingname.match.reading import Reading
    from qingname.registry import Form, Layer, Registry
    from qingname.registry.trie import Trie
    from qingname.text import Edge, Lattice

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


def found(reading: Reading, registry: Registry) -> list[Match]:
    """All matches of all layers, best evidence for each (entry, start, end), in order of place."""
    best: dict[tuple[str, int, int, str], Match] = {}
    for layer in registry.layers:
        for match in walked(reading, layer):
            key = (match.entry.id, match.start, match.end, match.form.rest)
            if key not in best or _badness(match) < _badness(best[key]):
                best[key] = match
    return sorted(best.values(), key=lambda match: (match.start, -match.end, match.entry.id))


def _badness(match: Match) -> tuple[int, int, int, float]:
    return (match.heard, match.typed, match.seen, -match.score)


def walked(reading: Reading, layer: Layer) -> Iterator[Match]:
    """All matches of one layer that bear the weight of their evidence."""
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


_SEEN = frozenset({Technique.LOOK_ALIKE, Technique.SPLIT, Technique.NUMERAL})
_ASCII_ROLES = frozenset({Role.LATIN, Role.INITIALS})
_WORDS = frozenset({"title", "claim"})  # everyday words: their rules weigh a look-alike, and sound says nothing
_PARTS = frozenset({"place", "organ"})  # halves of a composed name, which may share one run of letters


def glyph_match(
    reading: Reading, layer: Layer, form: Form, start: int, end: int, path: tuple[Edge, ...]
) -> Match | None:
    """Match of a form that ``path`` spells in characters; None where too much had to be read otherwise."""
    seen = sum(edge.technique in _SEEN for edge in path)
    numerals = all(edge.technique in {None, Technique.NUMERAL} for edge in path)
    if seen and not numerals and (form.role in _ASCII_ROLES or form.text.isascii()):
        if len(form.text) < 4 or seen > 1:  # noqa: PLR2004 - one letter of four (CCTY)
            return None
    elif seen and not numerals and not _seen_enough(form, seen, layer.entries[form.entry].category):
        return None
    steps = _steps(reading, start, end, path, "")
    return Match(
        layer.entries[form.entry],
        form,
        start,
        end,
        steps,
        techniques_of(steps),
        seen=seen,
        weak=bool(seen)
        and not numerals
        and layer.entries[form.entry].category not in _WORDS
        and _weakly_seen(form, path, reading.symbols[start:end], reading.anchors),
        score=_score(len(form.text), seen, 0, path),
    )


def _weakly_seen(form: Form, path: tuple[Edge, ...], written: str, anchors: frozenset[str]) -> bool:
    """Two characters, one of them a look-alike that names are written with.

    泔肃 hides 甘肃, since nothing is written with 泔; 胡南 is somebody's name.
    """
    if len(form.text) > 2:  # noqa: PLR2004
        return False
    if form.role is Role.AMBIGUOUS:
        return True
    return not any(edge.technique is Technique.SPLIT for edge in path) and any(
        edge.score < SURE_LOOK_ALIKE or (char != edge.glyph and char in anchors)
        for edge, char in zip(path, written, strict=False)
    )


def _seen_enough(form: Form, seen: int, category: str) -> bool:
    size = len(form.text)
    brand = category == "enterprise" and size == 2  # noqa: PLR2004
    if form.role is Role.ABBREVIATION or size == 1 or (form.role is Role.AMBIGUOUS and not brand):
        return False
    if size == 2:  # noqa: PLR2004
        return seen == 1
    return seen <= (size + 1) // 2


class _Counts(NamedTuple):
    """How many symbols are look-alikes, heard, typed in letters; ``near``: one only nearly has the sound."""

    seen: int
    heard: int
    typed: int
    near: bool


def _counted(form: Form, path: tuple[Edge, ...]) -> _Counts | None:
    """Count how a path reads ``form``; None where a symbol looks like one that sounds like another."""
    seen = heard = typed = 0
    near = False
    for edge, char in zip(path, form.text, strict=True):
        if edge.technique is Technique.PINYIN:
            typed += 1
        elif edge.technique is Technique.HOMOPHONE:
            near = True
            heard += 1
            if edge.glyph == char:
                return None
        elif edge.glyph != char:
            if edge.technique is not None:
                return None
            heard += 1
        elif edge.technique is not None:
            seen += 1
    return _Counts(seen, heard, typed, near)


def sound_match(
    reading: Reading, layer: Layer, form: Form, start: int, end: int, path: tuple[Edge, ...]
) -> Match | None:
    """Match of a form that ``path`` spells in syllables; None where it is heard or typed too loosely.

    A path without any is left to the glyph lattice, which finds it too.
    """
    counts = _counted(form, path)
    if counts is None or (counts.near and (counts.heard > 1 or end - start != len(reading.symbols))):
        return None  # nearly the same sound is a sign only where the whole name has it, once
    seen, heard, typed, near = counts
    if not (heard or typed) or not _heard_enough(form, heard, seen, typed):
        return None
    if typed < len(form.text) and layer.entries[form.entry].category in _WORDS:
        return None  # 一生 is no 医生, 律诗 no 律师
    if typed and len(form.text) == 2 and layer.entries[form.entry].category not in _WORDS | _PARTS:  # noqa: PLR2004
        return None  # jingdong is a given name
    closed = reading.tokens_whole(start, end) and _pinyin_whole(reading, start, path)
    if not closed and layer.entries[form.entry].category not in _PARTS:
        return None
    steps = _steps(reading, start, end, path, form.text)
    return Match(
        layer.entries[form.entry],
        form,
        start,
        end,
        steps,
        techniques_of(steps),
        seen=seen,
        heard=heard,
        typed=typed,
        near=near,
        weak=not closed or (len(form.text) == 2 and not typed),  # noqa: PLR2004
        score=_score(len(form.text), seen, heard, path),
    )


def _heard_enough(form: Form, heard: int, seen: int, typed: int) -> bool:
    """Most of a name must still be read as it stands; letters that spell a syllable count as plain."""
    size = len(form.text)
    changed = heard + seen
    if typed == size:
        return True
    return changed <= 1 if size <= 3 else changed <= size // 2  # noqa: PLR2004


def _pinyin_whole(reading: Reading, start: int, path: tuple[Edge, ...]) -> bool:
    """Pinyin must fill whole Latin tokens: no syllable inside an English word."""
    place = start
    inside = False
    for edge in path:
        typed = edge.technique is Technique.PINYIN
        if typed != inside and not reading.token_bound(place):
            return False
        inside, place = typed, place + edge.length
    return not inside or reading.token_bound(place)


def _steps(reading: Reading, start: int, end: int, path: tuple[Edge, ...], heard_as: str) -> tuple[Step, ...]:
    folded = reading.folded
    steps = []
    place = start
    for index, edge in enumerate(path):
        low, high = folded.span(place, place + edge.length)
        raw = folded.raw[low:high]
        if edge.technique is Technique.PINYIN:
            steps.append(Step(raw, heard_as[index], Technique.PINYIN))
        elif edge.technique is Technique.HOMOPHONE:
            steps.append(Step(raw, heard_as[index], Technique.HOMOPHONE))
        elif edge.technique is not None:
            steps.append(Step(raw, edge.glyph, edge.technique))
        elif heard_as and edge.glyph != heard_as[index]:
            steps.append(Step(raw, heard_as[index], Technique.HOMOPHONE))
        place += edge.length
    return (*folded.steps_in(start, end), *steps)


def _score(size: int, seen: int, heard: int, path: tuple[Edge, ...]) -> float:
    """1 as it stands; each symbol read otherwise takes its share, one heard more than one seen."""
    lost = sum(1 - 0.8 * edge.score for edge in path if edge.technique is Technique.LOOK_ALIKE)
    lost += 0.2 * (seen - sum(edge.technique is Technique.LOOK_ALIKE for edge in path)) + 0.4 * heard
    return round(max(0.0, 1 - lost / size), 3)
