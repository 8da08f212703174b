"""Findings as Arrow columns: built column by column, from the findings alone, whatever the number of rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from qingname.audit.columns import FINDING, NEED, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qingname.model import Finding, Need, Skipped


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


def _findings(findings: list[Finding]) -> pa.StructArray:
    special: dict[str, pa.Array] = {
        "span": pa.FixedSizeListArray.from_arrays(
            pa.array([end for finding in findings for end in finding.span], pa.int32()), 2
        ),
        "technique": _nested([finding.technique for finding in findings], pa.string()),
        "steps": _nested([finding.steps for finding in findings], pa.string()),
        "needs": list_array(dict(enumerate(finding.needs for finding in findings)), len(findings), _needs),
        "params": _maps([finding.params for finding in findings]),
    }
    arrays = [
        special[field.name]
        if field.name in special
        else pa.array([getattr(finding, field.name) for finding in findings], field.type)
        for field in FINDING
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(FINDING))


def _nested(lists: list[tuple[Any, ...]], kind: pa.DataType) -> pa.ListArray:
    return list_array(dict(enumerate(lists)), len(lists), lambda items: pa.array(items, kind))


def _maps(maps: list[dict[str, str]]) -> pa.MapArray:
    offsets = np.zeros(len(maps) + 1, np.int32)
    np.cumsum([len(each) for each in maps], out=offsets[1:])
    keys = pa.array([key for each in maps for key in each], pa.string())
    values = pa.array([value for each in maps for value in each.values()], pa.string())
    return pa.MapArray.from_arrays(pa.array(offsets), keys, values)


def _needs(needs: list[Need]) -> pa.StructArray:
    return _structs(needs, NEED)


def _structs(items: list[Any], kind: pa.StructType) -> pa.StructArray:
    arrays = [pa.array([getattr(item, field.name) for item in items], field.type) for field in kind]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))
