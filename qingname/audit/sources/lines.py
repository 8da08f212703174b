"""Text files by lines: where they may be cut, and their lines with number and place."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
LINE_LIMIT = 1 << 20
"""Bytes. A name of 256, a bio of 8,192 and two dozen earlier states, all written as ``\\uXXXX``, stay below it."""


class Line(NamedTuple):
    """A line with its end; ``number`` counts from 1, ``start`` in bytes."""

    number: int
    start: int
    content: bytes


class Lines:
    """Lines of a file from byte ``start`` up to ``stop``; can be set back to a line that was read."""

    def __init__(self, file: IO[bytes], start: int, stop: int, number: int) -> None:
        """Stand at byte ``start``, the first of line ``number``."""
        self._file, self._stop = file, stop
        self.start, self.number = start, number
        file.seek(start)

    def __iter__(self) -> Iterator[Line]:
        """Lines, in order."""
        return self

    def __next__(self) -> Line:
        """The next line, without its end where the file ends first."""
        content = self._file.readline() if self.start < self._stop else b""
        if not content:
            raise StopIteration
        line = Line(self.number, self.start, content)
        self.start += len(content)
        self.number += 1
        return line

    def back_to(self, line: Line) -> None:
        """Stand right behind ``line`` again."""
        self.start, self.number = line.start + len(line.content), line.number + 1
        self._file.seek(self.start)


def cuts(path: Path, start: int, line: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file from byte ``start`` into runs of whole lines of about ``size`` bytes: (start, stop, first line)."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(size):
            if len(block) == size:
                block += file.readline()
            yield start, start + len(block), line
            start += len(block)
            line += block.count(b"\n")
