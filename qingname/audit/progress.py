"""How far an audit is: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Protocol

_LINE_EVERY = 10.0  # seconds


class Progress(Protocol):
    """Is told of every piece of the input that is done."""

    def add(self, share: float, rows: int, *, before: bool) -> None:
        """Count ``rows`` rows that are ``share`` of the input (0 to 1); ``before``: an earlier run judged them."""

    def end(self) -> None:
        """Show nothing any more."""


class Silent:
    """Shows nothing."""

    def add(self, share: float, rows: int, *, before: bool) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""


class Pace:
    """How much is done, how fast, and how long the rest will take; what an earlier run did takes no time."""

    def __init__(self) -> None:
        """Begin to count."""
        self._began = time.monotonic()
        self.share, self._fresh = 0.0, 0.0
        self.rows, self._judged = 0, 0

    def add(self, share: float, rows: int, *, before: bool) -> None:
        """Count a piece."""
        self.share = min(self.share + share, 1.0)
        self.rows += rows
        if not before:
            self._fresh += share
            self._judged += rows

    def __str__(self) -> str:
        """``45%  1,200,000 rows  31,000 rows/s  0:01:12 left``; rate and time once there are any."""
        parts = [f"{self.share:.0%}", f"{self.rows:,} rows"]
        passed = time.monotonic() - self._began
        if self._fresh and passed:
            left = round(passed * (1 - self.share) / self._fresh)
            clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
            parts += [f"{self._judged / passed:,.0f} rows/s", f"{clock} left"]
        return "  ".join(parts)


class Plain:
    """One line on standard error every ten seconds, for logs."""

    def __init__(self) -> None:
        """Begin to count."""
        self._pace = Pace()
        self._told = time.monotonic()

    def add(self, share: float, rows: int, *, before: bool) -> None:
        """Print a line where the last one is old enough."""
        self._pace.add(share, rows, before=before)
        if time.monotonic() - self._told >= _LINE_EVERY:
            self._told = time.monotonic()
            sys.stderr.write(f"{self._pace}\n")
            sys.stderr.flush()

    def end(self) -> None:
        """Print nothing more."""


class Bar:
    """A bar on standard error, by rich."""

    def __init__(self) -> None:
        """Show the empty bar."""
        from rich.console import Console  # noqa: PLC0415 - only terminals need it
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - the same
        from rich.progress import Progress as RichProgress  # noqa: PLC0415 - the same

        self._pace = Pace()
        console = Console(stderr=True)
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = RichProgress(*columns, console=console, transient=True)
        self._task = self._bar.add_task(str(self._pace), total=1.0)
        self._bar.start()

    def add(self, share: float, rows: int, *, before: bool) -> None:
        """Move the bar."""
        self._pace.add(share, rows, before=before)
        self._bar.update(self._task, completed=self._pace.share, description=str(self._pace))

    def end(self) -> None:
        """Remove the bar."""
        self._bar.stop()


def progress_of(*, quiet: bool) -> Progress:
    """The one that fits standard error."""
    if quiet:
        return Silent()
    return Bar() if sys.stderr.isatty() else Plain()
