"""The bulk audit: names a second beside a word filter's loop, two workers beside one, memory over many rows.

    python bench/audit.py ratio FILE...    [--rows 1000000] [--rounds 5]
    python bench/audit.py scaling FILE...  [--rows 4000000]
    python bench/audit.py memory FILE...   [--rows 10000000] [--workers 2]
    python bench/audit.py compare FILE...  [--rows 1000000]

FILE holds a name a line; the names are repeated until there are enough rows. ``ratio`` pins itself to one core and
measures in turn: the loop (daachorse, ``find_overlapping`` once for each raw name, results kept, the patterns of the
registry; in a process of its own, ``loop.py``), and the audit from Parquet to Parquet with full verdicts, every row
judged. The loop gets its names as Python strings for nothing; the audit's time has reading and writing in it.
``compare`` holds an audit, and
one that was killed five times at random and resumed, against ``Checker.check`` of each of the first 100,000 names.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from measure import repeated, resident

from qingname import Account, Checker
from qingname.audit.progress import Silent
from qingname.audit.recipe import recipe_of
from qingname.audit.run import run
from qingname.audit.settings import Settings
from qingname.audit.sinks import output_of
from qingname.audit.sources import Layout, origins
from qingname.audit.state import State
from qingname.registry import shipped
from qingname.registry.build import patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHECKED = 100_000
_PARTS_A_KILL = 4  # of some 30


def audited(source: Path, folder: Path, *, once: bool) -> float:
    """Seconds of one audit in this process, from Parquet to Parquet."""
    checker = Checker()
    recipe = recipe_of(checker, [], folder, None, None)
    found = tuple(origins([str(source)], "", Layout()))
    settings = Settings(found, recipe, once=once)
    state = State(folder / "state")
    state.hold()
    state.begin(settings)
    out = folder / "out.parquet"
    began = time.perf_counter()
    run(settings, state, output_of(str(out)), workers=1, progress=Silent())
    return time.perf_counter() - began


@contextlib.contextmanager
def looping(files: list[Path], rows: int, scratch: Path) -> Iterator[Callable[[], float]]:
    """Give a way to run the loop once and learn its seconds."""
    protected = scratch / "patterns.txt"
    protected.write_text("\n".join(patterns(shipped())), encoding="utf-8")
    asked = {"files": [str(file) for file in files], "rows": rows, "patterns": str(protected)}
    command = [sys.executable, str(Path(__file__).with_name("loop.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the process of the loop has no pipes")
        stdin.write(json.dumps(asked) + "\n")

        def run_once() -> float:
            stdin.write("again\n")
            stdin.flush()
            return float(stdout.readline())

        yield run_once
        stdin.close()


def ratio(files: list[Path], rows: int, rounds: int) -> None:
    """Print names a second of both, and their ratio by round."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    names = repeated(files, rows)
    with tempfile.TemporaryDirectory() as scratch, looping(files, rows, Path(scratch)) as loop_once:
        source = Path(scratch) / "in.parquet"
        pq.write_table(pa.table({"name": names}), source)
        times: dict[str, list[float]] = {"loop": [], "audit, every row": [], "audit, equal names once": []}
        for _ in range(rounds):
            times["loop"].append(loop_once())
            for label, once in (("audit, every row", False), ("audit, equal names once", True)):
                folder = Path(tempfile.mkdtemp(dir=scratch))
                times[label].append(audited(source, folder, once=once))
        for label, seconds in times.items():
            rates = [rows / each for each in seconds]
            ratios = [loop / each for loop, each in zip(times["loop"], seconds, strict=True)]
            print(
                f"{label:26} {statistics.median(rates):>12,.0f} names/s ({min(rates):,.0f} to {max(rates):,.0f})"
                f"   ratio {statistics.median(ratios):.4f} ({min(ratios):.4f} to {max(ratios):.4f})"
            )


def command(source: Path, out: Path, workers: int, *, every_row: bool) -> list[str]:
    """The command line of an audit."""
    program = [sys.executable, "-m", "qingname", "audit", str(source), "-o", str(out), "--quiet"]
    return [*program, "--workers", str(workers), "--fail-on", "reject", *(["--every-row"] if every_row else [])]


def scaling(files: list[Path], rows: int) -> None:
    """Print the time of the whole command with one worker and with two, and the time to the first part."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "in.parquet"
        pq.write_table(pa.table({"name": repeated(files, rows)}), source)
        seconds = {}
        for workers in (1, 2):
            out = Path(scratch) / f"out{workers}.parquet"
            began = time.perf_counter()
            process = subprocess.Popen(command(source, out, workers, every_row=True))
            state = out.with_name(f"{out.name}.audit")
            first = 0.0
            while process.poll() is None:
                if not first and any(state.glob("parts-*/*.arrow")):
                    first = time.perf_counter() - began
                time.sleep(0.01)
            seconds[workers] = time.perf_counter() - began
            rate = rows / seconds[workers]
            print(f"{workers} worker(s): {seconds[workers]:.2f} s, {rate:,.0f} rows/s, first part after {first:.2f} s")
        print(f"two workers: {seconds[1] / seconds[2]:.2f} times one")


def memory(files: list[Path], rows: int, workers: int) -> None:
    """Print the resident memory of each process of an audit, in thirds of its time."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "in.parquet"
        schema = pa.schema([("name", pa.string())])
        batch = pa.table({"name": repeated(files, 1_000_000)}, schema=schema)
        with pq.ParquetWriter(source, schema) as writer:
            for _ in range(rows // 1_000_000):
                writer.write_table(batch)
        del batch
        process = subprocess.Popen(command(source, Path(scratch) / "out.parquet", workers, every_row=True))
        seen: dict[int, list[int]] = {}
        while process.poll() is None:
            for pid in [process.pid, *_children(process.pid)]:
                seen.setdefault(pid, []).append(resident(pid))
            time.sleep(0.5)
        for pid, sizes in seen.items():
            third = max(len(sizes) // 3, 1)
            parts = [max(sizes[at : at + third], default=0) for at in range(0, 3 * third, third)]
            role = "audit " if pid == process.pid else "worker"
            print(f"{role} {pid}: most resident in each third {parts} MB")


def _parts(out: Path) -> int:
    return sum(1 for _ in out.with_name(f"{out.name}.audit").glob("parts-*/*.arrow"))


def compare(files: list[Path], rows: int) -> None:
    """Print how many rows of an audit, and of one that was killed and resumed, differ from checking one by one."""
    names = repeated(files, rows)
    with tempfile.TemporaryDirectory() as scratch:
        source, whole, killed = (Path(scratch) / name for name in ("in.parquet", "whole.parquet", "killed.parquet"))
        pq.write_table(pa.table({"name": names}), source)
        subprocess.run(command(source, whole, 2, every_row=True), check=False)
        chance = random.Random(7)  # noqa: S311 - moments, not secrets
        done = 0
        while done < 5 * _PARTS_A_KILL:
            audit = subprocess.Popen([*command(source, killed, 2, every_row=True), "--resume"])
            while (now := _parts(killed)) <= done:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.3))
            audit.kill()
            audit.wait()
            done = max(now, done + _PARTS_A_KILL)
            print(f"killed with {_parts(killed)} parts done")
        subprocess.run([*command(source, killed, 2, every_row=True), "--resume", "--overwrite"], check=False)
        first, second = pq.read_table(whole), pq.read_table(killed)
    print(f"{rows:,} rows; killed and resumed: {'equal' if first.equals(second) else 'NOT EQUAL'}, in the same order")
    checker, differing = Checker(), 0
    for row in first.select(["name", "action", "complete", "findings"]).slice(0, _CHECKED).to_pylist():
        verdict = checker.check(Account(row["name"], event="audit"))
        found = [{**finding, "params": dict(finding["params"])} for finding in row["findings"]]
        same = json.loads(msgspec.json.encode(verdict.findings)) == found
        differing += not (same and (verdict.action, verdict.complete) == (row["action"], row["complete"]))
    print(f"against check, one by one, the first {_CHECKED:,} rows: {differing} differ")


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["ratio", "scaling", "memory", "compare"])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if asked.what == "ratio":
        ratio(asked.files, asked.rows or 1_000_000, asked.rounds)
    elif asked.what == "scaling":
        scaling(asked.files, asked.rows or 4_000_000)
    elif asked.what == "compare":
        compare(asked.files, asked.rows or 1_000_000)
    else:
        memory(asked.files, asked.rows or 10_000_000, asked.workers)
