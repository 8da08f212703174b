"""QN701: a contact is refused in a name, asked about in a bio, and in order for an organisation that was verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingname.model import Account, AccountType, Credential, Technique

if TYPE_CHECKING:
    from qingname import Checker
    from qingname.model import Field, Finding

COMPANY = Credential("enterprise", "示例商贸有限公司")


def contacts(checker: Checker, account: Account) -> list[Finding]:
    return [finding for finding in checker.check(account).findings if finding.rule == "QN701"]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("小明13812345678", "mobile", "13812345678"),
        ("薇❤abc12345", "wechat", "薇❤abc12345"),
        ("維信abc12345", "wechat", "維信abc12345"),
        ("薇 信：abc12345", "wechat", "薇 信：abc12345"),
        ("绿泡泡abc12345", "wechat", "绿泡泡abc12345"),
        ("q.q 12345678", "qq", "q.q 12345678"),
        ("扣扣12345678", "qq", "扣扣12345678"),
        ("加Q 12345678", "qq", "加Q 12345678"),
        ("飞机：abcde_12", "telegram", "飞机：abcde_12"),
        ("小红书号：abcde12", "account", "小红书号：abcde12"),
        ("example.com", "url", "example.com"),
    ],
)
@pytest.mark.parametrize(("field", "action"), [("name", "reject"), ("bio", "review")])
def test_a_contact_is_rejected_in_a_name_and_reviewed_in_a_bio(
    checker: Checker, field: Field, action: str, text: str, kind: str, part: str
) -> None:
    account = Account(text) if field == "name" else Account("木木", bio=text)
    finding = contacts(checker, account)[0]
    assert (finding.action, finding.field, finding.params["kind"], finding.text) == (action, field, kind, part)
    assert text[slice(*finding.span)] == part


@pytest.mark.parametrize(
    "text",
    [
        "微信公众号运营",
        "爱上微信",
        "QQ飞车手",
        "V587",
        "加V认证",
        "小明12345",
        "乘风破浪的姐姐2",
        "2023年",
        "TVXQ12345",
        "蔷薇花开",
    ],
)
def test_a_word_or_a_number_that_reaches_nobody_is_no_contact(checker: Checker, text: str) -> None:
    assert contacts(checker, Account(text, bio=text)) == []


def test_a_badge_in_a_name_passes_and_in_a_bio_is_asked_about(checker: Checker) -> None:
    assert contacts(checker, Account("小明加V")) == []
    assert [finding.text for finding in contacts(checker, Account("木木", bio="药品加V"))] == ["加V"]


@pytest.mark.parametrize("account_type", ["enterprise", "media", "gov", "org"])
@pytest.mark.parametrize("bio", ["订购热线400-123-4567", "官网www.example.com", "投稿abc@example.com"])
def test_a_verified_organisation_may_be_reached(checker: Checker, account_type: AccountType, bio: str) -> None:
    account = Account("木木", bio=bio, account_type=account_type, credentials=(COMPANY,))
    finding = contacts(checker, account)[0]
    assert (finding.action, finding.params["holder"]) == ("note", "enterprise:示例商贸有限公司")


@pytest.mark.parametrize(
    "account",
    [
        Account("木木", bio="热线400-123-4567", account_type="enterprise"),
        Account("木木", bio="热线400-123-4567", credentials=(COMPANY,)),
        Account(
            "木木",
            bio="热线400-123-4567",
            account_type="enterprise",
            credentials=(Credential("enterprise", "示例商贸有限公司", expires="2026-11-22"),),
        ),
        Account("木木", bio="热线400-123-4567", account_type="enterprise", credentials=(Credential("person", "张三"),)),
        Account("木木", bio="微信abc12345", account_type="enterprise", credentials=(COMPANY,)),
    ],
)
def test_nobody_else_and_nothing_else_is_lifted(checker: Checker, account: Account) -> None:
    assert [finding.action for finding in contacts(checker, account)] == ["review"]


def test_what_a_bio_may_hold_is_still_refused_in_the_name(checker: Checker) -> None:
    number = "400-123-4567"
    account = Account(f"木木{number}", bio=number, account_type="enterprise", credentials=(COMPANY,))
    assert {finding.field: finding.action for finding in contacts(checker, account)} == {
        "name": "reject",
        "bio": "note",
    }


def test_a_verified_company_that_is_called_by_its_domain_goes_to_a_person(checker: Checker) -> None:
    account = Account("example.com", account_type="enterprise", credentials=(COMPANY,))
    assert [finding.action for finding in contacts(checker, account)] == ["review"]


def test_the_finding_says_how_a_contact_was_written(checker: Checker) -> None:
    finding = contacts(checker, Account("１３８\u200b１２３４５６７８"))[0]
    assert set(finding.technique) == {Technique.WIDTH_STYLE, Technique.INVISIBLE}
    assert "U+200B→ invisible" in finding.steps
    assert finding.message.startswith("“１３８")
