"""``qingname avatar``: keep marks of your own, say what is seen in a picture, compare two."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from PIL import Image

from qingname.avatar.decode import decode
from qingname.avatar.inspector import Inspector
from qingname.avatar.marks import Mark, add_marks, entry_of, read_marks
from qingname.avatar.shipped import MARKS
from qingname.avatar.source import read_avatar
from qingname.checker import Checker
from qingname.cli import complain, options
from qingname.cli.evidence import write_evidence
from qingname.cli.output import JsonLinesOutput, TextOutput, wants_colour
from qingname.cli.terminal import padded, safe, width
from qingname.errors import AvatarError, MarkError
from qingname.model import Account, Action
from qingname.rules.pictured import BODIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingname.avatar.marks import Kind

_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".avif"}
_UNREADABLE, _INCOMPLETE, _FOUND = 2, 3, 1
_ID_SIZE = 6  # bytes: 48 bits tell a million marks apart

_marks = click.option(
    "--marks", "folders", type=options.FOLDER, metavar="DIR", multiple=True, help="A folder of your own marks."
)


@click.group("avatar")
def command() -> None:
    """Keep marks of your own, say what is seen in a picture, compare two pictures."""


@command.command("add")
@click.argument("paths", type=options.FOLDER, nargs=-1, required=True, metavar="IMAGE|FOLDER...")
@click.option("--into", type=options.FOLDER, metavar="DIR", required=True, help="The folder of marks; made if missing.")
@click.option("--name", default="", callback=options.utf8, metavar="NAME", help="Whose it is; without it as the file.")
@click.option("--target", metavar="ID", help="The id of the body in the registry; without it found by the name.")
@click.option(
    "--kind", type=click.Choice(["mark", "emblem"]), default="mark", help="An emblem is the state's or the party's."
)
@click.option("--source", default="", callback=options.utf8, metavar="TEXT", help="Where the picture came from.")
def add_command(
    *, paths: tuple[Path, ...], into: Path, name: str, target: str | None, kind: Kind, source: str
) -> None:
    """Add marks to a folder: pictures, or all pictures of folders, named by their files or by --name."""
    checker, entries, failed = Checker(), [], False
    for path in _pictures(paths):
        called = name or path.stem
        try:
            content, picture = _opened(str(path))
            mark = Mark(_id(content), called, _target(checker, called) if target is None else target, kind, source)
            entries.append(entry_of(mark, picture))
        except (AvatarError, MarkError) as error:
            failed = True
            complain(f"{path}: {error}")
        else:
            click.echo(f"{safe(called)}  {mark.id}  {mark.target or '-'}")
    if entries:
        add_marks(into, entries)
    click.get_current_context().exit(_UNREADABLE if failed else 0)


def _pictures(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.suffix.lower() in _PICTURES)
        else:
            yield path


def _opened(path: str) -> tuple[bytes, Image.Image]:
    """A picture with its bytes: decoded to see that it may be opened, and opened anew, transparent as it is."""
    content = read_avatar(path)
    decode(content)
    return content, Image.open(io.BytesIO(content))


def _id(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=_ID_SIZE).hexdigest()


def _target(checker: Checker, name: str) -> str:
    """Id of the body that is called so; '' where no rule of bodies minds the name."""
    codes = {rule.code for rule in BODIES}
    found = checker.check(Account(name)).findings
    return next((each.target_id for each in found if each.rule in codes and each.span == (0, len(name))), "")


@command.command("list")
@_marks
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def list_command(folders: tuple[Path, ...], form: str) -> None:
    """List the marks that ship, or those of your own folders."""
    marks = [entry.mark for folder in folders or (MARKS,) for entry in read_marks(folder).entries]
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(marks), indent=2).decode())
        return
    column = 2 + max((width(safe(mark.name)) for mark in marks), default=0)
    for mark in marks:
        rest = "  ".join(part for part in (mark.kind, mark.target or "-", mark.id, mark.source) if part)
        click.echo(padded(safe(mark.name), column) + safe(rest))


@command.command("check")
@click.argument("pictures", nargs=-1, required=True, metavar="IMAGE...")
@_marks
@click.option("--evidence", type=options.FOLDER, metavar="DIR", help="Write pictures of what was found there.")
@click.option("--thorough", is_flag=True, help="Hold pictures in every way to read them.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print.")
@options.language
@click.option(
    "--fail-on", type=click.Choice(["review", "reject"]), default="reject", help="Exit 1 from this action upwards."
)
@click.pass_context
def check_command(ctx: click.Context, /, **_: object) -> None:
    """Judge pictures by themselves, as the avatars of accounts that nobody has verified."""
    given = ctx.params
    own, evidence = [read_marks(folder) for folder in given["folders"]], given["evidence"]
    checker = Checker(lang=given["lang"], inspector=Inspector(marks=own, thorough=given["thorough"]))
    jsonl = given["form"] == "jsonl"
    output = JsonLinesOutput() if jsonl else TextOutput(given["lang"], colour=wants_colour("auto"))
    known = {entry.mark.id: entry for marks in (read_marks(MARKS), *own) for entry in marks.entries} if evidence else {}
    worst, complete = 0, True
    for picture in given["pictures"]:
        account = Account(Path(picture).stem[:64] or "avatar", id=picture, avatar=picture)
        verdict = checker.check(account)
        findings = tuple(finding for finding in verdict.findings if finding.field == "avatar")
        least = 0 if verdict.complete else Action.REVIEW.severity  # a stage that failed is never clean
        severity = max([least, *(Action(finding.action).severity for finding in findings)])
        verdict = msgspec.structs.replace(verdict, findings=findings, action=("pass", "review", "reject")[severity])
        output.verdict(account, verdict)
        if evidence is not None:
            write_evidence(evidence, account, verdict, known)
        worst, complete = max(worst, severity), complete and verdict.complete
    output.end()
    found = worst >= Action(given["fail_on"]).severity
    ctx.exit(_FOUND * found if complete else _INCOMPLETE)


@command.command("compare")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def compare_command(one: str, other: str) -> None:
    """Say whether picture B shows what picture A is: the nearest of their hashes, and the features that meet.

    Exit 1 where it does not.
    """
    from qingname.avatar.matcher import MarkMatcher  # noqa: PLC0415 - loads OpenCV and faiss

    _, picture = _opened(one)
    entry = entry_of(Mark("a", Path(one).stem), picture)
    layers = [layer.image for layer in decode(read_avatar(other)).layers if not layer.blank]
    matches = MarkMatcher([entry]).match(layers)
    if not matches:
        click.echo("different")
        click.get_current_context().exit(1)
    match = matches[0]
    rows = {
        "verdict": "the same" if match.sure else "perhaps the same",
        "score": f"{match.score:.2f}",
        "distance": f"{match.distance} of 256 bits, view {match.view}",
        "transform": match.transform + (", inverted" if match.inverted else ""),
        "inliers": str(match.inliers),
        "agreement": f"{match.agreement:.2f}",
    }
    for label, value in rows.items():
        click.echo(padded(label, 12) + value)

