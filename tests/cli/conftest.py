"""Two ways to run the command line: in this process (quick), and as a process of its own (pipes, signals, exit)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import qingname
from qingname.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(qingname.__file__).parent.parent


class Done(NamedTuple):
    code: int
    out: str
    err: str


class _Stdin(io.TextIOWrapper):
    terminal = False

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run ``qingname`` in this process; ``stdin=None`` is a terminal."""
    monkeypatch.delenv("QINGNAME_LANG", raising=False)

    def call(*args: str, stdin: bytes | None = None) -> Done:
        typed = _Stdin(io.BytesIO(stdin or b""))
        typed.terminal = stdin is None
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(sys, "argv", ["qingname", *args])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, shown.out, shown.err)

    return call


@pytest.fixture(scope="session")
def spawn() -> Callable[..., Done]:
    """Run ``qingname`` as a process; arguments and input may be bytes."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    env.pop("QINGNAME_LANG", None)

    def call(*args: str | bytes, stdin: bytes = b"", **more: str) -> Done:
        command = [sys.executable, "-m", "qingname", *args]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, env={**env, **more})
        shown = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in shown.out + shown.err
        return shown

    return call
