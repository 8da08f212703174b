"""QN603 official-text-in-avatar

## What it does
Reads the text in the avatar, also turned, mirrored or round a seal, and judges it as if it were the account's name:
bodies, outlets, staff, titles, claims to be official. Small text in a larger picture, and text that was read unsurely,
goes to a person at most.

## Why
《互联网用户账号信息管理规定》第八条（二）（四）: what may not stand in the name may not stand in the picture either.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
Credentials count as they do for names. `[rules] QN603 = "review"` sends every finding to a person, `[avatar] text =
false` does not read pictures at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import NEVER
from qingname.model import SEVERITY
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.pictured import of_text, softened, told_of_avatar, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingname.avatar import SeenText
    from qingname.model import Finding
    from qingname.rules.case import Case

_SURE = 0.9
"""Confidence below which characters were misread in the measured pictures (single characters, signs, ornaments)."""


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is not None:
        yield from written_findings(case, case.avatar.texts)


def written_findings(case: Case, texts: Iterable[SeenText]) -> Iterator[Finding]:
    """Findings on all texts, of each rule and target the severest: lines may be read together in several ways."""
    best: dict[tuple[str, str], Finding] = {}
    for seen in texts:
        for found in _findings_of(case, seen):
            key = (found.params["as"], found.target_id)
            if key not in best or SEVERITY[best[key].action] < SEVERITY[found.action]:
                best[key] = found
    yield from best.values()


def _findings_of(case: Case, seen: SeenText) -> Iterator[Finding]:
    turned = {"turned": seen.turned} if seen.turned else {}
    for found in of_text(case, seen):
        told = told_of_avatar(RULE, found, region=written(seen.region), read=seen.text, **turned)
        yield told if seen.prominent and seen.confidence >= _SURE else softened(told)


RULE = Rule("QN603", "official-text-in-avatar", ACCOUNT_BODY, _judge, __doc__, NEVER)
