"""What the checker makes of a verifier's answers: refused is not used, unanswered never passes, nothing raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingname import Account, Checker, Credential, Policy, State
from qingname.verifiers import TableVerifier, Verification
from tests.conftest import DAY

if TYPE_CHECKING:
    from pathlib import Path

PAPER = Credential("media_org", "人民日报")
PHYSICIAN, LAWYER = Credential("license", "physician"), Credential("license", "lawyer")


class Outage:
    """A register that is away."""

    def verify(self, credential: Credential, as_of: str) -> Verification:
        return Verification("unavailable", f"closed on {as_of}" if credential else "")


class Broken:
    """A verifier with a fault."""

    def verify(self, credential: Credential, as_of: str) -> Verification:
        raise RuntimeError(f"{credential.name} {as_of}")


class Vague:
    """A verifier that does not keep to the list of states."""

    def verify(self, credential: Credential, as_of: str) -> Verification:
        return Verification("maybe", f"{credential}{as_of}")  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text("kind,name,expires\nlicense,physician,\nmedia_org,人民日报,2026-11-23\n", encoding="utf-8")
    return path


@pytest.fixture
def checker(table: Path) -> Checker:
    return Checker(as_of=DAY, verifier=TableVerifier(table))


def test_a_registered_credential_allows_and_shows_its_label(checker: Checker) -> None:
    assert checker.check(Account("人民日报", account_type="media", credentials=(PAPER,))).action == "pass"
    verdict = checker.check(Account("张医生", credentials=(PHYSICIAN,)))
    assert (verdict.action, verdict.complete, verdict.labels) == ("pass", True, ("医疗卫生",))


def test_a_refused_credential_is_not_used_and_is_a_finding(checker: Checker) -> None:
    forged = Credential("media_org", "新华社")
    verdict = checker.check(Account("新华社", account_type="media", credentials=(forged,)))
    assert (verdict.action, verdict.complete) == ("reject", True)
    (finding,) = [finding for finding in verdict.findings if finding.rule == "QN402"]
    assert finding.action == "review"
    assert finding.params["credential"] == "media_org:新华社"
    assert finding.params["reason"] == "not_registered"
    assert finding.message == "所附资质“media_org:新华社”查无登记或已失效。"
    assert [(need.kind, need.name) for need in finding.needs] == [("media_org", "新华社")]


def test_a_refused_credential_sends_a_harmless_name_to_a_person_each_with_its_finding(checker: Checker) -> None:
    refused = (LAWYER, Credential("org", "协会"), LAWYER)
    verdict = checker.check(Account("小明的猫", credentials=(*refused, PHYSICIAN)))
    assert verdict.action == "review"
    assert sorted(f.params["credential"] for f in verdict.findings) == ["license:lawyer", "org:协会"]


def test_an_earlier_approval_does_not_excuse_a_credential_that_is_refused_now(checker: Checker) -> None:
    asked = State(name="小明", action="review"), State(name="小明的猫", action="pass")
    verdict = checker.check(Account("小明的猫", credentials=(LAWYER,), previous=asked))
    assert [(finding.rule, finding.action) for finding in verdict.findings] == [("QN402", "review")]


@pytest.mark.parametrize("verifier", [Outage(), Broken(), Vague()])
def test_a_register_that_cannot_be_asked_leaves_the_verdict_incomplete_and_never_passes(
    verifier: Outage | Broken | Vague,
) -> None:
    checker = Checker(as_of=DAY, verifier=verifier)
    for name, credential in (("人民日报", PAPER), ("张医生", PHYSICIAN), ("小明的猫", LAWYER)):
        verdict = checker.check(Account(name, credentials=(credential,)))
        assert (verdict.action, verdict.complete, verdict.labels) == ("review", False, ())
        (skipped,) = verdict.skipped
        assert skipped.stage == "credential"
        assert f"{credential.kind}:{credential.name}: " in skipped.reason
    assert checker.check(Account("央视新闻", credentials=(PAPER,))).action == "reject"


def test_the_policy_may_ask_for_more_than_review_when_the_register_is_away() -> None:
    checker = Checker(Policy(on_error="reject"), as_of=DAY, verifier=Outage())
    assert checker.check(Account("小明的猫", credentials=(LAWYER,))).action == "reject"


def test_an_account_without_credentials_asks_nobody() -> None:
    verdict = Checker(as_of=DAY, verifier=Broken()).check(Account("小明的猫"))
    assert (verdict.action, verdict.complete) == ("pass", True)
