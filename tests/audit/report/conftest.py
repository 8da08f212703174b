"""Audits made by `qingname audit` itself, from the labelled cases and from names that would break a careless page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

import qingname
from qingname.audit.report import write_report
from qingname.audit.report.figures import Figures

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(qingname.__file__).parent.parent
NASTY = {
    "X0": "<script>alert(1)</script>人民日报",
    "X1": "\"><img src=x onerror='alert(1)'>教育部",
    "X2": "\u202e报日民人\u202c",
    "X3": "人民\u200b日报",
    "X4": "😀人民日报👨\u200d👩\u200d👧",
    "X5": ("人民日报" * 60 + "x" * 16),
    "X6": "=cmd|'/c calc'!A1人民日报",
    "X7": "＝人民日报",
    "X8": "@教育部",
    "X9": "عربي 人民日报 نص",
    "X10": "-教育部",
    "X11": "外\u034f交部",
}

Account = dict[str, object]


class Made(NamedTuple):
    """A report with what it was made of."""

    folder: Path
    now: Path
    earlier: Path
    figures: Figures

    @property
    def page(self) -> str:
        return (self.folder / "index.html").read_text("utf-8")


def cases() -> list[Account]:
    accounts: list[Account] = []
    for path in sorted((ROOT / "tests/cases").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            kept = ("id", "name", "bio", "account_type", "credentials", "previous")
            accounts.append({key: case[key] for key in kept if key in case})
    return accounts


@pytest.fixture(scope="session")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give a function that audits accounts and gives the Parquet file; a text among them is a line as it stands."""

    def make(accounts: list[Account | str], *options: str, day: str = "2026-11-23") -> Path:
        folder = tmp_path_factory.mktemp("audit")
        lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in accounts]
        (folder / "accounts.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        command = [sys.executable, "-m", "qingname", "audit", "accounts.jsonl", "-o", "out.parquet", "--quiet"]
        done = subprocess.run(
            [*command, "--as-of", day, "--workers", "1", *options],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert (folder / "out.parquet").exists(), done.stderr
        return folder / "out.parquet"

    return make


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Made]:
    """Give a function that writes a report and reads its figures back."""

    def make(now: Path, earlier: Path | None = None, lang: str = "zh") -> Made:
        folder = tmp_path_factory.mktemp("report")
        write_report(now, folder, earlier=earlier, lang=lang)  # type: ignore[arg-type]
        figures = msgspec.json.decode((folder / "summary.json").read_bytes(), type=Figures)
        return Made(folder, now, earlier or now, figures)

    return make


@pytest.fixture(scope="session")
def made(audit: Callable[..., Path], report: Callable[..., Made]) -> Made:
    """Give the report of all cases and nasty names against an earlier state of them, judged by another policy."""
    names = [*cases(), *({"id": key, "name": name} for key, name in NASTY.items())]
    earlier: list[Account | str] = [{"id": "gone", "name": "人民日报社"}]
    for place, account in enumerate(names):
        if place % 17 == 3:
            continue
        renamed = {"name": "小猫咪"} if place % 13 == 2 else {}
        other = {"bio": "爱猫"} if place % 11 == 5 else {}
        earlier.append({**account, **renamed, **other})
    now = audit([*names, {"id": "bad", "name": ""}, "{broken"])
    return report(now, audit(earlier, "--profile", "strict", day="2026-10-23"))


@pytest.fixture(scope="session")
def nasty(audit: Callable[..., Path], report: Callable[..., Made]) -> Made:
    """Give the report of nasty names alone, so that the page shows them."""
    return report(audit([{"id": key, "name": name} for key, name in NASTY.items()]))
