"""Find registry forms in a reading.

1. walk the glyph lattice through the glyph trie: names as they stand, look-alike, split, in numerals
2. walk the sound lattice through the sound trie: names by ear, and in pinyin
3. keep what bears the weight of its evidence: a short name must be surer than a long one
4. look the whole name up among names one edit away, and among names in another order
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.match import Match
from qingname.model import Technique
from qingname.registry import Role
from qingname.text import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match.reading import Reading
    from qingname.registry import Form, Layer, Registry
    from qingname.registry.trie import Trie
    from qingname.text import Edge, Lattice

_SEEN = frozenset({Technique.LOOK_ALIKE, Technique.SPLIT, Technique.NUMERAL})
_ASCII_ROLES = frozenset({Role.LATIN, Role.INITIALS})
_SURE_LOOK_ALIKE = 0.9
_PARTS = frozenset({"place", "organ"})  # halves of a composed name, which may share one run of letters


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
                    if match := _glyph_match(reading, layer, layer.forms[number], start, end, path):
                        yield match
    sounds = reading.sounds
    for start in range(len(sounds)):
        for value, end, path in walk(layer.sound, sounds, start):
            for number in layer.sound_forms[value]:
                if match := _sound_match(reading, layer, layer.forms[number], start, end, path):
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


def _glyph_match(
    reading: Reading, layer: Layer, form: Form, start: int, end: int, path: tuple[Edge, ...]
) -> Match | None:
    seen = sum(edge.technique in _SEEN for edge in path)
    numerals = all(edge.technique in {None, Technique.NUMERAL} for edge in path)
    if seen and not numerals and (form.role in _ASCII_ROLES or form.text.isascii()):
        if len(form.text) < 4 or seen > 1:  # noqa: PLR2004 - one letter of four (CCTY)
            return None
    elif seen and not numerals and not _seen_enough(form, seen):
        return None
    steps = _steps(reading, start, end, path, "")
    return Match(
        layer.entries[form.entry],
        form,
        start,
        end,
        steps,
        _techniques(reading, steps),
        seen=seen,
        weak=bool(seen) and not numerals and _weakly_seen(form, path, reading.symbols[start:end], reading.anchors),
        score=_score(len(form.text), seen, 0, path),
    )


def _weakly_seen(form: Form, path: tuple[Edge, ...], written: str, anchors: frozenset[str]) -> bool:
    """Two characters, one of them a look-alike that names are written with.

    泔肃 hides 甘肃, since nothing is written with 泔; 胡南 is somebody's name.
    """
    if len(form.text) > 2 or any(edge.technique is Technique.SPLIT for edge in path):  # noqa: PLR2004
        return False
    return any(
        edge.score < _SURE_LOOK_ALIKE or (char != edge.glyph and char in anchors)
        for edge, char in zip(path, written, strict=False)
    )


def _seen_enough(form: Form, seen: int) -> bool:
    size = len(form.text)
    if form.role in {Role.ABBREVIATION, Role.AMBIGUOUS} or size == 1:
        return False
    if size == 2:  # noqa: PLR2004
        return seen == 1
    return seen <= (size + 1) // 2


def _sound_match(
    reading: Reading, layer: Layer, form: Form, start: int, end: int, path: tuple[Edge, ...]
) -> Match | None:
    seen = heard = typed = 0
    near = False
    for edge, char in zip(path, form.text, strict=True):
        if edge.technique is Technique.HOMOPHONE:
            if edge.glyph == char or end - start != len(reading.symbols):
                return None  # nearly the same sound is a sign only where the whole name has it
            heard += 1
            near = True
        elif edge.technique is Technique.PINYIN:
            typed += 1
        elif edge.glyph != char:
            if edge.technique is not None:
                return None  # looks like one character that sounds like another: too far for a reader
            heard += 1
        elif edge.technique is not None:
            seen += 1
    if not (heard or typed) or not _heard_enough(form, heard, seen, typed) or (near and heard > 1):
        return None
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
        _techniques(reading, steps),
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


def _techniques(_reading: Reading, steps: tuple[Step, ...]) -> tuple[Technique, ...]:
    found = dict.fromkeys(step.technique for step in steps)
    return tuple(found) or (Technique.EXACT,)


def _score(size: int, seen: int, heard: int, path: tuple[Edge, ...]) -> float:
    """1 as it stands; each symbol read otherwise takes its share, one heard more than one seen."""
    lost = sum(1 - 0.8 * edge.score for edge in path if edge.technique is Technique.LOOK_ALIKE)
    lost += 0.2 * (seen - sum(edge.technique is Technique.LOOK_ALIKE for edge in path)) + 0.4 * heard
    return round(max(0.0, 1 - lost / size), 3)


def find_whole(reading: Reading, registry: Registry, start: int, end: int) -> Iterator[Match]:
    """Registry names one edit away from symbols ``start`` up to ``end``, or made of the same symbols."""
    text = reading.symbols[start:end]
    for layer in registry.layers:
        for number in sorted(layer.edited(text)):
            form = layer.forms[number]
            if _distance(text, form.text) == 1 and not _elsewhere(text, form.text, registry):
                yield _whole_match(reading, layer, form, start, end, _edit_technique(text, form.text))
        for number in sorted(layer.reordered(text)):
            form = layer.forms[number]
            if form.text != text:
                yield _whole_match(reading, layer, form, start, end, Technique.REORDERED)


def _distance(text: str, target: str) -> int:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - few names have a neighbour to be measured

    return Levenshtein.distance(text, target)


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
        _techniques(reading, steps),
        seen=1,
        score=round(score, 3),
    )
