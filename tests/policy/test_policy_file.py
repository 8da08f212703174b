"""A policy file is read whole, or every fault is named with its line and what to write instead."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qingname
from qingname.errors import PolicyError
from qingname.policy import (
    Allowed,
    FieldSettings,
    Limits,
    Policy,
    TypeSettings,
    Waiver,
    differences,
    load_policy,
    read_policy,
    to_toml,
)
from qingname.rules import RULES
from tests.policy.policies import POLICIES

ROOT = Path(qingname.__file__).parent.parent
CODES = {rule.code: rule.name for rule in RULES}
PRESETS = ["wechat", "weibo"]
WAIVER = 'name = "x"\nreason = "r"\ngranter = "g"\nexpires = 2026-11-23\n'


def faults(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        read_policy(text, "p", CODES, PRESETS)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "\ufeff"])
def test_an_empty_policy_is_the_default(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert load_policy(path, CODES) == Policy()
    assert load_policy(path).digest == Policy().digest


def test_every_setting_is_read() -> None:
    text = """
profile = "strict"
on_error = "reject"
expiring_days = 14
min_score = 1
allow = ["小明日报", {rule = "QN301", target = "朝阳区"}]
limits = {preset = "weibo", min = 2, max = 20, han = 2}
rules = {QN301 = "off"}
[field.bio]
min_score = 0.5
[account_type.gov]
on_error = "review"
expiring_days = 0
[account_type.gov.field.name.rules]
QN101 = "note"
[[waiver]]
rules = ["QN201", "QN202"]
name = "小明日报"
account = "7"
target = "人民日报"
reason = "已核实"
granter = "王"
expires = "2026-11-23"
"""
    assert read_policy(text, "p", CODES, PRESETS) == Policy(
        profile="strict",
        on_error="reject",
        expiring_days=14,
        min_score=1.0,
        allow=("小明日报", Allowed("QN301", "朝阳区")),
        limits=Limits("weibo", 2, 20, 2),
        rules={"QN301": "off"},
        fields={"bio": FieldSettings(min_score=0.5)},
        account_types={
            "gov": TypeSettings(
                on_error="review", expiring_days=0, fields={"name": FieldSettings(rules={"QN101": "note"})}
            )
        },
        waivers=(
            Waiver(
                rules=("QN201", "QN202"),
                name="小明日报",
                account="7",
                target="人民日报",
                reason="已核实",
                granter="王",
                expires=datetime.date(2026, 11, 23),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('\nprofil = "strict"', "p:2: a policy has no setting 'profil'; did you mean 'profile'?"),
        ('profile = "stric"', "p:1: 'stric' is no value of profile; did you mean 'strict'?"),
        ("profile = true", "p:1: true is no value of profile; it is one of balanced, strict"),
        ('[rules]\n\nQN301 = "rejekt"', "p:3: 'rejekt' is no value of QN301; did you mean 'reject'?"),
        ('[rules]\nQN2O1 = "off"', "p:2: there is no rule 'QN2O1'; did you mean QN201 (media-outlet)?"),
        ('rules.media-outlet = "off"', "p:1: there is no rule 'media-outlet'; did you mean QN201 (media-outlet)?"),
        ('rules.xyz = "off"', "p:1: there is no rule 'xyz'; `qingname rules` lists them"),
        ("rules = 3", "p:1: rules is 3, not a section; write [rules] and its settings below"),
        ("[field]\nbio = 1", "p:2: bio is 1, not a section; write [field.bio] and its settings below"),
        ('[field.bios.rules]\nQN301="off"', "p:1: [field] has no 'bios'; did you mean 'bio'?"),
        ("[account_type.enterprize]", "p:1: [account_type] has no 'enterprize'; did you mean 'enterprise'?"),
        ("[account_type.gov]\nallow = []", "p:2: [account_type.gov] has no setting 'allow'; it is one of rules, "),
        ('min_score = "1"', "p:1: min_score is '1', not a number; write it without quotes"),
        ("min_score = 1.5", "p:1: min_score is 1.5; write a number from 0 to 1"),
        ("min_score = nan", "p:1: min_score is nan; write a number from 0 to 1"),
        ("expiring_days = -1", "p:1: expiring_days is -1; write a number not below 0"),
        ("expiring_days = 1.5", "p:1: expiring_days is 1.5, not a whole number; write it without quotes"),
        ('allow = "x"', "p:1: allow is 'x', not a list; write it in brackets"),
        ('allow = [\n"x",\n3]', "p:3: allow is 3, not text; write it in quotes"),
        ('allow = [""]', "p:1: allow is empty; write its text, or take the setting out"),
        ('allow = [{rule = "QN301"}]', '[allow] needs target; write target = "…"'),
        ('[limits]\npreset = "weibo2"', "p:2: there is no preset 'weibo2'; did you mean 'weibo'?"),
        ("[limits]\nmin = 5\nmax = 2", "p:1: min is 5 and max is 2, so that no name fits; raise max or lower min"),
        ('[[waiver]]\nrules = ["QN301"]\n' + WAIVER[10:], "p:1: a waiver is for a name or an account; write name = "),
        ("[[waiver]]\n" + WAIVER, 'p:1: [waiver] needs rules; write rules = ["…"]'),
        ("[[waiver]]\nrules = []\n" + WAIVER, "p:2: rules is empty; write at least one"),
        ('[[waiver]]\nrules = "QN301"\n' + WAIVER, "p:2: rules is 'QN301', not a list; write it in brackets"),
        ('[[waiver]]\nrules = ["QN301"]\nreason = ""\n' + WAIVER.replace('reason = "r"\n', ""), "p:3: reason is empty"),
        (
            '[[waiver]]\nrules = ["QN301"]\n' + WAIVER.replace("-23", "-23T10:00:00"),
            "p:6: expires is 2026-11-23 10:00:00, not a day; write it as 2027-03-09, without quotes",
        ),
        (
            '[[waiver]]\nrules = ["QN301"]\n' + WAIVER.replace("2026-11-23", '"soon"'),
            "p:6: expires is 'soon', not a day",
        ),
        ("waiver = 3", "p:1: waiver is 3, not a list"),
        ("\nprofile = strict", 'p:2: not TOML: Invalid value; text stands in quotes, as in profile = "strict"'),
        ('profile = "strict"\nprofile = "strict"', "p:2: not TOML: Cannot overwrite a value; the setting stands above"),
        ("[rules]\n[rules]", "p:2: not TOML: Cannot declare ('rules',) twice; the section stands above already"),
        ("x", "p:1: not TOML: Expected '=' after a key"),
        ("a = [\n1,\n", "p:3: not TOML: "),
        ("x = " + "[" * 5000, "p: not TOML that can be read: "),
        ("x = " + "9" * 5000, "p: not TOML that can be read: "),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_to_write(text: str, fault: str) -> None:
    found = faults(text)
    assert len(found) == 1
    assert fault in found[0]


def test_all_faults_are_named_in_the_order_of_the_lines() -> None:
    found = faults('[rules]\nQN999 = "offf"\n[limits]\nhan = 9\n[[waiver]]\nname = "x"\n')
    assert [line.split(":")[1] for line in found] == ["2", "4", "5", "5", "5", "5"]


def test_without_a_list_of_rules_any_code_will_do_but_nothing_else() -> None:
    assert read_policy('rules.QN999 = "off"', "p").rules == {"QN999": "off"}
    with pytest.raises(PolicyError, match="'media-outlet' is no code of a rule; a code is QN and three digits"):
        read_policy('rules.media-outlet = "off"', "p")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(path)
    path.write_bytes('profile = "strict"\n# 小明'.encode("gb18030"))
    with pytest.raises(PolicyError, match=r"policy\.toml:2: byte 0xC3 is not UTF-8; .*iconv"):
        load_policy(path)


@given(
    st.recursive(
        st.one_of(st.text(), st.integers(), st.booleans()),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_whatever_stands_in_a_section_the_answer_is_a_policy_or_its_faults(value: object) -> None:
    for setting in (
        "profile",
        "expiring_days",
        "min_score",
        "allow",
        "limits",
        "rules",
        "field",
        "account_type",
        "waiver",
    ):
        assert all(line.startswith("p:1: ") for line in _complaints(f"{setting} = {_inline(value)}"))


def _complaints(text: str) -> list[str]:
    try:
        read_policy(text, "p", CODES, PRESETS)
    except PolicyError as error:
        return str(error).splitlines()
    return []


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(key)} = {_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08X}" for char in value if not "\ud800" <= char <= "\udfff") + '"'
    return str(value).lower()


@given(POLICIES)
def test_what_is_written_reads_as_the_same_policy(policy: Policy) -> None:
    assert read_policy(to_toml(policy), "p") == policy


def test_what_is_written_hides_no_character() -> None:
    text = to_toml(Policy(allow=("小明\u202e\u200b\x7f",)))
    assert r"小明\U0000202E\U0000200B\U0000007F" in text


@given(POLICIES, POLICIES)
def test_two_policies_differ_exactly_where_a_line_says_so(first: Policy, second: Policy) -> None:
    assert differences(first, first) == []
    if sorted(to_toml(first).splitlines()) != sorted(to_toml(second).splitlines()):
        assert differences(first, second)
    flipped = [({"+": "-", "-": "+"}[sign], line) for sign, line in differences(second, first)]
    assert sorted(flipped) == sorted(differences(first, second))


def test_a_difference_is_one_line_of_toml() -> None:
    old = Policy(rules={"QN301": "off"}, allow=("a", "b"))
    new = Policy(rules={"QN301": "review"}, allow=("b", Allowed("QN301", "x")))
    assert differences(old, new) == [
        ("-", 'allow = "a"'),
        ("+", 'allow = {rule = "QN301", target = "x"}'),
        ("-", 'rules.QN301 = "off"'),
        ("+", 'rules.QN301 = "review"'),
    ]


def test_the_balanced_example_is_the_default_and_the_strict_one_is_strict() -> None:
    assert load_policy(ROOT / "policies" / "balanced.toml", CODES) == Policy()
    assert load_policy(ROOT / "policies" / "strict.toml", CODES).profile == "strict"


@pytest.mark.parametrize("name", ["balanced", "strict"])
def test_what_an_example_leaves_commented_out_is_right_too(name: str) -> None:
    text = (ROOT / "policies" / f"{name}.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    kept = [line for line in lines if line[:1] in {"[", "]", "{", " "} or " = " in line[:40]]
    policy = read_policy("\n".join(kept), name, CODES)
    assert len(differences(Policy(), policy)) > 4
