"""The state of an audit on disk, beside its output: what it was asked, and the parts that are done.

A part is there whole or not at all, so that an audit that was killed goes on with the parts that are missing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qingname.audit.settings import Settings
from qingname.audit.sources.database import is_database, query_of
from qingname.audit.work import Counts, counts_path
from qingname.errors import InputError

if TYPE_CHECKING:
    from typing import IO

_SAID = {
    "origins": "the input is not the same, or has changed",
    "recipe": "registry, policy, day, language, verifier or version is another",
    "layout": "the input is to be read otherwise",
    "mapping": "--map is another",
    "where": "--where is another",
    "share": "--sample is another",
    "seed": "--seed is another",
    "limit": "--limit is another",
    "only": "--only is another",
    "once": "--every-row is another",
}


class State:
    """The folder ``NAME.audit`` of one audit; one process at a time holds it, and only its owner can look inside."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is touched yet."""
        self.folder = folder
        self._parts = folder / "parts"
        self._settings = folder / "settings.json"
        self._lock_file = folder / "lock"
        self._lock: IO[bytes] | None = None

    @property
    def exists(self) -> bool:
        """Whether an audit was begun here and not finished."""
        return self._settings.exists()

    def hold(self) -> None:
        """Take the folder for this process. Raise :class:`InputError` where another audit has it, or it is no state."""
        if self.folder.exists() and not self._lock_file.exists() and not _is_empty_folder(self.folder):
            raise InputError(f"{self.folder}: an audit would keep its state here; this is something else, move it away")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = self._lock_file.open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise InputError(f"{self.folder}: another audit with this output is running") from error

    def begin(self, settings: Settings) -> None:
        """Forget whatever was here and write down what this audit is asked."""
        self._settings.unlink(missing_ok=True)
        for old in self.folder.glob("source-*"):
            old.unlink()
        for parts in self.folder.glob("parts-*"):
            shutil.rmtree(parts, ignore_errors=True)
        unfinished = self._settings.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(_without_secrets(settings)), indent=1))
            file.flush()
            os.fsync(file.fileno())
        self._take_parts(settings)
        unfinished.replace(self._settings)

    def begun(self) -> Settings:
        """What was asked when it was begun, without passwords. Raise :class:`InputError` if it cannot be read."""
        try:
            return msgspec.json.decode(self._settings.read_bytes(), type=Settings)
        except msgspec.MsgspecError as error:
            raise InputError(f"{self._settings}: cannot be read ({error}); begin again with --restart") from error

    def check(self, settings: Settings) -> None:
        """Go on here. Raise :class:`InputError` where the audit that was begun here was asked something else."""
        begun, asked = self.begun(), _without_secrets(settings)
        for field, said in _SAID.items():
            if getattr(begun, field) != getattr(asked, field):
                raise InputError(f"this audit cannot be resumed: {said}; begin again with --restart")
        self._take_parts(settings)
        for unfinished in self._parts.glob("*.unfinished"):
            unfinished.unlink(missing_ok=True)

    def _take_parts(self, settings: Settings) -> None:
        """Parts lie by what was asked: a worker of a killed audit, still about, cannot put one among others'."""
        asked = hashlib.blake2b(msgspec.json.encode(_without_secrets(settings)), digest_size=8).hexdigest()
        self._parts = self.folder / f"parts-{asked}"
        self._parts.mkdir(exist_ok=True)

    @property
    def empty(self) -> bool:
        """Whether nothing was done yet that would be worth keeping."""
        return next(self._parts.glob("*.arrow"), None) is None

    def part(self, number: int) -> Path:
        """Where part ``number`` stands once it is done."""
        return self._parts / f"{number:08}.arrow"

    def counts(self, number: int) -> Counts | None:
        """Counts of a part that is done; None where it is not."""
        part = self.part(number)
        try:
            return msgspec.json.decode(counts_path(part).read_bytes(), type=Counts) if part.exists() else None
        except (msgspec.DecodeError, FileNotFoundError):  # the power went between the two
            return None

    def end(self) -> None:
        """Remove the folder: the output is there, or there is nothing to keep."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Let another audit have the folder."""
        if self._lock is not None:
            self._lock.close()


def _without_secrets(settings: Settings) -> Settings:
    """What is written down: another password does not make another audit."""
    origins = tuple(
        msgspec.structs.replace(each, query=msgspec.structs.replace(each.query, url="")) if each.query else each
        for each in settings.origins
    )
    url = settings.recipe.verify_url
    if url is not None:
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"
    recipe = msgspec.structs.replace(settings.recipe, verify_url=url)
    return msgspec.structs.replace(settings, origins=origins, recipe=recipe)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def state_of(out: str) -> State:
    """The state beside an output; that of a database's table lies in the current folder."""
    if is_database(out):
        table = "".join(char if char.isalnum() else "_" for char in query_of(out, "").table)
        return State(Path(f"{table}.audit"))
    path = Path(os.path.realpath(out))
    return State(path.with_name(f"{path.name}.audit"))
