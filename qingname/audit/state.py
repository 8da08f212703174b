"""The state of an audit on disk, beside its output: what it was asked, and the parts that are done.

A part is there whole or not at all, so that an audit that was killed goes on with the parts that are missing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qingname.audit.settings import Settings
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
    """The folder ``NAME.audit`` of one audit; one process at a time holds it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is touched yet."""
        self.folder = folder
        self._parts = folder / "parts"
        self._settings = folder / "settings.json"
        self._lock: IO[bytes] | None = None

    @property
    def exists(self) -> bool:
        """Whether an audit was begun here and not finished."""
        return self._settings.exists()

    def hold(self) -> None:
        """Take the folder for this process. Raise :class:`InputError` where another audit has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(f"{self.folder}: another audit with this output is running") from error

    def begin(self, settings: Settings) -> None:
        """Forget whatever was here and write down what this audit is asked."""
        shutil.rmtree(self._parts, ignore_errors=True)
        for old in self.folder.glob("source-*"):
            old.unlink()
        self._parts.mkdir()
        unfinished = self._settings.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._settings)

    def check(self, settings: Settings) -> None:
        """Raise :class:`InputError` where the audit that was begun here was asked something else."""
        try:
            begun = msgspec.json.decode(self._settings.read_bytes(), type=Settings)
        except msgspec.MsgspecError as error:
            raise InputError(f"{self._settings}: cannot be read ({error}); begin again with --restart") from error
        for field, said in _SAID.items():
            if getattr(begun, field) != getattr(settings, field):
                raise InputError(f"this audit cannot be resumed: {said}; begin again with --restart")
        for unfinished in self._parts.glob("*.unfinished"):
            unfinished.unlink(missing_ok=True)

    def part(self, number: int) -> Path:
        """Where part ``number`` stands once it is done."""
        return self._parts / f"{number:08}.arrow"

    def counts(self, number: int) -> Counts | None:
        """Counts of a part that is done; None where it is not."""
        part = self.part(number)
        return msgspec.json.decode(counts_path(part).read_bytes(), type=Counts) if part.exists() else None

    def end(self) -> None:
        """Remove the folder: the output is there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()


def state_of(out: str) -> State:
    """The state beside an output; that of a database's table lies in the current folder."""
    if "://" in out:
        table = out.partition("table=")[2].partition("&")[0] or "table"
        return State(Path(f"{table}.audit"))
    path = Path(out)
    return State(path.with_name(f"{path.name}.audit"))
