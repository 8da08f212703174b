"""Where accounts come from: Parquet, delimited text, JSON lines, compressed or not, folders of them, databases.

A source can be cut into pieces that workers read by themselves. What cannot be cut where it lies (compressed text,
UTF-16, a database) is first written to a file that can (``spool``).
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from qingname.audit.sources.database import Query, is_database, query_of
from qingname.audit.sources.database import spool as spool_query
from qingname.audit.sources.delimited import DelimitedSource, Dialect
from qingname.audit.sources.jsonl import JsonLinesSource
from qingname.audit.sources.parquet import ParquetSource
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingname.audit.rows import Piece, Rows

_FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_COMPRESSED = (".gz", ".zst")
_WIDE_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Source(Protocol):
    """One file that can be cut. ``columns`` are its own; ``rows`` is their number where it is known beforehand."""

    columns: tuple[str, ...]
    rows: int | None

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Cut into pieces of about ``rows`` rows, always the same for the same file."""

    def read(self, piece: Piece, columns: Sequence[str], rows: int) -> Iterator[Rows]:
        """Give the rows of a piece, at most ``rows`` at a time, with the columns asked for."""


class Origin(msgspec.Struct, frozen=True):
    """Something that a person named as an input: a file with its format, or a query.

    ``stamp`` changes when a file does: its size and time of change (nanoseconds).
    """

    shown: str
    format: str
    path: str = ""
    query: Query | None = None
    stamp: tuple[int, int] = (0, 0)

    @property
    def needs_spool(self) -> bool:
        """Whether it must be written anew before it can be cut."""
        return self.query is not None or self.path.endswith(_COMPRESSED) or _is_wide(Path(self.path))


class Layout(NamedTuple):
    """How to read what is named: the format where the suffix does not tell, and how cells are written."""

    format: str = ""
    dialect: Dialect = Dialect()


def origins(given: Sequence[str], sql: str, layout: Layout) -> list[Origin]:
    """Everything that ``given`` names, in the order given, files of a folder or pattern by name."""
    found: list[Origin] = []
    for each in given:
        if is_database(each):
            query = query_of(each, sql)
            found.append(Origin(query.shown, "parquet", query=query))
        else:
            found.extend(_origin(path, layout) for path in _files(each))
    if sql and not any(origin.query for origin in found):
        raise InputError("--query goes with the URL of a database, as in postgresql://user@host/db")
    return found


def _files(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        files = [each for each in sorted(path.rglob("*")) if each.is_file() and _format(each)]
        if not files:
            raise InputError(f"{given}: no file here ends in {', '.join(_FORMATS)} (or these with .gz or .zst)")
        return files
    if path.exists():
        return [path]
    if any(char in given for char in "*?["):
        base = Path(path.anchor) if path.is_absolute() else Path()
        files = sorted(each for each in base.glob(str(path.relative_to(base) if path.anchor else path)) if each.is_file())
        if files:
            return files
        raise InputError(f"{given}: no file is named like this")
    raise InputError(f"{given}: there is no such file or folder")


def _format(path: Path) -> str:
    name = path.name.lower()
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    return "" if name.startswith(".") else _FORMATS.get(Path(name).suffix, "")


def _origin(path: Path, layout: Layout) -> Origin:
    kind = layout.format or _format(path)
    if not kind:
        raise InputError(f"{path}: what format is it? Say --format csv, jsonl or parquet")
    status = path.stat()
    with path.open("rb"):
        pass  # an unreadable file is refused before anything is judged
    return Origin(str(path), kind, str(path), None, (status.st_size, status.st_mtime_ns))


def _is_wide(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in _WIDE_BOMS


def spooled(origin: Origin, number: int, folder: Path) -> Path:
    """Write an origin that cannot be cut to a file that can, whole or not at all, and give its path."""
    path = folder / f"source-{number:04}"
    if path.exists():
        return path
    unfinished = path.with_suffix(".unfinished")
    if origin.query is not None:
        spool_query(origin.query, unfinished)
    else:
        _unpack(Path(origin.path), unfinished)
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def _unpack(source: Path, target: Path) -> None:
    try:
        with _plain(source) as packed, target.open("wb") as file:
            lead = packed.read(2)
            if wide := _WIDE_BOMS.get(lead):
                text = io.TextIOWrapper(packed, wide, errors="replace", newline="")
                while block := text.read(1 << 20):
                    file.write(block.encode("utf-8", "replace"))
            else:
                file.write(lead)
                shutil.copyfileobj(packed, file, 1 << 20)
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise InputError(f"{source}: cannot be unpacked ({error}); the file may be cut short") from error


def _plain(source: Path) -> IO[bytes]:
    if source.suffix == ".gz":
        return gzip.open(source, "rb")  # type: ignore[return-value]
    if source.suffix == ".zst":
        import pyarrow as pa  # noqa: PLC0415 - few files are packed so

        return io.BufferedReader(pa.input_stream(str(source), compression="zstd"))
    return source.open("rb")


def opened(origin: Origin, number: int, path: Path, dialect: Dialect) -> Source:
    """Open the file ``path`` that holds the origin's rows."""
    if origin.format == "parquet":
        return ParquetSource(path, number)
    if origin.format == "jsonl":
        return JsonLinesSource(path, number)
    return DelimitedSource(path, number, dialect)
