"""Two disguises on one name: most often a changed character and something put around or between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.variants.edited import EDITED
from qingname.variants.hidden import HIDDEN
from qingname.variants.method import Method, Written
from qingname.variants.shapes import SHAPES
from qingname.variants.sounds import SOUNDS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_SINGLE = {method.label: method for method in (*EDITED, *HIDDEN, *SHAPES, *SOUNDS)}
# The first changes characters of the name, the second works on what it left.
_PAIRS = (
    ("traditional_all", "suffix"),
    ("traditional_all", "symbol"),
    ("traditional_one", "look_alike_one"),
    ("look_alike_one", "suffix"),
    ("look_alike_one", "symbol"),
    ("look_alike_one", "homophone_one"),
    ("homophone_one", "suffix"),
    ("homophone_one", "emoji"),
    ("homophone_one", "invisible"),
    ("split_one", "suffix"),
    ("split_one", "symbol"),
    ("pinyin_one", "suffix"),
    ("pinyin_one", "spaced"),
    ("variant", "symbol"),
    ("emoji", "suffix"),
    ("spaced", "suffix"),
    ("invisible", "traditional_all"),
    ("strike", "suffix"),
)
_ROUNDS = 20


def _combined(name: str, chance: random.Random) -> Iterator[Written]:
    for _ in range(_ROUNDS):
        for first, second in chance.sample(_PAIRS, len(_PAIRS)):
            made = _first(_SINGLE[first], name, chance)
            again = _second(_SINGLE[second], made, chance) if made else None
            if made and again:
                yield Written(again.text, (*made.steps, *again.steps), (*made.techniques, *again.techniques))


def _first(method: Method, name: str, chance: random.Random) -> Written | None:
    return next((made for made in method.write(name, chance) if made.text != name), None)


def _second(method: Method, made: Written, chance: random.Random) -> Written | None:
    """What does not touch again what the first one changed: 日 by way of 曰 to 旧 is one disguise, not two."""
    for again in method.write(made.text, chance):
        same_place = len(again.text) == len(made.text) and again.changed & made.changed
        if again.text != made.text and not same_place:
            return again
    return None


COMBINED = Method("combination", None, _combined)
