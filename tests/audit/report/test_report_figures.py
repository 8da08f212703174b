"""The figures are those of the audit's rows, counted once more without DuckDB."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from qingname.messages import technique_word
from qingname.registry import Registry, shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Made


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = pq.read_table(path).to_pylist()
    for row in rows:
        row["counted"] = [finding for finding in row["findings"] if finding["action"] != "note"]
    return rows


def _accounts(rows: list[dict[str, Any]], key: str) -> Counter[str]:
    return Counter(value for row in rows for value in {finding[key] for finding in row["counted"]})


def test_totals_are_the_rows_by_action(made: Made) -> None:
    rows = _rows(made.now)
    by_action = Counter(row["action"] for row in rows)
    totals = made.figures.totals
    assert (totals.reject, totals.review, totals.passed, totals.unreadable) == (
        by_action["reject"],
        by_action["review"],
        by_action["pass"],
        by_action[None],
    )
    assert totals.rows == len(rows) == made.figures.audit.rows


def test_an_account_counts_once_for_a_rule_a_clause_and_a_category(made: Made) -> None:
    rows, figures = _rows(made.now), made.figures
    assert {line.code: line.accounts for line in figures.rules if line.accounts} == _accounts(rows, "rule")
    assert {line.clause: line.accounts for line in figures.clauses if line.accounts} == _accounts(rows, "clause")
    assert {line.key: line.accounts for line in figures.categories if line.accounts} == _accounts(rows, "category")


def test_rules_under_a_clause_are_those_that_cite_it(made: Made) -> None:
    pairs = Counter(
        pair
        for row in _rows(made.now)
        for pair in {(finding["clause"], finding["rule"]) for finding in row["counted"]}
    )
    found = {(clause.clause, rule.key): rule.accounts for clause in made.figures.clauses for rule in clause.rules}
    assert {pair: n for pair, n in found.items() if n} == pairs


def test_findings_and_notes_are_counted_apart(made: Made) -> None:
    actions = Counter(finding["action"] for row in _rows(made.now) for finding in row["findings"])
    assert made.figures.notes == actions["note"]
    assert made.figures.findings == actions["reject"] + actions["review"]
    assert sum(line.reject for line in made.figures.rules) == actions["reject"]


def test_techniques_are_those_that_change_a_text_and_the_rest_is_written_plainly(made: Made) -> None:
    counted = [row["counted"] for row in _rows(made.now) if row["counted"]]
    used = [{t for finding in findings for t in finding["technique"]} for findings in counted]
    changing = [{t for t in each if technique_word(t, "zh")} for each in used]
    expected = Counter(t for each in changing for t in each)
    assert {line.key: line.accounts for line in made.figures.techniques if line.accounts} == expected
    assert made.figures.plain == sum(not each for each in changing)


def test_places_are_rolled_up_to_provinces_that_the_registry_names(made: Made) -> None:
    names = Registry(shipped()).places
    expected: Counter[str] = Counter()
    for row in _rows(made.now):
        ids = [finding["target_id"] for finding in row["counted"]]
        codes = {each[:6] for each in ids if each[:6].isdigit() and each[6:7] in {"", "+", "-"}}
        expected.update({code[:2] + "0000" for code in codes})
    found = {place.code: place.accounts for place in made.figures.places.provinces}
    assert found == expected
    assert all(place.name == names[place.code].name for place in made.figures.places.provinces)
    assert made.figures.places.accounts >= max(expected.values())


def test_bodies_are_of_a_registry_and_their_names_pose_as_them(made: Made) -> None:
    names = {row["name"] for row in _rows(made.now)}
    first = made.figures.bodies[0]
    assert first.target == "人民日报"
    assert first.accounts == _accounts(_rows(made.now), "target_id")[first.target_id]
    assert all("捏造" not in body.target and ":" not in body.target_id for body in made.figures.bodies)
    assert all(name in names for body in made.figures.bodies for name in body.names)
    assert 0 < len(first.names) <= 4


def test_rows_that_cannot_be_judged_are_listed_by_their_code(made: Made) -> None:
    assert {line.code: line.rows for line in made.figures.errors} == {"empty_name": 1, "json": 1}


def test_an_incomplete_verdict_is_counted_and_its_reason_named(
    audit: Callable[..., Path], report: Callable[..., Made]
) -> None:
    account = {"id": "1", "name": "人民日报", "credentials": ["media_org:人民日报"]}
    asked_in_vain = audit([account], "--verify-url", "http://127.0.0.1:9/")
    figures = report(asked_in_vain).figures
    assert figures.totals.incomplete == 1
    assert [line.accounts for line in figures.skipped] == [1]


@pytest.mark.parametrize("accounts", [[], [{"name": ""}, "{broken"], [{"name": "小明的猫"}]])
def test_an_audit_of_nothing_of_errors_or_of_passes_has_a_report(
    audit: Callable[..., Path], report: Callable[..., Made], accounts: list[Any]
) -> None:
    nothing = ([{"name": "小明的猫"}], "--where", "name = '小红'")
    made = report(audit(accounts) if accounts else audit(*nothing))
    assert made.figures.totals.rows == len(accounts)
    assert made.figures.findings == 0
    for section in ("audited", "totals", "rules", "examples", "errors"):
        assert f'<section id="{section}"' in made.page


def test_the_same_audit_gives_the_same_bytes(made: Made, report: Callable[..., Made]) -> None:
    again = report(made.now, made.earlier)
    for name in ("index.html", "summary.json", "review.xlsx"):
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes(), name
    assert sorted(path.name for path in again.folder.iterdir()) == ["index.html", "review.xlsx", "summary.json"]
