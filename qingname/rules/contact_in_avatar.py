"""QN604 qr-or-contact-in-avatar

## What it does
Finds QR codes and written contacts in the avatar. A code that leads to an address or a contact, and a written contact,
are refused as in a name; a code that could not be read, or says something else, goes to a person.

## Why
《互联网用户账号信息管理规定》第八条（六）: no addresses, contacts or codes that lead people away.

## Caught
(needs pictures; tested with drawn ones in tests/rules/test_avatar.py)

## Let pass
- 小明

## Options
The code of an organisation with a credential in force goes to a person. `[rules] QN604 = "review"` sends every finding
to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.signs import NEVER
from qingname.model import Finding
from qingname.reading import NAME_LIMIT
from qingname.rules import contact
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_CONTACT
from qingname.rules.pictured import judged_as_name, softened, told_of_avatar, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.avatar import SeenCode
    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    if case.avatar is None:
        return
    for seen in case.avatar.texts:
        for found in judged_as_name(case, seen.text, (contact.RULE,)):
            told = told_of_avatar(RULE, found, region=written(seen.region), read=seen.text)
            yield told if seen.prominent else softened(told)
    for code in case.avatar.codes:
        yield _code(case, code)


def _code(case: Case, code: SeenCode) -> Finding:
    leads = judged_as_name(case, code.text, (contact.RULE,)) if code.text else []
    if leads:
        told = told_of_avatar(
            RULE, leads[0], region=written(code.region), read=code.text, format=code.format
        )
        return msgspec.structs.replace(told, target="二维码", target_id="contact:qr")
    text = code.text[:NAME_LIMIT]
    return Finding(
        RULE.code,
        RULE.name,
        "review",
        "avatar",
        (0, len(text)),
        text,
        "二维码",
        "contact:qr",
        "contact",
        (),
        (),
        1.0,
        ACCOUNT_CONTACT,
        (),
        {"region": written(code.region), "read": text, "format": code.format},
    )


RULE = Rule("QN604", "qr-or-contact-in-avatar", ACCOUNT_CONTACT, _judge, __doc__, NEVER)
