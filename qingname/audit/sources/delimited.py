r"""CSV and its kin: any delimiter, any encoding in which a line break is the byte 0A.

A file is cut only where a record surely ends. A quote that is never closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from qingname.audit.rows import Piece, RowError, Rows
from qingname.audit.sources.lines import BLOCK, LINE_LIMIT, Line, Lines
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BYTES_A_ROW: Final = 64
_DELIMITERS: Final = ",\t;|\x01"  # \x01 is Hive's
_LINES_A_RECORD: Final = 500  # a bio of 8,192 characters has fewer line breaks, unless it has nothing else
_BOM: Final = codecs.BOM_UTF8


class Dialect(NamedTuple):
    """How cells are written. ``header``: whether the first line names the columns; else they are c1, c2 …"""

    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    encoding: str = ""
    header: bool = True


class DelimitedSource:
    """One file of delimited text, not compressed."""

    rows: int | None = None

    def __init__(self, path: Path, number: int, dialect: Dialect) -> None:
        """Look at the beginning for encoding, delimiter and header. Raise :class:`InputError` where there is none."""
        self.path, self.number = path, number
        with path.open("rb") as file:
            sample = file.read(BLOCK)
        self.encoding = dialect.encoding or encoding_of(sample)
        _check_encoding(self.encoding, path)
        first = next(iter(_decoded(sample.splitlines(keepends=True)[:1], self.encoding)), "")
        delimiter = dialect.delimiter or delimiter_of(first, path)
        self._dialect = dialect._replace(delimiter=delimiter)
        self._start = len(_BOM) if sample.startswith(_BOM) else 0
        self._size = path.stat().st_size
        with path.open("rb") as file:
            lines = Lines(file, self._start, self._size, 1)
            record = next(_records(lines, self.encoding, self._dialect), None)
            if record is None:
                raise InputError(f"{path}: the file is empty")
            if dialect.header:
                self.columns = tuple(cell.strip() for cell in record.cells)
                self._body, self._line = lines.start, lines.number
                _check_header(self.columns, path)
            else:
                self.columns = tuple(f"c{place}" for place in range(1, len(record.cells) + 1))
                self._body, self._line = self._start, 1

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Runs of whole records, about ``rows`` each."""
        quote = self._dialect.quote.encode()
        size, start, line = rows * _BYTES_A_ROW, self._body, self._line
        with self.path.open("rb") as file:
            while start < self._size:
                file.seek(start)
                block = file.read(size)
                block += file.readline()
                if quote and quote in block:
                    stop, following = self._after(start, line, start + size)
                else:
                    stop, following = start + len(block), line + block.count(b"\n")
                yield Piece(self.number, start, stop, line)
                start, line = stop, following

    def _after(self, start: int, line: int, at_least: int) -> tuple[int, int]:
        """Where the record ends that reaches ``at_least``, read from ``start``."""
        with self.path.open("rb") as file:
            lines = Lines(file, start, self._size, line)
            for _ in _records(lines, self.encoding, self._dialect):
                if lines.start >= at_least:
                    break
            return lines.start, lines.number

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """The piece's records, at most ``rows`` at a time. Empty lines are no records."""
        places = [self.columns.index(column) for column in columns]
        with self.path.open("rb") as file:
            lines = Lines(file, piece.start, piece.stop, piece.line)
            taken: list[_Record] = []
            for record in _records(lines, self.encoding, self._dialect):
                if record.cells or record.error:
                    taken.append(record)
                if len(taken) == rows:
                    yield self._rows(taken, places, columns)
                    taken = []
            if taken:
                yield self._rows(taken, places, columns)

    def _rows(self, records: list[_Record], places: list[int], columns: Sequence[str]) -> Rows:
        errors: dict[int, RowError] = {}
        width = len(self.columns)
        for place, record in enumerate(records):
            if record.error is not None:
                errors[place] = record.error
            elif len(record.cells) != width:
                found = f"{len(record.cells)} cells, the header has {width}"
                errors[place] = RowError("columns", f"{found}; quote a cell that holds {self._dialect.delimiter!r}")
        arrays = [
            pa.array([r.cells[at] if at < len(r.cells) else None for r in records], pa.string()) for at in places
        ]
        lines = np.array([record.line for record in records], dtype=np.int64)
        return Rows(pa.RecordBatch.from_arrays(arrays, list(columns)), lines, errors)


class _Record(NamedTuple):
    line: int
    cells: list[str]
    error: RowError | None = None


class _Feed:
    """Hands decoded lines to the CSV parser and remembers which of them this record took."""

    def __init__(self, lines: Lines, encoding: str) -> None:
        self._lines, self._encoding = lines, encoding
        self.taken: list[Line] = []
        self.broken = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        if len(self.taken) > _LINES_A_RECORD:
            raise _EndlessError
        try:
            return line.content.decode(self._encoding)
        except UnicodeDecodeError:
            self.broken = True
            return line.content.decode(self._encoding, "replace")


class _EndlessError(Exception):
    """A record that goes on and on: a quote was not closed."""


def _records(lines: Lines, encoding: str, dialect: Dialect) -> Iterator[_Record]:
    """Every record from where ``lines`` stand; ``lines`` stand behind it when it is given."""
    feed = _Feed(lines, encoding)
    parser = _parser(feed, dialect)
    while True:
        feed.taken, feed.broken = [], False
        try:
            cells = next(parser)
        except StopIteration:
            return
        except (_EndlessError, csv.Error):
            cells = []
            whole = False
        else:
            whole = len(feed.taken) == 1 or _closed(feed.taken, encoding, dialect)
        if not feed.taken:
            return
        first = feed.taken[0]
        if not whole:
            lines.back_to(first)
            parser = _parser(feed, dialect)
            cells = next(_parser(iter(_decoded([first.content], encoding)), dialect._replace(quote="")), [])
            sentence = "a quote on this line is never closed; the next line is read as a record of its own"
            yield _Record(first.number, cells, RowError("quote", sentence))
        elif feed.broken:
            yield _Record(first.number, cells, RowError("encoding", f"not {encoding}; say which with --encoding"))
        else:
            yield _Record(first.number, cells)


def _closed(taken: list[Line], encoding: str, dialect: Dialect) -> bool:
    """Whether a record of several lines ends by itself, not only because the file does."""
    try:
        next(_parser(iter(_decoded([line.content for line in taken], encoding)), dialect, strict=True))
    except csv.Error as error:
        return "unexpected end of data" not in str(error)
    return True


def _parser(lines: Iterator[str], dialect: Dialect, *, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(LINE_LIMIT)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        escapechar=dialect.escape or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        strict=strict,
    )


def _decoded(lines: Sequence[bytes], encoding: str) -> list[str]:
    return [line.decode(encoding, "replace") for line in lines]


def encoding_of(sample: bytes) -> str:
    """UTF-8 where most lines that are not ASCII are UTF-8 (a broken line does not change that), else GB18030."""
    if sample.startswith(_BOM):
        return "utf-8-sig"
    lines = [line for line in sample.splitlines()[:-1] or [sample] if not line.isascii()]
    fitting = sum(_fits(line, "utf-8") for line in lines)
    return "utf-8" if 2 * fitting >= len(lines) else "gb18030"


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_encoding(encoding: str, path: Path) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise InputError(f"{path}: there is no encoding {encoding!r}; try utf-8, gb18030 or big5") from error


def delimiter_of(header: str, path: Path) -> str:
    """The delimiter that the header holds most of; a tab for .tsv, a comma where there is none."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    found = Counter(char for char in header if char in _DELIMITERS)
    return max(_DELIMITERS, key=lambda char: found[char]) if found else ","


def _check_header(columns: tuple[str, ...], path: Path) -> None:
    twice = [column for column, times in Counter(columns).items() if times > 1]
    if twice:
        raise InputError(f"{path}: the header has {twice[0]!r} twice; give each column a name of its own")
