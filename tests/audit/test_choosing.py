"""Which rows are judged and which are written: --where, --sample, --limit, --only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

PEOPLE = (
    "name,followers,place,day\na,5,x,2026-01-01\nb,,y,2026-05-09\n"
    "客服c,many,z,2026-02-01\nd,99999999999,人民,2026-06-30\n"
)


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("followers > 4", ["a", "d"]),
        ("followers > 4 AND name = 'a'", ["a"]),
        ("name LIKE '%客服%'", ["客服c"]),
        ("place = 'y' -- a remark", ["b"]),
        ("Followers = 99999999999", ["d"]),
        ("followers = ''", ["b"]),
        ("length(name) > 1 OR place IN ('x')", ["a", "客服c"]),
        ("CAST(followers AS BIGINT) > 4", ["a", "d"]),
        ("strptime(day, '%Y-%m-%d') > DATE '2026-05-01'", ["b", "d"]),
        ("CAST(day AS DATE) > '2026-05-01'", ["b", "d"]),
        ("false", []),
    ],
)
def test_a_condition_reads_numbers_of_a_text_file_as_numbers(
    audit: Audit, write: Write, condition: str, names: list[str]
) -> None:
    assert audit(write("in.csv", PEOPLE), "--where", condition).names == names


def test_a_condition_knows_the_types_of_a_parquet_file(audit: Audit, tmp_path: Path) -> None:
    names = pa.array([b"\xff\xc4", "好".encode(), b"c"]).view(pa.string())
    pq.write_table(pa.table({"name": names, "place": [1, 2, 3], "x": [True, True, False]}), tmp_path / "in.parquet")
    assert audit("in.parquet", "--where", "place < 3 AND x").errors == {1: "encoding"}
    assert audit("in.parquet", "--where", "name LIKE '%好%'", "--overwrite").names == ["好"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("followers >", "syntax error"),
        ("fans > 5", 'column "fans" not found'),
        ("exists (SELECT * FROM read_text('/etc/passwd'))", "disabled by configuration"),
        ("exists (SELECT * FROM '/etc/passwd')", "does not exist"),
        ("CAST(place AS DATE) > '2026-01-01'", "write TRY_CAST instead of CAST"),
    ],
)
def test_a_condition_that_does_not_hold_water_stops_the_audit(
    audit: Audit, write: Write, condition: str, said: str
) -> None:
    done = audit(write("in.csv", PEOPLE), "--where", condition)
    assert done.code == 2
    assert f"--where {condition}: " in done.err
    assert said in done.err
    assert done.rows is None


def test_rows_that_cannot_be_read_are_told_whatever_the_condition(audit: Audit, write: Write) -> None:
    assert audit(write("in.csv", "name,x\na\nb,1\nc,2\n"), "--where", "x = 2").errors == {2: "columns"}


def test_a_sample_is_the_same_for_the_same_seed_and_about_as_large_as_asked(audit: Audit, write: Write) -> None:
    path = write("in.csv", "name\n" + "".join(f"n{number}\n" for number in range(4000)))
    first = audit(path, "--sample", "5%")
    assert 150 < len(first.names) < 250
    assert audit(path, "--sample", "0.05", "--overwrite").names == first.names
    for seed in ("1", "-3", str(1 << 40)):
        other = audit(path, "--sample", "5%", "--seed", seed, "--overwrite")
        assert other.names != first.names
        assert 150 < len(other.names) < 250


def test_a_sample_does_not_depend_on_how_the_work_is_cut(
    audit: Audit, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("in.csv", "name\n" + "".join(f"{'n' * 50}{number}\n" for number in range(30_000)))
    whole = audit(path, "--sample", "1%")
    monkeypatch.setattr("qingname.audit.run.PIECE", 1000)
    assert audit(path, "--sample", "1%", "--overwrite").rows == whole.rows


def test_a_limit_counts_the_rows_that_are_judged(audit: Audit, write: Write) -> None:
    path = write("in.csv", "name,x\n" + "".join(f"n{number},{number % 10}\n" for number in range(1000)))
    assert audit(path, "--limit", "3").names == ["n0", "n1", "n2"]
    assert audit(path, "--limit", "3", "--where", "x = 4", "--overwrite").names == ["n4", "n14", "n24"]
    done = audit(path, "--limit", "3", "--only", "reject", "--overwrite")
    assert (done.rows, done.err) == ([], "3 accounts: reject 0 · review 0 · pass 3\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_limit_is_exact_over_many_pieces(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    names = [f"n{number}" for number in range(3000)]
    pq.write_table(pa.table({"name": names, "x": [number % 3 for number in range(3000)]}), tmp_path / "in.parquet")
    monkeypatch.setattr("qingname.audit.run.PIECE", 250)
    done = audit("in.parquet", "--where", "x = 0", "--limit", "700", "--workers", workers)
    assert done.names == names[::3][:700]


def test_only_some_verdicts_are_written_and_all_are_counted(audit: Audit, write: Write) -> None:
    path = write("in.csv", "name\n小明\n人民日报\n\xa0\n深圳同城\n")
    done = audit(path, "--only", "reject,review")
    assert done.names == ["人民日报", "\xa0", "深圳同城"][: len(done.names)]
    assert "pass 1" in done.err
    assert done.errors == {4: "empty_name"}


@pytest.mark.parametrize("value", ["0", "2", "x", "-1%", "nan", "101%"])
def test_a_share_is_more_than_nothing_and_at_most_all(audit: Audit, write: Write, value: str) -> None:
    done = audit(write("in.csv", "name\na\n"), "--sample", value)
    assert done.code == 2
    assert "write a share of the rows" in done.err
