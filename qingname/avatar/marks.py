"""Marks on the disk: ``marks.csv``, which a person edits, and for each row one file of what was computed from the mark.

``marks.csv`` has the columns ``id, name, target, kind, source``. ``looks/<id>.look`` is MessagePack: hashes, boxes,
places and descriptors of features, edge directions. Neither holds a picture, nor can one be made from them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
import numpy as np

from qingname.avatar.arrays import as_floats
from qingname.avatar.features import BYTES, UNIT, Features
from qingname.avatar.look import Look, looks_of
from qingname.avatar.region import BINS, cells_of
from qingname.avatar.views import NAMES
from qingname.errors import MarkError

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


class Mark(msgspec.Struct, frozen=True):
    """Facts about a mark: ``target`` is the id of the body whose it is, or empty; ``source`` where it is from."""

    id: str
    name: str
    target: str = ""
    kind: Kind = "mark"
    source: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A mark with its looks, at least one."""

    mark: Mark
    looks: tuple[Look, ...]


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
        raise MarkError(
            f"{mark.id}: the picture is blank or too plain to be told from others; give a larger or richer one"
        )
    return Entry(mark, looks)


def read_marks(folder: Path) -> list[Entry]:
    """All marks of a folder, in the order of the table.

    Raises:
        MarkError: naming the line of the table or the file that is not as it should be.

    """
    path = folder / TABLE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MarkError(
            f"{path}: cannot be read ({error}); a folder of marks holds a table {TABLE} in UTF-8"
        ) from error
    marks = list(_rows(path, text))
    repeated = [number for number, count in Counter(mark.id for mark in marks).items() if count > 1]
    if repeated:
        raise MarkError(f"{path}: more than one row has the id {repeated[0]}; give each mark its own")
    return [Entry(mark, _read_looks(_look_file(folder, mark))) for mark in marks]


def add_marks(folder: Path, entries: Iterable[Entry]) -> None:
    """Add marks to a folder, which is made where it is missing; a mark of the same id is replaced.

    Look files are written before the table, so that a table never names a file that is not there.
    """
    added = {entry.mark.id: entry for entry in entries}
    path = folder / TABLE
    old = list(_rows(path, path.read_text(encoding="utf-8"))) if path.exists() else []
    (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    for entry in added.values():
        _look_file(folder, entry.mark).write_bytes(_encoded(entry.looks))
    marks = {mark.id: mark for mark in old} | {key: entry.mark for key, entry in added.items()}
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(Mark.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(mark) for mark in marks.values())
    path.write_text(table.getvalue(), encoding="utf-8")


def _rows(path: Path, text: str) -> Iterable[Mark]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    wanted = list(Mark.__struct_fields__)
    if rows.fieldnames != wanted:
        raise MarkError(f"{path}:1: the columns must be {','.join(wanted)}")
    for row in rows:
        if None in row or None in row.values():
            raise MarkError(f"{path}:{rows.line_num}: the row must have {len(wanted)} cells")
        if not _ID.fullmatch(row["id"]):
            raise MarkError(
                f"{path}:{rows.line_num}: id {row['id']!r} must be small letters, digits, '.', '_' or '-', 80 at most"
            )
        if row["kind"] not in get_args(Kind):
            raise MarkError(
                f"{path}:{rows.line_num}: kind must be one of {', '.join(get_args(Kind))}, not {row['kind']!r}"
            )
        yield msgspec.convert(row, Mark)


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


def _read_looks(path: Path) -> tuple[Look, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            raise MarkError(f"{path}: larger than {_LARGEST:,} bytes; no file of this kind is")
        file = msgspec.msgpack.decode(path.read_bytes(), type=_File)
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
