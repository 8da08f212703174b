"""QN703: a name is measured only against limits that the policy sets, its own before those of its preset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname import Checker, Policy
from qingname.errors import PolicyError
from qingname.model import Account
from qingname.policy import Limits
from qingname.rules.name_limits import units


def measured(name: str, limits: Limits | None) -> list[tuple[str, str]]:
    """What QN703 says: action and what is wrong."""
    findings = Checker(Policy(limits=limits)).check(Account(name)).findings
    return [(finding.action, finding.params["what"]) for finding in findings if finding.rule == "QN703"]


@pytest.mark.parametrize(
    ("preset", "name", "wrong"),
    [
        ("wechat_oa", "木木", []),
        ("wechat_oa", "木a", [("review", "length")]),
        ("wechat_oa", "木" * 15, []),
        ("wechat_oa", "木" * 16, [("review", "length")]),
        ("douyu", "木木", []),
        ("douyu", "木a", [("review", "length")]),
        ("douyu", "木" * 11, [("review", "length")]),
        ("toutiao", "木木", []),
        ("toutiao", "木", [("review", "length")]),
        ("toutiao", "木" * 11, [("review", "length")]),
        ("toutiao", "木木mumu", [("review", "characters")]),
        ("toutiao", "木木！", [("review", "characters")]),
    ],
)
def test_a_preset_measures_as_its_platform_does(preset: str, name: str, wrong: list[tuple[str, str]]) -> None:
    assert measured(name, Limits(preset=preset)) == wrong


def test_without_limits_any_length_passes() -> None:
    assert measured("木" * 60, None) == []


def test_own_limits_go_before_those_of_the_preset() -> None:
    assert measured("木" * 16, Limits(preset="wechat_oa", max=40)) == []
    assert measured("木木木", Limits(preset="wechat_oa", min=8)) == [("review", "length")]
    assert measured("木" * 8, Limits(preset="wechat_oa", han=4)) == [("review", "length")]


def test_own_limits_need_no_preset_and_may_be_open_at_one_end() -> None:
    assert measured("木木木", Limits(min=4)) == [("review", "length")]
    assert measured("木" * 40, Limits(min=4)) == []
    assert measured("木木木", Limits(max=5, han=2)) == [("review", "length")]


def test_an_unknown_preset_is_refused_before_any_name_is_judged() -> None:
    with pytest.raises(PolicyError, match="nowhere"):
        measured("木", Limits(preset="nowhere"))


def test_the_finding_says_how_long_the_name_is_and_may_be() -> None:
    verdict = Checker(Policy(limits=Limits(preset="wechat_oa"))).check(Account("木a"))
    finding = next(finding for finding in verdict.findings if finding.rule == "QN703")
    assert (finding.target, finding.params["units"], finding.params["limits"]) == ("3 (4–30)", "3", "4–30")
    assert verdict.action == "review"


def test_the_finding_shows_what_is_not_allowed() -> None:
    verdict = Checker(Policy(limits=Limits(preset="toutiao"))).check(Account("木木!木a"))
    finding = next(finding for finding in verdict.findings if finding.rule == "QN703")
    assert (finding.span, finding.text, finding.params["code_points"]) == ((2, 5), "!木a", "U+0021 U+0061")


@given(name=st.text(st.characters(exclude_categories=()), max_size=40), han=st.integers(1, 4))
def test_units_are_at_least_the_code_points(name: str, han: int) -> None:
    assert len(name) <= units(name, han) <= han * len(name)
