"""An audit as a person would start it: the command line on real files, in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import qingname
from qingname.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(qingname.__file__).parent.parent
EVE = ("--as-of", "2026-11-22")
DAY = ("--as-of", "2026-11-23", "--lang", "en")


class Audited(NamedTuple):
    """How an audit ended; ``rows`` are what it wrote, or None where there is no output."""

    code: int
    err: str
    rows: list[dict[str, Any]] | None

    @property
    def names(self) -> list[str]:
        return [row["name"] for row in self.rows or []]

    @property
    def actions(self) -> list[str | None]:
        return [row["action"] for row in self.rows or []]

    @property
    def errors(self) -> dict[int, str]:
        """Code of the error, by line."""
        return {row["line"]: row["error_code"] for row in self.rows or [] if "error_code" in row}


Audit = "Callable[..., Audited]"


@pytest.fixture
def audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Audited]:
    """Audit files to JSON lines in this process, with one worker unless the options say otherwise."""
    monkeypatch.delenv("QINGNAME_LANG", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*given: str | Path, out: str = "out.jsonl") -> Audited:
        workers = () if "--workers" in given else ("--workers", "1")
        monkeypatch.setattr(sys, "argv", ["qingname", "audit", *DAY, *map(str, given), "-o", out, *workers])
        with pytest.raises(SystemExit) as left:
            main()
        assert isinstance(left.value.code, int)
        return Audited(left.value.code, capsys.readouterr().err, rows_of(tmp_path / out))

    return call


def rows_of(out: Path) -> list[dict[str, Any]] | None:
    if not out.name.endswith(".jsonl") or not out.exists():
        return None
    return [json.loads(line) for line in out.read_text("utf-8").split("\n")[:-1]]


_SMALL = "import qingname.audit.run as run; run.PIECE = 400; from qingname.cli import main; main()"


def started(
    *given: str | Path, cwd: Path, before: tuple[str, ...] = (), day: tuple[str, ...] = EVE, **more: Any  # noqa: ANN401
) -> subprocess.Popen[str]:
    """Start an audit as a process of its own; its pieces are small, so that there are many."""
    command = [*before, sys.executable, "-c", _SMALL, "audit", *map(str, given), *day, "--lang", "en"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=cwd, env=env, stderr=subprocess.PIPE, text=True, **more)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file; text as UTF-8, with the line ends that it has."""

    def call(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return call
