"""QN104 nation-word

## What it does
Looks strictly at names that begin with 中国, 中华, 中央, 全国 or 国家. Before an outlet's head (中华时报社) it rejects;
beside a lesser news word or a word of authority a person looks; idioms, hobbies and jokes pass in the balanced profile.
An organisation whose registered name has the word may carry it; when its verification has expired, a person looks.

## Why
《互联网用户账号信息管理规定》 asks for strict checks of such names.

## Caught
- 中国制造观察 review
- 中华时报社 reject

## Let pass
- 中国结手作
- 中华田园猫
- 国家一级退堂鼓
- 我的中国心
- 集中国产芯

## Options
The strict profile sends every such name to a person. `[rules] QN104 = "off"` trusts the other rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import But, context, in_name
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_NATION
from qingname.rules.licences import unfit
from qingname.rules.words import word_match, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Credential, Finding
    from qingname.rules.case import Case

_NATION = frozenset({"中国", "中华", "中央", "全国", "国家"})


def _holders(case: Case, word: str) -> list[Credential]:
    """The organisations of the account that have the word in their registered name: 雀巢（中国）有限公司."""
    return [each for each in case.account.credentials if word in each.name and each.kind != "person"]


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    size = len(found.reading.symbols)
    nation = words_of(found, "state", "prefix", *_NATION)
    if not nation:
        return
    first = nation[0]
    holders = _holders(case, first.word.text)
    if not all(each.expired(case.as_of) for each in holders):
        return
    if any(match.start <= first.start and match.end > first.end for match in found.matches):
        return
    news = [w for w in found.words if w.word.place and w.end == size and w.start >= first.end]
    claims = words_of(found, "claim", "official_claim")
    if case.strict or holders or (first.start == 0 and (news or claims)):
        match = word_match(found, first.start, first.end, first.word.text, "official")
        outlet = first.start == 0 and any(w.word.head == Action.REJECT.value for w in news)
        action = Action.REJECT if outlet else Action.REVIEW
        claim = judged(case, RULE, match, found, action)
        ended = unfit(holders[0], "expired") if holders else {}
        yield msgspec.structs.replace(claim, params={**claim.params, **ended})


_PREFIX = context(table="state", kind="prefix", text=_NATION)
_TRIGGERS = (
    in_name(_PREFIX.also(at="start"), context(place=But({""}), at="end")),
    in_name(_PREFIX.also(at="start"), context(table="claim", kind="official_claim")),
    in_name(_PREFIX, strict=True),
)

RULE = Rule("QN104", "nation-word", ACCOUNT_NATION, _judge, __doc__, _TRIGGERS)
