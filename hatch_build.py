"""Compile ``data/`` into the registry snapshot that the wheel carries, and that an editable install reads."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "qingname"
_SNAPSHOT = f"{_PACKAGE}/_snapshot/registry.qns"


class SnapshotHook(BuildHookInterface):
    """Writes the snapshot into the source tree before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Run for a wheel and for an editable install; the source distribution carries ``data/`` instead."""
        root = Path(self.root)
        if not (root / "data").is_dir():
            message = f"{root / 'data'} is missing: the registry is compiled from it; build from a full source tree"
            raise FileNotFoundError(message)
        digest = _compile(root)
        self.app.display_info(f"compiled data/ into {_SNAPSHOT}: {digest}")


def _compile(root: Path) -> str:
    """Compile with the source tree's own code, and forget that code afterwards."""
    # The package's __init__ imports the whole engine with its run-time packages; compiling needs few of them.
    bare = types.ModuleType(_PACKAGE)
    bare.__path__ = [str(root / _PACKAGE)]
    sys.modules[_PACKAGE] = bare
    try:
        from qingname.registry.build import build  # noqa: PLC0415 - importable only now
        from qingname.registry.snapshot import save  # noqa: PLC0415 - importable only now

        return save(build(root / "data"), root / _SNAPSHOT)
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == _PACKAGE]:
            del sys.modules[name]
