"""The audit on Spark: a real local session, two Python workers, the rows of the golden cases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import functions as sql

from qingname import Checker
from qingname.audit.recipe import recipe_of
from qingname.audit.spark import audit, write
from qingname.avatar.drawings import party_flag
from qingname.avatar.inspector import inspector_for
from qingname.errors import InputError, SparkError
from qingname.policy import Policy
from qingname.registry import shipped
from qingname.registry.build import layer
from qingname.verifiers import TableVerifier
from tests.avatar.drawn import clear_emblem, emblem, photo, stored
from tests.conftest import DAY

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from qingname.audit.recipe import Recipe

pytestmark = [
    # py4j closes its sockets when it is collected
    pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess \\d+ is still running:ResourceWarning"),
]

_CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.jsonl"))
_TEXTS = ("name", "bio", "account_type", "event")
_BAD: list[dict[str, Any]] = [
    {"name": None},
    {"name": ""},
    {"name": "　"},
    {"name": "长" * 257},
    {"name": "小明", "bio": "长" * 8193},
    {"name": "小明", "credentials": "no colon"},
    {"name": "小明", "credentials": '[{"kind": "media_org"}]'},
    {"name": "小明", "credentials": "media_org:人民日报@soon"},
    {"name": "小明", "previous": "[1"},
    {"name": "小明", "previous": '[{"name": 1}]'},
    {"name": "小明", "previous": "[" * 2000},
    {"name": "小明", "account_type": "robot"},
    {"name": "小明", "event": "birthday"},
]


def _accounts() -> list[dict[str, Any]]:
    """The cases, twice and more, with ids of their own, and rows that are no accounts among them."""
    found: list[dict[str, Any]] = []
    for path in _CASES:
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            row = {field: case.get(field) for field in _TEXTS}
            for field in ("credentials", "previous"):
                row[field] = json.dumps(case[field], ensure_ascii=False) if case.get(field) else None
            found.append(row)
    found = [*found[:1500], *_BAD, *found[500:], *_BAD]
    nothing = dict.fromkeys((*_TEXTS, "credentials", "previous"))
    return [{"id": f"a{number}", **nothing, **row} for number, row in enumerate(found)]


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "accounts.parquet"
    pq.write_table(pa.Table.from_pylist(_accounts()), path, row_group_size=600)
    return path


def _frame(spark: SparkSession, *rows: dict[str, Any], schema: str = "id string, name string") -> DataFrame:
    return spark.createDataFrame(list(rows), schema)


def _rows(verdicts: pa.Table) -> dict[str, dict[str, Any]]:
    """Rows by id, without what no table on Spark can know."""
    kept = verdicts.drop_columns([name for name in ("source", "line", "run_id") if name in verdicts.column_names])
    return {row["id"]: row for row in kept.to_pylist()}


def _local(path: Path, out: Path, *more: str) -> pa.Table:
    command = ["audit", str(path), "-o", str(out), "--as-of", DAY.isoformat(), "--workers", "1", "--quiet", *more]
    done = subprocess.run([sys.executable, "-m", "qingname", *command], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1, 3}, done.stderr
    return pq.read_table(out)


def test_every_verdict_is_that_of_the_local_audit(
    spark: SparkSession, recipe: Recipe, accounts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "verdicts"
    counts = write(audit(spark.read.parquet(str(accounts)), recipe), str(out), "first")
    here, there = _rows(_local(accounts, tmp_path / "local.parquet")), _rows(pq.read_table(out))
    assert len(here) == len(there) == counts.judged >= 3000
    assert {number: row for number, row in there.items() if row != here[number]} == {}
    assert counts.unreadable == sum(row["error_code"] is not None for row in here.values()) == 2 * len(_BAD)
    assert counts.reject == sum(row["action"] == "reject" for row in here.values()) > 0
    assert {len(row["findings"]) for row in there.values()} > {0, 1, 2}


def test_a_registry_of_the_users_own_and_a_register_of_credentials_travel_along(
    spark: SparkSession, accounts: Path, tmp_path: Path
) -> None:
    folder, register = tmp_path / "own", tmp_path / "register.csv"
    folder.mkdir()
    (folder / "own_brand.csv").write_text("name\n小明的猫\n", encoding="utf-8")
    register.write_text("kind,name\nmedia_org,人民日报\n", encoding="utf-8")
    layers = [layer(folder, shipped())]
    checker = Checker(extra=layers, as_of=DAY, verifier=TableVerifier(register))
    recipe = recipe_of(checker, layers, tmp_path, register, None)
    write(audit(spark.read.parquet(str(accounts)).limit(600), recipe), str(tmp_path / "verdicts"), "1")
    first = tmp_path / "first.parquet"
    pq.write_table(pq.read_table(accounts).slice(0, 600), first)
    options = ("--registry", str(folder), "--verify-table", str(register))
    here = _rows(_local(first, tmp_path / "local.parquet", *options))
    there = _rows(pq.read_table(tmp_path / "verdicts"))
    assert {number: row for number, row in there.items() if row != here[number]} == {}
    own = audit(_frame(spark, {"id": "1", "name": "小明的猫官方"}), recipe).collect()
    assert own[0].findings[0].target == "小明的猫"


def test_avatars_and_the_users_own_marks_travel_along(spark: SparkSession, tmp_path: Path) -> None:
    logos, marks = tmp_path / "logos", tmp_path / "marks"
    logos.mkdir()
    clear_emblem(300, seed=1).save(logos / "青石巷杂货铺.png")
    command = [sys.executable, "-m", "qingname", "avatar", "add", str(logos), "--into", str(marks)]
    subprocess.run(command, capture_output=True, check=True)
    pictures = {
        "mark": stored(emblem(240, seed=1), "JPEG"),
        "flag": stored(party_flag(320), "PNG"),
        "broken": stored(emblem(240, seed=1), "PNG")[:500],
        "photo": stored(photo(240), "JPEG"),
        "none": None,
    }
    rows = pa.table({"id": list(pictures), "name": ["小明"] * len(pictures), "avatar": list(pictures.values())})
    source = tmp_path / "accounts.parquet"
    pq.write_table(rows, source)
    policy = Policy()
    checker = Checker(policy, as_of=DAY, inspector=inspector_for(policy, [marks]))
    recipe = recipe_of(checker, [], tmp_path, None, None, [marks])
    write(audit(spark.read.parquet(str(source)), recipe), str(tmp_path / "verdicts"), "1")
    here = _rows(_local(source, tmp_path / "local.parquet", "--marks", str(marks)))
    there = _rows(pq.read_table(tmp_path / "verdicts"))
    assert here == there
    found = {number: (row["action"], row["complete"]) for number, row in there.items()}
    assert found == {
        "mark": ("reject", True),
        "flag": ("review", True),
        "broken": ("review", False),
        "photo": ("pass", True),
        "none": ("pass", True),
    }


def test_nested_columns_and_bytes_are_read_as_the_local_audit_reads_them(
    spark: SparkSession, recipe: Recipe, tmp_path: Path
) -> None:
    credential = pa.struct([("kind", pa.string()), ("name", pa.string()), ("expires", pa.string())])
    state = pa.struct([("name", pa.string()), ("bio", pa.string()), ("action", pa.string())])
    table = pa.table(
        {
            "id": pa.array([1, 2, 3, 4], pa.int64()),
            "name": pa.array(["人民日报".encode(), "人民日报".encode("gb18030"), None, "人民日报".encode()]),
            "credentials": pa.array([[{"kind": "media_org", "name": "人民日报"}], None, [], []], pa.list_(credential)),
            "previous": pa.array([[], [], None, [{"name": "人民曰报", "action": "reject"}]], pa.list_(state)),
        }
    )
    path = tmp_path / "nested.parquet"
    pq.write_table(table, path)
    write(audit(spark.read.parquet(str(path)), recipe), str(tmp_path / "verdicts"), "1")
    there = _rows(pq.read_table(tmp_path / "verdicts"))
    assert there == _rows(_local(path, tmp_path / "local.parquet"))
    assert [there[number]["error_code"] for number in "1234"] == [None, "encoding", "empty_name", None]
    assert [there[number]["action"] for number in "14"] == ["pass", "reject"]


def test_text_that_is_not_utf8_is_an_error_row_and_no_failed_task(spark: SparkSession, recipe: Recipe) -> None:
    frame = _frame(spark, {"id": "1", "name": "小明"}).union(spark.sql("SELECT '2', cast(unhex('C4E3BAC3') AS string)"))
    found = {row.id: row for row in audit(frame, recipe).collect()}
    assert (found["1"].action, found["1"].error_code) == ("pass", None)
    assert (found["2"].action, found["2"].error_code) == (None, "encoding")


def test_a_run_replaces_its_own_partition_and_no_other(spark: SparkSession, recipe: Recipe, tmp_path: Path) -> None:
    out = str(tmp_path / "verdicts")
    both = audit(_frame(spark, {"id": "1", "name": "小明的猫"}, {"id": "2", "name": "人民曰報-官方"}), recipe)
    write(both, out, "monday")
    write(both, out, "tuesday")
    before = _rows(pq.read_table(f"{out}/run_id=monday"))
    write(both, out, "monday")
    assert _rows(pq.read_table(f"{out}/run_id=monday")) == before
    write(both.where("id = '2'"), out, "tuesday")
    assert sorted(_rows(pq.read_table(f"{out}/run_id=tuesday"))) == ["2"]
    assert write(both.where("id = '3'"), out, "tuesday").judged == 0
    assert sorted(path.name for path in Path(out).glob("run_id=*")) == ["run_id=monday"]


def test_a_run_that_fails_leaves_what_was_there(spark: SparkSession, recipe: Recipe, tmp_path: Path) -> None:
    out = str(tmp_path / "verdicts")
    frame = _frame(spark, {"id": "1", "name": "小明"})
    write(audit(frame, recipe), out, "1")
    broken = audit(frame.withColumn("name", sql.expr("raise_error('the disk is gone')")), recipe)
    with pytest.raises(SparkError, match="the disk is gone"):
        write(broken, out, "1")
    assert sorted(_rows(pq.read_table(out))) == ["1"]


@pytest.mark.parametrize("run_id", ["", "a/b", "..", "日", "a=b", "x" * 101])
def test_a_run_id_that_is_no_name_of_a_folder_is_refused(spark: SparkSession, run_id: str) -> None:
    with pytest.raises(InputError, match="run id"):
        write(spark.range(1), "unused", run_id)


def test_a_column_that_is_missing_or_holds_numbers_is_refused_before_any_job(
    spark: SparkSession, recipe: Recipe
) -> None:
    with pytest.raises(InputError, match=r"there is no column 'name'.*--map name=nick_name"):
        audit(spark.sql("SELECT '1' AS id, '小明' AS nick_name"), recipe)
    with pytest.raises(InputError, match="the column of the name holds double"):
        audit(spark.sql("SELECT 1.5D AS name"), recipe)
    with pytest.raises(InputError, match="a column among name is of a type that holds no text"):
        audit(spark.sql("SELECT make_interval(1) AS name"), recipe)


def test_columns_are_found_by_the_mapping_whatever_they_are_called(spark: SparkSession, recipe: Recipe) -> None:
    frame = spark.sql("SELECT '人民曰報-官方' AS `昵.称`, 'x' AS source, 7L AS uid")
    found = audit(frame, recipe, mapping={"name": "昵.称", "id": "uid"}, source="users").collect()
    assert [(row.source, row.line, row.id, row.name, row.action) for row in found] == [
        ("users", None, "7", "人民曰報-官方", "reject")
    ]
