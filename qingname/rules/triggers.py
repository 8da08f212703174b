"""Triggers that several rules share: what a name or bio must show before a body can be found in it.

See :mod:`qingname.match.signs`. Each states what its namesake in ``weigh.py``, ``bodies.py`` or ``bio.py`` cannot do
without; whoever changes the one changes the other, and a property test over names finds who did not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import BY_EYE, BY_SPLIT, EXACT, MISREAD, But, Shows, context, hit, in_bio, in_name
from qingname.registry import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match.signs import Sign, Trigger

STRONG = context(kind="official_claim", strength="strong")
"""官方 and its like."""
SERVED = Shows("served")
"""A word that serves right behind a name of more than two characters."""
TILED = Shows("tiled")
"""Nothing but names and words that add to a claim, side by side from end to end."""
FILLED = Shows("filled")
"""The same, but no place or organ among them: neither bears out an institution or an enterprise."""
_PLAIN_ROLES = (Role.FULL, Role.SHORT)
_LONG = tuple("456789")
_FROM_THREE = ("3", *_LONG)


def claimed(*signs: Sign, tiled: Sign = TILED) -> Iterator[Trigger]:
    """What ``standing`` calls whole or a claim."""
    for claim in (tiled, STRONG, SERVED):
        yield in_name(claim, *signs)


def bodies(*categories: str) -> tuple[Trigger, ...]:
    """``judge_bodies`` with ``weigh_body``: the body itself, its organ with a place, or the organ alone."""
    own = hit(category=categories)
    return (
        *claimed(own),
        in_name(own.also(role=But({Role.AMBIGUOUS, Role.LATIN}), read=BY_EYE)),
        in_name(own.also(role=But({Role.AMBIGUOUS, Role.LATIN}), size=_LONG, read=MISREAD)),
        in_name(own.also(role=Role.LATIN, size=_LONG)),
        *organs(*categories),
        *bodies_in_bio(*categories),
        *meant(*categories),
    )


def organs(*categories: str) -> tuple[Trigger, ...]:
    """``weigh_composed`` and ``_alone``: an organ with its place, or one that says what it is."""
    organ, joined = hit(category="organ", parent=categories), hit(category="organ", parent=categories, joined=True)
    return (
        *claimed(joined.also(common="protected")),
        in_name(joined.also(common="protected", unverified=But({"review"}))),
        *claimed(organ.also(role=Role.AFTER, size=_FROM_THREE, alone=But({"none"}))),
        in_name(TILED, organ.also(role=Role.AFTER, common="protected", read=BY_SPLIT)),
        in_name(organ.also(role=Role.AFTER, size=_FROM_THREE, alone=But({"none"}), read=EXACT)),
    )


def bodies_in_bio(*categories: str) -> tuple[Trigger, ...]:
    """``weigh_in_bio``: a body and a strong claim."""
    roles = (*_PLAIN_ROLES, Role.LATIN, Role.AMBIGUOUS)
    return (
        in_bio(hit(category=categories, role=roles), STRONG),
        in_bio(hit(category="organ", parent=categories, common="protected", joined=True), STRONG),
    )


def meant(*categories: str) -> tuple[Trigger, ...]:
    """What the strict profile takes for meant."""
    return (in_name(hit(category=categories, role=_PLAIN_ROLES, read=EXACT), strict=True),)


def standing_bodies(*categories: str, tiled: Sign = TILED) -> tuple[Trigger, ...]:
    """``judge_bodies`` for names that count only where they are the whole name or claim."""
    return (*claimed(hit(category=categories), tiled=tiled), *bodies_in_bio(*categories), *meant(*categories))
