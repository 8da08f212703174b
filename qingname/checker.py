"""The pipeline, in reading order: fold and match each field, let every rule judge, apply the policy, word it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from qingname.match import Segmenter, match_field
from qingname.messages import Language, message
from qingname.model import Action, Finding, Skipped, Verdict
from qingname.policy import Policy
from qingname.registry import Registry, Snapshot, shipped
from qingname.rules import RULES, Case
from qingname.text import Folder
from qingname.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.match import FieldMatches
    from qingname.model import Account, Field
    from qingname.rules import Rule

_BY_SEVERITY: tuple[Literal["pass", "review", "reject"], ...] = ("pass", "review", "reject")


class Checker:
    """Judges accounts against one registry under one policy. Safe to share between threads once made."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        extra: Iterable[Snapshot] = (),
        as_of: datetime.date | None = None,
        lang: Language = "zh",
    ) -> None:
        """Load the shipped registry, and beside it the user's own layers ``extra``; ``as_of`` defaults to today."""
        self.policy = policy or Policy()
        self.registry = Registry(shipped(), *extra)
        self.as_of = (as_of or datetime.datetime.now(tz=datetime.UTC).astimezone().date()).isoformat()
        self.lang = lang
        self._folder = Folder(self.registry.characters)
        self._segmenter = Segmenter(self.registry)

    def check(self, account: Account) -> Verdict:
        """Judge one account. Never raises: a rule that fails makes the verdict incomplete and sends it to review."""
        return self.check_batch([account])[0]

    def check_batch(self, accounts: Iterable[Account]) -> list[Verdict]:
        """Judge accounts, in order; each gets the verdict that it would get alone."""
        return [self._judge(account) for account in accounts]

    def _judge(self, account: Account) -> Verdict:
        findings: list[Finding] = []
        skipped: list[Skipped] = []
        if account.name not in self.policy.allow:
            try:
                case = Case(account, self._matched(account), self.registry, self._folder, self.policy, self.as_of)
                for rule in RULES:
                    self._apply(rule, case, findings, skipped)
            except Exception as error:  # noqa: BLE001 - a sign-up must get an answer whatever breaks in here
                skipped.append(Skipped("match", f"{type(error).__name__}: {error}"))
        findings = strongest(lifted(findings))
        return Verdict(
            id=account.id,
            action=_overall(findings, incomplete=bool(skipped)),
            complete=not skipped,
            skipped=tuple(skipped),
            findings=tuple(msgspec.structs.replace(f, message=message(f, self.lang)) for f in findings),
            labels=(),
            as_of=self.as_of,
            policy=self.policy.digest,
            registry=self.registry.digest,
            version=VERSION,
        )

    def _matched(self, account: Account) -> dict[Field, FieldMatches]:
        """What is found in each text field that is not empty; the name is always there."""
        texts: dict[Field, str] = {"name": account.name}
        if account.bio:
            texts["bio"] = account.bio
        return {
            field: match_field(text, self.registry, self._folder, self._segmenter) for field, text in texts.items()
        }

    def _apply(self, rule: Rule, case: Case, findings: list[Finding], skipped: list[Skipped]) -> None:
        setting = self.policy.rules.get(rule.code)
        if setting == "off":
            return
        try:
            found = list(rule.judge(case))
        except Exception as error:  # noqa: BLE001 - the other rules still judge
            skipped.append(Skipped(rule.code, f"{type(error).__name__}: {error}"))
            return
        if setting is not None:
            found = [f if f.action == "note" else msgspec.structs.replace(f, action=setting) for f in found]
        findings.extend(found)


def lifted(findings: list[Finding]) -> list[Finding]:
    """What a credential allows under one entry it allows under another of that name (中国军号 is in two tables)."""
    allowed = {f.target: f.params["allowed_by"] for f in findings if "allowed_by" in f.params}
    return [
        msgspec.structs.replace(f, action="note", params={**f.params, "allowed_by": allowed[f.target]})
        if f.target in allowed
        else f
        for f in findings
    ]


def strongest(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings on one target, or inside a stronger one of the same rule, the best; severest first."""
    ranked = sorted(
        findings,
        key=lambda f: (-Action(f.action).severity, f.span[0], f.span[0] - f.span[1], -f.score, f.rule, f.target_id),
    )
    kept: list[Finding] = []
    for found in ranked:
        if not any(_covered(found, other) for other in kept):
            kept.append(found)
    return kept


def _covered(found: Finding, other: Finding) -> bool:
    if found.field != other.field:
        return False
    inside = other.span[0] <= found.span[0] and found.span[1] <= other.span[1]
    return inside and (found.rule == other.rule or found.target_id == other.target_id)


def _overall(findings: Iterable[Finding], *, incomplete: bool) -> Literal["pass", "review", "reject"]:
    """The highest action of all findings; at least review where a stage could not do its work."""
    severity = max((Action(finding.action).severity for finding in findings), default=0)
    if incomplete:
        severity = max(severity, Action.REVIEW.severity)
    return _BY_SEVERITY[severity]
