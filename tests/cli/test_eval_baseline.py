"""``qingname eval`` over the bars that a change must clear: thresholds, parts apart, verdicts kept and compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

CASES: list[dict[str, object]] = [
    {"id": "1", "name": "人民曰報-官方", "expected": "reject"},
    {"id": "2", "name": "小明的猫", "expected": "pass"},
    {"id": "3", "name": "小明的狗", "expected": "reject"},
]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    write(path, CASES)
    return path


@pytest.mark.parametrize(
    ("option", "holds", "breaks", "said"),
    [
        ("--min-exact", "66", "67", "66.67 % as labelled is under --min-exact 67"),
        ("--max-missed", "50", "49", "50.00 % missed is over --max-missed 49"),
    ],
)
def test_eval_fails_where_a_threshold_breaks(
    run: Run, cases: Path, option: str, holds: str, breaks: str, said: str
) -> None:
    assert run("eval", str(cases), option, holds).code == 0
    done = run("eval", str(cases), option, breaks)
    assert (done.code, done.err) == (1, f"qingname: {said}\n")


def test_eval_fails_where_too_many_innocents_are_rejected(run: Run, cases: Path) -> None:
    write(cases, [{"name": "人民曰报", "expected": "pass"}, {"name": "小明的猫", "expected": "pass"}])
    assert run("eval", str(cases), "--max-rejected", "50").code == 0
    done = run("eval", str(cases), "--max-rejected", "49.5")
    assert (done.code, done.err) == (1, "qingname: 50.00 % wrongly rejected is over --max-rejected 49.5\n")


def test_thresholds_of_labels_that_no_case_has_hold(run: Run, cases: Path) -> None:
    write(cases, [{"name": "小明的猫", "expected": "pass"}])
    assert run("eval", str(cases), "--max-missed", "0", "--max-rejected", "0", "--min-exact", "100").code == 0


def test_eval_shows_real_cases_and_groups_apart(run: Run, cases: Path) -> None:
    rows: list[dict[str, object]] = [
        {"name": "人民曰报", "expected": "reject", "source": "real"},
        {"name": "小明的猫", "expected": "reject", "source": "constructed", "group": "change"},
        {"name": "小明的狗", "expected": "pass", "group": "change"},
    ]
    write(cases, rows)
    apart = json.loads(run("eval", str(cases), "--format", "json").out)["apart"]
    figures = {name: (part["cases"], part["agreement"], part["missed"]) for name, part in apart.items()}
    assert figures == {"source: real": (1, 100, 0), "group: change": (2, 50, 100)}
    assert "\ngroup: change: 2 cases, 50.0 % as labelled\n" in run("eval", str(cases)).out


def test_each_case_is_judged_with_all_that_it_carries(run: Run, cases: Path) -> None:
    paper = {"kind": "media_org", "name": "人民日报", "subject": None, "expires": "2026-11-23"}
    first = {"name": "小明", "event": "register", "at": "2026-01-01", "action": "pass"}
    refused = {"name": "人明日报", "bio": "", "event": "rename", "at": "2026-01-03", "action": "reject"}
    media = {"name": "人民日报", "account_type": "media", "credentials": [paper]}
    rows: list[dict[str, object]] = [
        {**media, "as_of": "2026-11-23", "expected": "pass"},
        {**media, "as_of": "2026-11-24", "expected": "review"},
        {"name": "小明的猫", "bio": "人民日报官方账号", "expected": "reject"},
        {"name": "人曰日报", "event": "rename", "previous": [first, refused], "expected": "reject"},
    ]
    write(cases, rows)
    done = run("eval", str(cases), "--show-wrong", "--min-exact", "100")
    assert done.code == 0, done.out


def test_eval_keeps_verdicts_as_lines(run: Run, cases: Path, tmp_path: Path) -> None:
    kept = tmp_path / "verdicts.jsonl"
    assert run("eval", str(cases), "--write", str(kept)).code == 0
    lines = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [["id", "action", "rules", "targets"]] * 3
    assert lines[0] == {"id": "1", "action": "reject", "rules": ["QN201"], "targets": ["人民日报"]}
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    same = run("eval", str(cases), "--baseline", str(kept), "--fail-on-flip")
    assert same.code == 0
    assert f"\n\n0 of 3 verdicts flipped against {kept}; 0 by other rules, 0 cases new, 0 gone\n" in same.out


def test_eval_lists_what_flipped_newly_passed_first(run: Run, cases: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    lines: list[dict[str, object]] = [
        {"id": "1", "action": "review", "rules": ["QN201"]},
        {"id": "2", "action": "reject", "rules": ["QN101", "QN301"]},
        {"id": "9", "action": "pass"},
    ]
    write(old, lines)
    done = run("eval", str(cases), "--baseline", str(old))
    assert done.code == 0
    rest = "0 by other rules, 1 cases new, 1 gone"
    assert done.out.split("\n\n")[-1].splitlines() == [
        f"2 of 2 verdicts flipped against {old}, reject→pass 1, review→reject 1; {rest}",
        "2  reject→pass  小明的猫  QN101+QN301 → -  [expected pass]",
        "1  review→reject  人民曰報-官方  QN201 → QN201  [expected reject]",
    ]
    assert run("eval", str(cases), "--baseline", str(old), "--fail-on-flip").code == 1


def test_flips_as_json_say_the_same(run: Run, cases: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    write(old, [{"id": "1", "action": "reject", "rules": ["QN101"]}, {"id": "2", "action": "review"}])
    report = json.loads(run("eval", str(cases), "--baseline", str(old), "--format", "json").out)["baseline"]
    flip = {"id": "2", "name": "小明的猫", "old": "review", "new": "pass", "expected": "pass"}
    assert report == {
        "compared": 2,
        "flipped": 1,
        "directions": {"review→pass": 1},
        "added": 1,
        "gone": 0,
        "other_rules": 1,
        "flips": [{**flip, "old_rules": [], "new_rules": []}],
    }


def test_a_baseline_may_be_read_and_written_anew_in_one_run(run: Run, cases: Path, tmp_path: Path) -> None:
    kept = tmp_path / "verdicts.jsonl"
    write(kept, [{"id": "2", "action": "reject"}])
    assert run("eval", str(cases), "--baseline", str(kept), "--write", str(kept), "--fail-on-flip").code == 1
    assert run("eval", str(cases), "--baseline", str(kept), "--fail-on-flip").code == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'\n{"id": "1"}', ":2: not a verdict line: "),
        (b'{"id": "1", "action": "deny"}', "write the file with: qingname eval CASES.jsonl --write FILE"),
        (b'{"id": "1", "action": "pass"}\n{"id": "1", "action": "pass"}', ":2: the id '1' stands there twice"),
    ],
)
def test_a_baseline_that_is_none_is_refused(
    run: Run, cases: Path, tmp_path: Path, content: bytes, problem: str
) -> None:
    old = tmp_path / "old.jsonl"
    old.write_bytes(content)
    done = run("eval", str(cases), "--baseline", str(old))
    assert (done.code, problem in done.err) == (2, True)


def test_verdicts_are_kept_by_ids_that_differ(run: Run, cases: Path, tmp_path: Path) -> None:
    write(cases, [{"name": "小明的猫", "expected": "pass"}] * 2)
    assert run("eval", str(cases)).code == 0
    done = run("eval", str(cases), "--write", str(tmp_path / "verdicts.jsonl"))
    assert (done.code, "two cases have the id '小明的猫'" in done.err) == (2, True)
    assert "name it" in run("eval", str(cases), "--fail-on-flip").err
