"""Many texts at once: which of them must be looked at by the rules."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    import numpy.typing as npt

    from qingname.match._scan import Scanner


class Utf8(NamedTuple):
    """Texts in UTF-8: text ``i`` is ``data[offsets[i]:offsets[i + 1]]``, as the buffers of an Arrow string column.

    ``offsets`` are a numpy array of int32 or int64, one more than there are texts. ``valid`` is Arrow's bitmap of what
    is no null: its bit ``first + i``, the least significant of a byte first, is 0 where text ``i`` is null. A null
    counts as empty.
    """

    data: bytes | memoryview
    offsets: npt.NDArray[np.int32] | npt.NDArray[np.int64]
    valid: bytes | memoryview | None = None
    first: int = 0


Texts = list[str] | Utf8


def suspects(
    scanner: Scanner, names: Texts, bios: Texts | None = None, waived: Collection[str] = ()
) -> npt.NDArray[np.bool_]:
    """Whether some rule must be asked about each account; ``waived`` are names that must be looked at anyway."""
    import numpy as np  # noqa: PLC0415 - a check of one name needs no arrays

    count = len(names.offsets) - 1 if isinstance(names, Utf8) else len(names)
    into = np.zeros(count, np.uint8)
    if bios is not None and count != (len(bios.offsets) - 1 if isinstance(bios, Utf8) else len(bios)):
        raise ValueError("there must be as many bios as names")
    if isinstance(names, list) and (bios is None or isinstance(bios, list)):
        scanner.suspects(names, bios or [], into)
    else:
        scanner.suspects_utf8(*_buffers(names), *_buffers(bios), into)
    found = into.view(np.bool_)
    if waived:
        found |= _named(names, waived)
    return found


def _named(names: Texts, waived: Collection[str]) -> npt.NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415 - the same

    if isinstance(names, list):
        return np.fromiter((name in waived for name in names), np.bool_, len(names))
    data, offsets = memoryview(names.data).cast("B"), names.offsets.tolist()
    encoded = {name.encode() for name in waived}
    pairs = itertools.pairwise(offsets)
    return np.fromiter((bytes(data[start:end]) in encoded for start, end in pairs), np.bool_, len(offsets) - 1)


def _buffers(
    texts: Texts | None,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.uint8], int]:
    """Bytes, offsets (none: no texts), validity (none: all valid) and its first bit."""
    import numpy as np  # noqa: PLC0415 - the same

    nothing = np.zeros(0, np.uint8)
    if texts is None:
        return nothing, np.zeros(0, np.int64), nothing, 0
    if not isinstance(texts, Utf8):
        texts = _encoded(texts)
    valid = nothing if texts.valid is None else np.frombuffer(texts.valid, np.uint8)
    data = memoryview(texts.data)
    content = np.frombuffer(data, np.uint8) if data.nbytes else nothing
    return content, texts.offsets.astype(np.int64, copy=False), valid, texts.first


def _encoded(texts: Sequence[str]) -> Utf8:
    import numpy as np  # noqa: PLC0415 - the same

    parts = [text.encode(errors="surrogatepass") for text in texts]
    offsets = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return Utf8(b"".join(parts), offsets)
