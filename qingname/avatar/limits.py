"""How much of a picture is looked at. Every limit of the avatar stage that a reviewer may want to know stands here.

Measured on one core with Pillow 13 (``bench/hostile.py``): decoding takes 4 bytes a pixel for a still PNG, 12 for an
animated one, 15 for WebP, 9 to 11 for AVIF, 2 a component for a JPEG in several scans; at 30 to 60 million pixels a
second. The limits keep any picture under 120 MB and about half a second.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1 << 20
MEGA: Final = 1_000_000

MOST_BYTES: Final = 5 * MIB
"""Of a file. Platforms take avatars of 1 to 5 MB."""

MOST_SIDE: Final = 8192
"""Pixels of the longer side: twice the largest camera picture that ``MOST_PIXELS`` lets in."""

MOST_ASPECT: Final = 20
"""Longer side over shorter side. A banner has 6; a line of 60,000,000 x 1 pixels took 186 MB before it failed."""

MOST_PIXELS: Final[dict[str, int]] = {
    "JPEG": 24 * MEGA,  # decoded at a reduced size: 5 MB however large
    "progressive JPEG": 12 * MEGA,  # 8 bytes a pixel in CMYK
    "PNG": 12 * MEGA,
    "animated PNG": 6 * MEGA,
    "GIF": 12 * MEGA,
    "animated GIF": 6 * MEGA,
    "BMP": 12 * MEGA,
    "WEBP": 6 * MEGA,
    "animated WEBP": 4 * MEGA,
    "AVIF": 6 * MEGA,
}
"""Width times height by kind of file."""

MOST_DECODED: Final = 12 * MEGA
"""Pixels decoded of one animation, all frames together: 75 frames of 400 x 400, 12 of 1000 x 1000. What lies behind
them is decoded alone."""

MOST_FRAMES: Final = 8
"""Frames of one animation that are looked at."""

MOST_SCANS: Final = 24
"""Of a JPEG. Encoders write 10; a scan of a few bytes costs a pass over the whole picture, 5 ms of 12 MP."""

MOST_PARTS: Final = 50_000
"""Chunks, blocks, frames and segments of a file. 5 MiB of the smallest parts that encoders write are 25,000."""

STILL_SIDE: Final = 1024
"""Pixels of the longer side of a layer. Matching works at 160 and 320, text at 192 to 736, QR codes need the rest."""

FRAME_SIDE: Final = 512
"""The same for a layer of an animation, of which there may be eight times as many."""

MOST_SECONDS: Final = 3.0
"""For fetching one picture, from looking up its host to its last byte."""

MOST_REDIRECTS: Final = 2
"""Hops behind the first URL: http to https counts none, since http is not asked; one to a CDN, one to its nearest."""
