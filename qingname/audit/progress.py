"""How far an audit is: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import TaskID

_LINE_EVERY = 10.0  # seconds


class Progress(Protocol):
    """Is told what share of the input (0 to 1) is done, and how many rows that were."""

    def at(self, share: float, rows: int) -> None:
        """Show it."""

    def end(self) -> None:
        """Show nothing any more."""


class Silent:
    """Shows nothing."""

    def at(self, share: float, rows: int) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""


class Plain:
    """One line on standard error every ten seconds, for logs."""

    def __init__(self) -> None:
        """Begin to count."""
        self._began = self._told = time.monotonic()
        self._first: int | None = None

    def at(self, share: float, rows: int) -> None:
        """Print a line where the last one is old enough."""
        now = time.monotonic()
        if self._first is None:
            self._first = rows  # rows of parts that were done before
        if now - self._told >= _LINE_EVERY:
            self._told = now
            rate = (rows - self._first) / (now - self._began)
            left = (now - self._began) * (1 - share) / share if share else 0
            sys.stderr.write(f"{share:.0%}  {rows:,} rows  {rate:,.0f} rows/s  {left:,.0f} s left\n")
            sys.stderr.flush()

    def end(self) -> None:
        """Print nothing more."""


class Bar:
    """A bar on standard error, by rich."""

    def __init__(self) -> None:
        """Show the empty bar."""
        from rich.console import Console  # noqa: PLC0415 - only terminals need it
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as RichProgress  # noqa: PLC0415

        self._bar = RichProgress(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[rows]:,} rows"),
            TextColumn("{task.fields[rate]:,.0f} rows/s"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._bar.add_task("", total=1.0, rows=0, rate=0.0)
        self._began = time.monotonic()
        self._bar.start()

    def at(self, share: float, rows: int) -> None:
        """Move the bar."""
        rate = rows / max(time.monotonic() - self._began, 1e-9)
        self._bar.update(self._task, completed=share, rows=rows, rate=rate)

    def end(self) -> None:
        """Remove the bar."""
        self._bar.stop()


def progress_of(*, quiet: bool) -> Progress:
    """The one that fits standard error."""
    if quiet:
        return Silent()
    return Bar() if sys.stderr.isatty() else Plain()
