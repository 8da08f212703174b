"""What people do to a mark before they wear it: 32 kinds, the same for the same mark and kind.

A distortion takes a mark (RGBA) and a :class:`Draw`, from which all chance comes, and gives an avatar (RGB). The mark
lies on white, as most avatars have it, or on dark gray where white would hide it.
"""

from __future__ import annotations

import io
import random
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Distortion = Callable[[Image.Image, "Draw"], Image.Image]

Colour = tuple[int, int, int]

SIDE = 256  # pixels of an avatar where a kind does not say otherwise
_MARGIN = 0.08  # of the longer side of the mark
_WHITE: Colour = (255, 255, 255)
_DARK: Colour = (40, 40, 40)
_SEEN = 24  # mean gray levels between mark and background below which a mark on white is as good as hidden
_WORDS = ("官方", "新闻", "客服中心", "本地生活", "办事大厅", "直播", "小明的频道", "政务服务", "唯一指定")
_BACKGROUNDS = ((0, 0, 0), (200, 20, 20), (20, 60, 160), (40, 40, 40), (240, 200, 60), (30, 120, 60), (120, 120, 120))


class Draw(NamedTuple):
    """All chance of one distortion, and what it is drawn with: photographs to lie on, a font file with Chinese."""

    chance: random.Random
    photos: Sequence[Path]
    font: str

    def colour(self, brightest: int = 255) -> Colour:
        """Any colour, no channel above ``brightest``."""
        return (self.chance.randint(0, brightest), self.chance.randint(0, brightest), self.chance.randint(0, brightest))

    def sign(self) -> int:
        """One way or the other."""
        return self.chance.choice((-1, 1))


def distort(mark: Image.Image, name: str, kind: str, photos: Sequence[Path], font: str) -> Image.Image:
    """The avatar that ``kind`` makes of the mark ``name``; the same for the same arguments."""
    chance = random.Random(zlib.crc32(f"{kind}:{name}".encode()))  # noqa: S311 - a drawing, no secret
    return KINDS[kind](mark.convert("RGBA"), Draw(chance, photos, font)).convert("RGB")


def backdrop(mark: Image.Image) -> Colour:
    """White, or dark gray where the mark (RGBA) is nearly white itself."""
    alpha = np.asarray(mark.getchannel("A"), np.float32)
    gray = np.asarray(mark.convert("L"), np.float32)
    hidden = float(((255 - gray) * alpha).sum()) / max(float(alpha.sum()), 1.0) < _SEEN
    return _DARK if hidden else _WHITE


def _square(mark: Image.Image, colour: Colour, margin: float, side: int) -> Image.Image:
    """The mark in the middle of a square; ``margin`` is the share of its longer side that is left free."""
    long = int(max(mark.size) * (1 + margin))
    board = Image.new("RGBA", (long, long), (*colour, 255))
    board.alpha_composite(mark, ((long - mark.width) // 2, (long - mark.height) // 2))
    return board.convert("RGB").resize((side, side), Image.Resampling.LANCZOS)


def _plain(mark: Image.Image, draw: Draw) -> Image.Image:
    return _square(mark, backdrop(mark), _MARGIN, draw.chance.choice((192, 256, 320)))


def _jpeg(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def _cut(picture: Image.Image, share: float) -> Image.Image:
    lost = int(picture.width * share)
    return picture.crop((lost, lost, picture.width - lost, picture.height - lost))


def _recompressed(mark: Image.Image, draw: Draw) -> Image.Image:
    return _jpeg(_plain(mark, draw), draw.chance.choice((12, 15, 25, 35, 50)))


def _shrunk(mark: Image.Image, draw: Draw) -> Image.Image:
    return _plain(mark, draw).resize((draw.chance.choice((48, 64, 80, 96)),) * 2, Image.Resampling.BICUBIC)


def _cropped_10(mark: Image.Image, draw: Draw) -> Image.Image:
    return _cut(_plain(mark, draw), 0.10)


def _cropped_20(mark: Image.Image, draw: Draw) -> Image.Image:
    return _cut(_plain(mark, draw), 0.20)


def _cropped_off_centre(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    side = int(plain.width * 0.78)
    x, y = (draw.chance.randint(0, plain.width - side) for _ in "xy")
    return plain.crop((x, y, x + side, y + side))


def _circle(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    board = Image.new(
        "RGB", plain.size, draw.chance.choice(((0, 0, 0), (240, 240, 240), (30, 30, 30), (200, 210, 230)))
    )
    board.paste(plain, (0, 0), _disc(plain.size))
    return board


def _disc(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
    return mask


def _rounded(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    mask = Image.new("L", plain.size, 0)
    radius = int(plain.width * draw.chance.uniform(0.15, 0.3))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, plain.width - 1, plain.height - 1), radius, fill=255)
    board = Image.new("RGB", plain.size, draw.colour())
    board.paste(plain, (0, 0), mask)
    return board


def _border(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    return ImageOps.expand(plain, int(plain.width * draw.chance.uniform(0.06, 0.15)), draw.colour())


def _ring(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    box = (2, 2, plain.width - 3, plain.height - 3)
    ImageDraw.Draw(plain).ellipse(box, outline=draw.colour(200), width=int(plain.width * 0.06))
    return plain


def _hue(mark: Image.Image, draw: Draw) -> Image.Image:
    hue, saturation, value = _plain(mark, draw).convert("HSV").split()
    turn = draw.chance.randint(50, 200)
    return Image.merge("HSV", (hue.point(lambda level: (level + turn) % 256), saturation, value)).convert("RGB")


def _gray(mark: Image.Image, draw: Draw) -> Image.Image:
    return _plain(mark, draw).convert("L").convert("RGB")


def _inverted(mark: Image.Image, draw: Draw) -> Image.Image:
    return ImageOps.invert(_plain(mark, draw))


def _lighting(mark: Image.Image, draw: Draw) -> Image.Image:
    bright = ImageEnhance.Brightness(_plain(mark, draw)).enhance(draw.chance.choice((0.5, 0.65, 1.3)))
    return ImageEnhance.Contrast(bright).enhance(draw.chance.choice((0.6, 0.75, 1.3)))


def _faded(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    return Image.blend(plain, Image.new("RGB", plain.size, draw.colour()), draw.chance.uniform(0.4, 0.6))


def _posterised(mark: Image.Image, draw: Draw) -> Image.Image:
    return _plain(mark, draw).quantize(draw.chance.choice((4, 6, 8))).convert("RGB")


def _sticker(mark: Image.Image, draw: Draw) -> Image.Image:
    """A face in a corner, a quarter to a third of the side."""
    plain = _plain(mark, draw)
    side = int(plain.width * draw.chance.uniform(0.25, 0.36))
    far = plain.width - side
    x, y = draw.chance.choice(((far, far), (0, 0), (far, 0), (0, far)))
    pen = ImageDraw.Draw(plain)
    pen.ellipse((x, y, x + side, y + side), fill=draw.chance.choice(((255, 204, 77), (221, 46, 68), (85, 172, 238))))
    for eye in (0.3, 0.62):
        left, top = x + side * eye, y + side * 0.3
        pen.ellipse((left, top, left + side * 0.1, top + side * 0.16), fill=(60, 40, 20))
    mouth = (x + side * 0.25, y + side * 0.3, x + side * 0.75, y + side * 0.8)
    pen.arc(mouth, 20, 160, fill=(60, 40, 20), width=max(2, side // 14))
    return plain


def _write(picture: Image.Image, draw: Draw, height: float, size: float, *, band: bool) -> Image.Image:
    """Words across the whole picture, in the middle at ``height``, letters of ``size`` (shares of the side)."""
    side, middle = picture.width, int(picture.height * height)
    em = int(side * size)
    pen = ImageDraw.Draw(picture)
    word = draw.chance.choice(_WORDS)
    if band:
        fill = draw.chance.choice(((200, 0, 0), (0, 60, 160), (255, 255, 255), (0, 0, 0)))
        pen.rectangle((0, middle - int(em * 0.7), side, middle + int(em * 0.75)), fill=fill)
    ink = draw.chance.choice(((255, 215, 0), (255, 255, 255), (220, 0, 0)))
    font = ImageFont.truetype(draw.font, em)
    pen.text((side // 2, middle), word, ink, font, anchor="mm", stroke_width=2, stroke_fill=(0, 0, 0))
    return picture


def _text_band(mark: Image.Image, draw: Draw) -> Image.Image:
    return _write(_plain(mark, draw), draw, 0.88, 0.16, band=True)


def _text_across(mark: Image.Image, draw: Draw) -> Image.Image:
    return _write(_plain(mark, draw), draw, draw.chance.uniform(0.35, 0.65), 0.18, band=False)


def _mirrored(mark: Image.Image, draw: Draw) -> Image.Image:
    return ImageOps.mirror(_plain(mark, draw))


def _quarter_turn(mark: Image.Image, draw: Draw) -> Image.Image:
    return _plain(mark, draw).rotate(draw.chance.choice((90, 180, 270)))


def _turned(picture: Image.Image, degrees: float, mark: Image.Image) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=backdrop(mark))


def _tilted(mark: Image.Image, draw: Draw) -> Image.Image:
    return _turned(_plain(mark, draw), draw.sign() * draw.chance.uniform(5, 15), mark)


def _turned_far(mark: Image.Image, draw: Draw) -> Image.Image:
    return _turned(_square(mark, backdrop(mark), 0.4, SIDE), draw.sign() * draw.chance.uniform(25, 60), mark)


def _background(mark: Image.Image, draw: Draw) -> Image.Image:
    return _square(mark, draw.chance.choice(_BACKGROUNDS), _MARGIN, SIDE)


def _placed(board: Image.Image, mark: Image.Image, draw: Draw, least: float, most: float) -> Image.Image:
    """The mark anywhere on ``board``, its longer side ``least`` to ``most`` of the board's."""
    side = int(SIDE * draw.chance.uniform(least, most))
    scale = side / max(mark.size)
    small = mark.resize((max(1, int(mark.width * scale)), max(1, int(mark.height * scale))), Image.Resampling.LANCZOS)
    place = (draw.chance.randint(0, SIDE - small.width), draw.chance.randint(0, SIDE - small.height))
    board.alpha_composite(small, place)
    return board.convert("RGB")


def _on_solid(mark: Image.Image, draw: Draw) -> Image.Image:
    return _placed(Image.new("RGBA", (SIDE, SIDE), (*draw.colour(), 255)), mark, draw, 0.4, 0.65)


def _on_photo(mark: Image.Image, draw: Draw) -> Image.Image:
    with Image.open(draw.chance.choice(draw.photos)) as photo:
        board = ImageOps.fit(photo.convert("RGBA"), (SIDE, SIDE))
    return _jpeg(_placed(board, mark, draw, 0.45, 0.7), 80)


def _noisy(mark: Image.Image, draw: Draw) -> Image.Image:
    blurred = _plain(mark, draw).filter(ImageFilter.GaussianBlur(draw.chance.uniform(1, 2.2)))
    grain = np.random.default_rng(draw.chance.randint(0, 9999)).normal(0, 18, (blurred.height, blurred.width, 3))
    return _jpeg(Image.fromarray((np.asarray(blurred, np.float32) + grain).clip(0, 255).astype(np.uint8)), 60)


def _stretched(mark: Image.Image, draw: Draw) -> Image.Image:
    plain = _plain(mark, draw)
    short = int(SIDE * draw.chance.uniform(0.72, 0.85))
    return plain.resize(draw.chance.choice(((short, SIDE), (SIDE, short))), Image.Resampling.BICUBIC)


def _perspective(mark: Image.Image, draw: Draw) -> Image.Image:
    """Each corner moved inwards by up to 12 % of the side."""
    board = _square(mark, backdrop(mark), 0.25, SIDE)
    moved = [draw.chance.uniform(0, 0.12) * SIDE for _ in range(8)]
    corners = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]
    inwards = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    rows, values = [], []
    for number, ((u, v), (a, b)) in enumerate(zip(corners, inwards, strict=True)):
        x, y = u + a * moved[2 * number], v + b * moved[2 * number + 1]
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        values += [x, y]
    terms = tuple(np.linalg.solve(np.array(rows), np.array(values)))
    method = Image.Transform.PERSPECTIVE
    return board.transform((SIDE, SIDE), method, terms, Image.Resampling.BICUBIC, fillcolor=backdrop(mark))


def _wavy(mark: Image.Image, draw: Draw) -> Image.Image:
    """Columns shifted along a wave of 3 % of the side."""
    plain = np.asarray(_plain(mark, draw))
    side = plain.shape[0]
    shift = np.sin(np.arange(side) / side * np.pi * draw.chance.uniform(2, 4)) * side * 0.03
    rows = (np.arange(side)[:, None] + shift.astype(int)[None, :]) % side
    return Image.fromarray(plain[rows, np.arange(side)[None, :]])


def _combination(mark: Image.Image, draw: Draw) -> Image.Image:
    """Circle, words, 128 pixels, quality 40."""
    written = _write(_circle(mark, draw), draw, 0.86, 0.14, band=False)
    return _jpeg(written.resize((128, 128), Image.Resampling.LANCZOS), 40)


def _second_combination(mark: Image.Image, draw: Draw) -> Image.Image:
    """Another background, tilted, cropped, quality 45."""
    tilted = _background(mark, draw).rotate(draw.chance.uniform(-6, 6), Image.Resampling.BICUBIC)
    return _jpeg(_cut(tilted, 0.05), 45)


def _collage(mark: Image.Image, draw: Draw) -> Image.Image:
    """The mark beside a photograph: half the avatar each."""
    with Image.open(draw.chance.choice(draw.photos)) as photo:
        board = ImageOps.fit(photo.convert("RGB"), (SIDE, SIDE))
    half = _square(mark, backdrop(mark), _MARGIN, SIDE).resize((SIDE * 5 // 8,) * 2)
    board.paste(half, (0, draw.chance.choice((0, SIDE - half.height))))
    return board


KINDS: dict[str, Distortion] = {
    "recompressed": _recompressed,
    "shrunk": _shrunk,
    "cropped 10 %": _cropped_10,
    "cropped 20 %": _cropped_20,
    "cropped off centre": _cropped_off_centre,
    "circle": _circle,
    "rounded": _rounded,
    "border": _border,
    "ring": _ring,
    "hue": _hue,
    "gray": _gray,
    "inverted": _inverted,
    "lighting": _lighting,
    "faded": _faded,
    "posterised": _posterised,
    "sticker": _sticker,
    "text band": _text_band,
    "text across": _text_across,
    "mirrored": _mirrored,
    "quarter turn": _quarter_turn,
    "tilted": _tilted,
    "turned": _turned_far,
    "background": _background,
    "on solid": _on_solid,
    "on photo": _on_photo,
    "collage": _collage,
    "noisy": _noisy,
    "stretched": _stretched,
    "perspective": _perspective,
    "wavy": _wavy,
    "combination": _combination,
    "second combination": _second_combination,
}
"""Each kind by the name under which figures are told."""
