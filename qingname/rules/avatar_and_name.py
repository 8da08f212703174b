"""QN605 avatar-and-name-combined

## What it does
Puts name and avatar together: where the name alone would go to a person, and so would the avatar, for one and the same
body, the account is refused. Two doubts about one body are no chance.

## Why
《互联网用户账号信息管理规定》第八条（二）: name, avatar and bio together make the impression that misleads.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
`[rules] QN605 = "review"` leaves such accounts to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import NEVER
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_BODY
from qingname.rules.official_mark import finding_of
from qingname.rules.pictured import CLAIMS, judged_as_name, told_of_avatar
from qingname.rules.text_in_avatar import written_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.avatar import Inspection
    from qingname.model import Finding
    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is None:
        return
    pictured = _doubts(list(_pictured(case, case.avatar)))
    if not pictured:
        return
    for named in _doubts(judged_as_name(case, case.account.name, CLAIMS)):
        for seen in pictured:
            if named.target_id == seen.target_id or named.target == seen.target:
                told = told_of_avatar(RULE, seen, named=named.text, named_by=named.rule)
                yield msgspec.structs.replace(told, action="reject")
                return


def _pictured(case: Case, avatar: Inspection) -> Iterator[Finding]:
    for mark in avatar.marks:
        if mark.kind == "mark":
            yield finding_of(case, mark)
    yield from written_findings(case, avatar.texts)


def _doubts(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.action == "review"]


RULE = Rule("QN605", "avatar-and-name-combined", ACCOUNT_BODY, _judge, __doc__, NEVER)
