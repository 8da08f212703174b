"""Where in a TOML text each setting stands: the parser of the standard library does not say.

The text has been parsed before, so that a few kinds of token are enough to follow its structure.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.policy.codes import Place

_TOKEN = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<skip>#[^\n]*|[ \t\r]+)|(?P<end>\n)|(?P<sign>[\[\]{},=.])|(?P<word>[^\s\[\]{},=.#\"']+)",
    re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[Place, int]:
    """Give the line of each table, key and element by its path, counting from 1: ``("waiver", 0, "expires")``."""
    return _Walk(_tokens(text)).lines


def line_of(path: Place, lines: dict[Place, int]) -> int:
    """Give the line of what stands at ``path``, or of what it would stand in."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skip":
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return found


class _Walk:
    """One pass over the tokens; ``lines`` is what it found."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.lines: dict[Place, int] = {}
        self._tokens, self._at = tokens, 0
        self._sizes: dict[Place, int] = {}  # of arrays of tables, so far
        table: Place = ()
        while token := self._next():
            if token.kind == "end":
                continue
            if token.text == "[" and token.kind == "sign":
                table = self._header(token.line)
            else:
                self._at -= 1
                self._pair(table)

    def _next(self) -> _Token | None:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else None

    def _peek(self) -> str:
        """The next sign or line end, past which nothing of a scalar reaches; '' in front of anything else."""
        if self._at >= len(self._tokens):
            return "\n"
        token = self._tokens[self._at]
        return token.text if token.kind in {"sign", "end"} else ""

    def _header(self, line: int) -> Place:
        """Read ``a.b]`` or ``[a.b]]``; a part that is an array of tables stands for its last table."""
        is_array = self._peek() == "["
        if is_array:
            self._next()
        written = self._key(until="]")
        if is_array:
            self._next()
        path: Place = ()
        for part in written:
            path = (*path, part)
            self.lines.setdefault(path, line)
            if is_array and len(path) - _numbers(path) == len(written):
                self._sizes[path] = self._sizes.get(path, 0) + 1
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        self.lines[path] = line
        return path

    def _key(self, *, until: str) -> tuple[str, ...]:
        """Read a dotted key up to the sign behind it. The standard parser unquotes it."""
        parts: list[str] = []
        while (token := self._next()) and not (token.kind == "sign" and token.text == until):
            parts.append(token.text)
        found = tomllib.loads(f"{''.join(parts)} = 0")
        path: tuple[str, ...] = ()
        while isinstance(found, dict):
            ((part, found),) = found.items()
            path = (*path, part)
        return path

    def _pair(self, table: Place) -> None:
        line = self._tokens[self._at].line
        path = table
        for part in self._key(until="="):
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._value(path)

    def _value(self, path: Place) -> None:
        sign = self._peek()
        if sign == "[":
            self._next()
            for number, line in enumerate(self._elements("]")):
                self.lines[*path, number] = line
                self._value((*path, number))
        elif sign == "{":
            self._next()
            for _ in self._elements("}"):
                self._pair(path)
        else:
            while self._peek() not in {",", "]", "}", "\n"}:  # a number like 1.5 is three tokens
                self._next()

    def _elements(self, closing: str) -> Iterator[int]:
        """Stop in front of each element and give its line; end behind the closing bracket."""
        while (sign := self._peek()) != closing:
            if sign in {",", "\n"}:
                self._next()
            else:
                yield self._tokens[self._at].line
        self._next()


def _numbers(path: Place) -> int:
    return sum(isinstance(step, int) for step in path)
