"""QN505 platform-staff

## What it does
Finds names and bios that pose as the platform's own staff: 系统管理员, 平台客服, 审核员, 认证中心 … alone or with a
platform's name; with the platform's own brand (`own_brand.csv`) any claim rejects.

## Why
Victims hand codes and money to false customer service; platforms refuse such names in their own rules.

## Caught
- 系统管理员 reject
- 小红书审核员 reject
- 抖音审核中心 reject

## Let pass
- 图书管理员小姐姐
- 仓库管理员老李

## Options
`[rules] QN505 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import SEEN, context, hit, in_either, in_name
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import DECEIVING
from qingname.rules.weigh import Standing, standing
from qingname.rules.words import on_words, word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_PLAIN = frozenset({"管理员", "小助手", "小秘书", "活动中心", "安全中心", "客服中心", "认证中心", "审核员"})
_PLATFORM = ("平台", "系统", "官方", "网站", "社区", "账号")


def _judge(case: Case) -> Iterator[Finding]:
    for field, found in case.fields.items():
        for match in found.matches:
            if match.entry.category == "own_brand":
                claimed = field == "name" and standing(match, found) in {Standing.WHOLE, Standing.CLAIM}
                if claimed:
                    yield judged(case, RULE, match, found, Action.REJECT, field)
            elif match.entry.kind == "platform_role" and match.seen and (action := _staff(match, found)):
                yield judged(case, RULE, match, found, action, field)
        for word in found.words:
            if word.word.kind != "platform_role" or word.word.strength != "strong":
                continue
            # 系统管理员 is one word of the dictionary
            if found.reading.symbols[: word.start].endswith(_PLATFORM) or on_words(word, found):
                match = word_match(found, word.start, word.end, word.word.text, "claim")
                if action := _staff(match, found):
                    yield judged(case, RULE, match, found, action, field)


def _staff(match: Match, found: FieldMatches) -> Action | None:
    """A post that other houses have too (管理员) needs the platform beside it, or must be all there is."""
    if standing(match, found) is Standing.MENTION:
        return None
    before = found.reading.symbols[: match.start]
    platform = before.endswith(_PLATFORM) or any(
        other.entry.category == "own_brand" or other.entry.kind == "platform" for other in found.matches
    )
    if match.form.text in _PLAIN and not platform:
        return Action.REVIEW if match.size == len(found.reading.symbols) else None
    return Action.REJECT


_TRIGGERS = (
    in_name(hit(category="own_brand")),
    in_either(hit(kind="platform_role", read=SEEN)),
    in_either(context(kind="platform_role", strength="strong")),
)

RULE = Rule("QN505", "platform-staff", DECEIVING, _judge, __doc__, _TRIGGERS)
