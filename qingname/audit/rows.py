"""Rows as a source gives them, before anything is known of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class RowError(NamedTuple):
    """Why a row cannot be judged: a short code for programs, a sentence for people."""

    code: str
    sentence: str


class Rows(NamedTuple):
    """Some rows of a source with the source's own columns.

    ``lines`` are their lines (rows of a table) from 1; ``errors`` names, by place in ``batch``, those that are broken.
    """

    batch: pa.RecordBatch
    lines: NDArray[np.int64]
    errors: dict[int, RowError]

    def take(self, places: NDArray[np.int64]) -> Rows:
        """Only the rows at ``places``, which ascend."""
        if len(places) == len(self.lines):
            return self
        new = {int(old): place for place, old in enumerate(places)} if self.errors else {}
        errors = {new[old]: error for old, error in self.errors.items() if old in new}
        return Rows(self.batch.take(places), self.lines[places], errors)

    def slice(self, start: int, size: int) -> Rows:
        """Only the rows from place ``start`` on, at most ``size``."""
        if not start and len(self.lines) <= size:
            return self
        errors = {place - start: error for place, error in self.errors.items() if start <= place < start + size}
        return Rows(self.batch.slice(start, size), self.lines[start : start + size], errors)


class Piece(msgspec.Struct, frozen=True):
    """A part of a source that one worker reads by itself.

    ``start`` up to ``stop`` are bytes of a text file, else rows from 0; ``line`` is the first one's line (row, from 1).
    """

    source: int
    start: int
    stop: int
    line: int
