"""Killed at any moment, an audit goes on: no row is lost, none is written twice, and their order is kept."""

from __future__ import annotations

import csv
import random
import resource
import time
from typing import TYPE_CHECKING

import pytest

from tests.audit.conftest import rows_of, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

ROWS = 6_000


def people(path: Path) -> None:
    """Write accounts with all that makes files hard to cut, some of them broken and many of them equal."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "bio"])
        for number in range(ROWS):
            name = f"小明{number % 1700:x}" if number % 9 else f"人民日报{number % 40}"
            writer.writerow([number, "" if number % 501 == 0 else name, "爱猫\n也爱,狗" if number % 3 == 0 else ""])
            if number % 777 == 0:
                file.write(f"{number},too few\n")


@pytest.mark.parametrize("seed", [1])
def test_an_audit_killed_five_times_gives_the_rows_of_one_that_was_not(tmp_path: Path, seed: int) -> None:
    people(tmp_path / "in.csv")
    began = time.monotonic()
    started("in.csv", "-o", "whole.jsonl", "--workers", "2", cwd=tmp_path).communicate()
    took = time.monotonic() - began
    whole = rows_of(tmp_path / "whole.jsonl") or []
    assert len(whole) == ROWS + len(range(0, ROWS, 777))
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for _ in range(5):
        audit = started("in.csv", "-o", "out.jsonl", "--workers", "2", "--resume", cwd=tmp_path)
        time.sleep(chance.uniform(0.2, 0.5) * took)
        audit.kill()
        audit.communicate()
        if (tmp_path / "out.jsonl").exists():
            break
    if not (tmp_path / "out.jsonl").exists():
        audit = started("in.csv", "-o", "out.jsonl", "--resume", cwd=tmp_path)
        audit.communicate()
        assert audit.returncode == 3
    assert rows_of(tmp_path / "out.jsonl") == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.jsonl", "whole.jsonl"]


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """Give a folder with an input whose audit was stopped by a full disk when some of it was done."""
    people(tmp_path / "in.csv")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    command = ("in.csv", "-o", "out.jsonl", "--workers", "1", "--limit", "3000")
    full = started(*command, cwd=tmp_path, preexec_fn=little_room)
    _, said = full.communicate()
    assert full.returncode == 2
    assert "File too large; what is done is kept" in said
    return tmp_path


def test_an_audit_that_was_stopped_is_not_begun_by_mistake_and_goes_on_as_of_its_day(stopped: Path) -> None:
    refused = started("in.csv", "-o", "out.jsonl", cwd=stopped)
    _, said = refused.communicate()
    assert refused.returncode == 2
    assert "out.jsonl.audit: an audit was begun here; go on with --resume, or begin again with --restart" in said
    done = started("in.csv", "-o", "out.jsonl", "--limit", "3000", "--resume", cwd=stopped, day=())
    done.communicate()
    rows = rows_of(stopped / "out.jsonl") or []
    assert (done.returncode, len(rows), {row["as_of"] for row in rows}) == (3, 3000, {"2026-11-22"})


def test_a_changed_input_is_not_resumed_but_begun_again(stopped: Path, audit: Audit) -> None:
    (stopped / "in.csv").write_text("name\nlast\n")
    done = audit("in.csv", "--resume", "--limit", "3000", "--as-of", "2026-11-22")
    assert done.code == 2
    assert "the input is not the same, or has changed; begin again with --restart" in done.err
    assert audit("in.csv", "--restart").names == ["last"]


def test_resume_where_nothing_was_begun_begins(audit: Audit, write: Write) -> None:
    assert audit(write("in.csv", "name\na\n"), "--resume").names == ["a"]
