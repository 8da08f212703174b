"""Several processes that look at avatars for one command."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import BrokenExecutor, Future
from typing import TYPE_CHECKING, Self

from qingname.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingname.audit.recipe import Recipe
    from qingname.checker import Checker
    from qingname.cli.lines import Item
    from qingname.model import Account, Verdict

_AHEAD = 8  # items for each process that are under way or wait to be taken
_LAST_SECONDS = 1.0  # for a line that is being written


class Crew:
    """A context. Accounts with an avatar go to processes, others are judged here; a thread hands on what is ready."""

    def __init__(
        self,
        number: int,
        recipe: Recipe,
        here: Callable[[Item], Verdict | None],
        take: Callable[[Item, Verdict | None], None],
    ) -> None:
        """``number`` processes with the checker of ``recipe``; ``here`` judges in this one, ``take`` gets verdicts."""
        self._here, self._take = here, take
        self._processes = Processes(number, _begin, recipe)
        self._given: queue.Queue[tuple[Item, Future[Verdict] | Verdict | None] | None] = queue.Queue(_AHEAD * number)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._hand_on, daemon=True)
        self._thread.start()

    def give(self, item: Item) -> None:
        """Judge an item; wait where too many are under way. Raise what ``take`` raised."""
        self._given.put((item, self._begun(item)))
        self._check()

    def finish(self) -> None:
        """Wait until everything is handed on. Raise what ``take`` raised."""
        self._given.put(None)
        self._thread.join()
        self._check()

    def __enter__(self) -> Self:
        """Processes start when they are needed."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _: object) -> None:
        """End the processes; what is not handed on yet is lost where an error ends this too."""
        self._error = self._error or error
        self._processes.__exit__()
        self._given.put(None)
        self._thread.join(_LAST_SECONDS)

    def _begun(self, item: Item) -> Future[Verdict] | Verdict | None:
        if item.account is None or item.account.avatar is None:
            return self._here(item)
        try:
            return self._processes.submit(_check, item.account)
        except BrokenExecutor:
            return self._here(item)

    def _check(self) -> None:
        if self._error:
            raise self._error

    def _hand_on(self) -> None:
        while (given := self._given.get()) is not None:
            if self._error is None:
                try:
                    self._take(given[0], self._verdict(*given))
                except BaseException as error:  # noqa: BLE001 - whatever it is, the thread that reads is to know
                    self._error = error

    def _verdict(self, item: Item, verdict: Future[Verdict] | Verdict | None) -> Verdict | None:
        if not isinstance(verdict, Future):
            return verdict
        try:
            return verdict.result()
        except BrokenExecutor:  # a process was killed: here there is more memory than there
            return self._here(item)


_checker: Checker | None = None


def _begin(recipe: Recipe) -> None:
    global _checker  # noqa: PLW0603 - one checker a process, made once
    _checker = recipe.make()


def _check(account: Account) -> Verdict:
    if _checker is None:
        raise RuntimeError("_begin() has not run in this process")
    return _checker.check(account)
