"""Parquet from any writer: types, nested columns, broken text, row groups of any size."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]

GBK = "人民日报".encode("gbk")
NAMES = ["小明", "人民日报", None]
RAW = [b"\xff\xc4", "小明".encode()]


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[..., Path]:
    def call(**columns: Any) -> Path:  # noqa: ANN401 - whatever Arrow makes a column of
        pq.write_table(pa.table(columns), tmp_path / "in.parquet")
        return tmp_path / "in.parquet"

    return call


@pytest.mark.parametrize(
    "column",
    [
        pa.array(NAMES),
        pa.array(NAMES, pa.large_string()),
        pa.array(NAMES, pa.string_view()),
        pa.array(NAMES).dictionary_encode(),
        pa.array([name and name.encode() for name in NAMES]),
        pa.array([name and name.encode() for name in NAMES], pa.large_binary()),
    ],
    ids=lambda column: str(column.type),
)
def test_a_name_is_text_whatever_its_type(audit: Audit, parquet: Callable[..., Path], column: pa.Array) -> None:
    done = audit(parquet(name=column))
    assert (done.names, done.actions, done.errors) == (NAMES, ["pass", "reject", None], {3: "empty_name"})


@pytest.mark.parametrize("view", [pa.binary(), pa.string()])
def test_text_that_is_no_utf8_is_an_error_of_its_row(
    audit: Audit, parquet: Callable[..., Path], view: pa.DataType
) -> None:
    done = audit(parquet(name=pa.array(RAW, pa.binary()).view(view)))
    assert (done.actions, done.errors) == ([None, "pass"], {1: "encoding"})


def test_whole_numbers_are_names_and_other_types_are_refused(audit: Audit, parquet: Callable[..., Path]) -> None:
    assert audit(parquet(name=[10086, 5])).names == ["10086", "5"]
    for value in (1.5, True, datetime.date(2026, 1, 1), {"x": "小明"}, ["小明"]):
        done = audit(parquet(name=[value]), "--overwrite")
        assert done.code == 2
        assert "in.parquet: the column of the name holds" in done.err


@pytest.mark.parametrize(
    ("ids", "shown"),
    [
        (pa.array([7, None]), ["7", None]),
        (pa.array([decimal.Decimal("12.30"), None]), ["12.30", None]),
        (pa.array([b"\xff\x00", b"ok"]), ["ff00", "ok"]),
        (pa.array([uuid.UUID(int=1).bytes, None], pa.uuid()), ["00000000-0000-0000-0000-000000000001", None]),
        (pa.array([None, None]), [None, None]),
    ],
)
def test_ids_of_any_type_are_kept(
    audit: Audit, parquet: Callable[..., Path], ids: pa.Array, shown: list[str | None]
) -> None:
    done = audit(parquet(id=ids, name=["a", "b"]))
    assert [row["id"] for row in done.rows or []] == shown
    assert done.errors == {}


def test_credentials_and_earlier_states_may_be_nested(audit: Audit, parquet: Callable[..., Path]) -> None:
    own = {"kind": "media_org", "name": "人民日报", "expires": datetime.date(2030, 1, 1)}
    done = audit(
        parquet(
            name=["人民日报", "人民日报", "人民日报"],
            credentials=[[own], [], None],
            previous=[[{"name": "x", "action": "reject", "event": None}], [], None],
        )
    )
    assert (done.actions, done.errors) == (["pass", "reject", "reject"], {})


def test_a_picture_that_cannot_be_judged_goes_to_a_person(audit: Audit, parquet: Callable[..., Path]) -> None:
    done = audit(parquet(name=["a", "b", "c"], avatar=[b"\x89PNG\xff", None, b""]))
    assert (done.actions, done.errors) == (["review", "pass", "pass"], {})


def test_names_of_columns_may_hold_dots_and_be_there_twice(
    audit: Audit, parquet: Callable[..., Path], tmp_path: Path
) -> None:
    assert audit(parquet(**{"user.name": ["人民日报"], "user": ["z"]}), "--map", "name=user.name").names == ["人民日报"]
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"]), pa.array(["c"])], ["name", "x", "x"])
    pq.write_table(twice, tmp_path / "twice.parquet")
    assert audit(tmp_path / "twice.parquet", "--overwrite").names == ["a"]


def test_a_table_without_rows_gives_none(audit: Audit, parquet: Callable[..., Path]) -> None:
    assert audit(parquet(name=pa.array([], pa.string()))).rows == []


@pytest.mark.parametrize("group", [7, 1000, 200_000])
def test_rows_keep_their_order_and_numbers_in_row_groups_of_any_size(
    audit: Audit, tmp_path: Path, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"n{number}" for number in range(2000)]
    pq.write_table(pa.table({"name": names}), tmp_path / "in.parquet", row_group_size=group)
    monkeypatch.setattr("qingname.audit.run.PIECE", 300)
    done = audit("in.parquet", "--workers", "1")
    assert done.names == names
    assert [row["line"] for row in done.rows or []] == list(range(1, 2001))


def test_a_file_cut_short_is_refused_and_a_damaged_one_is_told_by_its_rows(audit: Audit, tmp_path: Path) -> None:
    names = [f"n{number * 7919 % 10_007}" for number in range(6_000)]
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"name": names}), path, row_group_size=2_800, use_dictionary=False, compression="zstd")
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert "not a Parquet file, or cut short" in audit(path).err
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes(90) + whole[middle + 90 :])
    done = audit(path, "--limit", "6000")
    assert done.code == 2
    assert "cannot be read, the file is damaged" in done.err
    assert done.rows is None


def test_nested_text_that_is_not_utf_8_is_an_error_of_its_row(audit: Audit, parquet: Callable[..., Path]) -> None:
    kinds, names = pa.array([b"media_org", b"media_org"]), pa.array(["人民日报".encode(), b"\xff\xfe"])
    held = pa.StructArray.from_arrays([kinds.view(pa.string()), names.view(pa.string())], ["kind", "name"])
    credentials = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), held)
    done = audit(parquet(name=pa.array(["人民日报", "人民日报"]), credentials=credentials))
    assert (done.actions, done.errors) == (["pass", None], {2: "encoding"})
