"""``qingname rules``: the list of rules, or the page of one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from qingname.rules import RULES

if TYPE_CHECKING:
    from qingname.rules import Rule

_WHAT = "## What it does"


@click.command("rules")
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def command(code: str | None, form: str) -> None:
    """List the rules, or print the page of the rule CODE (QN201, or its name, media-outlet)."""
    chosen = [_rule(code)] if code else list(RULES)
    if form == "json":
        import msgspec  # noqa: PLC0415 - only this form needs it

        pages = [_page(rule) for rule in chosen]
        click.echo(msgspec.json.encode(pages[0] if code else pages))
    elif code:
        click.echo(chosen[0].page.strip())
    else:
        longest = max(len(rule.name) for rule in chosen)
        for rule in chosen:
            click.echo(f"{rule.code}  {rule.name:<{longest}}  {summary(rule)}")


def summary(rule: Rule) -> str:
    """Give the first sentence of what the rule does, in one line."""
    _, _, what = rule.page.partition(_WHAT)
    paragraph = " ".join(what.strip().partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".")


def _rule(code: str) -> Rule:
    for rule in RULES:
        if code.casefold() in (rule.code.casefold(), rule.name):
            return rule
    known = [name for rule in RULES for name in (rule.code, rule.name)]
    close = difflib.get_close_matches(code.upper(), known, n=1) or difflib.get_close_matches(code.lower(), known, n=1)
    hint = f"did you mean {close[0]}?" if close else "`qingname rules` lists them"
    raise click.UsageError(f"there is no rule {code!r}; {hint}")


def _page(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "clause": rule.clause,
        "what": summary(rule),
        "page": rule.page.strip(),
    }
