"""What is seen in one avatar: facts, not yet judged."""

from __future__ import annotations

from typing import Literal

import msgspec

from qingname.model import Skipped

SignKind = Literal["national_flag", "party_flag", "army_flag", "seal"]
Region = tuple[tuple[float, float], ...]
"""Corners of a polygon, as shares of the picture's width and height from its upper left corner."""


class SeenMark(msgspec.Struct, frozen=True):
    """A registered mark. ``sure`` is the threshold at which calibration met no false match (bench/avatars.py).

    ``evidence`` says how it was seen: ``mark`` its id, ``view``, ``transform``, ``distance`` in Hamming bits of 256 or
    ``inliers``, ``frame`` from 0. ``kind`` is that of the mark: mark, emblem, flag or seal.
    """

    name: str
    target_id: str
    kind: str
    sure: bool
    score: float
    region: Region
    evidence: dict[str, str]


class SeenText(msgspec.Struct, frozen=True):
    """Text that was read. ``turned`` says how the picture was turned for it: '' is as it stands.

    ``prominent`` is whether its characters are large enough to be what the picture says, not a sign in a street.
    """

    text: str
    confidence: float
    region: Region
    turned: str = ""
    prominent: bool = True


class SeenCode(msgspec.Struct, frozen=True):
    """A QR code or the like; ``text`` is '' where it was found and could not be read."""

    format: str
    text: str
    region: Region


class SeenSign(msgspec.Struct, frozen=True):
    """A flag or a red seal, known by its shape rather than from a list of marks; ``score`` is in 0..1."""

    kind: SignKind
    score: float
    region: Region


class Inspection(msgspec.Struct, frozen=True):
    """One avatar. ``digest`` is BLAKE2b-256 of the file's bytes, '' where they are no picture.

    ``unreadable`` is (code, sentence) where the picture cannot be judged; ``blank`` is true where
    nothing is to be seen in any frame. ``skipped`` are stages that could not do their work.
    """

    digest: str = ""
    unreadable: tuple[str, str] | None = None
    blank: bool = False
    marks: tuple[SeenMark, ...] = ()
    texts: tuple[SeenText, ...] = ()
    codes: tuple[SeenCode, ...] = ()
    signs: tuple[SeenSign, ...] = ()
    skipped: tuple[Skipped, ...] = ()
