"""Where verdicts go: text for a person, one JSON document, or JSON lines. All of them stream."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import click
import msgspec

from qingname.cli import complain
from qingname.cli.show import Page
from qingname.messages import action_word

if TYPE_CHECKING:
    from qingname.cli.lines import Item
    from qingname.messages import Language
    from qingname.model import Account, Verdict

_SURROGATE_SAFE = "backslashreplace"


class Output(Protocol):
    """Takes verdicts and errors in the order of the input; ``end`` comes after the last."""

    def verdict(self, account: Account, verdict: Verdict) -> None:
        """Write one verdict."""

    def error(self, item: Item) -> None:
        """Write that one line could not be read."""

    def end(self) -> None:
        """Write what closes the document."""


class TextOutput:
    """Verdicts for a person on standard output; unreadable lines and the count on standard error."""

    def __init__(self, lang: Language, *, colour: bool) -> None:
        """Make sure that a terminal without Chinese shows escapes, not an error."""
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors=_SURROGATE_SAFE)
        self._page, self._lang = Page(lang, colour=colour), lang
        self._colour = colour
        self._counts: Counter[str] = Counter()

    def verdict(self, account: Account, verdict: Verdict) -> None:
        """Print the verdict's lines."""
        self._counts[verdict.action] += 1
        # Colour was decided once, for standard output; click must not decide again.
        click.echo(self._page.verdict(account, verdict), color=self._colour)

    def error(self, item: Item) -> None:
        """Say which line, and what is wrong with it."""
        self._counts["error"] += 1
        complain(f"line {item.line}: {item.error}")

    def end(self) -> None:
        """Print the count where there was more than one."""
        total = self._counts.total()
        if total > 1:
            english = self._lang == "en"
            parts = [f"{action_word(a, self._lang)} {self._counts[a]}" for a in ("reject", "review", "pass")]
            if lost := self._counts["error"]:
                parts.append(f"{'unreadable' if english else '无法读取'} {lost}")
            click.echo((f"{total} names: " if english else f"共 {total} 个：") + " · ".join(parts), err=True)


class JsonLinesOutput:
    """One verdict, or ``{"line", "error"}``, a line."""

    def verdict(self, account: Account, verdict: Verdict) -> None:  # noqa: ARG002 - the verdict says it all
        """Write the verdict and a line break."""
        self._write(msgspec.json.encode(verdict))

    def error(self, item: Item) -> None:
        """Write the error in the verdict's place."""
        self._write(_error(item))

    def end(self) -> None:
        """Nothing closes JSON lines."""

    def _write(self, content: bytes) -> None:
        _binary(content + b"\n")


class JsonOutput:
    """One JSON document: a single object, or an array that is written as it grows."""

    def __init__(self, *, single: bool) -> None:
        """``single`` for one NAME: its verdict is the document."""
        self._single, self._any = single, False

    def verdict(self, account: Account, verdict: Verdict) -> None:  # noqa: ARG002 - the verdict says it all
        """Write the next element."""
        self._write(msgspec.json.encode(verdict))

    def error(self, item: Item) -> None:
        """Write the error in the verdict's place."""
        self._write(_error(item))

    def end(self) -> None:
        """Close the array."""
        _binary(b"\n" if self._single else b"\n]\n" if self._any else b"[]\n")

    def _write(self, content: bytes) -> None:
        lead = b"" if self._single else b",\n" if self._any else b"[\n"
        self._any = True
        _binary(lead + content)


def wants_colour(choice: str) -> bool:
    """Colours on a terminal, unless ``NO_COLOR`` is set or the terminal is dumb; ``--color`` overrides both."""
    if choice == "auto":
        dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not dumb and sys.stdout.isatty()
    return choice == "always"


def _error(item: Item) -> bytes:
    return msgspec.json.encode({"line": item.line, "error": item.error})


def _binary(content: bytes) -> None:
    stream = sys.stdout.buffer
    stream.write(content)
    stream.flush()
