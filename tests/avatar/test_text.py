"""What the reader reads, in pictures drawn as people draw their names."""

from __future__ import annotations

import numpy as np
import pytest
from painted import RED, SIDE, WHITE, YELLOW, blank, column, font, ring_seal, square_seal, written
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from qingname.avatar.load import reader
from qingname.avatar.text import Reader, Texts, View

NAMES = ("平安公安", "新闻", "人民日报", "国务院", "央视新闻", "公安局", "中国人民银行")
BODIES = ("杭州市公安局西湖区分局", "中华人民共和国教育部", "深圳市市场监督管理局")


@pytest.fixture(scope="module")
def read() -> Reader:
    return reader()


def test_a_name_in_one_row_is_read(read: Reader) -> None:
    assert [read.read(written(name)).text for name in NAMES] == list(NAMES)


def test_a_small_name_is_read(read: Reader) -> None:
    assert [read.read(written(name, fill=0.3)).text for name in NAMES] == list(NAMES)


def test_a_name_from_edge_to_edge_is_read(read: Reader) -> None:
    assert [read.read(written(name, fill=0.99)).text for name in NAMES] == list(NAMES)


def test_two_rows_are_one_text(read: Reader) -> None:
    assert read.read(written("人民", "日报", ink=YELLOW, ground=RED)).text == "人民日报"


def test_a_square_of_characters_is_read_in_rows_and_in_columns(read: Reader) -> None:
    readings = read.read(written("人民", "日报")).readings
    assert {"人民日报", "民报人日", "人日民报"} <= set(readings)


def test_a_square_of_characters_in_columns_is_read_however_the_lines_are_found(read: Reader) -> None:
    assert "交警提示" in read.read(written("交警", "提示", fill=0.98)).readings


def test_a_column_is_read_downwards(read: Reader) -> None:
    assert [read.read(column(name)).text for name in NAMES] == list(NAMES)


def test_characters_in_the_four_corners_are_one_text(read: Reader) -> None:
    image = blank()
    draw = ImageDraw.Draw(image)
    for char, place in zip("央视新闻", ((50, 50), (206, 50), (50, 206), (206, 206)), strict=True):
        draw.text(place, char, RED, font(50), anchor="mm")
    assert "央视新闻" in read.read(image).readings


@pytest.mark.parametrize("angle", [15, 45, 90, 180, 270])
def test_a_turned_name_is_read(read: Reader, angle: int) -> None:
    image = written("人民日报", fill=0.7).rotate(angle, Image.Resampling.BICUBIC, fillcolor=WHITE)
    assert read.read(image).text == "人民日报"


def test_a_mirrored_name_is_read(read: Reader) -> None:
    texts = [read.read(ImageOps.mirror(written(name))) for name in NAMES]
    assert all(name in found.readings for name, found in zip(NAMES, texts, strict=True))
    assert texts[0].lines[0].view is View.MIRRORED


def test_a_name_that_is_mirrored_and_turned_is_read(read: Reader) -> None:
    assert "平安公安" in read.read(ImageOps.flip(written("平安公安"))).readings


def test_two_mirrored_rows_are_one_text(read: Reader) -> None:
    assert "人民日报" in read.read(ImageOps.mirror(written("人民", "日报"))).readings


@pytest.mark.parametrize("start", [0, 60, 120, 180, 240, 300])
def test_the_text_of_a_ring_seal_is_read_wherever_it_begins(read: Reader, start: int) -> None:
    assert read.read(ring_seal(BODIES[0], start=start)).text == BODIES[0]


@pytest.mark.parametrize("name", BODIES)
def test_the_line_under_the_star_follows_the_text_of_the_ring(read: Reader, name: str) -> None:
    found = read.read(ring_seal(name, "专用章"))
    assert found.text == name + "专用章"
    assert {name, "专用章"} <= set(found.readings)
    assert [line.ring for line in found.lines] == [True, False]


def test_a_ring_needs_no_red(read: Reader) -> None:
    assert read.read(ring_seal(BODIES[1], ink=(20, 40, 160), star=False)).text == BODIES[1]
    assert read.read(ring_seal(BODIES[1], ink=WHITE, ground=(20, 40, 160))).text == BODIES[1]


def test_a_ring_beside_the_middle_and_a_small_one_are_read(read: Reader) -> None:
    beside = blank((240, 230, 210))
    beside.paste(ring_seal(BODIES[2], side=200), (50, 10))
    assert read.read(beside).text == BODIES[2]
    assert read.read(ring_seal(BODIES[2], side=128)).text == BODIES[2]


def test_a_mirrored_ring_is_read(read: Reader) -> None:
    assert BODIES[0] in read.read(ImageOps.mirror(ring_seal(BODIES[0]))).readings


@pytest.mark.parametrize("name", ["新闻", "平安公安"])
def test_a_square_seal_is_read_from_the_right(read: Reader, name: str) -> None:
    assert read.read(square_seal(name)).text == name


def test_small_print_does_not_join_the_name(read: Reader) -> None:
    image = written("公安局")
    ImageDraw.Draw(image).text((SIDE / 2, SIDE - 20), "13800138000", (60, 60, 60), font(16), anchor="mm")
    found = read.read(image)
    assert found.text == "公安局"
    assert "13800138000" in found.readings


def test_lines_stand_where_they_are_in_the_picture_as_given(read: Reader) -> None:
    large = written("人民日报", side=1600, fill=0.5)
    (line,) = read.read(large).lines
    (left, top), _, (right, bottom), _ = line.corners
    assert 300 < left < 420
    assert 1180 < right < 1300
    assert top < 800 < bottom
    assert 150 < line.size < 400


def test_nothing_is_read_where_nothing_is_written(read: Reader) -> None:
    chance = np.random.default_rng(1)
    noise = Image.fromarray(chance.integers(0, 255, (SIDE, SIDE, 3), np.uint8))
    star = blank()
    ImageDraw.Draw(star).ellipse((60, 60, 200, 200), fill=RED)
    for image in (blank(), noise, noise.filter(ImageFilter.GaussianBlur(6)), star):
        assert read.read(image) == Texts()
    assert Texts().text == ""


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (31, 33), (2000, 40)])
def test_a_picture_of_any_shape_is_read(read: Reader, size: tuple[int, int]) -> None:
    assert read.read(Image.new("RGB", size, WHITE)).lines == ()


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
def test_a_picture_of_any_mode_is_read(read: Reader, mode: str) -> None:
    assert read.read(written("人民日报").convert(mode)).text == "人民日报"


def test_the_same_picture_reads_the_same_twice(read: Reader) -> None:
    image = ring_seal(BODIES[0], "专用章", start=33)
    assert read.read(image) == read.read(image)


def test_a_strict_look_reads_no_less(read: Reader) -> None:
    for image in (written("人民", "日报"), ImageOps.mirror(written("新闻")), ring_seal(BODIES[0])):
        assert set(read.read(image).readings) <= set(read.read(image, strict=True).readings)


def test_a_ring_in_a_picture_that_is_not_square_is_read(read: Reader) -> None:
    wide = Image.new("RGB", (300, 220), WHITE)
    wide.paste(ring_seal(BODIES[0], side=210), (60, 5))
    assert read.read(wide).text == BODIES[0]
