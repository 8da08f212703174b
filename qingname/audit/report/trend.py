"""An audit against an earlier one: which accounts are new, gone or judged otherwise, and what differs.

An account is known again by its id where both audits have ids, else by its name. A line of a file says nothing about
who stands in it once the file is exported anew, so that lines and file names are not asked. Accounts that share a key
are paired in order, those whose other fields are the same first of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qingname.audit.report.count import audited, totals
from qingname.audit.report.figures import Change, Compared, Moved, Trend

if TYPE_CHECKING:
    from qingname.audit.report.figures import Audited
    from qingname.audit.report.reading import Counter

_KEPT: Final = 6  # examples of a change

# 128 bits stand for an id or a name: two of 10^8 have the same with a probability of some 10^-23.
_KEYS: Final = """
CREATE TEMP TABLE {audit}_keys AS
SELECT key, {number} AS k, r, action, name, other, complete FROM (
    SELECT CASE WHEN {by_id} AND id IS NOT NULL THEN md5_number('i' || id)
                WHEN coalesce(name, '') <> '' THEN md5_number('n' || name) END AS key,
        file_row_number AS r, coalesce(action, 'unreadable') AS action, hash(coalesce(name, '')) AS name,
        coalesce(other_fields, '') AS other, complete
    FROM {audit}
) WHERE key IS NOT NULL
"""
_IN_ORDER: Final = "row_number() OVER (PARTITION BY key ORDER BY other, r)"

_PAIRS: Final = """
CREATE TEMP TABLE pairs AS
SELECT coalesce(t.action, 'absent') AS was, coalesce(n.action, 'absent') AS is_now,
    CASE WHEN t.r IS NULL OR n.r IS NULL OR t.action = n.action THEN ''
         WHEN t.name <> n.name AND t.other <> n.other THEN 'name+other_fields'
         WHEN t.name <> n.name THEN 'name'
         WHEN t.other <> n.other THEN 'other_fields'
         WHEN t.complete <> n.complete THEN 'incomplete'
         ELSE ? END AS cause,
    count(*) AS accounts,
    arg_min({'t': t.r, 'n': n.r}, coalesce(n.r, t.r), ?) AS first
FROM now_keys AS n FULL JOIN earlier_keys AS t ON n.key = t.key AND n.k = t.k
GROUP BY ALL
"""
_ORDER: Final = ("reject", "review", "pass", "unreadable", "absent")


class Example(NamedTuple):
    """One account that moved, by its rows; None where it was not there."""

    change: Change
    then: int | None
    now: int | None


def trend(counter: Counter) -> tuple[Trend, list[Example]]:
    """Compare the two audits. Needs :func:`count.prepare`."""
    now, earlier = audited(counter), audited(counter, "earlier")
    by_id = all(_has_ids(counter, audit) for audit in ("now", "earlier"))
    repeated = [_keys(counter, audit, by_id=by_id) for audit in ("now", "earlier")]
    differs = _differs(now, earlier)
    counter.rows(_PAIRS, "judging" if differs else "unknown", _KEPT)
    moved = [Moved(*each) for each in counter.rows("SELECT was, is_now, sum(accounts)::BIGINT FROM pairs GROUP BY ALL")]
    moved.sort(key=lambda each: (_ORDER.index(each.then), _ORDER.index(each.now)))
    changes, examples = _changes(counter)
    then, today = totals(counter, "earlier"), totals(counter)
    matched = sum(each.accounts for each in moved if "absent" not in (each.then, each.now))
    keyed = sum((each.then != "absent") * each.accounts + (each.now != "absent") * each.accounts for each in moved)
    found = Trend(
        earlier=earlier,
        then=then,
        matched_by="id" if by_id else "name",
        matched=matched,
        new=sum(each.accounts for each in moved if each.then == "absent"),
        gone=sum(each.accounts for each in moved if each.now == "absent"),
        repeated=sum(repeated),
        keyless=then.rows + today.rows - keyed,
        differs=differs,
        partial=0 in (then.passed, today.passed),
        moved=moved,
        changes=changes,
        rules=_rules(counter),
    )
    return found, examples


def _has_ids(counter: Counter, audit: str) -> bool:
    return bool(counter.rows(f"SELECT 1 FROM {audit} WHERE id IS NOT NULL LIMIT 1"))


def _keys(counter: Counter, audit: str, *, by_id: bool) -> int:
    """Lay the keys of ``audit`` out and give how many rows share theirs with another; ordering is for those alone."""
    sql = _KEYS.format(audit=audit, number="1", by_id=str(by_id).upper())
    counter.rows(sql)
    ((rows, keys),) = counter.rows(f"SELECT count(*), count(DISTINCT key) FROM {audit}_keys")
    if rows == keys:
        return 0
    ((shared,),) = counter.rows(
        f"SELECT sum(n)::BIGINT FROM (SELECT count(*) AS n FROM {audit}_keys GROUP BY key HAVING n > 1)"
    )
    counter.rows(f"DROP TABLE {audit}_keys")
    counter.rows(sql.replace("1 AS k", f"{_IN_ORDER} AS k"))
    return int(shared)


def _differs(now: Audited, earlier: Audited) -> list[str]:
    pairs = {
        "registry": (now.registries, earlier.registries),
        "policy": (now.policies, earlier.policies),
        "version": (now.versions, earlier.versions),
        "day": (now.days, earlier.days),
    }
    return [name for name, (today, then) in pairs.items() if today != then]


def _changes(counter: Counter) -> tuple[list[Change], list[Example]]:
    found: list[tuple[Change, list[dict[str, Any]]]] = [
        (Change(*change), first)
        for *change, first in counter.rows("SELECT was, is_now, cause, accounts, first FROM pairs WHERE cause <> ''")
    ]
    found.sort(key=lambda each: (_ORDER.index(each[0].now), _ORDER.index(each[0].then), each[0].cause))
    examples = [Example(change, first["t"], first["n"]) for change, rows in found for first in rows]
    return [change for change, _ in found], examples


def newly_flagged(counter: Counter) -> list[Example]:
    """The first new accounts that are to be rejected or reviewed, and the first of those that are gone."""
    found = counter.rows(
        "SELECT was, is_now, accounts, first FROM pairs "
        "WHERE (was = 'absent' AND is_now IN ('reject', 'review')) "
        "OR (is_now = 'absent' AND was IN ('reject', 'review')) "
        "ORDER BY was <> 'absent', greatest(was, is_now), least(was, is_now)"
    )
    return [
        Example(Change(was, is_now, "", accounts), first["t"], first["n"])
        for was, is_now, accounts, rows in found
        for first in rows
    ]


def _rules(counter: Counter) -> list[Compared]:
    found = counter.rows(
        "SELECT coalesce(n.rule, t.rule), coalesce(t.accounts, 0), coalesce(n.accounts, 0) FROM "
        "(SELECT rule, count(*) FILTER (new_rule) AS accounts FROM hits GROUP BY rule) AS n FULL JOIN "
        "(SELECT rule, count(*) AS accounts FROM (SELECT unnest(list_distinct([f.rule FOR f IN findings "
        "IF f.action <> 'note'])) AS rule FROM earlier WHERE len(findings) > 0) GROUP BY rule) AS t "
        "ON n.rule = t.rule ORDER BY 1"
    )
    return [Compared(*each) for each in found]
