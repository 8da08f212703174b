"""Signs: what a text must show before a rule can find anything in it, as data that the scanner reads as bits.

A rule states its triggers, each a set of signs. Where none of its triggers is complete, the rule finds nothing, in an
account that has no credentials and no history; so it need not be asked, and where no rule need be asked the account
passes. A sign says less than the rule: it is necessary, never sufficient.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingname.model import Field
    from qingname.registry import Columns

At = Literal["anywhere", "start", "end", "whole"]
_PLACES: dict[At, frozenset[int]] = {  # 1: begins the text, 2: ends it
    "anywhere": frozenset({0, 1, 2, 3}),
    "start": frozenset({1, 3}),
    "end": frozenset({2, 3}),
    "whole": frozenset({3}),
}
_SEEN, _HEARD, _TYPED, _SPLIT = 1, 2, 4, 8
ANY = frozenset(range(16))
"""However it is read."""
EXACT = frozenset({0})
"""As it stands."""
MISREAD = ANY - EXACT
"""With at least one symbol read as something else."""
SEEN = frozenset(read for read in ANY if read & _SEEN)
"""With a look-alike, a split character or a numeral."""
BY_SPLIT = frozenset(read for read in ANY if read & _SPLIT)
"""With a character that is written as its parts."""
UNHEARD = frozenset(read for read in ANY if not read & _HEARD)
"""Nothing has another sound's character."""
BY_EYE = frozenset(read for read in UNHEARD if not read & _TYPED)
"""As it stands, or by look-alikes: nothing is heard or typed in pinyin."""
TEXT_SIGNS = {  # _scan.pyx, T_…
    "hidden": 1,
    "number": 2,
    "address": 4,
    "handle": 8,
    "invites": 16,
    "same": 32,
    "party": 64,
    "flag": 128,
    "disguised": 256,
    "chain": 512,
    "tiled": 1024,
    "swapped": 8192,
    "twice": 16384,
    "limited": 32768,
    "label": 65536,
    "digits": 131072,
    "neighbour": 262144,
    "joined": 524288,
    "served": 1048576,
    "filled": 2097152,
    "cut": 4194304,
    "lead": 2048,
}
MOST_SIGNS = 192


class But(frozenset[str]):
    """Any value but these."""

    __slots__ = ()


Values = str | Iterable[str]
"""One value of an attribute, several, or all but some."""
Allowed = tuple[tuple[str, bool, frozenset[str]], ...]
"""Attribute, whether the values are those it must not have, values."""


class Hit(NamedTuple):
    """A registry form with these attributes is found; ``joined``: as the organ of a place × organ."""

    attributes: Allowed
    at: At = "anywhere"
    read: frozenset[int] = ANY
    joined: bool = False
    shared: bool = False

    def also(self, *, at: At | None = None, read: frozenset[int] | None = None, **attributes: Values) -> Hit:
        """Give the sign of those forms that have these attributes too."""
        both = sorted((*self.attributes, *_allowed(attributes)), key=_name)
        return self._replace(attributes=tuple(both), at=at or self.at, read=read or self.read)


class Context(NamedTuple):
    """A word of context with these attributes stands in the text; ``free``: not where a Latin word goes on."""

    attributes: Allowed
    at: At = "anywhere"
    shared: bool = False
    free: bool = False

    def also(self, *, at: At | None = None, **attributes: Values) -> Context:
        """Give the sign of those words that have these attributes too."""
        both = sorted((*self.attributes, *_allowed(attributes)), key=_name)
        return self._replace(attributes=tuple(both), at=at or self.at)


class Shows(NamedTuple):
    """The text as a whole shows something (``TEXT_SIGNS``)."""

    what: str
    shared: bool = False


class Spells(NamedTuple):
    """The folded text holds this, up to 8 symbols."""

    text: str
    shared: bool = False


Sign = Hit | Context | Shows | Spells


class Trigger(NamedTuple):
    """Signs that must all be there in one field; ``shared`` ones may be in the other. ``strict``: that profile only."""

    signs: frozenset[Sign]
    fields: tuple[Field, ...] = ("name", "bio")
    strict: bool = False


ALWAYS: tuple[Trigger, ...] = (Trigger(frozenset()),)
"""A rule that must always be asked."""
NEVER: tuple[Trigger, ...] = ()
"""A rule that finds nothing in an account without credentials and history."""


def hit(
    *,
    at: At = "anywhere",
    read: frozenset[int] = ANY,
    joined: bool = False,
    shared: bool = False,
    **attributes: Values,
) -> Hit:
    """Make a sign of forms; an attribute is one value, several, or :class:`But` some."""
    return Hit(_allowed(attributes), at, read, joined, shared)


def context(*, at: At = "anywhere", shared: bool = False, free: bool = False, **attributes: Values) -> Context:
    """Make a sign of words of context."""
    return Context(_allowed(attributes), at, shared, free)


def in_name(*signs: Sign, strict: bool = False) -> Trigger:
    """All of these in the name."""
    return Trigger(frozenset(signs), ("name",), strict)


def in_bio(*signs: Sign) -> Trigger:
    """All of these in the bio."""
    return Trigger(frozenset(signs), ("bio",))


def in_either(*signs: Sign) -> Trigger:
    """All of these in one field."""
    return Trigger(frozenset(signs))


def _allowed(attributes: Mapping[str, Values]) -> Allowed:
    return tuple(
        (name, isinstance(given, But), frozenset({given} if isinstance(given, str) else given))
        for name, given in sorted(attributes.items())
    )


def _order(sign: Sign) -> str:
    """Write a sign so that equal ones are written alike; sets have no order of their own."""

    def written(part: object) -> str:
        if isinstance(part, frozenset):
            return repr(sorted(part))
        return f"({', '.join(map(written, part))})" if isinstance(part, tuple) else repr(part)

    return type(sign).__name__ + written(tuple(sign))


def _name(attribute: tuple[str, bool, frozenset[str]]) -> str:
    return attribute[0]


class Bits:
    """Signs numbered: bit ``1 << n`` is sign ``n``."""

    def __init__(self, triggers: Iterable[Trigger]) -> None:
        """Number all signs of ``triggers``."""
        self.signs = tuple(dict.fromkeys(sign for trigger in triggers for sign in sorted(trigger.signs, key=_order)))
        self._bit = {sign: 1 << number for number, sign in enumerate(self.signs)}
        if len(self.signs) > MOST_SIGNS:
            raise ValueError(f"{len(self.signs)} signs; there is room for {MOST_SIGNS}")

    def of(self, signs: Iterable[Sign]) -> int:
        """Bits of ``signs``."""
        return sum(self._bit[sign] for sign in signs)

    def columns(self, columns: Columns, kind: type[Hit | Context]) -> list[tuple[bytes, list[int]]]:
        """For each attribute asked for by a sign of ``kind``: the column's codes, and the signs that fit each value."""
        own = [sign for sign in self.signs if isinstance(sign, kind)]
        asked = dict.fromkeys(name for sign in own for name, _, _ in sign.attributes)
        everything = self.of(own)
        found = []
        for name in asked or dict.fromkeys(columns.attributes):
            column = columns.attributes[name]
            number = {value: place for place, value in enumerate(column.values)}
            asking = [(sign, refused, values) for sign in own for at, refused, values in sign.attributes if at == name]
            bits = [everything & ~self.of(sign for sign, refused, _ in asking if not refused)] * len(number)
            for sign, refused, values in asking:
                for place in [number[value] for value in values if value in number]:
                    bits[place] = bits[place] & ~self._bit[sign] if refused else bits[place] | self._bit[sign]
            found.append((column.codes, bits))
        return found

    def hits(self, *, joined: bool) -> list[list[int]]:
        """Signs that fit a hit, by its place in the text and by how it is read."""
        own = [sign for sign in self.signs if isinstance(sign, Hit) and sign.joined == joined]
        return [
            [self.of(sign for sign in own if place in _PLACES[sign.at] and read in sign.read) for read in sorted(ANY)]
            for place in range(4)
        ]

    def words(self) -> list[int]:
        """Signs that fit a word, by its place in the text; from 4 on, by its place inside a Latin word."""
        own = [sign for sign in self.signs if isinstance(sign, Context)]
        return [
            self.of(sign for sign in own if place in _PLACES[sign.at] and not (inside and sign.free))
            for inside in (False, True)
            for place in range(4)
        ]

    def texts(self) -> list[tuple[int, int]]:
        """Text signs of the scanner, each with the sign that stands for it."""
        return [(TEXT_SIGNS[sign.what], self.of([sign])) for sign in self.signs if isinstance(sign, Shows)]

    def literals(self) -> list[tuple[str, int]]:
        """Texts that are looked for, each with the sign that stands for it."""
        return [(sign.text, self.of([sign])) for sign in self.signs if isinstance(sign, Spells)]

    def shared(self) -> int:
        """Signs that count in whichever field they are."""
        return self.of(sign for sign in self.signs if sign.shared)


def needs(triggers: Sequence[Sequence[Trigger]], bits: Bits, field: Field) -> list[tuple[int, int]]:
    """Sets of signs, each with the rules that it wakes, as bits; for each rule none that another makes needless."""
    woken: dict[int, int] = {}
    for number, of_rule in enumerate(triggers):
        sets = {bits.of(trigger.signs) for trigger in of_rule if field in trigger.fields}
        for one in sets:
            if not any(other != one and other & one == other for other in sets):
                woken[one] = woken.get(one, 0) | 1 << number
    return sorted(woken.items())
