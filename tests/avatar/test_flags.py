"""Flags by their stars."""

from __future__ import annotations

import io
import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from painted import (
    RED,
    YELLOW,
    army_flag,
    blank,
    national_flag,
    party_emblem,
    party_flag,
    star_points,
    written,
)
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from qingname.avatar.colours import red_and_gold, shapes, shrunk, star_score
from qingname.avatar.flags import FlagKind, find_flags


def kinds(image: Image.Image) -> list[FlagKind]:
    return [flag.kind for flag in find_flags(image)]


@pytest.mark.parametrize("width", [48, 96, 300, 1500])
def test_the_national_flag_is_found_at_any_size(width: int) -> None:
    (flag,) = find_flags(national_flag(width))
    assert flag.kind is FlagKind.NATIONAL
    assert flag.score > 0.6
    unit = width / 30
    wanted = [2.15 * unit, 1 * unit, 13 * unit, 10 * unit]
    assert flag.box == pytest.approx(wanted, abs=unit)


def test_the_national_flag_is_found_cropped_mirrored_blurred_and_compressed() -> None:
    flag = national_flag(300)
    picture = io.BytesIO()
    flag.resize((128, 85)).save(picture, "JPEG", quality=30)
    for image in (
        flag.crop((0, 0, 200, 200)),
        ImageOps.mirror(flag),
        flag.filter(ImageFilter.GaussianBlur(1.5)),
        flag.point(lambda value: value * 0.6),
        Image.open(picture),
    ):
        assert kinds(image) == [FlagKind.NATIONAL]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 359), st.booleans())
def test_the_national_flag_is_found_at_any_angle(angle: int, mirrored: bool) -> None:  # noqa: FBT001 - hypothesis
    flag = ImageOps.mirror(national_flag(300)) if mirrored else national_flag(300)
    turned = flag.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 90, 90))
    assert kinds(turned) == [FlagKind.NATIONAL]


def test_a_flag_in_a_corner_of_a_picture_is_found() -> None:
    image = blank((120, 160, 200), 400)
    image.paste(national_flag(140), (250, 10))
    (flag,) = find_flags(image)
    assert flag.box[0] > 250


def test_a_flag_that_waves_a_little_is_found() -> None:
    flag = np.asarray(national_flag(300))
    y, x = np.mgrid[0:200, 0:300].astype(np.float32)
    assert kinds(Image.fromarray(cv2.remap(flag, x, y + 8 * np.sin(x / 40), cv2.INTER_LINEAR))) == [FlagKind.NATIONAL]


@pytest.mark.parametrize("width", [96, 300])
def test_the_flag_of_the_army_is_found(width: int) -> None:
    assert kinds(army_flag(width)) == [FlagKind.ARMY]


@pytest.mark.parametrize("width", [96, 300, 1000])
def test_the_flag_of_the_party_is_found(width: int) -> None:
    assert kinds(party_flag(width)) == [FlagKind.PARTY]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 359), st.booleans())
def test_the_emblem_of_the_party_on_red_is_found_at_any_angle(angle: int, mirrored: bool) -> None:  # noqa: FBT001
    image = blank((222, 41, 16))
    image.paste(YELLOW, (68, 68), party_emblem(120))
    turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(222, 41, 16))
    assert kinds(ImageOps.mirror(turned) if mirrored else turned) == [FlagKind.PARTY]


def test_the_emblem_of_the_party_on_blue_is_no_flag() -> None:
    image = blank((20, 40, 160))
    image.paste(YELLOW, (68, 68), party_emblem(120))
    assert find_flags(image) == []


def test_one_star_four_stars_and_a_name_in_gold_are_no_flag() -> None:
    one, four, row = blank(RED), blank(RED), blank(RED)
    ImageDraw.Draw(one).polygon(star_points(128, 128, 90), fill=YELLOW)
    for place in range(4):
        ImageDraw.Draw(four).polygon(star_points(50 + 50 * place, 128, 20), fill=YELLOW)
    for place in range(5):
        ImageDraw.Draw(row).polygon(star_points(40 + 44 * place, 128, 40 if not place else 14), fill=YELLOW)
    for image in (one, four, row, written("人民日报", ink=YELLOW, ground=RED), blank(RED), blank(YELLOW)):
        assert find_flags(image) == []


def test_the_stars_of_the_flag_on_blue_are_no_flag() -> None:
    pixels = np.asarray(national_flag(300)).copy()
    pixels[red_and_gold(pixels)[0] == 1] = (20, 40, 160)
    assert find_flags(Image.fromarray(pixels)) == []


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 2 * math.pi), st.floats(12, 110))
def test_a_star_in_any_position_is_a_star(turn: float, radius: float) -> None:
    image = blank(RED)
    ImageDraw.Draw(image).polygon(star_points(128, 128, radius, turn), fill=YELLOW)
    (star,) = shapes(red_and_gold(shrunk(image)[0])[1])
    assert star_score(star) > 0.8


@pytest.mark.parametrize("points", [3, 4, 6, 8, 40])
def test_other_shapes_are_no_stars(points: int) -> None:
    image = blank(RED)
    corners = [
        (128 + away * math.sin(math.pi * k / points), 128 - away * math.cos(math.pi * k / points))
        for k in range(2 * points)
        for away in [45 if k % 2 else 100]
    ]
    ImageDraw.Draw(image).polygon(corners, fill=YELLOW)
    (shape,) = shapes(red_and_gold(shrunk(image)[0])[1])
    assert star_score(shape) < 0.5
