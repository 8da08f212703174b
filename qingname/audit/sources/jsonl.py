"""JSON lines: one account a line, as ``check --input jsonl`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from qingname.audit.rows import Piece, RowError, Rows
from qingname.audit.sources.lines import Lines, cuts
from qingname.errors import InputError
from qingname.reading import decode_text, parse_object

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from qingname.audit.sources.lines import Line

_BYTES_A_ROW = 128
_SAMPLE = 1000  # lines that are looked at for the columns
_BOM = b"\xef\xbb\xbf"


class JsonLinesSource:
    """One file of JSON lines, not compressed."""

    rows: int | None = None

    def __init__(self, path: Path, number: int, texts: Collection[str] = ("name", "bio")) -> None:
        """Look at the first lines for the columns that there are; ``texts`` are those that must hold text."""
        self.path, self.number, self._texts = path, number, texts
        with path.open("rb") as file:
            self._start = len(_BOM) if file.read(3) == _BOM else 0
            lines = Lines(file, self._start, path.stat().st_size, 1)
            seen: dict[str, None] = {}
            for line, _ in zip(lines, range(_SAMPLE), strict=False):
                seen.update(dict.fromkeys(parse_object(line.content.decode("utf-8", "replace")) or ()))
        self.columns: tuple[str, ...] = tuple(seen)

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of whole lines, about ``rows`` each."""
        for start, stop, line in cuts(self.path, self._start, 1, rows * _BYTES_A_ROW):
            yield Piece(self.number, start, stop, line)

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's rows, at most ``rows`` at a time; values that are no text stay JSON."""
        with self.path.open("rb") as file:
            taken: list[Line] = []
            for line in Lines(file, piece.start, piece.stop, piece.line):
                if line.content.strip():
                    taken.append(line)
                if len(taken) == rows:
                    yield _rows(taken, columns, self._texts)
                    taken = []
            if taken:
                yield _rows(taken, columns, self._texts)


def _rows(lines: list[Line], columns: Sequence[str], texts: Collection[str]) -> Rows:
    cells: dict[str, list[str | None]] = {column: [] for column in columns}
    errors: dict[int, RowError] = {}
    for place, line in enumerate(lines):
        written: dict[str, Any] = {}
        try:
            found = parse_object(decode_text(line.content))
            if found is None:
                errors[place] = RowError("json", 'not a JSON object; write an account like {"name": "小明的猫"}')
            else:
                written = found
        except InputError as error:
            errors[place] = RowError("encoding", str(error))
        for column in columns:
            value = written.get(column)
            if column in texts and value is not None and not isinstance(value, str) and place not in errors:
                errors[place] = RowError("type", f"{column} is {value!r}, which is not text")
            cells[column].append(_cell(value))
    batch = pa.RecordBatch.from_arrays([pa.array(cells[c], pa.string()) for c in columns], list(columns))
    return Rows(batch, np.array([line.number for line in lines], dtype=np.int64), errors)


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
