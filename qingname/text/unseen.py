"""Which characters no reader sees, for whoever shows a text to a person: a terminal, a page, a workbook."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters and marks without ink that Unicode files under letters, marks or symbols.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_PLAIN_SPACES: Final = frozenset(" \u3000")
_EMOJI_STYLE: Final = "\ufe0f"
_SELECTORS: Final = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ODD: Final = re.compile(f"[{''.join(sorted(_BLANK))}{_SELECTORS}]")


def unseen(char: str, before: str = "") -> bool:
    """Whether no reader sees ``char``, or it changes how others are seen; ``before`` is the code point before it.

    Controls, what reorders text, spaces of other widths, letters without ink. An emoji's own style mark is fine.
    """
    category = unicodedata.category(char)
    if char == _EMOJI_STYLE and before and unicodedata.category(before) == "So":
        return False
    if category == "Zs":
        return char not in _PLAIN_SPACES
    return category[0] == "C" or category in {"Zl", "Zp"} or _ODD.match(char) is not None


def all_seen(text: str) -> bool:
    """Whether no character of ``text`` can be unseen: quick, and False where in doubt."""
    return text.isprintable() and not _ODD.search(text)
