"""Stages that read pictures, loaded when the first picture comes: a name check pays for none of them.

Each asks for packages with compiled parts, which a machine may lack or hold in two versions. What cannot be loaded is a
:class:`StageError`, whose stage and reason a verdict lists under ``skipped``.
"""

from __future__ import annotations

import contextlib
from functools import cache
from typing import TYPE_CHECKING

from qingname.errors import StageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

    from qingname.avatar.codes import Code
    from qingname.avatar.flags import Flag
    from qingname.avatar.seals import Seal
    from qingname.avatar.text import Reader


@contextlib.contextmanager
def stage(name: str) -> Iterator[None]:
    """Turn an import that fails in this block into a :class:`StageError` of stage ``name``."""
    try:
        yield
    except ImportError as error:
        raise StageError(name, f"cannot be loaded ({error})") from error


@cache
def reader() -> Reader:
    """The reader of text, one for this process (stage ``avatar_text``; 0.8 s and 180 MB, imports included).

    :raises StageError: where a package or a model is missing or is another than was measured.
    """
    with stage("avatar_text"):
        from qingname.avatar.text import Reader  # noqa: PLC0415 - see the module

        return Reader()


def codes() -> Callable[[Image.Image], list[Code]]:
    """What reads QR codes (stage ``avatar_codes``).

    :raises StageError: where ZXing is missing.
    """
    with stage("avatar_codes"):
        from qingname.avatar.codes import read_codes  # noqa: PLC0415 - see the module

        return read_codes


def seals() -> Callable[[Image.Image], list[Seal]]:
    """What finds red seals (stage ``avatar_seals``).

    :raises StageError: where OpenCV cannot be loaded.
    """
    with stage("avatar_seals"):
        from qingname.avatar.seals import find_seals  # noqa: PLC0415 - see the module

        return find_seals


def flags() -> Callable[[Image.Image], list[Flag]]:
    """What finds flags (stage ``avatar_flags``).

    :raises StageError: where OpenCV cannot be loaded.
    """
    with stage("avatar_flags"):
        from qingname.avatar.flags import find_flags  # noqa: PLC0415 - see the module

        return find_flags
