"""The impersonator's view of one name: how it could be written so that a reader still takes it for the real one.

1. each method of ``METHODS`` writes the name in its way: it changes, hides, moves or adds something
2. ``variants`` takes from the methods in turn what was not given yet, until there are enough

Its tables are its own (``tables/SOURCES.toml``). What the matcher reads look-alikes, sounds and parts from is never
read here, so that what the matcher finds of these variants measures something.

Three techniques need a registry, not a name, and are not written: composed, abbreviation, former_name.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from qingname.variants.combined import COMBINED
from qingname.variants.edited import EDITED
from qingname.variants.hidden import HIDDEN
from qingname.variants.method import Method, Variant
from qingname.variants.shapes import SHAPES
from qingname.variants.sounds import SOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["METHODS", "Method", "Variant", "choices", "methods_of", "variants"]

METHODS: tuple[Method, ...] = (*EDITED, *HIDDEN, *SHAPES, *SOUNDS, COMBINED)
_SURROGATES = re.compile("[\ud800-\udfff]")
_BY_LABEL = {method.label: method for method in METHODS}


def choices() -> list[str]:
    """What ``methods_of`` understands: techniques of the model, and the labels of single methods."""
    return sorted({*_BY_LABEL, *(method.technique.value for method in METHODS if method.technique)})


def methods_of(names: Sequence[str]) -> tuple[Method, ...]:
    """Methods with one of these labels or techniques, in the order of ``METHODS``; all where ``names`` is empty.

    Raise :class:`KeyError` for a name that is neither.
    """
    if unknown := [name for name in names if name not in choices()]:
        raise KeyError(unknown[0])
    return tuple(m for m in METHODS if not names or m.label in names or m.technique in names)


def variants(name: str, methods: Sequence[Method] = METHODS, *, count: int = 100, seed: int = 0) -> list[Variant]:
    """At most ``count`` distinct variants, spread evenly over ``methods``; the same for the same arguments.

    What a method gives depends on name, seed and method alone, never on the other methods asked for. Lone surrogates
    are read as U+FFFD, as the checker does.
    """
    name = _SURROGATES.sub("\ufffd", name)
    sources = [method.written(name, random.Random(f"{seed}:{method.label}:{name}")) for method in methods]  # noqa: S311 - no secret
    seen: set[str] = set()
    found: list[Variant] = []
    while sources and len(found) < count:
        for source in list(sources):
            variant = _next_new(source, seen)
            if variant is None:
                sources.remove(source)
            elif len(found) < count:
                found.append(variant)
    order = {method.label: place for place, method in enumerate(methods)}
    return sorted(found, key=lambda variant: order[variant.method])


def _next_new(source: Iterator[Variant], seen: set[str]) -> Variant | None:
    for variant in source:
        if variant.text not in seen:
            seen.add(variant.text)
            return variant
    return None
