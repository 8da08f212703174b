"""``qingname registry``: build, info, lookup, validate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qingname
from qingname.registry import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

ROOT = Path(qingname.__file__).parent.parent
HEADER = "id,name,short_names,ambiguous_shorts,latin_names,kind,level,region_code,parent,ambiguous,source,source_date\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small folder laid out like the one that ships."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "characters", folder / "characters")
    (folder / "official_names").mkdir()
    rows = "M1,甲乙日报,甲报,,,newspaper,national,,,no,test,2026-10\n"
    rows += "M2,甲乙晚报,,,,newspaper,national,,,no,test,2026-11-02\n"
    (folder / "official_names" / "media.csv").write_text(HEADER + rows, encoding="utf-8")
    return folder


def test_build_writes_a_snapshot_that_loads_and_the_patterns_beside_it(run: Run, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "registry.qns"
    done = run("registry", "build", "--data", str(data), "--out", str(out))
    assert done.code == 0
    snapshot = load(out)
    assert snapshot.digest in done.out
    assert "2 entries" in done.out
    lines = (out.parent / "patterns.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted({form.text for form in snapshot.forms})
    assert {"甲乙日报", "甲报"} <= set(lines)
    assert "newest source 2026-11-02" in snapshot.built_from


def test_build_is_the_same_wherever_the_folder_lies(run: Run, data: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(data, moved)
    outs = [tmp_path / "one.qns", tmp_path / "two.qns"]
    for folder, out in zip((data, moved), outs, strict=True):
        assert run("registry", "build", "--data", str(folder), "--out", str(out)).code == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_build_refuses_a_folder_with_faults(run: Run, data: Path, tmp_path: Path) -> None:
    media = data / "official_names" / "media.csv"
    media.write_text(media.read_text(encoding="utf-8").replace("test,2026-10\n", ",\n"), encoding="utf-8")
    done = run("registry", "build", "--data", str(data), "--out", str(tmp_path / "x.qns"))
    assert done.code == 2
    assert "media.csv:2:source: the cell is empty" in done.err
    assert not (tmp_path / "x.qns").exists()


def test_info_counts_what_the_shipped_registry_holds(run: Run) -> None:
    done = run("registry", "info")
    assert done.code == 0
    words = {line.split()[0]: line.split()[-1] for line in done.out.splitlines()}
    assert int(words["place"]) > 3000
    assert len(words["digest"]) == 64
    assert {"file", "format", "entries", "forms", "patterns", "words", "media", "official"} <= set(words)


def test_info_describes_a_users_folder_apart(run: Run, tmp_path: Path) -> None:
    rows = "name,aliases,kind,reason,source\n张三丰丰,丰丰爷,public_figure,,own\n奥某马,,foreign_leader,,own\n"
    (tmp_path / "persons.csv").write_text(rows, encoding="utf-8")
    own = run("registry", "info", "--registry", str(tmp_path)).out.split("\n\n")[1]
    rows_shown = {tuple(line.split()) for line in own.splitlines()}
    assert {("entries", "2"), ("person", "1"), ("foreign_leader", "1")} <= rows_shown
    found = run("registry", "lookup", "丰丰爷", "--registry", str(tmp_path))
    assert found.code == 0
    assert "PER:张三丰丰" in found.out


@pytest.mark.parametrize(("former", "today"), [("襄樊市", "襄阳市"), ("襄樊", "襄阳市"), ("中甸", "香格里拉市")])
def test_lookup_of_a_former_place_names_todays(run: Run, former: str, today: str) -> None:
    done = run("registry", "lookup", former)
    assert done.code == 0
    assert any(line.startswith("today") and today in line for line in done.out.splitlines())


def test_lookup_folds_the_name_first(run: Run) -> None:
    done = run("registry", "lookup", "人民日報")
    assert done.code == 0
    assert any(line.split() == ["name", "人民日报", "(full)"] for line in done.out.splitlines())


def test_lookup_of_nothing_exits_1_and_suggests_the_nearest(run: Run) -> None:
    done = run("registry", "lookup", "人民日扱")
    assert (done.code, done.out) == (1, "")
    assert "人民日报" in done.err
    assert run("registry", "lookup", "").code == 1


def test_the_shipped_tables_are_valid(run: Run) -> None:
    done = run("registry", "validate", str(ROOT / "data"))
    assert done.code == 0
    assert done.out.endswith("tables are fine\n")


def test_validate_prints_every_fault_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text("name,aliases,kind,reason,source\n,,boss,,x\n", encoding="utf-8")
    (tmp_path / "person.csv").write_text("name\n", encoding="utf-8")
    done = run("registry", "validate", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 3
    for fault in ("person.csv: there is no table", "persons.csv:2:name: the cell", "persons.csv:2:kind: 'boss'"):
        assert fault in done.err
    assert run("registry", "validate", str(tmp_path / "persons.csv")).code == 2


def test_validate_without_a_folder_takes_data_or_asks(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.parent)
    assert "2 rows" not in run("registry", "validate").err
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    done = run("registry", "validate")
    assert done.code == 2
    assert "qingname registry validate DIR" in done.err


def test_a_verdict_names_the_registry_that_info_describes(run: Run) -> None:
    digest = json.loads(run("check", "小明的猫", "--format", "json").out)["registry"]
    assert digest in run("registry", "info").out
