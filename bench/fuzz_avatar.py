"""Decode damaged pictures for a while: no crash, no other error than AvatarError, bounded memory and time.

Usage: python bench/fuzz_avatar.py [--minutes 10] [--seed 1] [--keep DIR]

Seeds of every format and kind of storage are drawn here, then bytes are changed, cut, repeated, swapped with another
file's, and lengths and sizes are overwritten with extreme values; half of the PNGs get right checksums again. Workers
die with a crash, so that it is counted and its file kept.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import random
import resource
import signal
import struct
import subprocess
import sys
import time
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from qingname.avatar.decode import decode
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDE = 48
_PNG = b"\x89PNG\r\n\x1a\n"
_BATCH = 4_000  # files a worker decodes before it is replaced, so that its memory is told
_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_SLOW = 0.5  # seconds
_HANGS = 20  # seconds; a worker that takes longer for one file is ended by the alarm


def main() -> None:
    """Run workers one after another until the time is over; print what they met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz_avatar_found"))
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(arguments.seed, arguments.keep)
        return
    arguments.keep.mkdir(exist_ok=True)
    end = time.monotonic() + 60 * arguments.minutes
    counts: collections.Counter[str] = collections.Counter()
    seed, most_memory, slowest = arguments.seed, 0, 0.0
    while time.monotonic() < end:
        command = [sys.executable, "-W", "ignore", __file__, "--worker", "--seed", str(seed), "--keep", arguments.keep]
        run = subprocess.run(command, check=False, capture_output=True, text=True)
        *outcomes, memory, slow = run.stdout.split() or ["0", "0"]
        if run.returncode:
            counts["CRASH"] += 1
            print(f"CRASH with exit code {run.returncode}, seed {seed}: {run.stderr.strip()[-400:]}")
        else:
            for pair in outcomes:
                name, number = pair.split("=")
                counts[name] += int(number)
            most_memory, slowest = max(most_memory, int(memory)), max(slowest, float(slow))
        seed += 1
    for name, number in counts.most_common():
        print(f"{number:>10,}  {name}")
    print(f"{sum(counts.values()):>10,}  files; most memory {most_memory} MB above the start, slowest {slowest:.3f} s")
    sys.exit(bool(counts["CRASH"] or counts["OTHER"]))


def work(seed: int, keep: Path) -> None:
    """Decode a batch; say outcomes, memory in MB and the slowest in seconds. The file being decoded is on the disk."""
    choose = random.Random(seed)  # noqa: S311 - reproducible, not secret
    files = seeds()
    for content in files:
        with contextlib.suppress(AvatarError):  # an animated AVIF
            decode(content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    current = keep / f"current_{seed}"
    for number in range(_BATCH):
        content = damaged(choose, files)
        current.write_bytes(content)
        signal.alarm(_HANGS)
        start = time.perf_counter()
        try:
            counts["picture" if not decode(content).blank else "blank"] += 1
        except AvatarError as error:
            counts[error.code] += 1
        except Exception as error:  # noqa: BLE001 - what the run looks for
            counts["OTHER"] += 1
            (keep / f"other_{seed}_{number}").write_bytes(content)
            print(repr(error), file=sys.stderr)
        seconds = time.perf_counter() - start
        if seconds > _SLOW:
            counts["SLOW"] += 1
            (keep / f"slow_{seed}_{number}").write_bytes(content)
        slowest = max(slowest, seconds)
    current.unlink()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(*(f"{name}={number}" for name, number in counts.items()), memory, f"{slowest:.3f}")


def damaged(choose: random.Random, files: list[bytes]) -> bytes:
    """One of the files, changed in one to twelve places."""
    content = bytearray(choose.choice(files))
    for _ in range(choose.choice((1, 1, 2, 3, 5, 12))):
        if not content:
            break
        choose.choice(CHANGES)(choose, content, files)
    return mended(bytes(content)) if choose.random() < 1 / 2 else bytes(content)


def mended(content: bytes) -> bytes:
    """The file with right checksums in its chunks, where it is a PNG: a decoder stops at the first wrong one."""
    if not content.startswith(_PNG):
        return content
    mended, place = bytearray(content), len(_PNG)
    while place + 12 <= len(content):
        end = place + 8 + int.from_bytes(content[place : place + 4], "big")
        if end + 4 > len(content):
            break
        mended[end : end + 4] = zlib.crc32(content[place + 4 : end]).to_bytes(4, "big")
        place = end + 4
    return bytes(mended)


def _set(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    content[_place(choose, content)] = choose.randrange(256)


def _flip(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    content[_place(choose, content)] ^= 1 << choose.randrange(8)


def _cut(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    place = _place(choose, content)
    del content[place : place + choose.choice((1, 2, 4, 16, 200))]


def _end(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    del content[_place(choose, content) :]


def _repeat(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    place = _place(choose, content)
    piece = content[place : place + choose.choice((1, 4, 12, 100, 600))]
    content[place:place] = piece * choose.choice((1, 1, 2, 50))


def _swap(choose: random.Random, content: bytearray, files: list[bytes]) -> None:
    other = choose.choice(files)
    place, there = _place(choose, content), choose.randrange(len(other))
    size = choose.choice((4, 16, 100, 1_000))
    content[place : place + size] = other[there : there + size]


def _extreme(choose: random.Random, content: bytearray, _: list[bytes]) -> None:
    kind = choose.choice("BHI")
    order = choose.choice("<>")
    value = choose.choice(_EXTREMES) & (1 << 8 * struct.calcsize(kind)) - 1
    packed = struct.pack(order + kind, value)
    place = _place(choose, content)
    content[place : place + len(packed)] = packed


def _place(choose: random.Random, content: bytearray) -> int:
    """Anywhere, and half of the time in the first bytes, where headers are."""
    return choose.randrange(min(len(content), choose.choice((60, 400, len(content), len(content)))))


CHANGES: list[Callable[[random.Random, bytearray, list[bytes]], None]] = [
    _set,
    _set,
    _flip,
    _flip,
    _cut,
    _end,
    _repeat,
    _swap,
    _extreme,
    _extreme,
]


def seeds() -> list[bytes]:
    """A file of every format and kind of storage."""
    noise = [Image.effect_noise((_SIDE, _SIDE), 60).rotate(turn) for turn in (0, 90, 180, 270)]
    clear = Image.merge("RGBA", noise)
    plain, gray = clear.convert("RGB"), noise[0]
    frames = [clear.rotate(90), clear.rotate(180)]
    exif = Image.Exif()
    exif[0x0112] = 6
    moving = {"save_all": True, "duration": 60, "append_images": frames}
    return [
        *(_file(image, "PNG") for image in (plain, clear, gray, gray.convert("1"), gray.convert("LA"))),
        _file(plain, "PNG", exif=exif),
        _file(plain.quantize(16), "PNG", transparency=3),
        _file(gray.convert("I;16"), "PNG"),
        _file(clear, "PNG", **moving),
        _file(clear, "PNG", default_image=True, disposal=2, **moving),
        _file(plain, "JPEG", exif=exif),
        _file(plain, "JPEG", progressive=True, quality=30),
        _file(plain.convert("CMYK"), "JPEG"),
        _file(gray, "JPEG", restart_marker_blocks=2),
        _file(plain, "GIF"),
        _file(clear, "GIF", disposal=2, **moving),
        _file(plain, "GIF", disposal=3, **moving),
        _file(plain, "WEBP", exif=exif),
        _file(clear, "WEBP", lossless=True),
        _file(clear, "WEBP", **moving),
        *(_file(image, "BMP") for image in (plain, clear, gray, gray.convert("1"), plain.quantize(16))),
        _file(plain, "AVIF", exif=exif),
        _file(clear, "AVIF", quality=30),
        _file(gray, "AVIF", **moving),
    ]


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.save(target, kind, **options)
    return target.getvalue()


if __name__ == "__main__":
    main()
