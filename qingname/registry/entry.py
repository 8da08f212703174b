"""What the registries hold once read: entries, the forms in which each is written, and words of context."""

from __future__ import annotations

import enum

import msgspec


class Role(enum.StrEnum):
    """What a form is to its entry, which decides how much weight a match of it bears."""

    FULL = "full"
    SHORT = "short"
    AMBIGUOUS = "ambiguous"  # counts only as the whole name, or with a sign beside it (国安, 110)
    FORMER = "former"
    LATIN = "latin"  # an English name or acronym: whole Latin tokens only
    ABBREVIATION = "abbreviation"  # one character for a place (沪): only with an organ beside it
    INITIALS = "initials"  # pinyin initials of a place (bj): only with an organ beside it
    AFTER = "after"  # what an organ's name has behind the place (公安局)
    BEFORE = "before"  # what it has before the place (平安); Form.rest is what must follow the place


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One row of a registry: a body, outlet, place, organ of the grammar, brand, person.

    ``category`` is what rules select by (official, military, media, institution, enterprise, international,
    illegal_org, place, landmark, organ, person, closed_name); ``kind`` and ``level`` come from the table;
    ``unverified`` is what a sure match is worth for an account without a credential; ``alone`` the same for an
    organ's form without a place; ``successor`` names today's division of a former place.
    """

    id: str
    name: str
    category: str
    kind: str = ""
    level: str = ""
    region: str = ""
    parent: str = ""
    unverified: str = "reject"
    alone: str = "none"
    common: str = "no"
    successor: str = ""
    source: str = ""


class Form(msgspec.Struct, frozen=True, array_like=True):
    """One way to write an entry: ``text`` is folded, ``entry`` is the number of its entry, ``slot`` R, C or ''."""

    text: str
    entry: int
    role: Role
    rest: str = ""
    slot: str = ""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A word of context. ``table`` and ``kind`` say which; the other fields carry what that table holds."""

    text: str
    table: str
    kind: str
    strength: str = ""
    place: str = ""
    head: str = ""
    contains: tuple[str, ...] = ()
    position: str = ""
