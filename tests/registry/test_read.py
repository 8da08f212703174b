"""A registry file that is wrong says where, what and how to mend it; one that is right is read as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingname.errors import RegistryErrors
from qingname.registry.read import read_folder, read_table
from qingname.registry.tables import PROVENANCE, TABLES, Column, Table

if TYPE_CHECKING:
    from pathlib import Path

LANDMARKS = TABLES["landmarks"]
HEADER = "name,aliases,kind,place_code,unverified,source,source_date\n"
GOOD = "外滩,,landmark,310000,review,common knowledge,2026-11\n"

SAMPLE = Table(
    "sample.csv",
    ("name",),
    (
        Column("name", required=True),
        Column("items", "list", choices=("a", "b")),
        Column("code", "code"),
        Column("year", "year"),
        Column("count", "int"),
        Column("day", "date"),
        Column("flag", "yesno"),
        Column("kind", "choice", choices=("x", "y")),
    ),
)


def written(folder: Path, text: str | bytes, name: str = "landmarks.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def complaints(path: Path, table: Table = LANDMARKS, *, strict: bool = True) -> list[tuple[int, str, str]]:
    with pytest.raises(RegistryErrors) as caught:
        read_table(path, table, strict=strict)
    assert all(error.remedy for error in caught.value.errors)
    return [(error.line, error.column, error.problem) for error in caught.value.errors]


def test_a_good_file_is_read_in_its_own_order(tmp_path: Path) -> None:
    more = "故宫,故宫博物院|紫禁城,landmark,110000,review,common knowledge,2026-11\n"
    rows = read_table(written(tmp_path, HEADER + GOOD + more), LANDMARKS, strict=True)
    assert [row.line for row in rows] == [2, 3]
    assert rows[0].cells["name"] == "外滩"
    assert rows[0].cells["aliases"] == ()
    assert rows[1].cells["aliases"] == ("故宫博物院", "紫禁城")


def test_a_bom_is_accepted(tmp_path: Path) -> None:
    rows = read_table(written(tmp_path, b"\xef\xbb\xbf" + (HEADER + GOOD).encode()), LANDMARKS, strict=True)
    assert rows[0].cells["name"] == "外滩"


def test_line_ends_of_windows_and_blank_lines_are_accepted(tmp_path: Path) -> None:
    text = (HEADER + "\n" + GOOD + "\n").replace("\n", "\r\n")
    rows = read_table(written(tmp_path, text), LANDMARKS, strict=True)
    assert [row.line for row in rows] == [3]


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    text = "source,source_date,unverified,place_code,kind,aliases,name\nme,2026,review,310000,landmark,,外滩\n"
    assert read_table(written(tmp_path, text), LANDMARKS, strict=True)[0].cells["place_code"] == "310000"


def test_an_error_names_file_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + GOOD + "故宫,,palace,110000,review,me,2026\n")
    with pytest.raises(RegistryErrors) as caught:
        read_table(path, LANDMARKS, strict=True)
    assert str(caught.value).startswith(f"{path}:3:kind: 'palace' is not a value of this column; use one of ")


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    text = HEADER + ",,landmark,31,review,me,2026\n外滩,a||b,landmark,310000,maybe,me,yesterday\n"
    found = complaints(written(tmp_path, text))
    assert [place[:2] for place in found] == [
        (2, "name"),
        (2, "place_code"),
        (3, "aliases"),
        (3, "unverified"),
        (3, "source_date"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        (",,,,,,,", "name", "the cell is empty"),
        ("n,c,,,,,,", "items", "'c' is not a value of this column"),
        ("n,a|,,,,,,", "items", "the list has an empty item"),
        ("n,a|a,,,,,,", "items", "'a' stands 2 times in the list"),
        ("n,a |b,,,,,,", "items", "there is space around 'a '"),
        ("n,,11000,,,,,", "code", "'11000' is no division code"),
        ("n,,11000\uff10,,,,,", "code", "'11000\uff10' is no division code"),
        ("n,,,26,,,,", "year", "'26' is no year"),
        ("n,,,,-1,,,", "count", "'-1' is no whole number"),
        ("n,,,,,2026-02-30,,", "day", "'2026-02-30' is no date"),
        ("n,,,,,2026-13,,", "day", "'2026-13' is no date"),
        ("n,,,,,2026/01/02,,", "day", "'2026/01/02' is no date"),
        ("n,,,,,0000,,", "day", "'0000' is no date"),
        ("n,,,,,,maybe,", "flag", "'maybe' is not a value of this column"),
        ("n,,,,,,,z", "kind", "'z' is not a value of this column"),
        (" n,,,,,,,", "name", "there is space around the value"),
        ("n\u200b,,,,,,,", "name", "there is an invisible character U+200B"),
        ("n\x00,,,,,,,", "name", "there is an invisible character U+0000"),
        ('"n\nn",,,,,,,', "name", "there is an invisible character U+000A"),
    ],
)
def test_a_cell_that_does_not_fit_its_column_is_refused(tmp_path: Path, cells: str, column: str, problem: str) -> None:
    path = written(tmp_path, ",".join(SAMPLE.names) + f"\n{cells}\n")
    assert complaints(path, SAMPLE) == [(2, column, problem)]


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-23", "2024-02-29"])
def test_a_date_may_be_as_rough_as_a_year(tmp_path: Path, day: str) -> None:
    path = written(tmp_path, ",".join(SAMPLE.names) + f"\nn,a|b,110000,2026,0,{day},yes,x\n")
    assert read_table(path, SAMPLE, strict=True)[0].cells["day"] == day


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER.encode() + GOOD.encode() + "故宫,,landmark,110000,review,me,2026\n".encode("gbk"))
    assert complaints(path) == [(3, "", "byte 0xB9 is not UTF-8")]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert complaints(written(tmp_path, "")) == [(1, "", "the file is empty")]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert [place[:2] for place in complaints(tmp_path / "landmarks.csv")] == [(0, "")]


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, HEADER), LANDMARKS, strict=True) == []


def test_missing_unknown_and_repeated_columns_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "name,name,aliases,kind,colour,unverified,source,source_date\n")
    assert complaints(path) == [
        (1, "name", "the column 'name' stands 2 times"),
        (1, "colour", "there is no column 'colour'"),
        (1, "place_code", "the column 'place_code' is missing"),
    ]


@pytest.mark.parametrize(("row", "cells"), [("外滩,,landmark\n", 3), (GOOD.strip() + ",more\n", 8)])
def test_a_row_with_too_few_or_too_many_cells_is_told(tmp_path: Path, row: str, cells: int) -> None:
    path = written(tmp_path, HEADER + row + GOOD)
    assert complaints(path) == [(2, "", f"{cells} cells where the header has 7")]


def test_a_key_that_stands_twice_names_the_first_line(tmp_path: Path) -> None:
    assert complaints(written(tmp_path, HEADER + GOOD + GOOD)) == [(3, "name", "'外滩' already stands in line 2")]


def test_an_open_quote_is_told_with_the_line_it_opens_on(tmp_path: Path) -> None:
    [(line, column, problem)] = complaints(written(tmp_path, HEADER + GOOD + '"故宫,,landmark\n'))
    assert (line, column) == (3, "")
    assert problem.startswith("this is not CSV")


def test_a_platform_may_leave_out_where_a_row_is_from(tmp_path: Path) -> None:
    header = ",".join(name for name in LANDMARKS.names if name not in PROVENANCE)
    path = written(tmp_path, f"{header}\n外滩,,landmark,310000,review\n")
    row = read_table(path, LANDMARKS, strict=False)[0]
    assert (row.cells["source"], row.cells["source_date"]) == ("", "")
    assert complaints(path) == [
        (1, "source", "the column 'source' is missing"),
        (1, "source_date", "the column 'source_date' is missing"),
    ]


def test_a_folder_may_hold_any_subset_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    written(tmp_path / "deep" / "er", HEADER + GOOD)
    written(
        tmp_path, "name,platform,closed_at,reason,source\n瞭新社,微博,2025-09-10,仿冒新闻单位,\n", "closed_names.csv"
    )
    tables = read_folder(tmp_path, strict=False)
    assert {stem: len(rows) for stem, rows in tables.items()} == {"landmarks": 1, "closed_names": 1}


def test_each_table_of_a_platform_is_read(tmp_path: Path) -> None:
    written(tmp_path, "name,aliases,kind,reason,source\n钟南山,,public_figure,often impersonated,me\n", "persons.csv")
    written(tmp_path, "event,keywords,from,to,source\n某事,甲|乙,2022-05-26,,me\n", "hot_events.csv")
    written(tmp_path, "name,short_names,source\n我的平台,我台,me\n", "own_brand.csv")
    tables = read_folder(tmp_path, strict=False)
    assert tables["hot_events"][0].cells["keywords"] == ("甲", "乙")
    assert set(tables) == {"persons", "hot_events", "own_brand"}


def test_an_unknown_file_is_told_with_the_known_names(tmp_path: Path) -> None:
    written(tmp_path, HEADER, "landmark.csv")
    with pytest.raises(RegistryErrors, match=r"landmark\.csv: there is no table of this name.*landmarks\.csv"):
        read_folder(tmp_path, strict=False)


def test_the_errors_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    written(tmp_path, HEADER + GOOD + GOOD)
    written(tmp_path / "later", HEADER)
    written(tmp_path, "", "traps.csv")
    with pytest.raises(RegistryErrors) as caught:
        read_folder(tmp_path, strict=False)
    assert [error.problem.split(" ")[0] for error in caught.value.errors] == ["'外滩'", "this", "the"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryErrors, match="this is no folder"):
        read_folder(tmp_path / "nowhere", strict=False)


@pytest.mark.parametrize("stem", TABLES)
def test_each_table_is_sound(stem: str) -> None:
    table = TABLES[stem]
    assert table.file.rpartition("/")[2] == f"{stem}.csv"
    assert set(table.key) <= set(table.names)
    assert len(set(table.names)) == len(table.names)
    assert all(column.choices for column in table.columns if column.kind == "choice")
