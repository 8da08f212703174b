"""QN105 institution-or-enterprise

## What it does
Finds names of universities, hospitals, museums, central enterprises, banks, exchanges and well-known brands that the
account claims to be: as the whole name, with a unit (XX大学招生办), with 客服, 官方, 精选 and the like.

## Why
《互联网用户账号信息管理规定》第八条（二） covers 企事业单位; impostors of banks and universities cost victims money.

## Caught
- 清华大学招生办 reject
- 工商银行客服 reject
- 支付寳 reject

## Let pass
- 清华大学毕业生
- 云南白药牙膏
- 上海大众帕萨特

## Options
`[rules] QN105 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import hit, in_name
from qingname.model import Action, Technique
from qingname.registry import Role
from qingname.rules.bodies import judge_bodies, weigh_composed
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.targets import is_organ, protected
from qingname.rules.triggers import FILLED, bodies_in_bio, claimed, standing_bodies
from qingname.rules.weigh import CLAIMED, Standing, acronym, is_acronym, softened, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"institution", "enterprise"})
_EDITS = frozenset({Technique.CHANGED, Technique.ADDED, Technique.DROPPED})
_PAIR = 2


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    """A name that merely contains one (清华大学小王) tells where somebody studies; that is no claim to be it."""
    stands = standing(match, found)
    if is_organ(match):
        # 大英博物馆 is not 大英县's: the place is an everyday word
        named = match.place is not None and match.place.entry.common == "no" and protected(match)
        claimed = stands in CLAIMED
        return weigh_composed(match, found) if named and claimed else None
    if is_acronym(match) and stands is not Standing.CLAIM:
        return acronym(match, found, stands)
    if stands is Standing.WHOLE and not _EDITS.isdisjoint(match.techniques) and _homely(found):
        return None  # 温州大叔 is not 温州大学
    if stands is Standing.WHOLE:
        unsure = match.form.role is Role.AMBIGUOUS or match.heard > 1
        return Action.REVIEW if unsure else softened(match, Action.REJECT)
    if stands is Standing.CLAIM:
        # X微博 is X's account on the platform; 宁波耐克 may be a dealer.
        first = match.start == 0 or found.reading.symbols[: match.start].isascii()
        return Action.REJECT if first or match.entry.category == "institution" else Action.REVIEW
    return None


def _homely(found: FieldMatches) -> bool:
    """Whether the name ends in a word for a person, as one from a place may call himself."""
    size = len(found.reading.symbols)
    return any(
        word.word.table == "place_context" and word.word.kind == "person" and (word.start, word.end) == (_PAIR, size)
        for word in found.words
    )


_ORGAN = hit(category="organ", parent=_CATEGORIES, common="protected", joined=True)
_TRIGGERS = (
    *standing_bodies(*sorted(_CATEGORIES), tiled=FILLED),
    *claimed(_ORGAN),
    in_name(hit(category=_CATEGORIES, role=Role.LATIN, size="4")),
    *bodies_in_bio(*sorted(_CATEGORIES)),
)

RULE = Rule("QN105", "institution-or-enterprise", ACCOUNT_BODY, _judge, __doc__, _TRIGGERS)
