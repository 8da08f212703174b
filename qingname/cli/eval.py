"""``qingname eval``: judge labelled cases, and show where the verdicts differ from the labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from qingname.cli import options
from qingname.cli.score import Case, Judged, Scores, read_cases
from qingname.cli.terminal import padded, safe, width

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from qingname.checker import Checker

_BELOW = 1
_NOTES_SHOWN = 15


@click.command("eval")
@click.argument("cases", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="CASES.jsonl")
@options.judging
@options.language
@click.option("--category", metavar="A,B", help="Only the cases of these categories.")
@click.option("--names-only", is_flag=True, help="Judge every case by its name alone, without its bio.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--show-wrong", is_flag=True, help="List the cases whose verdict differs from the label.")
@click.option("--fail-under", type=float, metavar="PCT", help="Exit 1 where fewer verdicts than this agree.")
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> None:
    """Score the cases of a file: one JSON account a line, with `expected` (and `expected_strict`) beside its fields.

    The day is the case's own `as_of` unless --as-of says another. A case without a label is not scored.
    """
    given = ctx.params
    wanted = {name.strip() for name in given["category"].split(",")} if given["category"] else None
    scores = Scores(_judged(given, wanted))
    if not scores.judged:
        raise click.UsageError("no case is left to score: look at --category and the labels in the file.")
    if given["form"] == "json":
        click.echo(msgspec.json.encode(scores.report(wrong=given["show_wrong"])))
    else:
        _print(scores, wrong=given["show_wrong"])
    if given["fail_under"] is not None and scores.agreement < given["fail_under"]:
        ctx.exit(_BELOW)


def _judged(given: dict[str, Any], wanted: set[str] | None) -> Iterator[Judged]:
    checkers: dict[datetime.date | None, Checker] = {}
    strict = options.policy_of(given).profile == "strict"
    for case in read_cases(given["cases"], names_only=given["names_only"]):
        if (wanted is None or case.category in wanted) and case.label(strict=strict):
            checker = checkers.get(case.day)
            if checker is None:
                checker = checkers[case.day] = options.checker_of(given, as_of=case.day)
            yield _judge(checker, case, case.label(strict=strict))


def _judge(checker: Checker, case: Case, expected: str) -> Judged:
    verdict = checker.check(case.account)
    evidence = tuple(f"{f.rule} {f.target} {'+'.join(f.technique)}" for f in verdict.findings)
    return Judged(case, expected, verdict.action, evidence)


def _print(scores: Scores, *, wrong: bool) -> None:
    click.echo(f"{len(scores.judged)} cases, {scores.agreement:.1f} % as labelled\n")
    _table([["expected", "cases", "pass", "review", "reject", "not passed"], *scores.confusion_rows()])
    click.echo()
    _table([["category", "cases", "agree", "missed", "pass→review", "pass→reject"], *scores.group_rows("category")])
    click.echo()
    notes = scores.group_rows("note")[:_NOTES_SHOWN]
    _table([["trick (most mistaken first)", "cases", "agree", "missed", "pass→review", "pass→reject"], *notes])
    if wrong:
        click.echo()
        for judged in scores.wrong():
            case = judged.case
            where = f"{case.account.id or '-'}  {judged.expected}→{judged.got}  {case.account.name}"
            click.echo(safe(f"{where}  [{case.category}: {case.note}]  {'; '.join(judged.evidence)}"))


def _table(rows: list[list[str]]) -> None:
    """Print rows in columns: the first to the left, numbers to the right."""
    columns = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        cells = [" " * (columns[index] - width(cell)) + safe(cell) for index, cell in enumerate(row) if index]
        click.echo("  ".join([padded(safe(row[0]), columns[0]), *cells]))
