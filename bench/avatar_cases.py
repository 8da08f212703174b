"""Avatars of two sorts, distorted marks and pictures that show none, and what every method says of each."""

from __future__ import annotations

import io
import multiprocessing
from typing import TYPE_CHECKING, NamedTuple

import cv2
import faiss
import imagehash
import numpy as np
import pdqhash
from distortions import KINDS, backdrop, distort
from PIL import Image

from qingname.avatar.marks import Entry, Mark, entry_of
from qingname.avatar.matcher import MarkMatcher, hashes_of
from qingname.avatar.score import TERMS
from qingname.errors import MarkError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

STOCK = ("phash 64 bits", "phash 256 bits", "dhash 256 bits", "PDQ")
"""The methods beside which ours stands, with the pictures as their own documentation feeds them."""

_MARGIN = 0.08  # around a mark in the picture from which the stock hashes are made, as around ours


class Case(NamedTuple):
    """One avatar. ``mark`` is the number of the mark that it shows, -1 for none; ``kind`` is empty then."""

    name: str
    kind: str
    mark: int


class Told(NamedTuple):
    """What is said of one case.

    ``evidence``: float32 (n, 1 + terms), the number of a mark and the terms of a pose that was tried; ``stock``: bits
    to the nearest picture of each mark, (methods, marks); ``hashes``: bits between the nearest views of ours, (marks,).
    """

    evidence: NDArray[np.float32]
    stock: NDArray[np.uint8]
    hashes: NDArray[np.uint8]


class World:
    """The marks that every case is held against, known by number."""

    def __init__(self, marks: Sequence[Path], photos: Sequence[Path], font: str) -> None:
        """Look at all marks; blank and too plain ones are left out, and told in ``plain``."""
        self.photos, self.font = photos, font
        self.pictures: list[Image.Image] = []
        self.names: list[str] = []
        self.plain: list[str] = []
        entries: list[Entry] = []
        for path in marks:
            with Image.open(path) as file:
                picture = file.convert("RGBA")
            try:
                entries.append(entry_of(Mark(f"{len(entries)}", path.stem), picture))
            except MarkError:
                self.plain.append(path.stem)
                continue
            self.pictures.append(picture)
            self.names.append(path.stem)
        self.matcher = MarkMatcher(entries)
        self._hashes = [np.concatenate([look.hashes[look.hashable] for look in entry.looks]) for entry in entries]
        self._stock = np.stack([_stock_hashes(_squared(picture)) for picture in self.pictures], axis=1)

    def picture(self, case: Case) -> Image.Image:
        """The avatar of a case."""
        if case.mark >= 0:
            return distort(self.pictures[case.mark], case.name, case.kind, self.photos, self.font)
        with Image.open(case.name) as file:
            return file.convert("RGB")

    def tell(self, case: Case) -> Told:
        """Ask every method."""
        picture = self.picture(case)
        rows = [(int(self.matcher.marks[e.look].id), *e.terms) for e in self.matcher.evidence(picture)]
        evidence = np.array(rows, np.float32).reshape(-1, 1 + len(TERMS))
        own = _stock_hashes(picture)
        stock = np.bitwise_count(own[:, None] ^ self._stock).sum(axis=2).astype(np.uint8)
        hashed = hashes_of(picture).hashes.reshape(-1, 32)
        hashes = _nearest(np.concatenate((hashed, ~hashed)), self._hashes)
        return Told(evidence, stock, hashes)


def _nearest(shown: NDArray[np.uint8], known: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Bits between the nearest two hashes (n, 32) of an avatar and each mark; 128 where one side has none."""
    words = [np.ascontiguousarray(hashes).view(np.uint64).T for hashes in (shown, np.concatenate(known))]
    apart = np.zeros((words[0].shape[1], words[1].shape[1]), np.uint16)
    for own, other in zip(*words, strict=True):
        apart += np.bitwise_count(own[:, None] ^ other)
    owner = np.repeat(np.arange(len(known)), [len(hashes) for hashes in known])
    nearest = np.full(len(known), 128, np.uint8)
    np.minimum.at(nearest, owner, apart.min(axis=0, initial=128).astype(np.uint8))
    return nearest


def cases(
    world: World, others: Sequence[Path], marks: Sequence[int], kinds: Sequence[str] = tuple(KINDS)
) -> list[Case]:
    """Each of ``marks`` in each of ``kinds``, then each of ``others``."""
    worn = [Case(world.names[mark], kind, mark) for kind in kinds for mark in marks]
    return worn + [Case(str(path), "", -1) for path in others]


def told(world: World, asked: Sequence[Case], jobs: int) -> list[Told]:
    """Answers in the order of ``asked``, from so many processes of one thread each."""
    _alone()
    if jobs == 1:
        return [world.tell(case) for case in asked]
    _shared.append(world)  # forked with the process: an index of faiss cannot be sent
    with multiprocessing.get_context("fork").Pool(jobs, _alone) as pool:
        return pool.map(_tell, asked, chunksize=16)


_shared: list[World] = []


def _tell(case: Case) -> Told:
    return _shared[-1].tell(case)


def _alone() -> None:
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)


def _squared(mark: Image.Image) -> Image.Image:
    long = int(max(mark.size) * (1 + _MARGIN))
    board = Image.new("RGBA", (long, long), (*backdrop(mark), 255))
    board.alpha_composite(mark, ((long - mark.width) // 2, (long - mark.height) // 2))
    return board.convert("RGB")


def _stock_hashes(picture: Image.Image) -> NDArray[np.uint8]:
    """Hashes of ``STOCK``, each in 32 bytes, (methods, 32); a shorter one is filled with zeros."""
    bits = [
        imagehash.phash(picture).hash,
        imagehash.phash(picture, hash_size=16).hash,
        imagehash.dhash(picture, hash_size=16).hash,
        pdqhash.compute(np.asarray(picture))[0],
    ]
    packed = [np.packbits(np.asarray(each).astype(bool).ravel()) for each in bits]
    return np.stack([np.pad(each, (0, 32 - len(each))) for each in packed])


def encoded(picture: Image.Image) -> bytes:
    """A picture as the file that a platform would be sent."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()
