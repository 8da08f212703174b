"""Verdicts as Parquet, with the schema of ``audit.columns``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from qingname.audit.columns import VERDICTS

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


class ParquetSink:
    """Writes one row group a batch."""

    def __init__(self, path: Path) -> None:
        """Begin the file."""
        self._writer = pq.ParquetWriter(path, VERDICTS, compression="zstd", compression_level=1)

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        self._writer.write_batch(verdicts)

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()
