"""QN301 bare-place

## What it does
Finds names that are nothing but a place at county level or above, or a chain of places (山西大同); with a disguised
place among other words (泔肃青年) a person looks.

## Why
《互联网用户账号信息管理规定》第八条（五）, 《关于加强“自媒体”管理的通知》第1条; platforms refuse a bare place.
A short name that is also an everyday word (朝阳, 和平) goes to a person.

## Caught
- 长治市 reject
- 山西大同 reject
- 长氵少市 reject
- 和平 review

## Let pass
- 湖北京山人
- 爱好和平的猫
- 赵长安
- 临汾人

## Options
`[rules] QN301 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import EXACT, SEEN, UNHEARD, Shows, hit, in_name
from qingname.model import Action
from qingname.registry import Role
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_PLACE
from qingname.rules.licences import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_DISGUISED_LEVELS = frozenset({"province", "prefecture"})
_SURE_DISGUISE = 0.5


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    if any(match.place and match.start == 0 and match.end == len(found.reading.symbols) for match in found.matches):
        return  # 驻马店公安 is an organ, not the two places 驻马店 and 公安
    if found.chain is not None:
        whole = msgspec.structs.replace(found.chain, start=0, end=len(found.reading.symbols))
        if action := _bare(found.chain, found):
            yield judged(case, RULE, whole, found, action)
        return
    for match in found.matches:
        if match.entry.category == "place" and (action := _contained(match, case)):
            yield judged(case, RULE, match, found, action)


def _bare(place: Match, found: FieldMatches) -> Action | None:
    chained = place.start > 0
    if place.heard or place.form.role is Role.AMBIGUOUS:
        return Action.REVIEW
    if place.typed:
        return Action.REVIEW if place.entry.level in _DISGUISED_LEVELS else None
    if place.entry.common == "full":
        return Action.REVIEW
    full = place.form.role is Role.FULL and len(place.form.text) > 2  # noqa: PLR2004
    if place.entry.common == "yes" and not (chained or full):
        return Action.REVIEW
    return Action.REJECT if found.reading.symbols else None


def _contained(match: Match, case: Case) -> Action | None:
    """A place among other words says nothing; a disguised one has something to hide."""
    known = match.entry.level in _DISGUISED_LEVELS and match.entry.common == "no"
    if match.seen and not match.heard and match.start == 0 and known and match.entry.kind == "division":
        return Action.REVIEW
    meant = match.exact and match.entry.common == "no" and match.form.role in {Role.FULL, Role.SHORT}
    return Action.REVIEW if case.strict and meant and not _given_name(match, case) else None


def _given_name(match: Match, case: Case) -> bool:
    """Whether the place is somebody's given name behind a surname: 林河南."""
    symbols = case.fields["name"].reading.symbols
    return match.start == 1 and match.end == len(symbols) and match.size < len(symbols) and symbols[0] in SURNAMES


_DIVISION = hit(category="place", kind="division", common="no")
_TRIGGERS = (
    in_name(Shows("chain")),
    in_name(_DIVISION.also(level=_DISGUISED_LEVELS, at="start", read=SEEN & UNHEARD)),
    in_name(hit(category="place", common="no", role=(Role.FULL, Role.SHORT), read=EXACT), strict=True),
)

RULE = Rule("QN301", "bare-place", ACCOUNT_PLACE, _judge, __doc__, _TRIGGERS)
