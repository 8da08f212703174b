"""The one thing that EXIF says about how a picture looks: its orientation (CIPA DC-008, tag 0x0112)."""

from __future__ import annotations

import struct
from typing import Final

PREFIX: Final = b"Exif\x00\x00"

_ORDERS: Final = {b"II*\x00": "<", b"MM\x00*": ">"}
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_ENTRY_SIZE: Final = 12
_UPRIGHT: Final = 1
_TURNED: Final = range(2, 9)


def orientation_of(exif: bytes) -> int:
    """Orientation 1 to 8; 1 where the EXIF says none or cannot be read, as for browsers."""
    exif = exif.removeprefix(PREFIX)
    order = _ORDERS.get(exif[:4])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for place in range(first + 2, first + 2 + count * _ENTRY_SIZE, _ENTRY_SIZE):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, place)
            if tag == _ORIENTATION:
                return value if kind == _SHORT and value in _TURNED else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT
