"""Read registry tables from CSV, and say everything that is wrong with them in one go.

1. the bytes become text (UTF-8, a byte order mark is accepted)
2. the text becomes records, each with the line it starts on
3. the header is held against the table's columns
4. each cell is held against its column, each row's key against the rows before it

Nothing is mended on the way: what a person edits should be what runs.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from qingname.errors import RegistryError, RegistryErrors
from qingname.registry.tables import PROVENANCE, TABLES, Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LIST_MARK: Final = "|"

# Controls, format characters (zero-width space, bidi marks, a second byte order mark), lone surrogates, line and
# paragraph separators: none shows in an editor, and each would make a protected name match nothing.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Row(msgspec.Struct, frozen=True):
    """One row. Every column of the table has a cell: a tuple for lists, else a string; both empty where nothing is set.

    ``line`` counts from 1 with the header as line 1.
    """

    line: int
    cells: dict[str, str | tuple[str, ...]]


class _Record(msgspec.Struct, frozen=True):
    """The cells of one record as written, and the line it starts on."""

    line: int
    values: list[str]


class _Sheet:
    """One file on its way through the reader: where it lies, what it should be, and what is wrong with it so far."""

    def __init__(self, path: Path, table: Table, *, strict: bool) -> None:
        self.path, self.table, self.strict = path, table, strict
        self.errors: list[RegistryError] = []

    def wrong(self, line: int, column: str, problem: str, remedy: str) -> None:
        self.errors.append(RegistryError(self.path, line, column, problem, remedy))

    def demands(self, column: Column) -> bool:
        return column.required and (self.strict or column.name not in PROVENANCE)


def read_table(path: Path, table: Table, *, strict: bool) -> list[Row]:
    """Read one file, in its own order. Raise :class:`RegistryErrors` with all that is wrong.

    ``strict`` is for the tables that ship: every column is there and each row says its source. A platform's own
    tables need neither: a column that may be empty may be left out.
    """
    sheet = _Sheet(path, table, strict=strict)
    records = _records(sheet)
    header = _header(sheet, records)
    rows = _rows(sheet, header, records[1:]) if header else []
    if sheet.errors:
        raise RegistryErrors(sheet.errors)
    return rows


def read_folder(folder: Path, *, strict: bool) -> dict[str, list[Row]]:
    """Read every table that lies anywhere below ``folder``, by the stem of its file; the folder may hold any subset.

    Raise :class:`RegistryErrors` with all that is wrong with all files, unknown and repeated ones included.
    """
    if not folder.is_dir():
        raise RegistryErrors(
            [RegistryError(folder, 0, "", "this is no folder", "name the folder that holds the tables")]
        )
    tables: dict[str, list[Row]] = {}
    homes: dict[str, Path] = {}
    errors: list[RegistryError] = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".csv"):
        stem = path.stem
        if stem not in TABLES:
            known = ", ".join(f"{name}.csv" for name in sorted(TABLES))
            errors.append(RegistryError(path, 0, "", "there is no table of this name", f"the known ones are {known}"))
        elif stem in homes:
            errors.append(
                RegistryError(path, 0, "", f"this table is already read from {homes[stem]}", "put all rows in one file")
            )
        else:
            homes[stem] = path
            try:
                tables[stem] = read_table(path, TABLES[stem], strict=strict)
            except RegistryErrors as found:
                errors.extend(found.errors)
    if errors:
        raise RegistryErrors(errors)
    return tables


def _records(sheet: _Sheet) -> list[_Record]:
    """Split the file into records; none where it cannot be read as text."""
    text = _text(sheet)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[_Record] = []
    start = 1
    try:
        for values in lines:
            if values:
                records.append(_Record(start, values))
            start = lines.line_num + 1
    except csv.Error as error:
        sheet.wrong(start, "", f"this is not CSV ({error})", 'close each quote, and write a quote inside a cell as ""')
    if not records and not sheet.errors:
        sheet.wrong(1, "", "the file is empty", f"write the header: {','.join(sheet.table.names)}")
    return records


def _text(sheet: _Sheet) -> str:
    try:
        raw = sheet.path.read_bytes()
    except OSError as error:
        sheet.wrong(0, "", f"the file cannot be read ({error.strerror})", "check that it exists and may be read")
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        byte = error.object[error.start]
        sheet.wrong(
            line, "", f"byte 0x{byte:02X} is not UTF-8", "save the file as UTF-8 (spreadsheets often write GBK)"
        )
        return ""


def _header(sheet: _Sheet, records: Sequence[_Record]) -> list[str]:
    """Name the columns in the order of the file; empty where the header does not fit the table."""
    if not records:
        return []
    line, names = records[0].line, records[0].values
    before = len(sheet.errors)
    known = sheet.table.names
    for name, times in Counter(names).items():
        if name not in known:
            sheet.wrong(line, name, f"there is no column {name!r}", f"the columns are {', '.join(known)}")
        elif times > 1:
            sheet.wrong(line, name, f"the column {name!r} stands {times} times", "keep one of them")
    for column in sheet.table.columns:
        if column.name not in names and (sheet.strict or sheet.demands(column)):
            problem = f"the column {column.name!r} is missing"
            sheet.wrong(line, column.name, problem, "add it to the header and a cell to every row")
    return names if len(sheet.errors) == before else []


def _rows(sheet: _Sheet, header: list[str], records: Sequence[_Record]) -> list[Row]:
    rows: list[Row] = []
    seen: dict[tuple[str | tuple[str, ...], ...], int] = {}
    for record in records:
        if len(record.values) != len(header):
            problem = f"{len(record.values)} cells where the header has {len(header)}"
            sheet.wrong(record.line, "", problem, 'quote a cell that holds a comma, as in "a,b"')
            continue
        row = _row(sheet, record.line, dict(zip(header, record.values, strict=True)))
        rows.append(row)
        key = tuple(row.cells[name] for name in sheet.table.key)
        first = seen.setdefault(key, row.line)
        if first != row.line:
            words = " + ".join(str(part) for part in key)
            problem = f"{words!r} already stands in line {first}"
            sheet.wrong(row.line, sheet.table.key[0], problem, "keep one of the two rows, or tell them apart")
    return rows


def _row(sheet: _Sheet, line: int, written: Mapping[str, str]) -> Row:
    cells: dict[str, str | tuple[str, ...]] = {}
    for column in sheet.table.columns:
        value = written.get(column.name, "")
        items = tuple(value.split(LIST_MARK)) if column.kind == "list" and value else ()
        cells[column.name] = items if column.kind == "list" else value
        trouble = _trouble(column, value, items, demanded=sheet.demands(column))
        if trouble:
            sheet.wrong(line, column.name, *trouble)
    return Row(line, cells)


def _trouble(column: Column, value: str, items: tuple[str, ...], *, demanded: bool) -> tuple[str, str] | None:
    """Say what is wrong with a cell and how to mend it; None where all is well."""
    if not value:
        return ("the cell is empty", "this column needs a value in every row") if demanded else None
    unseen = next((mark for mark in value if unicodedata.category(mark) in _UNSEEN), None)
    if unseen is not None:
        return f"there is an invisible character U+{ord(unseen):04X}", "remove it"
    if column.kind == "list":
        return _trouble_in_list(column, items)
    if value != value.strip():
        return "there is space around the value", "remove it"
    return _CHECKS[column.kind](column, value)


def _trouble_in_list(column: Column, items: tuple[str, ...]) -> tuple[str, str] | None:
    for item, times in Counter(items).items():
        if not item.strip():
            return "the list has an empty item", f"join items with one {LIST_MARK!r}, none at the ends"
        if item != item.strip():
            return f"there is space around {item!r}", "remove it"
        if times > 1:
            return f"{item!r} stands {times} times in the list", "keep one of them"
        trouble = _check_choice(column, item) if column.choices else None
        if trouble:
            return trouble
    return None


def _check_text(_column: Column, _value: str) -> None:
    return None


def _check_choice(column: Column, value: str) -> tuple[str, str] | None:
    choices = column.choices or ("yes", "no")
    return (
        None if value in choices else (f"{value!r} is not a value of this column", f"use one of {', '.join(choices)}")
    )


def _check_code(_column: Column, value: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[0-9]{6}", value):
        return None
    return f"{value!r} is no division code", "write six digits, as in 110000"


def _check_year(_column: Column, value: str) -> tuple[str, str] | None:
    return None if re.fullmatch(r"[12][0-9]{3}", value) else (f"{value!r} is no year", "write four digits, as in 2026")


def _check_int(_column: Column, value: str) -> tuple[str, str] | None:
    return None if re.fullmatch(r"[0-9]+", value) else (f"{value!r} is no whole number", "write digits only")


def _check_date(_column: Column, value: str) -> tuple[str, str] | None:
    wrong = f"{value!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD, as in 2026-11-23"
    parts = _DATE.fullmatch(value)
    if not parts:
        return wrong
    year, month, day = (int(part or 1) for part in parts.groups())
    try:
        date(year, month, day)
    except ValueError:
        return wrong
    return None


_CHECKS: Final[dict[Kind, Callable[[Column, str], tuple[str, str] | None]]] = {
    "text": _check_text,
    "choice": _check_choice,
    "yesno": _check_choice,
    "code": _check_code,
    "year": _check_year,
    "int": _check_int,
    "date": _check_date,
}
