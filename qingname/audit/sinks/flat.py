"""Verdicts as a table of plain cells: the first finding in columns of its own, all of them as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qingname.audit.findings import spread

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: Final = ("source", "line", "id", "name", "action", "complete")
_FIRST: Final = ("rule", "field", "text", "target", "clause", "message")
_LAST: Final = ("as_of", "policy", "registry", "version", "error_code", "error")
FORMULA: Final = "=+-@\t\r\n＝＋－＠"
"""A cell that begins with one of these is run by Excel, LibreOffice or WPS (OWASP, CSV injection)."""


def flat(verdicts: pa.RecordBatch) -> pa.RecordBatch:
    """Give the batch with a plain column for each thing that a reviewer sorts by."""
    findings = verdicts.column("findings")
    counts = findings.value_lengths().to_numpy(zero_copy_only=False)
    hits = np.flatnonzero(counts)
    flattened = findings.flatten()
    first = findings.offsets.to_numpy()[:-1][hits] - (findings.offsets[0].as_py() if len(findings) else 0)
    top = flattened.take(pa.array(first))
    size = verdicts.num_rows
    columns: dict[str, pa.Array] = {name: _decoded(verdicts.column(name)) for name in _PLAIN}
    columns.update({name: spread(top.field(name), hits, size) for name in _FIRST})
    start = pc.list_element(top.field("span"), 0) if len(hits) else pa.nulls(0, pa.int32())
    end = pc.list_element(top.field("span"), 1) if len(hits) else pa.nulls(0, pa.int32())
    columns["span_start"], columns["span_end"] = spread(start, hits, size), spread(end, hits, size)
    columns["technique"] = spread(_joined(top.field("technique")), hits, size)
    columns["findings"] = spread(_json(findings.take(pa.array(hits)), finding_as_json), hits, size)
    columns["skipped"] = _where_any(verdicts.column("skipped"), lambda items: items)
    columns["labels"] = pc.binary_join(verdicts.column("labels"), ";")
    columns.update({name: _decoded(verdicts.column(name)) for name in ("notice", "deadline", *_LAST)})
    return pa.RecordBatch.from_pydict(columns)


def finding_as_json(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding as the other doors write it: its parameters are an object."""
    return {**finding, "params": dict(finding["params"])}


def harmless(text: pa.StringArray) -> pa.StringArray:
    """Text that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    risky = pc.match_substring_regex(text, f"^[{''.join(FORMULA)}]".replace("-", r"\-").replace("\t", r"\t"))
    if not pc.any(risky).as_py():
        return text
    return pc.if_else(risky, pc.binary_join_element_wise(pa.scalar("'"), text, pa.scalar("")), text)


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _joined(lists: pa.ListArray) -> pa.StringArray:
    return pc.binary_join(lists, ";")


def _json(lists: pa.ListArray, shape: Callable[[Any], Any]) -> pa.StringArray:
    encoded = [msgspec.json.encode([shape(item) for item in items]).decode() for items in lists.to_pylist()]
    return pa.array(encoded, pa.string())


def _where_any(lists: pa.ListArray, shape: Callable[[Any], Any]) -> pa.StringArray:
    places = np.flatnonzero(lists.value_lengths().to_numpy(zero_copy_only=False))
    return spread(_json(lists.take(pa.array(places)), shape), places, len(lists))
