"""QN109 military-identity

## What it does
Finds names in which somebody claims to serve or to have served: 退役, 退伍, 某部, 侦察兵 …; and 国防 as a topic.
With a unit's name QN103 rejects.

## Why
《互联网军事信息传播管理办法》: former soldiers must not use their unit's name; platforms check such identities.

## Caught
- 退役老兵王哥 review
- 小文子退伍女兵 review
- 国防小课堂 review

## Let pass
- 老兵不老
- 军嫂的日常

## Options
`[rules] QN109 = "note"` only remarks on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import MILITARY
from qingname.rules.words import word_match, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Finding
    from qingname.rules.case import Case


_TOPIC = "国防"  # a topic of its own where it begins the name


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    words = words_of(found, "role", "military_identity")
    claims = [word for word in words if word.word.strength == "strong"]
    claims += [word for word in words if word.word.text == _TOPIC and word.start == 0]
    for word in claims[:1]:
        if not any(match.start <= word.start and word.end <= match.end for match in found.matches):
            match = word_match(found, word.start, word.end, f"军人身份：{word.word.text}", "military")
            yield judged(case, RULE, match, found, Action.REVIEW)


RULE = Rule("QN109", "military-identity", MILITARY, _judge, __doc__)
