"""Decoding in many threads at once gives what it gives in one, and leaves the process as it was."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from qingname.avatar.decode import decode
from qingname.errors import AvatarError
from tests.avatar.test_decode import flat_png
from tests.avatar.test_hostile_bytes import files


def outcome(content: bytes) -> object:
    try:
        picture = decode(content)
    except AvatarError as error:
        return error.code
    return picture.digest, [(layer.ground, layer.frame, layer.image.tobytes()) for layer in picture.layers]


def test_threads_do_not_meet() -> None:
    contents = [*files(), flat_png(12_000, 12_000), flat_png(9_000, 9_000), b"GIF89a"] * 6
    before = list(warnings.filters), Image.MAX_IMAGE_PIXELS
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(outcome, contents))
    assert together == list(map(outcome, contents))
    assert (list(warnings.filters), Image.MAX_IMAGE_PIXELS) == before
