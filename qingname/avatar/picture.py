"""What decoding gives: a picture as layers that a viewer, a converter or a person may see."""

from __future__ import annotations

from typing import Literal

import msgspec
from PIL import Image

Ground = Literal["white", "black", "alpha", "opaque"]


class Layer(msgspec.Struct, frozen=True, gc=False):
    """One flat look of one frame: ``image`` has mode L or RGB and at most ``limits.STILL_SIDE`` pixels a side.

    ``ground`` is what it was laid on: ``white`` (which every frame has, unless an earlier one looks the same),
    ``black`` where parts are transparent, ``alpha`` for the transparency itself as gray where it is not everywhere the
    same, and ``opaque`` for colours that transparency hides and that a converter without it would show.
    ``stored`` is true for a look that an EXIF orientation has not turned, where there is one; the others are as
    displayed. ``blank`` layers show nothing: no channel spans more than :data:`qingname.avatar.layers.FLAT` levels.
    """

    frame: int
    ground: Ground
    stored: bool
    blank: bool
    image: Image.Image


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A decoded picture. No two layers are the same, and there is at least one.

    ``digest`` is the BLAKE2b-256 of the file in hex; ``size`` is width and height of the canvas in pixels, as stored.
    The file has so many ``frames``, of which at most ``limits.MOST_FRAMES`` have layers. A late frame of a large
    animation is seen without those that it is drawn over.
    """

    digest: str
    format: str
    size: tuple[int, int]
    frames: int
    layers: tuple[Layer, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn on any layer. A blank picture matches nothing, and is no proof of anything."""
        return all(layer.blank for layer in self.layers)
