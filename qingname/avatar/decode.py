"""From the bytes of a file to a picture that later stages can look at, or one typed refusal.

1. the number of bytes, the format by its first bytes, and the file's own claims are checked before a decoder sees it
2. the format's own decoder opens it, and no other; a JPEG is decoded at the smallest size that is large enough
3. of an animation at most eight frames are looked at; one that a budget of pixels does not reach through the frames
   before it is decoded alone
4. each frame becomes flat layers of bounded size (``layers.py``)

Nothing global is touched: Pillow's limits and the process's warning filters stay as they are, which threads share.
``PIL.ImageFile.LOAD_TRUNCATED_IMAGES`` is left to the process too: files that are cut off are refused all the same, but
where it is set, coded data that breaks off inside a whole file is decoded as far as it goes.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Final

from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from qingname.avatar import limits
from qingname.avatar.containers import read_header
from qingname.avatar.containers.exif import orientation_of
from qingname.avatar.containers.header import Header, broken, truncated
from qingname.avatar.frames import choose
from qingname.avatar.layers import layers_of
from qingname.avatar.picture import Layer, Picture
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.ImageFile import ImageFile

# The classes and not Image.open: that one asks every plugin, and warns of large pictures through the whole process.
_DECODERS: Final[dict[str, Callable[[io.BytesIO], ImageFile]]] = {
    "AVIF": AvifImageFile,
    "BMP": BmpImageFile,
    "GIF": GifImageFile,
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
}
_DIGEST_SIZE: Final = 32


def decode(content: bytes) -> Picture:
    """Decode a JPEG, PNG, WebP, GIF, BMP or AVIF file.

    Raise :class:`AvatarError`, and nothing else, with code ``empty``, ``too_many_bytes``, ``format``,
    ``too_many_pixels``, ``too_wide``, ``too_many_scans``, ``too_many_parts``, ``truncated``, ``broken`` or ``memory``.
    Takes under 120 MB and about half a second at most (``bench/hostile.py``, ``bench/fuzz_avatar.py``).
    """
    if len(content) > limits.MOST_BYTES:
        raise AvatarError(
            f"the picture has {len(content):,} bytes; at most {limits.MOST_BYTES:,} are read: save it smaller",
            "too_many_bytes",
        )
    header = read_header(content)
    _check_size(header.size, header.kind)
    try:
        return _decoded(content, header)
    except AvatarError:
        raise
    except MemoryError as error:
        raise AvatarError("no memory is left to decode the picture; try again, or save it smaller", "memory") from error
    except Exception as error:  # decoders raise whatever they trip over, and document none of it
        raise _refusal(error) from error


def _check_size(size: tuple[int, int], kind: str) -> None:
    width, height = size
    long, short = max(size), min(size)
    if short <= 0:
        raise broken(f"it is {width} x {height} pixels large")
    most = limits.MOST_PIXELS[kind]
    if width * height > most:
        raise AvatarError(
            f"the picture is {width} x {height} pixels; {kind} may have {most:,} in all: save it smaller",
            "too_many_pixels",
        )
    if long > limits.MOST_SIDE or long > limits.MOST_ASPECT * short:
        raise AvatarError(
            f"the picture is {width} x {height} pixels; a side may have {limits.MOST_SIDE:,}"
            f" and be {limits.MOST_ASPECT} times the other: crop it",
            "too_wide",
        )


def _decoded(content: bytes, header: Header) -> Picture:
    with _DECODERS[header.format](io.BytesIO(header.body)) as image:
        size = image.size
        _check_size(size, header.kind)
        count = min(len(header.shown), getattr(image, "n_frames", 1))
        side = limits.STILL_SIDE if count == 1 else limits.FRAME_SIDE
        budget = max(1, limits.MOST_DECODED // (size[0] * size[1]))
        chosen = choose(header.shown[:count], min(limits.MOST_FRAMES, budget))
        reach = count if count <= budget else budget - len(chosen) + 1
        layers: list[Layer] = []
        for frame in chosen:
            if frame < reach:
                layers += _layers(image, frame, frame, side, header)
            elif header.alone is not None:
                with _DECODERS[header.format](io.BytesIO(header.alone(frame))) as single:
                    _check_size(single.size, header.kind)
                    layers += _layers(single, 0, frame, side, header)
    digest = hashlib.blake2b(content, digest_size=_DIGEST_SIZE).hexdigest()
    return Picture(digest, header.format, size, count, tuple(_distinct(layers)))


def _layers(image: ImageFile, place: int, frame: int, side: int, header: Header) -> Iterator[Layer]:
    """Decode the frame at ``place`` (a JPEG no larger than it will be looked at), and number its layers ``frame``."""
    if place:
        image.seek(place)
        _check_size(image.size, header.kind)  # a frame of a GIF may be larger than its canvas
    fitted = min(1.0, side / max(image.size))
    image.draft(None, (int(image.width * fitted), int(image.height * fitted)))
    image.load()
    return layers_of(image, frame, side, max(header.orientation, _orientation(image)))


def _orientation(image: ImageFile) -> int:
    """How an AVIF is turned, which its decoder says in the words of EXIF."""
    exif = image.info.get("exif", b"") if image.format == "AVIF" else b""
    return orientation_of(exif)


def _distinct(layers: list[Layer]) -> Iterator[Layer]:
    """Layers without those whose pixels an earlier one has."""
    if len(layers) == 1:
        yield layers[0]
        return
    seen = set()
    for layer in layers:
        image = layer.image
        looks = (image.mode, image.size, hashlib.blake2b(image.tobytes(), digest_size=_DIGEST_SIZE).digest())
        if looks not in seen:
            seen.add(looks)
            yield layer


def _refusal(error: Exception) -> AvatarError:
    """What a decoder's error means. Pillow says truncation in words only."""
    words = str(error).lower()
    if isinstance(error, EOFError) or "truncated" in words:
        return truncated("before the picture does")
    return broken(f"its decoder says “{words or type(error).__name__}”")
