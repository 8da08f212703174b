"""What an audit on Spark does about executors that differ from the driver, and about its own command."""

from __future__ import annotations

import os
import resource
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark import SparkFiles
from pyspark.sql.pandas.types import from_arrow_schema

import qingname
from qingname import Checker
from qingname.audit.recipe import recipe_of
from qingname.audit.spark import audit, read, write
from qingname.audit.spark.frame import PLAIN_VERDICTS, _judging, judged
from qingname.audit.spark.parcel import Parcel, packed
from qingname.errors import SparkError
from qingname.registry import shipped
from qingname.registry.build import layer
from qingname.version import VERSION
from tests.conftest import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import SparkSession

    from qingname.audit.recipe import Recipe

    Python = Callable[..., None]

_ROOT = Path(qingname.__file__).parent.parent


@pytest.fixture
def executors_with(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Python:
    """Give the executors a Python of their own, which begins with ``sitecustomize``."""

    def give(sitecustomize: str) -> None:
        (tmp_path / "theirs").mkdir()
        (tmp_path / "theirs" / "sitecustomize.py").write_text(sitecustomize, encoding="utf-8")
        python = tmp_path / "python"
        theirs, ours = shlex.quote(str(tmp_path / "theirs")), shlex.quote(sys.executable)
        python.write_text(f'#!/bin/sh\nPYTHONPATH={theirs}:$PYTHONPATH exec {ours} "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        monkeypatch.setattr(spark.sparkContext, "pythonExec", str(python))

    return give


def _refused(spark: SparkSession, recipe: Recipe) -> str:
    with pytest.raises(SparkError) as refused:
        audit(spark.sql("SELECT '小明' AS name"), recipe)
    return str(refused.value)


def test_another_python_on_the_executors_is_refused(
    spark: SparkSession, recipe: Recipe, executors_with: Python
) -> None:
    executors_with(
        "import sys, collections\n"
        "Version = collections.namedtuple('Version', 'major minor micro releaselevel serial')\n"
        "sys.version_info = Version(3, 99, 0, 'final', 0)\n"
    )
    sentence = _refused(spark, recipe)
    assert f"the executors have Python 3.99, the driver 3.{sys.version_info[1]}; send one environment" in sentence
    assert "PYSPARK_PYTHON" in sentence


def test_another_qingname_on_the_executors_is_refused(
    spark: SparkSession, recipe: Recipe, executors_with: Python
) -> None:
    executors_with("import qingname.version\nqingname.version.VERSION = '0.0.1'\n")
    assert f" has qingname 0.0.1, the driver qingname {VERSION}; send one environment" in _refused(spark, recipe)


def test_another_pyarrow_on_the_executors_is_refused(
    spark: SparkSession, recipe: Recipe, executors_with: Python
) -> None:
    executors_with("import pyarrow\npyarrow.__version__ = '1.2.3'\n")
    assert f" has pyarrow 1.2.3, the driver pyarrow {pa.__version__}; send one environment" in _refused(spark, recipe)


def test_executors_without_qingname_are_refused(spark: SparkSession, recipe: Recipe, executors_with: Python) -> None:
    executors_with("import sys\nsys.modules['qingname'] = None\n")
    sentence = _refused(spark, recipe)
    assert "cannot import what the audit needs (No module named 'qingname" in sentence
    assert "; send one environment" in sentence


def test_executors_whose_python_does_not_start_are_refused(
    spark: SparkSession, recipe: Recipe, executors_with: Python
) -> None:
    executors_with("import sys\nsys.modules['pyspark'] = None\n")
    assert "Python does not start on the executors (" in _refused(spark, recipe)


def test_executors_without_that_python_are_refused(
    spark: SparkSession, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark.sparkContext, "pythonExec", "./env/bin/python")
    assert _refused(spark, recipe).startswith("the executors have no ./env/bin/python; set PYSPARK_PYTHON")


def test_a_driver_with_an_old_pyarrow_is_refused(
    spark: SparkSession, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pa, "__version__", "18.1.0")
    assert _refused(spark, recipe) == "the driver has pyarrow 18.1.0; the audit needs 20.0 or later"


def test_another_registry_on_the_executors_is_refused(spark: SparkSession, recipe: Recipe) -> None:
    sentence = _refused(spark, msgspec.structs.replace(recipe, registry="0" * 64))
    assert f"this worker's registry is {recipe.registry[:12]}, the audit's 000000000000" in sentence


def test_a_registry_that_changed_on_its_way_is_refused_before_and_within_a_job(
    spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / "own_brand.csv").write_text("name\n月亮的海\n", encoding="utf-8")
    layers = [layer(tmp_path, shipped())]
    recipe = recipe_of(Checker(extra=layers, as_of=DAY), layers, tmp_path, None, None)
    parcel = packed(recipe, spark.sparkContext)
    sent = msgspec.msgpack.decode(parcel, type=Parcel).layers[0]
    spark.sparkContext.parallelize([1], 1).count()  # brings the file
    brought = Path(SparkFiles.get(sent.name))
    brought.write_bytes(brought.read_bytes() + b"x")
    assert "the file was changed or cut short on its way: start a new Spark application" in _refused(spark, recipe)
    frame = spark.sql("SELECT '' AS source, '小明' AS name").mapInArrow(
        _judging(parcel), from_arrow_schema(PLAIN_VERDICTS)
    )
    with pytest.raises(SparkError, match=rf"{sent.name}: the digest is .* what the driver sent has {sent.digest[:12]}"):
        write(frame, str(tmp_path / "verdicts"), "1")


def test_a_worker_loads_the_registry_once_and_keeps_no_batch(spark: SparkSession, recipe: Recipe) -> None:
    parcel = packed(recipe, spark.sparkContext)

    def judging(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Judge 200 batches of other names, and tell the peak of the process in MB after each."""
        size = 500
        for _ in batches:
            peaks = []
            for number in range(200):
                names = [f"小明{number % 7}的猫{place}" for place in range(size - 1)] + ["人民曰報-官方"]
                batch = pa.RecordBatch.from_pydict({"source": [""] * size, "name": names})
                assert sum(each.num_rows for each in judged(parcel, iter([batch]))) == size
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            yield pa.RecordBatch.from_pydict({"peak": peaks})

    peaks = [row.peak for row in spark.range(1).coalesce(1).mapInArrow(judging, "peak double").collect()]
    assert peaks[-1] - peaks[20] < 30


def test_the_command_writes_what_the_local_audit_writes(tmp_path: Path) -> None:
    table = tmp_path / "accounts.csv"
    table.write_text(
        'uid,nick,bio,credentials\n1,人民曰報-官方,,\n2,小明,"爱猫\n""人民日报""官方账号",\n3,人民日报,,media_org:人民日报\n4,,,\n5,小,,oops\n',
        encoding="utf-8",
    )
    options = ["--map", "name=nick", "--map", "id=uid", "--as-of", DAY.isoformat()]
    command = [sys.executable, "-m", "qingname"]
    env = {**os.environ, "PYTHONPATH": str(_ROOT)}
    spark_said = subprocess.run(
        [*command, "audit-spark", str(table), "-o", "out", "--run-id", "r1", "--fail-on", "reject", *options],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    local_said = subprocess.run(
        [*command, "audit", str(table), "-o", "out.parquet", "--workers", "1", *options],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    here = pq.read_table(tmp_path / "out.parquet").to_pylist()
    there = pq.read_table(tmp_path / "out" / "run_id=r1").to_pylist()
    empty = {"source": "", "line": None}  # Spark's reader gives null for an empty cell
    assert [row | empty | {"name": row["name"] or None} for row in here] == [row | empty for row in there]
    assert {row["source"] for row in there} == {table.as_uri()}
    assert spark_said.stderr.splitlines()[-1] == local_said.stderr.splitlines()[-1]
    assert (spark_said.returncode, local_said.returncode) == (3, 3)


def test_a_machine_without_java_is_told_what_to_install(tmp_path: Path) -> None:
    table = tmp_path / "accounts.parquet"
    pq.write_table(pa.table({"name": ["小明"]}), table)
    command = [sys.executable, "-m", "qingname", "audit-spark", str(table), "-o", "out", "--run-id", "r1"]
    env = {**os.environ, "PYTHONPATH": str(_ROOT), "JAVA_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"qingname: Spark needs Java: JAVA_HOME is {tmp_path}, where there is no bin/java; install a JRE 17 "
        "(Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME to one\n"
    )


def test_a_table_of_the_metastore_is_read_by_its_name(spark: SparkSession, recipe: Recipe) -> None:
    spark.sql("SELECT '人民曰報-官方' AS name, 5 AS followers").createOrReplaceTempView("users")
    accounts, source = read(spark, "users", where="followers > 3")
    found = audit(accounts, recipe, source=source).collect()
    assert [(row.source, row.action) for row in found] == [("users", "reject")]


def test_json_is_read_with_its_nested_fields_as_they_stand(spark: SparkSession, recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / "accounts.jsonl"
    path.write_text(
        '{"name": "人民日报", "credentials": [{"kind": "media_org", "name": "人民日报"}], "rank": 1}\n'
        '{"name": "小明", "previous": [{"name": "小王", "at": "2026-01-01"}], "rank": 2}\n',
        encoding="utf-8",
    )
    accounts, source = read(spark, str(path), where="rank > 0")
    found = audit(accounts, recipe, source=source, tasks=2).collect()
    assert sorted((row.name, row.action, row.error_code) for row in found) == [
        ("人民日报", "pass", None),
        ("小明", "pass", None),
    ]
