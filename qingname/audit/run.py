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
import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pyarrow as pa

from qingname.audit.accounts import mapped
from qingname.audit.sources import opened, spooled
from qingname.audit.work import Counts, Task, Worker, do, start
from qingname.errors import AuditStoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingname.audit.progress import Progress
    from qingname.audit.settings import Settings
    from qingname.audit.sinks import FileOutput, Sink
    from qingname.audit.sinks.table import TableSink
    from qingname.audit.state import State

PIECE = 262_144
"""Rows of a piece: what a killed audit loses at most for each worker."""
_AHEAD = 3  # pieces for each worker that are under way or wait to be written


class _Planned(NamedTuple):
    number: int
    task: Task
    share: float


def run(
    settings: Settings,
    state: State,
    output: FileOutput | TableSink,
    *,
    workers: int,
    progress: Progress,
    piece_rows: int = PIECE,
) -> Counts:
    """Do the audit and give its counts. Raise :class:`AuditStoppedError` where it stopped and can be resumed."""
    total = Counts()
    sink = output.open()
    try:
        with _pool(settings, 1 if settings.limit is not None else workers) as submit:
            for planned, counts in _done(settings, state, submit, workers, piece_rows):
                _append(sink, state.part(planned.number))
                total.add(counts)
                progress.at(planned.share, total.judged)
        sink.close()
        output.finish()
    except BaseException as error:
        output.discard()
        if isinstance(error, (OSError, concurrent.futures.BrokenExecutor)):
            raise AuditStoppedError(_why(error), total.judged) from error
        if isinstance(error, KeyboardInterrupt):
            raise AuditStoppedError("stopped by Ctrl-C", total.judged, interrupted=True) from error
        raise
    finally:
        progress.end()
    state.end()
    return total


def _why(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'input/output'}: {error.strerror or error}"
    return "a worker died (out of memory?)"




@contextlib.contextmanager
def _pool(settings: Settings, workers: int) -> Iterator[Callable[[Task], concurrent.futures.Future[Counts]]]:
    """Give a way to hand out tasks: to processes, or with one worker to this process, when it is asked for."""
    if workers == 1:
        worker = Worker(settings)
        yield lambda task: _now(worker, task)
        return
    pool = concurrent.futures.ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), start, (msgspec.msgpack.encode(settings),)
    )
    try:
        yield lambda task: pool.submit(do, task)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - 3.14 has terminate_workers for it
            process.terminate()


def _now(worker: Worker, task: Task) -> concurrent.futures.Future[Counts]:
    future: concurrent.futures.Future[Counts] = concurrent.futures.Future()
    future.set_result(worker(task))
    return future


def _done(
    settings: Settings,
    state: State,
    submit: Callable[[Task], concurrent.futures.Future[Counts]],
    workers: int,
    piece_rows: int,
) -> Iterator[tuple[_Planned, Counts]]:
    """Every piece once it is done, in order, a few ahead of the one that is asked for."""
    waiting: collections.deque[tuple[_Planned, concurrent.futures.Future[Counts]]] = collections.deque()
    left = settings.limit
    ahead = 1 if left is not None else _AHEAD * workers
    for planned in _planned(settings, state, piece_rows):
        if left is not None and left <= 0:
            break
        counts = state.counts(planned.number)
        if counts is None:
            waiting.append((planned, submit(msgspec.structs.replace(planned.task, limit=left))))
        else:
            there: concurrent.futures.Future[Counts] = concurrent.futures.Future()
            there.set_result(counts)
            waiting.append((planned, there))
        while len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, future.result()
            if left is not None:
                left -= future.result().judged
    for first, future in waiting:
        yield first, future.result()


def _planned(settings: Settings, state: State, piece_rows: int) -> Iterator[_Planned]:
    """All pieces of all origins, numbered in order; the share of the input that is done with each."""
    paths = []
    for number, origin in enumerate(settings.origins):
        path = spooled(origin, number, state.folder) if origin.needs_spool else Path(origin.path)
        source = opened(origin, number, path, settings.layout.dialect)
        mapped(source.columns, settings.mapping, origin.shown)  # a missing column stops the audit before it begins
        paths.append((path, source))
    sizes = [path.stat().st_size or 1 for path, _ in paths]
    number, before = 0, 0
    for (path, source), size in zip(paths, sizes, strict=True):
        whole = source.rows or size
        reached = 0
        for piece in source.pieces(piece_rows):
            reached += piece.stop - piece.start
            share = (before + size * min(reached / whole, 1.0)) / sum(sizes)
            yield _Planned(number, Task(piece, str(path), str(state.part(number))), share)
            number += 1
        before += size


def _append(sink: Sink, part: Path) -> None:
    with pa.memory_map(str(part)) as file, pa.ipc.open_stream(file) as parts:
        for verdicts in parts:
            sink.write(verdicts)
