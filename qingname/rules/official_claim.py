"""QN504 official-claim

## What it does
Finds claims to be official or verified with no body named: 官方认证, 唯一官方账号, 蓝V, and 官方 in disguise (宫方,
0fficial). A plain 官方 or Official behind one's own name is common and passes; a body named beside it is judged by
that body's rule.

## Why
《互联网用户账号信息管理规定》第八条（七）: nothing that may deceive the public; platforms keep 官方 and 认证 to
themselves.

## Caught
- 官方认证吃货 review
- 0fficial客服 reject
- 抖音宫方客服 reject

## Let pass
- 小鱼酱_Official
- 器官方面知识
- 感官方程式
- 非官方翻译组

## Options
`[rules] QN504 = "note"` only remarks on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import MISREAD, But, hit, in_name
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import DECEIVING
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_BODIES = frozenset({"official", "media", "military", "institution", "enterprise", "international", "illegal_org"})
_COMMON = frozenset({"官方", "官方微博", "official", "官网", "官微", "官博", "官号", "官宣"})


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    claims = [m for m in found.matches if m.entry.category == "claim" and m.entry.kind == "official_claim"]
    for match in claims:
        named = _named(match, found) and not match.seen
        if standing(match, found) is Standing.MENTION or named or _own(case, match, found):
            continue
        if match.seen:
            yield judged(case, RULE, match, found, Action.REJECT)
        elif match.form.text not in _COMMON:
            yield judged(case, RULE, match, found, Action.REVIEW)


def _named(match: Match, found: FieldMatches) -> bool:
    """Whether a body, a place or a brand is named beside the claim."""
    return any(
        other.entry.category in _BODIES or other.place or (other.entry.category == "place" and other.size > 1)
        for other in found.matches
        if not other.overlaps(match)
    )


def _own(case: Case, match: Match, found: FieldMatches) -> bool:
    """Whether a verified organisation makes the claim for itself: 蓝月亮官方旗舰店 of 蓝月亮(中国)有限公司."""
    brand = found.reading.symbols[: match.start]
    return bool(brand) and any(
        case.folder.fold(credential.name).symbols.startswith(brand) and not credential.expired(case.as_of)
        for credential in case.account.credentials
        if credential.kind in {"enterprise", "org", "gov_org", "media_org"}
    )


_CLAIM = hit(category="claim", kind="official_claim")

RULE = Rule(
    "QN504",
    "official-claim",
    DECEIVING,
    _judge,
    __doc__,
    (in_name(_CLAIM.also(read=MISREAD)), in_name(_CLAIM.also(claim=But(_COMMON)))),
)
