"""Red seals."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from painted import RED, SIDE, WHITE, blank, ring_seal, square_seal, written
from PIL import Image, ImageDraw, ImageFilter

from qingname.avatar.seals import SealShape, find_seals

BODY = "杭州市公安局西湖区分局"


@pytest.mark.parametrize("start", [0, 77, 180])
@pytest.mark.parametrize("side", [96, 256, 700])
def test_a_round_seal_with_a_star_is_found_where_it_is(start: int, side: int) -> None:
    (seal,) = find_seals(ring_seal(BODY, "专用章", start=start, side=side))
    assert (seal.shape, seal.star) == (SealShape.ROUND, True)
    assert seal.score > 0.9
    assert seal.box == pytest.approx([value * side for value in (0.03, 0.03, 0.97, 0.97)], abs=0.02 * side)


def test_a_seal_without_a_star_is_less_sure() -> None:
    (seal,) = find_seals(ring_seal(BODY, star=False))
    assert not seal.star
    assert 0.6 < seal.score < 0.9


def test_an_oval_and_a_square_seal_are_told_apart() -> None:
    assert [seal.shape for seal in find_seals(ring_seal(BODY, star=False).resize((256, 180)))] == [SealShape.OVAL]
    assert [seal.shape for seal in find_seals(square_seal("平安公安"))] == [SealShape.SQUARE]


def test_a_seal_on_a_document_is_found() -> None:
    paper = written("关于放假的通知", ink=(30, 30, 30), side=512)
    paper.paste(ring_seal(BODY, side=220), (260, 280))
    assert [seal.star for seal in find_seals(paper)] == [True]


def test_a_worn_and_a_blurred_stamp_are_found() -> None:
    seal = ring_seal(BODY)
    gone = cv2.resize(np.random.default_rng(1).random((40, 40)), (SIDE, SIDE)) > 0.72
    pixels = np.asarray(seal).copy()
    pixels[gone] = 255
    assert len(find_seals(Image.fromarray(pixels))) == 1
    assert len(find_seals(seal.filter(ImageFilter.GaussianBlur(1.5)))) == 1


@pytest.mark.parametrize("ink", [(20, 40, 160), (30, 30, 30), (20, 140, 60)])
def test_a_stamp_of_another_colour_is_no_red_seal(ink: tuple[int, int, int]) -> None:
    assert find_seals(ring_seal(BODY, ink=ink)) == []


def test_a_red_disc_a_ring_and_red_text_are_no_seals() -> None:
    disc, ring, rings = blank(), blank(), blank()
    ImageDraw.Draw(disc).ellipse((20, 20, 236, 236), fill=RED)
    ImageDraw.Draw(ring).ellipse((20, 20, 236, 236), outline=RED, width=8)
    for edge in (20, 60, 100):
        ImageDraw.Draw(rings).ellipse((edge, edge, SIDE - edge, SIDE - edge), outline=RED, width=8)
    for image in (disc, ring, rings, blank(RED), written("人民日报", ink=RED), written("新闻", ink=WHITE, ground=RED)):
        assert find_seals(image) == []
