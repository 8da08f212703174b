"""Signs: what a text must show before a rule can find anything in it, as data that the scanner reads as bits.

A rule states its triggers, each a set of signs. Where none of its triggers is complete, the rule finds nothing, in an
account that has no credentials and no history; so it need not be asked, and where no rule need be asked the account
passes. A sign says less than the rule: it is necessary, never sufficient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qingname.model import Field
    from qingname.registry import Columns

At = Literal["anywhere", "start", "end", "whole"]
_PLACES: dict[At, frozenset[int]] = {  # 1: begins the text, 2: ends it
    "anywhere": frozenset({0, 1, 2, 3}),
    "start": frozenset({1, 3}),
    "end": frozenset({2, 3}),
    "whole": frozenset({3}),
}
_SEEN, _HEARD, _TYPED = 1, 2, 4
ANY = frozenset(range(8))
"""However it is read."""
EXACT = frozenset({0})
"""As it stands."""
MISREAD = ANY - EXACT
"""With at least one symbol read as something else."""
SEEN = frozenset(read for read in ANY if read & _SEEN)
"""With a look-alike, a split character or a numeral."""
BY_EYE = frozenset({0, _SEEN})
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
    "twice": 16384,
    "limited": 32768,
}
MOST_SIGNS = 128


class But(frozenset[str]):
    """Any value but these."""

    __slots__ = ()


Allowed = tuple[tuple[str, frozenset[str]], ...]


class Hit(NamedTuple):
    """A registry form with these attributes is found; ``joined``: as the organ of a place × organ."""

    attributes: Allowed
    at: At = "anywhere"
    read: frozenset[int] = ANY
    joined: bool = False
    shared: bool = False


class Context(NamedTuple):
    """A word of context with these attributes stands in the text."""

    attributes: Allowed
    at: At = "anywhere"
    shared: bool = False


class Shows(NamedTuple):
    """The text as a whole shows something (``TEXT_SIGNS``)."""

    what: str
    shared: bool = False


Sign = Hit | Context | Shows


class Trigger(NamedTuple):
    """Signs that must all be there, in the field; ``shared`` signs may be in the other field. ``strict``: that profile only."""

    signs: frozenset[Sign]
    fields: tuple[Field, ...] = ("name", "bio")
    strict: bool = False


ALWAYS: tuple[Trigger, ...] = (Trigger(frozenset()),)
"""A rule that must always be asked."""
NEVER: tuple[Trigger, ...] = ()
"""A rule that finds nothing in an account without credentials and history."""


def hit(*, at: At = "anywhere", read: frozenset[int] = ANY, joined: bool = False, **attributes: str | Iterable[str]) -> Hit:
    """Make a sign of forms; an attribute is one value, several, or :class:`But` some."""
    return Hit(_allowed(attributes), at, read, joined)


def word(*, at: At = "anywhere", shared: bool = False, **attributes: str | Iterable[str]) -> Context:
    """Make a sign of words of context."""
    return Context(_allowed(attributes), at, shared)


def in_name(*signs: Sign, strict: bool = False) -> Trigger:
    """All of these in the name."""
    return Trigger(frozenset(signs), ("name",), strict)


def in_bio(*signs: Sign) -> Trigger:
    """All of these in the bio."""
    return Trigger(frozenset(signs), ("bio",))


def in_either(*signs: Sign) -> Trigger:
    """All of these in one field."""
    return Trigger(frozenset(signs))


def _allowed(attributes: Mapping[str, str | Iterable[str]]) -> Allowed:
    def values(given: str | Iterable[str]) -> frozenset[str]:
        if isinstance(given, str):
            return frozenset({given})
        return given if isinstance(given, But) else frozenset(given)

    return tuple((name, values(given)) for name, given in sorted(attributes.items()))


class Bits:
    """Signs numbered: bit ``1 << n`` is sign ``n``."""

    def __init__(self, triggers: Iterable[Trigger]) -> None:
        """Number all signs of ``triggers``."""
        self.signs = tuple(dict.fromkeys(sign for trigger in triggers for sign in sorted(trigger.signs, key=repr)))
        self._bit = {sign: 1 << number for number, sign in enumerate(self.signs)}
        if len(self.signs) > MOST_SIGNS:
            raise ValueError(f"{len(self.signs)} signs; there is room for {MOST_SIGNS}")

    def of(self, signs: Iterable[Sign]) -> int:
        """Bits of ``signs``."""
        return sum(self._bit[sign] for sign in signs)

    def columns(self, columns: Columns, kind: type[Hit | Context]) -> list[tuple[bytes, list[int]]]:
        """For each attribute that a sign of ``kind`` asks for: the column's codes, and the signs that fit each value."""
        own = [sign for sign in self.signs if isinstance(sign, kind)]
        asked = dict.fromkeys(name for sign in own for name, _ in sign.attributes)
        everything = self.of(own)
        found = []
        for name in asked or dict.fromkeys(columns.attributes):
            column = columns.attributes[name]
            number = {value: place for place, value in enumerate(column.values)}
            bits = [everything] * len(column.values)
            for sign in own:
                allowed = dict(sign.attributes).get(name)
                if isinstance(allowed, But):
                    for value in allowed & number.keys():
                        bits[number[value]] &= ~self._bit[sign]
                elif allowed is not None:
                    for place, value in enumerate(column.values):
                        if value not in allowed:
                            bits[place] &= ~self._bit[sign]
            found.append((column.codes, bits))
        return found

    def hits(self, *, joined: bool) -> list[list[int]]:
        """Signs that fit a hit, by its place in the text and by how it is read."""
        own = [sign for sign in self.signs if isinstance(sign, Hit) and sign.joined == joined]
        return [
            [self.of(sign for sign in own if place in _PLACES[sign.at] and read in sign.read) for read in range(8)]
            for place in range(4)
        ]

    def words(self) -> list[int]:
        """Signs that fit a word, by its place in the text."""
        own = [sign for sign in self.signs if isinstance(sign, Context)]
        return [self.of(sign for sign in own if place in _PLACES[sign.at]) for place in range(4)]

    def texts(self) -> list[tuple[int, int]]:
        """Text signs of the scanner, each with the sign that stands for it."""
        return [(TEXT_SIGNS[sign.what], self.of([sign])) for sign in self.signs if isinstance(sign, Shows)]

    def shared(self) -> int:
        """Signs that count in whichever field they are."""
        return self.of(sign for sign in self.signs if sign.shared)


def needs(triggers: Sequence[Trigger], bits: Bits, field: Field) -> list[int]:
    """Sets of signs of which one is enough, without those that another makes needless."""
    sets = {bits.of(trigger.signs) for trigger in triggers if field in trigger.fields}
    return sorted(one for one in sets if not any(other != one and other & one == other for other in sets))
