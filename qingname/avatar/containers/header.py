"""What a file says about its picture, read from its bytes before any decoder sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from qingname.avatar.limits import MOST_PARTS
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SLOWEST_IGNORED: Final = 10  # milliseconds
_INSTEAD: Final = 100

Part = TypeVar("Part")


class Header(msgspec.Struct, frozen=True):
    """A file's own claims. ``kind`` is a key of :data:`qingname.avatar.limits.MOST_PIXELS`.

    ``size`` is width and height in pixels as stored, of the canvas or of the largest piece that is drawn on it.
    ``shown`` holds for each frame how long it is shown, in milliseconds. ``body`` is what a decoder needs of the file.
    ``orientation`` is that of EXIF, 1 to 8. ``alone`` gives a file of one frame of an animation, without the frames
    that it is drawn over: the way to a frame that lies behind more of them than are decoded.
    """

    format: str
    size: tuple[int, int]
    body: bytes
    shown: tuple[int, ...] = (0,)
    progressive: bool = False
    orientation: int = 1
    alone: Callable[[int], bytes] | None = None

    @property
    def animated(self) -> bool:
        """Whether it has more than one frame, as far as the header tells."""
        return len(self.shown) > 1

    @property
    def kind(self) -> str:
        """Format, and how it is stored where that decides what decoding costs."""
        if self.progressive:
            return f"progressive {self.format}"
        return f"animated {self.format}" if self.animated else self.format


def truncated(what: str) -> AvatarError:
    """The file ends inside something that it announced."""
    return AvatarError(f"the picture is cut off: it ends {what}; upload the whole file", "truncated")


def broken(what: str) -> AvatarError:
    """The file contradicts itself or its format."""
    return AvatarError(f"the picture is damaged: {what}; save it again as PNG or JPEG", "broken")


def too_many_parts() -> AvatarError:
    """The file is cut into pieces that no encoder writes, to keep its reader busy."""
    what = f"the picture has more than {MOST_PARTS:,} parts; save it again as PNG or JPEG"
    return AvatarError(what, "too_many_parts")


def bounded(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of a file, as long as there are not too many."""
    for number, part in enumerate(parts):
        if number >= MOST_PARTS:
            raise too_many_parts()
        yield part


def shown_for(milliseconds: int) -> int:
    """How long browsers really show a frame: Chromium, Firefox and Safari take 10 ms and less for 100 ms."""
    return milliseconds if milliseconds > _SLOWEST_IGNORED else _INSTEAD
