"""Bios: a claim to be a body counts, a mention of one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingname.model import Account, Credential

if TYPE_CHECKING:
    from qingname import Checker


@pytest.mark.parametrize(
    ("bio", "rule", "text"),
    [
        ("人民日报官方账号", "QN201", "人民日报"),
        ("欢迎关注。本号为杭州市公安局唯一官方账号，请认准", "QN101", "杭州市公安局"),
        ("人民曰报社官方小号", "QN201", "人民曰报社"),
        ("清华大学官方授权", "QN105", "清华大学"),
    ],
)
def test_a_bio_that_claims_to_be_a_body_is_rejected(checker: Checker, bio: str, rule: str, text: str) -> None:
    verdict = checker.check(Account("小明", bio=bio))
    finding = verdict.findings[0]
    assert (verdict.action, finding.rule, finding.field, finding.text) == ("reject", rule, "bio", text)
    assert bio[slice(*finding.span)] == text


@pytest.mark.parametrize(
    "bio",
    [
        "喜欢看新华社和央视新闻的评论",
        "个人号，与单位无关，言论不代表本单位",
        "非人民日报官方账号",
        "人民日报读者。我的官方账号是另一个",
        "毕业于清华大学，现居重庆",
        "2023年XX市优秀志愿者",
        "",
    ],
)
def test_a_bio_that_mentions_a_body_passes(checker: Checker, bio: str) -> None:
    assert checker.check(Account("小明", bio=bio)).action == "pass"


def test_a_credential_allows_what_a_bio_claims(checker: Checker) -> None:
    account = Account("小明", bio="人民日报官方账号", credentials=(Credential("media_org", "人民日报社"),))
    assert checker.check(account).action == "pass"
