"""The page as text: what strangers wrote stays text, and every word is in one language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from qingname.audit.report.visible import excerpt, parts, shown
from qingname.cli.terminal import cell
from qingname.messages import _RULES, rule_word
from qingname.rules import RULES
from qingname.text.unseen import unseen

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Made

from pathlib import Path

import qingname

_ROOT = Path(qingname.__file__).parent.parent


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_nothing_that_a_name_holds_becomes_markup(nasty: Made) -> None:
    page = _Page(nasty.page)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
    assert not [attribute for _, attributes in page.tags for attribute in attributes if attribute.startswith("on")]
    assert not [attributes for _, attributes in page.tags if "style" in attributes]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in nasty.page


def test_the_page_asks_for_nothing_outside_itself(made: Made) -> None:
    for tag, attributes in _Page(made.page).tags:
        assert not {"src", "srcset", "action", "data", "poster"} & set(attributes), tag
        assert (attributes.get("href") or "#").startswith("#"), attributes
    style = made.page.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_no_hidden_character_reaches_the_page(made: Made, nasty: Made) -> None:
    for report in (made, nasty):
        assert not {char for char in report.page if unseen(char) and char not in "\n\ufe0f"}
    for name in ("U+202E", "U+200B", "U+034F"):
        assert f'<span class="hidden">{name}</span>' in nasty.page


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("人民曰報", [(0, 2)], [("人民", False, True), ("曰報", False, False)]),
        ("人\u200b民", [(0, 3)], [("人", False, True), ("U+200B", True, True), ("民", False, True)]),
        ("❤\ufe0f", [], [("❤\ufe0f", False, False)]),
        ("甲乙丙", [(0, 1), (2, 3)], [("甲", False, True), ("乙", False, False), ("丙", False, True)]),
        ("", [], []),
    ],
)
def test_a_name_is_cut_at_spans_and_hidden_characters(
    text: str, spans: list[tuple[int, int]], expected: list[tuple[str, bool, bool]]
) -> None:
    assert [tuple(part) for part in parts(text, spans)] == expected


def test_what_a_terminal_shows_by_name_is_hidden_on_the_page_too() -> None:
    for number in range(0x110000):
        if 0xD800 <= number <= 0xDFFF:
            continue
        char = chr(number)
        by_name = cell(char)[0] != char
        assert (shown(char) != char) == by_name == unseen(char), hex(number)


def test_an_excerpt_keeps_the_span_on_the_same_text() -> None:
    bio = "字" * 500 + "人民日报" + "尾" * 500
    text, spans = excerpt(bio, [(500, 504)])
    assert [text[low:high] for low, high in spans] == ["人民日报"]
    assert text.startswith("…")
    assert text.endswith("…")
    far, first = excerpt(bio, [(0, 2), (900, 902)])
    assert [far[low:high] for low, high in first] == ["字字"]


def test_an_english_page_has_no_chinese_but_names_targets_and_clauses(
    made: Made, report: Callable[..., Made]
) -> None:
    page = report(made.now, made.earlier, "en").page
    assert '<html lang="en">' in page
    outside = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", page, flags=re.DOTALL)
    in_chinese = r'<bdi class="text">.*?</bdi>|<span lang="zh-CN">.*?</span>|<th[^>]*lang="zh-CN">.*?</th>'
    outside = re.sub(in_chinese, "", outside)
    headings = re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>|<caption>(.*?)</caption>", outside, flags=re.DOTALL)
    written = "".join(part for pair in headings for part in pair)
    of_rules = r"中国, 中华, 中央, 全国, 国家|退役, 老兵, 某部|官方"  # words that these rules look for
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(of_rules, "", written)), written


def test_every_rule_has_words_and_both_readmes_use_them() -> None:
    assert {rule.code for rule in RULES} == set(_RULES)
    for path, lang in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        rows = re.findall(r"^\| (QN\d+) \| [\w-]+ \| (.*) \|$", (_ROOT / path).read_text("utf-8"), re.MULTILINE)
        assert rows == [(rule.code, rule_word(rule.code, lang)) for rule in RULES]  # type: ignore[arg-type]
