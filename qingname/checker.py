"""The pipeline, in reading order: fold and match each field, let every rule judge, apply the policy, word it."""

from __future__ import annotations

import datetime
import functools
import hashlib
from typing import TYPE_CHECKING, Literal

import msgspec

from qingname.errors import PolicyError
from qingname.match import Matcher, suspects
from qingname.messages import Language, message
from qingname.model import SEVERITY, Finding, Skipped, Verdict
from qingname.policy import Policy, applied, unknown_names
from qingname.registry import Registry, Snapshot, shipped
from qingname.rules import RULES, Case
from qingname.verification import Verified, verified
from qingname.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from qingname.avatar.inspector import Inspector
    from qingname.match import FieldMatches, Texts
    from qingname.model import Account, AccountType, Field
    from qingname.rules import Rule
    from qingname.verification import CredentialVerifier

_ALL = (1 << len(RULES)) - 1
_OF_AVATARS = frozenset(rule.code for rule in RULES if rule.code.startswith("QN6"))
_Overall = Literal["pass", "review", "reject"]
_BY_SEVERITY: tuple[_Overall, ...] = ("pass", "review", "reject")


class Checker:
    """Judges accounts against one registry under one policy. Safe to share between threads once made."""

    def __init__(  # noqa: PLR0913 - what a verdict depends on besides the account
        self,
        policy: Policy | None = None,
        *,
        extra: Iterable[Snapshot] = (),
        as_of: datetime.date | None = None,
        lang: Language = "zh",
        verifier: CredentialVerifier | None = None,
        base: Snapshot | None = None,
        inspector: Inspector | None = None,
    ) -> None:
        """Load the shipped registry, and beside it the user's own layers ``extra``; ``as_of`` defaults to today.

        ``base`` takes the place of the shipped registry where it was sent from another machine.
        Without a ``verifier`` the credentials of an account are taken to be what the platform has verified.
        An ``inspector`` looks at avatars; without one they are looked at as the policy says, for the marks that ship.
        """
        self.policy = policy or Policy()
        self.registry = Registry(base or shipped(), *extra)
        self.registry_digest = _with_marks(self.registry.digest, inspector)
        presets = self.registry.limits if self.policy.limits else ()  # to know them is to decode every entry
        if unknown := unknown_names(self.policy, {rule.code: rule.name for rule in RULES}, presets):
            raise PolicyError("\n".join(unknown))
        self.as_of = (as_of or datetime.datetime.now(tz=datetime.UTC).astimezone().date()).isoformat()
        self.lang = lang
        self._silent: dict[AccountType, frozenset[str]] = {}
        self._policy_digest = self.policy.digest
        self._leaves_findings_alone = self.policy.leaves_findings_alone
        self._expired = [waiver for waiver in self.policy.waivers if not waiver.in_force(self.as_of)]
        self.verifier = verifier
        self._inspector = inspector
        self._matcher = Matcher(self.registry)
        strict = self.policy.profile == "strict"
        triggers = [[each for each in rule.triggers if strict or not each.strict] for rule in RULES]
        self._matcher.watch(triggers, ["limited"] if self.policy.limits else [])

    def check(self, account: Account) -> Verdict:
        """Judge one account. Never raises: a rule that fails makes the verdict incomplete and sends it to review."""
        return self.check_batch([account])[0]

    def check_suspect(self, account: Account) -> Verdict:
        """Give what :meth:`check` gives, without asking first whether the account is a suspect (:meth:`suspects`)."""
        return self._judge(verified(account, self.verifier, self.as_of))

    def check_batch(self, accounts: Iterable[Account]) -> list[Verdict]:
        """Judge accounts, in order; each gets the verdict that it would get alone."""
        batch = list(accounts)
        return [
            self.check_suspect(account) if suspect else self._passed(account)
            for account, suspect in zip(batch, self._suspect(batch), strict=True)
        ]

    def suspects(self, names: Texts, bios: Texts | None = None) -> npt.NDArray[np.bool_]:
        """Say which accounts must be checked: the others pass, with no finding and nothing skipped.

        This holds for accounts that have no credentials and no earlier states, whatever their type and id. ``names``
        and ``bios`` are lists of str, or UTF-8 as in :class:`Utf8` (an Arrow column's buffers); bios may be left out.
        """
        found = suspects(self._matcher.scanner, names, bios, {waiver.name for waiver in self._expired} - {""})
        if not all(waiver.name for waiver in self._expired):
            found[:] = True  # one account among them may be the waiver's, whatever it is called
        return found

    def _suspect(self, batch: list[Account]) -> bytearray:
        """1 for each account that some rule must be asked about, 0 for those that pass."""
        found = bytearray(len(batch))
        try:
            bios = [account.bio for account in batch] if any(account.bio for account in batch) else []
            self._matcher.scanner.suspects([account.name for account in batch], bios, found)
        except Exception:  # noqa: BLE001 - whatever broke will break, and be told, where the account is judged alone
            return bytearray(b"\1" * len(batch))
        for place, account in enumerate(batch):
            if not found[place] and not self._is_bare(account):
                found[place] = 1
        return found

    def _passed(self, account: Account) -> Verdict:
        return self._verdict(account, "pass", (), (), ())

    def _judge(self, asked: Verified, *, by_triggers: bool = True) -> Verdict:
        """Judge one account; ``by_triggers`` leaves out the rules that could find nothing (False is for tests)."""
        account = asked.account
        findings: list[Finding] = []
        skipped: list[Skipped] = [*asked.skipped]
        silent = self._silent.get(account.account_type)
        if silent is None:
            silent = self._silent[account.account_type] = self.policy.silent(account.account_type)
        try:
            case = self._case(asked, silent)
            if case.avatar is not None:
                skipped.extend(case.avatar.skipped)
            for field, found in case.fields.items():
                if found.cut:
                    skipped.append(Skipped("match", f"too many names in the {field}: those further on were not judged"))
            bare = by_triggers and not asked.refused and self._is_bare(account)
            woken = self._matcher.woken(case.fields) if bare else _ALL
            while woken:
                rule = RULES[(woken & -woken).bit_length() - 1]
                woken &= woken - 1
                if rule.code not in silent:
                    _judged(rule, case, findings, skipped)
        except Exception as error:  # noqa: BLE001 - a sign-up must get an answer whatever breaks in here
            skipped.append(Skipped("match", f"{type(error).__name__}: {error}"))
        if findings:
            findings = self._settled(findings, account)
        least = self.policy.on_error_for(account.account_type) if skipped else "pass"
        return self._verdict(
            account,
            _overall(findings, least),
            tuple(skipped),
            tuple([msgspec.structs.replace(f, message=message(f, self.lang)) for f in findings]),
            () if asked.skipped else _labels(findings),
        )

    def _settled(self, findings: list[Finding], account: Account) -> list[Finding]:
        """What credentials, the policy and the account's past make of the findings; the best on each target."""
        findings = lifted(findings)
        if not self._leaves_findings_alone:
            findings = applied(findings, account, self.policy, self.as_of)
        if len(findings) > 1:
            findings = strongest(findings)
        if account.previous:
            findings = judged_anew(self._not_asked_again(account, findings), account)
        return findings

    def _verdict(
        self,
        account: Account,
        action: _Overall,
        skipped: tuple[Skipped, ...],
        findings: tuple[Finding, ...],
        labels: tuple[str, ...],
    ) -> Verdict:
        return Verdict(
            account.id,
            action,
            not skipped,
            skipped,
            findings,
            labels,
            self.as_of,
            self._policy_digest,
            self.registry_digest,
            VERSION,
        )

    def _is_bare(self, account: Account) -> bool:
        """Whether nothing but the name and bio can make a finding: what the triggers of the rules are made for."""
        if account.credentials or account.previous or account.avatar:
            return False
        return not self._expired or not any(waiver.covers(account) for waiver in self._expired)

    def _not_asked_again(self, account: Account, findings: list[Finding]) -> list[Finding]:
        """Turn reviews into notes where the latest approved state had the same finding (三水同学💧)."""
        approved = next((state for state in reversed(account.previous) if state.action == "pass" and state.name), None)
        asked = any(state.action == "review" for state in account.previous)
        strict = self.policy.profile == "strict"  # the literal notice sends whatever names a place to a person
        if approved is None or not asked or strict or not any(finding.action == "review" for finding in findings):
            return findings
        earlier = msgspec.structs.replace(account, name=approved.name, bio=approved.bio, previous=())
        if any(self.policy.expired_waivers(state, self.as_of) for state in (account, earlier)):
            return findings  # what a waiver may have let pass is asked again when it has ended
        known = {(f.rule, f.target_id) for f in self._judge(Verified(earlier)).findings if f.action != "note"}
        return [
            msgspec.structs.replace(f, action="note", params={**f.params, "allowed_by": "previous approval"})
            if f.action == "review" and (f.rule, f.target_id) in known
            else f
            for f in findings
        ]

    def _case(self, asked: Verified, silent: frozenset[str]) -> Case:
        """What the rules see: all that is found in the name, and in the bio and avatar where there are any."""
        account, match = asked.account, self._matcher.field
        fields: dict[Field, FieldMatches] = {"name": match(account.name)}
        if account.bio:
            fields["bio"] = match(account.bio)
        return Case(
            account,
            fields,
            match,
            self.registry,
            self._matcher.folder,
            self.policy,
            self.as_of,
            refused=asked.refused,
            avatar=self.inspector.inspect(account.avatar) if account.avatar and not silent >= _OF_AVATARS else None,
        )

    @functools.cached_property
    def inspector(self) -> Inspector:
        """What looks at avatars: made when the first is seen, since it takes longer than all names together."""
        if self._inspector is not None:
            return self._inspector
        from qingname.avatar.inspector import inspector_for  # noqa: PLC0415 - most accounts come without a picture

        return inspector_for(self.policy)


def _with_marks(digest: str, inspector: Inspector | None) -> str:
    """Digest of the registry, which covers the marks that ship, and of the user's own marks where there are any."""
    if inspector is None or not inspector.digest:
        return digest
    return hashlib.sha256(f"{digest}\n{inspector.digest}".encode()).hexdigest()


def _judged(rule: Rule, case: Case, findings: list[Finding], skipped: list[Skipped]) -> None:
    """Add what the rule finds, or that it could not judge: the other rules still do."""
    try:
        findings.extend(list(rule.judge(case)))
    except Exception as error:  # noqa: BLE001 - whatever breaks in a rule is the rule's
        skipped.append(Skipped(rule.code, f"{type(error).__name__}: {error}"))


def _labels(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Domain labels that the platform must show."""
    labels = {f.params["label"] for f in findings if f.params.get("label")}
    return tuple(sorted(labels)) if labels else ()


def judged_anew(findings: list[Finding], account: Account) -> list[Finding]:
    """Say of findings on an unchanged account that was approved that they come of another registry or policy."""
    same = [state for state in account.previous if (state.name, state.bio) == (account.name, account.bio)]
    if not same or same[-1].action != "pass":
        return findings
    since = same[-1].at or "earlier"
    return [
        msgspec.structs.replace(f, params={**f.params, "approved": since}) if f.action != "note" else f
        for f in findings
    ]


def lifted(findings: list[Finding]) -> list[Finding]:
    """What a credential allows under one entry it allows under another of that name (中国军号 is in two tables)."""
    allowed = {f.target: f.params["allowed_by"] for f in findings if "allowed_by" in f.params}
    if not allowed:
        return findings
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
        key=lambda f: (-SEVERITY[f.action], f.span[0], f.span[0] - f.span[1], -f.score, f.rule, f.target_id),
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
    # two refused credentials are two findings on one name
    same = found.rule == other.rule and found.params.get("credential") == other.params.get("credential")
    return inside and (same or found.target_id == other.target_id)


def _overall(findings: Iterable[Finding], least: _Overall) -> _Overall:
    """The highest action of all findings; at least ``least``, which is more than pass where a stage failed."""
    highest = SEVERITY[least]
    for finding in findings:
        highest = max(highest, SEVERITY[finding.action])
    return _BY_SEVERITY[highest]
