"""All figures of a report: what ``summary.json`` holds, and what page and workbook show.

Accounts are rows of the audit. An account counts once in each line of a table, however many of its findings belong
there; a finding that is only a note does not make its account count. ``reject``, ``review`` and ``note`` beside it
count findings.
"""

from __future__ import annotations

import msgspec

FORMAT = 1
"""Raised when a key of ``summary.json`` changes its meaning or goes; new keys do not raise it."""


class Totals(msgspec.Struct, frozen=True):
    """Rows by what came of them. ``incomplete`` rows are among the first three, ``unreadable`` ones are not."""

    rows: int = 0
    reject: int = 0
    review: int = 0
    passed: int = msgspec.field(default=0, name="pass")
    incomplete: int = 0
    unreadable: int = 0


class Source(msgspec.Struct, frozen=True):
    """A file or database as the audit named it."""

    source: str
    totals: Totals


class Audited(msgspec.Struct, frozen=True):
    """What was audited, and with what. Each list has one value, or none where the audit is empty."""

    rows: int
    days: list[str]
    policies: list[str]
    registries: list[str]
    versions: list[str]
    source_count: int
    sources: list[Source]  # the largest ones


class Line(msgspec.Struct, frozen=True):
    """One line of a table: ``key`` is what is counted (a rule's code, a clause, a category …)."""

    key: str
    accounts: int
    reject: int
    review: int
    note: int


class RuleLine(msgspec.Struct, frozen=True):
    """A rule, and what it found."""

    code: str
    name: str
    what: str
    accounts: int
    reject: int
    review: int
    note: int


class ClauseLine(msgspec.Struct, frozen=True):
    """A clause, what is at stake under it, and the rules that cite it."""

    clause: str
    accounts: int
    reject: int
    review: int
    note: int
    rules: list[Line]


class Place(msgspec.Struct, frozen=True):
    """A division by its code of GB/T 2260; ``name`` is empty where the registry has none for it."""

    code: str
    name: str
    accounts: int
    reject: int
    review: int
    province: str = ""


class Places(msgspec.Struct, frozen=True):
    """Findings whose target names a division: by province, and the divisions named most."""

    accounts: int
    provinces: list[Place]
    top: list[Place]


class Body(msgspec.Struct, frozen=True):
    """A body, outlet or brand that accounts pose as; ``names`` are some of theirs."""

    target_id: str
    target: str
    category: str
    accounts: int
    reject: int
    review: int
    names: list[str] = []


class ErrorLine(msgspec.Struct, frozen=True):
    """Rows that could not be judged for the same reason; the first one as an example."""

    code: str
    rows: int
    source: str
    line: int
    error: str


class SkippedLine(msgspec.Struct, frozen=True):
    """A stage that could not do its work, and for how many accounts."""

    stage: str
    reason: str
    accounts: int


class Change(msgspec.Struct, frozen=True):
    """Accounts whose action went from ``then`` to ``now``, for one reason.

    ``cause`` is ``name``, ``other_fields``, ``name+other_fields`` (the account changed), ``judging`` (it did not; what
    differs is in ``Trend.differs``), ``incomplete`` (a check could not be done on one of the days) or ``unknown``.
    """

    then: str
    now: str
    cause: str
    accounts: int


class Moved(msgspec.Struct, frozen=True):
    """How many accounts went from ``then`` to ``now``: an action, ``unreadable`` or ``absent``."""

    then: str
    now: str
    accounts: int


class Compared(msgspec.Struct, frozen=True):
    """A line of a table then and now."""

    key: str
    then: int
    now: int


class Trend(msgspec.Struct, frozen=True):
    """The audit against an earlier one. ``matched_by`` is ``id`` or ``name``.

    ``differs`` names what decides verdicts beside the accounts and is not the same: registry, policy, version, day.
    ``repeated`` accounts share their key with another; ``keyless`` rows have none and are not compared.
    """

    earlier: Audited
    then: Totals
    matched_by: str
    matched: int
    new: int
    gone: int
    repeated: int
    keyless: int
    differs: list[str]
    partial: bool  # one of the two files holds no account that passed
    moved: list[Moved]
    changes: list[Change]
    rules: list[Compared]


class Figures(msgspec.Struct, frozen=True):
    """The whole report in figures."""

    format: int
    audit: Audited
    totals: Totals
    findings: int
    notes: int
    rules: list[RuleLine]
    clauses: list[ClauseLine]
    categories: list[Line]
    techniques: list[Line]
    plain: int
    places: Places
    bodies: list[Body]
    errors: list[ErrorLine]
    skipped: list[SkippedLine]
    trend: Trend | None
