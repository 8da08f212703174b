"""``qingname variants``: a list for a person, or JSON lines for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Run = Callable[..., Done]


def test_the_list_tells_method_text_and_steps(run: Run) -> None:
    done = run("variants", "人民日报", "--technique", "traditional_all")
    assert done.code == 0
    assert done.out == "traditional_all  人民日報  报→報 traditional\n"


def test_hidden_characters_are_shown_by_number(run: Run) -> None:
    out = run("variants", "人民日报", "--technique", "bidi", "--technique", "invisible").out
    assert "<U+202E>报日民人<U+202C>" in out
    assert "\u202e" not in out


def test_json_lines_give_the_variant_as_it_is_with_its_labels(run: Run) -> None:
    lines = run("variants", "人民日报", "--format", "jsonl", "--count", "60").out.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 60
    assert {tuple(row) for row in rows} == {("name", "target", "method", "technique", "steps")}
    assert {row["target"] for row in rows} == {"人民日报"}
    assert any("\u202e" in row["name"] and row["technique"] == ["bidi"] for row in rows)


def test_the_same_seed_prints_the_same_list(run: Run) -> None:
    once, again, other = (run("variants", "国家税务总局", "--seed", seed).out for seed in ("5", "5", "6"))
    assert once == again != other


def test_the_lines_can_be_scored_by_eval(run: Run, tmp_path: Path) -> None:
    lines = run("variants", "人民日报", "--format", "jsonl", "--technique", "strike").out.splitlines()
    rows = [{**json.loads(line), "expected": "reject"} for line in lines]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("eval", str(cases), "--fail-under", "100").code == 0


def test_an_unknown_technique_and_an_empty_name_are_refused(run: Run) -> None:
    assert run("variants", "人民日报", "--technique", "sideways").code == 2
    done = run("variants", " ")
    assert done.code == 2
    assert "empty name" in done.err
