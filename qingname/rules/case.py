"""What a rule sees: one account, what was found in its fields, and what the policy says."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from qingname.avatar import Inspection
from qingname.match import FieldMatches
from qingname.match.signs import ALWAYS
from qingname.model import Account, Action, Credential, Field, Finding, Need, Technique
from qingname.policy import Policy
from qingname.registry import Registry
from qingname.text import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.match import Match
    from qingname.match.signs import Trigger
    from qingname.model import CredentialKind
    from qingname.text import Folded, Step


_WORTH: dict[Action, Literal["note", "review", "reject"]] = {
    Action.NOTE: "note",
    Action.PASS: "note",
    Action.REVIEW: "review",
    Action.REJECT: "reject",
}
"""What a finding says of each action."""


class Case(msgspec.Struct, frozen=True):
    """One account under judgement; ``as_of`` is the day, YYYY-MM-DD, on which it is judged.

    ``match`` reads any other text with the same engine: a credential's holder, an earlier name. ``refused`` are
    credentials that a verifier took away from the account, each with what it said; ``avatar`` is what was seen in it.
    """

    account: Account
    fields: dict[Field, FieldMatches]
    match: Callable[[str], FieldMatches]
    registry: Registry
    folder: Folder
    policy: Policy
    as_of: str
    refused: tuple[tuple[Credential, str], ...] = ()
    avatar: Inspection | None = None

    @property
    def strict(self) -> bool:
        """Whether the literal notice is applied."""
        return self.policy.profile == "strict"


class Rule(NamedTuple):
    """One rule: its code and name, the clause it rests on, and what it finds in a case.

    In an account without credentials and history it finds nothing unless one of its ``triggers`` is complete.
    """

    code: str
    name: str
    clause: str
    judge: Callable[[Case], Iterable[Finding]]
    page: str
    triggers: tuple[Trigger, ...] = ALWAYS


def finding(  # noqa: PLR0913 - these are the parts of a finding; a bag of them would only hide that
    rule: Rule,
    field: Field,
    found: FieldMatches,
    match: Match,
    action: Action,
    *,
    target: str,
    needs: tuple[Need, ...],
    category: str,
    clause: str = "",
    **params: str,
) -> Finding:
    """Word-free finding of ``rule`` for ``match``; the message is put in where findings are shown."""
    folded = found.reading.folded
    span = folded.span(match.start, match.end)
    techniques = match.techniques
    if Technique.EXACT in techniques and match.size < len(found.reading.symbols):
        techniques = tuple([Technique.CONTAINED if each is Technique.EXACT else each for each in techniques])
    if match.entry.kind == "former" and Technique.FORMER_NAME not in techniques:
        techniques = (*techniques, Technique.FORMER_NAME)
    steps = (*match.steps, *_beside(folded, span)) if match.steps or folded.dropped else ()
    return Finding(
        rule=rule.code,
        name=rule.name,
        action=_WORTH[action],
        field=field,
        span=span,
        text=folded.raw[span[0] : span[1]],
        target=target,
        target_id=target_id(match),
        category=category,
        technique=techniques,
        steps=tuple([str(step) for step in steps]),
        score=match.score,
        clause=clause or rule.clause,
        needs=needs,
        params={"folded": found.reading.symbols, "restored": _restored(found, match), **params},
    )


def _beside(folded: Folded, span: tuple[int, int]) -> list[Step]:
    """What was dropped right before and right behind the span: the sign in 人民曰報-官方."""
    dropped = dict(folded.dropped)
    before, behind = span[0] - 1, span[1]
    steps: list[Step] = []
    while before in dropped:
        steps.insert(0, dropped[before])
        before -= 1
    while behind in dropped:
        steps.append(dropped[behind])
        behind += 1
    return steps


def _restored(found: FieldMatches, match: Match) -> str:
    """The field as it is meant: the folded text with the match written plainly (人民日报官方)."""
    symbols = found.reading.symbols
    if match.place is None or match.organ is None:
        return symbols[: match.start] + match.form.text + symbols[match.end :]
    parts = (match.place, match.organ) if match.place.start <= match.organ.start else (match.organ, match.place)
    text, reached = "", 0
    for part in parts:
        text += symbols[reached : part.start] + part.form.text
        reached = part.end
    return text + symbols[reached:]


def target_id(match: Match) -> str:
    """Identifier of what the match stands for: the entry's, or place and organ joined with ``+``."""
    return f"{match.place.entry.id}+{match.entry.id}" if match.place else match.entry.id


@functools.lru_cache(maxsize=4096)
def need(kind: CredentialKind, name: str) -> Need:
    """Share equal needs."""
    return Need(kind, name)
