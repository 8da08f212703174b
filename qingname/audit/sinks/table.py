"""Verdicts as a table of a database: all rows in one transaction, so that the table is there whole or not at all."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from qingname.audit.columns import VERDICTS
from qingname.audit.sinks.flat import flat
from qingname.audit.sources.database import connected, query_of

_INTEGERS = frozenset({"line", "span_start", "span_end"})


class TableSink:
    """A table named by ``postgresql://user@host/db?table=verdicts``; is its own output."""

    def __init__(self, url: str) -> None:
        """Read the URL; nothing is asked yet."""
        self._query = query_of(url, "")
        self._transaction: Any = None
        self._connection: Any = None
        self._table: Any = None

    @property
    def exists(self) -> bool:
        """Whether the table is there already."""
        with connected(self._query) as connection:
            return bool(self._sa().inspect(connection).has_table(self._query.table))

    def open(self) -> TableSink:
        """Begin the transaction; an older table of the name is replaced with it."""
        self._open = connected(self._query)
        self._connection = self._open.__enter__()
        self._connection.rollback()
        self._transaction = self._connection.begin()
        return self

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        plain = flat(verdicts)
        if self._table is None:
            self._create(plain.schema.names)
        rows = plain.to_pylist()
        if rows:
            self._connection.execute(self._table.insert(), rows)

    def close(self) -> None:
        """Create the table where there was no row."""
        if self._table is None:
            self.write(pa.RecordBatch.from_pylist([], schema=VERDICTS))

    def finish(self) -> None:
        """Commit."""
        self._transaction.commit()
        self._open.__exit__(None, None, None)

    def discard(self) -> None:
        """Roll back."""
        if self._transaction is not None:
            self._transaction.rollback()
            self._open.__exit__(None, None, None)

    def _create(self, names: list[str]) -> None:
        sa = self._sa()
        kinds = {"complete": sa.Boolean, "deadline": sa.Date}
        columns = [
            sa.Column(name, kinds.get(name, sa.BigInteger if name in _INTEGERS else sa.Text)()) for name in names
        ]
        self._table = sa.Table(self._query.table, sa.MetaData(), *columns)
        self._table.drop(self._connection, checkfirst=True)
        self._table.create(self._connection)

    @staticmethod
    def _sa() -> Any:  # noqa: ANN401 - imported late
        import sqlalchemy  # noqa: PLC0415 - only tables need it

        return sqlalchemy
