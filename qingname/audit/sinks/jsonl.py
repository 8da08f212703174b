"""Verdicts as JSON lines: the verdict as ``check --format jsonl`` writes it, with where it stood in the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from qingname.audit.sinks.flat import finding_as_json

if TYPE_CHECKING:
    from typing import IO

_ONLY_WHERE_THERE = ("bio", "other_fields", "notice", "deadline", "error_code", "error")


class JsonLinesSink:
    """Writes an object a line."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin the file."""
        self._file = file
        self._encoder = msgspec.json.Encoder()

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        columns = [_cells(column) for column in verdicts.columns]
        rows = (dict(zip(verdicts.schema.names, row, strict=True)) for row in zip(*columns, strict=True))
        self._file.write(self._encoder.encode_lines([_object(row) for row in rows]))

    def close(self) -> None:
        """Nothing is left."""


def _cells(column: pa.Array) -> list[Any]:
    """Python's values; of lists, most of which are empty, only the others are made one by one."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not pa.types.is_list(column.type):
        return column.to_pylist()  # type: ignore[no-any-return]
    cells: list[Any] = [()] * len(column)
    places = np.flatnonzero(column.value_lengths().to_numpy(zero_copy_only=False))
    for place, value in zip(places, column.take(pa.array(places)).to_pylist(), strict=True):
        cells[place] = value
    return cells


def _object(row: dict[str, Any]) -> dict[str, Any]:
    if row["findings"]:
        row["findings"] = [finding_as_json(finding) for finding in row["findings"]]
    for name in _ONLY_WHERE_THERE:
        if row[name] is None:
            del row[name]
    return row
