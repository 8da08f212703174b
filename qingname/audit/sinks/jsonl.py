"""Verdicts as JSON lines: the verdict as ``check --format jsonl`` writes it, with where it stood in the input."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import msgspec

from qingname.audit.sinks.flat import finding_as_json

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_ONLY_WHERE_THERE = ("bio", "other_fields", "notice", "deadline", "error_code", "error")


class JsonLinesSink:
    """Writes an object a line."""

    def __init__(self, path: Path) -> None:
        """Begin the file."""
        self._file: IO[bytes] = path.open("wb")
        self._encoder = msgspec.json.Encoder()

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        self._file.write(self._encoder.encode_lines([_object(row) for row in verdicts.to_pylist()]))

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _object(row: dict[str, Any]) -> dict[str, Any]:
    row["findings"] = [finding_as_json(finding) for finding in row["findings"]]
    return {name: value for name, value in row.items() if value is not None or name not in _ONLY_WHERE_THERE}
