"""Finding and reading lines of text: PP-OCRv6 small (Baidu, Apache-2.0) on onnxruntime, one thread.

The two networks come inside the wheel of ``rapidocr``, which is never imported: its own pipeline takes five times as
long and would fetch a model that is not there (docs/adr/0011-opencv-and-ocr.md). Before and after the networks happens
what PaddleOCR does: differentiable binarisation for boxes (Liao et al. 2020), connectionist temporal classification
for lines, decoded greedily.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime
from cv2.typing import MatLike

from qingname.errors import StageError

if TYPE_CHECKING:
    from collections.abc import Iterator

Pixels: TypeAlias = MatLike
"""A colour picture, bytes: rows, columns, then red, green and blue."""

Corners: TypeAlias = npt.NDArray[np.float32]
"""Four points (x, y) in pixels, clockwise, the first where a line begins at the top."""

_PACKAGE = "rapidocr"
_FINDS = "models/PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"
_READS = "models/PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"

# What the networks were trained and published with (rapidocr 3.10.0, config.yaml).
MULTIPLE = 32  # pixels by which the finding network halves five times
INK = 0.3  # probability from which a pixel is text
_SURE = 0.5  # mean probability over a box from which it is a line; of names .69 at least, in corners and seals less
_UNCLIP = 1.6  # the network shrinks a line by this ratio of its area to its outline
_LINE_HEIGHT = 48  # pixels of a line that is read
_LEAST_SIDE = 3  # pixels on the map below which a box is a speck


class Box(NamedTuple):
    """Where a line of text stands, and how sure that is, 0 to 1."""

    corners: Corners
    sure: float


class Ocr:
    """The two networks, loaded. Safe to share between threads: a run keeps nothing."""

    def __init__(self) -> None:
        """Load both networks.

        :raises StageError: where the models are missing, or a model is another than was measured.
        """
        cv2.setNumThreads(1)  # processes share the cores, threads do not
        onnxruntime.disable_telemetry_events()  # off on Linux and macOS anyway
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._finds = onnxruntime.InferenceSession(_model(*_FINDS), options, providers=["CPUExecutionProvider"])
        self._reads = onnxruntime.InferenceSession(_model(*_READS), options, providers=["CPUExecutionProvider"])
        characters = self._reads.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]

    def text_map(self, pixels: Pixels, side: int) -> tuple[npt.NDArray[np.float32], float]:
        """Probability of text at each place of the picture with its longer side at ``side`` pixels.

        With it comes how many pixels of the picture are one of the map. The map is a little larger than the picture,
        to the right and below, where the network asks for it.
        """
        height, width = pixels.shape[:2]
        scale = max(height, width) / side
        size = max(1, round(width / scale)), max(1, round(height / scale))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR)
        right, below = (-length % MULTIPLE for length in size)
        found: npt.NDArray[np.float32] = _run(
            self._finds, cv2.copyMakeBorder(small, 0, below, 0, right, cv2.BORDER_REPLICATE)
        )[0, 0]
        return found, scale

    def read(self, line: Pixels) -> tuple[str, float]:
        """Text of a picture that shows one line, and the mean probability of its characters; ``""`` and 0 for none."""
        height, width = line.shape[:2]
        size = max(_LINE_HEIGHT, round(width * _LINE_HEIGHT / height)), _LINE_HEIGHT
        odds = _run(self._reads, cv2.resize(line, size, interpolation=cv2.INTER_LINEAR))[0]
        best, sure = odds.argmax(1), odds.max(1)
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        text = "".join(self._characters[index] for index in best[kept])
        return text, float(sure[kept].mean()) if kept.any() else 0.0


def _model(name: str, digest: str) -> bytes:
    """Bytes of a model in rapidocr's wheel, which is looked for but not imported."""
    spec = importlib.util.find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise StageError("avatar_text", f"the package {_PACKAGE}, which carries the models, is not installed")
    path = Path(folders[0], name)
    try:
        model = path.read_bytes()
    except OSError as error:
        raise StageError("avatar_text", f"{path}: {error.strerror}; install qingname again") from error
    if hashlib.sha256(model).hexdigest() != digest:
        raise StageError("avatar_text", f"{path} is not the model that was measured; install qingname again")
    return model


def _run(network: onnxruntime.InferenceSession, pixels: Pixels) -> npt.NDArray[np.float32]:
    """Ask a network about one picture. Both were trained on blue, green, red from -1 to 1."""
    values = pixels[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1  # half of a byte
    (answer,) = network.run(None, {network.get_inputs()[0].name: np.ascontiguousarray(values[None])})
    return np.asarray(answer)


def boxes(seen: npt.NDArray[np.float32], scale: float) -> Iterator[Box]:
    """Lines on a map of text of which one pixel is ``scale`` of the picture, in pixels of the picture; in no order."""
    ink = cv2.dilate((seen > INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, nested = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, (_, _, _, parent) in zip(outlines, nested[0] if outlines else (), strict=True):
        if parent >= 0:
            continue  # the edge of a hole
        centre, (long, wide), angle = cv2.minAreaRect(outline)
        if min(long, wide) < _LEAST_SIDE:
            continue
        sure = _inside(seen, cv2.boxPoints((centre, (long, wide), angle)))
        if sure < _SURE:
            continue
        grow = long * wide * _UNCLIP / (long + wide)
        corners = _ordered(cv2.boxPoints((centre, (long + grow, wide + grow), angle)) * np.float32(scale))
        yield Box(corners, sure)


def _inside(seen: npt.NDArray[np.float32], corners: MatLike) -> float:
    """Mean probability inside a box on the map."""
    mask = np.zeros(seen.shape, np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    return float(cv2.mean(seen, mask)[0])


def _ordered(corners: MatLike) -> Corners:
    """Corners clockwise from the upper of the two leftmost."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (by_x[:2], by_x[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
