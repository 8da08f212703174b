"""Verdicts as a table of a database, there whole or not at all."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from qingname.audit.columns import VERDICTS
from qingname.audit.sinks.flat import flat
from qingname.audit.sources.database import connected, query_of, told
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.audit.sources import Origin

_INTEGERS = frozenset({"line", "span_start", "span_end"})




class TableSink:
    """A table named by ``postgresql://user@host/db?table=verdicts``; is its own output.

    Rows go to a table beside it, which takes its name at the end.
    """

    def __init__(self, url: str) -> None:
        """Read the URL; nothing is asked yet."""
        self._query = query_of(url, "")
        self.shown = self._query.shown
        self._schema, _, self._name = self._query.table.rpartition(".")
        self._open = contextlib.ExitStack()
        self._connection: Any = None
        self._table: Any = None

    @property
    def exists(self) -> bool:
        """Whether the table is there already."""
        with connected(self._query) as connection:
            return bool(_sqlalchemy().inspect(connection).has_table(self._name, self._schema or None))

    def refuse(self, origins: Iterable[Origin]) -> None:
        """Raise :class:`InputError` where the output is one of the inputs."""
        if any(origin.query and origin.query.shown == self.shown for origin in origins):
            raise InputError(f"{self.shown}: is input and output; name another table")

    def open(self) -> TableSink:
        """Begin."""
        self._connection = self._open.enter_context(connected(self._query))
        return self

    def write(self, verdicts: pa.RecordBatch) -> None:
        """Take the next rows."""
        plain = flat(verdicts)
        if self._table is None:
            with told(self._query):
                self._create(plain.schema.names)
        columns = [
            # no database keeps U+0000, and PostgreSQL refuses it
            pc.replace_substring(column, "\0", "\ufffd") if pa.types.is_string(column.type) else column
            for column in plain.columns
        ]
        rows = pa.RecordBatch.from_arrays(columns, names=plain.schema.names).to_pylist()
        if rows:
            with told(self._query):
                self._connection.execute(self._table.insert(), rows)

    def close(self) -> None:
        """Create the table where there was no row."""
        if self._table is None:
            self.write(pa.RecordBatch.from_pylist([], schema=VERDICTS))

    def finish(self) -> None:
        """Put the table in its place, instead of an older one: in one step for whoever looks."""
        with told(self._query):
            self._rename()
            self._connection.commit()
        self._open.close()

    def _rename(self) -> None:
        quote = self._connection.dialect.identifier_preparer.quote
        before = f"{quote(self._schema)}." if self._schema else ""
        new, old = self._table.name, f"{self._table.name}_old"
        there = _sqlalchemy().inspect(self._connection).has_table(self._name, self._schema or None)
        full = {name: before + quote(name) for name in (new, old, self._name)}
        if self._connection.dialect.name in {"mysql", "mariadb"}:  # DDL commits by itself, but renames are one step
            self._do(f"DROP TABLE IF EXISTS {full[old]}")  # of an audit that was killed right here
            away = f"{full[self._name]} TO {full[old]}, " if there else ""
            self._do(f"RENAME TABLE {away}{full[new]} TO {full[self._name]}")
            if there:
                self._do(f"DROP TABLE {full[old]}")
        else:
            if there:
                self._do(f"DROP TABLE {full[self._name]}")
            self._do(f"ALTER TABLE {full[new]} RENAME TO {quote(self._name)}")

    def discard(self) -> None:
        """Leave nothing behind; if the connection is lost, the server does."""
        with contextlib.suppress(InputError), self._open:
            if self._connection is not None:
                self._connection.rollback()
                if self._table is not None:
                    self._table.drop(self._connection, checkfirst=True)
                    self._connection.commit()

    def _create(self, names: list[str]) -> None:
        sa = _sqlalchemy()
        long_text = sa.Text().with_variant(sa.dialects.mysql.LONGTEXT(), "mysql", "mariadb")  # TEXT ends at 64 KB there
        kinds = {"complete": sa.Boolean(), "deadline": sa.Date(), **dict.fromkeys(_INTEGERS, sa.BigInteger())}
        columns = [sa.Column(name, kinds.get(name, long_text)) for name in names]
        self._table = sa.Table(
            f"{self._name}__unfinished",
            sa.MetaData(),
            *columns,
            schema=self._schema or None,
            mysql_charset="utf8mb4",
            mariadb_charset="utf8mb4",
        )
        self._table.drop(self._connection, checkfirst=True)
        self._table.create(self._connection)

    def _do(self, statement: str) -> None:
        self._connection.execution_options(no_parameters=True).exec_driver_sql(statement)


def _sqlalchemy() -> Any:  # noqa: ANN401 - imported late
    import sqlalchemy  # noqa: PLC0415 - only tables need it
    import sqlalchemy.dialects.mysql  # noqa: PLC0415 - the same

    return sqlalchemy
