"""What a policy says about an account, a field and a day."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.model import Account
from qingname.policy import Allowed, AvatarSettings, FieldSettings, Limits, Policy, TypeSettings, Waiver, unknown_names

DAY = datetime.date(2026, 11, 23)
CODES = {"QN201": "media-outlet", "QN301": "bare-place"}


def waiver(*rules: str, name: str = "", account: str = "", target: str = "", expires: datetime.date = DAY) -> Waiver:
    return Waiver(
        rules=rules or ("QN301",),
        reason="已电话核实",
        granter="王",
        expires=expires,
        name=name,
        account=account,
        target=target,
    )


def test_the_most_specific_section_decides_what_a_rule_is_worth() -> None:
    policy = Policy(
        rules={"QN301": "review"},
        fields={"bio": FieldSettings(rules={"QN301": "note"})},
        account_types={
            "enterprise": TypeSettings(rules={"QN301": "off"}),
            "gov": TypeSettings(fields={"bio": FieldSettings(rules={"QN301": "reject"})}),
        },
    )
    assert policy.action_for("QN301", "personal", "name") == "review"
    assert policy.action_for("QN301", "personal", "bio") == "note"
    assert policy.action_for("QN301", "enterprise", "bio") == "off"
    assert policy.action_for("QN301", "gov", "bio") == "reject"
    assert policy.action_for("QN301", "gov", "name") == "review"
    assert policy.action_for("QN201", "gov", "name") is None


def test_thresholds_may_differ_by_account_type_and_field() -> None:
    policy = Policy(
        min_score=0.5,
        expiring_days=30,
        fields={"bio": FieldSettings(min_score=0.7)},
        account_types={"gov": TypeSettings(min_score=0.0, expiring_days=0, on_error="reject")},
    )
    assert policy.min_score_for("personal", "name") == 0.5
    assert policy.min_score_for("personal", "bio") == 0.7
    assert policy.min_score_for("gov", "bio") == 0
    assert [policy.expiring_days_for(kind) for kind in ("personal", "gov")] == [30, 0]  # type: ignore[arg-type]
    assert [policy.on_error_for(kind) for kind in ("personal", "gov")] == ["review", "reject"]  # type: ignore[arg-type]


def test_a_rule_is_silent_only_where_it_is_off_in_every_field() -> None:
    assert Policy(rules={"QN301": "off"}).silent("personal") == {"QN301"}
    assert Policy(fields={"bio": FieldSettings(rules={"QN301": "off"})}).silent("personal") == frozenset()
    by_type = Policy(account_types={"org": TypeSettings(rules={"QN301": "off"})})
    assert (by_type.silent("org"), by_type.silent("personal")) == ({"QN301"}, frozenset())
    but_in_bios = Policy(rules={"QN301": "off"}, fields={"bio": FieldSettings(rules={"QN301": "note"})})
    assert but_in_bios.silent("personal") == frozenset()


def test_a_waiver_holds_through_its_last_day() -> None:
    assert waiver(name="x").in_force("2026-11-23")
    assert not waiver(name="x").in_force("2026-11-24")


def test_a_waiver_with_name_and_account_needs_both() -> None:
    both = waiver(name="小明日报", account="7")
    assert both.covers(Account("小明日报", id="7"))
    assert not both.covers(Account("小明日报", id="8"))
    assert not both.covers(Account("小明晚报", id="7"))
    assert waiver(account="7").covers(Account("小明晚报", id="7"))
    assert waiver(name="小明日报").covers(Account("小明日报"))
    assert not waiver(account="7").covers(Account("小明日报"))


@pytest.mark.parametrize(
    "settings",
    [{"name": ""}, {"name": "x", "reason": " "}, {"name": "x", "granter": ""}],
)
def test_a_waiver_is_for_somebody_and_answered_for(settings: dict[str, str]) -> None:
    given_settings = {"reason": "已电话核实", "granter": "王", **settings}
    with pytest.raises(ValueError, match=r"write \w+ = "):
        Waiver(rules=("QN301",), expires=DAY, **given_settings)


def test_limits_that_no_name_meets_are_refused() -> None:
    with pytest.raises(ValueError, match="no name fits"):
        Limits(min=5, max=4)


_CHANGES: dict[str, object] = {
    "profile": "strict",
    "on_error": "reject",
    "expiring_days": 7,
    "correction_days": 5,
    "min_score": 0.25,
    "allow": ("小明日报",),
    "limits": Limits(preset="weibo"),
    "avatar": AvatarSettings(fetch=True),
    "rules": {"QN301": "off"},
    "fields": {"bio": FieldSettings(min_score=0.5)},
    "account_types": {"gov": TypeSettings(on_error="reject")},
    "waivers": (waiver(name="x"),),
}


def test_the_digest_covers_every_setting() -> None:
    assert set(_CHANGES) == set(Policy.__struct_fields__)
    changed = [msgspec.structs.replace(Policy(), **{setting: value}) for setting, value in _CHANGES.items()]
    assert len({policy.digest for policy in [Policy(), *changed]}) == len(_CHANGES) + 1


@pytest.mark.parametrize("setting", [field for field in Waiver.__struct_fields__ if field != "rules"])
def test_the_digest_covers_every_word_of_a_waiver(setting: str) -> None:
    first = waiver(name="x", account="7", target="y")
    other: object = DAY + datetime.timedelta(days=1) if setting == "expires" else "another"
    second = msgspec.structs.replace(first, **{setting: other})
    assert Policy(waivers=(first,)).digest != Policy(waivers=(second,)).digest


@given(st.permutations(["QN101", "QN201", "QN301"]))
def test_the_order_of_rules_is_no_difference(codes: list[str]) -> None:
    rules = {"QN101": "off", "QN201": "note", "QN301": "reject"}
    assert Policy(rules={code: rules[code] for code in codes}).digest == Policy(rules=rules).digest  # type: ignore[misc, arg-type]


def test_codes_that_no_rule_has_are_found_wherever_they_stand() -> None:
    policy = Policy(
        rules={"QN999": "off", "QN201": "off"},
        allow=("QN998", Allowed("QN997", "x")),
        fields={"bio": FieldSettings(rules={"QN996": "off"})},
        waivers=(waiver("QN301", "QN995", name="x"),),
    )
    found = unknown_names(policy, CODES, ())
    assert [sentence.split(":")[0] for sentence in found] == [
        "allow.1.rule",
        "rules.QN999",
        "field.bio.rules.QN996",
        "waiver.0.rules.1",
    ]
    assert unknown_names(Policy(limits=Limits()), CODES, ()) == []


def test_a_preset_that_is_not_there_is_found() -> None:
    policy = Policy(limits=Limits(preset="weibo"))
    assert unknown_names(policy, CODES, ["weibo"]) == []
    assert unknown_names(policy, CODES, ["wechat_oa", "douyu"]) == [
        "limits.preset: there is no preset 'weibo'; it is one of douyu, wechat_oa"
    ]
