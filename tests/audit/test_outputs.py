"""What is written: whole files that spreadsheets do not run and readers like, and what is said meanwhile."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qingname.audit.columns import VERDICTS
from qingname.audit.progress import Pace, Plain, progress_of
from qingname.audit.sinks.parquet import ParquetSink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "＋1", "－1", "＠1", "\r=1"]


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(audit: Audit, tmp_path: Path) -> None:
    names = [*FORMULAS, "a=1", "'=1"]
    pq.write_table(pa.table({"id": names, "name": names}), tmp_path / "in.parquet")
    audit("in.parquet", out="out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [*(f"'{name}" for name in FORMULAS), "a=1", "'=1"]
    assert [row["id"] for row in rows] == [row["name"] for row in rows]


def test_parquet_has_large_row_groups_whatever_it_is_given(tmp_path: Path) -> None:
    few = pa.RecordBatch.from_pylist([{"name": "a", "findings": [], "line": 1}] * 20_000, schema=VERDICTS)
    with (tmp_path / "out.parquet").open("wb") as file:
        sink = ParquetSink(file)
        for _ in range(30):
            sink.write(few)
        sink.close()
    metadata = pq.read_metadata(tmp_path / "out.parquet")
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    assert sizes == [280_000, 280_000, 40_000]


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_an_audit_of_nothing_is_a_file_with_the_columns_and_no_rows(audit: Audit, write: Write, suffix: str) -> None:
    path = write("in.csv", "name\n")
    assert audit(path, out=f"out.{suffix}").code == 0
    out = path.parent / f"out.{suffix}"
    if suffix == "parquet":
        assert pq.read_table(out).schema.names == VERDICTS.names
    else:
        assert len(out.read_bytes().splitlines()) == (1 if suffix == "csv" else 0)


def test_a_link_stays_a_link(audit: Audit, write: Write, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to("real/out.jsonl")
    audit(write("in.csv", "name\na\n"))
    assert (tmp_path / "out.jsonl").is_symlink()
    assert (tmp_path / "real/out.jsonl").exists()
    assert sorted(path.name for path in (tmp_path / "real").iterdir()) == ["out.jsonl"]


def test_equal_accounts_are_judged_alike_and_credentials_make_them_others(audit: Audit, write: Write) -> None:
    before = '"[{""name"":""人民曰报"",""action"":""reject""}]"'
    rows = f"1,人民日报,,\n2,人民日报,media_org:人民日报,\n3,人民日报,,\n4,人民日报,,{before}\n"
    done = audit(write("in.csv", f"id,name,credentials,previous\n{rows}"))
    assert [(row["id"], row["action"]) for row in done.rows or []] == [
        ("1", "reject"), ("2", "pass"), ("3", "reject"), ("4", "reject"),
    ]  # fmt: skip
    assert len((done.rows or [])[3]["findings"]) > len((done.rows or [])[0]["findings"])


def test_what_an_earlier_run_did_counts_for_the_share_and_not_for_the_rate() -> None:
    pace = Pace()
    pace.add(0.5, 1_000_000_000, before=True)
    assert str(pace) == "50%  1,000,000,000 rows"
    pace.add(0.25, 10, before=False)
    said = str(pace)
    assert said.startswith("75%  1,000,000,010 rows  ")
    assert said.endswith("0:00:00 left")


def test_progress_is_plain_lines_where_there_is_no_terminal() -> None:
    assert isinstance(progress_of(quiet=False), Plain)
