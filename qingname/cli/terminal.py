"""Text on a terminal: what is safe to print, and how many columns it takes. Knows nothing of names or rules."""

from __future__ import annotations

import unicodedata

from qingname.text.unseen import unseen

_EMOJI_STYLE = "\ufe0f"
_NARROW, _WIDE = 1, 2


def cell(char: str, before: str = "") -> tuple[str, int]:
    """Give what to print for one code point and the columns that it adds; ``before`` is the code point before it.

    What moves the cursor, reorders or hides text is printed as ``<U+202E>``. An emoji's own style mark stays.
    """
    if unseen(char, before):
        name = f"<U+{ord(char):04X}>"
        return name, len(name)
    if char == _EMOJI_STYLE and before:
        return char, _WIDE - _columns(before)
    return char, _columns(char)


def cells(text: str) -> list[tuple[str, int]]:
    """Give what to print for each code point of ``text``, and its columns."""
    return [cell(char, before) for before, char in zip(" " + text, text, strict=False)]


def safe(text: str) -> str:
    """``text`` in one line that a terminal can do nothing with but print it."""
    return "".join(shown for shown, _ in cells(text))


def safe_lines(text: str) -> str:
    """Like :func:`safe`, with the line breaks kept."""
    return "\n".join(safe(line) for line in text.split("\n"))


def width(text: str) -> int:
    """Columns of ``text`` once it is made safe."""
    return sum(columns for _, columns in cells(text))


def padded(text: str, columns: int) -> str:
    """``text`` with spaces behind it up to ``columns``."""
    return text + " " * max(0, columns - width(text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in {"W", "F"} else _NARROW
