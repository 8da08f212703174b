"""QN502 event-party

## What it does
Finds names and bios that claim to be a party to an event (当事人 受害者家属 知情人 目击者 …). With an event of the
platform's `hot_events.csv` it rejects, else a person looks.

## Why
The notice of 2023 names accounts that pose as parties to hot events and their kin.

## Caught
- 维权当事人小刘 review
- 7.20遇难者家属 review
- 爆料人007 review

## Let pass
- 吃瓜群众
- 当事猫

## Options
`[rules] QN502 = "note"` only remarks on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import context, hit, in_either
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import EVENT
from qingname.rules.weigh import Standing, standing
from qingname.rules.words import on_words, word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Occurrence
    from qingname.model import Finding
    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    events = [m for found in case.fields.values() for m in found.matches if m.entry.category == "hot_event"]
    for field, found in case.fields.items():
        parties = [word for word in found.words if word.word.kind == "event_party" and on_words(word, found)]
        strong = [word for word in parties if word.word.strength == "strong"]
        kin = parties if events else _self_kin(parties, found)
        for party in (strong or kin)[:1]:
            match = word_match(found, party.start, party.end, f"事件当事人：{party.word.text}", "event_party")
            if standing(match, found) is not Standing.MENTION:
                yield judged(case, RULE, match, found, Action.REJECT if events else Action.REVIEW, field)


def _self_kin(parties: list[Occurrence], found: FieldMatches) -> list[Occurrence]:
    """Kinship words count where the account also says 本人: 失踪男孩妈妈本人."""
    return parties if any(word.word.text == "本人" for word in found.words) else []


_PARTY = context(kind="event_party")
_TRIGGERS = (
    in_either(context(kind="event_party", strength="strong")),
    in_either(_PARTY, hit(category="hot_event", shared=True)),
    in_either(_PARTY, context(text="本人")),
)

RULE = Rule("QN502", "event-party", EVENT, _judge, __doc__, _TRIGGERS)
