"""Fold a raw text to one plain reading in which every symbol knows its place in the raw text.

1. lone surrogates read as U+FFFD; text under RLO put into the order in which it is displayed
2. NFKC and case folding, code point by code point
3. invisible, combining, space, punctuation, symbol and decoration characters dropped, and remembered
4. look-alike Latin, traditional, variant and Japanese characters to their standard simplified form

Folding is total on Unicode and idempotent: ``fold(fold(x).symbols).symbols == fold(x).symbols``.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from qingname.model import Technique

if TYPE_CHECKING:
    from qingname.text.characters import Characters

_RLO, _PDF = "\u202e", "\u202c"
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# Default-ignorable letters that Unicode does not put in category Cf: Hangul fillers and the Khmer inherent vowels.
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_STRIKES = frozenset(map(chr, (*range(0x0334, 0x0339), 0x20D2, 0x20D3, 0x20E5, 0x20E6, 0x20EB)))


_VISIBLE = frozenset({Technique.SPACED, Technique.INSERTED})


class Step(NamedTuple):
    """One change on the way from the raw text: what stood there, what it was read as, and the technique."""

    raw: str
    read: str
    technique: Technique

    def __str__(self) -> str:
        """Write the step as ``曰→日 look_alike``; a dropped character reads as nothing."""
        return f"{_shown(self.raw)}→{self.read} {self.technique}"


class Folded(msgspec.Struct, frozen=True, gc=False):
    """A folded text. ``starts[i]`` and ``ends[i]`` bound symbol ``i`` in ``raw``, in code points.

    ``steps[i]`` is how symbol ``i`` came from its raw characters, None where it stood there already;
    ``dropped`` lists the raw positions that hold no symbol, each with its step.
    """

    raw: str
    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    steps: tuple[Step | None, ...]
    dropped: tuple[tuple[int, Step], ...]
    as_written: bool = False
    """Whether every character stands for itself, but for its case."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw half-open span that covers symbols ``start`` up to ``end`` (order may be reversed by RLO)."""
        if start >= end:
            return (0, 0)
        if self.as_written:
            return start, end
        return min(self.starts[start:end]), max(self.ends[start:end])

    def steps_in(self, start: int, end: int) -> list[Step]:
        """Changes inside symbols ``start`` up to ``end``: of symbols, then of what was dropped between them."""
        if self.as_written:
            return []
        low, high = self.span(start, end)
        kept = [step for step in self.steps[start:end] if step]
        return kept + [step for place, step in self.dropped if low <= place < high]

    def gap_before(self, index: int) -> bool:
        """Whether a reader sees a gap or a sign between symbols ``index - 1`` and ``index``, or an edge is there."""
        if index <= 0 or index >= len(self.symbols):
            return True
        if self.as_written:
            return False
        low, high = self.ends[index - 1], self.starts[index]
        return low < high and any(low <= place < high and step.technique in _VISIBLE for place, step in self.dropped)


class Folder:
    """Folds texts with one set of tables; remembers each character it has read once."""

    def __init__(self, characters: Characters) -> None:
        """Start with an empty memory over ``characters``."""
        self._characters = characters
        self._read: dict[str, tuple[str, Technique | None]] = {}
        self._itself: dict[str, str] = {}  # of the characters read, those that are one symbol and nothing has changed
        self._symbols: dict[int, str] = {}

    def fold(self, raw: str) -> Folded:
        """Fold ``raw`` (see the module's pipeline). Total: any ``str`` is accepted, the empty one too."""
        if self._itself.keys() >= set(raw):
            return as_written(raw, raw.translate(self._symbols))
        raw = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in raw)
        symbols: list[str] = []
        starts: list[int] = []
        steps: list[Step | None] = []
        dropped: list[tuple[int, Step]] = []
        for place in _displayed(raw):
            char = raw[place]
            known = self._read.get(char)
            if known is None:
                known = self._read[char] = fold_character(char, self._characters)
                if len(known[0]) == 1 and known[1] is None:
                    self._symbols[ord(char)] = self._itself[char] = known[0]
            read, technique = known
            if not read:
                dropped.append((place, Step(char, "", technique or Technique.INSERTED)))
                continue
            symbols.extend(read)
            starts.extend([place] * len(read))
            steps.append(Step(char, read, technique) if technique else None)
            steps.extend([None] * (len(read) - 1))
        ends = tuple(place + 1 for place in starts)
        return Folded(raw, "".join(symbols), tuple(starts), ends, tuple(steps), tuple(dropped))


def as_written(raw: str, symbols: str) -> Folded:
    """Folded text of which every character is one symbol, and stands for itself but for its case."""
    starts, ends, nothing = _places(len(raw))
    return Folded(raw, symbols, starts, ends, nothing, (), True)  # noqa: FBT003 - the seventh of seven fields


@functools.lru_cache(maxsize=64)
def _places(size: int) -> tuple[tuple[int, ...], tuple[int, ...], tuple[None, ...]]:
    """Starts, ends and steps of so many characters that are symbols."""
    return tuple(range(size)), tuple(range(1, size + 1)), (None,) * size


def _displayed(raw: str) -> range | list[int]:
    """Raw positions in the order in which they are displayed: text between RLO and PDF runs backwards."""
    if _RLO not in raw:
        return range(len(raw))
    order: list[int] = []
    place = 0
    while place < len(raw):
        if raw[place] != _RLO:
            order.append(place)
            place += 1
            continue
        end = raw.find(_PDF, place)
        end = len(raw) if end < 0 else end
        order.append(place)
        order.extend(range(end - 1, place, -1))
        place = end
    return order


def fold_character(char: str, characters: Characters) -> tuple[str, Technique | None]:
    """Read one raw character: its symbols, '' where it is dropped, and the technique if anything changed."""
    if reason := _dropped_as(char, characters):
        return "", reason
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    technique = None if plain in (char, char.lower()) else Technique.WIDTH_STYLE
    symbols = []
    for part in plain:
        if part != char and _dropped_as(part, characters):
            continue
        standard = characters.standard.get(part) or _bare_latin(part)
        if standard:
            symbols.append(standard[0])
            technique = Technique(standard[1])
        else:
            symbols.append(part)
    read = "".join(symbols)
    return (read, technique) if read else ("", Technique.INSERTED)


def _dropped_as(char: str, characters: Characters) -> Technique | None:
    """Give the technique under which a character is dropped, None where it stays."""
    if char in characters.standard or (char.isascii() and char.isalnum()):
        return None  # ⺠ is a symbol to Unicode and 民 to a reader
    if char in _BIDI:
        return Technique.BIDI
    category = unicodedata.category(char)
    if category[0] == "C" or char in _BLANK_LETTERS:
        return Technique.SPACED if char in "\t\n\r\v\f" else Technique.INVISIBLE
    if category[0] == "Z":
        return Technique.SPACED
    if category[0] == "M":
        if "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":  # variation selectors
            return Technique.INVISIBLE
        return Technique.STRIKE if char in _STRIKES else Technique.INSERTED
    # NFKC turns some symbols into letters and digits (①, Ⓐ, ㊗, ™); those are read, not dropped.
    if category[0] in "PS" and not any(part.isalnum() for part in unicodedata.normalize("NFKC", char)):
        return Technique.INSERTED
    return Technique.INSERTED if char in characters.decorations else None


def _bare_latin(char: str) -> tuple[str, str] | None:
    """Read é as e: a Latin letter with marks is a disguise of the bare letter."""
    if char.isascii():
        return None
    base = unicodedata.normalize("NFKD", char)[0]
    return (base.lower(), str(Technique.LATIN_LOOK_ALIKE)) if base.isascii() and base.isalpha() else None


def _shown(char: str) -> str:
    """Name an invisible character by its code point, so that a step can be read."""
    if char.isprintable() and not unicodedata.category(char[0]).startswith(("M", "Z")):
        return char
    return " ".join(f"U+{ord(part):04X}" for part in char)
