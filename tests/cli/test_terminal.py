"""Raw text on a terminal: nothing in it moves the cursor, and columns are counted as a terminal counts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.cli.show import Page
from qingname.cli.terminal import cells, padded, safe, width
from qingname.model import Account, Finding, Technique, Verdict

CODE_POINTS = st.integers(0, 0x10FFFF).map(chr)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("人民", 4),
        ("ＡＢ", 4),
        ("e\u0301", 1),
        ("😀", 2),
        ("❤\ufe0f", 2),
        ("🇨🇳", 2),
        ("\u202e", 8),
        ("", 0),
    ],
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("\x9b2J", "<U+009B>2J"),
        ("人民\u202e报日", "人民<U+202E>报日"),
        ("新\u200b华社", "新<U+200B>华社"),
        ("\ud800", "<U+D800>"),
        ("a\nb\tc", "a<U+000A>b<U+0009>c"),
        ("\u3164", "<U+3164>"),
        ("a\u00a0b", "a<U+00A0>b"),
        ("a\ufe0f", "a<U+FE0F>"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("\u2028", "<U+2028>"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_named(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@given(st.text(CODE_POINTS))
def test_no_text_keeps_a_control_a_format_or_half_a_character(raw: str) -> None:
    assert not {unicodedata.category(char) for char in safe(raw)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert width(raw) == sum(columns for _, columns in cells(raw)) >= 0
    assert len(cells(raw)) == len(raw)


def test_padding_never_cuts() -> None:
    assert padded("人", 4) == "人  "
    assert padded("人民日报", 4) == "人民日报"


def finding(field: str, raw: str, text: str, action: str = "review") -> Finding:
    start = raw.index(text)
    return Finding(
        rule="QN201",
        name="media-outlet",
        action=action,  # type: ignore[arg-type]
        field=field,  # type: ignore[arg-type]
        span=(start, start + len(text)),
        text=text,
        target="人民日报",
        target_id="X",
        category="media",
        technique=(Technique.EXACT,),
        steps=(),
        score=1.0,
        clause="",
        needs=(),
        params={"folded": raw},
        message="Because.",
    )


def page(account: Account, *findings: Finding) -> list[str]:
    verdict = Verdict(
        id=None,
        action="review",
        complete=True,
        skipped=(),
        findings=findings,
        labels=(),
        as_of="2026-11-23",
        policy="",
        registry="",
        version="",
    )
    return Page("en", colour=False).verdict(account, verdict).splitlines()


@pytest.mark.parametrize("before", ["", "abc", "小明", "é😀", "\u202e", "❤\ufe0f"])
def test_the_mark_stands_below_the_span(before: str) -> None:
    raw = f"{before}人民日报x"
    lines = page(Account(raw), finding("name", raw, "人民日报"))
    assert lines[0] == f"review  {safe(raw)}"
    assert lines[1] == " " * (8 + width(before)) + "^^^^^^^^  QN201 media-outlet"


def test_a_long_bio_is_quoted_around_the_span() -> None:
    bio = "猫" * 100 + "人民日报" + "狗" * 100
    lines = page(Account("小明", bio=bio), finding("bio", bio, "人民日报"))
    assert lines[0] == "review  小明"
    quote = lines[1].strip()
    assert quote.startswith("bio")
    assert "…猫" in quote
    assert quote.endswith("狗…")
    assert width(lines[1][: lines[1].index("人民日报")]) == lines[2].index("^")


def test_a_second_finding_repeats_the_name_above_its_mark() -> None:
    raw = "人民日报新华社"
    lines = page(Account(raw), finding("name", raw, "人民日报"), finding("name", raw, "新华社"))
    marks = [index for index, line in enumerate(lines) if "^" in line]
    assert [lines[index - 1].split()[-1] for index in marks] == [raw, raw]


def test_a_note_is_one_line() -> None:
    lines = page(Account("人民日报"), finding("name", "人民日报", "人民日报", "note"))
    assert lines[1:] == ["        note  QN201 Because."]
