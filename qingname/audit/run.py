"""One audit from input to output.

1. origins in their order: each is opened, or written to a file that can be cut; its pieces are handed out
2. workers read and judge pieces, each piece to a part file (``work.py``); parts that are there already are done
3. parts are written to the output in the order of the input; the output appears when the last one is in it

Killed at any moment, an audit goes on where it was: parts are whole or not there (``state.py``).
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import signal
import threading
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pyarrow as pa

from qingname.audit.accounts import accounts_of, mapped
from qingname.audit.select import Where
from qingname.audit.sources import opened, plain_file
from qingname.audit.work import PICTURES, Counts, Task, Worker, do, start
from qingname.errors import AuditStoppedError, InputError
from qingname.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qingname.audit.progress import Progress
    from qingname.audit.settings import Settings
    from qingname.audit.sinks import FileOutput, Sink
    from qingname.audit.sinks.table import TableSink
    from qingname.audit.sources import Source
    from qingname.audit.state import State

PIECE = 32_768
"""Rows of a piece: what a killed audit loses at most for each worker. With avatars it is ``PICTURES``."""
_CHANGED = "changed"
_AHEAD = 3  # pieces for each worker that are under way or wait to be written


class _Planned(NamedTuple):
    number: int
    task: Task
    share: float  # of all input, that this piece is


class _Done(NamedTuple):
    planned: _Planned
    counts: Counts
    before: bool  # whether it was done before this run


def run(
    settings: Settings,
    state: State,
    output: FileOutput | TableSink,
    *,
    workers: int,
    progress: Progress,
) -> Counts:
    """Do the audit and give its counts.

    Raise :class:`AuditStoppedError` where it stopped and can be resumed, :class:`InputError` where nothing was done.
    """
    total, stop = Counts(), _Stop()
    few = settings.limit is not None and settings.limit <= PIECE
    try:
        sink = output.open()
        with stop.listening(), _pool(settings, 1 if few else workers, stop) as submit:
            for done in _done(settings, state, submit, 1 if few else _AHEAD * workers):
                _append(sink, state.part(done.planned.number))
                total.add(done.counts)
                progress.add(done.planned.share, done.counts.judged, before=done.before)
                stop.check()
        _check_unchanged(settings)
        sink.close()
        output.finish()
    except BaseException as error:
        output.discard()
        if isinstance(error, (OSError, concurrent.futures.BrokenExecutor)):
            raise AuditStoppedError(_why(error, output), total.judged) from error
        if isinstance(error, KeyboardInterrupt):
            raise AuditStoppedError("stopped by a signal", total.judged, interrupted=True) from error
        if isinstance(error, InputError) and error.code != _CHANGED and not state.empty:
            raise AuditStoppedError(str(error), total.judged) from error
        raise
    finally:
        progress.end()
    state.end()
    return total


def _check_unchanged(settings: Settings) -> None:
    for origin in settings.origins:
        if origin.changed:
            raise InputError(f"{origin.shown}: was changed while it was read; begin again", _CHANGED)


def _why(error: BaseException, output: FileOutput | TableSink) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or output.shown}: {error.strerror or error}"
    return "a worker died (killed, or out of memory); fewer of them (--workers) need less"


class _Stop:
    """Ctrl-C and SIGTERM raise ``KeyboardInterrupt``: at once, or at the next ``check`` where that was held or lost.

    It is lost where it strikes an import that a library has wrapped (pyarrow's of pandas, at its first array).
    """

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = self._held = False

    def check(self) -> None:
        """Raise where somebody has asked."""
        if self._asked:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing be torn in two: a process that is being started would be left with half of what it needs."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.check()

    def _handle(self, _number: int, _frame: object) -> None:
        self._asked = True
        if not self._held:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to signals; only the main thread can."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._handle) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextlib.contextmanager
def _pool(
    settings: Settings, workers: int, stop: _Stop
) -> Iterator[Callable[[Task], concurrent.futures.Future[Counts]]]:
    """Give a way to hand out tasks: to processes, or with one worker to this process, when it is asked for."""
    if workers == 1:
        worker = Worker(settings)
        yield lambda task: _finished(worker(task))
        return
    with Processes(workers, start, msgspec.msgpack.encode(settings)) as processes:

        def submit(task: Task) -> concurrent.futures.Future[Counts]:
            with stop.held():
                return processes.submit(do, task)

        yield submit  # parts are whole or not there: workers may be killed at any moment


def _finished(counts: Counts) -> concurrent.futures.Future[Counts]:
    future: concurrent.futures.Future[Counts] = concurrent.futures.Future()
    future.set_result(counts)
    return future


def _done(
    settings: Settings,
    state: State,
    submit: Callable[[Task], concurrent.futures.Future[Counts]],
    ahead: int,
) -> Iterator[_Done]:
    """Every piece once it is done, in order, a few ahead of the one that is asked for."""
    waiting: collections.deque[tuple[_Planned, concurrent.futures.Future[Counts], bool]] = collections.deque()
    left = settings.limit
    planned = _planned(settings, state)
    while left is None or left > 0:
        while len(waiting) < ahead and (each := next(planned, None)) is not None:
            counts = state.counts(each.number)
            waiting.append((each, _finished(counts) if counts else submit(_limited(each.task, left)), bool(counts)))
        if not waiting:
            return
        first, future, before = waiting.popleft()
        counts = future.result()
        if left is not None and counts.judged > left:  # pieces before it had more rows than could be known
            counts = submit(_limited(first.task, left)).result()
        yield _Done(first, counts, before)
        left = None if left is None else left - counts.judged


def _limited(task: Task, limit: int | None) -> Task:
    return msgspec.structs.replace(task, limit=limit)


def _planned(settings: Settings, state: State) -> Iterator[_Planned]:
    """All pieces of all origins, numbered in order. Whatever is wrong with columns or condition is found here."""
    sources = []
    for number, origin in enumerate(settings.origins):
        path = plain_file(origin, number, state.folder, settings.layout.dialect)
        source = opened(origin, number, path, settings.layout.dialect, settings.mapping)
        fields = _try(settings, source, origin.shown)
        sources.append((path, source, PICTURES if "avatar" in fields else PIECE))
    sizes = [path.stat().st_size or 1 for path, _, _ in sources]
    number = 0
    for (path, source, rows), size in zip(sources, sizes, strict=True):
        whole = source.rows or size
        for piece in source.pieces(rows):
            share = size * min((piece.stop - piece.start) / whole, 1.0) / sum(sizes)
            yield _Planned(number, Task(piece, str(path), str(state.part(number))), share)
            number += 1


def _try(settings: Settings, source: Source, shown: str) -> dict[str, str]:
    """Take the accounts out of the first rows, and throw them away. Give the column of each field."""
    fields = mapped(source.columns, settings.mapping, shown)
    first = next(source.pieces(1), None)
    rows = first and next(source.read(first, list(dict.fromkeys(source.columns)), 1), None)
    if rows:
        if settings.where:
            Where(settings.where)(rows)
        try:
            accounts_of(rows, fields)
        except InputError as error:
            raise InputError(f"{shown}: {error}") from error
    return fields


def _append(sink: Sink, part: Path) -> None:
    with pa.memory_map(str(part)) as file, pa.ipc.open_stream(file) as parts:
        for verdicts in parts:
            sink.write(verdicts)
