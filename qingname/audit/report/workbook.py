"""The workbook for reviewers: a row for every account to be rejected or reviewed, written as it is read.

No cell is ever a formula, and none becomes one when it is edited: a text that begins like one is marked as text.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from qingname.audit.report.sentences import state_word
from qingname.audit.report.visible import excerpt, parts, shown
from qingname.audit.report.words import Words
from qingname.audit.sinks.flat import FORMULA
from qingname.messages import action_word, category_word, rule_word, technique_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from qingname.audit.report.figures import Figures
    from qingname.audit.report.reading import Row
    from qingname.audit.report.sentences import Sentences
    from qingname.audit.report.visible import Span
    from qingname.messages import Language

SHEET_ROWS: Final = 1_048_576
"""What Excel holds in a sheet, the header among them."""
_CELL: Final = 32_767  # characters that Excel holds in a cell
_COLUMNS: Final = {  # key in words.py → width in characters
    "id": 16, "name": 28, "bio": 28, "action": 10, "rule": 26, "target": 24, "text": 18, "technique": 16,
    "clause": 34, "message": 44, "remedy": 36, "notice": 44, "deadline": 11, "source": 18, "line": 8,
    "decision": 12, "reviewer": 10, "remark": 24,
}  # fmt: skip
_NAME, _BIO = 1, 2
_DECISION: Final = list(_COLUMNS).index("decision")


class Workbook:
    """Writes one workbook; the sheets are those that the rows need, and the totals."""

    def __init__(
        self, path: Path, figures: Figures, sentences: Sentences, lang: Language, *, sheet_rows: int = SHEET_ROWS
    ) -> None:
        """Begin the file. Its only date is the audit's own day."""
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "use_zip64": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Microsoft YaHei", "font_size": 10},
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        day = figures.audit.days[-1] if figures.audit.days else "1980-01-01"
        self._book.set_properties({"title": Words(lang)("title"), "created": datetime.datetime.fromisoformat(day)})
        self._lang: Language = lang
        self._t = Words(lang)
        self._figures = figures
        self._sentences = sentences
        self._sheet_rows = sheet_rows
        new = self._book.add_format
        self._head = new({"bold": True, "bg_color": "#F0EDE5", "bottom": 1, "valign": "vcenter"})
        self._cell, self._risky = self._pair({"valign": "top", "text_wrap": True})
        self._actions = {
            "reject": new({"valign": "top", "font_color": "#9D1C20", "bold": True}),
            "review": new({"valign": "top", "font_color": "#7A5206", "bold": True}),
        }
        self._empty = new({"valign": "top", "text_wrap": True, "bg_color": "#FFFCF2"})
        self._mark = new({"bold": True, "font_color": "#9D1C20", "underline": 1})
        self._hidden = new({"font_color": "#8F8F88"})
        self._hidden_mark = new({"bold": True, "font_color": "#9D1C20"})
        self._plain = new({"font_color": "#1C1C1A"})
        self._number = new({"num_format": "#,##0"})
        self._date = new({"valign": "top", "num_format": "yyyy-mm-dd"})

    def _pair(self, look: dict[str, Any]) -> tuple[Format, Format]:
        return self._book.add_format(look), self._book.add_format({**look, "quote_prefix": True})

    def write(self, rows: Iterable[Row]) -> None:
        """Write every row, and the totals, and close the file."""
        sheet, at, number = self._sheet(1), 1, 1
        totals = self._book.add_worksheet(self._t("sheet_totals"))
        for row in rows:
            if at == self._sheet_rows:
                self._finish(sheet, at)
                number += 1
                sheet, at = self._sheet(number), 1
            self._row(sheet, at, row)
            at += 1
        self._finish(sheet, at)
        self._totals(totals, sheets=number)
        self._book.close()

    def _sheet(self, number: int) -> Worksheet:
        name = self._t("sheet_review") + (f" {number}" if number > 1 else "")
        sheet = self._book.add_worksheet(name)
        sheet.set_default_row(30)  # two lines; Excel measures the rows of a file only when they are edited
        sheet.freeze_panes(1, _NAME + 1)
        for column, (key, width) in enumerate(_COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self._t(key), self._head)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _finish(self, sheet: Worksheet, end: int) -> None:
        last = max(end - 1, 1)
        sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
        choices = self._t("decisions").split("|")
        sheet.data_validation(
            1, _DECISION, last, _DECISION, {"validate": "list", "source": choices, "error_message": self._t("pick")}
        )

    def _row(self, sheet: Worksheet, at: int, row: Row) -> None:
        worst = row.worst
        in_name = worst is not None and worst.field == "name"
        in_bio = worst is not None and worst.field == "bio" and bool(row.bio)
        self._text(sheet, at, 0, row.id or "")
        self._marked(sheet, at, _NAME, row.name or "", [worst.span] if worst and in_name else [])
        if worst and in_bio:
            self._marked(sheet, at, _BIO, *excerpt(row.bio or "", [worst.span]))
        cells: dict[str, str] = {
            "message": self._t("and").join(
                self._t("skipped_message", what=f"{each.stage} {each.reason}") for each in row.skipped
            )
        }
        if worst is not None:
            words = [technique_word(technique, self._lang) for technique in worst.technique]
            cells = {
                "rule": f"{worst.rule} {worst.name}",
                "target": worst.target,
                "text": worst.text,
                "technique": self._t("and").join(filter(None, words)),
                "clause": worst.clause,
                "message": self._sentences.finding(worst),
                "remedy": self._sentences.remedy(worst),
            }
        cells.update(notice=row.notice or "", source=row.source)
        sheet.write_string(at, 3, action_word(row.action or "", self._lang), self._actions.get(row.action or ""))
        for column, key in enumerate(_COLUMNS):
            if cells.get(key):
                self._text(sheet, at, column, cells[key])
            elif key == "deadline" and row.deadline:
                sheet.write_datetime(at, column, datetime.datetime.fromisoformat(row.deadline), self._date)
            elif key == "line":
                sheet.write_number(at, column, row.line, self._cell)
            elif column >= _DECISION:
                sheet.write_blank(at, column, None, self._empty)

    def _text(self, sheet: Worksheet, at: int, column: int, text: str) -> None:
        seen = shown(text)[:_CELL]
        sheet.write_string(at, column, seen, self._risky if seen[:1] and seen[0] in FORMULA else self._cell)

    def _marked(self, sheet: Worksheet, at: int, column: int, text: str, spans: Sequence[Span]) -> None:
        pieces = parts(text, spans)
        look = self._risky if text[:1] and text[0] in FORMULA else self._cell
        if not spans or len(pieces) < 2 or sum(len(piece.text) + 2 for piece in pieces) > _CELL:  # noqa: PLR2004 - Excel
            # has no rich text of one piece: the whole name is at stake then, and needs no mark
            self._text(sheet, at, column, text)
            return
        runs: list[Any] = []
        for piece in pieces:
            hidden = self._hidden_mark if piece.marked else self._hidden
            look_of = hidden if piece.hidden else self._mark if piece.marked else self._plain
            runs += [look_of, f"<{piece.text}>" if piece.hidden else piece.text]
        sheet.write_rich_string(at, column, *runs, look)

    def _totals(self, sheet: Worksheet, *, sheets: int) -> None:
        figures, t, lang = self._figures, self._t, self._lang
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, 4, 12)
        at = 0
        if sheets > 1:
            sheet.write_string(at, 0, t("continued"), self._cell)
            at += 2
        for key, values in (
            ("day", figures.audit.days), ("policy", figures.audit.policies), ("registry", figures.audit.registries),
            ("version", figures.audit.versions),
        ):  # fmt: skip
            sheet.write_string(at, 0, f"{t(key)}  {t('and').join(values)}", self._cell)
            at += 1
        totals = figures.totals
        states = [("reject", totals.reject), ("review", totals.review), ("pass", totals.passed),
                  ("incomplete", totals.incomplete), ("unreadable", totals.unreadable)]  # fmt: skip
        tables: list[tuple[str, list[tuple[str, list[int]]]]] = [
            ("totals", [(t("total"), [totals.rows]), *((state_word(state, lang), [n]) for state, n in states)]),
            ("rules", [(f"{line.code} {rule_word(line.code, lang)}", _counts(line)) for line in figures.rules]),
            ("clauses", [(line.clause, _counts(line)) for line in figures.clauses]),
            ("categories", [(category_word(line.key, lang), _counts(line)) for line in figures.categories]),
            ("techniques", [(technique_word(line.key, lang), _counts(line)) for line in figures.techniques]),
            ("places", [(line.name or line.code, _counts(line)) for line in figures.places.provinces]),
            ("bodies", [(body.target, _counts(body)) for body in figures.bodies]),
        ]
        for title, lines in tables:
            at += 1
            heads = [t(title), t("accounts")]
            if title != "totals":
                heads += [action_word("reject", lang), action_word("review", lang), t("note")]
            for column, head in enumerate(heads):
                sheet.write_string(at, column, head, self._head)
            for label, numbers in lines:
                at += 1
                self._text(sheet, at, 0, label)
                for column, number in enumerate(numbers, 1):
                    sheet.write_number(at, column, number, self._number)
            at += 1


def _counts(line: Any) -> list[int]:  # noqa: ANN401 - any line of a table
    return [line.accounts, line.reject, line.review, *([line.note] if hasattr(line, "note") else [])]
