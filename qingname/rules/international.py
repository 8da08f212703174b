"""QN106 foreign-or-international

## What it does
Finds names of international organisations, foreign governments, embassies and consulates, and foreign leaders that the
platform lists in `persons.csv` with kind `foreign_leader`.

## Why
《互联网用户账号信息管理规定》第八条（三）: no posing as states, regions or international organisations.

## Caught
- 联合国 reject
- 美国驻华大使馆 reject
- WHO官方中文 reject

## Let pass
- 国际米兰球迷
- 韩语学习

## Options
`[rules] QN106 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import EXACT, hit, in_name
from qingname.model import Action
from qingname.rules.bodies import judge_bodies, weigh_body
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_FOREIGN
from qingname.rules.triggers import bodies, bodies_in_bio, meant
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"international", "country", "foreign_leader"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    if match.entry.category == "country":
        whole = standing(match, found) is Standing.WHOLE and match.exact
        return Action.REVIEW if whole else None
    return weigh_body(match, found)


RULE = Rule(
    "QN106",
    "foreign-or-international",
    ACCOUNT_FOREIGN,
    _judge,
    __doc__,
    (
        in_name(hit(category="country", at="whole", read=EXACT)),
        *bodies(*sorted(_CATEGORIES - {"country"})),
        *meant("country"),
        *bodies_in_bio("country"),
    ),
)
