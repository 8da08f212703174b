"""The Spark session of an audit, and the tables that it reads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.types import StringType, StructField, StructType

from qingname.audit.columns import FIELDS
from qingname.audit.spark.probe import told
from qingname.errors import InputError, SparkError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import Column, DataFrame

_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set where spark-submit, or a notebook of it, has started Java already
_FORMATS = {".parquet": "parquet", ".pq": "parquet", ".orc": "orc", ".csv": "csv", ".json": "json", ".jsonl": "json"}
_COMPRESSED = re.compile(r"\.(gz|bz2|zst|lz4|snappy)$")
BATCH = 10_000
"""Rows of a batch that Spark hands to Python at once; see docs/scale.md for what others cost."""


def session_for(name: str, *, hive: bool = False, batch_rows: int = BATCH) -> SparkSession:
    """The session of ``spark-submit``, or of this process: local, with its own Python, where no master is set.

    ``hive``: tables of a Hive metastore can be named. Raise :class:`SparkError` where Java is missing or too old.
    """
    if _SUBMITTED not in os.environ:
        _check_java()
        if not {"MASTER", "PYSPARK_SUBMIT_ARGS"} & os.environ.keys():
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName(name)
    if hive:
        builder = builder.enableHiveSupport()
    try:
        session = builder.getOrCreate()
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(batch_rows))
    except (Py4JError, PySparkException, RuntimeError) as error:
        raise SparkError(told(error)) from error
    return session


def _check_java() -> None:
    oldest = 17 if int(pyspark.__version__.split(".")[0]) >= 4 else 8  # noqa: PLR2004 - Spark 4 dropped 8 and 11
    install = "install a JRE 17 (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME to one"
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).exists():
        where = f"JAVA_HOME is {home}, where there is no bin/java" if home else "there is no java on the PATH"
        raise SparkError(f"Spark needs Java: {where}; {install}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found and int(found[1]) < oldest:
        raise SparkError(f"PySpark {pyspark.__version__} needs Java {oldest} or later, {java} is {found[1]}; {install}")


def is_table(given: str) -> bool:
    """Whether this names a table of the metastore, as in ``users`` or ``db.users``: a path has a slash or a suffix."""
    return "/" not in given and not _form(given) and not Path(given).exists()


def read(
    session: SparkSession, given: str, *, form: str = "", mapping: Mapping[str, str] | None = None, where: str = ""
) -> tuple[DataFrame, Column]:
    """Read a path or a table of the metastore; give it with what its rows' ``source`` is.

    That is the file of each row for a path, the name for a table. ``form`` is parquet, orc, csv or json where the
    path's suffix does not tell. Cells of CSV are text as they stand, null where they are empty, and so is what
    stands in the fields of an account in JSON. ``where`` is a condition in Spark's SQL. Raise :class:`InputError` where
    the table cannot be read.
    """
    try:
        if not form and is_table(given):
            table, source = session.table(given), sql.lit(given)
        else:
            table, source = _files(session, given, form or _form(given), mapping or {}), sql.input_file_name()
        return (table.where(where) if where else table), source
    except (Py4JError, PySparkException) as error:
        raise InputError(f"{given}: {str(error).splitlines()[0]}") from error


def _files(session: SparkSession, given: str, form: str, mapping: Mapping[str, str]) -> DataFrame:
    if not form:
        raise InputError(f"{given}: what format is it? Say --format parquet, orc, csv or json")
    reader = session.read
    if form == "csv":
        # a bio may hold line breaks, so a file of CSV cannot be cut
        return reader.options(header=True, multiLine=True, escape='"').csv(given)
    if form == "json":
        found = reader.json(given).schema
        written = {mapping.get(field, field) for field in FIELDS}  # as text: Spark would make one struct of all rows
        kinds = [StructField(each.name, StringType()) if each.name in written else each for each in found]
        reader = reader.schema(StructType(kinds))
    return reader.format(form).load(given)


def _form(given: str) -> str:
    return _FORMATS.get(Path(_COMPRESSED.sub("", given.rstrip("/"))).suffix.lower(), "")
