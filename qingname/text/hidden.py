"""Find characters that a reader does not see, or that are piled up, in a raw text. Knows no registry."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from qingname.model import Technique

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINERS = frozenset("\u200c\u200d")
_MARKS_OF_DIRECTION = frozenset("\u200e\u200f\u061c")
_BIDI = _MARKS_OF_DIRECTION | frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_LINES = frozenset("\n\r\t")
_EMOJI_SELECTORS = frozenset("\ufe0e\ufe0f")
_KEYCAP_BASES = frozenset("0123456789#*")
_BLACK_FLAG = "\U0001f3f4"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# Vietnamese letters carry two marks; three in a row belong to no script that these blocks serve.
_PILED_FROM = 3
_MARK_BLOCKS = (
    range(0x0300, 0x0370),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE20, 0xFE30),
)
_LONGEST_FLAG = 8  # 🏴, five letters of a region (gbeng), and the tag that ends them


def hidden(raw: str) -> list[tuple[int, Technique]]:
    """Raw places of the characters that are hidden or piled up, in order, each with the technique that it serves."""
    found = [(place, technique) for place in range(len(raw)) if (technique := _hidden_as(raw, place))]
    if any(raw[place] in _MARKS_OF_DIRECTION for place, _ in found) and _written_from_the_right(raw):
        found = [(place, technique) for place, technique in found if raw[place] not in _MARKS_OF_DIRECTION]
    return sorted([*found, *((place, Technique.INSERTED) for place in _piled(raw))])


def _hidden_as(raw: str, place: int) -> Technique | None:
    char = raw[place]
    if char in _BIDI:
        return Technique.BIDI
    if char in _JOINERS:
        return None if _joins(raw, place) else Technique.INVISIBLE
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return None if char in _EMOJI_SELECTORS and bears_a_selector(raw[place - 1 : place]) else Technique.INVISIBLE
    if is_tag(char):
        return None if _of_a_flag(raw, place) else Technique.INVISIBLE
    unseen = unicodedata.category(char) in {"Cf", "Cc"} or char in _BLANK_LETTERS
    return Technique.INVISIBLE if unseen and char not in _LINES else None


def _written_from_the_right(raw: str) -> bool:
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT and char not in _BIDI for char in raw)


def _joins(raw: str, place: int) -> bool:
    """Whether a joiner does its work: between two emoji, behind a virama, or beside an Arabic letter."""
    before, after = raw[max(place - 2, 0) : place].rstrip("\ufe0f")[-1:], raw[place + 1 : place + 2]
    if is_emoji(before) and is_emoji(after):
        return raw[place] == "\u200d"
    virama = bool(before) and unicodedata.combining(before) == 9  # noqa: PLR2004 - the class of viramas
    return virama or (bool(before) and unicodedata.bidirectional(before) == "AL")


def is_emoji(char: str) -> bool:
    """Whether the character is a picture, which a joiner may join to another."""
    return bool(char) and unicodedata.category(char) in {"So", "Sk", "Sm"} and ord(char) >= 0x2190  # noqa: PLR2004 - arrows


def bears_a_selector(char: str) -> bool:
    """Whether the character has an emoji form: symbols, ©, keycaps' digits, ‼ and 〰."""
    return bool(char) and (is_emoji(char) or char in _KEYCAP_BASES or char in "©®‼⁉〰〽ℹ™Ⓜ㊗㊙")


def _of_a_flag(raw: str, place: int) -> bool:
    """Whether a tag character belongs to a flag: 🏴, tags, and the tag that ends them."""
    start = raw.rfind(_BLACK_FLAG, max(place - _LONGEST_FLAG, 0), place)
    end = raw.find("\U000e007f", place, place + _LONGEST_FLAG)
    inside = raw[start + 1 : end]
    return 0 <= start < place <= end and all("\U000e0020" <= char <= "\U000e007e" for char in inside)


def is_tag(char: str) -> bool:
    """Whether the character is hidden unless it belongs to a flag."""
    return "\U000e0000" <= char <= "\U000e007f"


def may_pile(char: str) -> bool:
    """Whether the character is a mark that hides what it is piled on, from three of them on."""
    return any(ord(char) in block for block in _MARK_BLOCKS) and bool(unicodedata.combining(char))


def _piled(raw: str) -> Iterator[int]:
    """Places of marks in runs that no script writes (Zalgo)."""
    run: list[int] = []
    for place, char in enumerate(f"{raw} "):
        if may_pile(char):
            run.append(place)
            continue
        if len(run) >= _PILED_FROM:
            yield from run
        run = []
