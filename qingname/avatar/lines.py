"""Lines of text that stand straight.

A picture is looked at from near for small writing, and from afar for characters that fill it: a network that looks for
lines takes two rows of very large characters for one. What one look has read surely the next does not read again, and
of lines in the same place the surest and longest stays.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import cv2
import msgspec
import numpy as np

from qingname.avatar.arrange import TALL
from qingname.avatar.ocr import INK, MULTIPLE, Box, Corners, Ocr, Pixels, boxes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

# Over 600 rendered avatars and 193 harder ones, exact: these three .987 and 1.0; 320 and 96 alone .985 and .995; 192
# and 96 .987 and .990; the last look finds no more in the first set and two squares of large characters in the second.
_LOOKS = ((320, 0.15), (160, 0.0), (96, 0.0))  # longer side in pixels, and the margin put around, as a part of it
_ROUND_LOOK = 160  # the look that shows text along a ring best: .96 of rings read, of 192 .92, of 128 .92
_LEAST_LOOK = 96

SURE = 0.95  # confidence from which a line is not read again in another look
_SAME = 0.6  # part of both boxes that they share when they are one line
_DOUBT = 0.6  # confidence below which a reading is noise: what was misread scores .15 to .5, rarely .8
_LATIN = 0.1  # what a character of another script weighs: small print must not stand against a name


class View(StrEnum):
    """How a picture is held to be read. Quarter turns are none: a line that stands is read from its side."""

    UPRIGHT = "upright"
    TURNED = "turned"
    MIRRORED = "mirrored"
    MIRRORED_TURNED = "mirrored_turned"


_FIRST = {View.TURNED: [2, 3, 0, 1], View.MIRRORED: [1, 0, 3, 2], View.MIRRORED_TURNED: [3, 2, 1, 0]}


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of text.

    ``confidence`` is the mean probability of its characters, 0 to 1; ``corners`` bound it in pixels of the picture,
    clockwise; ``size`` is the height of its characters in pixels; ``ring`` says that it ran along a ring.
    """

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]
    size: float
    view: View = View.UPRIGHT
    ring: bool = False


class Seen(NamedTuple):
    """What the looks gave: lines without overlaps, boxes that nobody could read, and the map of text for rings."""

    lines: list[Line]
    unread: list[Box]
    text_map: npt.NDArray[np.float32]
    scale: float
    """Pixels of the picture to one of the map."""

    def share(self, lines: Iterable[Line]) -> float:
        """Part of the text on the map that stands in these lines; 1 where there is no text."""
        ink = self.text_map > INK
        outside = ink.astype(np.uint8)
        for line in lines:
            cv2.fillPoly(outside, [(np.array(line.corners) / self.scale).astype(np.int32)], 0)
        return 1 - float(outside.sum()) / max(1, int(ink.sum()))


def look(ocr: Ocr, pixels: Pixels) -> Seen:
    """Look at the picture and read what stands upright."""
    longer = max(pixels.shape[:2])
    round_map, round_scale = np.zeros((1, 1), np.float32), 1.0
    lines: list[Line] = []
    unread: list[Box] = []
    for side, part in _LOOKS:
        margin = round(part * longer)
        shown = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        least = max(_LEAST_LOOK, -(-max(shown.shape[:2]) // MULTIPLE) * MULTIPLE)  # a small picture grows no further
        seen, scale = ocr.text_map(shown, min(side, least))
        if side == _ROUND_LOOK:
            round_map, round_scale = seen, scale
        for found in boxes(seen, scale):
            box = found._replace(corners=found.corners - np.float32(margin))
            if any(line.confidence >= SURE and _is_same(line.corners, box) for line in lines):
                continue
            line = read_line(ocr, pixels, box.corners)
            if line.confidence >= _DOUBT:
                lines.append(line)
            else:
                unread.append(box)
    lines = surest(lines)
    unread = [box for box in unread if not any(_overlap(line.corners, box.corners) for line in lines)]
    return Seen(lines, unread, round_map, round_scale)


def read_line(ocr: Ocr, pixels: Pixels, place: Corners, view: View = View.UPRIGHT) -> Line:
    """Read the line at one place with the picture held as ``view`` says; confidence 0 where nothing is read."""
    corners = held(place, view, pixels.shape[1], pixels.shape[0])
    along, across = (float(np.hypot(*(corners[place] - corners[0]))) for place in (1, 3))
    text, confidence = ocr.read(_cut(hold(pixels, view), corners, along, across))
    points = tuple((round(float(x), 1), round(float(y), 1)) for x, y in place)
    return Line(text.replace(" ", ""), confidence, points, min(along, across), view)


def surest(lines: Iterable[Line]) -> list[Line]:
    """Lines of which none stands in another: the one with most characters and most confidence stays."""
    kept: list[Line] = []
    for line in sorted(lines, key=_worth, reverse=True):
        if line.text and not any(_overlap(other.corners, line.corners) for other in kept):
            kept.append(line)
    return kept


def is_chinese(text: str) -> bool:
    """Whether a Chinese character is in the text."""
    return any(_is_han(char) for char in text)


def hold(pixels: Pixels, view: View) -> Pixels:
    """The picture, held so."""
    rows = slice(None, None, -1 if view in {View.TURNED, View.MIRRORED_TURNED} else 1)
    columns = slice(None, None, -1 if view in {View.TURNED, View.MIRRORED} else 1)
    return pixels[rows, columns]


def held(corners: Corners, view: View, width: int, height: int) -> Corners:
    """Where corners of a picture of that size are when it is held so; the first again where a line begins."""
    if view is View.UPRIGHT:
        return corners
    points = corners.copy()
    if view in {View.TURNED, View.MIRRORED}:
        points[:, 0] = width - points[:, 0]
    if view in {View.TURNED, View.MIRRORED_TURNED}:
        points[:, 1] = height - points[:, 1]
    return points[_FIRST[view]]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _worth(line: Line) -> float:
    return sum(1 if _is_han(char) else _LATIN for char in line.text) * (line.confidence - _DOUBT)


def _cut(pixels: Pixels, corners: Corners, along: float, across: float) -> Pixels:
    """The line alone, upright; a line that stands is laid on its left side, as the network was trained."""
    width, height = max(2, round(along)), max(2, round(across))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(corners, target)
    line = cv2.warpPerspective(np.ascontiguousarray(pixels), way, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.rot90(line) if height >= TALL * width else line


def _overlap(some: npt.ArrayLike, other: npt.ArrayLike) -> bool:
    """Whether the middle of one lies in the upright rectangle around the other: edges of rows do overlap."""
    first, second = np.asarray(some, np.float32), np.asarray(other, np.float32)
    return _holds(first, second) or _holds(second, first)


def _holds(corners: Corners, others: Corners) -> bool:
    middle = (others.min(0) + others.max(0)) / 2
    return bool((corners.min(0) < middle).all() and (middle < corners.max(0)).all())


def _is_same(place: npt.ArrayLike, box: Box) -> bool:
    corners = np.asarray(place, np.float32)
    low, high = np.maximum(corners.min(0), box.corners.min(0)), np.minimum(corners.max(0), box.corners.max(0))
    shared = float(np.prod((high - low).clip(0)))
    return all(shared > _SAME * float(np.prod(np.ptp(area, axis=0))) for area in (corners, box.corners))
