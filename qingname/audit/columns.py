"""The two tables of an audit: what is read of an account, and what is written about it.

Both are Arrow, so that a file, a database, a worker and Spark hold the same thing.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

FIELDS: Final = ("id", "name", "bio", "avatar", "account_type", "credentials", "event", "previous")
"""Columns of an account, named as in JSON; only ``name`` must be there."""

NEED: Final = pa.struct([("kind", pa.string()), ("name", pa.string())])
FINDING: Final = pa.struct(
    [
        ("rule", pa.string()),
        ("name", pa.string()),
        ("action", pa.string()),
        ("field", pa.string()),
        ("span", pa.list_(pa.int32(), 2)),
        ("text", pa.string()),
        ("target", pa.string()),
        ("target_id", pa.string()),
        ("category", pa.string()),
        ("technique", pa.list_(pa.string())),
        ("steps", pa.list_(pa.string())),
        ("score", pa.float64()),
        ("clause", pa.string()),
        ("needs", pa.list_(NEED)),
        ("params", pa.map_(pa.string(), pa.string())),
        ("message", pa.string()),
    ]
)
SKIPPED: Final = pa.struct([("stage", pa.string()), ("reason", pa.string())])
_CODES: Final = pa.dictionary(pa.int32(), pa.string())

VERDICTS: Final = pa.schema(
    [
        ("source", _CODES),  # the file, or the database, as it was named
        ("line", pa.int64()),  # line of a text file, else row, both from 1
        ("id", pa.string()),
        ("name", pa.string()),
        ("bio", pa.string()),  # only where a finding lies in it
        ("other_fields", pa.string()),  # digest of what was judged besides the name; null where there was nothing
        ("action", _CODES),  # null where the row could not be judged
        ("complete", pa.bool_()),
        ("findings", pa.list_(FINDING)),
        ("skipped", pa.list_(SKIPPED)),
        ("labels", pa.list_(pa.string())),
        ("as_of", _CODES),
        ("policy", _CODES),
        ("registry", _CODES),
        ("version", _CODES),
        ("notice", pa.string()),  # what the account's holder is told
        ("deadline", pa.date32()),  # the last day on which to mend it
        ("error_code", _CODES),
        ("error", pa.string()),
    ]
)
"""One row an account, in the order of the input."""
