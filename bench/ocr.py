"""Text in pictures: exact by style, false text, codes, seals, flags, and milliseconds beside imagehash.phash.

    python bench/ocr.py DIR [--others DIR] [--limit N]

``DIR/meta.json`` holds rows ``[file, style, side in pixels, text, font]``. ``first`` counts pictures whose most usual
reading is the text, ``any`` those that give it in some order. ``--others`` holds pictures that show none of the texts:
what is found there is counted, and listed for a person to look at.
"""

from __future__ import annotations

import argparse
import collections
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imagehash
from measure import pin_to_one_core
from PIL import Image

from qingname.avatar.load import codes, flags, reader, seals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_P95 = 0.95


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--others", type=Path)
    options.add_argument("--limit", type=int, help="look at about so many of the others")
    asked = options.parse_args()
    pin_to_one_core()
    read = reader().read
    read(Image.new("RGB", (64, 64)))
    print_exact(asked.folder, read)
    if asked.others:
        files = sorted(path for path in asked.others.iterdir() if path.is_file())
        step = max(1, len(files) // asked.limit) if asked.limit else 1
        print_others(files[::step], read)


def print_exact(folder: Path, read: Callable[[Image.Image], Any]) -> None:
    """Exact readings by style, and how long they take."""
    rows = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    first, anywhere, all_ = collections.Counter[str](), collections.Counter[str](), collections.Counter[str]()
    times: list[float] = []
    base: list[float] = []
    for name, style, _, text, _ in rows:
        image = opened(folder / name)
        base.append(timed(imagehash.phash, image)[0])
        took, found = timed(read, image)
        times.append(took)
        all_[style] += 1
        first[style] += found.text == text
        anywhere[style] += text in found.readings
    for style in all_:
        print(f"{style:>12}  first {first[style] / all_[style]:.3f}  any {anywhere[style] / all_[style]:.3f}")
    total = len(rows)
    print(f"{'all':>12}  first {first.total() / total:.3f}  any {anywhere.total() / total:.3f}  of {total}")
    print_times("text", times, base)


def print_others(files: list[Path], read: Callable[[Image.Image], Any]) -> None:
    """What is found where nothing is, and how long that takes."""
    stages: dict[str, Callable[[Image.Image], Any]] = {
        "text": read,
        "codes": codes(),
        "seals": seals(),
        "flags": flags(),
    }
    times: dict[str, list[float]] = collections.defaultdict(list)
    base, chinese, lone = [], [], 0
    found: dict[str, list[str]] = collections.defaultdict(list)
    for path in files:
        image = opened(path)
        base.append(timed(imagehash.phash, image)[0])
        for stage, look in stages.items():
            took, seen = timed(look, image)
            times[stage].append(took)
            if stage == "text" and seen.lines:
                found[stage].append(path.name)
                if any("\u3400" <= char <= "\u9fff" for text in seen.readings for char in text):
                    chinese.append(f"{path.name}:{seen.text}")
                    lone += all(len(text) == 1 for text in seen.readings)
            elif stage != "text" and seen:
                found[stage].append(path.name)
    print(f"\n{len(files)} other pictures")
    for stage in stages:
        print(f"{stage:>12}  found in {len(found[stage])}")
        print_times(stage, times[stage], base)
    print(f"Chinese text in {len(chinese)}, a lone character in {lone} of them: {' '.join(chinese)}")
    for stage in ("codes", "seals", "flags"):
        print(f"{stage}: {' '.join(found[stage])}")


def opened(path: Path) -> Image.Image:
    """The picture in memory, so that decoding is not timed."""
    with Image.open(path) as image:
        return image.convert("RGB")


def timed(look: Callable[[Image.Image], Any], image: Image.Image) -> tuple[float, Any]:
    """CPU seconds, and what was seen: other processes share the cores."""
    start = time.process_time()
    seen = look(image)
    return time.process_time() - start, seen


def print_times(stage: str, times: Iterable[float], base: Iterable[float]) -> None:
    """Median and 95th percentile in milliseconds of CPU, and the median beside that of imagehash.phash."""
    ordered = sorted(times)
    middle, phash = statistics.median(ordered), statistics.median(base)
    slow = ordered[min(len(ordered) - 1, int(_P95 * len(ordered)))]
    print(f"{stage:>12}  ms median {1e3 * middle:.1f}  p95 {1e3 * slow:.1f}  x phash {middle / phash:.0f}")


if __name__ == "__main__":
    main()
