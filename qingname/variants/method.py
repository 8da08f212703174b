"""What a method is, and the two ways in which most of them work: at one place of the name, or at two."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from qingname.model import Technique

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator

    Writer = Callable[[str, random.Random], Iterable["Written"]]

_MOST_PAIRS = 400  # of two changes; a name of six characters with five choices each has 375


class Variant(msgspec.Struct, frozen=True):
    """One way to write ``name``. ``steps`` say what was done, from name to text: ``日→曰 look_alike``."""

    text: str
    name: str
    method: str
    technique: tuple[Technique, ...]
    steps: tuple[str, ...]


class Written(NamedTuple):
    """A text and how it came about; ``changed`` are the places of the name that read otherwise now."""

    text: str
    steps: tuple[str, ...]
    techniques: tuple[Technique, ...]
    changed: frozenset[int] = frozenset()


class Method(NamedTuple):
    """One way to disguise a name. ``technique`` is None where a text shows more than one."""

    label: str
    technique: Technique | None
    write: Writer

    def written(self, name: str, chance: random.Random) -> Iterator[Variant]:
        """Give what the method makes of ``name``, the name itself only where that is the method."""
        for made in self.write(name, chance):
            if made.text and (made.text != name or self.technique is Technique.EXACT):
                yield Variant(made.text, name, self.label, made.techniques, made.steps)


def step(raw: str, read: str, technique: Technique) -> str:
    """Word one change."""
    return f"{raw}→{read} {technique}"


def one_place(technique: Technique, options: Callable[[str], Iterable[str]]) -> Writer:
    """Change one character at a time into each of its options: first choices of all places before second ones."""

    def write(name: str, chance: random.Random) -> Iterator[Written]:
        for place, new in _shuffled(name, options, chance):
            yield _changed(name, {place: new}, technique)

    return write


def two_places(technique: Technique, options: Callable[[str], Iterable[str]]) -> Writer:
    """Change two characters that differ."""

    def write(name: str, chance: random.Random) -> Iterator[Written]:
        single = _shuffled(name, options, chance)
        pairs = ((left, right) for left, right in itertools.combinations(single, 2) if left[0] != right[0])
        chosen = list(itertools.islice(pairs, _MOST_PAIRS))
        chance.shuffle(chosen)
        for left, right in chosen:
            yield _changed(name, dict((left, right)), technique)

    return write


def all_places(technique: Technique, options: Callable[[str], Iterable[str]]) -> Writer:
    """Change every character that has an option, each to one of its own."""

    def write(name: str, chance: random.Random) -> Iterator[Written]:
        listed = {place: list(options(char)) for place, char in enumerate(name)}
        for _ in range(max(map(len, listed.values()), default=0)):
            chosen = {place: chance.choice(found) for place, found in listed.items() if found}
            yield _changed(name, chosen, technique)

    return write


def _shuffled(name: str, options: Callable[[str], Iterable[str]], chance: random.Random) -> list[tuple[int, str]]:
    """Places and their options in random order, all first choices before all second ones."""
    ranked = [(rank, place, new) for place, char in enumerate(name) for rank, new in enumerate(options(char))]
    chance.shuffle(ranked)
    ranked.sort(key=lambda item: item[0])
    return [(place, new) for _, place, new in ranked]


def _changed(name: str, changes: dict[int, str], technique: Technique) -> Written:
    text = "".join(changes.get(place, char) for place, char in enumerate(name))
    steps = tuple(step(name[place], changes[place], technique) for place in sorted(changes))
    return Written(text, steps, (technique,), frozenset(changes))
