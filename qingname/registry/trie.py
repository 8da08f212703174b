"""A double-array trie over strings of symbols (characters or syllables), kept as flat arrays.

Node 0 is the root. The child of ``node`` by a symbol of code ``c`` is ``base[node] + c`` where ``check`` of that
slot is ``node`` (Aoe 1989). ``value[node]`` is the number of the pattern that ends there, or -1.
"""

from __future__ import annotations

import array
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

_FREE = -1
_PROBES = 32


class TrieArrays(msgspec.Struct, frozen=True):
    """What the snapshot keeps of a trie: codes of symbols, and three int32 arrays as bytes in machine order."""

    codes: dict[str, int]
    base: bytes
    check: bytes
    value: bytes


class Trie:
    """Read-only view of :class:`TrieArrays`; nothing is copied."""

    __slots__ = ("base", "check", "codes", "value")

    def __init__(self, arrays: TrieArrays) -> None:
        """View the arrays as 32-bit integers."""
        self.codes = arrays.codes
        self.base = memoryview(arrays.base).cast("i")
        self.check = memoryview(arrays.check).cast("i")
        self.value = memoryview(arrays.value).cast("i")

    def child(self, node: int, symbol: str) -> int:
        """Node reached from ``node`` by ``symbol``, or -1."""
        code = self.codes.get(symbol)
        if code is None:
            return -1
        slot = self.base[node] + code
        return slot if self.check[slot] == node else -1


def build_trie(patterns: Sequence[Sequence[str]]) -> TrieArrays:
    """Build from distinct patterns, each a non-empty sequence of symbols; pattern ``i`` gets value ``i``.

    Deterministic: the same patterns in the same order give the same bytes.
    """
    codes = {symbol: code for code, symbol in enumerate(sorted({s for p in patterns for s in p}), start=1)}
    children, ends = _tree(patterns, codes)
    builder = _Builder(len(codes))
    slots = [0] * len(children)
    # Nodes with many children first: they are the hard ones to place.
    queue = [0]
    while queue:
        following: list[int] = []
        for node in sorted(queue, key=lambda n: (-len(children[n]), n)):
            kids = children[node]
            if not kids:
                continue
            offset = builder.place(slots[node], sorted(kids))
            for code, kid in kids.items():
                slots[kid] = offset + code
                following.append(kid)
        queue = following
    values = array.array("i", [_FREE]) * len(builder.check)
    for node, value in ends.items():
        values[slots[node]] = value
    return TrieArrays(codes, builder.base.tobytes(), builder.check.tobytes(), values.tobytes())


def _tree(patterns: Sequence[Sequence[str]], codes: dict[str, int]) -> tuple[list[dict[int, int]], dict[int, int]]:
    children: list[dict[int, int]] = [{}]
    ends: dict[int, int] = {}
    for number, pattern in enumerate(patterns):
        node = 0
        for symbol in pattern:
            code = codes[symbol]
            kid = children[node].get(code)
            if kid is None:
                kid = children[node][code] = len(children)
                children.append({})
            node = kid
        ends[node] = number
    return children, ends


class _Builder:
    """Grows ``base`` and ``check``; always leaves room for a failed look-up past the last slot."""

    def __init__(self, symbols: int) -> None:
        self._margin = symbols + 2
        self.base = array.array("i")
        self.check = array.array("i")
        self._cursor = 1
        self._grow(1)
        self.check[0] = 0

    def _grow(self, slots: int) -> None:
        missing = slots + self._margin - len(self.check)
        if missing > 0:
            self.base.extend([0] * missing)
            self.check.extend([_FREE] * missing)

    def place(self, slot: int, codes: list[int]) -> int:
        """Find an offset at which all children fit, put them there, and give the offset."""
        check = self.check
        first = codes[0]
        position = max(self._cursor, first)
        probes = 0
        while True:
            offset = position - first
            self._grow(offset + codes[-1] + 1)
            if check[position] == _FREE:
                probes += 1
                if all(check[offset + code] == _FREE for code in codes):
                    break
                if probes == _PROBES:
                    # Holes this far back are too small for what is left; giving them up keeps the build linear.
                    self._cursor, probes = position, 0
            elif position == self._cursor:
                self._cursor += 1
            position += 1
        for code in codes:
            check[offset + code] = slot
        self.base[slot] = offset
        return offset
