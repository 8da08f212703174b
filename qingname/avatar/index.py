"""Which marks have a hash or features like those of an avatar: Hamming neighbours among 10^2 to 10^5 marks.

Up to ``_FLAT`` codes every one is compared; above, codes lie in lists around centres and the nearest lists are read
(faiss). Of each mark its strongest features are searched, so many that all marks together stay below
``_MOST_FEATURES``; when a mark is verified, all of its features count. ``reference`` is the slow search that is
obviously right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import faiss
import numpy as np

from qingname.avatar.features import BYTES
from qingname.avatar.hashes import BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingname.avatar.arrays import Bytes, Numbers
    from qingname.avatar.look import Look

_FLAT = 50_000  # codes that are all compared in the time in which lists are read
_LIST = 400  # codes of a list, on average
_MOST_LISTS = 2_048  # more take minutes to lay out
_READ = 10  # lists that are read; 24 find the right mark of 2 photographs in 100 more, at twice the time
_TRAINED = 39  # codes for each centre when centres are looked for, the least that faiss asks for
_ROUNDS = 8
_MOST_FEATURES = 5_000_000
_FEWEST_FEATURES = 40


class Neighbours(NamedTuple):
    """Rows of a search: which ``query`` met which ``code`` of the index, ``bits`` apart."""

    query: Numbers
    code: Numbers
    bits: Numbers


def _take_one_thread() -> None:
    """Of the calling thread: where other work keeps the cores busy, two threads take ten times as long as one."""
    faiss.omp_set_num_threads(1)


class Codes:
    """256-bit codes to search."""

    def __init__(self, codes: Bytes, *, exact: bool = False) -> None:
        """Index ``codes`` (n, 32); ``exact`` compares all of them, however many."""
        _take_one_thread()
        if exact or len(codes) <= _FLAT:
            self._index: Any = faiss.IndexBinaryFlat(BITS)
        else:
            lists = min(len(codes) // _LIST, _MOST_LISTS)
            self._centres = faiss.IndexBinaryFlat(BITS)
            self._index = faiss.IndexBinaryIVF(self._centres, BITS, lists)
            self._index.cp.niter = _ROUNDS
            self._index.nprobe = _READ
            step = max(1, len(codes) // (lists * _TRAINED))
            self._index.train(np.ascontiguousarray(codes[::step]))
        self._index.add(np.ascontiguousarray(codes))

    def nearest(self, queries: Bytes, count: int, within: int) -> Neighbours:
        """For each query (n, 32) its ``count`` nearest codes that are less than ``within`` bits away."""
        _take_one_thread()
        bits, code = self._index.search(np.ascontiguousarray(queries), count)
        query = np.repeat(np.arange(len(queries)), count)
        kept = (code.ravel() >= 0) & (bits.ravel() < within)
        return Neighbours(query[kept], code.ravel()[kept], bits.ravel()[kept].astype(np.int64))


def reference(codes: Bytes, queries: Bytes, count: int, within: int) -> Neighbours:
    """What :meth:`Codes.nearest` should find, by comparing every query with every code."""
    rows = []
    for number, query in enumerate(queries):
        bits = np.bitwise_count(codes ^ query).sum(axis=1, dtype=np.int64)
        rows += [
            (number, int(code), int(bits[code]))
            for code in np.argsort(bits, kind="stable")[:count]
            if bits[code] < within
        ]
    query, code, bits = np.array(rows, np.int64).reshape(-1, 3).T
    return Neighbours(query, code, bits)


class LookIndex:
    """Looks of marks, to be asked for hashes and features."""

    def __init__(self, looks: Sequence[Look]) -> None:
        """Index all hashable hashes of ``looks`` and the strongest features."""
        self.looks = looks
        most = max(_FEWEST_FEATURES, _MOST_FEATURES // max(1, len(looks)))
        features = [look.features for look in looks]
        self._hashes = Codes(_joined([look.hashes[look.hashable] for look in looks]))
        self._features = Codes(_joined([feature.descriptors[:most] for feature in features]))
        self.places = np.concatenate([np.zeros((0, 4), np.float32)] + [feature.places[:most] for feature in features])
        """x, y, size and angle of each indexed feature."""
        self.look_of_feature = _owners([len(feature.places[:most]) for feature in features])
        """Number of the look that each indexed feature belongs to."""
        self._look_of_hash = _owners([int(look.hashable.sum()) for look in looks])

    def near_hashes(self, hashes: Bytes, within: int, most: int) -> list[int]:
        """Numbers of the ``most`` looks with a hash within so many bits of one of ``hashes`` (n, 32), nearest first."""
        if not len(hashes) or not self.looks:
            return []
        found = self._hashes.nearest(hashes, _EACH_HASH, within)
        order = np.argsort(found.bits, kind="stable")
        looks = self._look_of_hash[found.code[order]]
        return [int(look) for look in dict.fromkeys(looks.tolist())][:most]

    def near_features(self, descriptors: Bytes, within: int) -> Neighbours:
        """Indexed features like those with ``descriptors`` (n, 32)."""
        if not len(descriptors) or not len(self.places):
            nothing = np.zeros(0, np.int64)
            return Neighbours(nothing, nothing, nothing)
        return self._features.nearest(descriptors, _EACH_FEATURE, within)


_EACH_HASH = 8  # neighbours of a hash: up to twelve of one mark lie together
_EACH_FEATURE = 5  # neighbours of a feature: marks of one family share their parts


def _joined(codes: Sequence[Bytes]) -> Bytes:
    return np.concatenate([np.zeros((0, BYTES), np.uint8), *codes])


def _owners(counts: Sequence[int]) -> Numbers:
    return np.repeat(np.arange(len(counts)), counts)
