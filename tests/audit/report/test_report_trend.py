"""What changed between two audits, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Made

    from qingname.audit.report.figures import Trend


def _changes(trend: Trend | None) -> dict[tuple[str, str, str], int]:
    assert trend is not None
    return {(change.then, change.now, change.cause): change.accounts for change in trend.changes}


def _trend(made: Made) -> Trend:
    assert made.figures.trend is not None
    return made.figures.trend


def test_without_an_earlier_audit_there_is_no_trend(audit: Callable[..., Path], report: Callable[..., Made]) -> None:
    made = report(audit([{"name": "人民日报"}]))
    assert made.figures.trend is None
    assert 'id="trend"' not in made.page


def test_an_account_that_changed_is_told_from_one_that_is_judged_otherwise(
    audit: Callable[..., Path], report: Callable[..., Made]
) -> None:
    def accounts(*changed: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"id": "still", "name": "湖北京山人"}, *changed, {"id": "cat", "name": "小明的猫"}]

    earlier = audit(
        accounts({"id": "renamed", "name": "小红"}, {"id": "bio", "name": "小蓝"}, {"id": "gone", "name": "教育部"}),
    )
    now = audit(
        accounts(
            {"id": "renamed", "name": "人民日报"},
            {"id": "bio", "name": "小蓝", "bio": "人民日报官方账号"},
            {"id": "new", "name": "公安部"},
        ),
        "--profile",
        "strict",
    )
    made = report(now, earlier)
    trend = _trend(made)
    assert trend.matched_by == "id"
    assert (trend.matched, trend.new, trend.gone) == (4, 1, 1)
    assert trend.differs == ["policy"]
    changes = _changes(trend)
    assert changes["pass", "reject", "name"] == 1
    assert changes["pass", "reject", "other_fields"] == 1
    assert [cause for *_, cause in changes if cause not in {"name", "other_fields"}] == ["judging"]
    assert "名称已改" in made.page
    assert "账号未变，策略有变" in made.page


def test_lines_that_moved_change_nothing(audit: Callable[..., Path], report: Callable[..., Made]) -> None:
    names = [{"name": name} for name in ("人民日报", "小明的猫", "教育部", "王医生")]
    trend = _trend(report(audit([{"name": "新来的"}, *reversed(names)]), audit(names)))
    assert trend.matched_by == "name"
    assert (trend.matched, trend.new, trend.gone) == (4, 1, 0)
    assert _changes(trend) == {}


def test_without_ids_an_account_that_was_renamed_is_gone_and_new_and_the_page_says_so(
    audit: Callable[..., Path], report: Callable[..., Made]
) -> None:
    made = report(audit([{"name": "人民日报"}]), audit([{"name": "小明的猫"}]))
    trend = _trend(made)
    assert (trend.matched, trend.new, trend.gone) == (0, 1, 1)
    assert "改名的账号计为一个消失、一个新增" in made.page


def test_accounts_that_share_a_name_are_paired_by_their_other_fields(
    audit: Callable[..., Path], report: Callable[..., Made]
) -> None:
    plain, official = {"name": "小蓝"}, {"name": "小蓝", "bio": "人民日报官方账号"}
    trend = _trend(report(audit([plain, official, plain]), audit([official, plain, plain])))
    assert (trend.matched, trend.repeated) == (3, 6)
    assert _changes(trend) == {}


def test_every_row_is_counted_once_among_those_that_moved(made: Made) -> None:
    trend = _trend(made)
    now = sum(each.accounts for each in trend.moved if each.now != "absent")
    then = sum(each.accounts for each in trend.moved if each.then != "absent")
    assert now + then == made.figures.totals.rows + trend.then.rows - trend.keyless
    both = [each for each in trend.moved if "absent" not in (each.then, each.now)]
    flipped = sum(each.accounts for each in both if each.then != each.now)
    assert flipped == sum(change.accounts for change in trend.changes)
    assert trend.keyless == 1  # the line that is no JSON


def test_an_audit_against_itself_moves_nothing(made: Made, report: Callable[..., Made]) -> None:
    trend = _trend(report(made.now, made.now))
    assert (trend.new, trend.gone, trend.changes, trend.differs) == (0, 0, [], [])
    assert all(line.then == line.now for line in trend.rules)


def test_the_page_warns_where_a_file_holds_flagged_accounts_only(
    audit: Callable[..., Path], report: Callable[..., Made]
) -> None:
    some = audit([{"name": "人民日报"}, {"name": "小明的猫"}], "--only", "reject,review")
    made = report(some, some)
    assert _trend(made).partial
    assert "--only" in made.page
