"""How to make the same checker in another process or on another machine: settings as text, registries as files.

What is made is checked against the digests that the first one had, so that two workers can never judge differently.
"""

from __future__ import annotations

import datetime
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

    from qingname.registry import Snapshot
    from qingname.verification import CredentialVerifier


class Recipe(msgspec.Struct, frozen=True):
    """All that decides a verdict besides the account.

    ``layers`` are files of compiled registries of the user's own, each with its digest.
    """

    policy: Policy
    layers: tuple[tuple[str, str], ...]
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
        )
        if checker.registry.digest != self.registry:
            raise SnapshotError(
                f"this worker's registry is {checker.registry.digest[:12]}, the audit's {self.registry[:12]}; "
                "install the same qingname everywhere, and give every worker the same layers"
            )
        return checker

    def _verifier(self) -> CredentialVerifier | None:
        if self.verify_table is not None:
            return TableVerifier(Path(self.verify_table))
        return HttpVerifier(self.verify_url) if self.verify_url is not None else None


def recipe_of(
    checker: Checker, layers: Sequence[Snapshot], folder: Path, verify_table: Path | None, verify_url: str | None
) -> Recipe:
    """Write down how ``checker`` was made; its own ``layers`` are saved in ``folder``."""
    paths = []
    for number, layer in enumerate(layers):
        path = folder / f"layer-{number}.qns"
        save(layer, path)
        paths.append((str(path), layer.digest))
    return Recipe(
        checker.policy,
        tuple(paths),
        checker.as_of,
        checker.lang,
        str(verify_table) if verify_table else None,
        verify_url,
        checker.registry.digest,
        VERSION,
    )
