"""What reads the same to the ear: homophones, and pinyin for a character, for all of them, or their initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Technique
from qingname.variants.method import Method, Written, step
from qingname.variants.tables import characters, items, table

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from qingname.variants.method import Writer

_LONGEST_PHRASE = 4
_NEAR = 6  # the most usual homophones; rarer ones are not typed by people who want to be read


def syllables(name: str) -> list[str]:
    """Toneless syllable of each character as the name is read (重庆: chong qing); empty for what has none."""
    said = [(items("readings", char) or [""])[0] for char in name]
    for start in range(len(name)):
        for length in range(_LONGEST_PHRASE, 1, -1):
            found = table("phrases").get(name[start : start + length])
            if found:
                said[start : start + length] = found.split()
                break
    return said


def _homophones(name: str, place: int, syllable: str) -> list[str]:
    return [char for char in characters("homophones", syllable) if char != name[place]][:_NEAR]


def _sounding(*, places: int) -> Writer:
    """Exchange one or two characters for such as are read the same."""

    def write(name: str, chance: random.Random) -> Iterator[Written]:
        listed = [(place, _homophones(name, place, said)) for place, said in enumerate(syllables(name))]
        listed = [(place, chars) for place, chars in listed if chars]
        if len(listed) < places:
            return
        for _ in range(sum(len(chars) for _, chars in listed) * places):
            chosen = {place: chance.choice(chars) for place, chars in chance.sample(listed, places)}
            yield _replaced(name, chosen, Technique.HOMOPHONE)

    return write


def _replaced(name: str, chosen: dict[int, str], technique: Technique) -> Written:
    text = "".join(chosen.get(place, char) for place, char in enumerate(name))
    steps = tuple(step(name[place], chosen[place], technique) for place in sorted(chosen))
    return Written(text, steps, (technique,), frozenset(chosen))


def _pinyin_one(name: str, chance: random.Random) -> Iterator[Written]:
    said = syllables(name)
    known = [place for place, syllable in enumerate(said) if syllable]
    for case in (str.lower, str.capitalize, str.upper):
        for place in chance.sample(known, len(known)):
            yield _replaced(name, {place: case(said[place])}, Technique.PINYIN)


def _pinyin_all(name: str, _chance: random.Random) -> Iterator[Written]:
    said = [syllable or char for syllable, char in zip(syllables(name), name, strict=True)]
    if not any(syllables(name)):
        return
    for text in ("".join(said), " ".join(said), "".join(map(str.capitalize, said)), "".join(said).upper()):
        yield Written(text, (step(name, text, Technique.PINYIN),), (Technique.PINYIN,))


def _initials(name: str, _chance: random.Random) -> Iterator[Written]:
    text = "".join(syllable[:1] or char for syllable, char in zip(syllables(name), name, strict=True))
    if not any(syllables(name)):
        return
    for written in (text, text.upper()):
        yield Written(written, (step(name, written, Technique.INITIALS),), (Technique.INITIALS,))


SOUNDS = (
    Method("homophone_one", Technique.HOMOPHONE, _sounding(places=1)),
    Method("homophone_two", Technique.HOMOPHONE, _sounding(places=2)),
    Method("pinyin_one", Technique.PINYIN, _pinyin_one),
    Method("pinyin_all", Technique.PINYIN, _pinyin_all),
    Method("initials", Technique.INITIALS, _initials),
)
