"""What a worker does: read a piece, judge it, write the verdicts to a part file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from qingname.audit.accounts import accounts_of, mapped
from qingname.audit.columns import VERDICTS
from qingname.audit.judge import Judge
from qingname.audit.rows import Piece
from qingname.audit.select import Where, sampled
from qingname.audit.settings import Settings
from qingname.audit.sources import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.audit.rows import Rows
    from qingname.audit.sources import Source

BATCH = 32_768
"""Rows that are judged at once: large enough for the screen, small enough for memory (docs/scale.md)."""
PICTURES = 256
"""The same where rows have avatars, which may be megabytes each and take a tenth of a second."""


class Task(msgspec.Struct, frozen=True):
    """Piece ``piece`` of the origin with its number, to be read from ``path`` and written to ``part``.

    ``limit`` is how many rows may still be judged, None for all.
    """

    piece: Piece
    path: str
    part: str
    limit: int | None = None


class Counts(msgspec.Struct):
    """How many rows were judged, and to what end. ``unreadable`` rows have no action."""

    judged: int = 0
    passed: int = 0
    review: int = 0
    reject: int = 0
    incomplete: int = 0
    unreadable: int = 0

    def add(self, other: Counts) -> None:
        """Add another count to this one."""
        for field in self.__struct_fields__:
            setattr(self, field, getattr(self, field) + getattr(other, field))


class Worker:
    """Does tasks one after another with one checker; keeps sources open."""

    def __init__(self, settings: Settings) -> None:
        """Make the checker."""
        self._settings = settings
        self._judge = Judge(settings.recipe.make(), once=settings.once)
        self._where = Where(settings.where) if settings.where else None
        self._sources: dict[str, tuple[Source, dict[str, str]]] = {}

    def __call__(self, task: Task) -> Counts:
        """Do the task and say what came of it. Raise ``OSError`` where a file cannot be read or written."""
        counts = Counts()
        part = Path(task.part)
        unfinished = part.with_name(f"{part.name}.{os.getpid()}.unfinished")
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        try:
            with unfinished.open("wb") as file:
                with pa.ipc.new_stream(file, VERDICTS, options=options) as writer:
                    for batch in self._verdicts(task, counts):
                        writer.write_batch(batch)
                file.flush()
                os.fsync(file.fileno())
            counted = unfinished.with_name(f"c{unfinished.name}")
            counted.write_bytes(msgspec.json.encode(counts))
            counted.replace(counts_path(part))
            unfinished.replace(part)
        except OSError as error:
            error.filename = error.filename or str(part)  # a write to an open file does not say to which
            raise
        finally:
            unfinished.unlink(missing_ok=True)
        return counts

    def _verdicts(self, task: Task, counts: Counts) -> Iterator[pa.RecordBatch]:
        source, fields, shown = self._opened(task)
        batch = PICTURES if "avatar" in fields else BATCH
        for rows in source.read(task.piece, self._columns(source, fields), batch):
            chosen = self._chosen(rows, task)
            if task.limit is not None:
                chosen = chosen.take(np.arange(min(len(chosen.lines), task.limit - counts.judged)))
            verdicts = self._judge(accounts_of(chosen, fields), shown)
            counts.add(counted(verdicts))
            yield self._wanted(verdicts)
            if task.limit is not None and counts.judged >= task.limit:
                return

    def _opened(self, task: Task) -> tuple[Source, dict[str, str], str]:
        settings, number = self._settings, task.piece.source
        origin = settings.origins[number]
        if task.path not in self._sources:
            source = opened(origin, number, Path(task.path), settings.layout.dialect, settings.mapping)
            self._sources.clear()
            self._sources[task.path] = (source, mapped(source.columns, settings.mapping, origin.shown))
        return (*self._sources[task.path], origin.shown)

    def _columns(self, source: Source, fields: dict[str, str]) -> list[str]:
        return list(source.columns) if self._where else list(dict.fromkeys(fields.values()))

    def _chosen(self, rows: Rows, task: Task) -> Rows:
        if self._where:
            rows = self._where(rows)
        if self._settings.share < 1:
            rows = sampled(rows, self._settings.share, self._settings.seed, task.piece.source)
        return rows

    def _wanted(self, verdicts: pa.RecordBatch) -> pa.RecordBatch:
        if not self._settings.only:
            return verdicts
        actions = verdicts.column("action")
        names = actions.dictionary.to_pylist()
        codes = actions.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        kept = np.isin(codes, [-1, *(names.index(action) for action in self._settings.only)])
        return verdicts.take(np.flatnonzero(kept))


def counts_path(part: Path) -> Path:
    """Where the counts of a part stand. They are written first: a part that is there has its counts."""
    return part.with_suffix(".json")


def counted(verdicts: pa.RecordBatch) -> Counts:
    """Count a batch of verdicts."""
    actions = verdicts.column("action")
    codes = actions.indices.fill_null(3).to_numpy(zero_copy_only=False)
    passed, review, reject, unreadable = (int(n) for n in np.bincount(codes, minlength=4)[:4])
    complete = int(np.count_nonzero(verdicts.column("complete").to_numpy(zero_copy_only=False)))
    size = verdicts.num_rows
    return Counts(size, passed, review, reject, size - complete - unreadable, unreadable)


_worker: Worker | Exception | None = None


def start(settings: bytes) -> None:
    """Make this process a worker."""
    global _worker  # noqa: PLW0603 - one worker a process, made once
    try:
        _worker = Worker(msgspec.msgpack.decode(settings, type=Settings))
    except Exception as error:  # noqa: BLE001 - raised here it would be lost; the first task tells it to the audit
        _worker = error


def do(task: Task) -> Any:  # noqa: ANN401 - concurrent.futures takes any
    """Do a task in a process that :func:`start` has made a worker."""
    if isinstance(_worker, Exception):
        raise _worker
    if _worker is None:
        raise RuntimeError("start() has not run in this process")
    return _worker(task)
