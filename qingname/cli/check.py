"""``qingname check``: judge names given as arguments, or line by line on standard input."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click
import msgspec

from qingname.cli import options
from qingname.cli.judging import Judging
from qingname.cli.lines import Item, read_accounts
from qingname.cli.output import JsonLinesOutput, JsonOutput, TextOutput, wants_colour
from qingname.model import Action
from qingname.reading import check_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.cli.output import Output
    from qingname.model import Account, Verdict

_STDIN = "-"
_FINDINGS, _UNREADABLE, _INCOMPLETE = 1, 2, 3
_EXAMPLES = """\b
Examples:
  qingname check 人民曰報-官方
  qingname check 人民日报 --credential media_org:人民日报 --type media
  qingname check --format jsonl < names.txt
"""


class _Check(click.Command):
    """Says what to type where a name was taken for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if not error.possibilities:
                name = next((arg for arg in given if arg.startswith(error.option_name)), error.option_name)
                hint = f"{error.format_message()} Names that begin with a dash go after --: qingname check -- {name}"
                raise click.UsageError(hint, ctx) from error
            raise


@click.command("check", cls=_Check, epilog=_EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...", callback=options.utf8)
@options.account
@options.verifying
@options.judging
@options.language
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", help="How to print.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours in text.")
@click.option(
    "--fail-on", type=click.Choice(["review", "reject"]), default="reject", help="Exit 1 from this action upwards."
)
@click.option(
    "--input",
    "mode",
    type=click.Choice(["auto", "lines", "jsonl"]),
    default="auto",
    help="Standard input: a name a line, a JSON account a line, or either (auto).",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes that look at avatars; all cores.")
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> None:
    """Judge each NAME; without one, or for -, each line of standard input.

    Exit: 2 usage, configuration or unreadable input; else 3 incomplete; else 1 findings at or above --fail-on; else 0.
    """
    given = ctx.params
    names = given["names"] or _piped()
    template = options.account_of(given)
    items = _items(names, template, given["mode"])
    output = _output(given, single=len(names) == 1 and names[0] != _STDIN)
    checker = options.checker_of(given)
    outcome: Counter[str] = Counter()

    def take(item: Item, verdict: Verdict | None) -> None:
        if item.account is None or verdict is None:
            outcome["error"] += 1
            output.error(item)
        else:
            outcome.update(_signs(verdict))
            output.verdict(item.account, verdict)

    Judging(checker, take, given).all(items)
    output.end()
    if not outcome:
        raise click.UsageError("standard input holds no name; write one name a line.")
    ctx.exit(_exit_code(outcome, Action(given["fail_on"])))


def _piped() -> tuple[str, ...]:
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("Which name? Type it, as in: qingname check 小明的猫 (or pipe in one name a line).")
    return (_STDIN,)


def _items(names: tuple[str, ...], template: Account, mode: Any) -> Iterator[Item]:  # noqa: ANN401 - click gave it
    """Check every argument now, so that a bad one is refused before anything is judged; read lines as they come."""
    given = {name: msgspec.structs.replace(template, name=name) for name in names if name != _STDIN}
    for account in given.values():
        check_limits(account)
    return _all(names, given, template, mode)


def _all(names: tuple[str, ...], given: dict[str, Account], template: Account, mode: Any) -> Iterator[Item]:  # noqa: ANN401
    for name in names:
        if name == _STDIN:
            yield from read_accounts(sys.stdin.buffer, mode, template)
        else:
            yield Item(0, given[name])


def _output(given: dict[str, Any], *, single: bool) -> Output:
    if given["form"] == "json":
        return JsonOutput(single=single)
    if given["form"] == "jsonl":
        return JsonLinesOutput()
    return TextOutput(given["lang"], colour=wants_colour(given["color"]))


def _signs(verdict: Verdict) -> list[str]:
    return [verdict.action] if verdict.complete else [verdict.action, "incomplete"]


def _exit_code(outcome: Counter[str], fail_on: Action) -> int:
    if outcome["error"]:
        return _UNREADABLE
    if outcome["incomplete"]:
        return _INCOMPLETE
    return _FINDINGS if any(outcome[a] for a in Action if a.severity >= fail_on.severity) else 0
