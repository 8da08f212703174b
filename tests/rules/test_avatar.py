"""What the rules make of what was seen in an avatar. How it is seen is tested in tests/avatar."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from qingname import Account, Checker, Policy
from qingname.avatar import Inspection, SeenCode, SeenMark, SeenSign, SeenText
from qingname.messages import message
from qingname.reading import parse_credentials
from qingname.rules import RULES
from qingname.rules.clauses import STATE_EMBLEM
from qingname.verification import Verified

if TYPE_CHECKING:
    from qingname.model import Finding

_WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_DAY = datetime.date(2026, 11, 23)
_CHECKERS = {
    profile: Checker(Policy(profile=profile), as_of=_DAY)  # type: ignore[arg-type]
    for profile in ("balanced", "strict")
}
_MARK = SeenMark("人民日报", "", "mark", True, 0.9, _WHOLE, {"mark": "m1", "view": "raw", "distance": "4"})  # noqa: FBT003
_EMBLEM = SeenMark("国徽", "", "emblem", True, 0.9, _WHOLE, {"mark": "e1"})  # noqa: FBT003


def _unsure(mark: SeenMark) -> SeenMark:
    return msgspec.structs.replace(mark, sure=False)


def _found(seen: Inspection, name: str = "小明的猫", profile: str = "balanced", **given: Any) -> list[Finding]:  # noqa: ANN401 - an account's other fields
    """Findings of the avatar's rules on an account that shows what was ``seen``."""
    checker = _CHECKERS[profile]
    given["credentials"] = tuple(each for spec in given.get("credentials", ()) for each in parse_credentials(spec))
    case = checker._case(Verified(Account(name, **given)), frozenset())
    case = msgspec.structs.replace(case, avatar=seen)
    return [found for rule in RULES if rule.code.startswith("QN6") for found in rule.judge(case)]


def _actions(seen: Inspection, name: str = "小明的猫", **given: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - the same
    return [(found.rule, found.action) for found in _found(seen, name, **given)]


def test_a_sure_mark_is_worth_what_its_owners_name_is_worth() -> None:
    (found,) = _found(Inspection(marks=(_MARK,)))
    assert (found.rule, found.action, found.field, found.target) == ("QN601", "reject", "avatar", "人民日报")
    assert (found.span, found.text) == ((0, 0), "")
    assert found.params["as"] == "QN201"
    assert found.needs[0].kind == "media_org"
    assert message(found, "zh") == "头像与“人民日报”的标志相同或近似。"


def test_a_mark_that_may_be_chance_goes_to_a_person() -> None:
    assert _actions(Inspection(marks=(_unsure(_MARK),))) == [("QN601", "review")]


def test_a_mark_of_the_accounts_own_credential_passes() -> None:
    own = _found(Inspection(marks=(_MARK,)), "海外之声", credentials=["media_org:人民日报"], account_type="media")
    assert [(found.rule, found.action) for found in own] == [("QN601", "note")]
    assert own[0].params["allowed_by"] == "media_org:人民日报"
    other = _actions(Inspection(marks=(_MARK,)), credentials=["media_org:光明日报"], account_type="media")
    assert other == [("QN601", "reject")]


def test_a_mark_of_an_owner_whom_no_registry_knows_is_protected_too() -> None:
    mark = msgspec.structs.replace(_MARK, name="青石巷杂货铺")
    assert _actions(Inspection(marks=(mark,))) == [("QN601", "reject")]
    assert _actions(Inspection(marks=(mark,)), credentials=["enterprise:青石巷杂货铺"]) == [("QN601", "note")]
    late = _actions(Inspection(marks=(mark,)), credentials=["enterprise:青石巷杂货铺@2026-01-01"])
    assert late == [("QN601", "reject")]


def test_an_emblem_is_refused_on_its_own_clause_unless_a_state_body_shows_it() -> None:
    (found,) = _found(Inspection(marks=(_EMBLEM,)))
    assert (found.rule, found.action, found.target, found.clause) == ("QN602", "reject", "国徽", STATE_EMBLEM)
    assert _actions(Inspection(marks=(_unsure(_EMBLEM),))) == [("QN602", "review")]
    body = _found(Inspection(marks=(_EMBLEM,)), credentials=["gov_org:杭州市公安局"], account_type="gov")
    assert [found.action for found in body] == ["note"]


@pytest.mark.parametrize(
    ("account_type", "profile", "action"),
    [
        ("personal", "balanced", "note"),
        ("gov", "balanced", "note"),
        ("enterprise", "balanced", "review"),
        ("personal", "strict", "review"),
    ],
)
def test_the_national_flag_passes_on_a_person_and_not_on_an_enterprise(
    account_type: str, profile: str, action: str
) -> None:
    seen = Inspection(signs=(SeenSign("national_flag", 0.9, _WHOLE),))
    assert _actions(seen, profile=profile, account_type=account_type) == [("QN602", action)]


def test_a_red_seal_goes_to_a_person_unless_an_organisation_or_a_known_badge_shows_it() -> None:
    seal = SeenSign("seal", 0.95, _WHOLE)
    assert _actions(Inspection(signs=(seal,))) == [("QN602", "review")]
    assert _actions(Inspection(signs=(seal,)), credentials=["enterprise:青石巷杂货铺"]) == [("QN602", "note")]
    assert _actions(Inspection(signs=(seal,), marks=(_MARK,))) == [("QN601", "reject")]
    assert _actions(Inspection(signs=(SeenSign("seal", 0.7, _WHOLE),))) == [("QN602", "note")]


@pytest.mark.parametrize(
    ("text", "action", "inner"),
    [
        ("人民日报", "reject", "QN201"),
        ("北京网警巡查执法", "reject", "QN101"),
        ("人民曰報", "reject", "QN201"),
        ("王医生", "review", "QN401"),
    ],
)
def test_text_in_the_picture_is_judged_as_a_name(text: str, action: str, inner: str) -> None:
    (found,) = _found(Inspection(texts=(SeenText(text, 0.99, _WHOLE),)))
    assert (found.rule, found.action, found.field, found.params["as"]) == ("QN603", action, "avatar", inner)
    assert found.params["read"][slice(*found.span)] == found.text
    assert message(found, "zh").startswith("头像中的文字：")


@pytest.mark.parametrize("text", ["杭州", "小明", "加油", "生日快乐", "GO GO", "2026", ""])
def test_harmless_text_in_the_picture_says_nothing(text: str) -> None:
    assert _actions(Inspection(texts=(SeenText(text, 0.99, _WHOLE),))) == []


def test_small_or_unsure_text_goes_to_a_person_at_most() -> None:
    small = SeenText("中国人民银行", 0.99, _WHOLE, prominent=False)
    unsure = SeenText("中国人民银行", 0.7, _WHOLE)
    assert _actions(Inspection(texts=(small,))) == _actions(Inspection(texts=(unsure,))) == [("QN603", "review")]


@pytest.mark.parametrize(
    ("text", "action"),
    [("https://weixin.qq.com/r/abc", "reject"), ("13812345678", "reject"), ("hello", "review"), ("", "review")],
)
def test_a_code_is_worth_what_it_leads_to(text: str, action: str) -> None:
    (found,) = _found(Inspection(codes=(SeenCode("QRCode", text, _WHOLE),)))
    assert (found.rule, found.action, found.target) == ("QN604", action, "二维码")


def test_a_contact_written_into_the_picture_is_refused() -> None:
    assert _actions(Inspection(texts=(SeenText("加微信abc12345", 0.99, _WHOLE),))) == [("QN604", "reject")]


def test_two_doubts_about_one_body_are_a_rejection() -> None:
    seen = Inspection(marks=(_unsure(msgspec.structs.replace(_MARK, name="外交部")),))
    (name,) = _CHECKERS["balanced"].check(Account("食外交部")).findings
    assert name.action == "review"
    assert _actions(seen, "食外交部") == [("QN601", "review"), ("QN605", "reject")]
    assert _actions(seen, "小明的猫") == [("QN601", "review")]
    assert _actions(Inspection(marks=(_unsure(_MARK),)), "食外交部") == [("QN601", "review")]


def test_what_cannot_be_read_goes_to_a_person() -> None:
    (found,) = _found(Inspection(unreadable=("truncated", "the file ends too early")))
    assert (found.rule, found.action, found.params["reason"]) == ("QN606", "review", "truncated")


def test_a_blank_picture_and_no_picture_say_nothing() -> None:
    assert _actions(Inspection(blank=True)) == []


def test_every_sentence_is_there_in_both_languages() -> None:
    everything = Inspection(
        unreadable=("format", "no picture"),
        marks=(_unsure(msgspec.structs.replace(_MARK, name="外交部")), _EMBLEM),
        texts=(SeenText("人民日报 13812345678", 0.99, _WHOLE),),
        codes=(SeenCode("QRCode", "", _WHOLE),),
        signs=(SeenSign("seal", 0.95, _WHOLE),),
    )
    found = _found(everything, "食外交部")
    assert {each.rule for each in found} == {"QN601", "QN602", "QN603", "QN604", "QN605", "QN606"}
    for each in found:
        for lang in ("zh", "en"):
            sentence = message(each, lang)  # type: ignore[arg-type]
            assert sentence.endswith(("。", "."))
            assert "{" not in sentence
