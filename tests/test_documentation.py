"""The documents say what the program does: every command, option and rule, the commands of README, its examples."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
import pytest

from qingname import Account, Checker
from qingname.cli import cli
from qingname.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent
_README, _README_ZH = _ROOT / "README.md", _ROOT / "README.zh-CN.md"
_CLI_PAGE = _ROOT / "docs" / "cli.md"
_EXAMPLE = "人民曰報-官方"
_OF_THE_DAY = {"as_of", "policy", "registry", "version"}


def _missing(wanted: list[str], text: str) -> list[str]:
    """What of ``wanted`` does not stand in ``text`` as a word of its own: --type is not in --types."""
    return [word for word in wanted if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from _commands(found, f"{name} {child}")
    else:
        yield name, command


def _sections(page: str) -> dict[str, str]:
    """Text of each ``## `qingname …` `` section by its command."""
    parts = re.split(r"^## `(qingname[^`]*)`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _marked(page: Path, marker: str) -> str:
    """The content of the first fenced block after ``<!-- marker -->``."""
    found = re.search(rf"<!-- {marker} -->\n```\w*\n(.*?)\n```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{page.name} has no block after <!-- {marker} -->"
    return found[1]


def test_every_command_has_a_section_that_names_each_of_its_options() -> None:
    sections = _sections(_CLI_PAGE.read_text(encoding="utf-8"))
    commands = dict(_commands(cli, "qingname"))
    assert sorted(sections) == sorted(commands)
    for name, command in commands.items():
        options = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
        wanted = [option for option in options if option.startswith("-")]
        assert _missing(wanted, sections[name]) == [], f"docs/cli.md, section {name}"


@pytest.mark.parametrize("page", [_README, _README_ZH], ids=lambda page: page.name)
def test_every_rule_stands_in_the_readme_with_its_code_and_name(page: Path) -> None:
    rows = {line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| QN")}
    assert {tuple(re.split(r" ?\| ?", row)[1:3]) for row in rows} == {(rule.code, rule.name) for rule in RULES}


def test_an_undocumented_word_is_noticed() -> None:
    page = "`--format text|json`, `--types`"
    assert _missing(["--format", "--type", "--new"], page) == ["--type", "--new"]


def test_ci_runs_the_commands_of_the_readme_as_they_are_printed() -> None:
    script = (_ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install" not in script
    for name in ("check", "tests"):
        assert f"\nrun_readme {name}\n" in script
        command = _marked(_README, f"command: {name}")
        assert command.startswith("python3 -m venv .venv && ")
        assert "\n" not in command


def test_both_readmes_print_the_same_commands() -> None:
    chinese = _README_ZH.read_text(encoding="utf-8")
    for name in ("check", "tests"):
        assert f"```sh\n{_marked(_README, f'command: {name}')}\n```" in chinese


def test_the_example_output_is_what_the_command_prints() -> None:
    command = [sys.executable, "-m", "qingname", "check", "--color", "never", _EXAMPLE]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.rstrip("\n") == _marked(_README, "output: check")
    assert f"```\n{done.stdout.rstrip()}\n```" in _README_ZH.read_text(encoding="utf-8")


def test_the_example_verdict_is_what_the_checker_says() -> None:
    said = json.loads(msgspec.json.encode(Checker().check(Account(_EXAMPLE))))
    shown = json.loads(_marked(_README, "output: json"))
    assert list(shown) == list(said)
    assert {key: shown[key] for key in shown if key not in _OF_THE_DAY} == {
        key: said[key] for key in said if key not in _OF_THE_DAY
    }


def test_the_names_that_the_readme_boasts_of_are_judged_as_it_says() -> None:
    sentence = re.search(r"^(.+) are found\. (.+) pass\.$", _README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sentence
    caught, passed = (re.split(r", | and ", names) for names in sentence.groups())
    checker = Checker()
    assert [name for name in caught if checker.check(Account(name)).action == "pass"] == []
    assert [name for name in passed if checker.check(Account(name)).action != "pass"] == []
    assert min(len(caught), len(passed)) > 1


def test_every_relative_link_of_a_document_leads_to_a_file() -> None:
    for page in [*_ROOT.glob("*.md"), *_ROOT.glob("docs/**/*.md"), *_ROOT.glob("bench/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(_ROOT)} links to {target}"


def test_no_document_names_a_path_of_the_machine_it_was_written_on() -> None:
    for page in [*_ROOT.glob("*.md"), *_ROOT.glob("docs/**/*.md"), *_ROOT.glob("bench/*")]:
        if page.is_file():
            assert not re.search(r"(?<![\w.])/(tmp|work|root|home)/", page.read_text(encoding="utf-8")), page
