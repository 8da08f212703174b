"""Text files by lines: where they may be cut, and their lines with number and place.

Only the byte 0A ends a line. No more than ``LINE_LIMIT`` bytes of a line are ever held.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from qingname.audit.rows import RowError
from qingname.reading import LINE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Line(NamedTuple):
    """A line with its end; ``number`` counts from 1, ``start`` and ``stop`` in bytes.

    ``error`` says so where the line is over the limit; then ``content`` is empty.
    """

    number: int
    start: int
    stop: int
    content: bytes
    error: RowError | None = None


class Lines:
    """Lines of a file that begin at byte ``start`` or later and before ``stop``; can be set to any of them."""

    def __init__(self, file: IO[bytes], start: int, stop: int, number: int) -> None:
        """Stand at byte ``start``, the first of line ``number``."""
        self._file, self._stop = file, stop
        self.start, self.number = start, number
        file.seek(start)

    def __iter__(self) -> Iterator[Line]:
        """Lines, in order."""
        return self

    def __next__(self) -> Line:
        """The next line; the file's last one may have no end."""
        content = self._file.readline(LINE_LIMIT + 1) if self.start < self._stop else b""
        if not content:
            raise StopIteration
        number, start, error = self.number, self.start, None
        size = len(content)
        if size > LINE_LIMIT:
            while not content.endswith(b"\n") and (content := self._file.readline(LINE_LIMIT)):
                size += len(content)
            content, error = b"", RowError("too_long", f"the line has {size} bytes; the limit is {LINE_LIMIT}")
        self.start, self.number = start + size, number + 1
        return Line(number, start, self.start, content, error)

    def block(self) -> bytes:
        """Whole lines from here on, without moving: none where the next line is over the limit or there is none."""
        self._file.seek(self.start)
        content = self._file.read(min(LINE_LIMIT, self._stop - self.start)) if self.start < self._stop else b""
        if self.start + len(content) < self._stop:
            content = content[: content.rfind(b"\n") + 1]
        self._file.seek(self.start)
        return content

    def go(self, start: int, number: int) -> None:
        """Stand at byte ``start``, the first of line ``number``."""
        self.start, self.number = start, number
        self._file.seek(start)


def cuts(path: Path, start: int, line: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file from byte ``start`` into runs of whole lines of about ``size`` bytes: (start, stop, first line)."""
    first, at, number = start, start, line
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(LINE_LIMIT):
            end = block.find(b"\n", max(first + size - at - 1, 0)) + 1  # 0 where none is far enough
            if end:
                yield first, at + end, number
                number, first = line + block.count(b"\n", 0, end), at + end
            at += len(block)
            line += block.count(b"\n")
    if first < at:
        yield first, at, number
