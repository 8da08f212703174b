"""``qingname policy``: show what a policy says, validate one, compare two, and give the schema for editors."""

from __future__ import annotations

import datetime
import textwrap
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from qingname.cli.options import FOLDER, policy_file, policy_of
from qingname.cli.terminal import safe_lines
from qingname.policy import Policy, Profile, differences, to_toml
from qingname.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qingname.policy import Waiver

_DIFFERENT = 1
_SOON = 30  # days before a waiver's end in which it is worth a word
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WIDTH = 100

_day = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day on which to look at waivers; today.",
)


def _file(name: str) -> Callable[[Any], Any]:
    return click.argument(name, type=FOLDER, metavar=name.upper())


@click.group("policy")
def command() -> None:
    """Show, validate and compare policies."""


@command.command("show")
@click.option("--policy", type=FOLDER, metavar="FILE", help="The policy to show; the defaults without one.")
@click.option("--profile", type=click.Choice(get_args(Profile)), help="Show it under this profile.")
@_day
@click.option("--format", "form", type=click.Choice(["toml", "json"]), default="toml", help="How to print.")
def show_command(policy: Path | None, profile: str | None, as_of: datetime.datetime | None, form: str) -> None:
    """Print every setting that a policy comes to, as TOML that reads as the same policy."""
    settings = policy_of({"policy": policy, "profile": profile, "registry": ()})
    if form == "json":
        click.echo(msgspec.json.encode(settings))
        return
    click.echo(f"# {settings.digest}\n{safe_lines(to_toml(settings))}", nl=False)
    for sentence in _remarks(settings, _date(as_of)):
        click.echo(textwrap.indent(textwrap.fill(safe_lines(sentence), _WIDTH, break_on_hyphens=False), "# "))


@command.command("validate")
@_file("file")
@click.option(
    "--registry", "folders", type=FOLDER, metavar="DIR", multiple=True, help="Your own tables, for presets; repeatable."
)
@_day
def validate_command(file: Path, folders: tuple[Path, ...], as_of: datetime.datetime | None) -> None:
    """Say all that is wrong in the policy FILE, with its line and what to write instead; exit 2 where anything is.

    Waivers that have ended, or will within 30 days, are named; they do not make a policy wrong.
    """
    settings = policy_file(file, folders)
    click.echo(f"{file} is fine: {settings.digest}")
    day = _date(as_of)
    for waiver in settings.waivers:
        if (waiver.expires - day).days <= _SOON:
            click.echo(safe_lines(_state(waiver, day)))


@command.command("diff")
@_file("a")
@_file("b")
@click.pass_context
def diff_command(ctx: click.Context, a: Path, b: Path) -> None:
    """Print the settings that only the policy A (-) or only B (+) has; exit 1 where they differ.

    What is written differently and means the same is no difference.
    """
    changes = differences(policy_file(a), policy_file(b))
    for sign, setting in changes:
        click.echo(f"{sign} {safe_lines(setting)}")
    if changes:
        ctx.exit(_DIFFERENT)


@command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of policies, by which editors complete and check them."""
    schema = {"$schema": _DIALECT, **msgspec.json.schema(Policy)}
    click.echo(msgspec.json.format(msgspec.json.encode(schema), indent=2))


def _remarks(policy: Policy, day: datetime.date) -> Iterator[str]:
    """What the settings do not say by themselves."""
    own = [rule.code for rule in RULES if rule.code not in policy.rules]
    yield f"without an action in [rules], as the rule itself decides: {' '.join(own) or 'none'}"
    for waiver in policy.waivers:
        yield _state(waiver, day)


def _state(waiver: Waiver, day: datetime.date) -> str:
    """One sentence about a waiver on a day."""
    whom = " ".join(part for part in (waiver.name, waiver.account and f"(account {waiver.account})") if part)
    what = f"the waiver of {', '.join(waiver.rules)} for {whom}"
    if waiver.in_force(day.isoformat()):
        return f"{what} holds until {waiver.expires}: {(waiver.expires - day).days} days"
    return f"{what} ended on {waiver.expires} and hides nothing; renew it or take it out"


def _date(as_of: datetime.datetime | None) -> datetime.date:
    return (as_of or datetime.datetime.now(tz=datetime.UTC).astimezone()).date()
