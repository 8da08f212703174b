"""What a policy makes of findings, and what it never does."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given

from qingname import Account, Action, Checker, Credential, State
from qingname.errors import PolicyError
from qingname.match.signs import ALWAYS
from qingname.policy import Allowed, FieldSettings, Policy, TypeSettings, Waiver, applied
from qingname.rules import RULES
from tests.policy.policies import ACCOUNTS, DAYS, FINDINGS, POLICIES, WAIVERS, finding

if TYPE_CHECKING:
    from qingname import Finding, Verdict

DAY = datetime.date(2026, 11, 23)
TODAY = DAY.isoformat()
ACCOUNT = Account("朝阳", id="7")
PAPER = Account("人民日报", id="7")


def waiver(*rules: str, days: int = 0, name: str = "", account: str = "", target: str = "") -> Waiver:
    last = DAY + datetime.timedelta(days=days)
    return Waiver(rules=rules, reason="旧账号", granter="王", expires=last, name=name, account=account, target=target)


def judged(policy: Policy, account: Account = PAPER) -> Verdict:
    return Checker(policy, as_of=DAY).check(account)


def actions(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, one.action) for one in found]


def severest(found: list[Finding]) -> int:
    return max((Action(one.action).severity for one in found), default=0)


@given(FINDINGS, ACCOUNTS)
def test_a_policy_that_says_nothing_changes_nothing(found: list[Finding], account: Account) -> None:
    others = [one for one in found if one.rule != "QN901"]
    assert applied(others, account, Policy(), TODAY) == others


@given(FINDINGS, ACCOUNTS, POLICIES, WAIVERS, DAYS)
def test_an_unexpired_waiver_never_raises_an_action(
    found: list[Finding], account: Account, policy: Policy, extra: Waiver, day: datetime.date
) -> None:
    if not extra.in_force(day.isoformat()):
        extra = msgspec.structs.replace(extra, expires=day)
    waived = msgspec.structs.replace(policy, waivers=(*policy.waivers, extra))
    before = applied(found, account, policy, day.isoformat())
    after = applied(found, account, waived, day.isoformat())
    assert [one.rule for one in after] == [one.rule for one in before]
    assert all(
        Action(new.action).severity <= Action(old.action).severity for old, new in zip(before, after, strict=True)
    )


@given(FINDINGS, ACCOUNTS, POLICIES, WAIVERS, DAYS)
def test_an_expired_waiver_hides_nothing(
    found: list[Finding], account: Account, policy: Policy, extra: Waiver, day: datetime.date
) -> None:
    extra = msgspec.structs.replace(extra, expires=day - datetime.timedelta(days=1))
    waived = msgspec.structs.replace(policy, waivers=(*policy.waivers, extra))
    found = [one for one in found if one.rule != "QN901"]
    assert applied(found, account, waived, day.isoformat()) == applied(found, account, policy, day.isoformat())


@given(FINDINGS, ACCOUNTS, POLICIES)
def test_what_is_not_off_stays_to_be_seen(found: list[Finding], account: Account, policy: Policy) -> None:
    kept = [f.rule for f in found if policy.action_for(f.rule, account.account_type, f.field) != "off"]
    assert [one.rule for one in applied(found, account, policy, TODAY)] == kept


def test_a_waiver_turns_what_it_names_into_notes_that_say_so() -> None:
    policy = Policy(waivers=(waiver("QN301", name="朝阳"),))
    waived, other = applied([finding("QN301", "reject"), finding("QN201", "reject")], ACCOUNT, policy, TODAY)
    assert (waived.action, other.action) == ("note", "reject")
    assert (waived.params["policy"], waived.params["waiver_granter"]) == ("waiver", "王")
    assert (waived.params["waiver_reason"], waived.params["waiver_expires"]) == ("旧账号", TODAY)


def test_a_waiver_for_a_target_leaves_other_targets_alone() -> None:
    policy = Policy(waivers=(waiver("QN301", account="7", target="朝阳区"),))
    found = applied([finding(), finding(target="北京")], ACCOUNT, policy, TODAY)
    assert [one.action for one in found] == ["note", "review"]


def test_an_allowed_name_lifts_what_is_found_in_the_name_and_not_in_the_bio() -> None:
    found = applied([finding(), finding(field="bio")], ACCOUNT, Policy(allow=("朝阳",)), TODAY)
    assert [(one.field, one.action) for one in found] == [("name", "note"), ("bio", "review")]


def test_an_allowed_target_is_allowed_to_one_rule() -> None:
    policy = Policy(allow=(Allowed("QN301", "朝阳区"),))
    found = applied([finding(), finding("QN302"), finding(target="北京")], ACCOUNT, policy, TODAY)
    assert [one.action for one in found] == ["note", "review", "review"]


def test_what_is_less_sure_than_the_threshold_is_a_note() -> None:
    policy = Policy(min_score=0.8, fields={"bio": FieldSettings(min_score=0.5)})
    unsure = [finding(score=0.7), finding(score=0.7, field="bio"), finding(score=0.8)]
    found = applied(unsure, ACCOUNT, policy, TODAY)
    assert [one.action for one in found] == ["note", "review", "review"]
    assert found[0].params["min_score"] == "0.8"


def test_an_action_for_a_rule_leaves_alone_what_a_credential_has_lifted() -> None:
    policy = Policy(rules={"QN201": "reject", "QN702": "review"})
    found = applied([finding("QN201", "note", allowed_by="x"), finding("QN702", "note")], ACCOUNT, policy, TODAY)
    assert [one.action for one in found] == ["note", "review"]
    own = Account("人民日报", credentials=(Credential("media_org", "人民日报"),))
    assert judged(Policy(rules={"QN201": "reject"}), own).action == "pass"


def test_a_waiver_past_its_date_becomes_a_finding_of_its_own() -> None:
    verdict = judged(Policy(rules={"QN201": "note"}, waivers=(waiver("QN201", name="人民日报", days=-1),)))
    assert verdict.action == "pass"
    assert actions(list(verdict.findings)) == [("QN201", "note"), ("QN901", "note")]
    verdict = judged(Policy(waivers=(waiver("QN201", name="人民日报", days=-1),)))
    assert actions(list(verdict.findings)) == [("QN201", "reject"), ("QN901", "review")]
    expired = verdict.findings[1]
    assert (expired.params["granter"], expired.params["reason"]) == ("王", "旧账号")
    assert (expired.params["expires"], expired.target) == ("2026-11-22", "QN201")
    assert "旧账号" in expired.message


def test_the_notice_of_an_expired_waiver_is_a_note_where_nothing_is_left_to_hide() -> None:
    verdict = judged(Policy(waivers=(waiver("QN201", account="7", days=-1),)), Account("小明的猫", id="7"))
    assert (verdict.action, actions(list(verdict.findings))) == ("pass", [("QN901", "note")])


def test_several_expired_waivers_are_one_finding_that_names_them_all() -> None:
    old = (waiver("QN201", name="人民日报", days=-1), waiver("QN301", account="7", days=-9))
    found = [one for one in judged(Policy(waivers=old)).findings if one.rule == "QN901"]
    assert [one.target for one in found] == ["QN201、QN301"]
    assert found[0].params["expires"] == "2026-11-22；2026-11-14"


def test_the_day_decides_whether_a_waiver_holds() -> None:
    policy = Policy(waivers=(waiver("QN201", name="人民日报"),))
    assert Checker(policy, as_of=DAY).check(PAPER).action == "pass"
    assert Checker(policy, as_of=DAY + datetime.timedelta(days=1)).check(PAPER).action == "reject"
    assert Checker(policy, as_of=DAY).check(Account("人民日報")).action == "reject"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "由王豁免至 2026-11-23，理由：旧账号"), ("en", "waived by 王 until")]
)
def test_the_message_says_who_waived(lang: str, words: str) -> None:
    policy = Policy(waivers=(waiver("QN201", name="人民日报"),))
    verdict = Checker(policy, as_of=DAY, lang=lang).check(PAPER)  # type: ignore[arg-type]
    assert words in verdict.findings[0].message


def test_the_message_says_that_a_name_is_allowed() -> None:
    assert "允许名单" in judged(Policy(allow=("人民日报",))).findings[0].message
    assert "0.99" in judged(Policy(min_score=0.99), Account("人民曰報")).findings[0].message


def test_one_account_type_may_have_a_rule_of_its_own() -> None:
    policy = Policy(account_types={"media": TypeSettings(rules={"QN201": "review"})})
    assert judged(policy).action == "reject"
    assert judged(policy, msgspec.structs.replace(PAPER, account_type="media")).action == "review"


def test_a_rule_that_is_off_does_not_judge_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_case: object) -> list[Finding]:
        raise ValueError("broken on purpose")

    first = RULES[0].code
    monkeypatch.setattr("qingname.checker.RULES", (RULES[0]._replace(judge=broken, triggers=ALWAYS), *RULES[1:]))
    assert judged(Policy(rules={first: "off"}), Account("小明的猫")).complete
    only_bios = Policy(fields={"bio": FieldSettings(rules={first: "off"})})
    assert not judged(only_bios, Account("小明的猫")).complete


@pytest.mark.parametrize(("kind", "action"), [("personal", "review"), ("gov", "reject")])
def test_an_incomplete_verdict_is_worth_what_the_account_type_says(
    monkeypatch: pytest.MonkeyPatch, kind: str, action: str
) -> None:
    def broken(_case: object) -> list[Finding]:
        raise ValueError("broken on purpose")

    monkeypatch.setattr("qingname.checker.RULES", (RULES[0]._replace(judge=broken, triggers=ALWAYS), *RULES[1:]))
    policy = Policy(account_types={"gov": TypeSettings(on_error="reject")})
    account = Account("小明的猫", account_type=kind)  # type: ignore[arg-type]
    verdict = judged(policy, account)
    assert (verdict.action, verdict.complete) == (action, False)


def test_a_policy_that_names_no_rule_there_is_makes_no_checker() -> None:
    with pytest.raises(PolicyError, match=r"rules\.QN2O1: there is no rule 'QN2O1'; did you mean QN201"):
        Checker(Policy(rules={"QN2O1": "off"}))


def test_an_approval_that_may_rest_on_a_waiver_ends_with_it() -> None:
    asked = (State("长治同城", action="review"), State("长治同城", action="pass"))
    account = Account("长治同城", id="7", previous=asked)
    rules = {found.rule for found in judged(Policy(), account).findings}
    assert judged(Policy(), account).action == "pass"
    ended = judged(Policy(waivers=(waiver(*sorted(rules), account="7", days=-1),)), account)
    assert ended.action == "review"
    assert ("QN901", "review") in actions(list(ended.findings))


@pytest.mark.parametrize(("days", "remarked"), [(9, False), (10, True)])
def test_the_policy_says_from_when_a_credential_is_expiring(days: int, remarked: bool) -> None:  # noqa: FBT001
    paper = Account("人民日报", credentials=(Credential("media_org", "人民日报", expires="2026-12-03"),))
    verdict = judged(Policy(expiring_days=days), paper)
    assert verdict.action == "pass"
    assert any(found.params.get("reason") == "expiring" for found in verdict.findings) is remarked
