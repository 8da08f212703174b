"""Folding: every style reads plain, every symbol knows its place, and folding twice changes nothing."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname.model import Technique
from qingname.registry import shipped
from qingname.text import Folder

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
STYLES = [
    ("人民曰報-官方", "人民曰报官方"),
    ("ｃｃｔｖ新闻", "cctv新闻"),
    ("𝐂𝐂𝐓𝐕新闻", "cctv新闻"),
    ("CCTⅤ", "cctv"),
    ("ⒸⒸⓉⓋ", "cctv"),
    ("ССTV", "cctv"),
    ("CCT∨", "cctv"),
    ("🅲🅲🅣🅥", "cctv"),
    ("ᏟᏟᎢᏙ", "cctv"),
    ("①②③④⑤", "12345"),
    ("⼈⺠法院", "人民法院"),
    ("國務院", "国务院"),
    ("囯家", "国家"),
    ("人民日報", "人民日报"),
    ("北亰", "北京"),
    ("敎育部", "教育部"),
    ("最高検察院", "最高检察院"),
    ("外交部発言人", "外交部发言人"),
    ("長治縣", "长治县"),
    ("人\u200b民\u200d日\u2060报", "人民日报"),
    ("人民\xad日报", "人民日报"),
    ("人\ufe0f民\U000e0100日报", "人民日报"),
    ("人̶民̶日̶报̶", "人民日报"),
    ("人 民　日\t报", "人民日报"),
    ("★人·民丨日灬报★", "人民日报"),
    ("北京市公👮安局", "北京市公安局"),
    ("\u202e报日民人\u202c官方", "人民日报官方"),
    ("Café", "cafe"),
    ("", ""),
    ("\ud800", ""),
]


@pytest.mark.parametrize(("raw", "plain"), STYLES)
def test_every_style_reads_plain(folder: Folder, raw: str, plain: str) -> None:
    assert folder.fold(raw).symbols == plain


@given(raw=ANYTHING)
@settings(max_examples=400)
def test_folding_is_total_and_idempotent(folder: Folder, raw: str) -> None:
    once = folder.fold(raw).symbols
    assert folder.fold(once).symbols == once


def test_folding_is_idempotent_on_every_single_code_point(folder: Folder) -> None:
    for code in range(0x110000):
        once = folder.fold(chr(code)).symbols
        if once and once != chr(code):
            assert folder.fold(once).symbols == once, hex(code)


@given(raw=ANYTHING)
def test_symbols_and_dropped_characters_account_for_every_raw_place(folder: Folder, raw: str) -> None:
    folded = folder.fold(raw)
    assert len(folded.symbols) == len(folded.starts) == len(folded.ends) == len(folded.steps)
    places = {place for place, _ in folded.dropped} | set(folded.starts)
    assert places == set(range(len(raw)))
    assert all(end == start + 1 for start, end in zip(folded.starts, folded.ends, strict=True))


@given(raw=ANYTHING, bounds=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_spans_slice_the_raw_text(folder: Folder, raw: str, bounds: tuple[int, int]) -> None:
    folded = folder.fold(raw)
    start, end = sorted(min(bound, len(folded.symbols)) for bound in bounds)
    low, high = folded.span(start, end)
    assert 0 <= low <= high <= len(raw)
    if start < end:
        assert all(low <= place < high for place in folded.starts[start:end])


def test_reversed_text_maps_back_to_where_it_stands(folder: Folder) -> None:
    folded = folder.fold("a\u202e报日民人\u202cz")
    start = folded.symbols.index("人")
    assert folded.span(start, start + 4) == (2, 6)


def test_steps_say_what_was_changed_and_how(folder: Folder) -> None:
    folded = folder.fold("人民曰報-官方")
    steps = folded.steps_in(0, 6)
    assert [(step.raw, step.read, step.technique) for step in steps] == [
        ("報", "报", Technique.TRADITIONAL),
        ("-", "", Technique.INSERTED),
    ]
    assert str(steps[0]) == "報→报 traditional"


@given(text=st.text(st.one_of(st.characters(), st.sampled_from("小明的猫AaéⅤ·\u200b")), max_size=12))
def test_a_text_of_known_characters_folds_as_it_did_the_first_time(text: str) -> None:
    fresh = Folder(shipped().characters)
    first, again = fresh.fold(text), fresh.fold(text)
    assert msgspec.structs.replace(again, as_written=False) == msgspec.structs.replace(first, as_written=False)
    for place in range(len(first.symbols) + 1):
        assert again.gap_before(place) == first.gap_before(place)
        assert again.span(0, place) == first.span(0, place)
        assert again.steps_in(0, place) == first.steps_in(0, place)
