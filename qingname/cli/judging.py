"""Accounts one after another, judged in this process; many avatars, a tenth of a second each, in several.

Answers come in the order of the input, each as soon as it and those before it are there: who sends a line and waits for
its answer gets it.
"""

from __future__ import annotations

import datetime
import itertools
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingname.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qingname.checker import Checker
    from qingname.cli.lines import Item
    from qingname.model import Verdict

_ALONE = 24  # avatars that this process looks at by itself: in that time others can begin


class Judging:
    """Judges what is read, and hands it on."""

    def __init__(
        self, checker: Checker, take: Callable[[Item, Verdict | None], None], given: Mapping[str, Any]
    ) -> None:
        """``take`` gets each item with its verdict, None where it could not be read; ``given`` made the checker."""
        self._checker, self._take, self._given = checker, take, given
        self._number = given["workers"] or len(os.sched_getaffinity(0))

    def all(self, items: Iterator[Item]) -> None:
        """Judge every item."""
        avatars = 0
        for item in items:
            avatars += item.account is not None and item.account.avatar is not None
            if avatars > _ALONE and self._number > 1:
                self._in_several(itertools.chain([item], items))
                return
            self._take(item, self._here(item))

    def _here(self, item: Item) -> Verdict | None:
        return None if item.account is None else self._checker.check(item.account)

    def _in_several(self, items: Iterator[Item]) -> None:
        from qingname.cli.crew import Crew  # noqa: PLC0415 - most calls see no avatar

        with tempfile.TemporaryDirectory(prefix="qingname-") as folder:
            day = datetime.datetime.fromisoformat(self._checker.as_of)  # also where midnight has passed since
            recipe = options.recipe_in(Path(folder), {**self._given, "as_of": day})
            with Crew(self._number, recipe, self._here, self._take) as crew:
                for item in items:
                    crew.give(item)
                crew.finish()
