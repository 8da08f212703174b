"""How a text file is written: encoding, line ends, compression."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from qingname.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

BOM: Final = codecs.BOM_UTF8
_SAMPLE: Final = 1 << 16
_WIDE_BOMS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CUTTABLE: Final = frozenset(
    codecs.lookup(name).name
    for name in ("utf-8", "ascii", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "latin-1", "cp1252")
)
"""Encodings in which the bytes 0A, 0D and of a quote never are part of another character."""
_COMMON: Final = 0.55
"""What part of GB18030 text is in GB 2312: nine tenths and more, of traditional Chinese 0.7; of Big5 read so, 0.4."""


def encoding_named(name: str) -> str:
    """Python's name of an encoding. Raise :class:`InputError` where there is none of this name."""
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise InputError(f"there is no encoding {name!r}; try utf-8, gb18030 or big5") from error
    return "utf-8" if found == "utf-8-sig" else found


def encoding_of(path: Path) -> str:
    """UTF-8 where most lines that are not ASCII are UTF-8 (a broken line does not change that), else GB18030.

    Raise :class:`InputError` where it seems to be neither.
    """
    lines = [line for line in _sampled(path) if not line.isascii()]
    fitting = sum(_fits(line, "utf-8") for line in lines)
    if 2 * fitting >= len(lines):
        return "utf-8"
    text = b"".join(lines).decode("gb18030", "replace")
    foreign = [char for char in text if char > "\x7f"]
    common = len("".join(foreign).encode("gb2312", "ignore")) / 2
    if common < _COMMON * len(foreign):
        raise InputError(f"{path}: what encoding is it? Say --encoding gb18030, big5 or another")
    return "gb18030"


def _sampled(path: Path) -> list[bytes]:
    """Whole lines of the beginning, and of a few places further on: a file may begin with a lot of ASCII."""
    size = path.stat().st_size
    found = []
    with path.open("rb") as file:
        for start in sorted({0, *(size * part // 16 for part in range(1, 16))} if size > _SAMPLE else {0}):
            file.seek(start)
            lines = file.read(_SAMPLE).split(b"\n")
            found.extend(lines[1 if start else 0 : -1] or lines[:1])
    return found


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


class Writing(NamedTuple):
    """What stands in the way of cutting a file where it lies: nothing, where all are empty."""

    packed: str = ""
    wide: str = ""
    returns: bool = False  # lines end in carriage returns alone

    def __bool__(self) -> bool:
        """Whether it must be written anew."""
        return bool(self.packed or self.wide or self.returns)


def writing_of(path: Path, encoding: str, *, only_utf8: bool) -> Writing:
    """Look at the beginning of a file of text. ``encoding`` is the one that a person named, or empty."""
    with path.open("rb") as file:
        lead = file.read(4)
    packed = "gzip" if lead.startswith(_GZIP) else "zstd" if lead == _ZSTD else ""
    with _unpacked(path, packed) as stream:
        sample = _read(stream, _SAMPLE, path)
    wide = "" if encoding else _WIDE_BOMS.get(sample[:2], "")
    if encoding and encoding not in (("utf-8",) if only_utf8 else _CUTTABLE):
        wide = encoding
    text = sample.decode(wide, "replace") if wide else sample.decode("latin-1")
    return Writing(packed, wide, "\r" in text[:-1] and "\n" not in text)


def write_plain(path: Path, writing: Writing, target: Path) -> None:
    """Write a file anew so that it can be cut, in UTF-8 where it was wide."""
    with _unpacked(path, writing.packed) as stream, target.open("wb") as file:
        decoder = codecs.getincrementaldecoder(writing.wide)(errors="qingname.broken") if writing.wide else None
        while block := _read(stream, 1 << 20, path):
            if decoder:
                block = decoder.decode(block).encode("utf-8", "surrogatepass")
            file.write(block.replace(b"\r", b"\n") if writing.returns else block)
        if decoder:
            file.write(decoder.decode(b"", final=True).encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())


def _unpacked(path: Path, packed: str) -> IO[bytes]:
    if packed == "gzip":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    if packed == "zstd":
        import pyarrow as pa  # noqa: PLC0415 - few files are packed so

        return io.BufferedReader(pa.input_stream(str(path), compression="zstd"))
    return path.open("rb")


def _read(stream: IO[bytes], size: int, path: Path) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise InputError(f"{path}: cannot be unpacked ({error}); the file may be cut short or damaged") from error


def _broken(error: UnicodeError) -> tuple[str, int]:
    """A broken character becomes one that is no UTF-8 either, so that its row is known to be broken."""
    end: Any = getattr(error, "end", 0)
    return "\udcff", end


codecs.register_error("qingname.broken", _broken)
