"""QN102 invented-body

## What it does
Finds names built like a body that no registry holds: a nation word (中国 中华 全国 国家 中央) with the head of an
organisation (协会 委员会 中心 研究院 基金会 网 …), or words of oversight (廉政 监督 巡视 稽查) with such a head. A
place with the head of an association (杭州艺术家联合会) goes to a person: it may exist.

## Why
《互联网用户账号信息管理规定》第八条（二） names 捏造; words like 中国 and 国家 are checked strictly.

## Caught
- 中央扶贫办公室 reject
- 国家发展战略研究院 reject
- 中华志愿者联合会 reject
- 中国党风廉政网 reject
- 西部廉政监督网 reject
- 杭州艺术家联合会 review

## Let pass
- 中国象棋爱好者
- 国家一级退堂鼓
- 我的中国心

## Options
`[rules] QN102 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import EXACT, context, hit, in_name
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.words import on_words, word_match, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_PLAIN_HEADS = frozenset({"联盟", "工作组"})  # what citizens also call their groups
# Heads that only a registered body has; with a place before them they need a look.
_ASSOCIATIONS = frozenset(
    {"协会", "联合会", "研究院", "基金会", "促进会", "研究会", "委员会", "指挥部", "总会", "领导小组"}
)
_SHORTEST_BODY = 5  # symbols: 中国+X+网 is a body, 中国网 an outlet of the registry


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    size = len(found.reading.symbols)
    if size < _SHORTEST_BODY or _known(found):
        return
    units = {word.start for word in found.words if word.word.kind == "unit" and word.end == size}
    heads = [w for w in found.words if w.word.kind in {"org", "head"} and (w.end == size or w.end in units)]
    if not heads:
        return
    head = min(heads, key=lambda word: word.start)
    nation = [
        word
        for word in found.words
        if word.word.kind == "prefix" and word.word.strength == "strict" and word.start == 0 and on_words(word, found)
    ]
    oversight = [word for word in words_of(found, "state", "oversight") if word.end <= head.start]
    action = Action.REJECT
    if nation and nation[0].end <= head.start:
        start = 0
    elif oversight and head.word.strength != "weak" and found.reading.symbols[head.start :] not in _PLAIN_HEADS:
        start = oversight[0].start
    elif head.word.text in _ASSOCIATIONS and any(_leads(match) and match.end <= head.start for match in found.matches):
        start, action = 0, Action.REVIEW  # a local association may well exist
    else:
        return
    target = f"（捏造）{found.reading.symbols[start:]}"
    match = word_match(found, start, size, target, "official")
    yield judged(case, RULE, match, found, action)


def _leads(match: Match) -> bool:
    """Whether the match is a place that begins the name and is no everyday word."""
    return match.entry.category == "place" and match.start == 0 and match.exact and match.entry.common == "no"


def _known(found: FieldMatches) -> bool:
    """Whether the whole name is a body or outlet that the registry holds; other rules judge that."""
    size = len(found.reading.symbols)
    return any(match.start == 0 and match.end == size and match.exact for match in found.matches)


_HEAD = context(kind=("org", "head"))
_TRIGGERS = tuple(
    in_name(head, *before)
    for head in (context(kind=("org", "head"), at="end"), context(kind="unit", at="end"))
    for before in (
        (_HEAD, context(kind="prefix", strength="strict", at="start")),
        (_HEAD, context(table="state", kind="oversight")),
        (context(kind=("org", "head"), text=_ASSOCIATIONS), hit(category="place", common="no", at="start", read=EXACT)),
    )
)

RULE = Rule("QN102", "invented-body", ACCOUNT_BODY, _judge, __doc__, _TRIGGERS)
