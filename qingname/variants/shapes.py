"""What reads the same to the eye: traditional and variant forms, look-alike characters, a character taken apart."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from qingname.model import Technique
from qingname.variants.method import Method, Written, one_place, step, two_places
from qingname.variants.tables import characters, items

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_STANDARDS = ("s2t", "s2tw", "s2hk")


@functools.cache
def _converter(standard: str) -> Any:  # noqa: ANN401 - opencc has no types
    import opencc  # noqa: PLC0415 - most methods do without

    return opencc.OpenCC(standard)


def _traditional(name: str, _chance: random.Random) -> Iterator[Written]:
    for standard in _STANDARDS:
        text = _converter(standard).convert(name)
        steps = [step(raw, new, Technique.TRADITIONAL) for raw, new in zip(name, text, strict=False) if raw != new]
        yield Written(text, tuple(steps), (Technique.TRADITIONAL,))


def _traditional_forms(char: str) -> list[str]:
    forms = dict.fromkeys(_converter(standard).convert(char) for standard in _STANDARDS)
    return [form for form in forms if form != char and len(form) == 1]


def _variant_forms(char: str) -> list[str]:
    return characters("forms", char)


def _look_alikes(char: str) -> list[str]:
    return [] if char.isascii() else characters("look_alikes", char)


def _latin(char: str) -> list[str]:
    return characters("latin", char) or characters("latin", char.lower())


def _parts(char: str) -> list[str]:
    return items("parts", char)


SHAPES = (
    Method("traditional_all", Technique.TRADITIONAL, _traditional),
    Method("traditional_one", Technique.TRADITIONAL, one_place(Technique.TRADITIONAL, _traditional_forms)),
    Method("variant", Technique.VARIANT, one_place(Technique.VARIANT, _variant_forms)),
    Method("latin_look_alike_one", Technique.LATIN_LOOK_ALIKE, one_place(Technique.LATIN_LOOK_ALIKE, _latin)),
    Method("latin_look_alike_two", Technique.LATIN_LOOK_ALIKE, two_places(Technique.LATIN_LOOK_ALIKE, _latin)),
    Method("look_alike_one", Technique.LOOK_ALIKE, one_place(Technique.LOOK_ALIKE, _look_alikes)),
    Method("look_alike_two", Technique.LOOK_ALIKE, two_places(Technique.LOOK_ALIKE, _look_alikes)),
    Method("split_one", Technique.SPLIT, one_place(Technique.SPLIT, _parts)),
    Method("split_two", Technique.SPLIT, two_places(Technique.SPLIT, _parts)),
)
