"""A picture that names somebody is judged as a name that does: the common part of QN601, QN603 and QN605.

A mark stands for the name of its owner, text for itself. Both go to the rules of names with the account's credentials,
and what those find is told of the avatar. So a credential that carries the name carries the mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.reading import NAME_LIMIT
from qingname.rules import (
    illegal_organisation,
    institution,
    international,
    invented_body,
    invented_media,
    media_outlet,
    military_identity,
    military_unit,
    official_body,
    official_claim,
    platform_staff,
    staff_of_body,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.avatar import SeenMark, SeenText
    from qingname.avatar.inspection import Region
    from qingname.model import Finding
    from qingname.rules.case import Case, Rule

BODIES: tuple[Rule, ...] = (
    official_body.RULE,
    military_unit.RULE,
    institution.RULE,
    international.RULE,
    illegal_organisation.RULE,
    media_outlet.RULE,
    platform_staff.RULE,
)
"""Rules that find a body by its name: what a mark can stand for."""
CLAIMS: tuple[Rule, ...] = (
    *BODIES,
    invented_body.RULE,
    invented_media.RULE,
    military_identity.RULE,
    official_claim.RULE,
    staff_of_body.RULE,
    title.RULE,
)
"""Rules that find who an account says it is. A place alone (杭州 on a photograph) says nothing of that."""


def judged_as_name(case: Case, text: str, rules: Iterable[Rule]) -> list[Finding]:
    """What ``rules`` would find if the account were called ``text``; its first 256 code points are looked at."""
    text = text[:NAME_LIMIT]
    account = msgspec.structs.replace(case.account, name=text, bio="", avatar=None, previous=())
    named = msgspec.structs.replace(case, account=account, fields={"name": case.match(text)}, avatar=None)
    return [finding for rule in rules for finding in rule.judge(named)]


def of_mark(case: Case, mark: SeenMark) -> Finding | None:
    """Give the finding on the whole name that a mark stands for; None where no rule minds that name."""
    found = judged_as_name(case, mark.name, BODIES)
    whole = [each for each in found if each.span == (0, len(mark.name[:NAME_LIMIT]))]
    own = [each for each in whole if each.target_id == mark.target_id]
    return next(iter(own or whole), None)


def of_text(case: Case, seen: SeenText) -> list[Finding]:
    """Findings on text that was read; their spans are places in that text."""
    return judged_as_name(case, seen.text, CLAIMS)


def told_of_avatar(rule: Rule, finding: Finding, **params: str) -> Finding:
    """Let ``rule`` say of the avatar what another rule found; ``as`` is that rule's code."""
    told = {**finding.params, "as": finding.rule, **params}
    return msgspec.structs.replace(finding, rule=rule.code, name=rule.name, field="avatar", params=told)


def softened(finding: Finding) -> Finding:
    """Turn a rejection into a review: what was seen is not sure."""
    return msgspec.structs.replace(finding, action="review") if finding.action == "reject" else finding


def written(region: Region) -> str:
    """Corners as ``x,y`` in shares of the picture, three decimals, from the upper left corner."""
    return " ".join(f"{x:.3f},{y:.3f}" for x, y in region)
