"""State symbols that a legal text describes so exactly that they can be drawn: reference marks of our own making.

- the national flag: 《中华人民共和国国旗法》 annex 国旗制法说明 (28 September 1949)
- the party's emblem and flag: 《中国共产党党旗党徽制作和使用的若干规定》 (1996), annex 制法说明, as quoted from
  news.12371.cn (2018-04-13); 《中国共产党党徽党旗条例》 (2021) has the same symbols

Missing, since their legal texts point to a picture and give no construction: the national emblem (国徽), the army's
flag and its star (red, a gold star and 八一, 5:4, but not where and how large), the badges of police, procurators and
courts, and the emblem of the youth league. A user adds a picture of these.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Iterable

RED: Final = (238, 28, 37)
"""The flag's red in sRGB; GB 12983-2004 gives it as a chromaticity."""

YELLOW: Final = (255, 255, 0)
"""The same of its yellow."""

GOLD: Final = (250, 205, 40)
"""金黄色, of which no text says more."""

_FINER: Final = 4  # drawn so many times larger, then averaged
_POINTS: Final = 5
_WAIST: Final = math.sin(math.radians(18)) / math.sin(math.radians(126))  # of a star whose alternate tips are joined
_ARC_STEP: Final = math.radians(1)

_Point: TypeAlias = tuple[float, float]

BIG_STAR: Final = (5.0, 5.0)
BIG_RADIUS: Final = 3
SMALL_STARS: Final = ((10.0, 2.0), (12.0, 4.0), (12.0, 7.0), (10.0, 9.0))
"""甲、乙、丙: centres from the left and from above, in a 15 x 10 grid over the upper left quarter."""


def national_flag(width: int) -> Image.Image:
    """The five-star red flag, RGB, ``width`` pixels wide and two thirds of it high."""
    unit = width * _FINER / 30
    flag = Image.new("RGB", (width * _FINER, round(20 * unit)), RED)
    draw = ImageDraw.Draw(flag)
    draw.polygon(_scaled(_star(BIG_STAR, BIG_RADIUS, -math.pi / 2), unit), fill=YELLOW)
    for centre in SMALL_STARS:
        towards = math.atan2(BIG_STAR[1] - centre[1], BIG_STAR[0] - centre[0])  # 各有一个角尖正对大五角星的中心点
        draw.polygon(_scaled(_star(centre, 1, towards), unit), fill=YELLOW)
    return flag.resize((width, round(width * 2 / 3)), Image.Resampling.BOX)


def party_emblem(size: int, colour: tuple[int, int, int] = GOLD) -> Image.Image:
    """Hammer and sickle of one colour on nothing: RGBA, ``size`` pixels a side. The text allows gold and red."""
    unit = size * _FINER / 32
    shape = Image.new("L", (size * _FINER, size * _FINER), 0)
    draw = ImageDraw.Draw(shape)
    for outline in _emblem():
        # the text numbers the lines of its grid from 1
        draw.polygon(_scaled([(x - 1, y - 1) for x, y in outline], unit), fill=255)
    emblem = Image.new("RGBA", (size, size), (*colour, 0))
    emblem.putalpha(shape.resize((size, size), Image.Resampling.BOX))
    return emblem


def party_flag(width: int) -> Image.Image:
    """The party's flag, RGB, ``width`` pixels wide and two thirds of it high.

    The emblem fills 8 x 8 squares, 3 from above and 4 from the left, of 18 x 12 in the upper left quarter.
    """
    flag = Image.new("RGB", (width, round(width * 2 / 3)), RED)
    square = width / 36
    emblem = party_emblem(round(8 * square))
    flag.paste(emblem, (round(4 * square), round(3 * square)), emblem)
    return flag


def _star(centre: _Point, radius: float, towards: float) -> list[_Point]:
    """Outline of a star whose alternate tips are joined, one of them towards an angle in radians."""
    reaches = (radius if corner % 2 == 0 else radius * _WAIST for corner in range(2 * _POINTS))
    angles = (towards + corner * math.pi / _POINTS for corner in range(2 * _POINTS))
    return [_at(centre, reach, angle) for reach, angle in zip(reaches, angles, strict=True)]


def _emblem() -> list[list[_Point]]:
    """Outlines of hammer and sickle in the letters of the text, on a grid of lines 1 to 33 from left and from above."""
    corner_e, corner_f = (29.0, 33.0), (33.0, 29.0)
    corner_g, corner_h, corner_i, corner_j = (8.5, 18.5), (19.5, 7.5), (4.0, 14.0), (17.0, 5.0)
    centre_k, centre_m, centre_p, centre_r = (13.5, 1.0), (17.0, 17.0), (17.0, 15.0), (11.0, 16.5)
    centre_t, centre_v, centre_x = (16.5, 16.5), (16.5, 11.0), (3.5, 30.5)
    tip_n, end_o = (17.0, 1.0), (17.0, 33.0)
    corner_y, corner_z = (6.0, 30.0), (4.0, 28.0)

    notch_l = _on_diagonal(corner_i, centre_k, corner_j)
    end_q = _on_diagonal(corner_g, centre_p, end_o)
    inner_s = (centre_r[0] + math.dist(centre_r, tip_n), centre_r[1])
    inner_u = (centre_t[0], centre_t[1] + math.dist(centre_t, inner_s))
    end_w = _on_diagonal(corner_g, centre_v, inner_u)

    handle = [corner_e, corner_f, _middle(corner_h, corner_g, 4 / 11), _middle(corner_h, corner_g, 8 / 11)]
    head = [corner_g, corner_i, *_arc(centre_k, notch_l, corner_j, clockwise=False), corner_h]
    blade = [
        *_arc(centre_m, tip_n, end_o),
        *_arc(centre_p, end_o, end_q),
        *_arc(centre_v, end_w, inner_u, clockwise=False),
        *_arc(centre_t, inner_u, inner_s, clockwise=False),
        *_arc(centre_r, inner_s, tip_n, clockwise=False),
    ]
    neck = [corner_y, corner_z, *(_on_diagonal(corner, centre_p, end_o) for corner in (corner_z, corner_y))]
    knob = [_at(centre_x, 2.5, degree * _ARC_STEP) for degree in range(360)]  # touches the left and lower edges
    return [handle, head, blade, neck, knob]


def _on_diagonal(through: _Point, centre: _Point, rim: _Point) -> _Point:
    """Where the line through a point, parallel to BD (rising to the right), first meets a circle from the left."""
    total = through[0] + through[1]
    across, radius = (centre[0] - centre[1] + total) / 2, math.dist(centre, rim)
    away = (total - centre[0] - centre[1]) / math.sqrt(2)
    x = across - math.sqrt((radius**2 - away**2) / 2)
    return x, total - x


def _middle(one: _Point, other: _Point, share: float) -> _Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _arc(centre: _Point, start: _Point, end: _Point, *, clockwise: bool = True) -> list[_Point]:
    """Points of an arc from ``start`` to ``end``, clockwise as seen."""
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    sweep = (math.atan2(end[1] - centre[1], end[0] - centre[0]) - first) % (2 * math.pi)
    if not clockwise:
        sweep -= 2 * math.pi
    steps = max(1, round(abs(sweep) / _ARC_STEP))
    return [_at(centre, math.dist(centre, start), first + sweep * step / steps) for step in range(steps + 1)]


def _at(centre: _Point, reach: float, angle: float) -> _Point:
    return centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)


def _scaled(points: Iterable[_Point], unit: float) -> list[_Point]:
    return [(x * unit, y * unit) for x, y in points]
