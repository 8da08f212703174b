"""Compile what a wheel carries beside its Python, and what an editable install reads.

1. ``qingname/match/_scan.pyx`` → an extension module, with Cython and the machine's C compiler
2. ``data/`` → the registry snapshot
3. ``data/avatars`` → beside it, as it is
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
import tempfile
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "qingname"
_SNAPSHOT = f"{_PACKAGE}/_snapshot/registry.qns"
_MARKS = f"{_PACKAGE}/_snapshot/marks"
_SCANNER = f"{_PACKAGE}/match/_scan.pyx"
_REMEDY = (
    "qingname's scanner is compiled at install and needs a C compiler and Python's headers; install them"
    " (Debian, Ubuntu: apt-get install gcc libc6-dev python3-dev; Fedora: dnf install gcc python3-devel;"
    " macOS: xcode-select --install) and run the same command again"
)


class CompileHook(BuildHookInterface):
    """Writes the extension and the snapshot into the source tree before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Run for a wheel and for an editable install; the source distribution carries ``data/`` and the ``.pyx``."""
        root = Path(self.root)
        if not (root / "data").is_dir():
            message = f"{root / 'data'} is missing: the registry is compiled from it; build from a full source tree"
            raise FileNotFoundError(message)
        extension = _extension(root)
        self.app.display_info(f"compiled {_SCANNER}: {extension}")
        digest = _compile(root)
        self.app.display_info(f"compiled data/ into {_SNAPSHOT}: {digest}")
        shutil.rmtree(root / _MARKS, ignore_errors=True)
        shutil.copytree(root / "data" / "avatars", root / _MARKS)
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["artifacts"].append(extension)


def _extension(root: Path) -> str:
    """Compile the scanner beside its source; give its path from the root."""
    from Cython.Build import cythonize  # noqa: PLC0415 - only a build needs it
    from setuptools import Distribution, Extension  # noqa: PLC0415 - the same
    from setuptools.errors import CompileError, LinkError, PlatformError  # noqa: PLC0415 - the same

    target = (root / _SCANNER).with_name("_scan" + sysconfig.get_config_var("EXT_SUFFIX"))
    with tempfile.TemporaryDirectory() as scratch:
        module = f"{_PACKAGE}.match._scan"
        modules = cythonize(
            [Extension(module, [str(root / _SCANNER)], extra_compile_args=["-O2", "-g0"])],
            build_dir=scratch,
            quiet=True,
        )
        command = Distribution({"name": _PACKAGE, "ext_modules": modules}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = scratch, scratch
        command.ensure_finalized()
        try:
            command.run()
        except (CompileError, LinkError, PlatformError, OSError) as error:
            raise SystemExit(f"{_REMEDY} ({error})") from error  # an installer shows this line, and no traceback
        # A process that has the old one loaded keeps it: the file is replaced, never written into.
        fresh = target.with_suffix(".new")
        fresh.write_bytes(Path(command.get_ext_fullpath(module)).read_bytes())
        fresh.chmod(0o755)
        fresh.replace(target)
    return target.relative_to(root).as_posix()


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
