"""JSON lines: one account a line, as ``check --input jsonl`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from qingname.audit.columns import FIELDS
from qingname.audit.rows import Piece, RowError, Rows
from qingname.audit.sources.encodings import BOM
from qingname.audit.sources.lines import Lines, cuts
from qingname.errors import InputError
from qingname.reading import decode_text, parse_object

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from qingname.audit.sources.lines import Line

_BYTES_A_ROW = 128
_SAMPLE = 1000  # lines that are looked at for the columns
_DECODER = msgspec.json.Decoder()


class JsonLinesSource:
    """One file of JSON lines, not compressed. Lines that hold nothing are no rows."""

    rows: int | None = None

    def __init__(self, path: Path, number: int, mapping: Mapping[str, str]) -> None:
        """Look at the first lines for the columns that there are; name and bio must hold text."""
        self.path, self.number = path, number
        self._texts = tuple(mapping.get(field, field) for field in ("name", "bio"))
        with path.open("rb") as file:
            self._start = len(BOM) if file.read(3) == BOM else 0
            lines = Lines(file, self._start, path.stat().st_size, 1)
            seen: dict[str, None] = {}
            for line, _ in zip(lines, range(_SAMPLE), strict=False):
                seen.update(dict.fromkeys(parse_object(line.content.decode("utf-8", "replace")) or ()))
        if not seen:
            if path.stat().st_size <= self._start:
                raise InputError(f"{path}: the file is empty")
            raise InputError(f"{path}: no line is a JSON object; write one account a line, as jq -c '.[]' does")
        if mapping.get("name", "name") in seen:  # credentials may well appear further on
            seen.update(dict.fromkeys(mapping.get(field, field) for field in FIELDS))
        self.columns: tuple[str, ...] = tuple(seen)

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of whole lines, about ``rows`` each."""
        for start, stop, line in cuts(self.path, self._start, 1, rows * _BYTES_A_ROW):
            yield Piece(self.number, start, stop, line)

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's rows, at most ``rows`` at a time; values that are no text stay JSON."""
        with self.path.open("rb") as file:
            lines = Lines(file, piece.start, piece.stop, piece.line)
            while True:
                found = _quick(lines, columns, self._texts) or _careful(lines, columns, self._texts)
                if found is None:
                    return
                for start in range(0, len(found.lines), rows):
                    yield found.slice(start, rows)


def _quick(lines: Lines, columns: Sequence[str], texts: Collection[str]) -> Rows | None:
    """The rows of a block of lines if nothing is wrong with any of them; ``lines`` are moved behind them."""
    block = lines.block()
    count = block.count(b"\n") + (not block.endswith(b"\n"))
    if block.count(b"\n{") + block.startswith(b"{") != count:
        return None  # blank lines, or an object over several lines: which line is which?
    try:
        found = _DECODER.decode_lines(block)
    except (ValueError, RecursionError):
        return None
    if len(found) != count or set(map(type, found)) != {dict}:
        return None
    arrays = []
    for column in columns:
        cells = [each.get(column) for each in found]
        kinds = set(map(type, cells)) - {str, type(None)}
        if kinds and column in texts:
            return None
        arrays.append(pa.array(list(map(_cell, cells)) if kinds else cells, pa.string()))
    numbers = np.arange(lines.number, lines.number + count)
    lines.go(lines.start + len(block), lines.number + count)
    return Rows(pa.RecordBatch.from_arrays(arrays, list(columns)), numbers, {})


def _careful(lines: Lines, columns: Sequence[str], texts: Collection[str]) -> Rows | None:
    """The rows of the same lines one by one, at least one if there is one."""
    stop = lines.start + len(lines.block())
    cells: dict[str, list[str | None]] = {column: [] for column in columns}
    numbers: list[int] = []
    errors: dict[int, RowError] = {}
    while lines.start < stop or not numbers:
        line = next(lines, None)
        if line is None:
            break
        if not line.content.strip() and not line.error:
            continue
        found, error = _object(line, texts)
        if error is not None:
            errors[len(numbers)] = error
        for column in columns:
            cells[column].append(_cell(found.get(column)))
        numbers.append(line.number)
    if not numbers:
        return None
    batch = pa.RecordBatch.from_arrays([pa.array(cells[c], pa.string()) for c in columns], list(columns))
    return Rows(batch, np.array(numbers, dtype=np.int64), errors)


def _object(line: Line, texts: Collection[str]) -> tuple[dict[str, Any], RowError | None]:
    if line.error:
        return {}, line.error
    try:
        found = parse_object(decode_text(line.content))
    except InputError as error:
        return {}, RowError(error.code, str(error))
    if found is None:
        return {}, RowError("json", 'not a JSON object; write an account like {"name": "小明的猫"}')
    for column in texts:
        value = found.get(column)
        if value is not None and not isinstance(value, str):
            shown = msgspec.json.encode(value).decode()
            return found, RowError("type", f"{column} is {shown[:80]}, which is not text; write it in quotes")
    return found, None


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
