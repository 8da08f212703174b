"""Which rows are judged: a condition in SQL, a random share, a first few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from qingname.errors import InputError

if TYPE_CHECKING:
    from qingname.audit.rows import Rows

_PLACE = "__place"
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # SplitMix64 (Steele, Lea, Flood 2014)


class Where:
    """A condition over the source's own columns, as in ``followers > 1000 AND nick_name LIKE '%客服%'``."""

    def __init__(self, condition: str) -> None:
        """Take any SQL expression that DuckDB reads; it sees the rows and nothing else of this machine."""
        import duckdb  # noqa: PLC0415 - most audits judge every row

        self._condition = condition
        self._errors = duckdb.Error
        self._connection = duckdb.connect(
            config={"enable_external_access": "false", "lock_configuration": "true", "threads": "1"}
        )

    def __call__(self, rows: Rows) -> Rows:
        """Rows that fulfil it, in order, and those that cannot be read: they are errors either way."""
        table = pa.table([*rows.batch.columns, np.arange(len(rows.lines))], names=[*rows.batch.schema.names, _PLACE])
        self._connection.register("rows", table)
        try:
            answer = self._connection.execute(f"SELECT {_PLACE} FROM rows WHERE ({self._condition})")  # noqa: S608 - the
            # user's own condition, on a database that holds nothing but these rows
            kept = answer.fetchnumpy()[_PLACE]
        except self._errors as error:
            raise InputError(f"--where {self._condition}: {str(error).splitlines()[0]}") from error
        finally:
            self._connection.unregister("rows")
        return rows.take(np.union1d(kept, np.fromiter(rows.errors, np.int64, len(rows.errors))).astype(np.int64))


def sampled(rows: Rows, share: float, seed: int, source: int) -> Rows:
    """A random share of the rows, the same for the same ``seed``, however the source is cut."""
    mixed = rows.lines.astype(np.uint64) + np.uint64((seed << 32) + source) * np.uint64(_MIX[0] & 0xFFFFFFFF)
    with np.errstate(over="ignore"):
        mixed = mixed * np.uint64(_MIX[0])
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_MIX[1])
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_MIX[2])
    drawn = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)
    return rows.take(np.flatnonzero(drawn < np.uint64(share * (1 << 53))))
