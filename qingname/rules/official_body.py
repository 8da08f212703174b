"""QN101 official-body

## What it does
Finds names that are, contain or imitate a party, state, judicial or mass organisation: bodies of the registry,
place × organ (杭州 + 网警), an organ without a place (检察院), public hotlines, platforms and account brands.

## Why
《互联网用户账号信息管理规定》第八条（二）: an account must not pose as, imitate or invent such a body by name or mark.

## Caught
- 教育部 reject
- 北京网警巡查执法 reject
- 捡察院 reject
- SH发布 reject
- 12345政务服务便民热线 reject
- 食外交部 review

## Let pass
- 别人大方我小气
- 魔法院子
- 取消防水涂层

## Options
`[rules] QN101 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.rules.bodies import judge_bodies, weigh_body
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.triggers import bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"official"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, weigh_body)


RULE = Rule("QN101", "official-body", ACCOUNT_BODY, _judge, __doc__, bodies("official"))
