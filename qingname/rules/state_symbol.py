"""QN110 state-symbol

## What it does
Finds emblems of state and party as a claim in the text of a name: 国徽, 党徽, ☭, and 🇨🇳 beside a claim of office.

## Why
《国徽法》第十三条 and 《互联网用户账号信息管理规定》: such signs are not for private accounts. A flag alone says
where a person's heart is, and passes.

## Caught
- 国徽 review
- ☭先锋 review
- 🇨🇳官方发布 review

## Let pass
- 🇨🇳加油
- 我爱我的祖国

## Options
The strict profile sends a flag alone to a person too. `[rules] QN110 = "off"` leaves signs alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import Shows, context, in_name
from qingname.model import Action, Finding
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import STATE_EMBLEM
from qingname.rules.words import word_match, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.rules.case import Case

_SIGNS = {"☭": "党徽图案", "🇨🇳": "国旗图案"}
_FLAG = "🇨🇳"


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    for word in words_of(found, "state", "emblem"):
        if word.word.strength == "strict" and (word.start == 0 or case.strict):
            match = word_match(found, word.start, word.end, word.word.text, "emblem")
            yield judged(case, RULE, match, found, Action.REVIEW)
    raw = case.account.name
    claimed = bool(words_of(found, "claim", "official_claim") or words_of(found, "state", "org"))
    for sign, target in _SIGNS.items():
        place = raw.find(sign)
        if place >= 0 and (sign != _FLAG or claimed or case.strict):
            yield Finding(
                RULE.code,
                RULE.name,
                "review",
                "name",
                (place, place + len(sign)),
                sign,
                target,
                f"emblem:{target}",
                "emblem",
                (),
                (),
                1.0,
                RULE.clause,
                (),
                {"folded": found.reading.symbols},
            )


_EMBLEM = context(table="state", kind="emblem", strength="strict")
_TRIGGERS = (
    in_name(_EMBLEM.also(at="start")),
    in_name(_EMBLEM, strict=True),
    in_name(Shows("party")),
    in_name(Shows("flag"), context(table="claim", kind="official_claim")),
    in_name(Shows("flag"), context(table="state", kind="org")),
    in_name(Shows("flag"), strict=True),
)

RULE = Rule("QN110", "state-symbol", STATE_EMBLEM, _judge, __doc__, _TRIGGERS)
