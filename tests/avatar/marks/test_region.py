from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from qingname.avatar.features import canvas
from qingname.avatar.region import agreement, grid_of, grid_under, halved, packed, unpacked, weights_of
from tests.avatar.marks.drawing import draw_mark, worn


def _grid(picture: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    gray = canvas(picture)
    grid = grid_of(gray)
    return grid, weights_of(grid, gray.shape)


def _everywhere(weights: np.ndarray) -> np.ndarray:
    return np.ones(weights.shape, bool)


def test_a_picture_agrees_with_itself_and_with_its_inverse() -> None:
    picture = worn(draw_mark(4))
    grid, weights = _grid(picture)
    for other in (picture, ImageOps.invert(picture)):
        told = agreement(grid, weights, _grid(other)[0], _everywhere(weights))
        assert told.mean > 0.98
        assert told.lost < 0.02
        assert told.seen == 1


def test_a_picture_agrees_little_with_another() -> None:
    grid, weights = _grid(worn(draw_mark(4)))
    assert agreement(grid, weights, _grid(worn(draw_mark(5)))[0], _everywhere(weights)).mean < 0.5


def test_what_lies_outside_the_avatar_does_not_count() -> None:
    grid, weights = _grid(worn(draw_mark(4)))
    inside = _everywhere(weights)
    inside[:, inside.shape[1] // 2 :] = False
    told = agreement(grid, weights, np.where(inside[:, :, None], grid, 0), inside)
    assert told.mean > 0.98
    assert 0.1 < told.seen < 0.9


def test_a_blank_place_has_lost_the_whole_mark() -> None:
    grid, weights = _grid(worn(draw_mark(4)))
    told = agreement(grid, weights, np.zeros_like(grid), _everywhere(weights))
    assert (told.mean, told.cover, told.lost) == (0, 0, 1)


def test_a_grid_through_a_pose_is_the_grid_of_what_the_pose_shows() -> None:
    gray = canvas(worn(draw_mark(6)))
    turned = np.ascontiguousarray(np.rot90(gray, 2))
    pose = np.array([[-1.0, 0, gray.shape[1] - 1], [0, -1, gray.shape[0] - 1]])
    grid = grid_of(gray)
    weights = weights_of(grid, gray.shape)
    assert agreement(grid, weights, grid_under(halved(turned), gray.shape, pose), _everywhere(weights)).mean > 0.95


def test_an_outline_that_any_round_sign_has_weighs_little() -> None:
    disc = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(disc).ellipse((1, 1, 298, 298), fill=0)
    sign = worn(draw_mark(4))
    assert _grid(disc)[1].max() <= 0.25
    assert _grid(sign)[1].max() > 0.5


def test_packed_values_come_back_within_half_a_step_of_their_root() -> None:
    values = np.linspace(0, 160, 1000, dtype=np.float32)
    assert np.abs(np.sqrt(unpacked(packed(values))) - np.sqrt(values)).max() <= 0.5 / 20 + 1e-4
