"""Times of matching marks, by stage, as ratios to ``imagehash.phash`` of the same pictures; and of large indexes.

Usage: python bench/avatar_times.py --marks DIR --others DIR [--pictures 150 --rounds 3] [--sizes 1000,10000,100000]

One thread. Stages are measured one after the other on each picture, so that a busy machine slows all of them alike;
told are medians over pictures of the fastest round, cumulative from the bytes of a file. ``bench/avatars.py`` prints
the same.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import faiss
import imagehash
import numpy as np
from PIL import Image

from qingname.avatar.features import BYTES, Features, canvas, find_features
from qingname.avatar.index import LookIndex
from qingname.avatar.look import Look
from qingname.avatar.marks import Mark, entry_of
from qingname.avatar.matcher import FEATURES, NEAR_FEATURE, NEAR_HASH, NEAREST_LOOKS, SIDE, MarkMatcher, hashes_of
from qingname.avatar.views import NAMES
from qingname.errors import MarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STAGES = ("decode", "hashes and their search", "with local features", "imagehash.phash")
_INDEXED = 50  # features of a look that an index of 10^5 marks holds; smaller ones hold up to 300
_LOOKS = 1.7  # of a mark, on average
_HASHABLE = 11  # views of a look, on average


def stages(matcher: MarkMatcher, files: Sequence[bytes], rounds: int) -> dict[str, float]:
    """Median milliseconds of each stage, cumulative but for the last."""
    rows = [np.min([list(_once(matcher, file)) for _ in range(rounds)], axis=0) for file in files]
    middle = 1000 * np.median(rows, axis=0)
    return dict(zip(STAGES, middle.tolist(), strict=True))


def _once(matcher: MarkMatcher, file: bytes) -> Iterator[float]:
    start = time.perf_counter()
    with Image.open(io.BytesIO(file)) as opened:
        picture = opened.convert("RGB")
    decoded = time.perf_counter() - start
    yield decoded
    start = time.perf_counter()
    hashes = hashes_of(picture).hashes.reshape(-1, BYTES)
    matcher.index.near_hashes(np.concatenate((hashes, ~hashes)), NEAR_HASH, NEAREST_LOOKS)
    yield decoded + time.perf_counter() - start
    start = time.perf_counter()
    matcher.match([picture])
    yield decoded + time.perf_counter() - start
    start = time.perf_counter()
    imagehash.phash(picture)
    yield time.perf_counter() - start


def _random_look(chance: np.random.Generator, indexed: int) -> Look:
    places = chance.uniform(16, 336, (indexed, 4)).astype(np.float32)
    codes = chance.integers(0, 256, (len(NAMES) + indexed, BYTES), np.uint8)
    features = Features(places, codes[len(NAMES) :])
    hashable = np.arange(len(NAMES)) < _HASHABLE
    nothing = np.zeros((0, 0), np.uint8)
    return Look(codes[: len(NAMES)], hashable, np.zeros((12, 4), np.float32), (352, 352), features, nothing, nothing)


def searches(marks: int, picture: Image.Image, rounds: int = 5) -> tuple[float, float, float]:
    """Seconds to build an index of so many random marks; milliseconds to search it for all hashes, and features."""
    chance = np.random.default_rng(0)
    indexed = max(_INDEXED, min(300, round(5_000_000 / (_LOOKS * marks))))
    looks = [_random_look(chance, indexed) for _ in range(round(_LOOKS * marks))]
    start = time.perf_counter()
    index = LookIndex(looks)
    built = time.perf_counter() - start
    hashes = hashes_of(picture).hashes.reshape(-1, BYTES)
    both = np.concatenate((hashes, ~hashes))
    features = find_features(canvas(picture, SIDE), FEATURES).descriptors
    return (
        built,
        _fastest(lambda: index.near_hashes(both, NEAR_HASH, NEAREST_LOOKS), rounds),
        2 * _fastest(lambda: index.near_features(features, NEAR_FEATURE), rounds),  # as is and mirrored
    )


def _fastest(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def report(matcher: MarkMatcher, files: Sequence[bytes], rounds: int, sizes: Sequence[int]) -> None:
    """Print both tables."""
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    times = stages(matcher, files, rounds)
    base = times["imagehash.phash"]
    print(f"\n{'stage, cumulative':28}{'median ms':>11}{'of phash':>10}   ({len(files)} pictures, one thread)")
    for name, middle in times.items():
        print(f"{name:28}{middle:>11.2f}{middle / base:>10.1f}")
    with Image.open(io.BytesIO(files[0])) as opened:
        picture = opened.convert("RGB")
    print(f"\n{'random marks':>12}{'index built, s':>16}{'hashes, ms':>12}{'features, ms':>14}")
    for size in sizes:
        built, hashes, features = searches(size, picture)
        print(f"{size:>12,}{built:>16.1f}{hashes:>12.1f}{features:>14.1f}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marks", type=Path, required=True)
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="1000,10000,100000", help="how many random marks, for the index")
    options = parser.parse_args()
    files = [path.read_bytes() for path in chosen(options.others, options.pictures)]
    report(
        MarkMatcher(list(_entries(options.marks))), files, options.rounds, [int(n) for n in options.sizes.split(",")]
    )


def chosen(folder: Path, count: int) -> list[Path]:
    """So many files of a folder, always the same."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return random.Random(0).sample(files, min(count, len(files)))  # noqa: S311 - which to measure


def _entries(folder: Path) -> Iterator:
    for number, path in enumerate(sorted(folder.iterdir())):
        with Image.open(path) as file:
            picture = file.convert("RGBA")
        try:
            yield entry_of(Mark(str(number), path.stem), picture)
        except MarkError:
            continue


if __name__ == "__main__":
    main()
