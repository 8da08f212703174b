"""QN703 name-limits

## What it does
Finds names that are shorter or longer than the platform allows, or hold characters that it does not. It is silent until
the policy sets limits.

## Why
A name that the platform's own form would refuse cannot have come through it; here it goes to a person, since the form
has the last word.

## Caught

## Let pass
- 小
- 一个比任何一个平台所允许的长度都还要长一些的账号名称不设限就没有限

## Options
`[limits] preset = "wechat_oa"` (4 to 30 units, Han 2), "douyu" (5 to 30, Han 3) or "toutiao" (2 to 10 Han characters):
those whose rule was seen (`data/words/name_limits.csv`). For other platforms what is published contradicts itself: set
`min`, `max` and `han` (units of a Han character) yourself; they also go before a preset. Other characters count one,
invisible ones too.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from qingname.match.signs import Shows, in_name
from qingname.model import Finding
from qingname.rules.case import Rule
from qingname.rules.clauses import PLATFORM_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.rules.case import Case


class Bounds(NamedTuple):
    """What a name may be: ``low`` to ``high`` units, a Han character being ``han``; of ``allowed`` kinds, if any."""

    low: int | None
    high: int | None
    han: int
    allowed: frozenset[str]


def bounds(case: Case) -> Bounds | None:
    """Give the limits that the policy sets: its own, and where it is silent its preset's; None where it sets none.

    A checker refuses a policy whose preset there is not.
    """
    limits = case.policy.limits
    if limits is None:
        return None
    preset = case.registry.limits.get(limits.preset)
    if preset is None:
        return Bounds(limits.min, limits.max, limits.han, frozenset())
    low, _, high = preset.level.partition("-")
    return Bounds(
        int(low) if limits.min is None else limits.min,
        int(high) if limits.max is None else limits.max,
        int(preset.common) if limits.han == 1 else limits.han,
        frozenset(filter(None, preset.kind.split("|"))),
    )


def units(name: str, han: int) -> int:
    """Length of a name in units: ``han`` for a Han character, 1 for any other code point."""
    return sum(han if _is_han(char) else 1 for char in name)


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH") or char == "〇"


def _kind(char: str) -> str:
    if _is_han(char):
        return "han"
    if char.isdecimal():
        return "digit"
    return "letter" if char.isalpha() else "sign"


def _judge(case: Case) -> Iterator[Finding]:
    limit, name = bounds(case), case.account.name
    if limit is None:
        return
    size = units(name, limit.han)
    short, long = limit.low is not None and size < limit.low, limit.high is not None and size > limit.high
    if short or long:
        wanted = f"{limit.low or 0}–{limit.high}" if limit.high is not None else f"≥{limit.low}"
        params = {"units": str(size), "limits": wanted, "han": str(limit.han)}
        yield _finding(name, (0, len(name)), f"{size} ({wanted})", params)
    if limit.allowed:
        odd = [place for place, char in enumerate(name) if _kind(char) not in limit.allowed]
        if odd:
            signs = " ".join(dict.fromkeys(f"U+{ord(name[place]):04X}" for place in odd))
            span = (odd[0], odd[-1] + 1)
            yield _finding(name, span, signs, {"allowed": "|".join(sorted(limit.allowed)), "code_points": signs})


def _finding(name: str, span: tuple[int, int], target: str, params: dict[str, str]) -> Finding:
    what = "characters" if "allowed" in params else "length"
    return Finding(
        RULE.code,
        RULE.name,
        "review",
        "name",
        span,
        name[slice(*span)],
        target,
        f"limits:{what}",
        "limits",
        (),
        (),
        1.0,
        PLATFORM_FORM,
        (),
        {"what": what, **params},
    )


RULE = Rule("QN703", "name-limits", PLATFORM_FORM, _judge, __doc__, (in_name(Shows("limited")),))
