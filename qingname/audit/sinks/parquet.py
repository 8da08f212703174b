"""Verdicts as Parquet, with the schema of ``audit.columns``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from qingname.audit.columns import VERDICTS

if TYPE_CHECKING:
    from typing import IO


_GROUP = 262_144
"""Rows of a row group: large enough to be read fast, small enough to be held."""


_ASKED_FOR = ["source", "line", "id", "name", "action", "complete", "error_code"]
"""Columns whose least and greatest value in each row group let a reader pass over it; for findings they say nothing."""


class ParquetSink:
    """Writes row groups of a size that readers like, whatever the size of what it is given."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin the file."""
        # names and ids repeat too seldom for Parquet's dictionaries: without, files are smaller and written faster
        codes = [field.name for field in VERDICTS if pa.types.is_dictionary(field.type)]
        self._writer = pq.ParquetWriter(
            file,
            VERDICTS,
            compression="zstd",
            compression_level=1,
            use_dictionary=codes,
            column_encoding={"line": "DELTA_BINARY_PACKED"},
            write_statistics=_ASKED_FOR,
        )
        self._held: list[pa.RecordBatch] = []
        self._rows = 0

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        self._held.append(verdicts)
        self._rows += verdicts.num_rows
        if self._rows >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_batches(self._held), row_group_size=2 * _GROUP)
        self._held, self._rows = [], 0

    def close(self) -> None:
        """Write what is left, and the footer."""
        try:
            self._flush()
            self._writer.close()
        finally:
            self._writer.is_open = False  # else it would be closed once more, on a full disk with a traceback
