"""``qingname rules``, ``eval`` and ``completion``, and the help of every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qingname.rules import RULES
from qingname.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

CASES: list[dict[str, object]] = [
    {"id": "1", "name": "人民曰報-官方", "expected": "reject", "expected_strict": "reject", "category": "media"},
    {"id": "2", "name": "小明的猫", "bio": "", "expected": "pass", "expected_strict": None, "category": "none"},
    {"id": "3", "name": "小明的狗", "expected": "reject", "expected_strict": "pass", "category": "none", "note": "dog"},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    lines = (json.dumps({"as_of": "2026-11-23", "source": "test", **case}) for case in CASES)
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_rules_lists_every_rule_with_its_code_and_name(run: Run) -> None:
    lines = run("rules").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.name] for rule in RULES]
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize("name", ["QN201", "qn201", "media-outlet"])
def test_rules_prints_the_page_of_one(run: Run, name: str) -> None:
    done = run("rules", name)
    assert done.code == 0
    assert done.out.startswith("QN201 media-outlet\n")
    assert "## Caught" in done.out


@pytest.mark.parametrize(("wrong", "meant"), [("QN2O1", "QN201"), ("media-outlett", "media-outlet")])
def test_an_unknown_rule_is_told_the_nearest(run: Run, wrong: str, meant: str) -> None:
    done = run("rules", wrong)
    assert done.code == 2
    assert f"did you mean {meant}?" in done.err


def test_rules_as_json_hold_the_same(run: Run) -> None:
    pages = json.loads(run("rules", "--format", "json").out)
    assert [page["code"] for page in pages] == [rule.code for rule in RULES]
    assert json.loads(run("rules", "QN201", "--format", "json").out) in pages


def test_eval_compares_verdicts_with_labels(run: Run, cases: Path) -> None:
    report = json.loads(run("eval", str(cases), "--format", "json", "--show-wrong").out)
    assert report["cases"] == 3
    assert report["agreement"] == pytest.approx(66.67)
    assert report["confusion"]["reject"] == {"reject": 1, "review": 0, "pass": 1}
    assert report["by_category"]["none"] == {
        "cases": 2,
        "agree": 1,
        "missed": 1,
        "pass_reviewed": 0,
        "pass_rejected": 0,
    }
    assert [wrong["id"] for wrong in report["wrong"]] == ["3"]


def test_eval_scores_only_what_has_a_label_under_the_profile(run: Run, cases: Path) -> None:
    report = json.loads(run("eval", str(cases), "--profile", "strict", "--format", "json").out)
    assert (report["cases"], report["agreement"]) == (2, 100)


def test_eval_as_text_shows_tables_and_the_wrong_ones(run: Run, cases: Path) -> None:
    done = run("eval", str(cases), "--show-wrong")
    assert done.code == 0
    assert done.out.startswith("3 cases, 66.7 % as labelled\n")
    assert "3  reject→pass  小明的狗  [none: dog]" in done.out


def test_eval_takes_some_categories(run: Run, cases: Path) -> None:
    report = json.loads(run("eval", str(cases), "--category", "media, x", "--format", "json").out)
    assert (report["cases"], report["agreement"]) == (1, 100)
    assert run("eval", str(cases), "--category", "x").code == 2


def test_eval_fails_under_the_given_share(run: Run, cases: Path) -> None:
    assert run("eval", str(cases), "--fail-under", "66").code == 0
    assert run("eval", str(cases), "--fail-under", "67").code == 1


def test_eval_names_the_line_that_it_cannot_read(run: Run, cases: Path) -> None:
    cases.write_text('{"name": "x", "expected": "deny"}\n', encoding="utf-8")
    done = run("eval", str(cases))
    assert done.code == 2
    assert f"{cases}:1: expected is 'deny'" in done.err
    cases.write_text('\n{"name": 1}\n', encoding="utf-8")
    assert f"{cases}:2: " in run("eval", str(cases)).err
    assert run("eval", str(cases) + "x").code == 2


def test_names_only_leaves_the_bio_out(run: Run, cases: Path) -> None:
    long = {"name": "小明的猫", "bio": 5, "expected": "pass"}
    cases.write_text(json.dumps(long), encoding="utf-8")
    assert run("eval", str(cases)).code == 2
    assert run("eval", str(cases), "--names-only").code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_that_calls_back(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert f"_QINGNAME_COMPLETE={shell}_complete" in done.out


def test_a_shell_that_asks_gets_completions(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_QINGNAME_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "qingname check --fo")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run().out == "plain,--format\n"


@pytest.mark.parametrize("command", [(), ("check",), ("eval",), ("rules",), ("registry",), ("completion",)])
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: qingname")


def test_the_version_is_one(run: Run) -> None:
    assert run("--version").out == f"qingname {VERSION}\n"
    verdict = json.loads(run("check", "小明的猫", "--format", "json").out)
    assert verdict["version"] == VERSION
