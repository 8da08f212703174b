"""What the benches share: one core, and how a series of timings is told."""

from __future__ import annotations

import itertools
import os
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE_FROM = 100  # what is larger is told without decimals


def pin_to_one_core() -> int:
    """Keep this process and its children on one core, the last it may use; -1 where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return -1
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def told(values: Sequence[float], unit: str, scale: float = 1.0) -> str:
    """Median and range of a series: ``0.31 ms (0.29 to 0.40)``."""
    low, middle, high = (scale * value for value in (min(values), statistics.median(values), max(values)))
    digits = 0 if middle >= _WHOLE_FROM else 2
    return f"{middle:,.{digits}f} {unit} ({low:,.{digits}f} to {high:,.{digits}f})"


def read_names(path: Path, limit: int | None) -> list[str]:
    """Non-empty lines of a UTF-8 file, the first ``limit`` of them."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.rstrip("\r") for line in lines if line.strip()][:limit]


def resident(pid: int) -> int:
    """Resident memory of a process in MB, 0 where it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def repeated(files: list[Path], rows: int) -> list[str]:
    """``rows`` names, those of the files again and again."""
    own = [name for file in files for name in read_names(file, None)]
    return list(itertools.islice(itertools.cycle(own), rows))
