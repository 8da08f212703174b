"""What a text shows before anything is looked for in it, character by character: signs that a rule may wait for.

A mark says that a raw character *may* be part of something (a telephone number, a hidden joiner). Where a mark that a
rule waits for is missing from a text, the rule finds nothing there; where it stands, the rule decides.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from qingname.model import DISGUISES, Technique
from qingname.text import contacts, hidden

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mark(enum.IntFlag):
    """One bit for each; a character may bear several."""

    HIDDEN = enum.auto()  # hidden wherever it stands
    SELECTOR = enum.auto()  # hidden unless an emoji or a keycap stands before it
    JOINER = enum.auto()  # hidden unless emoji stand on both sides
    EMOJI = enum.auto()  # what a joiner may join
    BEARER = enum.auto()  # what may bear a selector
    PILED = enum.auto()  # a combining mark, hidden in a run of three
    DISGUISED = enum.auto()  # folding reads it as something else, in a way that honest writing does not
    DIGIT = enum.auto()  # a digit, in any writing
    MASK = enum.auto()  # hides digits of a telephone number
    WORD = enum.auto()  # a Latin letter, an ASCII digit, _ or -, as they stand in handles
    ALNUM = enum.auto()  # a Latin letter or an ASCII digit, and nothing else
    MIXED = enum.auto()  # reads as such and something else: ⒜
    POINT = enum.auto()  # separates the parts of an address: . 。点
    AT = enum.auto()  # @ and what is written for it
    COLON = enum.auto()
    BRACKET = enum.auto()  # opens (at), [dot]
    LABEL = enum.auto()  # stands between a word for a channel and its handle: a colon, 号, a heart
    NOTHING = enum.auto()  # reads as nothing where contacts are looked for
    INVITES = enum.auto()  # begins an invitation: 加, 私信, +
    SAME = enum.auto()  # 同 of 同号
    PARTY = enum.auto()  # ☭
    FLAG = enum.auto()  # the first half of 🇨🇳


_ALWAYS_HIDDEN = frozenset({Technique.BIDI, Technique.INVISIBLE})
_SELECTORS, _JOINERS = frozenset("\ufe0e\ufe0f"), frozenset("\u200c\u200d")
_SIGNS = {"☭": Mark.PARTY, "\U0001f1e8": Mark.FLAG}
_MEMBERS = {
    Mark.MASK: frozenset("*x×•●█"),
    Mark.POINT: frozenset(".。点點"),
    Mark.AT: frozenset("@#艾"),
    Mark.COLON: frozenset(":"),
    Mark.BRACKET: frozenset("(["),
    Mark.LABEL: contacts.LABELLING,
    Mark.INVITES: contacts.INVITING,
    Mark.SAME: frozenset("同"),
}


def mark(char: str, technique: Technique | None, numerals: Mapping[str, str]) -> Mark:
    """All marks of a raw character that folding reads under ``technique``."""
    found = _of_the_hidden(char) | _of_a_contact(char, numerals) | _SIGNS.get(char, Mark(0))
    if technique in DISGUISES and technique is not Technique.INSERTED:
        found |= Mark.DISGUISED
    return found


def _of_the_hidden(char: str) -> Mark:
    found = Mark(0)
    if char in _SELECTORS:
        found |= Mark.SELECTOR
    elif char in _JOINERS:
        found |= Mark.JOINER
    elif hidden.hidden(char) or hidden.is_tag(char):
        found |= Mark.HIDDEN
    if hidden.is_emoji(char):
        found |= Mark.EMOJI
    if hidden.bears_a_selector(char):
        found |= Mark.BEARER
    return found | Mark.PILED if hidden.may_pile(char) else found


def _of_a_contact(char: str, numerals: Mapping[str, str]) -> Mark:
    read = contacts.read(char)
    found = Mark(0) if read else Mark.NOTHING
    for part in read:
        if numerals.get(part, part).isdecimal():
            found |= Mark.DIGIT
        if part.isascii() and (part.isalnum() or part in "_-"):
            found |= Mark.WORD
            if len(read) > 1:
                found |= Mark.MIXED
            elif part.isalnum():
                found |= Mark.ALNUM
        for shown, members in _MEMBERS.items():
            if part in members:
                found |= shown
    return found
