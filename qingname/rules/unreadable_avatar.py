"""QN606 unreadable-avatar

## What it does
Says that an avatar was given and could not be judged: no picture, broken, too large, of a format that is not accepted,
not to be fetched. It goes to a person, and the verdict is incomplete.

## Why
What nobody has looked at is not clean. A file that crashes or stalls a decoder is also a way past it.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
`on_error = "reject"` refuses accounts whose verdict is incomplete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import NEVER
from qingname.model import Finding
from qingname.rules.case import Rule
from qingname.rules.clauses import PLATFORM_AVATAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is not None and case.avatar.unreadable is not None:
        code, sentence = case.avatar.unreadable
        yield Finding(
            RULE.code,
            RULE.name,
            "review",
            "avatar",
            (0, 0),
            "",
            code,
            f"avatar:{code}",
            "avatar",
            (),
            (),
            1.0,
            PLATFORM_AVATAR,
            (),
            {"reason": code, "detail": sentence},
        )


RULE = Rule("QN606", "unreadable-avatar", PLATFORM_AVATAR, _judge, __doc__, NEVER)
