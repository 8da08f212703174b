"""``qingname variants``: the ways in which an impersonator could write a name."""

from __future__ import annotations

import click
import msgspec

from qingname.cli import options
from qingname.cli.terminal import padded, safe, width
from qingname.model import Account
from qingname.reading import check_limits
from qingname.variants import choices, methods_of, variants

_EXAMPLES = """\b
Examples:
  qingname variants 人民日报
  qingname variants 人民日报 --technique look_alike --technique homophone_one
  qingname variants 人民日报 --count 500 --format jsonl > watch.jsonl
"""


@click.command("variants", epilog=_EXAMPLES)
@click.argument("name", callback=options.utf8)
@click.option(
    "--technique",
    "techniques",
    multiple=True,
    type=click.Choice(choices()),
    metavar="TECHNIQUE",
    help="Only variants of this technique or method (see docs/cli.md); repeatable.",
)
@click.option("--count", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another number gives another choice.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print.")
def command(name: str, techniques: tuple[str, ...], count: int, seed: int, form: str) -> None:
    """Write NAME in the ways of an impersonator, for tests and lists to watch.

    The same NAME, --technique, --count and --seed give the same list.
    """
    check_limits(Account(name))
    found = variants(name, methods_of(techniques), count=count, seed=seed)
    if form == "jsonl":
        for variant in found:
            line = {
                "name": variant.text,
                "target": variant.name,
                "method": variant.method,
                "technique": variant.technique,
                "steps": variant.steps,
            }
            click.echo(msgspec.json.encode(line))
        return
    widest = max((width(variant.text) for variant in found), default=0)
    longest = max((len(variant.method) for variant in found), default=0)
    for variant in found:
        steps = " · ".join(map(safe, variant.steps))
        click.echo(f"{variant.method:<{longest}}  {padded(safe(variant.text), widest)}  {steps}".rstrip())
