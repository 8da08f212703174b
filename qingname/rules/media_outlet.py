"""QN201 media-outlet

## What it does
Finds names of news agencies, papers, stations, news sites, their brands and programmes, and place × outlet shapes
(昆明 + 融媒), also disguised.

## Why
《互联网用户账号信息管理规定》第八条（四）: no posing as a news outlet.

## Caught
- 人民曰報-官方 reject
- 新花社 reject
- renminribao reject
- 昆明融媒 reject
- CCTY新闻 reject

## Let pass
- 凤凰卫视老观众
- 中央视角
- 生日报告

## Options
`[rules] QN201 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import BY_EYE, MISREAD, But, hit, in_name
from qingname.model import Action, Technique
from qingname.registry import Role
from qingname.rules.bodies import judge_bodies, weigh_body
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_MEDIA
from qingname.rules.targets import is_organ
from qingname.rules.triggers import organs, standing_bodies
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"media"})
_TITLES = frozenset({"program", "new_media_brand", "magazine"})


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    action = weigh_body(match, found)
    if action is None or is_organ(match) or match.entry.kind not in _TITLES:
        return action
    if Technique.REORDERED in match.techniques and match.entry.kind != "new_media_brand":
        return None  # 中国人民 is not 人民中国
    # Titles of programmes and magazines are also phrases; inside other words they say little.
    return None if standing(match, found) is Standing.PART else action


_OTHERS = hit(category="media", kind=But(_TITLES), role=But({Role.AMBIGUOUS, Role.LATIN}))
_TRIGGERS = (
    *standing_bodies("media"),
    in_name(_OTHERS.also(read=BY_EYE)),
    in_name(_OTHERS.also(size=tuple("456789"), read=MISREAD)),
    in_name(hit(category="media", kind=But(_TITLES), role=Role.LATIN, size=tuple("456789"))),
    *organs("media"),
)

RULE = Rule("QN201", "media-outlet", ACCOUNT_MEDIA, _judge, __doc__, _TRIGGERS)
