"""CSV and its kin: any delimiter, any encoding. A file is cut only where a record surely ends (``records.py``)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from qingname.audit.rows import Piece, RowError, Rows
from qingname.audit.sources.encodings import BOM, encoding_of
from qingname.audit.sources.lines import Lines
from qingname.audit.sources.records import Dialect, next_record, records
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qingname.audit.sources.records import Records

_BYTES_A_ROW: Final = 64
_DELIMITERS: Final = ",\t;|\x01"  # \x01 is Hive's


class DelimitedSource:
    """One file of delimited text, not compressed. Lines that hold nothing are no rows."""

    rows: int | None = None

    def __init__(self, path: Path, number: int, dialect: Dialect) -> None:
        """Look at the beginning for encoding, delimiter and header. Raise :class:`InputError` where there is none."""
        self.path, self.number = path, number
        self._encoding = dialect.encoding or encoding_of(path)
        self._size = path.stat().st_size
        with path.open("rb") as file:
            start = len(BOM) if file.read(3) == BOM else 0
            lines = Lines(file, start, self._size, 1)
            first = next((line for line in lines if line.content.strip() or line.error), None)
            if first is None:
                raise InputError(f"{path}: the file is empty")
            delimiter = dialect.delimiter or delimiter_of(first.content.decode(self._encoding, "replace"), path)
            self._dialect = dialect._replace(delimiter=delimiter)
            lines.go(first.start, first.number)
            header = next_record(lines, self._encoding, self._dialect, None) or (1, [], None)
            self._body, self._line = lines.start, lines.number
        _, cells, error = header
        if not dialect.header:
            self.columns = tuple(f"c{place}" for place in range(1, len(cells) + 1))
            self._body, self._line = first.start, first.number
        elif error is not None:
            raise InputError(f"{path}: line {first.number}, the header: {error.sentence}")
        else:
            named = [cell.strip().strip(dialect.quote or None) for cell in cells]
            self.columns = tuple(name or f"c{place}" for place, name in enumerate(named, 1))

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of whole records, about ``rows`` each."""
        size = rows * _BYTES_A_ROW
        with self.path.open("rb") as file:
            lines = Lines(file, self._body, self._size, self._line)
            start, number = lines.start, lines.number
            for _ in records(lines, self._encoding, self._dialect, len(self.columns), whole=False):
                if lines.start - start >= size:
                    yield Piece(self.number, start, lines.start, number)
                    start, number = lines.start, lines.number
            if lines.start > start:
                yield Piece(self.number, start, lines.start, number)

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's records, at most ``rows`` at a time."""
        places = [self.columns.index(column) for column in columns]
        with self.path.open("rb") as file:
            lines = Lines(file, piece.start, piece.stop, piece.line)
            for found in records(lines, self._encoding, self._dialect, len(self.columns)):
                taken = self._rows(found, places, columns)
                for start in range(0, len(taken.lines), rows):
                    yield taken.slice(start, rows)

    def _rows(self, found: Records, places: list[int], columns: Sequence[str]) -> Rows:
        cells, numbers, errors = found
        width = len(self.columns)
        if set(map(len, cells)) - {width}:
            kept = [place for place, each in enumerate(cells) if any(map(str.strip, each)) or place in errors]
            errors = {new: errors[old] for new, old in enumerate(kept) if old in errors}
            cells, numbers = [cells[place] for place in kept], [numbers[place] for place in kept]
            for place, each in enumerate(cells):
                if len(each) < width or any(each[width:]):
                    said = f"{len(each)} cells, not {width}; a cell that holds {self._dialect.delimiter!r} needs quotes"
                    errors.setdefault(place, RowError("columns", said))
            cells = [each + [None] * (width - len(each)) for each in cells]  # type: ignore[list-item]
        arrays = [pa.array([each[at] for each in cells], pa.string()) for at in places]
        return Rows(pa.RecordBatch.from_arrays(arrays, list(columns)), np.array(numbers, dtype=np.int64), errors)


def delimiter_of(header: str, path: Path) -> str:
    """The delimiter that the header holds most of outside quotes; a tab for .tsv, a comma where there is none."""
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    found = Counter(char for char in re.sub(r'"[^"]*"', "", header) if char in _DELIMITERS)
    return max(_DELIMITERS, key=lambda char: found[char]) if found else ","
