"""Our own drawings of state symbols, against the sentences of their legal texts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image

from qingname.avatar.drawings import GOLD, RED, YELLOW, national_flag, party_emblem, party_flag
from tests.avatar.drawn import hash_of, nearest, stored


def yellow_of(flag: Image.Image) -> np.ndarray:
    return np.asarray(flag)[:, :, 1] > 128


def test_the_flag_is_three_to_two() -> None:
    """其长与高为三与二之比."""
    assert national_flag(300).size == (300, 200)
    assert party_flag(288).size == (288, 192)


@pytest.mark.parametrize(("x", "y"), [(5, 5), (10, 2), (12, 4), (12, 7), (10, 9)])
def test_a_star_stands_where_the_text_puts_it(x: int, y: int) -> None:
    """大五角星的中心点,在该长方形上五下五、左五右十之处."""
    assert national_flag(600).getpixel((x * 20, y * 20)) == YELLOW


def test_nothing_is_drawn_outside_the_upper_left_quarter() -> None:
    drawn = yellow_of(national_flag(600))
    assert not drawn[200:].any()
    assert not drawn[:, 300:].any()


def test_the_big_star_has_three_tenths_of_the_height_and_a_tip_on_top() -> None:
    """其外接圆直径为旗高十分之三; 五角星之一个角尖正向上方."""
    rows, columns = np.nonzero(yellow_of(national_flag(1_500))[:, : 1_500 * 8 // 30])
    assert abs(rows.min() - 2 * 50) <= 3
    assert abs(columns[rows == rows.min()].mean() - 5 * 50) <= 2
    assert abs((columns.max() - columns.min()) - 2 * 3 * 50 * math.cos(math.radians(18))) <= 4


@pytest.mark.parametrize(("x", "y"), [(10, 2), (12, 4), (12, 7), (10, 9)])
def test_each_small_star_has_a_tip_towards_the_middle_of_the_big_one(x: int, y: int) -> None:
    """此四颗小五角星均各有一个角尖正对大五角星的中心点."""
    flag, unit = national_flag(3_000), 100
    away = math.dist((x, y), (5, 5))
    toward = ((5 - x) / away, (5 - y) / away)
    for reach, colour in ((0.9, YELLOW), (1.1, RED), (-0.9, RED), (-0.3, YELLOW)):
        place = round((x + reach * toward[0]) * unit), round((y + reach * toward[1]) * unit)
        assert flag.getpixel(place) == colour


def test_the_emblem_touches_all_sides_of_its_square() -> None:
    alpha = party_emblem(320).getchannel("A")
    left, top, right, below = alpha.point(lambda level: 255 if level > 64 else 0).getbbox() or (0, 0, 0, 0)
    assert max(left, top, 320 - right, 320 - below) <= 1


@pytest.mark.parametrize(
    ("x", "y", "drawn"),
    [
        (31, 31, True),  # the handle's end, between E and F
        (17, 17, True),  # the handle
        (8, 14, True),  # the head
        (13.5, 5, False),  # the hollow around K
        (31, 17, True),  # the blade at its widest
        (26, 17, False),  # inside the blade
        (17, 31, True),
        (17, 26, False),
        (3.5, 30.5, True),  # the knob
        (4, 4, False),
        (30, 4, False),
    ],
)
def test_the_emblem_covers_what_the_text_describes(x: float, y: float, *, drawn: bool) -> None:
    alpha = party_emblem(640).getchannel("A").getpixel((round((x - 1) * 20) - 1, round((y - 1) * 20) - 1))
    assert (alpha == 255) == drawn


def test_the_emblem_of_the_flag_fills_eight_squares() -> None:
    """党徽图案切于8乘以8小方格的正方形内, 3 from above and 4 from the left."""
    rows, columns = np.nonzero(yellow_of(party_flag(720)))
    assert abs(rows.min() - 3 * 20) <= 1
    assert abs(rows.max() - 11 * 20) <= 1
    assert abs(columns.min() - 4 * 20) <= 1
    assert abs(columns.max() - 12 * 20) <= 1


@pytest.mark.parametrize("size", [48, 100, 257])
def test_a_drawing_is_the_same_at_every_size(size: int) -> None:
    large = Image.new("RGB", (640, 640), RED)
    large.paste(party_emblem(640), mask=party_emblem(640))
    small = Image.new("RGB", (size, size), RED)
    small.paste(party_emblem(size), mask=party_emblem(size))
    assert hash_of(large) - hash_of(small) <= 16


def test_a_drawing_survives_decoding() -> None:
    flat = Image.new("RGB", (200, 200), "white")
    flat.paste(party_emblem(200, RED), mask=party_emblem(200))
    assert nearest(stored(party_emblem(200, RED), "PNG"), flat) <= 4
    assert party_emblem(10).getpixel((9, 9))[:3] == GOLD
