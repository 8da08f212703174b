"""Findings as Arrow columns: built column by column, from the findings alone, whatever the number of rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from qingname.audit.columns import FINDING, NEED, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from qingname.model import Finding, Skipped


def findings_array(found: Mapping[int, Sequence[Finding]], size: int) -> pa.ListArray:
    """List of findings for each of ``size`` rows, empty where ``found`` has none; places ascend."""
    return list_array(found, size, _findings)


def skipped_array(skipped: Mapping[int, Sequence[Skipped]], size: int) -> pa.ListArray:
    """List of skipped stages for each of ``size`` rows."""
    return list_array(skipped, size, lambda items: _structs(items, SKIPPED))


def list_array(items: Mapping[int, Sequence[Any]], size: int, build: Callable[[list[Any]], pa.Array]) -> pa.ListArray:
    """Lists by row, their items built in one go; places ascend."""
    counts = np.zeros(size + 1, np.int32)
    counts[np.fromiter(items, np.int64, len(items)) + 1] = [len(each) for each in items.values()]
    flat = list(itertools.chain.from_iterable(items.values()))
    return pa.ListArray.from_arrays(pa.array(np.cumsum(counts, dtype=np.int32)), build(flat))


def spread(values: pa.Array, places: Sequence[int] | NDArray[np.int64], size: int) -> pa.Array:
    """A column of ``size`` rows that holds ``values`` at ``places`` and null elsewhere."""
    at = np.full(size, -1, np.int32)
    at[places] = np.arange(len(places), dtype=np.int32)
    return values.take(pa.array(at, mask=at < 0))


_BUILT: dict[str, Callable[[Sequence[Any]], pa.Array]] = {
    "span": lambda spans: pa.FixedSizeListArray.from_arrays(
        pa.array(list(itertools.chain.from_iterable(spans)), pa.int32()), 2
    ),
    "technique": lambda lists: _nested(lists, lambda items: pa.array(items, pa.string())),
    "steps": lambda lists: _nested(lists, lambda items: pa.array(items, pa.string())),
    "needs": lambda lists: _nested(lists, lambda items: _structs(items, NEED)),
    "params": lambda maps: _maps(maps),  # noqa: PLW0108 - it stands below
}


def _findings(findings: list[Finding]) -> pa.StructArray:
    columns = zip(*map(msgspec.structs.astuple, findings), strict=True) if findings else itertools.repeat(())
    arrays = [
        _BUILT[field.name](column) if field.name in _BUILT else pa.array(column, field.type)
        for field, column in zip(FINDING, columns, strict=False)
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(FINDING))


def _nested(lists: Sequence[Sequence[Any]], build: Callable[[list[Any]], pa.Array]) -> pa.ListArray:
    """Lists one behind another, one for each item of ``lists``."""
    offsets = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(each) for each in lists], out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), build(list(itertools.chain.from_iterable(lists))))


def _maps(maps: Sequence[dict[str, str]]) -> pa.MapArray:
    offsets = np.zeros(len(maps) + 1, np.int32)
    np.cumsum([len(each) for each in maps], out=offsets[1:])
    keys = pa.array([key for each in maps for key in each], pa.string())
    values = pa.array([value for each in maps for value in each.values()], pa.string())
    return pa.MapArray.from_arrays(pa.array(offsets), keys, values)


def _structs(items: list[Any], kind: pa.StructType) -> pa.StructArray:
    arrays = [pa.array([getattr(item, field.name) for item in items], field.type) for field in kind]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))
