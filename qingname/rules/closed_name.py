"""QN107 closed-name

## What it does
Finds names of closed accounts that the platform lists in `closed_names.csv`, and names that differ from one in a
disguise or one character.

## Why
《互联网用户账号信息管理规定》: a closed account must not come back; names close to its name are checked strictly.

## Caught
(needs a `closed_names.csv`; tested with one)

## Let pass
- 小明

## Options
`[rules] QN107 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action
from qingname.rules.bodies import judge_bodies
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_CLOSED
from qingname.rules.triggers import standing_bodies
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"closed_name"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    stands = standing(match, found)
    if stands in {Standing.WHOLE, Standing.CLAIM}:
        return Action.REJECT if match.heard == 0 else Action.REVIEW
    return None


RULE = Rule("QN107", "closed-name", ACCOUNT_CLOSED, _judge, __doc__, standing_bodies(*_CATEGORIES))
