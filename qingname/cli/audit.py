"""``qingname audit``: judge all accounts of files or of a database."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qingname.cli import INTERRUPTED, complain, options
from qingname.errors import AuditStoppedError, InputError
from qingname.model import Action

if TYPE_CHECKING:
    from qingname.audit.settings import Settings
    from qingname.audit.sinks import FileOutput
    from qingname.audit.sinks.table import TableSink
    from qingname.audit.state import State
    from qingname.audit.work import Counts

_FINDINGS, _INCOMPLETE = 1, 3
_EXAMPLES = """\b
Examples:
  qingname audit accounts.parquet -o verdicts.parquet --report report/
  qingname audit accounts.csv --map name=昵称 --only reject,review -o verdicts.csv
  qingname audit 'postgresql://me@host/db?table=accounts' -o verdicts.parquet
"""


def mapping_of(_ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read ``--map``."""
    found = {}
    for each in given:
        field, equals, column = each.partition("=")
        if not (equals and field):
            raise click.BadParameter(f"{each!r}: write FIELD=COLUMN, as in name=nick_name; event= reads no event")
        found[field.strip()] = column.strip()
    return found


def _actions(_ctx: click.Context, _parameter: click.Parameter, given: str | None) -> tuple[str, ...]:
    actions = tuple(part.strip() for part in (given or "").split(",") if part.strip())
    for action in actions:
        if action not in {"pass", "review", "reject"}:
            raise click.BadParameter(f"there is no action {action!r}; write reject, review or pass, joined by commas")
    return actions


def _share(_ctx: click.Context, _parameter: click.Parameter, given: str | None) -> float:
    if given is None:
        return 1.0
    try:
        share = float(given.removesuffix("%")) / (100 if given.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise click.BadParameter(f"{given!r}: write a share of the rows, as in 0.01 or 1%")
    return share


_CHARACTERS = {"\\t": "\t", "tab": "\t", "\\x01": "\x01", "\\001": "\x01"}


def _character(_ctx: click.Context, _parameter: click.Parameter, given: str) -> str:
    char = _CHARACTERS.get(given, given)
    if len(char) > 1:
        raise click.BadParameter(f"{given!r}: one character, as in ';', tab or \\x01")
    return char


@click.command("audit", epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("-o", "--out", required=True, metavar="OUT", help="*.parquet, *.csv, *.jsonl, or URL?table=NAME.")
@click.option(
    "--map", "mapping", multiple=True, callback=mapping_of, metavar="FIELD=COLUMN", help="Which column is which field."
)
@click.option("--query", default="", metavar="SQL", help="What to ask the database, instead of ?table=.")
@click.option("--where", default="", metavar="SQL", help="Only rows for which this holds: followers > 1000")
@click.option("--sample", callback=_share, metavar="SHARE", help="A random share of the rows: 0.01 or 1%.")
@click.option("--seed", type=int, default=0, help="Another random share.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Judge N rows at most.")
@click.option("--only", callback=_actions, metavar="ACTIONS", help="Write only these: reject,review")
@click.option("--every-row", is_flag=True, help="Judge equal accounts again and again.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes; as many as cores.")
@click.option("--resume", is_flag=True, help="Go on with an audit that was stopped.")
@click.option("--restart", is_flag=True, help="Forget an audit that was stopped, and begin again.")
@click.option("--overwrite", is_flag=True, help="Replace OUT where it is there already.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl", "names", "parquet"]), help="Where IN's suffix does not tell."
)
@click.option("--encoding", default="", metavar="NAME", help="Of CSV; found out without: UTF-8, GB18030, UTF-16.")
@click.option("--delimiter", default="", callback=_character, metavar="CHAR", help="Of CSV; found out without.")
@click.option("--quote", default='"', callback=_character, metavar="CHAR", help="Of CSV; '' for none.")
@click.option("--escape", default="", callback=_character, metavar="CHAR", help="Of CSV, before a quote in a cell.")
@click.option("--no-header", is_flag=True, help="The first line of a CSV is a row; its columns are c1, c2 …")
@click.option("--report", type=options.FOLDER, metavar="DIR", help="Write a report too: a page, a workbook, figures.")
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="OLD",
    help="With --report: an earlier audit's Parquet file, to compare with.",
)
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@options.verifying
@options.judging
@options.language
@click.option(
    "--fail-on", type=click.Choice(["review", "reject"]), default="reject", help="Exit 1 from this action upwards."
)
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> None:
    """Judge every account of IN (files, folders, patterns, databases) and write a row for each to OUT.

    Exit: 2 usage, configuration or unreadable input; else 3 rows that could not be judged; else 1 findings at or above
    --fail-on; else 0.
    """
    given = ctx.params
    if given["resume"] and given["restart"]:
        raise click.UsageError("--resume goes on, --restart begins again; give one of them.")
    if given["earlier"] and not given["report"]:
        raise click.UsageError("--earlier is for the report; give --report DIR too.")
    if given["report"] and not given["out"].endswith((".parquet", ".pq")):
        raise click.UsageError("--report reads a Parquet file; name OUT *.parquet.")
    try:
        counts = _audited(given)
    except AuditStoppedError as error:
        complain(str(error))
        ctx.exit(INTERRUPTED if error.interrupted else error.exit_code)
    if given["report"]:
        from qingname.audit.report import write_report  # noqa: PLC0415 - most audits write none

        write_report(Path(given["out"]), given["report"], earlier=given["earlier"], lang=given["lang"])
    if not given["quiet"]:
        click.echo(summary(counts, given["lang"]), err=True)
    ctx.exit(exit_code(counts, Action(given["fail_on"])))


def _audited(given: dict[str, Any]) -> Counts:
    """Do the audit, or go on with it. What cannot be done leaves nothing behind but what was there before."""
    from qingname.audit.progress import progress_of  # noqa: PLC0415 - --help needs no engine
    from qingname.audit.run import run  # noqa: PLC0415 - the same
    from qingname.audit.sinks import output_of  # noqa: PLC0415 - the same
    from qingname.audit.state import state_of  # noqa: PLC0415 - the same

    output, state = output_of(given["out"]), state_of(given["out"])
    _check_clear(given, output, state)
    state.hold()
    click.get_current_context().call_on_close(state.release)
    going_on = given["resume"] and state.exists
    try:
        if going_on and given["as_of"] is None:  # it may be another day by now
            given["as_of"] = datetime.datetime.fromisoformat(state.begun().recipe.as_of)
        settings = _settings(given, state.folder)
        output.refuse(settings.origins)
        if going_on:
            state.check(settings)
        else:
            state.begin(settings)
    except BaseException:
        if not going_on:
            state.end()
        raise
    workers = given["workers"] or len(os.sched_getaffinity(0))
    try:
        return run(settings, state, output, workers=workers, progress=progress_of(quiet=given["quiet"]))
    except InputError:  # the input must be mended, and is then another input
        if not going_on:
            state.end()
        raise


def _check_clear(given: dict[str, Any], output: FileOutput | TableSink, state: State) -> None:
    """Raise :class:`InputError` where an audit or its output is there that nobody said to go on with or to replace."""
    if state.exists and not (given["resume"] or given["restart"]):
        raise InputError(f"{state.folder}: an audit was begun here; go on with --resume, or begin again with --restart")
    if output.exists and not given["overwrite"] and not (given["resume"] and state.exists):
        raise InputError(f"{output.shown} is there already; replace it with --overwrite")


def _settings(given: dict[str, Any], folder: Path) -> Settings:
    from qingname.audit.settings import Settings  # noqa: PLC0415 - --help needs no engine
    from qingname.audit.sources import Layout, origins  # noqa: PLC0415 - the same
    from qingname.audit.sources.records import Dialect  # noqa: PLC0415 - the same

    dialect = Dialect(given["delimiter"], given["quote"], given["escape"], given["encoding"], not given["no_header"])
    layout = Layout(given["form"] or "", dialect)
    found = origins(given["inputs"], given["query"], layout)
    recipe = options.recipe_in(folder, given)
    return Settings(
        tuple(found),
        recipe,
        layout,
        given["mapping"],
        given["where"],
        given["sample"],
        given["seed"],
        given["limit"],
        given["only"],
        not given["every_row"],
    )


def summary(counts: Counts, lang: str) -> str:
    """Tell the counts in one line."""
    from qingname.messages import action_word  # noqa: PLC0415 - only a person needs it

    parts = [
        f"{action_word(action, lang)} {number:,}"  # type: ignore[arg-type]
        for action, number in (("reject", counts.reject), ("review", counts.review), ("pass", counts.passed))
    ]
    if counts.incomplete:
        parts.append(f"{'incomplete' if lang == 'en' else '判断不完整'} {counts.incomplete:,}")
    if counts.unreadable:
        parts.append(f"{'not readable' if lang == 'en' else '无法读取'} {counts.unreadable:,}")
    total = f"{counts.judged:,} accounts: " if lang == "en" else f"共 {counts.judged:,} 个账号："
    return total + " · ".join(parts)


def exit_code(counts: Counts, fail_on: Action) -> int:
    """Give the exit code that the counts ask for."""
    if counts.incomplete or counts.unreadable:
        return _INCOMPLETE
    found = counts.reject + (counts.review if fail_on is Action.REVIEW else 0)
    return _FINDINGS if found else 0
