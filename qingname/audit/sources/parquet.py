"""Parquet: pieces are runs of rows; only the columns that are asked for are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from qingname.audit.rows import Piece, Rows
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BUFFER = 1 << 20  # bytes, for each column


class ParquetSource:
    """One Parquet file."""

    def __init__(self, path: Path, number: int) -> None:
        """Read the file's footer. Raise :class:`InputError` where it is no Parquet file."""
        self.path, self.number = path, number
        try:
            metadata = pq.read_metadata(path)
        except pa.ArrowException as error:
            raise InputError(f"{path}: not a Parquet file, or cut short ({error})") from error
        self.columns: tuple[str, ...] = tuple(metadata.schema.to_arrow_schema().names)
        self.rows: int | None = metadata.num_rows
        sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
        self._ends = np.cumsum(sizes, dtype=np.int64)  # of the row groups, in rows
        self._going: _Going | None = None

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of at most ``rows`` rows; small row groups are read together, large ones by several."""
        size = self.rows or 0
        for start in range(0, size, rows):
            yield Piece(self.number, start, min(start + rows, size), start + 1)

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's rows, at most ``rows`` at a time."""
        try:
            yield from self._read(piece, columns, rows)
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            place = f"rows {piece.start + 1} to {piece.stop}"
            raise InputError(f"{self.path}: {place} cannot be read, the file is damaged ({error})") from error

    def _read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        going = self._going
        self._going = None
        if going is None or going.columns != tuple(columns) or going.size != rows or going.at > piece.start:
            going = self._from_group_of(piece.start, columns, rows)
        while going.at < piece.stop:
            batch = going.batch
            low = max(piece.start - going.at, 0)
            high = min(piece.stop - going.at, batch.num_rows)
            if low < high:
                first = going.at + low + 1
                yield Rows(batch.slice(low, high - low), np.arange(first, first + high - low), {})
            if high < batch.num_rows:
                break
            going.go()
        # a piece inside a large row group goes on where the one before it ended: what is before is not decoded again
        self._going = going

    def _from_group_of(self, row: int, columns: Sequence[str], rows: int) -> _Going:
        group = int(np.searchsorted(self._ends, row, side="right"))
        # read through a small buffer: neither a large row group nor mapped pages count as this worker's memory
        file = pq.ParquetFile(self.path, buffer_size=_BUFFER, pre_buffer=False)
        groups = list(range(group, len(self._ends)))
        batches = file.iter_batches(rows, row_groups=groups, columns=list(columns), use_threads=False)
        return _Going(batches, int(self._ends[group - 1]) if group else 0, tuple(columns), rows)


class _Going:
    """Batches of a file, one after another; ``at`` is the first row of the present one."""

    def __init__(self, batches: Iterator[pa.RecordBatch], at: int, columns: tuple[str, ...], size: int) -> None:
        self._batches, self.at, self.columns, self.size = batches, at, columns, size
        self.batch: pa.RecordBatch = next(batches)

    def go(self) -> None:
        """Take the next batch; an empty one behind the last."""
        self.at += self.batch.num_rows
        self.batch = next(self._batches, self.batch.slice(0, 0))
