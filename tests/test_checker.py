"""The checker keeps its promises whatever it is given."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import opencc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingname import Account, Action, Checker, Credential, Policy
from qingname.match.signs import ALWAYS
from qingname.registry import Role, shipped
from qingname.rules import RULES

if TYPE_CHECKING:
    from qingname import Verdict

SNAPSHOT = shipped()
PROTECTED = sorted(
    {
        form.text
        for form in SNAPSHOT.forms
        if form.role in {Role.FULL, Role.SHORT}
        and len(form.text) > 2
        and SNAPSHOT.entries[form.entry].category in {"official", "media", "military", "institution", "place"}
    }
)
PLACES, ORGANS = ("杭州", "长治", "新疆", "朝阳区"), ("网警", "发布", "融媒", "公安局")
COMPOSED = [place + organ for place in PLACES for organ in ORGANS]
SOUP = st.text("小明日报北京发布央视abc12·", max_size=8)
NAMES = st.one_of(st.sampled_from(PROTECTED), st.sampled_from(COMPOSED), SOUP)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\xad", "\u200e"]
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def severity(verdict: Verdict) -> int:
    return Action(verdict.action).severity


@given(name=ANYTHING)
@QUIET
def test_check_never_raises_and_every_span_slices_the_raw_name(checker: Checker, name: str) -> None:
    verdict = checker.check(Account(name))
    assert verdict.complete, verdict.skipped
    for finding in verdict.findings:
        start, end = finding.span
        assert 0 <= start <= end <= len(name)
        if not any("\ud800" <= char <= "\udfff" for char in name):
            assert finding.text == name[start:end]


@given(name=NAMES)
@QUIET
def test_every_finding_has_target_span_technique_clause_and_message(checker: Checker, name: str) -> None:
    for finding in checker.check(Account(name)).findings:
        assert finding.target
        assert finding.target_id
        assert finding.clause
        assert finding.message
        assert finding.span[0] < finding.span[1]
        assert finding.technique or finding.rule == "QN110"
        assert 0 <= finding.score <= 1


@given(name=NAMES, place=st.integers(0, 12), char=st.sampled_from(ZERO_WIDTH))
@QUIET
def test_a_zero_width_character_never_lowers_the_action(checker: Checker, name: str, place: int, char: str) -> None:
    hidden = name[:place] + char + name[place:]
    assert severity(checker.check(Account(hidden))) >= severity(checker.check(Account(name)))


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_a_registry_name_in_traditional_writing_keeps_its_verdict(checker: Checker, config: str) -> None:
    convert = opencc.OpenCC(config).convert
    raw = [entry.name for entry in SNAPSHOT.entries if entry.category not in {"organ", "illegal_org"}][::7]
    changed = [
        (name, convert(name))
        for name in raw
        if checker.check(Account(name)).action != checker.check(Account(convert(name))).action
    ]
    assert not changed


@given(names=st.lists(NAMES, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_batch_says_what_each_account_gets_alone(checker: Checker, names: list[str]) -> None:
    accounts = [Account(name, id=str(number)) for number, name in enumerate(names)]
    assert checker.check_batch(accounts) == [checker.check(account) for account in accounts]
    assert checker.check_batch(accounts) == [checker.check_suspect(account) for account in accounts]


def test_a_failing_rule_makes_the_verdict_incomplete_and_asks_for_review(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_case: object) -> list[object]:
        raise ValueError("broken on purpose")

    rules = (RULES[0]._replace(judge=broken, triggers=ALWAYS), *RULES[1:])  # type: ignore[arg-type]
    monkeypatch.setattr("qingname.checker.RULES", rules)
    checker = Checker()
    verdict = checker.check(Account("小明的猫"))
    assert (verdict.action, verdict.complete) == ("review", False)
    assert verdict.skipped[0].stage == RULES[0].code
    assert checker.check(Account("人民日报")).action == "reject"


@pytest.mark.parametrize(
    ("name", "credential", "action"),
    [
        ("中国军号", Credential("gov_org", "中国人民解放军新闻传播中心"), "pass"),
        ("中国邮政", Credential("enterprise", "中国邮政集团有限公司"), "pass"),
        ("美国驻华大使馆", Credential("org", "美国驻华大使馆"), "pass"),
        ("上海发布", Credential("gov_org", "上海市人民政府新闻办公室"), "pass"),
        ("清华大学招生办", Credential("org", "清华大学"), "pass"),
        ("人民日报", Credential("media_org", "人民日报社"), "pass"),
        ("人民日报", Credential("media_org", "环球时报"), "reject"),
        ("人民日报", Credential("enterprise", "人民日报"), "reject"),
        ("人民日报", Credential("media_org", "人民日报", expires="2026-11-22"), "review"),
        ("杭州网警", Credential("gov_org", "宁波市公安局"), "reject"),
        ("动态新闻", Credential("media_org", "动态新闻传媒"), "pass"),
        ("动态新闻", Credential("license", "internet_news"), "pass"),
    ],
)
def test_only_a_fitting_credential_allows_a_name(
    checker: Checker, name: str, credential: Credential, action: str
) -> None:
    verdict = checker.check(Account(name, credentials=(credential,)))
    assert verdict.action == action
    if action == "pass":
        assert any("allowed_by" in finding.params for finding in verdict.findings)


def test_the_day_is_an_input(checker: Checker) -> None:
    earlier = Checker(as_of=datetime.date(2026, 11, 1))
    account = Account("人民日报", credentials=(Credential("media_org", "人民日报", expires="2026-11-10"),))
    assert earlier.check(account).action == "pass"
    assert checker.check(account).action == "review"
    assert earlier.check(account).as_of == "2026-11-01"


def test_the_strict_profile_sends_a_place_among_other_words_to_a_person(
    checker: Checker, strict_checker: Checker
) -> None:
    assert checker.check(Account("苏州怡姐")).action == "pass"
    assert strict_checker.check(Account("苏州怡姐")).action == "review"


def test_the_policy_decides_what_a_rule_is_worth() -> None:
    day = datetime.date(2026, 11, 23)
    assert Checker(Policy(rules={"QN201": "review"}), as_of=day).check(Account("人民日报")).action == "review"
    assert Checker(Policy(rules={"QN201": "off"}), as_of=day).check(Account("人民日报")).action == "pass"
    assert Checker(Policy(allow=("人民日报",)), as_of=day).check(Account("人民日报")).action == "pass"


def test_a_former_name_resolves_to_todays_division(checker: Checker) -> None:
    assert checker.check(Account("中甸县")).findings[0].target == "香格里拉市"
    assert checker.check(Account("襄樊市")).findings[0].target == "襄阳市"


def test_the_example_of_the_readme(checker: Checker) -> None:
    verdict = checker.check(Account("人民曰報-官方"))
    finding = verdict.findings[0]
    assert (verdict.action, finding.rule, finding.target, finding.text) == ("reject", "QN201", "人民日报", "人民曰報")
    assert {"曰→日 look_alike", "報→报 traditional"} <= set(finding.steps)
    assert [(need.kind, need.name) for need in finding.needs] == [("media_org", "人民日报")]


@pytest.mark.parametrize("unit", ["律师", "市长", "人民日报记者，", "人民日報　", "天津市"])
def test_a_bio_of_nothing_but_names_is_judged_by_the_first_and_the_verdict_says_so(checker: Checker, unit: str) -> None:
    account = Account("小明", bio=unit * (8192 // len(unit)))
    alone, (_, beside) = checker.check(account), checker.check_batch([Account("小红"), account])
    assert alone == beside
    assert alone.action != "pass"
    assert [skipped.stage for skipped in alone.skipped] == ["match"]
    assert "bio" in alone.skipped[0].reason
    first = {(f.rule, f.target_id) for f in checker.check(Account("小明", bio=unit)).findings}
    assert first <= {(f.rule, f.target_id) for f in alone.findings}
