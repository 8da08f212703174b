"""QN303 seat-or-landmark

## What it does
Finds names that are the seat of an organ or a national landmark: 中南海, 人民大会堂, 天安门.

## Why
《互联网用户账号信息管理规定》第八条（五） names 机构所在地 and 标志性建筑物.

## Caught
- 中南海 reject
- 人民大会堂 reject
- 天安门 review

## Let pass
- 中南海电台情歌
- 黄山归来不看岳

## Options
`[rules] QN303 = "off"` leaves landmarks to the platform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action
from qingname.rules.bodies import judge_bodies
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_PLACE
from qingname.rules.triggers import standing_bodies
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"landmark"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    stands = standing(match, found)
    if stands is Standing.WHOLE:
        return Action(match.entry.unverified)
    seat = match.entry.kind == "seat_of_organ"
    return Action(match.entry.unverified) if seat and stands is Standing.CLAIM else None


RULE = Rule("QN303", "seat-or-landmark", ACCOUNT_PLACE, _judge, __doc__, (*standing_bodies("landmark"),))
