"""``qingname registry``: build the snapshot, say what it holds, look a name up, validate tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qingname.cli.options import FOLDER, layers, utf8
from qingname.cli.terminal import padded, safe, width
from qingname.registry import Role, load, save, shipped
from qingname.registry.build import build, patterns
from qingname.registry.read import read_folder, read_table
from qingname.registry.snapshot import FORMAT_VERSION, SHIPPED
from qingname.registry.tables import TABLES
from qingname.text import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.registry import Entry, Snapshot

_DATA = Path("data")
_PATTERNS = "patterns.txt"
_SHIPPED_FOLDER = "official_names"  # a folder that holds it is laid out like data/, whose rows all name a source
_SUGGESTIONS, _ALIKE = 5, 60
_NOTHING_FOUND = 1

_registries = click.option(
    "--registry", "folders", type=FOLDER, metavar="DIR", multiple=True, help="A folder of your own tables; repeatable."
)


@click.group("registry")
def command() -> None:
    """Build, inspect and validate registries."""


@command.command("build")
@click.option("--data", type=FOLDER, metavar="DIR", default=_DATA, show_default=True, help="The folder of tables.")
@click.option("--out", type=FOLDER, metavar="FILE", help="Where to write; by default where `check` reads.")
def build_command(data: Path, out: Path | None) -> None:
    """Compile tables into a snapshot, and write beside it patterns.txt: each text that it protects, one a line."""
    path = out or SHIPPED
    snapshot = build(data)
    digest = save(snapshot, path)
    lines = patterns(snapshot)
    (path.parent / _PATTERNS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    counts = f"{len(snapshot.entries)} entries, {len(snapshot.forms)} forms, {len(lines)} patterns"
    click.echo(f"{path}: {counts}, {len(snapshot.words)} words\n{digest}")


@command.command("info")
@_registries
def info_command(folders: tuple[Path, ...]) -> None:
    """Say what the shipped registry holds, and what your own folders add."""
    snapshot = load(SHIPPED)
    size = f"{SHIPPED.stat().st_size / 1e6:.1f} MB"
    _print_rows([("file", f"{SHIPPED} ({size})"), ("format", str(FORMAT_VERSION))])
    _describe(snapshot)
    for folder, snapshot in zip(folders, layers(folders), strict=True):
        click.echo()
        _print_rows([("folder", str(folder))])
        _describe(snapshot)


def _describe(snapshot: Snapshot) -> None:
    origin = snapshot.built_from.split("; ")
    newest = next(
        (part.removeprefix("newest source ") for part in origin if part.startswith("newest source ")), "unknown"
    )
    rows = [
        ("digest", snapshot.digest),
        ("built from", "; ".join(part for part in origin if not part.startswith("newest source "))),
        ("newest source", newest),
        ("entries", str(len(snapshot.entries))),
        ("forms", str(len(snapshot.forms))),
        ("patterns", str(len(patterns(snapshot)))),
        ("words", str(len(snapshot.words))),
    ]
    counts = Counter(entry.category for entry in snapshot.entries)
    _print_rows([*rows, *((f"  {category}", str(count)) for category, count in sorted(counts.items()))])


@command.command("lookup")
@click.argument("name", callback=utf8)
@_registries
def lookup_command(name: str, folders: tuple[Path, ...]) -> None:
    """Say what NAME is in the registry; exit 1 where it is nothing.

    Names of a place with an organ (杭州市公安局) are composed when they are judged: `qingname check` finds those.
    """
    base = shipped()
    folded = Folder(base.characters).fold(name).symbols
    known = False
    for snapshot in (base, *layers(folders)):
        for number, roles in _found(snapshot, folded).items():
            if known:
                click.echo()
            known = True
            _print_rows(_entry_rows(snapshot, number, roles))
    if not known:
        near = _nearest(base, folded)
        click.echo(f"nothing is called {safe(name)}" + (f"; near to it: {'、'.join(near)}" if near else ""), err=True)
        click.get_current_context().exit(_NOTHING_FOUND)


def _found(snapshot: Snapshot, folded: str) -> dict[int, list[str]]:
    """Numbers of the entries that are written so, each with what the writing is to it."""
    found: dict[int, list[str]] = {}
    for form in snapshot.forms:
        if folded and form.text == folded:
            found.setdefault(form.entry, []).append(str(form.role))
    return found


def _entry_rows(snapshot: Snapshot, number: int, roles: list[str]) -> Iterator[tuple[str, str]]:
    entry = snapshot.entries[number]
    yield "name", f"{entry.name} ({', '.join(roles)})"
    yield "id", entry.id
    yield "category", " · ".join(part for part in (entry.category, entry.kind, entry.level) if part)
    if today := _today(snapshot, entry):
        yield "today", today
    if entry.parent:
        yield "part of", entry.parent
    written = (f"{form.text}{'…' + form.rest if form.rest else ''}" for form in snapshot.forms if form.entry == number)
    yield "written", "、".join(dict.fromkeys(written))
    if entry.source:
        yield "source", entry.source


def _today(snapshot: Snapshot, entry: Entry) -> str:
    """Give the division that a former place belongs to now, through every renaming."""
    if entry.kind != "former" or not entry.successor:
        return entry.successor
    for other in snapshot.entries:
        if other.category == "place" and other.kind == "division" and other.name == entry.successor:
            return f"{other.name} ({other.id})"
    return entry.successor


def _nearest(snapshot: Snapshot, folded: str) -> list[str]:
    from rapidfuzz import process  # noqa: PLC0415 - only a name that is not found needs it

    whole = {form.text: form.entry for form in snapshot.forms if form.role in {Role.FULL, Role.SHORT}}
    hits = process.extract(folded, list(whole), limit=_SUGGESTIONS, score_cutoff=_ALIKE)
    return list(dict.fromkeys(snapshot.entries[whole[text]].name for text, _, _ in hits))


@command.command("validate")
@click.argument("path", type=FOLDER, required=False)
def validate_command(path: Path | None) -> None:
    """Check the tables in the folder PATH (or one file): all that is wrong, with file:line:column and the remedy."""
    if path is None and not _DATA.is_dir():
        raise click.UsageError("Which folder? There is no ./data here: qingname registry validate DIR")
    path = path or _DATA
    if path.is_file() and path.stem in TABLES:
        rows = {path.stem: len(read_table(path, TABLES[path.stem], strict=False))}
    else:
        strict = (path / _SHIPPED_FOLDER).is_dir()
        rows = {stem: len(found) for stem, found in read_folder(path, strict=strict).items()}
    click.echo(f"{sum(rows.values())} rows in {len(rows)} tables are fine")


def _print_rows(rows: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
    listed = list(rows)
    column = 2 + max(width(label) for label, _ in listed)
    for label, value in listed:
        click.echo(padded(label, column) + safe(value))
