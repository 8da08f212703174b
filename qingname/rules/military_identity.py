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

from qingname.match.signs import context, in_either, in_name
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import MILITARY
from qingname.rules.words import word_match, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Occurrence
    from qingname.model import Field, Finding
    from qingname.rules.case import Case


_IDENTITY = 3  # symbols
_TOPIC = "国防"  # a topic of its own where it begins the name


def _judge(case: Case) -> Iterator[Finding]:
    for field, found in case.fields.items():
        yield from _in_field(case, field, found)


def _in_field(case: Case, field: Field, found: FieldMatches) -> Iterator[Finding]:
    words = words_of(found, "role", "military_identity")
    # In a bio 退伍多年 is a life told; 退役老兵 is an identity claimed.
    shortest = _IDENTITY if field == "bio" else 1
    claims = [word for word in words if word.word.strength == "strong" and word.end - word.start >= shortest]
    claims += [word for word in words if word.word.text == _TOPIC and word.start == 0 and field == "name"]
    claims = [word for word in claims if not _idiom(word, found)]
    for word in claims[:1]:
        if not any(match.start <= word.start and word.end <= match.end for match in found.matches):
            match = word_match(found, word.start, word.end, f"军人身份：{word.word.text}", "military_identity")
            yield judged(case, RULE, match, found, Action.REVIEW, field)


def _idiom(word: Occurrence, found: FieldMatches) -> bool:
    """Whether a word of fiction or fashion covers it: 特种兵旅游."""
    return any(
        other.word.table == "title_context" and other.start <= word.start and word.end <= other.end
        for other in found.words
    )


_TRIGGERS = (
    in_either(context(table="role", kind="military_identity", strength="strong")),
    in_name(context(table="role", kind="military_identity", text=_TOPIC, at="start")),
)

RULE = Rule("QN109", "military-identity", MILITARY, _judge, __doc__, _TRIGGERS)
