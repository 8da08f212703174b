"""Arrow columns that ought to hold text, whatever wrote them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def is_text(kind: pa.DataType) -> bool:
    """Whether a type says that it is UTF-8; what wrote it may not have kept the promise."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_binary(kind: pa.DataType) -> bool:
    """Whether a type holds bytes."""
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def decoded(column: pa.Array) -> tuple[pa.StringArray, list[int]]:
    """Give a column of text or bytes as text, and the places where it is not UTF-8; there U+FFFD stands for bytes."""
    raw = column.cast(pa.binary())
    text = raw.view(pa.string())
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return _broken(raw)
    return text, []


def _broken(raw: pa.BinaryArray) -> tuple[pa.StringArray, list[int]]:
    places: list[int] = []
    cells: list[str] = []
    for place, cell in enumerate(raw.to_pylist()):
        try:
            if cell is not None:
                cell.decode()
        except UnicodeDecodeError:
            places.append(place)
            cells.append(cell.decode("utf-8", "replace"))
    return with_cells(raw, places, [cell.encode() for cell in cells]).view(pa.string()), places


def with_cells(column: pa.Array, places: list[int], cells: list[str] | list[bytes]) -> pa.Array:
    """The column with other cells at ``places``."""
    at = np.arange(len(column))
    at[places] = len(column) + np.arange(len(places))
    return pa.concat_arrays([column, pa.array(cells, column.type)]).take(pa.array(at))
