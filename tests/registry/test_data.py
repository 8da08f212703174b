"""The tables that ship hold what they say they hold, and agree with each other."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from qingname.registry.read import Row, read_table
from qingname.registry.tables import TABLES, Table

DATA = Path(__file__).parents[2] / "data"
FOLDERS = ("official_names/", "admin_regions/", "titles/", "words/")
SHIPPED = {stem: table for stem, table in TABLES.items() if table.file.startswith(FOLDERS)}
NAMED = ("bodies", "brands", "institutions", "media")
WORDS = ("state_words", "news_words", "claim_words", "role_words")
# 认证中心 is staff of a platform (抖音认证中心) and an invented state body (中国某某认证中心): two claims, two tables.
# 官网, 热线, 在线 and 总站 claim or inform on their own, and also end the name of an invented body (中国某某在线).
IN_TWO_TABLES = {"认证中心", "官网", "热线", "在线", "总站"}
# A platform that is both a state body and an outlet: either credential may be asked for.
BODY_AND_OUTLET = {"学习强国", "中国军号", "中国军网", "中国警察网"}
HONG_KONG_MACAU_TAIWAN = ("71", "81", "82")


def text(row: Row, column: str) -> str:
    cell = row.cells[column]
    assert isinstance(cell, str)
    return cell


def items(row: Row, column: str) -> tuple[str, ...]:
    cell = row.cells[column]
    assert isinstance(cell, tuple)
    return cell


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return {stem: read_table(DATA / table.file, table, strict=True) for stem, table in SHIPPED.items()}


@pytest.mark.parametrize("stem", SHIPPED)
def test_a_shipped_table_is_valid_and_not_empty(stem: str, tables: dict[str, list[Row]]) -> None:
    assert tables[stem]


@pytest.mark.parametrize("table", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_file_is_sorted_one_row_a_line_without_trailing_space(table: Table) -> None:
    raw = (DATA / table.file).read_bytes()
    lines = raw.decode("utf-8").split("\n")
    rows = read_table(DATA / table.file, table, strict=True)
    keys = [tuple(str(row.cells[name]) for name in table.key) for row in rows]
    assert lines[0] == ",".join(table.names)
    assert lines[-1] == ""
    assert [row.line for row in rows] == list(range(2, len(lines)))
    assert b"\r" not in raw
    assert not [line for line in lines if line != line.rstrip()]
    assert keys == sorted(keys)


@pytest.mark.parametrize("folder", sorted({table.file.rpartition("/")[0] for table in SHIPPED.values()}))
def test_each_file_says_where_it_is_from(folder: str) -> None:
    sources = tomllib.loads((DATA / folder / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    assert {source["file"] for source in sources} == {path.name for path in (DATA / folder).glob("*.csv")}
    assert all(source[key] for source in sources for key in ("origin", "licence", "date", "note"))


# Regions ------------------------------------------------------------------------------------------------------------


def current(tables: dict[str, list[Row]]) -> list[Row]:
    return [row for row in tables["regions"] if row.cells["status"] == "current"]


def test_the_divisions_in_use_are_as_many_as_there_are(tables: dict[str, list[Row]]) -> None:
    levels = Counter(
        (
            text(row, "code")[:2] if text(row, "code").startswith(HONG_KONG_MACAU_TAIWAN) else "mainland",
            text(row, "level"),
        )
        for row in current(tables)
    )
    assert levels == {
        ("mainland", "province"): 31,
        ("mainland", "prefecture"): 333,
        ("mainland", "county"): 2847,
        ("71", "province"): 1,
        ("71", "prefecture"): 6,
        ("71", "county"): 16,
        ("81", "province"): 1,
        ("81", "county"): 18,
        ("82", "province"): 1,
        ("82", "county"): 8,
    }


def test_there_are_34_provinces(tables: dict[str, list[Row]]) -> None:
    assert sum(row.cells["level"] == "province" for row in current(tables)) == 34


def test_one_code_stands_for_one_division_in_use(tables: dict[str, list[Row]]) -> None:
    codes = Counter(text(row, "code") for row in current(tables))
    assert codes.most_common(1)[0][1] == 1


def test_each_parent_and_successor_exists(tables: dict[str, list[Row]]) -> None:
    known = {text(row, "code") for row in tables["regions"]} | {"100000"}
    in_use = {text(row, "code") for row in current(tables)}
    for row in tables["regions"]:
        assert text(row, "parent") in known, row
        assert set(items(row, "successor")) <= in_use, row
        assert bool(row.cells["successor"]) == (row.cells["status"] == "abolished"), row


@pytest.mark.parametrize(("former", "today"), [("襄樊市", "襄阳市"), ("中甸县", "香格里拉市"), ("崇文区", "东城区")])
def test_a_former_name_leads_to_the_division_of_today(tables: dict[str, list[Row]], former: str, today: str) -> None:
    names = {text(row, "code"): text(row, "name") for row in current(tables)}
    heirs = {names[items(row, "successor")[0]] for row in tables["regions"] if row.cells["name"] == former}
    assert heirs == {today}


def test_a_short_name_is_the_name_or_its_beginning(tables: dict[str, list[Row]]) -> None:
    for row in tables["regions"]:
        assert text(row, "name").startswith(text(row, "short_name")), row
        assert len(text(row, "short_name")) > 1, row


def test_codes_of_other_tables_are_divisions_in_use(tables: dict[str, list[Row]]) -> None:
    in_use = {text(row, "code") for row in current(tables)} | {""}
    columns: dict[str, tuple[str, ...]] = dict.fromkeys(NAMED, ("region_code",))
    columns |= {"zones": ("province_or_city_code", "admin_code"), "landmarks": ("place_code",)}
    stray = [
        (stem, row.line) for stem, names in columns.items() for row in tables[stem] for name in names
        if text(row, name) not in in_use
    ]  # fmt: skip
    assert not stray


# Names ----------------------------------------------------------------------------------------------------------------


def test_an_id_stands_for_one_row_of_all_tables(tables: dict[str, list[Row]]) -> None:
    ids = Counter(text(row, "id") for stem in (*NAMED, "organs") for row in tables[stem])
    assert ids.most_common(1)[0][1] == 1


def test_a_full_name_stands_once_but_for_bodies_that_are_outlets(tables: dict[str, list[Row]]) -> None:
    names = Counter(text(row, "name") for stem in NAMED for row in tables[stem])
    assert {name for name, times in names.items() if times > 1} == BODY_AND_OUTLET


def test_no_short_name_is_the_full_name_of_another_row(tables: dict[str, list[Row]]) -> None:
    names = {text(row, "name") for stem in NAMED for row in tables[stem]}
    assert not [row for stem in NAMED for row in tables[stem] if names & set(items(row, "short_names"))]


def test_a_short_name_that_two_bodies_share_is_ambiguous_for_both(tables: dict[str, list[Row]]) -> None:
    rows = [row for stem in NAMED for row in tables[stem]]
    shared = {
        name for name, times in Counter(s for row in rows for s in items(row, "short_names")).items() if times > 1
    }
    assert not [
        (text(row, "id"), name) for row in rows for name in shared & set(items(row, "short_names"))
        if name not in items(row, "ambiguous_shorts")
    ]  # fmt: skip


def test_names_hold_no_half_width_brackets_and_latin_names_no_han(tables: dict[str, list[Row]]) -> None:
    for row in (row for stem in NAMED for row in tables[stem]):
        names = (text(row, "name"), *items(row, "short_names"))
        assert not re.search(r"[()]", "".join(names)), row
        assert not re.search(r"[\u4e00-\u9fff]", "".join(items(row, "latin_names"))), row
        assert all(len(name) > 1 for name in names), row


def test_an_account_brand_names_who_runs_it(tables: dict[str, list[Row]]) -> None:
    parents = {text(row, "name"): text(row, "parent") for row in tables["bodies"] if row.cells["kind"] == "gov_account"}
    assert parents["网信中国"] == "中央网络安全和信息化委员会办公室"
    assert parents["中国军号"] == "中国人民解放军新闻传播中心"
    assert parents["平安北京"] == "北京市公安局"
    assert {name for name, parent in parents.items() if not parent} == {"世界互联网大会"}


# Organs ---------------------------------------------------------------------------------------------------------------


def forms(row: Row) -> list[str]:
    shorts = [short if "{" in short else "{R}" + short for short in items(row, "shorts")]
    return [text(row, "pattern"), *shorts]


def test_no_surface_form_of_the_grammar_stands_twice(tables: dict[str, list[Row]]) -> None:
    seen = Counter(form for row in tables["organs"] for form in forms(row))
    assert not [form for form, times in seen.items() if times > 1]


def test_every_form_has_a_place_or_a_country(tables: dict[str, list[Row]]) -> None:
    for row in tables["organs"]:
        assert all(re.search(r"\{[RC]\}", form) for form in forms(row)), row
        assert not re.search(r"[{}]", "".join(re.sub(r"\{[RC]\}", "", form) for form in forms(row))), row


def test_protected_forms_are_worth_a_reject(tables: dict[str, list[Row]]) -> None:
    for row in tables["organs"]:
        assert row.cells["unverified"] == "reject" or row.cells["strength"] == "suspicious", row


@pytest.mark.parametrize(
    ("form", "unverified", "alone"),
    [
        ("{R}检察院", "reject", "reject"),
        ("{R}公安局", "reject", "reject"),
        ("{R}税务局", "reject", "reject"),
        ("{R}纪委监委", "reject", "reject"),
        ("{R}发改委", "reject", "reject"),
        ("{R}监察委", "reject", "reject"),
        ("{R}派出所", "reject", "reject"),
        ("{R}残联", "reject", "none"),
        ("{R}工会", "reject", "none"),
        ("{R}招生考试院", "reject", "review"),
        ("{R}教育招生考试院", "reject", "review"),
        ("{R}网警", "reject", "none"),
        ("{R}资讯", "reject", "none"),
        ("{R}午报", "reject", "none"),
        ("{R}体彩", "reject", "none"),
        ("{R}旅游推荐官", "reject", "none"),
        ("{R}巡查", "review", "none"),
        ("{R}生活圈", "review", "none"),
        ("{R}高考", "review", "none"),
        ("大美{R}", "review", "none"),
        ("中国{R}", "review", "none"),
        ("{R}", "review", "none"),
    ],
)
def test_a_form_is_worth_what_was_judged(tables: dict[str, list[Row]], form: str, unverified: str, alone: str) -> None:
    found = [row for row in tables["organs"] if form in forms(row)]
    assert [(row.cells["unverified"], row.cells["alone"]) for row in found] == [(unverified, alone)]


def test_the_grammar_and_the_news_words_judge_a_place_alike(tables: dict[str, list[Row]]) -> None:
    worth = {"{R}" + text(row, "word"): text(row, "place") for row in tables["news_words"]}
    differ = [
        (form, row.cells["unverified"], worth[form]) for row in tables["organs"] for form in forms(row)
        if worth.get(form, row.cells["unverified"]) != row.cells["unverified"]
    ]  # fmt: skip
    assert not differ


# Words ----------------------------------------------------------------------------------------------------------------


def test_a_word_stands_in_one_word_table(tables: dict[str, list[Row]]) -> None:
    words = Counter(text(row, "word") for stem in WORDS for row in tables[stem])
    assert {word for word, times in words.items() if times > 1} == IN_TWO_TABLES


@pytest.mark.parametrize(
    ("word", "place", "head"),
    [
        ("新闻", "reject", "reject"),
        ("新闻网", "reject", "reject"),
        ("报社", "reject", "reject"),
        ("通讯社", "reject", "reject"),
        ("日报", "reject", "none"),
        ("周刊", "review", "none"),
        ("资讯", "reject", "none"),
        ("之声", "review", "review"),
        ("情报局", "review", "none"),
    ],
)
def test_a_news_word_is_worth_what_was_judged(tables: dict[str, list[Row]], word: str, place: str, head: str) -> None:
    found = [row for row in tables["news_words"] if row.cells["word"] == word]
    assert [(row.cells["place"], row.cells["head"]) for row in found] == [(place, head)]


def test_a_weak_news_word_is_worth_nothing_at_the_end_of_a_name(tables: dict[str, list[Row]]) -> None:
    weak = [row for row in tables["news_words"] if row.cells["strength"] == "weak"]
    assert {(row.cells["place"], row.cells["head"]) for row in weak} == {("review", "none")}


def test_what_a_trap_contains_is_a_part_of_it(tables: dict[str, list[Row]]) -> None:
    for row in tables["traps"]:
        assert all(part in text(row, "word") and part != row.cells["word"] for part in items(row, "contains")), row


def test_each_title_name_belongs_to_one_title(tables: dict[str, list[Row]]) -> None:
    names = Counter(name for row in tables["titles"] for name in (text(row, "title"), *items(row, "aliases")))
    assert names.most_common(1)[0][1] == 1
