"""QN801: a second try of a refused name, and the holder who has come back with proof."""

from __future__ import annotations

import pytest

from qingname import Account, Checker, Credential, State

_REFUSED = (State(name="人民曰报", action="reject"),)


def test_a_second_try_of_a_refused_name_is_refused(checker: Checker) -> None:
    verdict = checker.check(Account("人民日報", event="rename", previous=_REFUSED))
    assert "QN801" in {finding.rule for finding in verdict.findings if finding.action == "reject"}


def test_the_outlet_itself_may_carry_its_name_though_an_earlier_writing_was_refused(checker: Checker) -> None:
    own = Credential("media_org", "人民日报")
    verdict = checker.check(Account("人民日报", account_type="media", credentials=(own,), previous=_REFUSED))
    assert verdict.action == "pass"
    assert {finding.params["allowed_by"] for finding in verdict.findings} == {"media_org:人民日报"}


@pytest.mark.parametrize(
    "credential",
    [Credential("media_org", "光明日报"), Credential("media_org", "人民日报", expires="2026-01-01")],
    ids=["another's", "expired"],
)
def test_a_credential_that_does_not_carry_the_name_changes_nothing(checker: Checker, credential: Credential) -> None:
    verdict = checker.check(Account("人民日报", credentials=(credential,), previous=_REFUSED))
    assert "QN801" in {finding.rule for finding in verdict.findings if finding.action == "reject"}
