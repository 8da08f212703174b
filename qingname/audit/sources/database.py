"""A database by URL, through SQLAlchemy: rows are streamed once into files of the audit's own, which then are cut.

A table has no order that a second query would give again; so that an audit can be resumed, what was read is kept.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FETCHED = 10_000  # rows a round trip
_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
    "sqlite": "sqlite+pysqlite",
}


class Query(NamedTuple):
    """What to ask which database; ``shown`` names it without its password."""

    url: str
    table: str
    sql: str
    shown: str


def is_database(given: str) -> bool:
    """Whether an input is the URL of a database."""
    scheme = given.partition("://")[0].partition("+")[0].lower()
    return "://" in given and scheme in _DRIVERS


def query_of(given: str, sql: str) -> Query:
    """Read ``sqlite:///file.db?table=accounts``; the table or ``sql`` must be given, not both."""
    sa = _sqlalchemy()
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError as error:
        raise InputError(f"not the URL of a database: {given.partition('@')[2] or given}") from error
    options = dict(url.query)
    table = str(options.pop("table", ""))
    url = url.set(query=options)
    shown = url.render_as_string(hide_password=True) + (f"?table={table}" if table else "")
    if bool(table) == bool(sql):
        raise InputError(f"{shown}: which rows? Add ?table=NAME to the URL, or give --query SQL (not both)")
    if "+" not in url.drivername:
        url = url.set(drivername=_DRIVERS[url.drivername.lower()])
    return Query(url.render_as_string(hide_password=False), table, sql, shown)


def _sqlalchemy() -> Any:  # noqa: ANN401 - only databases need it, so it is imported late
    try:
        import sqlalchemy  # noqa: PLC0415 - the same
    except ImportError as error:
        raise InputError("databases need SQLAlchemy; install qingname[database]") from error
    return sqlalchemy


@contextlib.contextmanager
def connected(query: Query) -> Iterator[Any]:
    """Connect to the query's database. Raise :class:`InputError` for whatever it says no to."""
    sa = _sqlalchemy()
    try:
        engine = sa.create_engine(query.url)
        with engine.connect() as connection:
            yield connection
        engine.dispose()
    except ModuleNotFoundError as error:
        raise InputError(f"{query.shown}: the driver {error.name} is missing; install qingname[database]") from error
    except sa.exc.SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise InputError(f"{query.shown}: {str(cause).splitlines()[0]}") from error


def spool(query: Query, path: Path) -> None:
    """Write all rows of the answer to a Parquet file, in their order. Raise :class:`InputError` that says why not."""
    with connected(query) as connection:
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_FETCHED)
        statement = _statement(query, streaming)
        if connection.dialect.name == "sqlite":  # broken UTF-8 is an error of its row, not of the query
            connection.connection.dbapi_connection.text_factory = bytes
        answer = streaming.execute(statement)
        _write(list(answer.keys()), answer.partitions(_FETCHED), path)


def _statement(query: Query, connection: Any) -> Any:  # noqa: ANN401 - SQLAlchemy is imported late
    sa = _sqlalchemy()
    if query.sql:
        return sa.text(query.sql)
    schema, _, name = query.table.rpartition(".")
    tables = sa.inspect(connection)
    names = [*tables.get_table_names(schema or None), *tables.get_view_names(schema or None)]
    if name not in names:
        there = ", ".join(sorted(names)) or "none"
        raise InputError(f"{query.shown}: there is no table {query.table!r}; the tables are {there}")
    return sa.select(sa.text("*")).select_from(sa.table(name, schema=schema or None))


def _write(columns: list[str], partitions: Iterator[Any], path: Path) -> None:
    writer: pq.ParquetWriter | None = None
    schema = pa.schema([(column, pa.binary()) for column in columns])
    try:
        writer = pq.ParquetWriter(path, schema)
        for rows in partitions:
            arrays = [pa.array([_cell(row[place]) for row in rows], pa.binary()) for place in range(len(columns))]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
    finally:
        if writer is not None:
            writer.close()


def _cell(value: object) -> bytes | None:
    """Text as UTF-8; bytes stay, so that what is no text becomes an error of its row; JSON columns as JSON."""
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, (dict, list)):
        import msgspec  # noqa: PLC0415 - few columns hold JSON

        return msgspec.json.encode(value)
    return str(value).encode("utf-8", "surrogatepass")
