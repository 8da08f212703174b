"""The report of an audit: a page for the regulator, figures for programs, a workbook for reviewers.

1. ``reading.py`` opens the audit's Parquet file; ``count.py`` and ``trend.py`` count with DuckDB, in constant memory
2. the few rows that are shown are read by their number
3. ``page.py``, ``workbook.py`` and ``summary.json`` show the same ``figures.py``

Everything is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.audit.report import count
from qingname.audit.report.figures import FORMAT, Body, Figures
from qingname.audit.report.page import EXAMPLES, SEVERE, Shown, page
from qingname.audit.report.reading import AuditFile, Counter, counting
from qingname.audit.report.sentences import Sentences
from qingname.audit.report.trend import Example, newly_flagged, trend
from qingname.audit.report.workbook import Workbook
from qingname.errors import InputError
from qingname.registry import Registry, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from qingname.audit.report.figures import Change, Trend
    from qingname.audit.report.reading import Row
    from qingname.messages import Language
    from qingname.model import Finding

_SPARE = 4  # rows read for each example, since names that were shown already are passed over


def write_report(verdicts: Path, folder: Path, *, earlier: Path | None, lang: Language) -> None:
    """Write ``index.html``, ``summary.json`` and ``review.xlsx`` about the audit ``verdicts`` into ``folder``.

    Files of these names are replaced. Raise :class:`InputError` where ``verdicts`` or ``earlier`` is not the Parquet
    output of an audit, ``OSError`` where a file cannot be read or written or the disk is full.
    """
    now, then = AuditFile(verdicts), AuditFile(earlier) if earlier is not None else None
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: a report is a folder, and this is a file")
    folder.mkdir(parents=True, exist_ok=True)
    registry = Registry(shipped())
    sentences = Sentences(lang, registry.licences)
    figures, rows = _gather(now, then, folder, lang, registry)
    shown = page(figures, rows, sentences, lang).encode()
    unfinished = folder / ".review.unfinished.xlsx"
    try:
        Workbook(unfinished, figures, sentences, lang).write(now.flagged())
        _replace(folder / "index.html", shown)
        _replace(folder / "summary.json", msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
        unfinished.replace(folder / "review.xlsx")
    finally:
        unfinished.unlink(missing_ok=True)


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _gather(
    now: AuditFile, then: AuditFile | None, folder: Path, lang: Language, registry: Registry
) -> tuple[Figures, Shown]:
    with counting(now, then, folder) as counter:
        count.prepare(counter)
        bodies, named = count.bodies(counter)
        severe, typical = count.severe(counter, SEVERE), count.typical(counter, EXAMPLES)
        found, moved = trend(counter) if then is not None else (None, [])
        arrived = newly_flagged(counter) if then is not None else []
        figures = _figures(counter, lang, registry, bodies, found)
    there = now.at(
        [
            *severe,
            *(row for rows in named.values() for row in rows[: _SPARE * count.NAMES]),
            *(row for rows in typical.values() for row in rows[: _SPARE * EXAMPLES]),
            *(each.now for each in (*moved, *arrived) if each.now is not None),
        ]
    )
    before = then.at(each.then for each in (*moved, *arrived) if each.then is not None) if then is not None else {}
    names = [msgspec.structs.replace(body, names=_names(named.get(body.target_id, []), there)) for body in bodies]
    figures = msgspec.structs.replace(figures, bodies=names)
    examples = {code: _examples(code, rows, there) for code, rows in typical.items()}
    rows = Shown(examples, [there[row] for row in severe], _moves(moved, before, there), _moves(arrived, before, there))
    return figures, rows


def _figures(
    counter: Counter, lang: Language, registry: Registry, bodies: list[Body], found: Trend | None
) -> Figures:
    findings, notes = count.findings(counter)
    techniques, plain = count.by_technique(counter)
    return Figures(
        format=FORMAT,
        audit=count.audited(counter),
        totals=count.totals(counter),
        findings=findings,
        notes=notes,
        rules=count.by_rule(counter, lang),
        clauses=count.by_clause(counter),
        categories=count.by_category(counter),
        techniques=techniques,
        plain=plain,
        places=count.by_place(counter, registry.places),
        bodies=bodies,
        errors=count.errors(counter),
        skipped=count.skipped(counter),
        trend=found,
    )


def _names(rows: list[int], there: dict[int, Row]) -> list[str]:
    names = (there[row].name or "" for row in rows if row in there)
    return list(dict.fromkeys(names))[: count.NAMES]


def _examples(code: str, rows: list[int], there: dict[int, Row]) -> list[tuple[Row, Finding]]:
    found: list[tuple[Row, Finding]] = []
    seen: set[tuple[str | None, str | None]] = set()
    order = {"reject": 0, "review": 1, "note": 2}
    for row in rows:
        account = there.get(row)
        if account is None or (account.name, account.bio) in seen:
            continue
        seen.add((account.name, account.bio))
        own = [finding for finding in account.findings if finding.rule == code]
        found.append((account, min(own, key=lambda finding: order[finding.action])))
        if len(found) == EXAMPLES:
            break
    return sorted(found, key=lambda each: order[each[1].action])


def _moves(
    examples: list[Example], before: dict[int, Row], there: dict[int, Row]
) -> list[tuple[Change, Row | None, Row | None]]:
    return [
        (each.change, before[each.then] if each.then is not None else None,
         there[each.now] if each.now is not None else None)
        for each in examples
    ]  # fmt: skip
