"""A batch of the audit gives each account the verdict that ``check`` gives it alone, in every field of it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname import Account, Checker, Credential, Policy
from qingname.audit.accounts import Accounts, accounts_at
from qingname.audit.columns import FIELDS, FINDING
from qingname.audit.judge import Judge
from qingname.errors import InputError
from qingname.model import Finding, State

_DAY = datetime.date(2026, 11, 23)
_ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((Path(__file__).parents[1] / "cases").glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]
_STRICT = Policy(profile="strict")
_COMPARED = ("id", "action", "complete", "skipped", "findings", "labels", "as_of")


def columns(rows: list[dict[str, Any]]) -> Accounts:
    """Rows as columns of text, as a source gives them."""

    def cell(value: object) -> str | None:
        return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    there = [field for field in FIELDS if any(field in row for row in rows)]
    texts = {field: pa.array([cell(row.get(field)) for row in rows], pa.string()) for field in there}
    return Accounts(texts, np.arange(1, len(rows) + 1), {})


def as_verdicts(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The verdicts of a batch as JSON has them."""
    found = []
    for row in batch.to_pylist():
        for finding in row["findings"]:
            finding["params"] = dict(finding["params"])
        found.append({name: row[name] for name in _COMPARED})
    return found


def alone(checker: Checker, account: Account) -> dict[str, Any]:
    verdict: dict[str, Any] = json.loads(msgspec.json.encode(checker.check(account)))
    return {name: verdict[name] for name in _COMPARED}


@pytest.mark.parametrize("policy", [Policy(), _STRICT], ids=["balanced", "strict"])
@pytest.mark.parametrize("once", [True, False], ids=["equal accounts once", "every row"])
def test_a_batch_of_labelled_accounts_gets_the_verdicts_of_each_alone(policy: Policy, *, once: bool) -> None:
    checker = Checker(policy, as_of=_DAY)
    rows = [{field: row[field] for field in FIELDS if field in row} for row in _ROWS] * 2
    batch = Judge(checker, once=once)(columns(rows), "rows")
    accounts = [
        Account(
            row["name"],
            id=row["id"],
            bio=row.get("bio", ""),
            account_type=row.get("account_type", "personal"),
            credentials=tuple(msgspec.convert(each, Credential) for each in row.get("credentials", [])),
            event=row.get("event", "audit"),
            previous=tuple(msgspec.convert(each, State) for each in row.get("previous", [])),
        )
        for row in rows
    ]
    assert as_verdicts(batch) == [alone(checker, account) for account in accounts]


_PARTS = st.sampled_from(
    (
        *("人民日报", "曰", "报", "杭州", "网警", "官方", "医生", "老师", "微信", "abc123", "中国", "协会", "新闻"),
        *("猫", "京", "一", "\u200b", "\u3000", " "),
    )
)
_TEXTS = st.one_of(st.text(max_size=12), st.lists(_PARTS, max_size=5).map("".join))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_TEXTS, st.one_of(st.none(), _TEXTS)), max_size=8))
def test_any_batch_gets_the_verdicts_of_each_alone(checker: Checker, rows: list[tuple[str, str | None]]) -> None:
    texts = {"name": pa.array([n for n, _ in rows], pa.string()), "bio": pa.array([b for _, b in rows], pa.string())}
    found = Judge(checker)(Accounts(texts, np.arange(len(rows)), {}), "rows").to_pylist()
    for place, row in enumerate(found):
        account = accounts_at(Accounts(texts, np.arange(len(rows)), {}), [place])[0]
        if isinstance(account, InputError):
            assert (row["error_code"], row["action"]) == (account.code, None)
        else:
            assert row["action"] == checker.check(account).action
            assert [f["rule"] for f in row["findings"]] == [f.rule for f in checker.check(account).findings]


def test_the_columns_of_a_finding_are_its_fields_in_their_order() -> None:
    assert tuple(field.name for field in FINDING) == Finding.__struct_fields__


def test_a_sliced_column_is_read_where_it_begins(checker: Checker) -> None:
    names = pa.array(["小明", None, "人民日报", "", "x" * 300, "人民日报"]).slice(1)
    found = Judge(checker)(Accounts({"name": names}, np.arange(2, 7), {}), "rows").to_pylist()
    assert [(row["line"], row["action"], row["error_code"]) for row in found] == [
        (2, None, "empty_name"),
        (3, "reject", None),
        (4, None, "empty_name"),
        (5, None, "too_long"),
        (6, "reject", None),
    ]


def test_an_account_that_passes_has_the_digest_of_its_bio(checker: Checker) -> None:
    texts = {"name": pa.array(["小明", "小明", "小明"]), "bio": pa.array(["爱猫", "爱狗", None])}
    digests = Judge(checker)(Accounts(texts, np.arange(3), {}), "rows").column("other_fields").to_pylist()
    assert digests[0] != digests[1]
    assert digests[2] is None


def test_a_refused_account_is_told_what_is_wrong_and_by_when_to_mend_it() -> None:
    checker = Checker(Policy(correction_days=7), as_of=_DAY, lang="en")
    row = Judge(checker)(Accounts({"name": pa.array(["人民曰报"])}, np.arange(1), {}), "rows").to_pylist()[0]
    assert row["deadline"] == datetime.date(2026, 11, 30)
    assert "人民曰报" in row["notice"]
    assert "2026-11-30" in row["notice"]
