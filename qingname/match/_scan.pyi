from typing import TypeAlias

from qingname.match.context import Occurrence
from qingname.match.match import Match
from qingname.model import Technique
from qingname.registry import Layer

Trail: TypeAlias = tuple[tuple[int, int, int, float], ...]
"""(symbols, technique, character, score) of each edge of a path; () for a name as it stands."""
Read: TypeAlias = tuple[int, int, int, int, int, int, int, bool, bool, Trail]
"""(layer, form, start, end, seen, heard, typed, near, weak, trail)."""
Hit: TypeAlias = Match | Read
"""A match, or what is to be made one with the steps from the raw text."""
Scanned: TypeAlias = tuple[list[Hit], list[Occurrence], int, bytes]
"""Hits, words, what the text as a whole shows (TEXT_SIGNS), and all signs that it shows, for ``woken``.

Hits and words come by place, of those that begin alike the longer first.
"""

class Scanner:
    def set_folds(self, pages: bytes, values: bytes, marks: bytes, several: bytes, ends: list[str]) -> None: ...
    def set_readings(
        self,
        rows: dict[str, tuple[tuple[tuple[str, float], ...], tuple[tuple[str, str], ...], str]],
        anchors: frozenset[str],
        sure: float,
    ) -> None: ...
    def set_sounds(self, codes: bytes, symbols: list[int], near: list[list[int]], typed: dict[str, int]) -> None: ...
    def add_layer(self, tries: object, columns: object, words: bytes, keys: object, uses: list[int]) -> None: ...
    def set_special(self, leads: set[str], places: set[str], suffixes: set[str]) -> None: ...
    def set_results(
        self,
        layers: tuple[Layer, ...],
        match: type[Match],
        occurrence: type[Occurrence],
        exact: tuple[Technique, ...],
    ) -> None: ...
    def set_signs(
        self,
        layers: object,
        hits: list[list[int]],
        joined: list[list[int]],
        words: list[int],
        texts: list[tuple[int, int]],
        literals: list[tuple[str, int]],
        needs: tuple[list[tuple[int, int]], list[tuple[int, int]]],
        shared: int,
        always: int,
    ) -> None: ...
    def read(
        self, text: str, idle: bool = ...
    ) -> tuple[list[Hit], list[Occurrence], int, bytes, str | None] | None: ...
    def read_symbols(self, symbols: str, kinds: bytes, idle: bool = ...) -> Scanned: ...
    def neighbours(self, text: str, layer: int) -> tuple[set[int], set[int]]: ...
    def woken(self, name: bytes, bio: bytes) -> int: ...
    def suspects(self, names: list[str], bios: list[str], into: object) -> None: ...
    def suspects_utf8(
        self,
        names: object,
        name_offsets: object,
        name_valid: object,
        name_first: int,
        bios: object,
        bio_offsets: object,
        bio_valid: object,
        bio_first: int,
        into: object,
    ) -> None: ...
