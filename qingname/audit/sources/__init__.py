"""Where accounts come from: Parquet, delimited text, JSON lines, compressed or not, folders of them, databases.

A source can be cut into pieces that workers read by themselves. What cannot be cut where it lies (compressed text,
UTF-16, a database) is first written to a file that can (``plain_file``).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from qingname.audit.sources.database import Query, is_database, query_of, spool
from qingname.audit.sources.delimited import DelimitedSource
from qingname.audit.sources.encodings import encoding_named, write_plain, writing_of
from qingname.audit.sources.jsonl import JsonLinesSource
from qingname.audit.sources.names import NamesSource
from qingname.audit.sources.parquet import ParquetSource
from qingname.audit.sources.records import Dialect
from qingname.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingname.audit.rows import Piece, Rows
    from qingname.audit.sources.encodings import Writing

_FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "txt",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_COMPRESSED = (".gz", ".zst")


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
    def changed(self) -> bool:
        """Whether the file is another by now."""
        return bool(self.path) and _stamp(Path(self.path)) != self.stamp


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
    paths = [Path(origin.path).resolve() for origin in found if origin.path]
    if twice := next((path for path, times in Counter(paths).items() if times > 1), None):
        raise InputError(f"{twice}: named twice; its rows would be counted twice")
    if sql and not any(origin.query for origin in found):
        raise InputError("--query goes with the URL of a database, as in postgresql://user@host/db")
    return found


def _files(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        files = [each for each in sorted(path.rglob("*")) if each.is_file() and _is_meant(each.relative_to(path))]
        if not files:
            raise InputError(f"{given}: no file here ends in {', '.join(_FORMATS)} (or these with .gz or .zst)")
        return files
    if path.exists():
        return [path]
    if any(char in given for char in "*?["):
        base = Path(path.anchor) if path.is_absolute() else Path()
        pattern = str(path.relative_to(base))
        files = sorted(each for each in base.glob(pattern) if each.is_file())
        if files:
            return files
        raise InputError(f"{given}: no file is named like this")
    raise InputError(f"{given}: there is no such file or folder")


def _is_meant(path: Path) -> bool:
    """Whether a file of a folder is data: Spark, Hive and editors keep others, begun with a dot or underscore."""
    return bool(_format(path)) and not any(part.startswith((".", "_")) for part in path.parts)


def _format(path: Path) -> str:
    name = path.name.lower()
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    return _FORMATS.get(Path(name).suffix, "")


def _origin(path: Path, layout: Layout) -> Origin:
    kind = layout.format or _format(path)
    if not kind:
        raise InputError(f"{path}: what format is it? Say --format csv, jsonl, parquet or names (one a line)")
    if not path.is_file():
        raise InputError(f"{path}: not a file; write what comes through a pipe to a file first")
    with path.open("rb"):
        pass  # an unreadable file is refused before anything is judged
    return Origin(str(path), kind, str(path), None, _stamp(path))


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def plain_file(origin: Origin, number: int, folder: Path, dialect: Dialect) -> Path:
    """Give a file of the origin's rows that can be cut: its own, or one in ``folder``, there whole or not at all."""
    path = folder / f"source-{number:04}"
    if path.exists():
        return path
    unfinished = path.with_suffix(".unfinished")
    try:
        if origin.query is not None:
            spool(origin.query, unfinished)
        else:
            own = Path(origin.path)
            writing = None if origin.format == "parquet" else _writing(origin, dialect)
            if not writing:
                return own
            write_plain(own, writing, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _writing(origin: Origin, dialect: Dialect) -> Writing:
    encoding = encoding_named(dialect.encoding) if dialect.encoding else ""
    return writing_of(Path(origin.path), encoding, only_utf8=origin.format == "jsonl")


def opened(origin: Origin, number: int, path: Path, dialect: Dialect, mapping: Mapping[str, str]) -> Source:
    """Open the file ``path`` that holds the origin's rows. Raise :class:`InputError` where it does not look like it."""
    if origin.format == "parquet":
        return ParquetSource(path, number)
    if origin.format == "jsonl":
        return JsonLinesSource(path, number, mapping)
    encoding = encoding_named(dialect.encoding) if dialect.encoding else ""
    if path != Path(origin.path) and _writing(origin, dialect).wide:
        encoding = "utf-8"
    if origin.format == "csv":
        return DelimitedSource(path, number, dialect._replace(encoding=encoding))
    if origin.format == "txt":
        table = DelimitedSource(path, number, dialect._replace(encoding=encoding))
        if mapping or dialect.delimiter or "name" in table.columns:
            return table
    return NamesSource(path, number, encoding)
