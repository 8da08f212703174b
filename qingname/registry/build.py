"""From a folder of tables to a snapshot: the shipped registry, or a user's layer beside it.

1. read and check every table (a shipped row says its source; a user's need not)
2. compile the rows
3. say what it was built from: versions, the tables' SHA-256, the newest source date
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from typing import TYPE_CHECKING

import msgspec

from qingname.registry.compile import compile_tables
from qingname.registry.read import read_folder
from qingname.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from qingname.registry.read import Row
    from qingname.registry.snapshot import Snapshot


def build(folder: Path) -> Snapshot:
    """Compile the tables that ship. Raise :class:`RegistryErrors` with all that is wrong with them."""
    tables = read_folder(folder, strict=True)
    speakers = "; ".join(f"{name} {importlib.metadata.version(name)}" for name in ("opencc", "pypinyin"))
    return compile_tables(tables, f"qingname {VERSION}; {speakers}; {_origin(folder, tables)}")


def layer(folder: Path, base: Snapshot) -> Snapshot:
    """Compile a user's own tables with the characters of ``base``, the shipped snapshot.

    Its digest follows from the tables' content and ``base``, so that a verdict says which tables it rests on.
    """
    tables = read_folder(folder, strict=False)
    snapshot = compile_tables(tables, f"qingname {VERSION}; {_origin(folder, tables)}", base.characters)
    digest = hashlib.sha256(f"{base.digest}\n{snapshot.built_from}".encode()).hexdigest()
    return msgspec.structs.replace(snapshot, digest=digest)


def patterns(snapshot: Snapshot) -> list[str]:
    """Every text that a form of the snapshot is written with, sorted and distinct."""
    return sorted({form.text for form in snapshot.forms})


def _origin(folder: Path, tables: dict[str, list[Row]]) -> str:
    """Name the content of the tables: it is the same wherever the folder lies and in whatever order it is read."""
    content = hashlib.sha256()
    for path in sorted((path for path in folder.rglob("*") if path.suffix.lower() == ".csv"), key=lambda p: p.stem):
        raw = path.read_bytes()
        content.update(f"{path.stem} {len(raw)}\n".encode())
        content.update(raw)
    newest = max((str(row.cells.get("source_date", "")) for rows in tables.values() for row in rows), default="")
    return f"tables {content.hexdigest()}; newest source {newest or 'undated'}"
