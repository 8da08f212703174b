"""QN702: what a reader cannot see is noted with its code points, and what scripts and emoji need is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.model import Account, Technique
from qingname.text.hidden import hidden

if TYPE_CHECKING:
    from qingname import Checker

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("raw", "points", "technique"),
    [
        ("小\u200b明", "U+200B", Technique.INVISIBLE),
        ("小\u200b\u2060明", "U+200B U+2060", Technique.INVISIBLE),
        ("小\u200d明", "U+200D", Technique.INVISIBLE),
        ("小\ufeff明", "U+FEFF", Technique.INVISIBLE),
        ("小\x07明", "U+0007", Technique.INVISIBLE),
        ("\u3164", "U+3164", Technique.INVISIBLE),
        ("\u202e明小", "U+202E", Technique.BIDI),
        ("小\u2066明", "U+2066", Technique.BIDI),
        ("小\u200f明", "U+200F", Technique.BIDI),
        ("小\ufe0f明", "U+FE0F", Technique.INVISIBLE),
        ("小\U000e0101明", "U+E0101", Technique.INVISIBLE),
        ("小\U000e0041明", "U+E0041", Technique.INVISIBLE),
        ("a\u0301\u0302\u0303\u0304", "U+0301 U+0302 U+0303 U+0304", Technique.INSERTED),
    ],
)
@pytest.mark.parametrize("field", ["name", "bio"])
def test_hidden_characters_are_noted_by_code_point(
    checker: Checker, field: str, raw: str, points: str, technique: Technique
) -> None:
    account = Account(raw) if field == "name" else Account("木木", bio=raw)
    notes = [finding for finding in checker.check(account).findings if finding.rule == "QN702"]
    assert [(note.action, note.field, note.params["code_points"]) for note in notes] == [("note", field, points)]
    assert notes[0].technique == (technique,)
    assert raw[slice(*notes[0].span)] == notes[0].text


@pytest.mark.parametrize(
    "raw",
    [
        "👨‍👩‍👧三口之家",
        "👩🏽‍🚀",
        "🏳️‍🌈",
        "❤️‍🔥",
        "❤️小薇",
        "1️⃣2️⃣3️⃣",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "©️",
        "می\u200cخواهم",
        "ئۇيغۇر\u200f",
        "क्\u200dष",
        "Nguye\u0302\u0303n",
        "བརྒྱུད",
        "第一行\n第二行",
        "小明的猫",
        "",
    ],
)
def test_what_emoji_and_scripts_need_is_not_noted(raw: str) -> None:
    assert hidden(raw) == []


def test_a_note_changes_no_verdict(checker: Checker) -> None:
    assert checker.check(Account("木\u200b木")).action == "pass"


def test_a_long_list_of_code_points_is_cut(checker: Checker) -> None:
    raw = "木" + "".join(chr(code) for code in range(0xE0020, 0xE0040))
    note = next(finding for finding in checker.check(Account(raw)).findings if finding.rule == "QN702")
    assert note.params["code_points"].endswith("U+E002F …")
    assert note.params["count"] == "32"


@given(raw=ANYTHING)
def test_places_are_in_order_and_inside_any_text(raw: str) -> None:
    places = [place for place, _ in hidden(raw)]
    assert places == sorted(set(places))
    assert all(0 <= place < len(raw) for place in places)


@pytest.mark.parametrize("unit", ["\u200e", "\u200d", "🏴\U000e0067", "\U000e0067", "\ufe0f", "a\u0301\u0302\u0303"])
def test_a_long_text_is_read_in_time(unit: str) -> None:
    started = time.process_time()
    hidden((unit * 8192)[:8192])
    assert time.process_time() - started < 1
