"""A picture of a match for a person: the avatar with the region outlined, and beside it what is known of the mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from qingname.avatar.inspection import Region
    from qingname.avatar.look import Look

_SIDE = 360  # pixels of each half
_GAP = 12
_PAPER, _INK, _OUTLINE = (255, 255, 255), (40, 40, 40), (220, 0, 60)


def side_by_side(avatar: Image.Image, region: Region, mark: Image.Image | None) -> Image.Image:
    """The avatar, left, with ``region`` outlined; the mark, right, where there is one. 360 pixels a side each."""
    left = _fitted(avatar)
    corners = [(x * left.width, y * left.height) for x, y in region]
    if corners:
        ImageDraw.Draw(left).line([*corners, corners[0]], fill=_OUTLINE, width=3)
    board = Image.new("RGB", (2 * _SIDE + 3 * _GAP, _SIDE + 2 * _GAP), _PAPER)
    halves = (left,) if mark is None else (left, _fitted(mark))
    for number, half in enumerate(halves):
        x = _GAP + number * (_SIDE + _GAP) + (_SIDE - half.width) // 2
        board.paste(half, (x, _GAP + (_SIDE - half.height) // 2))
    return board


def sketch(look: Look) -> Image.Image:
    """What is kept of a mark, drawn: a stroke along the edges of each cell, the darker the more they weigh."""
    rows, columns, bins = look.grid.shape
    size = _SIDE / max(rows, columns)
    board = Image.new("RGB", (round(columns * size), round(rows * size)), _PAPER)
    draw = ImageDraw.Draw(board)
    weights = look.weights.astype(np.float64) / max(1.0, float(look.weights.max()))
    for row, column in zip(*np.nonzero(look.weights), strict=True):
        cell = look.grid[row, column].astype(np.float64)
        angle = int(cell.argmax()) * np.pi / bins + np.pi / 2  # an edge runs across its gradient
        x, y = (column + 0.5) * size, (row + 0.5) * size
        dx, dy = np.cos(angle) * size / 2, np.sin(angle) * size / 2
        ink = tuple(round(255 - (255 - level) * weights[row, column]) for level in _INK)
        draw.line([(x - dx, y - dy), (x + dx, y + dy)], fill=ink, width=max(1, round(size / 6)))
    return board


def _fitted(picture: Image.Image) -> Image.Image:
    whole = picture.convert("RGB")
    scale = _SIDE / max(whole.size)
    return whole.resize((max(1, round(whole.width * scale)), max(1, round(whole.height * scale))))
