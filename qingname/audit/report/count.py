"""Figures of one audit, counted by DuckDB: one pass over the findings into a narrow table, the rest from that."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from qingname.audit.report.figures import (
    Audited,
    Body,
    ClauseLine,
    ErrorLine,
    Line,
    Place,
    Places,
    RuleLine,
    SkippedLine,
    Source,
    Totals,
)
from qingname.messages import rule_word, technique_word
from qingname.model import Technique

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingname.audit.report.reading import Counter
    from qingname.messages import Language
    from qingname.registry.entry import Entry

SOURCES: Final = 50  # sources that are listed
TOP_PLACES: Final = 30
TOP_BODIES: Final = 30
NAMES: Final = 4  # example names of a body
_SKIPPED: Final = 50
POSED_AS: Final = ("QN101", "QN103", "QN105", "QN106", "QN107", "QN108", "QN201", "QN501", "QN503")
"""Rules whose target is a body, outlet or person of a registry, and not a word, a place or an invention."""

_COUNTED: Final = """
    count(*), count(*) FILTER (action = 'reject'), count(*) FILTER (action = 'review'),
    count(*) FILTER (action IS NOT NULL AND NOT complete), count(*) FILTER (action IS NULL)
"""
_FOUND: Final = """
    count(*) FILTER (action = 'reject'), count(*) FILTER (action = 'review'), count(*) FILTER (action = 'note')
"""

# A finding's place in its row (i) tells whether it is the row's first for its rule, clause …: summing these flags
# counts accounts without remembering them.
_HITS: Final = """
CREATE TEMP TABLE hits AS
WITH flagged AS (
    SELECT file_row_number AS r, findings,
        [f.action <> 'note' FOR f IN findings] AS counts,
        [CASE WHEN f.action <> 'note' THEN f.rule END FOR f IN findings] AS rules,
        [CASE WHEN f.action <> 'note' THEN f.clause END FOR f IN findings] AS clauses,
        [CASE WHEN f.action <> 'note' THEN f.clause || f.rule END FOR f IN findings] AS cited,
        [CASE WHEN f.action <> 'note' THEN f.category END FOR f IN findings] AS categories,
        [CASE WHEN f.action <> 'note' THEN f.target_id END FOR f IN findings] AS targets,
        [CASE WHEN f.action <> 'note' AND regexp_matches(f.target_id, '^[0-9]{6}([-+]|$)')
              THEN left(f.target_id, 6) END FOR f IN findings] AS places,
        [CASE WHEN f.action <> 'note' AND regexp_matches(f.target_id, '^[0-9]{6}([-+]|$)')
              THEN left(f.target_id, 2) END FOR f IN findings] AS provinces
    FROM now WHERE len(findings) > 0
), each AS (
    SELECT *, unnest(findings) AS f, generate_subscripts(findings, 1) AS i FROM flagged
)
SELECT r, i::SMALLINT AS i, f.rule AS rule, f.name AS name, f.clause AS clause, f.category AS category,
    f.target AS target, f.target_id AS target_id, f.action AS action, f.field AS field,
    array_to_string(list_sort(f.technique), ' ') AS technique,
    places[i] AS place,
    coalesce(list_position(rules, f.rule) = i, false) AS new_rule,
    coalesce(list_position(clauses, f.clause) = i, false) AS new_clause,
    coalesce(list_position(cited, f.clause || f.rule) = i, false) AS new_cited,
    coalesce(list_position(categories, f.category) = i, false) AS new_category,
    coalesce(list_position(targets, f.target_id) = i, false) AS new_target,
    coalesce(list_position(places, places[i]) = i, false) AS new_place,
    coalesce(list_position(provinces, provinces[i]) = i, false) AS new_province,
    coalesce(list_position(provinces, [p FOR p IN provinces IF p IS NOT NULL][1]) = i AND provinces[i] IS NOT NULL,
        false) AS first_place,
    CASE WHEN i = 1 THEN list_sort(list_distinct(flatten([g.technique FOR g IN findings IF g.action <> 'note']))) END
        AS techniques,
    CASE WHEN i = 1 THEN len([1 FOR g IN findings IF g.action = 'reject']) END::SMALLINT AS rejected,
    CASE WHEN i = 1 THEN len([1 FOR g IN findings IF g.action = 'review']) END::SMALLINT AS reviewed,
    CASE WHEN i = 1 THEN list_max([g.score FOR g IN findings IF g.action <> 'note']) END::FLOAT AS sure
FROM each
"""


def prepare(counter: Counter) -> None:
    """Lay the findings out, one row each; every other function here but the first two needs that."""
    counter.rows(_HITS)


def totals(counter: Counter, audit: str = "now") -> Totals:
    """Count the rows of ``audit`` by action."""
    (counts,) = counter.rows(f"SELECT {_COUNTED} FROM {audit}")
    return _totals(counts)


def audited(counter: Counter, audit: str = "now") -> Audited:
    """What ``audit`` read, and what decided its verdicts."""
    days, policies, registries, versions = (
        [value for (value,) in counter.rows(f"SELECT DISTINCT {name} FROM {audit} WHERE {name} IS NOT NULL ORDER BY 1")]
        for name in ("as_of", "policy", "registry", "version")
    )
    ((number, rows),) = counter.rows(f"SELECT count(DISTINCT source), count(*) FROM {audit}")
    largest = counter.rows(
        f"SELECT source, {_COUNTED} FROM {audit} GROUP BY source ORDER BY count(*) DESC, source LIMIT {SOURCES}"
    )
    sources = [Source(source, _totals(tuple(counts))) for source, *counts in largest]
    return Audited(rows, days, policies, registries, versions, number, sources)


def _totals(counts: tuple[int, ...]) -> Totals:
    rows, reject, review, incomplete, unreadable = counts
    return Totals(rows, reject, review, rows - reject - review - unreadable, incomplete, unreadable)


def findings(counter: Counter) -> tuple[int, int]:
    """How many findings count, and how many are notes."""
    ((counted, notes),) = counter.rows(
        "SELECT count(*) FILTER (action <> 'note'), count(*) FILTER (action = 'note') FROM hits"
    )
    return counted, notes


def by_rule(counter: Counter, lang: Language) -> list[RuleLine]:
    """Rules in the order of their codes."""
    found = counter.rows(
        f"SELECT rule, min(name), count(*) FILTER (new_rule), {_FOUND} FROM hits GROUP BY rule ORDER BY rule"
    )
    return [RuleLine(code, name, rule_word(code, lang), *counts) for code, name, *counts in found]


def by_clause(counter: Counter) -> list[ClauseLine]:
    """Clauses, the one with the most accounts first, and under each its rules."""
    clauses = counter.rows(
        f"SELECT clause, count(*) FILTER (new_clause) AS accounts, {_FOUND} FROM hits "
        "GROUP BY clause ORDER BY accounts DESC, clause"
    )
    inner: dict[str, list[Line]] = {}
    for clause, code, *counts in counter.rows(
        f"SELECT clause, rule, count(*) FILTER (new_cited) AS accounts, {_FOUND} FROM hits "
        "GROUP BY clause, rule ORDER BY clause, accounts DESC, rule"
    ):
        inner.setdefault(clause, []).append(Line(code, *counts))
    return [ClauseLine(clause, n, reject, review, note, inner[clause]) for clause, n, reject, review, note in clauses]


def by_category(counter: Counter) -> list[Line]:
    """What is posed as, the kind with the most accounts first."""
    found = counter.rows(
        f"SELECT category, count(*) FILTER (new_category) AS accounts, {_FOUND} FROM hits "
        "GROUP BY category ORDER BY accounts DESC, category"
    )
    return [Line(*each) for each in found]


def by_technique(counter: Counter) -> tuple[list[Line], int]:
    """Accounts by each way of writing that changes something; beside them, those whose findings use none."""
    plain = [technique.value for technique in Technique if not technique_word(technique, "zh")]
    accounts = dict(
        counter.rows("SELECT t, count(*) FROM (SELECT unnest(techniques) AS t FROM hits WHERE i = 1) GROUP BY t")
    )
    found = counter.rows(
        f"SELECT t, {_FOUND} FROM (SELECT unnest(string_split(technique, ' ')) AS t, action FROM hits) "
        "WHERE t <> '' AND NOT list_contains(?, t) GROUP BY t ORDER BY t",
        plain,
    )
    lines = [Line(technique, accounts.get(technique, 0), *counts) for technique, *counts in found]
    ((written_plainly,),) = counter.rows(
        "SELECT count(*) FROM hits WHERE i = 1 AND rejected + reviewed > 0 AND list_has_all(?, techniques)", plain
    )
    return sorted(lines, key=lambda line: (-line.accounts, line.key)), written_plainly


def by_place(counter: Counter, divisions: Mapping[str, Entry]) -> Places:
    """Divisions named by targets, at province level and the most frequent of any level."""
    found = "count(*) FILTER (action = 'reject'), count(*) FILTER (action = 'review')"
    provinces = counter.rows(
        f"SELECT left(place, 2) || '0000' AS code, count(*) FILTER (new_province) AS accounts, {found} "
        "FROM hits WHERE place IS NOT NULL GROUP BY code ORDER BY accounts DESC, code"
    )
    top = counter.rows(
        f"SELECT place, count(*) FILTER (new_place) AS accounts, {found} "
        f"FROM hits WHERE place IS NOT NULL GROUP BY place ORDER BY accounts DESC, place LIMIT {TOP_PLACES}"
    )
    ((accounts,),) = counter.rows("SELECT count(*) FILTER (first_place) FROM hits")

    def name(code: str) -> str:
        return divisions[code].name if code in divisions else ""

    return Places(
        accounts,
        [Place(code, name(code), *counts) for code, *counts in provinces],
        [Place(code, name(code), n, reject, review, name(f"{code[:2]}0000")) for code, n, reject, review in top],
    )


_POSED: Final = f"""
FROM hits WHERE action <> 'note' AND list_contains({list(POSED_AS)}, rule)
    AND NOT starts_with(target_id, category || ':')
"""


def bodies(counter: Counter) -> tuple[list[Body], dict[str, list[int]]]:
    """What accounts pose as most, and rows to take example names from."""
    top = counter.rows(
        "SELECT target_id, min(target), min(category), count(*) FILTER (new_target) AS accounts, "
        "count(*) FILTER (action = 'reject'), count(*) FILTER (action = 'review') "
        f"{_POSED} GROUP BY target_id ORDER BY accounts DESC, target_id LIMIT {TOP_BODIES}"
    )
    found = [Body(*each) for each in top]
    groups = counter.rows(
        f"SELECT target_id, min(r, {3 * NAMES}), count(*) AS often {_POSED} AND field = 'name' "
        "AND list_contains(?::VARCHAR[], target_id) "
        "GROUP BY target_id, technique ORDER BY often DESC, technique",
        [body.target_id for body in found],
    )
    return found, varied((target_id, rows) for target_id, rows, _ in groups)


def severe(counter: Counter, limit: int) -> list[int]:
    """Rows with the most findings that reject, then the most that ask for a review, then the surest ones."""
    found = counter.rows(
        "SELECT r FROM hits WHERE i = 1 AND rejected + reviewed > 0 "
        f"ORDER BY rejected DESC, reviewed DESC, sure DESC, r LIMIT {limit}"
    )
    return [row for (row,) in found]


def typical(counter: Counter, rows_each: int) -> dict[str, list[int]]:
    """For each rule rows to take examples from: severe ones first, then those of the most frequent tricks."""
    groups = counter.rows(
        f"SELECT rule, min(r, {rows_each}), action, count(*) AS often FROM hits GROUP BY rule, action, technique "
        "ORDER BY rule, action = 'note', action = 'review', often DESC, technique"
    )
    return varied((rule, rows) for rule, rows, _, _ in groups)


def varied(groups: Iterable[tuple[str, list[int]]]) -> dict[str, list[int]]:
    """Rows by key: the first of each of the key's groups, then the second of each, and so on."""
    lists: dict[str, list[list[int]]] = {}
    for key, rows in groups:
        lists.setdefault(key, []).append(sorted(rows))
    rounds = {key: itertools.chain.from_iterable(itertools.zip_longest(*each)) for key, each in lists.items()}
    return {key: list(dict.fromkeys(row for row in each if row is not None)) for key, each in rounds.items()}


def errors(counter: Counter) -> list[ErrorLine]:
    """Rows without a verdict, by code."""
    found = counter.rows(
        "SELECT error_code, count(*) AS n, arg_min({'s': source, 'l': line, 'e': error}, file_row_number) AS first "
        "FROM now WHERE action IS NULL GROUP BY error_code ORDER BY n DESC, error_code"
    )
    return [ErrorLine(code or "", n, first["s"] or "", first["l"] or 0, first["e"] or "") for code, n, first in found]


def skipped(counter: Counter) -> list[SkippedLine]:
    """What was not done in incomplete rows."""
    found = counter.rows(
        "SELECT s.stage, s.reason, count(*) AS n FROM (SELECT unnest(skipped) AS s FROM now WHERE len(skipped) > 0) "
        f"GROUP BY ALL ORDER BY n DESC, s.stage, s.reason LIMIT {_SKIPPED}"
    )
    return [SkippedLine(*each) for each in found]
