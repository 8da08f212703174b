"""``bench/quality.py``: its sample can be repeated, and it prints a mark for every bar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_BENCH = Path(__file__).parents[2] / "bench" / "quality.py"


def _printed(*args: str) -> str:
    command = [sys.executable, str(_BENCH), "--names", "12", "--each", "1", *args]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_a_bar_is_marked_and_a_method_without_one_is_not() -> None:
    lines = _printed("--only", "exact", "--only", "prefix").splitlines()
    assert lines[0].startswith("12 protected names (2 of length 3, 4 of length 4, 6 of length >=5), seed 7")
    exact, prefix = lines[-2:]
    assert "PASS" in exact
    assert "PASS" not in prefix
    assert "short" not in prefix


def test_the_same_seed_draws_the_same_names() -> None:
    once, again = (_printed("--only", "initials", "--misses", "5") for _ in range(2))
    assert once == again
    assert once != _printed("--only", "initials", "--misses", "5", "--seed", "8")


def test_the_flag_rate_of_a_file_is_told_too(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("小明的猫\n人民曰報-官方\n", encoding="utf-8")
    said = _printed("--only", "exact", "--nicknames", str(names))
    assert "flag rate over names.txt" in said
    assert "2 names; left out 0" in said
