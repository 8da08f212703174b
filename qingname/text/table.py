"""Folding as a table over code points, for the scanner: what each raw character is read as, and what it shows.

The table says of a lone character what :func:`fold_character` says; a property test holds it to that. What folding does
to a text as a whole (the order under RLO) is not in it.
"""

from __future__ import annotations

import array
import enum
import sys
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from qingname.model import Technique
from qingname.text.fold import fold_character
from qingname.text.hidden import is_tag
from qingname.text.marks import Mark, mark

if TYPE_CHECKING:
    from qingname.text.characters import Characters

PAGE = 256
_SYMBOL = 0x1FFFFF
_SURROGATES = range(0xD800, 0xE000)
_UNUSED = frozenset({"Cn", "Co"})
_VISIBLE = frozenset({Technique.SPACED, Technique.INSERTED})


class Reads(enum.IntFlag):
    """Above the 21 bits of the symbol: what else is known of a raw character."""

    SEVERAL = 1 << 21  # the lower bits are a place in ``several``
    DROPPED = 1 << 22
    GAP = 1 << 23  # dropped, and the reader sees that something is there
    UPPER = 1 << 24
    LOWER = 1 << 25
    DECIMAL = 1 << 26  # of the symbol
    TURNS = 1 << 27  # RLO: what follows is read backwards


class FoldTable(msgspec.Struct, frozen=True):
    """``pages`` (uint16) gives for a code point's upper bits a page of ``values`` and ``marks`` (both uint32).

    ``several`` (uint32) holds what is read as more than one symbol: how many, then each, with its DECIMAL bit.
    """

    pages: bytes
    values: bytes
    marks: bytes
    several: bytes


def fold_table(characters: Characters) -> FoldTable:
    """Read every code point once."""
    known: dict[tuple[bytes, bytes], int] = {}
    pages, several = array.array("H"), array.array("I", [0])
    for first in range(0, sys.maxunicode + 1, PAGE):
        values, marks = array.array("I"), array.array("I")
        for code in range(first, first + PAGE):
            value, shown = _row(chr(0xFFFD if code in _SURROGATES else code), characters, several)
            values.append(value)
            marks.append(shown)
        pages.append(known.setdefault((values.tobytes(), marks.tobytes()), len(known)))
    return FoldTable(
        pages.tobytes(),
        b"".join(values for values, _ in known),
        b"".join(marks for _, marks in known),
        several.tobytes(),
    )


def _row(char: str, characters: Characters, several: array.array[int]) -> tuple[int, int]:
    if unicodedata.category(char) in _UNUSED and not is_tag(char) and char not in characters.standard:
        return int(Reads.DROPPED), int(Mark.DISGUISED)  # nearly a million code points that nothing can be said of
    read, technique = fold_character(char, characters)
    value = (Reads.UPPER if char.isupper() else 0) | (Reads.LOWER if char.islower() else 0)
    value |= Reads.TURNS if char == "\u202e" else 0
    if not read:
        value |= Reads.DROPPED | (Reads.GAP if (technique or Technique.INSERTED) in _VISIBLE else 0)
    elif len(read) == 1:
        value |= _symbol(read)
    else:
        value |= Reads.SEVERAL | len(several)
        several.extend([len(read), *map(_symbol, read)])
    return int(value), int(mark(char, technique, characters.numerals))


def _symbol(char: str) -> int:
    return ord(char) | (Reads.DECIMAL if char.isdecimal() else 0)
