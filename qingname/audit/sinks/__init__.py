"""Where verdicts go: Parquet, CSV, JSON lines, a table. An output appears whole, when the audit is done."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from qingname.audit.sinks.csv import CsvSink
from qingname.audit.sinks.jsonl import JsonLinesSink
from qingname.audit.sinks.parquet import ParquetSink
from qingname.audit.sinks.table import TableSink
from qingname.audit.sources.database import is_database
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from qingname.audit.sources import Origin

_SINKS: dict[str, Callable[[IO[bytes]], Sink]] = {
    ".parquet": ParquetSink,
    ".pq": ParquetSink,
    ".csv": CsvSink,
    ".jsonl": JsonLinesSink,
    ".ndjson": JsonLinesSink,
}


class Sink(Protocol):
    """Takes batches of ``VERDICTS`` in order."""

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""

    def close(self) -> None:
        """Say that there are no more rows."""


class FileOutput:
    """A file that is written beside its place and put there at the end."""

    def __init__(self, path: Path) -> None:
        """Refuse a suffix that says no format, and a folder that is not there. A link stays one."""
        self._path = Path(os.path.realpath(path))
        self.shown = str(path)
        if path.suffix.lower() not in _SINKS:
            raise InputError(f"{path}: name the output *.parquet, *.csv or *.jsonl, or give the URL of a database")
        if not self._path.parent.is_dir():
            raise InputError(f"{self._path.parent}: there is no such folder for the output")
        if self._path.is_dir():
            raise InputError(f"{path}: is a folder; name a file")
        self._suffix = path.suffix.lower()
        self._unfinished = self._path.with_name(f"{self._path.name}.unfinished")
        self._file: IO[bytes] = io.BytesIO()
        self._sink: Sink | None = None

    def refuse(self, origins: Iterable[Origin]) -> None:
        """Raise :class:`InputError` where the output is one of the inputs."""
        if any(origin.path and Path(os.path.realpath(origin.path)) == self._path for origin in origins):
            raise InputError(f"{self.shown}: is input and output; name another output, outside the folder that is read")

    @property
    def exists(self) -> bool:
        """Whether something is there already."""
        return self._path.exists()

    def open(self) -> Sink:
        """Begin to write."""
        self._file = self._unfinished.open("wb")
        self._sink = _SINKS[self._suffix](self._file)
        return self._sink

    def finish(self) -> None:
        """Put the file in its place; it is on the disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.replace(self._path)

    def discard(self) -> None:
        """Remove what was written."""
        if self._sink is not None:
            with contextlib.suppress(Exception):  # it is thrown away
                self._sink.close()
        with contextlib.suppress(OSError):
            self._file.close()
        self._unfinished.unlink(missing_ok=True)


def output_of(out: str) -> FileOutput | TableSink:
    """Read what ``-o`` names."""
    return TableSink(out) if is_database(out) else FileOutput(Path(out))
