"""Verdicts of a run → the partition of that run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import Observation
from pyspark.sql import functions as sql

from qingname.audit.spark.probe import told
from qingname.audit.work import Counts
from qingname.errors import InputError, SparkError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PARTITION = "run_id"


def write(verdicts: DataFrame, out: str, run_id: str) -> Counts:
    """Write Parquet to the folder ``run_id=RUN_ID`` of ``out``, and give the counts of what was written.

    The folder holds these rows and no others afterwards, however often the run is repeated; other runs are not touched.
    A run that fails leaves what was there (dynamic partition overwrite: files are moved when all are written).
    Raise :class:`SparkError` where it fails, :class:`InputError` where ``run_id`` cannot be the name of a folder.
    """
    if not _RUN_ID.fullmatch(run_id):
        raise InputError(f"run id {run_id!r}: write letters, digits, and . _ - behind the first, 100 at most")
    if _PARTITION in verdicts.columns:
        raise InputError(f"the verdicts have a column {_PARTITION!r} already; drop it: the run is named by run_id=")
    observed = Observation()
    rows = verdicts.observe(observed, *_counting()).withColumn(_PARTITION, sql.lit(run_id))
    writer = rows.write.mode("overwrite").option("partitionOverwriteMode", "dynamic").option("compression", "zstd")
    try:
        writer.partitionBy(_PARTITION).parquet(out)
        counts = Counts(**{name: int(number or 0) for name, number in observed.get.items()})
        if not counts.judged:  # no row, so no partition that would have replaced the old one
            _remove(verdicts, f"{out.rstrip('/')}/{_PARTITION}={run_id}")
    except (Py4JError, PySparkException) as error:
        raise SparkError(told(error)) from error
    return counts


def _counting() -> list[Column]:
    action, complete = sql.col("action"), sql.col("complete")
    counted = {
        "passed": action == "pass",
        "review": action == "review",
        "reject": action == "reject",
        "incomplete": action.isNotNull() & ~complete,
        "unreadable": action.isNull(),
    }
    by_action = [sql.count(sql.when(which, 1)).alias(name) for name, which in counted.items()]
    return [sql.count("*").alias("judged"), *by_action]


def _remove(rows: DataFrame, folder: str) -> None:
    context = rows.sparkSession.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(folder)  # type: ignore[union-attr] # noqa: SLF001 - no other way to
    # a file system that only Spark knows
    path.getFileSystem(context._jsc.hadoopConfiguration()).delete(path, True)  # noqa: FBT003, SLF001
