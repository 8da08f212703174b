"""What decoding a picture takes, of every file in a folder: hostile and odd ones above all.

Usage: python bench/hostile.py DIR [--made]

Every file is decoded in a process of its own, whose memory is compared before and after: what the imports take is not
counted. Seconds are of CPU, so that they hold on a machine that does other work too. ``--made`` adds the most expensive
pictures that the limits let in, one of each kind, drawn here.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from qingname.avatar import limits
from qingname.avatar.decode import decode
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDES = 40  # pixels of a square of the drawn pictures: large enough to be packed into 5 MiB, small enough to cost
_PEAK = Path("/proc/self/clear_refs")
_PEAK_RESET = "5"


def main() -> None:
    """Print a table: file, seconds, MB, outcome."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--made", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.folder)))
        return
    files = sorted(path for path in arguments.folder.iterdir() if path.is_file())
    most_seconds = most_memory = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.made:
            files += made(Path(scratch))
        print(f"{'file':<28} {'seconds':>8} {'MB':>6}  outcome")
        for path in files:
            outcome, seconds, memory = in_own_process(path)
            most_seconds, most_memory = max(most_seconds, seconds), max(most_memory, memory)
            print(f"{path.name:<28} {seconds:8.3f} {memory:6.1f}  {outcome}")
    print(f"{len(files)} files, at most {most_seconds:.3f} s and {most_memory:.1f} MB")


def in_own_process(path: Path) -> tuple[str, float, float]:
    """Outcome, seconds and MB of one file. The process is a fresh one: a fork would draw on memory that was freed."""
    run = subprocess.run([sys.executable, __file__, "--one", path], check=False, capture_output=True, text=True)
    if run.returncode:
        return f"DIED with exit code {run.returncode}: {run.stderr.strip()[-200:]}", 0.0, 0.0
    outcome, seconds, memory = json.loads(run.stdout)
    return outcome, seconds, memory


def measured(path: Path) -> tuple[str, float, float]:
    """Decode in this process. Libraries that the first picture loads count as imports."""
    decode(encoded("PNG", drawn(_SIDES, "RGBA")))
    content = path.read_bytes()
    _PEAK.write_text(_PEAK_RESET, encoding="ascii")
    before = peak()
    start = time.process_time()
    try:
        picture = decode(content)
    except AvatarError as error:
        outcome = f"refused: {error.code}"
    else:
        looks = ", ".join(f"{layer.frame} {layer.ground}" for layer in picture.layers)
        outcome = f"{picture.format} {picture.size}, frames {picture.frames}: {looks}"
        outcome += " (blank)" if picture.blank else ""
    return outcome, time.process_time() - start, (peak() - before) / 1024


def peak() -> int:
    """Most resident memory of this process in KiB since it was last reset."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def made(folder: Path) -> list[Path]:
    """The largest pictures that are let in, one a kind."""
    paths = []
    for kind, pixels in limits.MOST_PIXELS.items():
        side = int(pixels**0.5)
        for mode in modes(kind):
            path = folder / f"largest {kind} {mode}"
            path.write_bytes(encoded(kind, drawn(side, mode)))
            if path.stat().st_size <= limits.MOST_BYTES:
                paths.append(path)
    return paths


def modes(kind: str) -> Iterator[str]:
    """In which modes a kind can be written and costs differently."""
    if "JPEG" in kind:
        yield from ("RGB", "CMYK")
    elif "GIF" in kind:
        yield "P"
    elif "BMP" in kind:
        yield "1"
    else:
        yield from ("RGB", "RGBA")


def drawn(side: int, mode: str) -> Image.Image:
    """Coloured squares, of all degrees of transparency."""
    small = Image.effect_noise((side // _SIDES, side // _SIDES), 90)
    bands = [small.rotate(turn) for turn in (0, 90, 180, 270)]
    coloured = Image.merge("RGBA", bands).resize((side, side), Image.Resampling.NEAREST)
    if mode == "P":
        return coloured.convert("RGB").quantize(dither=Image.Dither.NONE)
    return coloured if mode == "RGBA" else coloured.convert("RGB").convert(mode)


def encoded(kind: str, image: Image.Image) -> bytes:
    """The picture as a file of the kind; of an animation two frames, the second upside down."""
    target = io.BytesIO()
    if kind.startswith("animated"):
        frames = [image.rotate(180)]
        image.save(target, kind.split()[1], save_all=True, append_images=frames, duration=50, lossless=True)
    elif kind.startswith("progressive"):
        image.save(target, "JPEG", progressive=True, quality=50, subsampling=0)
    else:
        image.save(target, kind, quality=50)
    return target.getvalue()


if __name__ == "__main__":
    main()
