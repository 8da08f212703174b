"""QN801 change-toward-protected

## What it does
Judges a change with the account's history. A name close to one that was refused before is a second try: nearly the same
rejects, in part the same goes to a person. What an earlier state was approved with is not asked for again, and a name
that a verified credential carries as a whole is the holder's, whatever was refused before.

## Why
The notice of 2023 names accounts that by changes of name, signature or avatar come to pose as others.

## Caught
(needs `previous` states; tested with them)

## Let pass
- 小明

## Options
`[rules] QN801 = "off"` judges every state by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import NEVER
from qingname.model import Action
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import CHANGE
from qingname.rules.credentials import fitting
from qingname.rules.words import word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches
    from qingname.model import Finding
    from qingname.rules.case import Case

# Share of characters in common with a refused name, in order (Indel similarity).
_SAME, _ALIKE = 0.7, 0.5


def _judge(case: Case) -> Iterator[Finding]:
    refused = [state.name for state in case.account.previous if state.action == Action.REJECT.value and state.name]
    found = case.fields["name"]
    if not refused or not found.reading.symbols:
        return
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - only accounts with a refused name need it

    closest, name = max(
        (Indel.normalized_similarity(found.reading.symbols, case.folder.fold(name).symbols), name) for name in refused
    )
    if closest >= _ALIKE:
        match = word_match(found, 0, len(found.reading.symbols), name, "change")
        claim = judged(case, RULE, match, found, Action.REJECT if closest >= _SAME else Action.REVIEW)
        if holder := _holder(case, found):  # refused as 人民曰报, it has since proved to be 人民日报
            claim = msgspec.structs.replace(claim, action="note", params={**claim.params, "allowed_by": holder})
        yield claim


def _holder(case: Case, found: FieldMatches) -> str:
    """Write the credential in force that carries the whole name; '' where there is none."""
    size = len(found.reading.symbols)
    fits = [fitting(case, match, found) for match in found.matches if (match.start, match.end) == (0, size)]
    return next((fit.credential.label for fit in fits if fit and not fit.expired), "")


RULE = Rule("QN801", "change-toward-protected", CHANGE, _judge, __doc__, NEVER)
