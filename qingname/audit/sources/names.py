"""A list of names, one a line: what ``check`` reads, in any encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from qingname.audit.rows import Piece, RowError, Rows
from qingname.audit.sources.encodings import BOM, encoding_of
from qingname.audit.sources.lines import Lines, cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BYTES_A_ROW = 16


class NamesSource:
    """One file of names, not compressed. Lines that hold nothing are no rows."""

    rows: int | None = None
    columns: tuple[str, ...] = ("name",)

    def __init__(self, path: Path, number: int, encoding: str) -> None:
        """Look at the beginning for the encoding, where it is not given."""
        self.path, self.number = path, number
        self._encoding = encoding or encoding_of(path)
        with path.open("rb") as file:
            self._start = len(BOM) if file.read(3) == BOM else 0

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of whole lines, about ``rows`` each."""
        for start, stop, line in cuts(self.path, self._start, 1, rows * _BYTES_A_ROW):
            yield Piece(self.number, start, stop, line)

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's rows, at most ``rows`` at a time."""
        with self.path.open("rb") as file:
            names: list[str | None] = []
            numbers: list[int] = []
            errors: dict[int, RowError] = {}
            for line in Lines(file, piece.start, piece.stop, piece.line):
                content = line.content.removesuffix(b"\n").removesuffix(b"\r")
                if not content and not line.error:
                    continue
                if line.error:
                    errors[len(names)] = line.error
                try:
                    names.append(content.decode(self._encoding) if not line.error else None)
                except UnicodeDecodeError:
                    errors[len(names)] = RowError("encoding", f"not {self._encoding}; say which with --encoding")
                    names.append(content.decode(self._encoding, "replace"))
                numbers.append(line.number)
                if len(names) == rows:
                    yield _rows(names, numbers, errors, columns)
                    names, numbers, errors = [], [], {}
            if names:
                yield _rows(names, numbers, errors, columns)


def _rows(names: list[str | None], numbers: list[int], errors: dict[int, RowError], columns: Sequence[str]) -> Rows:
    batch = pa.RecordBatch.from_arrays([pa.array(names, pa.string()) for _ in columns], list(columns))
    return Rows(batch, np.array(numbers, dtype=np.int64), errors)
