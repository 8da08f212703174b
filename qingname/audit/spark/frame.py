"""A DataFrame of accounts → a DataFrame of verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import functions as sql
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from qingname.audit.accounts import accounts_of, mapped
from qingname.audit.columns import VERDICTS
from qingname.audit.rows import Rows
from qingname.audit.spark.parcel import judge_of, packed
from qingname.audit.spark.probe import check_cluster
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyspark.sql import Column, DataFrame

    from qingname.audit.recipe import Recipe

_SOURCE = "source"


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type as Spark has it, which knows no dictionaries and no lists of one length."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_fixed_size_list(kind) or pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _plain(field.type)) for field in kind])
    return kind


PLAIN_VERDICTS = pa.schema([(field.name, _plain(field.type)) for field in VERDICTS])
"""``audit.columns.VERDICTS`` in the types that Spark has: text for dictionaries, a list for the span."""


def audit(
    accounts: DataFrame,
    recipe: Recipe,
    *,
    mapping: Mapping[str, str] | None = None,
    source: str | Column = "",
    tasks: int | None = None,
    once: bool = True,
) -> DataFrame:
    """Give the verdicts of all rows: the columns of ``audit.columns.VERDICTS``, one row an account.

    ``mapping`` says which column holds which field, as ``--map`` does. ``source`` is what the verdicts' column of that
    name says: a text, or a column such as ``input_file_name()``. ``line`` is always null: rows of a Spark table have no
    number; find them by ``id``. The order of rows is Spark's. ``tasks`` spreads the rows over so many tasks, by a
    shuffle, before they are judged: a table of few large files is otherwise judged by few cores. ``once``: a worker
    judges equal accounts once, as far as it remembers them.

    The executors are asked once before anything is judged: :class:`SparkError` where they cannot judge as this process
    would; :class:`InputError` where a column is missing or of a type that cannot hold the field. Whatever is wrong with
    one row makes it a row with an ``error_code``.
    """
    session = accounts.sparkSession
    fields = mapped(accounts.columns, mapping or {}, "the table")
    chosen = _chosen(accounts, fields, source)
    context = _context(session)
    parcel = packed(recipe, context, once=once)
    check_cluster(context, parcel)
    if tasks is not None:
        chosen = chosen.repartition(tasks)
    return chosen.mapInArrow(_judging(parcel), from_arrow_schema(PLAIN_VERDICTS))


def _context(session: Any) -> Any:  # noqa: ANN401 - pyspark's own types differ between 3.5 and 4
    try:
        return session.sparkContext
    except PySparkException as error:  # Spark Connect
        raise InputError(
            "this session is Spark Connect, which cannot send registries to executors; use a session with a master, "
            "as spark-submit makes one"
        ) from error


def _chosen(accounts: DataFrame, fields: Mapping[str, str], source: str | Column) -> DataFrame:
    """The columns that are judged, under the names of the fields. A type that no account can be made of is refused."""
    told = sql.lit(source) if isinstance(source, str) else source
    quoted = {field: f"`{column.replace('`', '``')}`" for field, column in fields.items()}
    try:
        chosen = accounts.select(
            told.alias(_SOURCE), *(accounts[column].alias(field) for field, column in quoted.items())
        )
        schema = to_arrow_schema(chosen.schema)
        empty = pa.RecordBatch.from_pylist([], schema=schema)
        accounts_of(Rows(empty, np.zeros(0, np.int64), {}), {field: field for field in fields})
    except AnalysisException as error:
        raise InputError(f"the table: {str(error).splitlines()[0]}") from error
    except (PySparkException, pa.ArrowException, AssertionError) as error:  # PySpark 3.5 asserts of intervals
        columns = ", ".join(fields.values())
        raise InputError(f"a column among {columns} is of a type that holds no text; cast it to string") from error
    return chosen


def _judging(parcel: bytes) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def judging(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return judged(parcel, batches)

    return judging


def judged(parcel: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge batches whose columns are named as fields, and ``source``; what a Python worker of an executor does."""
    judge = judge_of(parcel)
    for batch in batches:
        fields = {name: name for name in batch.schema.names if name != _SOURCE}
        rows = Rows(batch, np.zeros(batch.num_rows, np.int64), {})
        verdicts = judge(accounts_of(rows, fields), "").cast(PLAIN_VERDICTS)
        columns = {name: verdicts.column(name) for name in verdicts.schema.names}
        columns[_SOURCE] = batch.column(_SOURCE).cast(pa.string())
        columns["line"] = pa.nulls(batch.num_rows, pa.int64())
        yield pa.RecordBatch.from_arrays(list(columns.values()), schema=PLAIN_VERDICTS)
