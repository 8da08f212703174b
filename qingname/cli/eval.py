"""``qingname eval``: judge labelled cases, and show where the verdicts differ from the labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from qingname.cli import complain, options
from qingname.cli.baseline import Comparison, lines_of, read_lines, write_lines
from qingname.cli.score import Case, Judged, Scores, read_cases
from qingname.cli.terminal import padded, safe, width

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from qingname.checker import Checker

_BELOW = 1
_NOTES_SHOWN = 15
_CONFUSION = ["expected", "cases", "pass", "review", "reject", "not passed"]
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("eval")
@click.argument("cases", type=_FILE, metavar="CASES.jsonl")
@options.judging
@options.language
@click.option("--category", metavar="A,B", help="Only the cases of these categories.")
@click.option("--names-only", is_flag=True, help="Judge every case by its name alone, without its bio.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--show-wrong", is_flag=True, help="List the cases whose verdict differs from the label.")
@click.option(
    "--min-exact", "--fail-under", type=float, metavar="PCT", help="Exit 1 where fewer verdicts than this agree."
)
@click.option("--max-missed", type=float, metavar="PCT", help="Exit 1 where more than this to be stopped pass.")
@click.option(
    "--max-rejected", type=float, metavar="PCT", help="Exit 1 where more than this to be passed are rejected."
)
@click.option("--write", type=options.FOLDER, metavar="FILE", help="Keep the verdicts, a line a case, as a baseline.")
@click.option("--baseline", type=_FILE, metavar="OLD.jsonl", help="List the verdicts that are others than these.")
@click.option("--fail-on-flip", is_flag=True, help="Exit 1 where a verdict is another than in the baseline.")
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> None:
    """Score the cases of a file: one JSON account a line, with `expected` (and `expected_strict`) beside its fields.

    The day is the case's own `as_of` unless --as-of says another. A case without a label is not scored.
    """
    given = ctx.params
    if given["fail_on_flip"] and given["baseline"] is None:
        raise click.UsageError("--fail-on-flip compares with --baseline OLD.jsonl; name it.")
    old = read_lines(given["baseline"]) if given["baseline"] is not None else None
    wanted = {name.strip() for name in given["category"].split(",")} if given["category"] else None
    scores = Scores(_judged(given, wanted))
    if not scores.judged:
        raise click.UsageError("no case is left to score: look at --category and the labels in the file.")
    compared = Comparison(old, scores.judged) if old is not None else None
    if given["write"] is not None:
        write_lines(given["write"], lines_of(scores.judged))
    if given["form"] == "json":
        against = {"baseline": compared.report()} if compared else {}
        click.echo(msgspec.json.encode({**scores.report(wrong=given["show_wrong"]), **against}))
    else:
        _print(scores, wrong=given["show_wrong"])
        if compared:
            _print_flips(compared, given["baseline"])
    broken = list(_broken(given, scores))
    for sentence in broken:
        complain(sentence)
    if broken or (given["fail_on_flip"] and compared and compared.flips):
        ctx.exit(_BELOW)


def _broken(given: dict[str, Any], scores: Scores) -> Iterator[str]:
    """Name each threshold that does not hold."""
    if given["min_exact"] is not None and scores.agreement < given["min_exact"]:
        yield f"{scores.agreement:.2f} % as labelled is under --min-exact {given['min_exact']:g}"
    if given["max_missed"] is not None and scores.missed > given["max_missed"]:
        yield f"{scores.missed:.2f} % missed is over --max-missed {given['max_missed']:g}"
    if given["max_rejected"] is not None and scores.rejected > given["max_rejected"]:
        yield f"{scores.rejected:.2f} % wrongly rejected is over --max-rejected {given['max_rejected']:g}"


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
    rules = tuple(dict.fromkeys(finding.rule for finding in verdict.findings))
    targets = tuple(dict.fromkeys(finding.target for finding in verdict.findings))
    return Judged(case, expected, verdict.action, evidence, rules, targets)


def _print(scores: Scores, *, wrong: bool) -> None:
    click.echo(f"{len(scores.judged)} cases, {scores.agreement:.1f} % as labelled\n")
    _table([_CONFUSION, *scores.confusion_rows()])
    click.echo()
    for name, part in scores.apart().items():
        click.echo(safe(f"{name}: {len(part.judged)} cases, {part.agreement:.1f} % as labelled"))
        _table([_CONFUSION, *part.confusion_rows()])
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


def _print_flips(compared: Comparison, old: Path) -> None:
    click.echo()
    rest = f"{compared.other_rules} by other rules, {compared.added} cases new, {compared.gone} gone"
    directions = "".join(f", {direction} {count}" for direction, count in sorted(compared.directions().items()))
    click.echo(safe(f"{len(compared.flips)} of {compared.compared} verdicts flipped against {old}{directions}; {rest}"))
    for flip in compared.flips:
        rules = f"{'+'.join(flip.old.rules) or '-'} → {'+'.join(flip.new.rules) or '-'}"
        name = flip.judged.case.account.name
        click.echo(safe(f"{flip.new.id}  {flip.direction}  {name}  {rules}  [expected {flip.judged.expected}]"))


def _table(rows: list[list[str]]) -> None:
    """Print rows in columns: the first to the left, numbers to the right."""
    columns = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        cells = [" " * (columns[index] - width(cell)) + safe(cell) for index, cell in enumerate(row) if index]
        click.echo("  ".join([padded(safe(row[0]), columns[0]), *cells]))
