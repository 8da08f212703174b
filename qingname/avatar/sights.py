"""What each stage sees in a decoded picture, told in the terms of an :class:`~qingname.avatar.inspection.Inspection`.

Layers that an EXIF orientation left as stored are not looked at: hashes and features find turned marks, text is turned.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from qingname.avatar import load
from qingname.avatar.inspection import SeenCode, SeenMark, SeenSign, SeenText
from qingname.avatar.marks import read_marks
from qingname.avatar.shipped import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qingname.avatar.inspection import Region, SignKind
    from qingname.avatar.marks import Entry
    from qingname.avatar.match import MarkMatch
    from qingname.avatar.matcher import MarkMatcher
    from qingname.avatar.picture import Layer, Picture
    from qingname.avatar.text import Texts

_FLAGS: dict[str, SignKind] = {"national": "national_flag", "army": "army_flag", "party": "party_flag"}
_MOST_READ = 6  # layers in which text is looked for: 30 to 60 ms each
_PROMINENT = 0.06  # height of characters, as a share of the longer side, from which they are what the picture says


class Sights:
    """The stages, each with what it needs, loaded when a picture first needs it."""

    def __init__(self, marks: Sequence[Entry] = (), *, thorough: bool = False) -> None:
        """Look for ``marks`` beside those that ship; ``thorough`` holds every picture in all ways to read it."""
        self._own, self._thorough = marks, thorough

    @functools.cached_property
    def _matcher(self) -> MarkMatcher:
        from qingname.avatar.matcher import MarkMatcher  # noqa: PLC0415 - loads OpenCV and faiss

        return MarkMatcher([*read_marks(MARKS).entries, *self._own])

    def codes(self, picture: Picture) -> Iterator[SeenCode]:
        """Codes, each content once."""
        told = set()
        for layer in _shown(picture):
            for code in load.codes()(layer.image):
                if code.text not in told:
                    told.add(code.text)
                    yield SeenCode(code.format, code.text, _shares(code.corners, layer))

    def marks(self, picture: Picture) -> Iterator[SeenMark]:
        """Registered marks, the surest first."""
        layers = _shown(picture)
        for match in self._matcher.match([layer.image for layer in layers]):
            yield _mark(match, layers[match.layer])

    def texts(self, picture: Picture) -> Iterator[SeenText]:
        """Texts as which the writing may be read, each once; of a frame the first ground on which there is any."""
        told: set[str] = set()
        written: set[int] = set()
        left = _MOST_READ
        for layer in _shown(picture):
            if layer.frame in written or not left:
                continue
            left -= 1
            texts = load.reader().read(layer.image, strict=self._thorough)
            if texts.readings:
                written.add(layer.frame)
            for reading in texts.readings:
                if reading not in told:
                    told.add(reading)
                    yield _text(reading, texts, layer)

    def signs(self, picture: Picture) -> Iterator[SeenSign]:
        """Flags and seals, each kind once, the surest."""
        best: dict[SignKind, SeenSign] = {}
        for layer in _shown(picture):
            for sign in _signs(layer):
                if sign.kind not in best or best[sign.kind].score < sign.score:
                    best[sign.kind] = sign
        yield from best.values()


def _signs(layer: Layer) -> Iterator[SeenSign]:
    for flag in load.flags()(layer.image):
        yield SeenSign(_FLAGS[flag.kind.value], flag.score, _shares(_corners(flag.box), layer))
    for seal in load.seals()(layer.image):
        if seal.shape.value != "square":  # a square one bears a person's name, and stands on many an avatar
            yield SeenSign("seal", seal.score, _shares(_corners(seal.box), layer))


def _corners(box: tuple[float, float, float, float]) -> Region:
    left, top, right, bottom = box
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _shown(picture: Picture) -> list[Layer]:
    return [layer for layer in picture.layers if not layer.blank and not layer.stored]


def _mark(match: MarkMatch, layer: Layer) -> SeenMark:
    evidence = {
        "mark": match.mark.id,
        "view": match.view,
        "transform": match.transform + (", inverted" if match.inverted else ""),
        "distance": str(match.distance),
        "inliers": str(match.inliers),
        "agreement": f"{match.agreement:.2f}",
        "frame": str(layer.frame),
    }
    mark = match.mark
    odds = round(1 / (1 + math.exp(-match.score)), 3)  # the matcher's score is a log-odds
    return SeenMark(mark.name, mark.target, mark.kind, match.sure, odds, _shares(match.region, layer), evidence)


def _text(reading: str, texts: Texts, layer: Layer) -> SeenText:
    lines = [line for line in texts.lines if line.text in reading] or list(texts.lines)
    points = [point for line in lines for point in line.corners]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    turned = next((line.view.value for line in lines if line.view.value != "upright"), "")
    large = max(line.size for line in lines) >= _PROMINENT * max(layer.image.size)
    place = _shares(_corners((left, top, right, bottom)), layer)
    return SeenText(reading, min(line.confidence for line in lines), place, turned, large)


def _shares(corners: Iterable[tuple[float, float]], layer: Layer) -> Region:
    width, height = layer.image.size
    return tuple((x / width, y / height) for x, y in corners)
