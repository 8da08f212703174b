"""The workbook: every flagged account, no formula, the span marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.cell.rich_text import CellRichText

from qingname.audit.report.reading import AuditFile
from qingname.audit.report.sentences import Sentences
from qingname.audit.report.visible import shown
from qingname.audit.report.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Made


@pytest.fixture(scope="module")
def book(made: Made) -> Any:  # noqa: ANN401 - openpyxl has no types
    return openpyxl.load_workbook(made.folder / "review.xlsx", rich_text=True)


def _texts(row: Any) -> list[str]:  # noqa: ANN401 - the same
    return ["" if cell.value is None else str(cell.value) for cell in row]


def test_every_account_to_be_rejected_or_reviewed_has_its_row_in_order(made: Made, book: Any) -> None:  # noqa: ANN401
    flagged = [row for row in pq.read_table(made.now).to_pylist() if row["action"] in {"review", "reject"}]
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [row["id"] for row in flagged]
    assert [str(row[1].value) for row in rows] == [shown(row["name"]) for row in flagged]


def test_no_cell_is_a_formula_and_what_looks_like_one_is_marked_as_text(book: Any) -> None:  # noqa: ANN401
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]
    names = {str(row[0].value): row[1] for row in book.worksheets[0].iter_rows(min_row=2)}
    for key in ("X6", "X7", "X8", "X10"):
        assert names[key].quotePrefix, key
    assert not names["X0"].quotePrefix


def test_the_span_is_marked_in_the_name(book: Any) -> None:  # noqa: ANN401
    names = {str(row[0].value): row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert isinstance(names["X8"], CellRichText)
    marked = [run.text for run in names["X8"] if run.font.u]
    assert marked == ["教育部"]


def test_reviewers_have_a_list_to_choose_from_a_filter_and_a_header_that_stays(book: Any) -> None:  # noqa: ANN401
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:R{sheet.max_row}"
    (choice,) = sheet.data_validations.dataValidation
    assert str(choice.sqref) == f"P2:P{sheet.max_row}"
    assert "维持" in choice.formula1
    header = _texts(next(sheet.iter_rows(max_row=1)))
    assert header[-3:] == ["审核结论", "审核人", "备注"]


def test_the_second_sheet_has_the_same_totals(made: Made, book: Any) -> None:  # noqa: ANN401
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]
    assert ["拒绝", made.figures.totals.reject] in [row[:2] for row in rows]


def test_rows_beyond_a_full_sheet_go_on_in_the_next_one(made: Made, tmp_path: Path) -> None:
    file = AuditFile(made.now)
    rows = list(file.flagged())
    path = tmp_path / "small.xlsx"
    Workbook(path, made.figures, Sentences("zh", {}), "zh", sheet_rows=501).write(rows)
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == ["待审核", "汇总", "待审核 2", "待审核 3"]
    sheets = [book[name] for name in book.sheetnames if name != "汇总"]
    ids = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == [row.id for row in rows]
    note = next(book["汇总"].iter_rows(max_row=1, values_only=True))[0]
    assert "1,048,576" in note


def test_an_audit_without_findings_has_a_workbook_with_a_header(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    Workbook(path, made.figures, Sentences("zh", {}), "zh").write([])
    assert openpyxl.load_workbook(path).worksheets[0].max_row == 1
