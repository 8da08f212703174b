"""Records of delimited text: by Python's ``csv``, many lines at once where all is well, else one by one.

What counts as well: it decodes, every quote is closed before the block ends, and no quoted cell has swallowed rows.
A quote that is never closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

from qingname.audit.rows import RowError
from qingname.reading import LINE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qingname.audit.sources.lines import Line, Lines

_LINES_A_RECORD: Final = 500  # a bio of 8,192 characters has fewer line breaks, unless it has nothing else
_NOT_TYPED: Final = "\t\x01"
_UNCLOSED: Final = "unexpected end of data"  # csv's word for a quote that is open where the lines end


class Dialect(NamedTuple):
    """How cells are written.

    ``header``: whether the first line names the columns; else they are c1, c2 and so on.
    """

    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    encoding: str = ""
    header: bool = True


class Records(NamedTuple):
    """Some records in order: their cells, the lines where they begin, and by place what is wrong with them."""

    cells: list[list[str]]
    lines: list[int]
    errors: dict[int, RowError]


def records(
    lines: Lines, encoding: str, dialect: Dialect, width: int | None, *, whole: bool = True
) -> Iterator[Records]:
    """All records from where ``lines`` stand; ``lines`` stand behind each run of records when it is given.

    ``width`` is the number of cells of a row where it is known. Not ``whole``: cells are not wanted, only where records
    end; runs may be empty.
    """
    while True:
        block = lines.block()
        if block and not whole and (not dialect.quote or dialect.quote.encode() not in block):
            lines.go(lines.start + len(block), lines.number + block.count(b"\n"))
            yield Records([], [], {})
        elif (quick := _quick(block, lines, encoding, dialect, width)) is not None:
            yield quick
        else:
            careful = _careful(lines, lines.start + len(block), encoding, dialect, width)
            if not careful.lines:
                return
            yield careful


def _quick(block: bytes, lines: Lines, encoding: str, dialect: Dialect, width: int | None) -> Records | None:
    """All records that end in the block, if nothing is wrong with any of them; ``lines`` are moved behind them."""
    cells: list[list[str]] = []
    ends: list[int] = []  # lines of the block up to the end of each record
    try:
        text = block.decode(encoding)
        reader = _reader(io.StringIO(text, newline="\n"), dialect, strict=True)
        for record in reader:
            cells.append(record)
            ends.append(reader.line_num)
    except UnicodeDecodeError:
        return None
    except csv.Error as error:
        if _UNCLOSED not in str(error):
            return None
    if not cells:
        return None
    begins = [0, *ends[:-1]]
    if ends[-1] != len(ends):
        texts = text.split("\n")
        several = [place for place, end in enumerate(ends) if end - begins[place] > 1]
        if any(_swallowed(cells[place], texts[begins[place] : ends[place]], dialect, width) for place in several):
            return None
    number, size = lines.number, len(block)
    if ends[-1] != reader.line_num:  # the last record ends in another block
        size = sum(map(len, itertools.islice(io.BytesIO(block), ends[-1])))
    lines.go(lines.start + size, number + ends[-1])
    return Records(cells, [number + begin for begin in begins], {})


def _careful(lines: Lines, stop: int, encoding: str, dialect: Dialect, width: int | None) -> Records:
    """Records one by one up to byte ``stop``, at least one if there is one."""
    found = Records([], [], {})
    while lines.start < stop or not found.lines:
        record = next_record(lines, encoding, dialect, width)
        if record is None:
            break
        number, cells, error = record
        if error is not None:
            found.errors[len(found.lines)] = error
        found.cells.append(cells)
        found.lines.append(number)
    return found


def next_record(
    lines: Lines, encoding: str, dialect: Dialect, width: int | None
) -> tuple[int, list[str], RowError | None] | None:
    """One record, the line where it begins, and what is wrong with it; None where there is none any more."""
    taken = _Taken(lines, encoding)
    error: RowError | None = None
    cells: list[str] | None = None
    try:
        cells = next(_reader(taken, dialect), None)
    except _TooLongError:
        pass
    except csv.Error as raised:
        if "new-line character" in str(raised):
            error = RowError("line_end", "a carriage return stands in a cell that is not quoted")
    if not taken.lines:
        return None
    first = taken.lines[0]
    if first.error:
        lines.go(first.stop, first.number + 1)
        return first.number, [], first.error
    if error is None and (cells is None or not _closed(cells, taken.texts, dialect, width)):
        error = RowError("quote", "a quote on this line is never closed; the next line is read as a row of its own")
    if error is not None:
        lines.go(first.stop, first.number + 1)
        return first.number, _plain(taken.texts[0], dialect), error
    if taken.broken:
        error = RowError("encoding", f"not {encoding}; say which with --encoding")
    return first.number, cells or [], error


class _Taken:
    """Hands decoded lines to the CSV parser and remembers which of them the record took."""

    def __init__(self, lines: Lines, encoding: str) -> None:
        self._lines, self._encoding = lines, encoding
        self.lines: list[Line] = []
        self.texts: list[str] = []
        self.broken = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.lines.append(line)
        if line.error or len(self.lines) > _LINES_A_RECORD:
            raise _TooLongError
        try:
            text = line.content.decode(self._encoding)
        except UnicodeDecodeError:
            self.broken = True
            text = line.content.decode(self._encoding, "replace")
        self.texts.append(text)
        return text


class _TooLongError(Exception):
    """A record that goes on and on: a quote was not closed."""


def _closed(cells: list[str], texts: list[str], dialect: Dialect, width: int | None) -> bool:
    """Whether a record ends by itself, not only because the file does, and holds no rows in its quotes."""
    try:
        next(_reader(iter(texts), dialect, strict=True))
    except csv.Error as error:
        if _UNCLOSED in str(error):
            return False
    return len(texts) == 1 or not _swallowed(cells, texts, dialect, width)


def _swallowed(cells: list[str], texts: Sequence[str], dialect: Dialect, width: int | None) -> bool:
    """Whether a record of several lines is rather several rows.

    Two stray quotes, some rows apart, look like a cell with line breaks in it. It gives itself away by a wrong number
    of cells, or if every line of it is a row by itself. Of two lines that people wrote in the last cell that may be by
    chance; with more cells behind it, or parted by what no person types, it is not.
    """
    if width is None:
        return False
    if len(cells) < width or any(cells[width:]):
        return True
    sure = width > 1 if dialect.delimiter in _NOT_TYPED else any("\n" in cell for cell in cells[: width - 1])
    return sure and {len(_plain(text, dialect)) for text in texts} == {width}


def _plain(text: str, dialect: Dialect) -> list[str]:
    return text.rstrip("\r\n").split(dialect.delimiter)


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = False) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(LINE_LIMIT)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        escapechar=dialect.escape or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        strict=strict,
    )
