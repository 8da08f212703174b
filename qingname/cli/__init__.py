"""The command line: one file a command, each imported only when it is called.

Exit: 2 usage, configuration or unreadable input; else 3 an incomplete verdict; else 1 findings; else 0. Besides,
130 after Ctrl-C and 141 where the reader of a pipe has gone, as the shell's own tools do.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from qingname.errors import QingnameError

PROGRAM = "qingname"
COMPLETION_VARIABLE = "_QINGNAME_COMPLETE"  # what click's scripts set when a shell asks for completions
USAGE, INTERRUPTED, PIPE_CLOSED = 2, 130, 141

_COMMANDS = {  # name → what it does; the module of the same name holds the command
    "audit": "Judge all accounts of files or of a database.",
    "audit-spark": "Judge all accounts of a table on a Spark cluster.",
    "avatar": "Keep marks of your own, see what a picture shows, compare two.",
    "check": "Judge names: do they pose as an official body, outlet or place?",
    "completion": "Print the completion script of a shell.",
    "eval": "Score labelled cases.",
    "policy": "Show, validate and compare policies.",
    "registry": "Build, inspect and validate registries.",
    "report": "Report what an audit found: a page, figures, a workbook.",
    "rules": "List the rules, or print the page of one.",
    "variants": "Write a name in the ways of an impersonator.",
}


class _LazyGroup(click.Group):
    """Commands are known by name; a module is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"qingname.cli.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what to type where a name stands in the place of a command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args and not args[0].startswith("-"):
                hint = f"{error.format_message()} To judge a name: {PROGRAM} check {args[0]}"
                raise click.UsageError(hint, ctx) from error
            raise


def _show_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's
    if asked:
        from qingname.version import VERSION  # noqa: PLC0415 - nothing else here needs it

        click.echo(f"{PROGRAM} {VERSION}")
        ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Print the version."
)
def cli() -> None:
    """清名 qingname judges whether an account's name poses as an official body, outlet or place."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code; never with a traceback."""
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # the caller closed it
            setattr(sys, stream, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        code = PIPE_CLOSED
    sys.exit(code)


def _command() -> int:
    """Run the command. Not by click's ``main``: that one answers a closed pipe with 1, which here means findings."""
    if completing := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - asked for by a shell, never by a person

        return shell_complete(cli, {}, PROGRAM, COMPLETION_VARIABLE, completing)
    try:
        with cli.make_context(PROGRAM, sys.argv[1:]) as ctx:
            cli.invoke(ctx)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    return 0


def _run() -> int:
    try:
        return _command()
    except click.ClickException as error:
        error.show()
        return USAGE
    except QingnameError as error:
        complain(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename or 'input/output'}: {error.strerror or error}")
        return USAGE
    except Exception as error:  # noqa: BLE001 - a person gets a sentence whatever breaks in here
        if os.environ.get("QINGNAME_DEBUG"):
            traceback.print_exc()
        complain(f"this is a fault in {PROGRAM} ({type(error).__name__}: {error}); QINGNAME_DEBUG=1 shows where")
        return USAGE


def complain(sentence: str) -> None:
    """Write an error for a person, safe for terminals, to standard error."""
    from qingname.cli.terminal import safe_lines  # noqa: PLC0415 - most runs have nothing to complain about

    click.echo(f"{PROGRAM}: {safe_lines(sentence)}", err=True)


def _silence(stream: object) -> None:
    """Let the interpreter flush into nothing on its way out."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
    except (OSError, ValueError, AttributeError):
        return
