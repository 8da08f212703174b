"""QN302 place-with-service-or-news-word

## What it does
Finds a county-or-higher place with a word of news, service or local life that only the place's own bodies and outlets,
or accounts that profit from looking like them, put there: 天津资讯, 深圳同城, 福建高考志愿.

## Why
《互联网用户账号信息管理规定》第八条（五）, 《关于加强“自媒体”管理的通知》第1条: a place name used without right
**and** misleading the public. News and official words reject, words of local life go to a person.

## Caught
- 天津资讯 reject
- 重庆热点资讯 reject
- 深圳同城 review
- 福建高考志愿 review
- 西安身边事 review

## Let pass
- 重庆火锅爱好者
- 苏州怡姐
- 南京路散步

## Options
`[rules] QN302 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import But, context, hit, in_name
from qingname.model import Action
from qingname.registry import Role
from qingname.rules.bodies import judged, weigh_composed
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_PLACE
from qingname.rules.invented_media import invented
from qingname.rules.targets import PROTECTED, is_organ, protected
from qingname.rules.triggers import claimed
from qingname.rules.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match, Occurrence
    from qingname.model import Finding
    from qingname.rules.case import Case

_PLAIN_ROLES = frozenset({Role.FULL, Role.SHORT, Role.FORMER})
_HARMLESS = frozenset({"food", "person", "culture", "road_landmark", "sport_fan", "hobby", "business"})


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    composed = [m for m in found.matches if is_organ(m) and m.place and not protected(m) and not invented(m)]
    reported = False
    for match in composed:
        if action := weigh_composed(match, found):
            reported = True
            yield judged(case, RULE, match, found, action)
    if reported or any(is_organ(match) and match.place and protected(match) for match in found.matches):
        return
    for place in found.matches:
        if place.entry.category == "place" and place.form.role in _PLAIN_ROLES and place.start == 0:
            head = _head(place, found)
            if head is not None and not _harmless(place, found):
                whole = joined(found, place, head.start, head.end)
                yield judged(case, RULE, whole, found, _worth(place, head, found))
                return


def _head(place: Match, found: FieldMatches) -> Occurrence | None:
    """Give the longest news word that ends the name, if one does."""
    size = len(found.reading.symbols)
    heads = [word for word in found.words if word.word.place and word.end == size and word.start >= place.end]
    return min(heads, key=lambda word: word.start, default=None)


def _worth(place: Match, head: Occurrence, found: FieldMatches) -> Action:
    """What the word is worth beside the place; with other words between, a person looks."""
    between = [word for word in found.words if word.start >= place.end and word.end <= head.start and word.word.place]
    filled = head.start == place.end or any(word.start == place.end and word.end == head.start for word in between)
    return Action(head.word.place) if filled and place.entry.common == "no" else Action.REVIEW


def _harmless(place: Match, found: FieldMatches) -> bool:
    """Whether a word right behind the place makes it somebody's home, dish or road."""
    return any(
        word.word.table == "place_context" and word.word.kind in _HARMLESS and word.start == place.end
        for word in found.words
    )


_ORGAN = hit(category="organ", common=But({PROTECTED}), joined=True)
_TRIGGERS = (
    *claimed(_ORGAN),
    in_name(_ORGAN.also(unverified=But({"review"}))),
    in_name(hit(category="place", role=_PLAIN_ROLES, at="start"), context(place=But({""}), at="end")),
)

RULE = Rule("QN302", "place-with-service-or-news-word", ACCOUNT_PLACE, _judge, __doc__, _TRIGGERS)
