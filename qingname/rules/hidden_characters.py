"""QN702 hidden-or-bidi-characters

## What it does
Notes characters that a reader does not see in a name or bio: zero-width and tag characters, blank letters, controls,
bidirectional controls, stray variation selectors, and piles of combining marks. Emoji joined by ZWJ, emoji variation
selectors, and what Arabic and Indic scripts need are fine.

## Why
Hidden characters are how a refused name comes back, and also what a keyboard or a copy leaves behind. What they hide is
judged by the other rules, which read through them; hiding alone is no crime, so this is only a note.

## Caught

## Let pass
- 小明的猫
- 👨‍👩‍👧三口之家
- ❤️小薇
- 1️⃣2️⃣3️⃣

## Options
`[rules] QN702 = "review"` asks for a person; "off" is silent. `params.code_points` names the characters.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from qingname.model import Finding, Technique
from qingname.rules.case import Rule
from qingname.rules.clauses import PLATFORM_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Field
    from qingname.rules.case import Case

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
_SHOWN_AT_MOST = 16
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
        return None if char in _EMOJI_SELECTORS and _bears_a_selector(raw[place - 1 : place]) else Technique.INVISIBLE
    if "\U000e0000" <= char <= "\U000e007f":
        return None if _of_a_flag(raw, place) else Technique.INVISIBLE
    unseen = unicodedata.category(char) in {"Cf", "Cc"} or char in _BLANK_LETTERS
    return Technique.INVISIBLE if unseen and char not in _LINES else None


def _written_from_the_right(raw: str) -> bool:
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT and char not in _BIDI for char in raw)


def _joins(raw: str, place: int) -> bool:
    """Whether a joiner does its work: between two emoji, behind a virama, or beside an Arabic letter."""
    before, after = raw[max(place - 2, 0) : place].rstrip("\ufe0f")[-1:], raw[place + 1 : place + 2]
    if _is_emoji(before) and _is_emoji(after):
        return raw[place] == "\u200d"
    virama = bool(before) and unicodedata.combining(before) == 9  # noqa: PLR2004 - the class of viramas
    return virama or (bool(before) and unicodedata.bidirectional(before) == "AL")


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in {"So", "Sk", "Sm"} and ord(char) >= 0x2190  # noqa: PLR2004 - arrows


def _bears_a_selector(char: str) -> bool:
    """Whether the character has an emoji form: symbols, ©, keycaps' digits, ‼ and 〰."""
    return bool(char) and (_is_emoji(char) or char in _KEYCAP_BASES or char in "©®‼⁉〰〽ℹ™Ⓜ㊗㊙")


def _of_a_flag(raw: str, place: int) -> bool:
    """Whether a tag character belongs to a flag: 🏴, tags, and the tag that ends them."""
    start = raw.rfind(_BLACK_FLAG, max(place - _LONGEST_FLAG, 0), place)
    end = raw.find("\U000e007f", place, place + _LONGEST_FLAG)
    inside = raw[start + 1 : end]
    return 0 <= start < place <= end and all("\U000e0020" <= char <= "\U000e007e" for char in inside)


def _piled(raw: str) -> Iterator[int]:
    """Places of marks in runs that no script writes (Zalgo)."""
    run: list[int] = []
    for place, char in enumerate(f"{raw} "):
        if any(ord(char) in block for block in _MARK_BLOCKS) and unicodedata.combining(char):
            run.append(place)
            continue
        if len(run) >= _PILED_FROM:
            yield from run
        run = []


def _judge(case: Case) -> Iterator[Finding]:
    texts: dict[Field, str] = {"name": case.account.name, "bio": case.account.bio}
    for field, raw in texts.items():
        if places := hidden(raw):
            yield _finding(field, raw, places)


def _finding(field: Field, raw: str, places: list[tuple[int, Technique]]) -> Finding:
    start, end = places[0][0], places[-1][0] + 1
    points = list(dict.fromkeys(f"U+{ord(raw[place]):04X}" for place, _ in places))
    more = len(points) > _SHOWN_AT_MOST
    shown = " ".join(points[:_SHOWN_AT_MOST]) + (" …" if more else "")
    params = {"code_points": shown, "count": str(len(places))}
    techniques = tuple(dict.fromkeys(technique for _, technique in places))
    category = "hidden_characters"
    return Finding(
        RULE.code,
        RULE.name,
        "note",
        field,
        (start, end),
        raw[start:end],
        shown,
        f"hidden:{shown}",
        category,
        techniques,
        (),
        1.0,
        PLATFORM_FORM,
        (),
        params,
    )


RULE = Rule("QN702", "hidden-or-bidi-characters", PLATFORM_FORM, _judge, __doc__)
