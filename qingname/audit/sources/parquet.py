"""Parquet: pieces are runs of rows of one row group; only the columns that are asked for are read."""

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


class ParquetSource:
    """One Parquet file."""

    def __init__(self, path: Path, number: int) -> None:
        """Read the file's footer. Raise :class:`InputError` where it is no Parquet file."""
        self.path, self.number = path, number
        try:
            self._metadata = pq.read_metadata(path)
        except (pa.ArrowInvalid, pa.ArrowException) as error:
            raise InputError(f"{path}: not a Parquet file ({error})") from error
        self.columns: tuple[str, ...] = tuple(self._metadata.schema.to_arrow_schema().names)
        self.rows: int | None = self._metadata.num_rows

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of at most ``rows`` rows."""
        line = 1
        for group in range(self._metadata.num_row_groups):
            size = self._metadata.row_group(group).num_rows
            for start in range(0, size, rows):
                stop = min(start + rows, size)
                yield Piece(self.number, start, stop, line + start, group)
            line += size

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's rows, at most ``rows`` at a time."""
        place = 0
        with pq.ParquetFile(self.path, memory_map=True) as file:
            for batch in file.iter_batches(rows, row_groups=[piece.group], columns=list(columns), use_threads=False):
                low, high = max(piece.start - place, 0), min(piece.stop - place, batch.num_rows)
                if low < high:
                    first = piece.line + place + low - piece.start
                    yield Rows(batch.slice(low, high - low), np.arange(first, first + high - low), {})
                place += batch.num_rows
                if place >= piece.stop:
                    return
