"""Sequences that stay encoded until one of their items is asked for: most checks need a handful of 23,000 forms."""

from __future__ import annotations

import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Packed(msgspec.Struct, frozen=True):
    """MessagePack items one behind another in ``blob``; ``ends`` are their ends, as uint32 in machine order."""

    ends: bytes
    blob: bytes


class Groups(msgspec.Struct, frozen=True):
    """Lists of int32 numbers one behind another; ``ends`` are their ends, counted in numbers."""

    ends: bytes
    numbers: bytes


def pack(items: Iterable[object]) -> Packed:
    """Encode ``items``, in order."""
    encode = msgspec.msgpack.Encoder().encode
    encoded = [encode(item) for item in items]
    return Packed(_ends(map(len, encoded)), b"".join(encoded))


def group(lists: Sequence[Sequence[int]]) -> Groups:
    """Lay ``lists`` end to end."""
    return Groups(_ends(map(len, lists)), array.array("i", [n for numbers in lists for n in numbers]).tobytes())


def _ends(sizes: Iterable[int]) -> bytes:
    ends, end = array.array("I"), 0
    for size in sizes:
        end += size
        ends.append(end)
    return ends.tobytes()


class Records(Sequence[T], Generic[T]):
    """Items of a :class:`Packed`, decoded when asked for and then kept."""

    def __init__(self, packed: Packed, kind: type[T]) -> None:
        """View ``packed`` as items of ``kind``."""
        self._ends = memoryview(packed.ends).cast("I")
        self._blob = memoryview(packed.blob)
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._known: dict[int, T] = {}

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> list[T]: ...
    def __getitem__(self, number: int | slice) -> T | list[T]:
        """Item ``number``, or a list of items; negative numbers are not used and not understood."""
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        known = self._known.get(number)
        if known is None:
            if number >= len(self._ends):
                raise IndexError(number)
            start = self._ends[number - 1] if number else 0
            known = self._known[number] = self._decode(self._blob[start : self._ends[number]])
        return known

    def __iter__(self) -> Iterator[T]:
        """All items, in order."""
        return (self[number] for number in range(len(self._ends)))


class GroupView:
    """Lists of a :class:`Groups`; nothing is copied."""

    def __init__(self, groups: Groups) -> None:
        """View the arrays."""
        self._ends = memoryview(groups.ends).cast("I")
        self._numbers = memoryview(groups.numbers).cast("i")

    def __getitem__(self, number: int) -> memoryview[int]:
        """List ``number``."""
        return self._numbers[self._ends[number - 1] if number else 0 : self._ends[number]]
