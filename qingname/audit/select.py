"""Which rows are judged: a condition in SQL, a random share, a first few."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from qingname.audit.texts import decoded, is_text
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.audit.rows import Rows

_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # SplitMix64 (Steele, Lea, Flood 2014)
_WORD = 1 << 64
_AS_NUMBERS = 6  # columns of text that are tried as numbers, in all combinations


class Where:
    """A condition over the source's own columns, as in ``followers > 1000 AND nick_name LIKE '%客服%'``.

    A column of text that is compared with a number is read as one; a cell that is no number fulfils nothing.
    """

    def __init__(self, condition: str) -> None:
        """Take any SQL expression that DuckDB reads; it sees the rows and nothing else of this machine."""
        import duckdb  # noqa: PLC0415 - most audits judge every row

        self._condition = condition
        self._errors, self._conversion = duckdb.Error, duckdb.ConversionException
        self._connection = duckdb.connect(config={"enable_external_access": "false", "threads": "1"})
        self._connection.execute("SET python_enable_replacements = false")
        self._connection.execute("SET lock_configuration = true")
        self._asked: tuple[pa.Schema, str] | None = None

    def __call__(self, rows: Rows) -> Rows:
        """Rows that fulfil it, in order, and those that cannot be read: they are errors either way."""
        columns = [decoded(column)[0] if is_text(column.type) else column for column in rows.batch.columns]
        place = "place"
        while place in map(str.casefold, rows.batch.schema.names):
            place += "_"
        table = pa.table([*columns, np.arange(len(rows.lines))], names=[*rows.batch.schema.names, place])
        self._connection.register("rows", table)
        try:
            if self._asked is None or self._asked[0] != table.schema:
                self._asked = (table.schema, self._question(table.schema, place))
            kept = self._connection.execute(self._asked[1]).fetchnumpy()[place]
        except self._errors as error:
            raise self._wrong(error) from error
        finally:
            self._connection.unregister("rows")
        return rows.take(np.union1d(kept, np.fromiter(rows.errors, np.int64, len(rows.errors))).astype(np.int64))

    def _question(self, schema: pa.Schema, place: str) -> str:
        """The condition as a query that no cell breaks, if there is one: as few columns as possible read as numbers."""
        condition = self._condition.casefold()
        texts = [field.name for field in schema if is_text(field.type) and field.name.casefold() in condition]
        word = pa.Table.from_pylist([dict.fromkeys(texts, "a word")], schema=schema)
        self._connection.register("word", word)
        first: Exception | None = None
        fragile = ""
        for numbers in _few_first(texts[:_AS_NUMBERS]):
            real = _with(numbers, "rows", "TRY_CAST({} AS DECIMAL(38, 6))")
            trial = _with(numbers, "word", "CAST(1 AS DECIMAL(38, 6))")
            # the user's own condition, on a database that holds nothing but these rows
            question = f"SELECT {place} FROM {real} WHERE (\n{self._condition}\n)"  # noqa: S608 - see above
            try:
                self._connection.execute(f"EXPLAIN {question}")
            except self._errors as error:
                first = first or error
                continue
            try:
                self._connection.execute(f"SELECT (\n{self._condition}\n) FROM {trial}")  # noqa: S608 - see above
            except self._errors:
                fragile = fragile or question
            else:
                return question
        if fragile:
            return fragile
        raise first or AssertionError(texts)

    def _wrong(self, error: Exception) -> InputError:
        said = str(error).splitlines()[0]
        hint = "; write TRY_CAST instead of CAST" if isinstance(error, self._conversion) else ""
        return InputError(f"--where {self._condition}: {said}{hint}")


def _few_first(names: list[str]) -> Iterator[tuple[str, ...]]:
    for count in range(len(names) + 1):
        yield from itertools.combinations(names, count)


def _with(numbers: tuple[str, ...], table: str, number: str) -> str:
    if not numbers:
        return table
    columns = ", ".join(f"{number.format(_quoted(name))} AS {_quoted(name)}" for name in numbers)
    return f"(SELECT * REPLACE ({columns}) FROM {table})"  # noqa: S608 - names are quoted


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def sampled(rows: Rows, share: float, seed: int, source: int) -> Rows:
    """A random share of the rows, by their lines: the same for the same ``seed``, however the source is cut."""
    mixed = rows.lines.astype(np.uint64) + np.uint64((seed * _MIX[1] + source * _MIX[2]) % _WORD)
    with np.errstate(over="ignore"):
        mixed = mixed * np.uint64(_MIX[0])
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_MIX[1])
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_MIX[2])
    drawn = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)
    return rows.take(np.flatnonzero(drawn < np.uint64(share * (1 << 53))))
