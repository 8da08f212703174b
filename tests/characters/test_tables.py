"""The tables of data/characters hold what their readers rely on."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import opencc
import pytest

DATA = Path(__file__).parents[2] / "data"
CHARACTERS = DATA / "characters"
# Table: the columns of the key, and the columns that hold one code point.
TABLES = {
    "lookalikes": (("char", "anchor"), ("char", "anchor")),
    "lookalikes_curated": (("char", "anchor"), ("char", "anchor")),
    "variants": (("char",), ("char", "standard")),
    "components": (("char", "parts"), ("char",)),
    "decorations": (("char",), ("char",)),
    "latin_lookalikes": (("char",), ("char", "latin")),
    "numerals": (("char",), ("char", "digit")),
}
NAME_COLUMNS = ("name", "short_names", "ambiguous_shorts", "short_name", "aliases", "pattern", "shorts")
MAX_ANCHORS = 4
SIMPLIFY = opencc.OpenCC("t2s")


def rows_of(table: str) -> list[dict[str, str]]:
    with (CHARACTERS / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


VARIANTS = {row["char"]: row["standard"] for row in rows_of("variants")}


@cache
def fold_char(char: str) -> str:
    """NFKC, variants, traditional to simplified, variants again."""
    text = "".join(VARIANTS.get(part, part) for part in unicodedata.normalize("NFKC", char))
    text = "".join(SIMPLIFY.convert(part) for part in text)
    return "".join(VARIANTS.get(part, part) for part in text)


def fold(text: str) -> str:
    return "".join(fold_char(char) for char in text)


def protected_names() -> list[str]:
    names: set[str] = set()
    for folder in ("official_names", "admin_regions"):
        for path in sorted((DATA / folder).glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    for column in NAME_COLUMNS:
                        names.update(filter(None, (row.get(column) or "").split("|")))
    return sorted(names)


NAMES = protected_names()


def test_the_protected_names_are_there_to_be_tested() -> None:
    assert len(NAMES) > 10_000


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_unique_keys_in_code_point_order(table: str) -> None:
    keys, _ = TABLES[table]
    rows = rows_of(table)
    seen = Counter(tuple(row[key] for key in keys) for row in rows)
    assert [key for key, count in seen.items() if count > 1] == []
    assert [row["char"] for row in rows] == sorted(row["char"] for row in rows)


@pytest.mark.parametrize("table", TABLES)
def test_a_character_cell_holds_one_code_point(table: str) -> None:
    _, single = TABLES[table]
    assert [row for row in rows_of(table) if any(len(row[column]) != 1 for column in single)] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_source(table: str) -> None:
    assert [row for row in rows_of(table) if not row["source"]] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_written_with_line_feeds_only(table: str) -> None:
    content = (CHARACTERS / f"{table}.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_every_table_has_an_origin_and_a_licence() -> None:
    sources = tomllib.loads((CHARACTERS / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    assert {source["file"] for source in sources} == {path.name for path in CHARACTERS.glob("*.csv")}
    assert all(source["origin"] and source["licence"] and source["date"] for source in sources)


@pytest.mark.parametrize("table", ["lookalikes", "lookalikes_curated"])
def test_nothing_looks_like_itself(table: str) -> None:
    assert [row for row in rows_of(table) if row["char"] == row["anchor"]] == []


@pytest.mark.parametrize("table", ["lookalikes", "lookalikes_curated"])
def test_look_alikes_are_seen_after_folding_so_that_no_row_is_dead(table: str) -> None:
    assert [row for row in rows_of(table) if fold(row["char"]) != row["char"]] == []
    assert [row for row in rows_of(table) if fold(row["anchor"]) != row["anchor"]] == []


def test_a_character_has_at_most_four_computed_anchors_best_first() -> None:
    scores: dict[str, list[float]] = {}
    for row in rows_of("lookalikes"):
        scores.setdefault(row["char"], []).append(float(row["score"]))
    assert [char for char, values in scores.items() if len(values) > MAX_ANCHORS] == []
    assert [char for char, values in scores.items() if values != sorted(values, reverse=True)] == []
    assert all(0 < value <= 1 for values in scores.values() for value in values)


def test_the_two_tables_of_look_alikes_share_only_pairs_that_must_never_be_lost() -> None:
    computed = {(row["char"], row["anchor"]) for row in rows_of("lookalikes")}
    curated = {(row["char"], row["anchor"]) for row in rows_of("lookalikes_curated")}
    assert computed & curated <= {tuple(pair) for pair in KNOWN_PAIRS}


KNOWN_PAIRS = ("曰日", "杜社", "冈网", "祝视", "泔甘", "薪新", "氏民", "申中", "捡检")


@pytest.mark.parametrize("pair", KNOWN_PAIRS)
def test_a_pair_seen_on_platforms_is_curated(pair: str) -> None:
    assert {"char": pair[0], "anchor": pair[1]} in [
        {"char": row["char"], "anchor": row["anchor"]} for row in rows_of("lookalikes_curated")
    ]


@pytest.mark.parametrize(
    "pair", ["未末", "未木", "间闻", "宫官", "村材", "菅管", "囹图", "侓律", "渖沈", "𠆢人", "エ工"]
)
def test_a_near_identical_pair_is_found_by_either_table(pair: str) -> None:
    pairs = {row["char"] + row["anchor"] for table in ("lookalikes", "lookalikes_curated") for row in rows_of(table)}
    assert pair in pairs


@pytest.mark.parametrize("pair", ["树村", "豫像", "遇通", "情清", "河湖", "市县", "省市"])
def test_characters_that_any_reader_tells_apart_are_no_look_alikes(pair: str) -> None:
    pairs = {row["char"] + row["anchor"] for table in ("lookalikes", "lookalikes_curated") for row in rows_of(table)}
    assert pair not in pairs


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_every_protected_name_folds_to_the_same_text_from_its_traditional_form(config: str) -> None:
    converter = opencc.OpenCC(config)
    different = [(name, converter.convert(name)) for name in NAMES if fold(converter.convert(name)) != fold(name)]
    assert different == []


def test_the_taiwan_phrase_form_of_a_name_folds_to_it_where_no_word_was_exchanged() -> None:
    spelling, phrases = opencc.OpenCC("s2tw"), opencc.OpenCC("s2twp")
    same_words = [name for name in NAMES if spelling.convert(name) == phrases.convert(name)]
    assert len(same_words) > len(NAMES) * 0.9
    assert [name for name in same_words if fold(phrases.convert(name)) != fold(name)] == []


def test_folding_twice_is_folding_once() -> None:
    blocks = (range(0x2E80, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0))
    chars = (chr(code) for block in blocks for code in block)
    assert [char for char in chars if fold(fold_char(char)) != fold_char(char)] == []


def test_folding_joins_no_two_standard_characters_but_the_declared_ones() -> None:
    standard = {char for name in NAMES for char in name if fold_char(char) == char}
    moved = {row["char"] for row in rows_of("variants") if row["char"] in standard}
    assert moved == set()
    assert {row["char"] + row["standard"] for row in rows_of("variants") if row["kind"] == "merge"} == {
        "著着", "俱具", "覆复", "澂澄",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("char", "standard"),
    [
        tuple(pair)
        for pair in ("囯国", "亰京", "敎教", "祕秘", "寳宝", "検检", "発发", "県县", "仩上", "咘布", "⺠民", "⻋车")
    ],
)
def test_a_variant_folds_to_the_standard_form(char: str, standard: str) -> None:
    assert fold(char) == standard


@pytest.mark.parametrize(
    "writing",
    [
        "記=言己", "记=言己", "记=讠己", "检=木佥", "江=氵工", "江=水工", "法=氵去", "税=禾兑",
        "视=礻见", "视=示见", "闻=门耳", "闻=門耳", "政=正攵", "政=正文", "律=彳聿", "社=礻土",
        "社=示土", "院=阝完", "警=敬言", "部=咅阝", "银=钅艮", "银=金艮", "新=亲斤",
    ],
)  # fmt: skip
def test_a_split_writing_seen_on_platforms_is_known(writing: str) -> None:
    char, parts = writing.split("=")
    assert parts in {row["parts"] for row in rows_of("components") if row["char"] == fold(char)}


@pytest.mark.parametrize("word", ["木木", "女子", "日月", "人民", "人人", "大人"])
def test_an_everyday_word_is_no_split_writing(word: str) -> None:
    assert word not in {row["parts"] for row in rows_of("components")}


def test_a_split_writing_has_two_or_three_parts_and_not_the_character_itself() -> None:
    assert [
        row for row in rows_of("components") if len(row["parts"]) not in {2, 3} or row["char"] in row["parts"]
    ] == []


def test_a_decoration_is_a_letter_that_no_protected_name_needs() -> None:
    decorations = {row["char"] for row in rows_of("decorations")}
    assert [char for char in decorations if unicodedata.category(char)[0] != "L"] == []
    assert decorations.isdisjoint("".join(NAMES))
    assert decorations.isdisjoint(VARIANTS)


def test_a_latin_look_alike_is_a_lower_case_ascii_letter_and_survives_nfkc() -> None:
    for row in rows_of("latin_lookalikes"):
        assert row["latin"] in "abcdefghijklmnopqrstuvwxyz"
        assert not row["char"].isascii()
        assert unicodedata.normalize("NFKC", row["char"]) == row["char"]


@pytest.mark.parametrize("text", ["ССТV", "ᏟᏟᎢᏙ", "ССТѴ", "ꓚꓚꓔꓦ", "ⅭⅭＴⅤ", "ᴄᴄᴛᴠ"])
def test_cctv_in_other_alphabets_reads_as_cctv_with_and_without_casefolding(text: str) -> None:
    latin = {row["char"]: row["latin"] for row in rows_of("latin_lookalikes")}
    composed = unicodedata.normalize("NFKC", text)
    assert "".join(latin.get(char, char) for char in composed).casefold() == "cctv"
    assert "".join(latin.get(char, char) for char in composed.casefold()) == "cctv"


def test_the_casefolded_form_of_a_latin_look_alike_is_in_the_table_too() -> None:
    latin = {row["char"]: row["latin"] for row in rows_of("latin_lookalikes")}
    folded = {char: unicodedata.normalize("NFKC", char.casefold()) for char in latin}
    assert [char for char, form in folded.items() if len(form) == 1 and not form.isascii() and form not in latin] == []


def test_financial_and_everyday_numerals_are_the_same_digits() -> None:
    digits = {row["char"]: row["digit"] for row in rows_of("numerals")}
    assert "".join(digits[char] for char in "〇一二三四五六七八九") == "0123456789"
    assert "".join(digits[char] for char in "零壹贰叁肆伍陆柒捌玖") == "0123456789"
    assert "".join(digits[char] for char in "幺幺零") == "110"
