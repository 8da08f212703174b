"""QN402 credential-not-valid

## What it does
Says of a title why the licence that came with it does not carry it: of another kind, of another holder, expired; and
of a news word that its licence has expired. A credential in force that expires within the policy's
`expiring_days` is remarked on where it allows a name. A credential that a verifier refused (`reason` is
`not_registered`) asks for a person whatever the name is, and the rest is judged without it.

## Why
《关于加强“自媒体”管理的通知》第2条: an unverified or expired qualification suspends the service. A credential that
does not fit never makes a verdict milder than none; an expired one of the right holder asks for a renewal.

## Caught
(needs credentials; tested with them)

## Let pass
- 小明

## Options
`[rules] QN402 = "review"` sends every finding to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import NEVER
from qingname.model import Action, Finding, Need
from qingname.rules.case import Rule
from qingname.rules.clauses import QUALIFICATION
from qingname.rules.licences import licence_for, unfit
from qingname.rules.title import title_finding, titles
from qingname.rules.words import word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Credential
    from qingname.rules.case import Case


def _judge(case: Case) -> Iterator[Finding]:
    for credential, answer in case.refused:
        yield _refused(case.account.name, credential, answer)
    yield from _expired_news(case)
    for field, found in case.fields.items():
        for match, action in titles(field, found, case):
            licence = licence_for(case, match, found)
            if licence.credential is None:
                continue
            if licence.state != "valid":
                params = unfit(licence.credential, licence.state)
                yield title_finding(RULE, field, found, match, action, **params)


def _refused(name: str, credential: Credential, answer: str) -> Finding:
    """A credential that the register does not bear out. It is about the whole account, whatever the name says."""
    held = credential.label
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        action="review",
        field="name",
        span=(0, len(name)),
        text=name,
        target=held,
        target_id=held,
        category="credential",
        technique=(),
        steps=(),
        score=1.0,
        clause=RULE.clause,
        needs=(Need(credential.kind, credential.name),),
        params={"credential": held, "reason": "not_registered", "answer": answer},
    )


def _expired_news(case: Case) -> Iterator[Finding]:
    """A news licence that has run out, on an account that still calls itself news (前线新闻汇)."""
    found = case.fields["name"]
    expired = [
        credential
        for credential in case.account.credentials
        if (credential.kind == "media_org" or credential.name == "internet_news") and credential.expired(case.as_of)
    ]
    words = [word for word in found.words if word.word.table == "news" and word.word.head == Action.REJECT.value]
    if expired and words:
        match = word_match(found, words[0].start, words[0].end, f"（新闻属性词）{words[0].word.text}", "media")
        yield title_finding(RULE, "name", found, match, Action.REVIEW, **unfit(expired[0], "expired"))


RULE = Rule("QN402", "credential-not-valid", QUALIFICATION, _judge, __doc__, NEVER)
