"""Marks on the disk: ``marks.csv``, which a person edits, and for each row one file of what was computed from the mark.

The table is one of the registry's (``registry/tables.py``). ``looks/<id>.look`` is MessagePack: hashes, boxes, places
and descriptors of features, edge directions; the table holds its digest. Neither holds a picture, nor can one be made
of them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import numpy as np

from qingname.avatar.arrays import as_floats
from qingname.avatar.features import BYTES, UNIT, Features
from qingname.avatar.look import Look, looks_of
from qingname.avatar.region import BINS, cells_of
from qingname.avatar.views import NAMES
from qingname.errors import MarkError
from qingname.registry.read import read_table
from qingname.registry.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PIL import Image

Kind = Literal["mark", "emblem", "flag", "seal"]

TABLE = "marks.csv"
"""The table of a folder of marks."""

_FOLDER, _SUFFIX = "looks", ".look"
_VERSION = 1
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_LARGEST = 4_000_000  # bytes of a look file; a mark with two looks takes 30,000
_DIGEST_SIZE = 8  # bytes


class Mark(msgspec.Struct, frozen=True):
    """Facts about a mark: ``target`` is the id of the body whose it is, or empty; ``source`` where it is from."""

    id: str
    name: str
    target: str = ""
    kind: Kind = "mark"
    source: str = ""
    source_date: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A mark with its looks, at least one."""

    mark: Mark
    looks: tuple[Look, ...]


class Marks(NamedTuple):
    """The marks of a folder. ``digest`` follows from the facts and from all looks: SHA-256 in hexadecimal digits."""

    entries: tuple[Entry, ...]
    digest: str


class _Look(msgspec.Struct, frozen=True, array_like=True):
    """A look in bytes; shapes follow from ``frame`` and from lengths."""

    frame: tuple[int, int]
    hashable: bytes
    hashes: bytes
    boxes: bytes
    places: bytes
    descriptors: bytes
    grid: bytes
    weights: bytes


class _File(msgspec.Struct, frozen=True, array_like=True):
    version: int
    looks: list[_Look]


def entry_of(mark: Mark, picture: Image.Image) -> Entry:
    """Look at a picture of a mark.

    Raises:
        MarkError: where the picture is blank, or too plain to be told from others (a disc, a bar).

    """
    looks = tuple(looks_of(picture))
    if not looks:
        raise MarkError(f"{mark.name}: the picture is blank or too plain to be told from others; give a richer one")
    return Entry(mark, looks)


def read_marks(folder: Path) -> Marks:
    """All marks of a folder, in the order of the table.

    Raises:
        RegistryErrors: with all that is wrong with the table, by line and column.
        MarkError: naming the file of looks that is not what the table says.

    """
    entries = []
    for mark, digest in _rows(folder):
        entries.append(Entry(mark, _read_looks(_look_file(folder, mark), digest)))
    return Marks(tuple(entries), hashlib.sha256((folder / TABLE).read_bytes()).hexdigest())


def add_marks(folder: Path, entries: Iterable[Entry]) -> None:
    """Add marks to a folder, which is made where it is missing; a mark of the same id is replaced.

    Look files are written before the table, so that a table never names a file that is not there. Raise as
    :func:`read_marks` does where there is a table already, and it is wrong.
    """
    rows = {mark.id: (mark, digest) for mark, digest in _rows(folder)} if (folder / TABLE).exists() else {}
    (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    for entry in entries:
        content = _encoded(entry.looks)
        _look_file(folder, entry.mark).write_bytes(content)
        rows[entry.mark.id] = (entry.mark, _digest(content))
    table = io.StringIO()
    writer = csv.DictWriter(table, TABLES["marks"].names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(msgspec.structs.asdict(mark) | {"looks": digest} for mark, digest in rows.values())
    fresh = folder / f"{TABLE}.new"
    fresh.write_text(table.getvalue(), encoding="utf-8")
    fresh.replace(folder / TABLE)


def _rows(folder: Path) -> Iterable[tuple[Mark, str]]:
    """Each mark of the table with the digest of its looks."""
    path = folder / TABLE
    for row in read_table(path, TABLES["marks"], strict=False):
        cells = {name: str(row.cells.get(name, "")) for name in (*Mark.__struct_fields__, "looks")}
        digest = cells.pop("looks")
        if not _ID.fullmatch(cells["id"]):
            raise MarkError(f"{path}:{row.line}: id {cells['id']!r} must be small letters, digits, '.', '_' or '-'")
        yield msgspec.convert(cells, Mark), digest


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=_DIGEST_SIZE).hexdigest()


def _look_file(folder: Path, mark: Mark) -> Path:
    return folder / _FOLDER / (mark.id + _SUFFIX)


def _encoded(looks: Iterable[Look]) -> bytes:
    packed = [
        _Look(
            look.frame,
            np.packbits(look.hashable).tobytes(),
            look.hashes.tobytes(),
            look.boxes.astype("<f4").tobytes(),
            (look.features.places * UNIT).astype("<u2").tobytes(),
            look.features.descriptors.tobytes(),
            look.grid.tobytes(),
            look.weights.tobytes(),
        )
        for look in looks
    ]
    return msgspec.msgpack.encode(_File(_VERSION, packed))


def _read_looks(path: Path, digest: str) -> tuple[Look, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            raise MarkError(f"{path}: larger than {_LARGEST:,} bytes; no file of this kind is")
        content = path.read_bytes()
        if _digest(content) != digest:
            raise MarkError(f"{path}: is not the file that {TABLE} tells of; add the mark again from its picture")
        file = msgspec.msgpack.decode(content, type=_File)
        if file.version != _VERSION or not file.looks:
            raise MarkError(f"{path}: made by another version of qingname; add the mark again from its picture")
        return tuple(map(_decoded, file.looks))
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise MarkError(f"{path}: cannot be read as a mark ({error}); add the mark again from its picture") from error


def _decoded(look: _Look) -> Look:
    views = len(NAMES)
    rows, columns = cells_of(look.frame)
    places = as_floats(np.frombuffer(look.places, "<u2").reshape(-1, 4) / UNIT)
    descriptors = np.frombuffer(look.descriptors, np.uint8).reshape(len(places), BYTES)
    return Look(
        np.frombuffer(look.hashes, np.uint8).reshape(views, BYTES),
        np.unpackbits(np.frombuffer(look.hashable, np.uint8))[:views].astype(bool),
        np.frombuffer(look.boxes, "<f4").reshape(views, 4).astype(np.float32),
        look.frame,
        Features(places, descriptors),
        np.frombuffer(look.grid, np.uint8).reshape(rows, columns, BINS),
        np.frombuffer(look.weights, np.uint8).reshape(rows, columns),
    )
