"""``qingname report``: what an audit found, for the regulator, for reviewers and for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qingname.cli import options

if TYPE_CHECKING:
    from qingname.messages import Language

_EXAMPLES = """\b
Examples:
  qingname report verdicts.parquet -o report/
  qingname report november.parquet --earlier october.parquet -o report/ --lang en
"""


@click.command("report", epilog=_EXAMPLES)
@click.argument("verdicts", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OUT.parquet")
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="OLD.parquet",
    help="An earlier audit to compare with.",
)
@click.option("-o", "--out", type=options.FOLDER, default="report", show_default=True, metavar="DIR", help="Where to.")
@options.language
def command(verdicts: Path, earlier: Path | None, out: Path, lang: Language) -> None:
    """Write index.html, summary.json and review.xlsx about an audit into DIR.

    OUT.parquet is what `qingname audit … -o OUT.parquet` wrote. Files of these names in DIR are replaced.
    """
    from qingname.audit.report import write_report  # noqa: PLC0415 - --help needs no engine

    write_report(verdicts, out, earlier=earlier, lang=lang)
    click.echo(str(out / "index.html"), err=True)
