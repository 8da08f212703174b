"""Verdicts as CSV for people: UTF-8 with a byte order mark, which Excel needs, and no cell that it would run."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pc_csv

from qingname.audit.sinks.flat import flat, harmless

if TYPE_CHECKING:
    from typing import IO


class CsvSink:
    """Writes the flat table."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin the file."""
        self._file = file
        self._file.write(codecs.BOM_UTF8)
        self._header = True

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        plain = flat(verdicts)
        columns = [harmless(column) if pa.types.is_string(column.type) else column for column in plain.columns]
        batch = pa.RecordBatch.from_arrays(columns, names=plain.schema.names)
        pc_csv.write_csv(batch, self._file, pc_csv.WriteOptions(include_header=self._header))
        self._header = False

    def close(self) -> None:
        """Write what is left; an audit of nothing still has a header."""
        if self._header:
            from qingname.audit.columns import VERDICTS  # noqa: PLC0415 - only an empty audit needs it

            self.write(pa.RecordBatch.from_pylist([], schema=VERDICTS))
