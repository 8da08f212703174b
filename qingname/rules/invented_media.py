"""QN203 invented-media

## What it does
Finds a place with the head of a newspaper, agency or station where the registry knows no such outlet: 上海午报.

## Why
《互联网用户账号信息管理规定》第八条（二）（四） name 捏造: inventing a plausible outlet is posing as one.

## Caught
- 上海午报 reject

## Let pass
- 生日报告

## Options
`[rules] QN203 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import But, hit, in_name
from qingname.rules.bodies import judged, weigh_composed
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_MEDIA
from qingname.rules.targets import PROTECTED, category, is_organ, protected
from qingname.rules.triggers import claimed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_HEADS = ("报", "社", "台", "刊", "报网")


def invented(match: Match) -> bool:
    """Whether the match is a place with an outlet's head that private accounts use as well."""
    return (
        is_organ(match)
        and match.place is not None
        and category(match) == "media"
        and not protected(match)
        and match.entry.name.endswith(_HEADS)
    )


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    for match in found.matches:
        if invented(match) and (action := weigh_composed(match, found)):
            yield judged(case, RULE, match, found, action)


_ORGAN = hit(category="organ", parent="media", common=But({PROTECTED}), joined=True)

RULE = Rule(
    "QN203",
    "invented-media",
    ACCOUNT_MEDIA,
    _judge,
    __doc__,
    (*claimed(_ORGAN), in_name(_ORGAN.also(unverified=But({"review"})))),
)
