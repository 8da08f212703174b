"""QN108 listed-illegal-organisation

## What it does
Finds names of organisations that the civil affairs authorities listed as illegal, suspected or banned.

## Why
《互联网用户账号信息管理规定》第八条（二）: such organisations are invented; no credential makes their name legitimate.

## Caught
- 中国美学研究会 reject
- 中國美學研究會 reject

## Let pass
- 美学研究小组

## Options
`[rules] QN108 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import hit, in_name
from qingname.model import Action
from qingname.rules.bodies import judge_bodies
from qingname.rules.case import Rule
from qingname.rules.clauses import ILLEGAL_ORG
from qingname.rules.triggers import bodies_in_bio
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"illegal_org"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    return None if standing(match, found) is Standing.MENTION else Action.REJECT


RULE = Rule(
    "QN108",
    "listed-illegal-organisation",
    ILLEGAL_ORG,
    _judge,
    __doc__,
    (in_name(hit(category="illegal_org")), *bodies_in_bio("illegal_org")),
)
