"""The audit on Spark beside the local one: seconds, rows a second by size of batch, memory, whether all rows agree.

    python bench/spark.py FILE... [--rows 100000] [--cores 2] [--batches 1000,10000,50000] [--rounds 3]

FILE holds a name a line; the names are repeated until there are enough rows. Both audits read one Parquet file a core,
judge every row with as many Python processes as cores, and write Parquet. A round runs the local audit (as a process of
its own) and then Spark with each size of batch (``spark.sql.execution.arrow.maxRecordsPerBatch``), in one session.
Figures are medians; CPU seconds are those of all processes, and tell more than the clock where a machine is shared.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from measure import read_names

from qingname import Checker
from qingname.audit.recipe import recipe_of
from qingname.audit.spark import audit, session_for, write

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Cost(NamedTuple):
    """Seconds by the clock, and of CPU in Python and in Java."""

    seconds: float
    python: float
    java: float


class Process(NamedTuple):
    """Peak memory in MB, and seconds of CPU so far."""

    peak: int
    seconds: float


_UNLIKE = ["source", "line", "run_id"]  # a row on Spark knows no line


def tables(files: list[Path], rows: int, cores: int, folder: Path) -> int:
    """Write the accounts, one file a core, and give the number of distinct names."""
    own = [name for file in files for name in read_names(file, None)]
    names = [own[number % len(own)] for number in range(rows)]
    folder.mkdir()
    for core in range(cores):
        mine = range(core * rows // cores, (core + 1) * rows // cores)
        table = pa.table({"id": [str(number) for number in mine], "name": [names[number] for number in mine]})
        pq.write_table(table, folder / f"{core}.parquet")
    return len(set(names))


def local(accounts: Path, out: Path, cores: int) -> Cost:
    """Run ``qingname audit`` in a process of its own."""
    command = [sys.executable, "-m", "qingname", "audit", str(accounts), "-o", str(out), "--overwrite", "--quiet"]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "--every-row", "--workers", str(cores)], check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    python = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - began, python, 0.0)


def judged(session: SparkSession, accounts: Path, out: Path, batch: int, scratch: Path) -> tuple[float, Cost]:
    """Run the audit on Spark; give the seconds until the executors have answered and have the registry, too."""
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(batch))
    recipe = recipe_of(Checker(), [], scratch, None, None)
    began, before = time.perf_counter(), processes()
    verdicts = audit(session.read.parquet(str(accounts)), recipe, once=False)
    asked = time.perf_counter() - began
    write(verdicts, str(out), f"{batch}")
    seconds, after = time.perf_counter() - began, processes()
    python, java = (
        sum(each.seconds for each in after[kind]) - sum(each.seconds for each in before[kind])
        for kind in ("python", "java")
    )
    return asked, Cost(seconds, python, java)


def differing(here: Path, there: Path) -> tuple[int, int]:
    """Number of rows, and of those that differ in any column."""
    first, second = ({row["id"]: row for row in pq.read_table(path).to_pylist()} for path in (here, there))
    unlike = dict.fromkeys(_UNLIKE)
    both = first.keys() | second.keys()
    return len(both), sum({**first.get(row, {}), **unlike} != {**second.get(row, {}), **unlike} for row in both)


def processes() -> dict[str, list[Process]]:
    """Java and the Python workers below this process."""
    parents, found = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            ticks = status.with_name("stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        process = int(status.parent.name)
        parents[process] = int(lines["PPid"])
        peak = int(lines.get("VmHWM", "0").split()[0]) // 1024
        seconds = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
        found[process] = (lines["Name"].strip(), Process(peak, seconds))
    below: dict[str, list[Process]] = {"java": [], "python": []}
    for process, (name, seen) in found.items():
        above = parents[process]
        while above not in {0, os.getpid()}:
            above = parents.get(above, 0)
        if above:
            below["java" if name == "java" else "python"].append(seen)
    return below


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--batches", default="1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    batches = [int(size) for size in given.batches.split(",")]
    os.environ["MASTER"] = f"local[{given.cores}]"
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        distinct = tables(given.files, given.rows, given.cores, scratch / "in")
        print(f"{given.rows:,} rows, {distinct:,} distinct names, {given.cores} processes")
        began = time.perf_counter()
        session = session_for("bench")
        print(f"session there after {time.perf_counter() - began:.1f} s")
        session.sparkContext.setLogLevel("ERROR")
        costs: dict[str, list[Cost]] = {}
        first = 0.0
        for _ in range(given.rounds):
            costs.setdefault("local", []).append(local(scratch / "in", scratch / "local.parquet", given.cores))
            for batch in batches:
                asked, cost = judged(session, scratch / "in", scratch / "out", batch, scratch)
                first = first or asked
                costs.setdefault(f"Spark, batches of {batch:,}", []).append(cost)
        print(f"executors asked and registry loaded: {first:.1f} s the first time, {asked:.1f} s later")
        for what, each in costs.items():
            seconds, python, java = (statistics.median(column) for column in zip(*each, strict=True))
            rate = given.rows / python
            print(f"{what:24} {seconds:5.1f} s; CPU: Python {python:5.1f} s ({rate:,.0f} rows/s), Java {java:4.1f} s")
        for batch in batches:
            rows, unlike = differing(scratch / "local.parquet", scratch / "out" / f"run_id={batch}")
            print(f"batches of {batch:,}: {unlike:,} of {rows:,} rows differ from the local audit")
        size = sum(path.stat().st_size for path in (scratch / "out" / f"run_id={batches[-1]}").glob("*.parquet"))
        print(f"verdicts: {size / given.rows:.1f} bytes a row")
        for kind, alive in processes().items():
            print(f"{kind}: peak memory {', '.join(f'{peak:,}' for peak, _ in sorted(alive, reverse=True))} MB")
        session.stop()


if __name__ == "__main__":
    main()
