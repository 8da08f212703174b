"""A recipe whose files travel with the job: what an executor needs to make the driver's checker."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from pyspark import SparkFiles

from qingname.audit.judge import Judge
from qingname.audit.recipe import Recipe
from qingname.errors import SnapshotError
from qingname.registry.snapshot import SHIPPED, load

if TYPE_CHECKING:
    from pyspark import SparkContext

_RECIPES = 2  # of jobs that run side by side in one worker; each holds a registry and the verdicts of equal accounts


class Sent(msgspec.Struct, frozen=True):
    """A file as ``SparkFiles`` knows it, what the user calls it, and the SHA-256 of its content."""

    name: str
    called: str
    digest: str

    def path(self) -> Path:
        """Where it lies on this machine. Raise :class:`SnapshotError` where it is not what was sent."""
        path = Path(SparkFiles.get(self.name))
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise SnapshotError(f"{path}: Spark has not brought this file ({error.strerror}); run again") from error
        if found != self.digest:
            raise SnapshotError(
                f"{path}: the digest is {found[:12]}, what the driver sent has {self.digest[:12]}; the file was "
                "changed or cut short on its way: start a new Spark application"
            )
        return path

    def path_as_called(self) -> Path:
        """The same with the user's own name for it, which findings tell. Raise as :meth:`path` does."""
        path = self.path()
        folder = path.with_name(f"{path.name}-called")
        folder.mkdir(exist_ok=True)
        named = folder / self.called
        if not named.exists():
            unfinished = folder / f"{os.getpid()}.unfinished"  # other workers of this executor do the same
            shutil.copyfile(path, unfinished)
            unfinished.replace(named)
        return named


    def unpacked(self) -> Path:
        """The folder that the archive holds. Raise as :meth:`path` does."""
        path = self.path()
        folder = path.with_name(f"{path.name}-unpacked")
        if not folder.exists():
            unfinished = path.with_name(f"{path.name}-{os.getpid()}.unfinished")  # see path_as_called
            shutil.unpack_archive(path, unfinished, "zip")
            with contextlib.suppress(OSError):  # another worker was faster
                unfinished.rename(folder)
        return folder


class Parcel(msgspec.Struct, frozen=True):
    """A recipe, and the files that it names: the shipped registry, the user's own, marks, the register."""

    recipe: Recipe
    base: Sent
    layers: tuple[Sent, ...]
    marks: tuple[Sent, ...]
    verify_table: Sent | None
    once: bool

    def judge(self) -> Judge:
        """Make the judge on this machine. Raise :class:`SnapshotError` where anything differs from the driver's."""
        layers = zip(self.layers, self.recipe.layers, strict=True)
        recipe = msgspec.structs.replace(
            self.recipe,
            layers=tuple((str(sent.path()), digest) for sent, (_, digest) in layers),
            marks=tuple(str(sent.unpacked()) for sent in self.marks),
            verify_table=str(self.verify_table.path_as_called()) if self.verify_table else None,
        )
        return Judge(recipe.make(load(self.base.path())), once=self.once)


def packed(recipe: Recipe, context: SparkContext, *, once: bool = True) -> bytes:
    """Send the files of ``recipe`` to the executors, and give the parcel that :func:`judge_of` opens there.

    ``once``: a worker judges equal accounts once, as far as it remembers them.
    """
    folder = _outbox(context.applicationId)
    table = recipe.verify_table
    parcel = Parcel(
        recipe,
        _sent(SHIPPED, folder, context),
        tuple(_sent(Path(path), folder, context) for path, _ in recipe.layers),
        tuple(_sent(_archive(Path(path), folder), folder, context) for path in recipe.marks),
        _sent(Path(table), folder, context) if table is not None else None,
        once,
    )
    return msgspec.msgpack.encode(parcel)


def _sent(path: Path, folder: Path, context: SparkContext) -> Sent:
    """Send a file under a name that is its digest: two files of one name would be one for Spark."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    copy = folder / f"qingname-{digest[:32]}"
    if not copy.exists():
        copy.write_bytes(content)
        context.addFile(str(copy))
    return Sent(copy.name, path.resolve().name, digest)


def _archive(marks: Path, folder: Path) -> Path:
    """One file of a folder of marks."""
    return Path(shutil.make_archive(str(folder / f"{marks.name}-{os.getpid()}"), "zip", marks))


@functools.cache
def _outbox(application: str) -> Path:
    """The folder from which the driver serves one application's files; it is there until the driver ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"qingname-{application}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.lru_cache(maxsize=_RECIPES)
def judge_of(parcel: bytes) -> Judge:
    """The judge of a parcel, made once in each Python worker, which Spark keeps for many tasks."""
    return msgspec.msgpack.decode(parcel, type=Parcel).judge()
