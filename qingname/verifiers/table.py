"""A register that lies in a file: CSV, or SQLite with a table ``credentials`` of the same columns.

A credential stands where a row has its kind and name, and nothing else that both of them say (subject, region, issuer)
differs. A row counts from its ``verified_at`` to its ``expires``. Texts are compared as they are written.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from qingname.errors import VerifierError
from qingname.model import Credential, CredentialKind
from qingname.verification import Verification

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = Credential.__struct_fields__
_NEEDED = ("kind", "name")
_COMPARED = ("subject", "region", "issuer")
_KINDS = get_args(CredentialKind)
_DAYS = ("verified_at", "expires")
_OTHER = "registered with another"
_SQLITE_MAGIC = b"SQLite format 3\x00"
_OF_ONE_NAME = "SELECT * FROM credentials WHERE kind = ? AND name = ?"
_ANY_ROW = "SELECT * FROM credentials LIMIT 0"
_LOCKED_AT_MOST = 1.0  # seconds to wait while somebody writes: a sign-up does not wait longer


class TableVerifier:
    """Looks credentials up in a table. A CSV file is read once; a SQLite file is opened read-only for each look-up."""

    def __init__(self, path: Path | str) -> None:
        """Open the table. Raise :class:`VerifierError` where it is none, or a column or a cell is wrong."""
        path = Path(path)
        try:
            with path.open("rb") as file:
                self._sqlite = file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
        except OSError as error:
            raise VerifierError(f"{path}: {error.strerror}; give a CSV or SQLite file of credentials") from error
        self._path = path.resolve()
        self._rows: dict[tuple[str, str], list[Credential]] = {}
        if self._sqlite:
            self._check_sqlite()
        else:
            for row in _read_csv(path):
                self._rows.setdefault((row.kind, row.name), []).append(row)

    def verify(self, credential: Credential, as_of: str) -> Verification:
        """Say whether a row carries the credential on that day; unavailable where the file cannot be read."""
        key = (credential.kind, credential.name.strip())
        try:
            rows = self._found(key) if self._sqlite else self._rows.get(key, [])
        except (sqlite3.Error, ValueError) as error:
            return Verification("unavailable", f"{self._path.name}: {error}")
        if not rows:
            return Verification("invalid", f"{self._path.name} has no {credential.kind} of that name")
        faults = [_fault(row, credential, as_of) for row in rows]
        if not all(faults):
            return Verification("valid")
        return Verification(
            "invalid", min(faults, key=lambda fault: fault.startswith(_OTHER))
        )  # the holder's own first

    def _found(self, key: tuple[str, str]) -> list[Credential]:
        with contextlib.closing(self._opened()) as database:
            rows = database.execute(_OF_ONE_NAME, key)
            columns = [column[0] for column in rows.description]
            return [_row(dict(zip(columns, row, strict=True))) for row in rows]

    def _check_sqlite(self) -> None:
        try:
            with contextlib.closing(self._opened()) as database:
                columns = [column[0] for column in database.execute(_ANY_ROW).description]
        except sqlite3.Error as error:
            remedy = f"make a table or view credentials with the columns {', '.join(_COLUMNS)}"
            raise VerifierError(f"{self._path}: {error}; {remedy}") from error
        _check_columns(f"{self._path}", columns)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=_LOCKED_AT_MOST)


def _read_csv(path: Path) -> Iterator[Credential]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            _check_columns(f"{path}:1", list(rows.fieldnames or ()))
            for written in rows:
                try:
                    yield _row(written)
                except ValueError as error:
                    raise VerifierError(f"{path}:{rows.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        raise VerifierError(f"{path}: not UTF-8; convert it first, e.g. iconv -f gb18030 -t utf-8") from error
    except csv.Error as error:
        raise VerifierError(f"{path}: not CSV: {error}; quote cells that hold a comma or a quotation mark") from error


def _check_columns(place: str, columns: list[str]) -> None:
    """Refuse a column that there is not: a misspelt ``expire`` would let every row stand for ever."""
    if missing := [name for name in _NEEDED if name not in columns]:
        raise VerifierError(f"{place}: the column {missing[0]} is missing; every table has {' and '.join(_NEEDED)}")
    if unknown := [name for name in columns if name not in _COLUMNS]:
        raise VerifierError(f"{place}: there is no column {unknown[0]!r}; the columns are {', '.join(_COLUMNS)}")


def _row(written: dict[str, Any]) -> Credential:
    """Read a row; an empty cell says nothing. Raise ValueError where a cell is wrong."""
    cells = {name: text for name, cell in written.items() if (text := _text(cell))}
    if len(cells) != len([name for name in cells if name in _COLUMNS]):
        raise ValueError("more cells than columns; quote cells that hold a comma")
    for name in _NEEDED:
        if name not in cells:
            raise ValueError(f"{name} is empty; every row needs one")
    if cells["kind"] not in _KINDS:
        raise ValueError(f"there is no credential kind {cells['kind']!r}; the kinds are {', '.join(_KINDS)}")
    for name in _DAYS:
        if name in cells and not _is_day(cells[name]):
            raise ValueError(f"{name} is {cells[name]!r}; write YYYY-MM-DD")
    return msgspec.convert(cells, Credential)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fault(row: Credential, credential: Credential, as_of: str) -> str:
    """Why a row does not carry a credential of its kind and name on that day; '' where it does."""
    for name in _COMPARED:
        registered, claimed = getattr(row, name), getattr(credential, name)
        if registered and claimed and registered != claimed.strip():
            return f"{_OTHER} {name}"
    if row.verified_at and row.verified_at > as_of:
        return f"not verified before {row.verified_at}"
    if row.expires and row.expires < as_of:
        return f"expired on {row.expires}"
    return ""
