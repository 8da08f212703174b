"""Labelled cases and the figures over them. Knows nothing of how a verdict is reached."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from qingname.errors import InputError
from qingname.model import Account
from qingname.reading import account_from, decode_text, parse_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ACTIONS = ("reject", "review", "pass")
_LABELS = ("expected", "expected_strict", "category", "note", "group", "source")
_REAL = "real"  # the source of cases that were seen in the wild; all others were made up for the test
_ACCOUNT_FIELDS = frozenset(Account.__struct_fields__)


class Case(NamedTuple):
    """A labelled account. A label is '' where the case is not scored under that profile."""

    account: Account
    expected: str
    expected_strict: str
    category: str
    note: str
    group: str
    source: str
    day: datetime.date | None

    def label(self, *, strict: bool) -> str:
        """The label under the profile."""
        return self.expected_strict if strict else self.expected


class Judged(NamedTuple):
    """A case with the label that counts, the verdict it got, and what the findings rest on."""

    case: Case
    expected: str
    got: Literal["pass", "review", "reject"]
    evidence: tuple[str, ...]
    rules: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the verdict is the label."""
        return self.got == self.expected


def read_cases(path: Path, *, names_only: bool) -> Iterator[Case]:
    """Read the cases of a JSONL file. Raise :class:`InputError` with file and line where one cannot be read."""
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            if raw.strip():
                try:
                    yield _case(decode_text(raw.removeprefix(b"\xef\xbb\xbf")), names_only=names_only)
                except InputError as error:
                    raise InputError(f"{path}:{line}: {error}") from error


def _case(text: str, *, names_only: bool) -> Case:
    written = parse_object(text)
    if written is None:
        raise InputError("not a JSON object")
    fields = {field: value for field, value in written.items() if field in _ACCOUNT_FIELDS}
    if names_only:
        fields.pop("bio", None)
    labels = {field: str(written.get(field) or "") for field in _LABELS}
    for field in ("expected", "expected_strict"):
        if labels[field] not in ("", *_ACTIONS):
            raise InputError(f"{field} is {labels[field]!r}; a label is one of {', '.join(_ACTIONS)}, or null")
    return Case(account_from(fields), **labels, day=_day(written.get("as_of")))


def _day(written: object) -> datetime.date | None:
    if written is None:
        return None
    try:
        return datetime.date.fromisoformat(str(written))
    except ValueError as error:
        raise InputError(f"as_of is {written!r}; write YYYY-MM-DD") from error


class Scores:
    """What was expected against what was got."""

    def __init__(self, judged: Iterable[Judged]) -> None:
        """Take all judged cases."""
        self.judged = list(judged)
        self.confusion: Counter[tuple[str, str]] = Counter((case.expected, case.got) for case in self.judged)

    @property
    def agreement(self) -> float:
        """Per cent of verdicts that are the label."""
        return 100 * sum(case.right for case in self.judged) / max(1, len(self.judged))

    @property
    def missed(self) -> float:
        """Per cent of the cases to be reviewed or rejected that were let pass."""
        return self._share_of("pass", frozenset({"review", "reject"}))

    @property
    def rejected(self) -> float:
        """Per cent of the cases to be let pass that were rejected."""
        return self._share_of("reject", frozenset({"pass"}))

    def _share_of(self, got: str, expected: frozenset[str]) -> float:
        cases = [case for case in self.judged if case.expected in expected]
        return 100 * sum(case.got == got for case in cases) / max(1, len(cases))

    def apart(self) -> dict[str, Scores]:
        """Scores of the real cases, and of each ``group`` of cases that has a name."""
        real = [judged for judged in self.judged if judged.case.source == _REAL]
        parts = {f"source: {_REAL}": Scores(real)} if real else {}
        for name in sorted({judged.case.group for judged in self.judged} - {""}):
            parts[f"group: {name}"] = Scores(judged for judged in self.judged if judged.case.group == name)
        return parts

    def wrong(self) -> list[Judged]:
        """Cases whose verdict is not the label, rejects that were let pass first."""
        order = {"reject": 0, "review": 1, "pass": 2}
        return sorted(
            (case for case in self.judged if not case.right), key=lambda c: (order[c.expected], -order[c.got])
        )

    def confusion_rows(self) -> list[list[str]]:
        """For each label: how many got what, and the share that was not let pass."""
        rows = []
        for expected in _ACTIONS:
            got = {action: self.confusion[expected, action] for action in _ACTIONS}
            total = sum(got.values())
            shares = [_share(got[action], total) for action in ("pass", "review", "reject")]
            rows.append([expected, str(total), *shares, _percent(total - got["pass"], total)])
        return rows

    def groups(self, by: str) -> dict[str, dict[str, int]]:
        """Counts by the cases' ``category`` or ``note``: cases, right, missed, and false alarms of either kind."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for case in self.judged:
            group = counts[getattr(case.case, by) or "-"]
            group["cases"] += 1
            group["agree"] += case.right
            group["missed"] += case.expected != "pass" and case.got == "pass"
            group["pass_reviewed"] += case.expected == "pass" and case.got == "review"
            group["pass_rejected"] += case.expected == "pass" and case.got == "reject"
        return {name: dict(group) for name, group in counts.items()}

    def group_rows(self, by: str) -> list[list[str]]:
        """Rows of :meth:`groups`, those with the most mistakes first."""
        groups = self.groups(by)
        order = sorted(groups, key=lambda name: (groups[name]["agree"] - groups[name]["cases"], name))
        return [[name, *(str(count) for count in groups[name].values())] for name in order]

    def summary(self) -> dict[str, Any]:
        """Give the figures over all cases as JSON."""
        return {
            "cases": len(self.judged),
            "agreement": round(self.agreement, 2),
            "missed": round(self.missed, 2),
            "rejected": round(self.rejected, 2),
            "confusion": {e: {g: self.confusion[e, g] for g in _ACTIONS} for e in _ACTIONS},
        }

    def report(self, *, wrong: bool) -> dict[str, Any]:
        """Give everything as JSON."""
        report: dict[str, Any] = {
            **self.summary(),
            "apart": {name: part.summary() for name, part in self.apart().items()},
            "by_category": self.groups("category"),
            "by_note": self.groups("note"),
        }
        if wrong:
            report["wrong"] = [
                {
                    "id": judged.case.account.id,
                    "name": judged.case.account.name,
                    "category": judged.case.category,
                    "note": judged.case.note,
                    "expected": judged.expected,
                    "got": judged.got,
                    "evidence": judged.evidence,
                }
                for judged in self.wrong()
            ]
        return report


def _share(count: int, total: int) -> str:
    return f"{count} ({_percent(count, total)})"


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else "-"
