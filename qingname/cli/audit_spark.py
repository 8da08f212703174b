"""``qingname audit-spark``: judge all accounts of a table on a Spark cluster."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qingname.cli import options
from qingname.cli.audit import exit_code, mapping_of, summary
from qingname.errors import SparkError
from qingname.model import Action

if TYPE_CHECKING:
    from qingname.audit.work import Counts

_EXAMPLES = """\b
Examples:
  qingname audit-spark accounts.parquet -o verdicts --run-id 2026-11-23
  spark-submit --master yarn audit.py audit-spark db.users -o hdfs:///verdicts --run-id 2026-11-23 --map name=nick
where audit.py is: from qingname.cli import main; main()
"""


@click.command("audit-spark", epilog=_EXAMPLES)
@click.argument("given", metavar="IN")
@click.option("-o", "--out", required=True, metavar="OUT", help="A folder; verdicts are Parquet in OUT/run_id=ID.")
@click.option("--run-id", required=True, metavar="ID", help="Names the run; a second run of this name replaces it.")
@click.option(
    "--map", "mapping", multiple=True, callback=mapping_of, metavar="FIELD=COLUMN", help="Which column is which field."
)
@click.option("--where", default="", metavar="SQL", help="Only rows for which this holds: dt = '2026-11-23'")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "orc", "csv", "json"]), help="Where IN's suffix does not tell."
)
@click.option(
    "--partitions", type=click.IntRange(min=1), metavar="N", help="Spread the rows over N tasks, by a shuffle, first."
)
@click.option(
    "--batch-rows", type=click.IntRange(min=1), metavar="N", help="Rows that a worker judges at once; 10,000."
)
@click.option("--every-row", is_flag=True, help="Judge equal accounts again and again.")
@click.option("--quiet", is_flag=True, help="No summary.")
@options.verifying
@options.judging
@options.language
@click.option(
    "--fail-on",
    type=click.Choice(["never", "review", "reject"]),
    default="never",
    help="Exit 1 from this action upwards; never by default.",
)
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> None:
    """Judge every account of IN (Parquet, ORC, CSV, JSON, or a table of the metastore) on Spark.

    Exit: 2 where nothing was written, else 0, since a scheduler would repeat a job that ends otherwise. With --fail-on
    review or reject: 3 rows that could not be judged; else 1 findings at or above it; else 0.
    """
    given = ctx.params
    with tempfile.TemporaryDirectory(prefix="qingname-") as folder:
        counts = _audited(given, Path(folder))
    if not given["quiet"]:
        click.echo(summary(counts, given["lang"]), err=True)
    if given["fail_on"] != "never":
        ctx.exit(exit_code(counts, Action(given["fail_on"])))


def _audited(given: dict[str, Any], folder: Path) -> Counts:
    recipe = options.recipe_in(folder, given)  # what is wrong with a policy or a registry is told before Java starts
    try:
        from qingname.audit import spark  # noqa: PLC0415 - --help needs no Spark
        from qingname.audit.spark.session import BATCH, is_table  # noqa: PLC0415 - the same
    except ImportError as error:
        raise SparkError(f"PySpark is not installed ({error}): pip install 'qingname[spark]'") from error
    table = not given["form"] and is_table(given["given"])
    session = spark.session_for(
        f"qingname audit {given['run_id']}", hive=table, batch_rows=given["batch_rows"] or BATCH
    )
    try:
        accounts, source = spark.read(
            session, given["given"], form=given["form"] or "", mapping=given["mapping"], where=given["where"]
        )
        verdicts = spark.audit(
            accounts,
            recipe,
            mapping=given["mapping"],
            source=source,
            tasks=given["partitions"],
            once=not given["every_row"],
        )
        return spark.write(verdicts, given["out"], given["run_id"])
    finally:
        session.stop()
