"""A policy → TOML that reads as the same policy, and the settings in which two policies differ."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.policy.settings import Policy

_TABLES = frozenset({"waiver"})
"""Lists whose elements are sections, [[waiver]]; an empty one is not written, since no section could follow it."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(policy: Policy) -> str:
    """Write every setting, also those that were left as they are."""
    return "\n".join(_section(_written(policy), "")).strip() + "\n"


def differences(old: Policy, new: Policy) -> list[tuple[str, str]]:
    """Give ("-" or "+", the setting as one line of TOML) for all that only the one or the other says, by setting."""
    before, after = Counter(_flat(_written(old), "")), Counter(_flat(_written(new), ""))
    changed = [(path, 0, "-", line) for path, line in (before - after).elements()]
    changed += [(path, 1, "+", line) for path, line in (after - before).elements()]
    return [(sign, line) for _, _, sign, line in sorted(changed)]


def _written(policy: Policy) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(policy, builtin_types=(datetime.date,))
    return found


def _section(table: dict[str, Any], path: str) -> Iterator[str]:
    """Lines of a table: its own settings first, then the tables below it."""
    tables: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, dict) or key in _TABLES:
            tables.append((_key(key), value))
        elif _is_said(value):
            yield f"{_key(key)} = {_value(value) if path else _tall(value)}"
    for key, value in tables:
        name = f"{path}.{key}" if path else key
        head = f"[{name}]" if isinstance(value, dict) else f"[[{name}]]"
        for part in (value,) if isinstance(value, dict) else value:
            lines = list(_section(part, name))
            if lines and lines[0]:  # a table of nothing but tables needs no header
                lines = ["", head, *lines]
            yield from lines


def _flat(table: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Each setting by its path, as one line; each element of a list is a setting of its own."""
    for key, value in table.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, dict):
            yield from _flat(value, name)
        elif isinstance(value, (list, tuple)):
            yield from ((name, f"{name} = {_value(item)}") for item in value)
        elif _is_said(value):
            yield name, f"{name} = {_value(value)}"


def _is_said(value: object) -> bool:
    """Whether the value says anything: no setting means something else by an empty text than by none."""
    return value is not None and value != ""


def _tall(value: object) -> str:
    """A list with one element a line, so that a change shows as one line; anything else as it is."""
    if not isinstance(value, (list, tuple)) or not value:
        return _value(value)
    return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"


def _value(value: object) -> str:
    if isinstance(value, dict):
        parts = (f"{_key(key)} = {_value(item)}" for key, item in value.items() if _is_said(item))
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return _text(value) if isinstance(value, str) else str(value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """A TOML string in which nothing is invisible: controls and bidirectional marks are escaped."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in plain)
