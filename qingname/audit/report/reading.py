"""An audit's Parquet file: opened, checked, and read in constant memory.

Counting is DuckDB's work: it sees this one file and a folder to spill into, nothing else of the machine. Rows that a
person is to see are few, and are read by their number, from their row groups alone.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qingname.audit.columns import FINDING, VERDICTS
from qingname.errors import InputError
from qingname.model import Finding, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

_MEMORY: Final = "2GB"  # what DuckDB holds before it spills; figures of 10^8 rows are in docs/report.md
_BATCH: Final = 8192  # rows that are Python objects at once, where every flagged row is written out


class Row(msgspec.Struct, frozen=True):
    """One row of an audit. ``number`` counts from 0 in the file; ``action`` is None where it could not be judged."""

    number: int
    source: str
    line: int
    id: str | None
    name: str | None
    bio: str | None
    action: str | None
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    notice: str | None
    deadline: str | None
    error_code: str | None
    error: str | None

    @property
    def worst(self) -> Finding | None:
        """The first of the most severe findings; None where there is none."""
        order = {"reject": 0, "review": 1, "note": 2}
        return min(self.findings, key=lambda finding: order[finding.action], default=None)


_SHOWN: Final = [field for field in Row.__struct_fields__ if field != "number"]


class AuditFile:
    """The Parquet file of one audit."""

    def __init__(self, path: Path) -> None:
        """Open it. Raise :class:`InputError` where it is no Parquet file, or not one that an audit wrote."""
        self.path = path
        try:
            self._parquet = pq.ParquetFile(path)
            schema = self._parquet.schema_arrow
        except pa.ArrowInvalid as error:
            raise InputError(f"{path}: not a Parquet file; give what `qingname audit -o NAME.parquet` wrote") from error
        lacking = [name for name in VERDICTS.names if name not in schema.names]
        if not lacking:
            findings = schema.field("findings").type
            inner = findings.value_type if pa.types.is_list(findings) or pa.types.is_large_list(findings) else None
            there = {field.name for field in inner} if inner is not None and pa.types.is_struct(inner) else set()
            lacking = [f"findings.{field.name}" for field in FINDING if field.name not in there]
        if lacking:
            columns = ", ".join(lacking[:3]) + (" …" if len(lacking) > 3 else "")  # noqa: PLR2004 - three will do
            raise InputError(f"{path}: not the output of an audit: there is no column {columns}")
        metadata = self._parquet.metadata
        sizes = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
        self._starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return int(self._starts[-1])

    def at(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Rows by their number."""
        wanted = np.unique(np.fromiter(numbers, np.int64))
        groups = np.searchsorted(self._starts, wanted, side="right") - 1
        found: dict[int, Row] = {}
        for group in np.unique(groups):
            here = wanted[groups == group]
            with self._damage_told():
                table = self._parquet.read_row_group(int(group), columns=_SHOWN)
            found.update(_rows(table.take(here - self._starts[group]), here.tolist()))
        return found

    def flagged(self) -> Iterator[Row]:
        """Every row to be reviewed or rejected, in the order of the file."""
        start = 0
        batches = self._parquet.iter_batches(_BATCH, columns=_SHOWN)
        while True:
            with self._damage_told():
                batch = next(batches, None)
            if batch is None:
                return
            kept = pc.is_in(pc.cast(batch.column("action"), pa.string()), pa.array(["review", "reject"]))
            places = np.flatnonzero(kept.to_numpy(zero_copy_only=False))
            if len(places):
                numbers = (places + start).tolist()
                yield from _rows(pa.Table.from_batches([batch.take(pa.array(places))]), numbers).values()
            start += batch.num_rows


    @contextlib.contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's own
            said = str(error).splitlines()[0]
            raise InputError(f"{self.path}: damaged, or not written to its end ({said})") from error


def _rows(table: pa.Table, numbers: list[int]) -> dict[int, Row]:
    rows = {}
    for number, cells in zip(numbers, table.to_pylist(), strict=True):
        for finding in cells["findings"] or ():
            finding["params"] = dict(finding["params"] or ())
        cells["findings"], cells["skipped"] = cells["findings"] or (), cells["skipped"] or ()
        cells["deadline"] = cells["deadline"].isoformat() if cells["deadline"] else None
        rows[number] = msgspec.convert({**cells, "number": number}, Row)
    return rows


class Counter:
    """A DuckDB of this process over one audit, or two, as the views ``now`` and ``earlier``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take a connection that :func:`counting` has made."""
        self._connection = connection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - what SQL takes
        """Give the answer's rows."""
        return self._connection.execute(sql, list(values)).fetchall()


@contextlib.contextmanager
def counting(now: AuditFile, earlier: AuditFile | None, spill: Path) -> Iterator[Counter]:
    """Give a counter over the files; what does not fit into memory goes to a folder in ``spill`` that is removed."""
    import duckdb  # noqa: PLC0415 - a wrong file is told of without it

    work = Path(tempfile.mkdtemp(prefix="qingname-report-"))
    spilled = Path(tempfile.mkdtemp(prefix=".report-", dir=spill))
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(spilled)})
    try:
        # DuckDB reads *, ? and [ in a path as a pattern: it is given links whose names hold none of them
        for name, file in (("now", now), ("earlier", earlier)):
            if file is not None:
                (work / f"{name}.parquet").symlink_to(file.path.resolve())
        connection.execute(f"SET allowed_paths = [{', '.join(_quoted(str(path)) for path in sorted(work.iterdir()))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        for path in sorted(work.iterdir()):
            source = f"read_parquet({_quoted(str(path))}, file_row_number = true)"
            connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM {source}")
        yield Counter(connection)
    except duckdb.OutOfMemoryException as error:
        raise OSError(errno.ENOSPC, "no room left to count in", str(spill)) from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # a fault of ours
    except duckdb.Error as error:
        said = str(error).splitlines()[0].replace(str(work), "")
        read = " or ".join(str(file.path) for file in (now, earlier) if file is not None)
        raise InputError(f"{read}: damaged, or not written to its end ({said})") from error
    finally:
        connection.close()
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(spilled, ignore_errors=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
