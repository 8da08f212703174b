"""QN901 expired-waiver

## What it does
Says that a waiver of the policy for this account has ended, who granted it, and why. A waiver that has ended hides
nothing: what it hid is found again beside this.

## Why
An exception is a person's decision for a time. Without an end that is seen it becomes the rule.

## Caught
(needs a `[[waiver]]` whose `expires` has passed; tested with one)

## Let pass
- 小明的猫

## Options
Renew the waiver with a new day, or take it out of the policy. It is a note where nothing is left that the waiver would
have hidden. `[rules] QN901 = "note"` never sends an account to a person for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import NEVER
from qingname.model import Finding
from qingname.rules.case import Rule
from qingname.rules.clauses import PLATFORM_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    account = case.account
    expired = case.policy.expired_waivers(account, case.as_of)
    if expired:
        codes = list(dict.fromkeys(code for waiver in expired for code in waiver.rules))
        yield Finding(
            rule=RULE.code,
            name=RULE.name,
            action="review",
            field="name",
            span=(0, len(account.name)),
            text=account.name,
            target="、".join(codes),
            target_id="waiver:" + "+".join(codes),
            category="policy",
            technique=(),
            steps=(),
            score=1.0,
            clause=RULE.clause,
            needs=(),
            params={
                "granter": "；".join(waiver.granter for waiver in expired),
                "reason": "；".join(waiver.reason for waiver in expired),
                "expires": "；".join(waiver.expires.isoformat() for waiver in expired),
            },
        )


RULE = Rule("QN901", "expired-waiver", PLATFORM_POLICY, _judge, __doc__, NEVER)
