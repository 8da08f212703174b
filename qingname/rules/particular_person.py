"""QN503 particular-person

## What it does
Finds names of persons that the platform lists in `persons.csv`: public figures, heroes, victims, parties to events; as
the name itself, with kin (韦神女友) or a claim (官方, 本人, 工作室), also disguised.

## Why
The notice of 2023 names accounts that pose as other particular persons; 《网络安全法》 and 《民法典》 protect names.

## Caught
(needs a `persons.csv`; tested with one)

## Let pass
- 小明

## Options
`[rules] QN503 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import hit, in_name
from qingname.model import Action
from qingname.rules.bodies import judge_bodies
from qingname.rules.case import Rule
from qingname.rules.clauses import PERSON
from qingname.rules.triggers import bodies_in_bio
from qingname.rules.weigh import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Finding
    from qingname.rules.case import Case

_CATEGORIES = frozenset({"person"})
_SHORT = 2


def _judge(case: Case) -> Iterator[Finding]:
    return judge_bodies(case, RULE, _CATEGORIES, _weigh)


def _weigh(match: Match, found: FieldMatches) -> Action | None:
    stands = standing(match, found)
    if stands is Standing.MENTION:
        return None
    kin = any(word.word.kind == "event_party" and word.start >= match.end for word in found.words)
    again = any(other.entry.id == match.entry.id and not other.overlaps(match) for other in found.matches)
    if stands in {Standing.WHOLE, Standing.CLAIM} or kin or again:
        return Action.REVIEW if match.heard else Action.REJECT
    return None if len(match.form.text) <= _SHORT or match.heard else Action.REVIEW


RULE = Rule(
    "QN503", "particular-person", PERSON, _judge, __doc__, (in_name(hit(category="person")), *bodies_in_bio("person"))
)
