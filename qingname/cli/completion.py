"""``qingname completion``: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from qingname.cli import COMPLETION_VARIABLE, PROGRAM, cli


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    r"""Print the completion script of SHELL.

    \b
    bash  qingname completion bash > ~/.local/share/bash-completion/completions/qingname
    zsh   qingname completion zsh > "${fpath[1]}/_qingname"
    fish  qingname completion fish > ~/.config/fish/completions/qingname.fish
    """
    completion = get_completion_class(shell)
    if completion is None:  # pragma: no cover - the choice above names only shells that click knows
        raise click.UsageError(f"no completion for {shell}")
    script = completion(cli, {}, PROGRAM, COMPLETION_VARIABLE)
    click.echo(script.source_template % script.source_vars())
