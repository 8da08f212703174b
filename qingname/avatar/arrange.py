"""The order in which a reader takes lines of text: rows from the top, or columns from the right.

A square of characters (人民 over 日报) can be read in rows and in columns, and a seal is read in columns from the
right. Nobody can tell without knowing the name, so that every order is given, the most usual first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TALL = 1.5  # height to width from which a line is a column (PaddleOCR turns such lines before it reads them)
_BESIDE = 0.5  # part of the smaller extent that must be shared for two lines to stand beside each other


class Placed(NamedTuple):
    """Text in an upright rectangle: left, top, right and bottom in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_column(self) -> bool:
        """Whether the characters stand under each other."""
        return self.bottom - self.top >= TALL * (self.right - self.left) and len(self.text) > 1


def orders(lines: Sequence[Placed], *, seal: bool = False) -> list[str]:
    """Texts that all lines together may be read as, the most usual first; none twice, none for no lines.

    In a square ``seal`` that is columns from the right, and a row is columns of one character each.
    """
    characters = [char for line in lines for char in _characters(line)]
    by_rows = _joined(lines, _rows) if not _stand(lines) else _joined(lines, _columns)
    found = [by_rows]
    if seal or _is_grid(characters):
        ways = (_columns, _rows, _columns_from_left) if seal else (_rows, _columns, _columns_from_left)
        found = [*(_joined(characters, way) for way in ways), by_rows]
    return [text for text in dict.fromkeys(found) if text]


def _stand(lines: Sequence[Placed]) -> bool:
    """Whether most of the text stands in columns."""
    return 2 * sum(len(line.text) for line in lines if line.is_column) > sum(len(line.text) for line in lines)


def _characters(line: Placed) -> Iterator[Placed]:
    """Each character with its share of the line: in Chinese all are as wide as each other."""
    width, height = line.right - line.left, line.bottom - line.top
    size = len(line.text)
    for place, char in enumerate(line.text):
        if line.is_column:
            top = line.top + height * place / size
            yield Placed(char, line.left, top, line.right, top + height / size)
        else:
            left = line.left + width * place / size
            yield Placed(char, left, line.top, left + width / size, line.bottom)


def _is_grid(characters: Sequence[Placed]) -> bool:
    """Whether characters fill rows and columns, at least two of each."""
    rows, columns = _rows(characters), _columns(characters)
    return len(rows) > 1 and len(columns) > 1 and len({*map(len, rows)}) == 1 and len({*map(len, columns)}) == 1


def _joined(lines: Sequence[Placed], grouped: Callable[[Sequence[Placed]], list[list[Placed]]]) -> str:
    return "".join(line.text for group in grouped(lines) for line in group)


def _rows(lines: Sequence[Placed]) -> list[list[Placed]]:
    """Rows from the top, each from the left."""
    groups = _groups(sorted(lines, key=lambda line: line.top + line.bottom), 2, 4)
    return [sorted(group, key=lambda line: line.left) for group in groups]


def _columns(lines: Sequence[Placed]) -> list[list[Placed]]:
    """Columns from the right, each from the top."""
    return _columns_from_left(lines)[::-1]


def _columns_from_left(lines: Sequence[Placed]) -> list[list[Placed]]:
    groups = _groups(sorted(lines, key=lambda line: line.left + line.right), 1, 3)
    return [sorted(group, key=lambda line: line.top) for group in groups]


def _groups(lines: Sequence[Placed], low: int, high: int) -> list[list[Placed]]:
    """Neighbours that share enough of their extent between the fields ``low`` and ``high``."""
    groups: list[list[Placed]] = []
    for line in lines:
        other = groups[-1][-1] if groups else line
        shared = min(line[high], other[high]) - max(line[low], other[low])  # type: ignore[operator]
        least = min(line[high] - line[low], other[high] - other[low])  # type: ignore[operator]
        if groups and shared >= _BESIDE * least:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
