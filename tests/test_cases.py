"""Labelled names: every verdict is the expected one, or the deviation that is written beside it.

A change of behaviour shows as a failing row; ``known`` holds what is answered today where that is not yet right.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from qingname.model import Account, Credential

if TYPE_CHECKING:
    from qingname import Checker

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "names.jsonl").read_text("utf-8").splitlines()
]


def account(row: dict[str, Any]) -> Account:
    credentials = tuple(msgspec.convert(credential, Credential) for credential in row.get("credentials", []))
    return Account(row["name"], account_type=row.get("account_type", "personal"), credentials=credentials)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_labelled_name_gets_its_verdict(checker: Checker, row: dict[str, Any]) -> None:
    verdict = checker.check(account(row))
    assert verdict.action == row.get("known", row["expected"]), row["rationale"]


def test_the_known_deviations_stay_few() -> None:
    deviating = Counter((row["expected"], row["known"]) for row in ROWS if "known" in row)
    expected = Counter(row["expected"] for row in ROWS)
    assert deviating["reject", "pass"] <= 0.02 * expected["reject"]
    assert deviating["pass", "reject"] == 0
    assert sum(deviating.values()) <= 0.03 * len(ROWS)


def test_no_case_is_labelled_twice() -> None:
    assert not [name for name, times in Counter(row["name"] for row in ROWS).items() if times > 1]
