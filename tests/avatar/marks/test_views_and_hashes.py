from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from qingname.avatar.hashes import BITS, TRANSFORMS, dihedral_hashes, frequencies, image_hash, quality
from qingname.avatar.views import NAMES, SIDE, trimmed_box, views
from tests.avatar.marks.drawing import draw_mark, draw_photo, worn

_FEW_BITS = 4  # rounding of coefficients that lie on the median

_DONE = {
    "as is": lambda picture: picture,
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "rotated 180": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "transposed": lambda picture: picture.transpose(Image.Transpose.TRANSPOSE),
    "rotated 90": lambda picture: picture.transpose(Image.Transpose.ROTATE_270),  # Pillow turns anticlockwise
    "rotated 270": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "transverse": lambda picture: picture.transpose(Image.Transpose.TRANSVERSE),
}


def _hashes(picture: Image.Image) -> np.ndarray:
    return dihedral_hashes(frequencies(views(picture).pixels))


def _apart(first: np.ndarray, second: np.ndarray) -> int:
    return int(np.bitwise_count(first ^ second).sum())


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from(TRANSFORMS))
def test_a_hash_turned_is_the_hash_of_the_turned_picture(number: int, transform: str) -> None:
    picture = draw_photo(number)
    turned = _hashes(_DONE[transform](picture))[0, 0]
    assert _apart(turned, _hashes(picture)[0, TRANSFORMS.index(transform)]) <= _FEW_BITS


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_hash_of_the_inverted_picture_is_the_complement(number: int) -> None:
    picture = draw_photo(number).convert("L")
    assert _apart(_hashes(ImageOps.invert(picture))[0, 0], ~_hashes(picture)[0, 0]) <= _FEW_BITS


def test_image_hashes_subtract_to_the_same_distance() -> None:
    first, second = (_hashes(draw_photo(number))[0, 0] for number in (1, 2))
    assert image_hash(first) - image_hash(second) == _apart(first, second)
    assert image_hash(first).hash.size == BITS


def test_there_is_one_view_for_each_name() -> None:
    seen = views(draw_photo(3))
    assert seen.pixels.shape == (len(NAMES), SIDE, SIDE)
    assert seen.boxes.shape == (len(NAMES), 4)


def test_an_even_margin_is_trimmed_and_a_frame_around_it_peeled() -> None:
    plain = worn(draw_mark(1))
    framed = ImageOps.expand(plain, 30, (200, 30, 30))
    peeled = _hashes(framed)[NAMES.index("peeled"), 0]
    assert _apart(peeled, _hashes(plain)[NAMES.index("trimmed"), 0]) < 30


def test_a_blank_picture_has_no_margin_and_nothing_to_hash() -> None:
    blank = Image.new("RGB", (90, 60), (250, 240, 230))
    assert trimmed_box(np.asarray(blank)) == (0, 0, 90, 60)
    assert (quality(views(blank).pixels) == 0).all()


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (9, 9)])
def test_pictures_of_any_size_have_views(size: tuple[int, int]) -> None:
    assert np.isfinite(views(Image.new("L", size, 7)).pixels).all()
