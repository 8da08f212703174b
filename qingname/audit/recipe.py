"""How to make the same checker in another process or on another machine: settings as text, registries as files.

What is made is checked against the digests that the first one had, so that two workers can never judge differently.
"""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qingname.checker import Checker
from qingname.errors import SnapshotError
from qingname.messages import Language
from qingname.policy import Policy
from qingname.registry.snapshot import load, save
from qingname.verifiers import HttpVerifier, TableVerifier
from qingname.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingname.avatar.inspector import Inspector
    from qingname.registry import Snapshot
    from qingname.verification import CredentialVerifier


class Recipe(msgspec.Struct, frozen=True):
    """All that decides a verdict besides the account.

    ``layers`` are files of compiled registries of the user's own, each with its digest; ``marks`` are folders of marks.
    """

    policy: Policy
    layers: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    as_of: str
    lang: Language
    verify_table: str | None
    verify_url: str | None
    registry: str
    version: str

    def make(self, base: Snapshot | None = None) -> Checker:
        """Make the checker, on the registry ``base`` where that was sent along, else on the shipped one.

        Raise :class:`SnapshotError` where this machine's registry or version is another.
        """
        if self.version != VERSION:
            raise SnapshotError(f"this worker has qingname {VERSION}, the audit {self.version}; install the same")
        checker = Checker(
            self.policy,
            extra=[msgspec.structs.replace(load(Path(path)), digest=digest) for path, digest in self.layers],
            as_of=datetime.date.fromisoformat(self.as_of),
            lang=self.lang,
            verifier=self._verifier(),
            base=base,
            inspector=self._inspector(),
        )
        if checker.registry_digest != self.registry:
            raise SnapshotError(
                f"this worker's registry is {checker.registry_digest[:12]}, the audit's {self.registry[:12]}; "
                "install the same qingname everywhere, and give every worker the same layers"
            )
        return checker

    def _inspector(self) -> Inspector | None:
        if not self.marks:
            return None
        from qingname.avatar.inspector import inspector_for  # noqa: PLC0415 - most audits have no marks of their own

        return inspector_for(self.policy, [Path(folder) for folder in self.marks])

    def _verifier(self) -> CredentialVerifier | None:
        if self.verify_table is not None:
            return TableVerifier(Path(self.verify_table))
        return HttpVerifier(self.verify_url) if self.verify_url is not None else None


def recipe_of(
    checker: Checker,
    layers: Sequence[Snapshot],
    folder: Path,
    verify_table: Path | None,
    verify_url: str | None,
    marks: Sequence[Path] = (),
) -> Recipe:
    """Write down how ``checker`` was made; its own ``layers`` and copies of ``marks`` go into ``folder``."""
    paths = []
    for number, layer in enumerate(layers):
        path = folder / f"layer-{number}.qns"
        save(layer, path)
        paths.append((str(path), layer.digest))
    return Recipe(
        checker.policy,
        tuple(paths),
        tuple(_copied(source, folder / f"marks-{number}") for number, source in enumerate(marks)),
        checker.as_of,
        checker.lang,
        str(verify_table) if verify_table else None,
        verify_url,
        checker.registry_digest,
        VERSION,
    )


def _copied(source: Path, folder: Path) -> str:
    """A copy, so that an audit that is resumed has the marks with which it began."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    return str(folder)
