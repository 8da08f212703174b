"""Forms and words laid out by attribute, for the scanner, which reads numbers and no structs.

Each attribute is a column: the distinct values, sorted, and for each row the number of its value.
"""

from __future__ import annotations

import array
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qingname.registry.entry import Entry, Form, Word

_LONGEST_TOLD_APART = 9


class Column(msgspec.Struct, frozen=True, array_like=True):
    """One attribute of all rows; ``codes`` (uint16) index ``values``."""

    values: tuple[str, ...]
    codes: bytes


class Columns(msgspec.Struct, frozen=True):
    """Rows by attribute. ``texts`` are the rows' texts in UTF-32, ``ends`` (uint32) where each ends, in symbols."""

    attributes: dict[str, Column]
    texts: bytes
    ends: bytes


def form_columns(entries: Sequence[Entry], forms: Sequence[Form]) -> Columns:
    """Attributes of each form and of its entry; ``size`` and ``rest`` are lengths in symbols, up to 9."""
    rows = [(form, entries[form.entry]) for form in forms]
    attributes = {name: _column(str(getattr(form, name)) for form in forms) for name in ("role", "slot")} | {
        name: _column(str(getattr(entry, name)) for _, entry in rows)
        for name in ("category", "kind", "level", "parent", "unverified", "alone", "common")
    }
    attributes["size"] = _column(_size(form.text) for form in forms)
    attributes["rest"] = _column(_size(form.rest) for form in forms)
    attributes["claim"] = _column(form.text if entry.category == "claim" else "" for form, entry in rows)
    attributes["script"] = _column("ascii" if form.text.isascii() else "" for form in forms)
    return Columns(attributes, *_laid(form.text for form in forms))


def word_columns(words: Sequence[Word]) -> Columns:
    """Attributes of each word of context."""
    attributes = {
        name: _column(getattr(word, name) for word in words)
        for name in ("table", "kind", "strength", "place", "head", "position", "text")
    }
    attributes["size"] = _column(_size(word.text) for word in words)
    return Columns(attributes, *_laid(word.text for word in words))


def _size(text: str) -> str:
    return str(min(len(text), _LONGEST_TOLD_APART))


def _column(values: Iterable[str]) -> Column:
    rows = list(values)
    distinct = tuple(sorted(set(rows)))
    number = {value: place for place, value in enumerate(distinct)}
    return Column(distinct, array.array("H", [number[value] for value in rows]).tobytes())


def _laid(texts: Iterable[str]) -> tuple[bytes, bytes]:
    symbols, ends = array.array("I"), array.array("I")
    for text in texts:
        symbols.extend(map(ord, text))
        ends.append(len(symbols))
    return symbols.tobytes(), ends.tobytes()
