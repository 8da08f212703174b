"""``qingname report`` as a person calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import qingname

if TYPE_CHECKING:
    from conftest import Made

_ROOT = Path(qingname.__file__).parent.parent


def _run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "qingname", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    assert "Traceback" not in done.stderr
    return done


def test_it_writes_three_files_and_says_where(made: Made, tmp_path: Path) -> None:
    done = _run("report", made.now, "--earlier", made.earlier, "-o", "here/there", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.strip() == str(Path("here/there/index.html"))
    names = sorted(path.name for path in (tmp_path / "here/there").iterdir())
    assert names == ["index.html", "review.xlsx", "summary.json"]


def test_a_path_with_signs_that_mean_something_to_a_database_is_only_a_path(made: Made, tmp_path: Path) -> None:
    odd = tmp_path / "o'dd *[x]?.parquet"
    odd.write_bytes(made.now.read_bytes())
    done = _run("report", odd, "-o", "re'port *", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    same = (tmp_path / "re'port *" / "summary.json").read_text("utf-8")
    assert f'"rows": {made.figures.totals.rows}' in same


def test_a_file_that_no_audit_wrote_is_refused_in_one_sentence(made: Made, tmp_path: Path) -> None:
    (tmp_path / "text.parquet").write_text("name\n人民日报\n", "utf-8")
    pq.write_table(pa.table({"name": ["人民日报"]}), tmp_path / "other.parquet")
    numbers = pa.array([[]] * made.figures.audit.rows, pa.list_(pa.int32()))
    inner = pq.read_table(made.now).set_column(8, "findings", numbers)
    pq.write_table(inner, tmp_path / "inner.parquet")
    for name, said in (
        ("text.parquet", "not a Parquet file"),
        ("other.parquet", "there is no column source"),
        ("inner.parquet", "there is no column findings.rule"),
        ("missing.parquet", "does not exist"),
    ):
        done = _run("report", name, "-o", "out", cwd=tmp_path)
        assert done.returncode == 2, name
        assert said in done.stderr
        assert not (tmp_path / "out").exists()
    as_earlier = _run("report", made.now, "--earlier", "other.parquet", cwd=tmp_path)
    assert as_earlier.returncode == 2


def test_a_damaged_file_is_named_wherever_the_damage_lies(made: Made, tmp_path: Path) -> None:
    whole = made.now.read_bytes()
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        at = int(len(whole) * share)
        damaged = whole[:at] + bytes(byte ^ 0x5A for byte in whole[at : at + 200]) + whole[at + 200 :]
        (tmp_path / "out.parquet").write_bytes(damaged)
        done = _run("report", "out.parquet", cwd=tmp_path)
        assert done.returncode in {0, 2}  # a column that no report reads may be damaged
        assert "a fault in" not in done.stderr
        assert done.returncode == 0 or "out.parquet: damaged" in done.stderr, done.stderr
        assert not [path for path in tmp_path.glob("report/*") if "unfinished" in path.name or path.is_dir()]


def test_a_file_in_the_place_of_the_folder_is_named(made: Made, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("", "utf-8")
    done = _run("report", made.now, cwd=tmp_path)
    assert done.returncode == 2
    assert "a report is a folder" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_an_error_and_no_fault(made: Made, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert _run("report", made.now, "-o", "out", cwd=tmp_path).returncode == 2
