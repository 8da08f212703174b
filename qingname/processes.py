"""Worker processes: started afresh, left alone by signals, gone when whoever started them is."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Processes:
    """A context: at its end what is under way is given up, and the processes are killed."""

    def __init__(self, number: int, begin: Callable[..., None], *given: Any) -> None:  # noqa: ANN401 - for ``begin``
        """Each process calls ``begin(*given)`` before its first work."""
        spawning = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(number, spawning, _begin, (begin, given))

    def submit(self, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> Future[_Made]:
        """Hand out work. Its future raises ``BrokenExecutor`` where a process died."""
        # a process that is started here inherits the mask: signals are for this process, also before the worker says so
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            return self._pool.submit(work, *given, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def __enter__(self) -> Self:
        """Processes start when they are needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill them: they leave other signals to this process."""
        processes = list((self._pool._processes or {}).values())  # noqa: SLF001 - 3.14 has terminate_workers for it
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _begin(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Leave Ctrl-C to whoever started this process, and end when they do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    begin(*given)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
