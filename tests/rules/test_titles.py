"""Titles, licences, staff, events, persons, changes: what a claim is, what proof it takes, what is none."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from qingname import Account, Checker, Credential, State
from qingname.registry import shipped
from qingname.registry.build import layer

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """A checker of a platform with persons, an event, a closed name and a brand of its own."""
    folder: Path = tmp_path_factory.mktemp("registry")
    tables = {
        "persons.csv": "name,aliases,kind,reason\n韦东奕,韦神,public_figure,x\n普京,,foreign_leader,x\n",
        "hot_events.csv": "event,keywords,from,to\n某桥坍塌事件,某桥坍塌,2026-11-01,2026-12-31\n",
        "closed_names.csv": "name,platform,closed_at,reason\n瞭新社,微博,2025-09-10,x\n",
        "own_brand.csv": "name,short_names\n喵喵视频,喵视频\n",
    }
    for name, content in tables.items():
        (folder / name).write_text(content, encoding="utf-8")
    return Checker(as_of=DAY, extra=[layer(folder, shipped())])


@pytest.mark.parametrize(
    ("name", "bio", "action", "rule"),
    [
        ("张医生", "", "review", "QN401"),
        ("医\u200b生小王", "", "reject", "QN401"),
        ("阿正说法", "资深律师，专打离婚官司，私信付费咨询", "reject", "QN401"),
        ("阿May育儿", "二级心理咨询师", "review", "QN401"),
        ("小海", "央视财经频道编导，合作私聊", "reject", "QN501"),
        ("松果", "税务局内部人员，代开发票可咨询", "reject", "QN501"),
        ("小陈", "退役老兵，开货车谋生", "review", "QN109"),
        ("等风来", "内部知情人，持续爆料某地事故真相", "review", "QN502"),
    ],
)
def test_a_claimed_title_or_post_is_found(checker: Checker, name: str, bio: str, action: str, rule: str) -> None:
    verdict = checker.check(Account(name, bio=bio))
    assert verdict.action == action
    assert rule in {finding.rule for finding in verdict.findings if finding.action != "note"}


@pytest.mark.parametrize(
    ("name", "bio"),
    [
        ("医生的女朋友", ""),
        ("老师好我叫何同学", ""),
        ("律师函收到了", ""),
        ("小满", "医学生，备战考研"),
        ("小满", "爸爸是民警"),
        ("小满", "不是医生，别问我"),
        ("小满", "喜欢看律师剧"),
        ("小满", "退伍多年，现在开小面馆"),
        ("一生所爱", ""),
        ("律诗三百首", ""),
    ],
)
def test_a_relation_a_greeting_or_an_honest_word_is_no_claim(checker: Checker, name: str, bio: str) -> None:
    assert checker.check(Account(name, bio=bio)).action == "pass"


@pytest.mark.parametrize(
    ("name", "credential", "action", "reason"),
    [
        ("儿科医生小雨", Credential("license", "physician", subject="林雨"), "pass", ""),
        ("急诊科佟医生", Credential("license", "physician", subject="佟某"), "pass", ""),
        ("急诊科佟医生", Credential("license", "physician", subject="钱某"), "review", "wrong_subject"),
        ("张医生", Credential("license", "teacher"), "review", "wrong_kind"),
        ("张医生", Credential("license", "physician", expires="2026-11-22"), "review", "expired"),
        ("张医生", Credential("license", "physician", expires="2026-11-30"), "pass", "expiring"),
    ],
)
def test_a_licence_carries_its_titles_only_while_it_holds(
    checker: Checker, name: str, credential: Credential, action: str, reason: str
) -> None:
    verdict = checker.check(Account(name, credentials=(credential,)))
    assert verdict.action == action
    reasons = {finding.params.get("reason") for finding in verdict.findings} - {None}
    assert reasons == ({reason} if reason else set())
    if action == "pass":
        assert verdict.labels == ("医疗卫生",)


@pytest.mark.parametrize(
    ("name", "credential", "action"),
    [
        ("济宁市人社局", Credential("gov_org", "济宁市人力资源和社会保障局"), "pass"),
        ("常州市公安局交通警察支队", Credential("gov_org", "常州市公安局"), "pass"),
        ("绵阳发布", Credential("gov_org", "中共绵阳市委宣传部"), "pass"),
        ("北京朝阳文旅", Credential("gov_org", "北京市朝阳区文化和旅游局"), "pass"),
        ("侠客岛", Credential("media_org", "人民日报社"), "pass"),
        ("雀巢中国", Credential("enterprise", "雀巢（中国）有限公司"), "pass"),
        ("遵义市公安局", Credential("gov_org", "贵州省公安厅"), "reject"),
        ("湛江市人民政府", Credential("gov_org", "湛江市城市管理和综合执法局"), "reject"),
        ("朝阳市文旅局", Credential("gov_org", "北京市朝阳区文化和旅游局"), "reject"),
        ("蒙牛中国", Credential("enterprise", "草原蒙牛肉制品有限公司"), "reject"),
        ("承德市水务局", Credential("gov_org", "承德市水务局", expires="2026-05-19"), "review"),
    ],
)
def test_a_credential_carries_its_own_house_and_no_other(
    checker: Checker, name: str, credential: Credential, action: str
) -> None:
    assert checker.check(Account(name, credentials=(credential,))).action == action


@pytest.mark.parametrize(
    ("name", "bio", "action", "rule"),
    [
        ("韦神女友", "", "reject", "QN503"),
        ("韦东奕", "", "reject", "QN503"),
        ("普京", "", "reject", "QN106"),
        ("某桥坍塌当事人", "", "reject", "QN502"),
        ("小满", "某桥坍塌遇难者家属", "reject", "QN502"),
        ("瞭新社", "", "reject", "QN107"),
        ("喵喵视频客服", "", "reject", "QN505"),
    ],
)
def test_a_platforms_own_tables_are_judged_by(
    platform: Checker, name: str, bio: str, action: str, rule: str
) -> None:
    verdict = platform.check(Account(name, bio=bio))
    assert verdict.action == action
    assert rule in {finding.rule for finding in verdict.findings}


def test_a_second_try_of_a_refused_name_is_refused(checker: Checker) -> None:
    refused = (State("小鱼干", action="pass"), State("国家电网95598", action="reject"))
    assert checker.check(Account("国家电纲95598", event="rename", previous=refused)).action == "reject"
    related = (State("小税仔", action="pass"), State("南通税务", action="reject"))
    assert checker.check(Account("南通小税仔", event="rename", previous=related)).action == "review"
    assert checker.check(Account("秦腔小票友", event="rename", previous=refused)).action == "pass"


def test_what_a_person_approved_is_not_asked_again(checker: Checker) -> None:
    seen = (State("乡村教师老柳", action="review"), State("乡村教师老柳", action="pass"))
    assert checker.check(Account("乡村教师老柳🌱", event="rename", previous=seen)).action == "pass"
    assert checker.check(Account("乡村医生老柳🌱", event="rename", previous=seen)).action == "review"
    assert checker.check(Account("人民日报", event="rename", previous=seen)).action == "reject"


def test_an_unchanged_account_that_was_approved_is_told_to_be_judged_anew(checker: Checker) -> None:
    approved = (State("人民曰報", at="2026-01-05", action="pass"),)
    finding = checker.check(Account("人民曰報", event="audit", previous=approved)).findings[0]
    assert finding.action == "reject"
    assert finding.params["approved"] == "2026-01-05"
    assert "2026-01-05" in finding.message
