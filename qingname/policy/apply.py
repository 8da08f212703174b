"""What a policy makes of the findings of one account. Pure: the same findings, account, policy and day say the same.

1. A rule that is off says nothing; a rule with an action of its own gets that action.
2. A finding with too low a score, a finding in an allowed name and an allowed target become notes.
3. A waiver in force turns the findings that it names into notes; one that has expired turns none.
4. The notice of an expired waiver asks for a person only while there is something that it would have hidden.

Nothing is dropped but what is off: a note says which setting made it one (``params["policy"]``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.policy.settings import Allowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.model import Account, Finding
    from qingname.policy.settings import Policy, Waiver

EXPIRED_WAIVER = "QN901"
# Elsewhere a note is what a credential or an honest context has lifted, and stays one: QN201 = "reject" does not mean
# the outlet itself. These rules find nothing but notes, so that an action for them can only mean those.
_REMARKS = frozenset({"QN702"})


def applied(findings: Iterable[Finding], account: Account, policy: Policy, as_of: str) -> list[Finding]:
    """Give the findings as the policy wants them on the day ``as_of``, YYYY-MM-DD."""
    kept: list[Finding] = []
    if policy.leaves_findings_alone:
        kept.extend(findings)
        return kept
    in_force = [waiver for waiver in policy.waivers if waiver.covers(account) and waiver.in_force(as_of)]
    for finding in findings:
        action = policy.action_for(finding.rule, account.account_type, finding.field)
        if action != "off":
            if action is not None and (finding.action != "note" or finding.rule in _REMARKS):
                finding = msgspec.structs.replace(finding, action=action)  # noqa: PLW2901 - the same one, as set
            kept.append(_lowered(finding, account, policy, in_force))
    return _without_idle_notices(kept, policy.expired_waivers(account, as_of))


def _lowered(finding: Finding, account: Account, policy: Policy, in_force: list[Waiver]) -> Finding:
    """The finding, as a note where a setting says so."""
    if finding.action == "note":
        return finding
    if _is_allowed(finding, account, policy):
        return _note(finding, policy="allow")
    if waiver := next((waiver for waiver in in_force if waiver.names(finding)), None):
        return _note(
            finding,
            policy="waiver",
            waiver_granter=waiver.granter,
            waiver_reason=waiver.reason,
            waiver_expires=waiver.expires.isoformat(),
        )
    least = policy.min_score_for(account.account_type, finding.field)
    return _note(finding, policy="min_score", min_score=f"{least:g}") if finding.score < least else finding


def _is_allowed(finding: Finding, account: Account, policy: Policy) -> bool:
    """Whether the allow-list has the whole name, or the rule with this target."""
    if finding.rule == EXPIRED_WAIVER:  # it is about the policy itself, not about the name
        return False
    if finding.field == "name" and account.name in policy.allow:
        return True
    return Allowed(finding.rule, finding.target) in policy.allow if finding.target else False


def _without_idle_notices(findings: list[Finding], expired: list[Waiver]) -> list[Finding]:
    """Lower QN901 where the account has since become harmless: a renamed account needs no second look for its past."""
    hidden = any(waiver.names(finding) for waiver in expired for finding in findings if finding.action != "note")
    if hidden:
        return findings
    return [_note(finding) if finding.rule == EXPIRED_WAIVER else finding for finding in findings]


def _note(finding: Finding, **params: str) -> Finding:
    return msgspec.structs.replace(finding, action="note", params={**finding.params, **params})
