"""QN103 military-unit

## What it does
Finds names of the armed forces: full and short names of units and organs, 番号 (five digits + 部队), and 八一 beside a
military word; disguised names too.

## Why
《互联网军事信息传播管理办法》: account names must not use, or stand in for, names of military units, 番号 or 八一, by
homophones and look-alikes; military accounts must be verified.

## Caught
- 军委办公厅 reject
- 东部站区 reject
- 八一军号 reject
- 32168部队 reject

## Let pass
- 八一路小学家长
- 俱乐部队长
- 冠军队伍应援

## Options
`[rules] QN103 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qingname.match.signs import Spells, in_either
from qingname.model import Action
from qingname.rules.bodies import judge_bodies, judged, weigh_body
from qingname.rules.case import Rule
from qingname.rules.clauses import MILITARY
from qingname.rules.triggers import bodies
from qingname.rules.words import word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"military"})
_UNIT_NUMBER = re.compile(r"[\d〇零一二三四五六七八九]{5}部队|武警.{0,3}[总支]队|第?[\d一二三四五六七八九十]+集团军")
_EIGHT_ONE = re.compile(r"八一(?=军|部队|号角|战士|指挥|司令|警|连|营|团|师|旅)")


def _judge(case: Case) -> Iterator[Finding]:
    yield from judge_bodies(case, RULE, _CATEGORIES, weigh_body)
    for field, found in case.fields.items():
        for pattern, target in ((_UNIT_NUMBER, "部队番号"), (_EIGHT_ONE, "八一（军队标志）")):
            for hit in pattern.finditer(found.reading.symbols):
                match = word_match(found, hit.start(), hit.end(), target, "military")
                yield judged(case, RULE, match, found, Action.REJECT, field)


_LITERALS = ("部队", "武警", "集团军", "八一")

RULE = Rule(
    "QN103",
    "military-unit",
    MILITARY,
    _judge,
    __doc__,
    (*bodies("military"), *(in_either(Spells(text)) for text in _LITERALS)),
)
