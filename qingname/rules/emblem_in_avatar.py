"""QN602 state-or-party-emblem

## What it does
Finds emblems and flags of state, party, army and police in the avatar, and red seals (公章). An emblem is refused; a
seal with a star, or a flag of party or army, goes to a person; a ring without a star is noted. The national flag alone
says where a person's heart is, and passes for persons; an enterprise's goes to a person.

## Why
《国徽法》第十三条, 《人民警察法》第三十六条 and the norms of the other emblems: they are not for private accounts.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
An account with a credential of a government body (`gov_org`) in force may show them, and one with a credential of any
organisation its seal. The strict profile sends a
national flag to a person too, whoever shows it. `[rules] QN602 = "review"` sends every finding to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qingname.match.signs import NEVER
from qingname.model import Finding, Need, Technique
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY, MILITARY, NATIONAL_FLAG, PARTY_EMBLEM, POLICE, STATE_EMBLEM
from qingname.rules.credentials import ORGANISATIONS, in_force
from qingname.rules.pictured import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.avatar import SeenSign
    from qingname.avatar.inspection import Region
    from qingname.model import CredentialKind
    from qingname.rules.case import Case

_SEAL = "公章"
_STATE: frozenset[CredentialKind] = frozenset({"gov_org"})
_EMBLEMS = {  # the norm that protects each; of any other emblem the first
    "国徽": STATE_EMBLEM,
    "党徽": PARTY_EMBLEM,
    "警徽": POLICE,
    "军徽": MILITARY,
}
_SIGNS = {
    "national_flag": ("国旗图案", NATIONAL_FLAG),
    "party_flag": ("党旗图案", PARTY_EMBLEM),
    "army_flag": ("军旗图案", MILITARY),
    "seal": (_SEAL, ACCOUNT_BODY),
}
_STAMPED = 0.9
"""Score of a seal with a star; without one 15 of 5,171 other pictures resemble a seal (bench/ocr.py), with one none."""
_MAY_SHOW_THE_FLAG = frozenset({"personal", "gov"})


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is None:
        return
    for mark in case.avatar.marks:
        if mark.kind != "mark":
            action: Literal["review", "reject"] = "reject" if mark.sure else "review"
            clause = _EMBLEMS.get(mark.name, STATE_EMBLEM)
            yield _finding(case, (mark.name, clause), action, mark.score, mark.region, mark.evidence)
    sure = any(mark.sure for mark in case.avatar.marks)
    for sign in case.avatar.signs:
        if sign.kind == "seal" and sure:
            continue  # a red badge that is known is no seal
        yield _finding(case, _SIGNS[sign.kind], _worth(case, sign), sign.score, sign.region, {"sign": sign.kind})


def _worth(case: Case, sign: SeenSign) -> Literal["note", "review"]:
    if sign.kind == "seal" and sign.score < _STAMPED:
        return "note"
    welcome = sign.kind == "national_flag" and case.account.account_type in _MAY_SHOW_THE_FLAG and not case.strict
    return "note" if welcome else "review"


def _finding(
    case: Case,
    named: tuple[str, str],
    action: Literal["note", "review", "reject"],
    score: float,
    region: Region,
    evidence: dict[str, str],
) -> Finding:
    target, clause = named
    holder = in_force(case, ORGANISATIONS if target == _SEAL else _STATE)  # every organisation has a seal of its own
    params = {"region": written(region), **evidence}
    if holder is not None and action != "note":
        action, params = "note", {**params, "allowed_by": holder.label}
    return Finding(
        RULE.code,
        RULE.name,
        action,
        "avatar",
        (0, 0),
        "",
        target,
        f"emblem:{target}",
        "emblem",
        (Technique.EXACT,),
        (),
        score,
        clause,
        (Need("gov_org", "本单位"),),
        params,
    )


RULE = Rule("QN602", "state-or-party-emblem", STATE_EMBLEM, _judge, __doc__, NEVER)
