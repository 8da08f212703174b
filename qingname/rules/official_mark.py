"""QN601 official-mark

## What it does
Finds the mark of a body, outlet or enterprise in the avatar: as it is, or cropped, mirrored, turned, recoloured,
written over, set on another ground. A sure match is worth what the owner's name would be worth as the account's name;
one that may be chance goes to a person.

## Why
《互联网用户账号信息管理规定》第八条（二）（四）: a mark that is the same as a body's or an outlet's, or
similar, is as bad as its name.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
A credential that carries the owner's name carries its mark. Marks of your own come in with `--marks DIR`
(`qingname avatar add`). `[rules] QN601 = "review"` sends every finding to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import NEVER
from qingname.model import Finding, Need, Technique
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.pictured import of_mark, softened, told_of_avatar, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.avatar import SeenMark
    from qingname.model import CredentialKind
    from qingname.rules.case import Case

_HOLDERS: tuple[CredentialKind, ...] = ("gov_org", "media_org", "enterprise", "org")


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is not None:
        for mark in case.avatar.marks:
            if mark.kind == "mark":
                yield finding_of(case, mark)


def finding_of(case: Case, mark: SeenMark) -> Finding:
    """Give the finding on a mark, whether or not a registry knows its owner."""
    named = of_mark(case, mark)
    seen = _of_unknown(case, mark) if named is None else _told(named, mark)
    return seen if mark.sure else softened(seen)


def _told(named: Finding, mark: SeenMark) -> Finding:
    """The finding on the owner's name, told of the mark: nothing was written, so there is no span in it."""
    told = told_of_avatar(RULE, named, region=written(mark.region), **mark.evidence)
    return msgspec.structs.replace(told, span=(0, 0), text="", score=mark.score, technique=(Technique.EXACT,), steps=())


def _of_unknown(case: Case, mark: SeenMark) -> Finding:
    """A mark whose owner's name no rule minds: the user has registered it, so it is to be protected."""
    holder = next(
        (each for each in case.account.credentials if each.name == mark.name and not each.expired(case.as_of)), None
    )
    allowed = {"allowed_by": holder.label} if holder else {}
    return Finding(
        RULE.code,
        RULE.name,
        "note" if holder else "reject",
        "avatar",
        (0, 0),
        "",
        mark.name,
        mark.target_id or f"mark:{mark.name}",
        "mark",
        (Technique.EXACT,),
        (),
        mark.score,
        RULE.clause,
        tuple(Need(kind, mark.name) for kind in _HOLDERS),
        {"region": written(mark.region), **mark.evidence, **allowed},
    )


RULE = Rule("QN601", "official-mark", ACCOUNT_BODY, _judge, __doc__, NEVER)
