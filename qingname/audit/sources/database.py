"""A database by URL, through SQLAlchemy: rows are streamed once into a file of the audit's own, which then is cut.

A table has no order that a second query would give again; so that an audit can be resumed, what was read is kept.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FETCHED = 10_000  # rows a round trip
_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
    "sqlite": "sqlite+pysqlite",
}


class Query(msgspec.Struct, frozen=True):
    """What to ask which database. ``shown`` names it without password and options; ``url`` holds both."""

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
    except (sa.exc.ArgumentError, ValueError) as error:
        scheme = given.partition("://")[0]
        said = f"{scheme}://…: not the URL of a database; write {scheme}://user:password@host:port/database?table=NAME"
        raise InputError(said) from error
    options = dict(url.query)
    table = str(options.pop("table", ""))
    shown = url.set(query={}).render_as_string(hide_password=True) + (f"?table={table}" if table else "")
    if bool(table) == bool(sql):
        raise InputError(f"{shown}: which rows? Add ?table=NAME to the URL, or give --query SQL (not both)")
    url = url.set(query=options)
    if "+" not in url.drivername:
        url = url.set(drivername=_DRIVERS[url.drivername.lower()])
    return Query(url.render_as_string(hide_password=False), table, sql.strip().rstrip(";"), shown)


def _sqlalchemy() -> Any:  # noqa: ANN401 - only databases need it, so it is imported late
    try:
        import sqlalchemy  # noqa: PLC0415 - the same
    except ImportError as error:
        raise InputError("databases need SQLAlchemy; install qingname[database]") from error
    return sqlalchemy


@contextlib.contextmanager
def connected(query: Query) -> Iterator[Any]:
    """Connect to the query's database. Raise :class:`InputError` for whatever it says no to, then or inside."""
    sa = _sqlalchemy()
    with told(query), contextlib.ExitStack() as stack:
        try:
            engine = sa.create_engine(query.url)
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())
        except TypeError as error:
            raise InputError(f"{query.shown}: the URL has an option that the driver does not know ({error})") from error
        yield connection


@contextlib.contextmanager
def told(query: Query) -> Iterator[None]:
    """Raise :class:`InputError` instead of what SQLAlchemy raises inside, without the password."""
    sa = _sqlalchemy()
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(f"{query.shown}: the driver {error.name} is missing; install qingname[database]") from error
    except sa.exc.SQLAlchemyError as error:
        raise InputError(f"{query.shown}: {_sentence(error, sa.make_url(query.url).password)}") from error


def _sentence(error: Exception, password: str | None) -> str:
    """What the database said, on one line, without the password (no driver that we know says it)."""
    cause = getattr(error, "orig", None) or error
    said = (str(cause) or type(cause).__name__).splitlines()[0]
    return said.replace(password, "***") if password else said


def spool(query: Query, path: Path) -> None:
    """Write all rows of the answer to a Parquet file, in their order. Raise :class:`InputError` that says why not."""
    file = _sqlalchemy().make_url(query.url)
    if file.drivername.startswith("sqlite") and file.database and not Path(file.database).exists():
        raise InputError(f"{query.shown}: there is no such file")  # SQLite would make one
    with connected(query) as connection:
        # no_parameters: a % or : of the query is no placeholder
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_FETCHED, no_parameters=True)
        statement = query.sql or _whole_table(query, streaming)
        if connection.dialect.name == "sqlite":  # broken UTF-8 is an error of its row, not of the query
            connection.connection.dbapi_connection.text_factory = bytes
        answer = streaming.exec_driver_sql(statement)
        if not answer.returns_rows:
            raise InputError(f"{query.shown}: --query gives no rows; write a SELECT")
        _write(list(answer.keys()), answer.partitions(_FETCHED), path)


def _whole_table(query: Query, connection: Any) -> str:  # noqa: ANN401 - SQLAlchemy is imported late
    sa = _sqlalchemy()
    tables = sa.inspect(connection)
    schema, name = "", query.table
    if not tables.has_table(name):
        schema, _, name = query.table.rpartition(".")
        if not (schema and tables.has_table(name, schema)):
            names = [*tables.get_table_names(schema or None), *tables.get_view_names(schema or None)]
            there = ", ".join(sorted(names)) or "none"
            raise InputError(f"{query.shown}: there is no table {query.table!r}; the tables are {there}")
    quoted = connection.dialect.identifier_preparer
    dotted = f"{quoted.quote(schema)}.{quoted.quote(name)}" if schema else quoted.quote(name)
    return f"SELECT * FROM {dotted}"  # noqa: S608 - quoted by SQLAlchemy


def _write(columns: list[str], partitions: Iterator[Any], path: Path) -> None:
    schema = pa.schema([(column, pa.string()) for column in columns])
    with pq.ParquetWriter(path, schema) as writer:
        for rows in partitions:
            arrays = [
                # not checked here: bytes that are no UTF-8 become an error of their row when they are judged
                pa.array(map(_cell, cells), pa.binary()).view(pa.string())
                for cells in zip(*rows, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def _cell(value: object) -> bytes | None:
    """Text as UTF-8, bytes as they are, JSON columns as JSON, all else as Python writes it."""
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, (bool, dict, list)):
        return msgspec.json.encode(value, enc_hook=str)
    return str(value).encode()
