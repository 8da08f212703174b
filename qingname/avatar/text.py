"""What is written in a picture.

1. lines that stand straight are found and read, upright
2. the largest line is read in the mirror too, and where nothing sure came out turned by 180 degrees; where that shows
   more, so are the others
3. where lines are left that nobody can read, and text stands on a ring, the ring is unrolled and read as a strip
4. what is not sure enough is dropped, and lines are joined in reading order, so that 人民 over 日报 is one text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from qingname.avatar.arrange import Placed, orders
from qingname.avatar.lines import SURE, Line, View, held, hold, is_chinese, look, read_line, surest
from qingname.avatar.ocr import Ocr
from qingname.avatar.ring import Ring, find_ring, unroll
from qingname.avatar.seals import SealShape, find_seals

if TYPE_CHECKING:
    from PIL import Image

    from qingname.avatar.lines import Seen
    from qingname.avatar.ocr import Corners, Pixels

_LARGEST = 640  # pixels of the longer side from which lines are cut
# Of 1,980 pictures without Chinese text (photographs, emoji, faces, icons) 57 give one character at these, such as 口
# or 田, and 7 give two or three.
_LONE = 0.9  # confidence that one character must reach
_LEAST = 0.75  # confidence that a longer line must reach
_LATIN_SIZE = 3  # characters from which a line of letters and digits is text: icons look like one or two
_OTHER_VIEWS = (View.MIRRORED, View.TURNED, View.MIRRORED_TURNED)
_HELD = 4  # lines that are held otherwise, the largest: each costs up to three readings
_HELD_SURE = 0.75  # mean probability of a box that nobody could read upright: of mirrored and turned names .79 at least
_BETTER = 0.1  # characters by which another view must show more than upright: 中国 is its own mirror image
_PIECES = 0.7  # of what pieces of a ring show that the ring must show: they overlap and are in no order
_RING_LINES = 3  # lines, all read surely, from which they may be pieces of a ring
_EXPLAINED = 0.8  # part of all text that must stand in lines that are read
_MAIN = 0.5  # part of the largest characters' height from which a line belongs to the same name


class Texts(msgspec.Struct, frozen=True, gc=False):
    """What is written in a picture: every line, and the texts that they may be read as together.

    ``readings`` begins with the most usual reading of the whole, then come other orders of the same characters, and
    each line alone; none is there twice, and none is empty. All are facts for the matchers, which know what a name is.
    """

    lines: tuple[Line, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The most usual reading, ``""`` where nothing is written."""
        return self.readings[0] if self.readings else ""


class Reader:
    """Reads pictures, with both networks loaded. Safe to share between threads."""

    def __init__(self) -> None:
        """Load the networks.

        :raises StageError: where they, or what runs them, are missing.
        """
        self._ocr = Ocr()

    def read(self, image: Image.Image, *, strict: bool = False) -> Texts:
        """Read a picture that was decoded and flattened before (any mode; it is taken as RGB).

        ``strict`` holds the picture in every way and looks for a ring whatever the first look gave.
        """
        pixels, scale = _pixels(image)
        seen = look(self._ocr, pixels)
        lines = self._held_best(pixels, seen, strict=strict)
        if strict or not _is_plain(seen):
            lines = self._with_ring(pixels, seen, lines)
        seal = any(found.shape is SealShape.SQUARE for found in find_seals(image)) if lines else False
        lines = [_in_picture(line, scale) for line in lines]
        return Texts(tuple(lines), tuple(_readings(lines, image.size, seal=seal)))

    def _held_best(self, pixels: Pixels, seen: Seen, *, strict: bool) -> list[Line]:
        """Lines in the view that shows most, upright where another shows no more."""
        best = _sure(seen.lines)
        places = [np.array(line.corners, np.float32) for line in seen.lines] + [
            box.corners for box in seen.unread if box.sure >= _HELD_SURE
        ]
        places = sorted(places, key=lambda corners: -float(np.prod(np.ptp(corners, axis=0))))[:_HELD]
        as_good: list[Line] = []
        upright = bool(best) and all(line.confidence >= SURE for line in best) and not strict
        for view in (View.MIRRORED,) if upright else _OTHER_VIEWS:
            lines = self._held(pixels, places, view, strict=strict)
            more = _chinese(lines) - _chinese(best)
            if more > _BETTER:
                best, as_good = lines, []
            elif more > -_BETTER:
                as_good += lines
        return [*best, *as_good]

    def _held(self, pixels: Pixels, places: list[Corners], view: View, *, strict: bool) -> list[Line]:
        """Lines in one view; none where the largest is none, unless ``strict`` asks for all."""
        read: list[Line] = []
        for corners in places:
            read.append(read_line(self._ocr, pixels, corners, view))
            if not strict and not _is_certain(read[0]):
                return []
        return [line for line in surest(read) if _is_certain(line)]

    def _with_ring(self, pixels: Pixels, seen: Seen, lines: list[Line]) -> list[Line]:
        """Lines, and those of a ring in place of what stands on it, if it shows as much."""
        ring = find_ring(seen.text_map)
        if ring is None:
            return lines
        ring = ring.scaled(seen.scale)
        found = [line for arc in ring.arcs if (line := self._arc(pixels, ring, arc))]
        on_ring = [line for line in lines if ring.holds(line.corners)]
        if not found or _chinese(found) < _chinese(on_ring) * (_PIECES if len(on_ring) > 1 else 1):
            return lines
        return [*found, *(line for line in lines if line not in on_ring)]

    def _arc(self, pixels: Pixels, ring: Ring, arc: tuple[float, float]) -> Line | None:
        """Text of one arc of a ring; None where it cannot be read surely."""
        strip = unroll(pixels, ring, arc)
        best = None
        for view in (View.UPRIGHT, *_OTHER_VIEWS):
            text, confidence = self._ocr.read(hold(strip, view))
            line = Line(text.replace(" ", ""), confidence, ring.corners(arc), ring.height, view, ring=True)
            if is_chinese(line.text) and _is_sure(line) and (best is None or confidence > best.confidence):
                best = line
            if best and best.confidence >= SURE and view is not View.UPRIGHT:
                break
        return best


def _pixels(image: Image.Image) -> tuple[Pixels, float]:
    """Pixels of the picture, shrunk where it is large, and by how much."""
    scale = max(1.0, max(image.size) / _LARGEST)
    small = image.convert("RGB")
    if scale > 1:
        small = small.resize((max(1, round(small.width / scale)), max(1, round(small.height / scale))))
    return np.asarray(small), scale


def _sure(lines: list[Line]) -> list[Line]:
    """Lines that are long and confident enough to be text."""
    return [line for line in lines if _is_sure(line)]


def _is_sure(line: Line) -> bool:
    if not is_chinese(line.text):
        return len(line.text) >= _LATIN_SIZE and line.confidence >= _LEAST
    return line.confidence >= (_LEAST if len(line.text) > 1 else _LONE)


def _is_plain(seen: Seen) -> bool:
    """Whether all text is read surely, and in too few lines to be pieces of a ring."""
    sure = [line for line in seen.lines if line.confidence >= SURE]
    return len(sure) < _RING_LINES and seen.share(sure) >= _EXPLAINED


def _is_certain(line: Line) -> bool:
    """Whether a line is sure enough to be read in a picture that is held otherwise than it is shown."""
    return len(line.text) > 1 and line.confidence >= _LONE and is_chinese(line.text)


def _chinese(lines: list[Line]) -> float:
    return sum(line.confidence * len(line.text) for line in lines if is_chinese(line.text))


def _in_picture(line: Line, scale: float) -> Line:
    """The line in pixels of the picture as it was given."""
    corners = tuple((round(x * scale, 1), round(y * scale, 1)) for x, y in line.corners)
    return msgspec.structs.replace(line, corners=corners, size=round(line.size * scale, 1))


def _readings(lines: list[Line], size: tuple[int, int], *, seal: bool) -> list[str]:
    """Texts as which the lines may be read: the large ones together, all together, each alone."""
    ring = "".join(line.text for line in lines if line.ring)
    straight = [line for line in lines if not line.ring]
    largest = max((line.size for line in straight), default=0.0)
    main = [line for line in straight if line.size >= _MAIN * largest]
    found = []
    for group in (main, straight):
        for view in View:
            placed = [_placed(line, *size) for line in group if line.view is view]
            found += [ring + text for text in orders(placed, seal=seal)]
    found += [ring, *(line.text for line in lines)]
    return [text for text in dict.fromkeys(found) if text]


def _placed(line: Line, width: int, height: int) -> Placed:
    corners = held(np.array(line.corners, np.float32), line.view, width, height)
    return Placed(line.text, *map(float, (*corners.min(0), *corners.max(0))))
