"""What is put between or over the characters, and the same characters in another dress (width, style, order)."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from qingname.model import Technique
from qingname.variants.method import Method, Written, all_places, one_place

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from qingname.variants.method import Writer

_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u2063", "\u180e", "\u3164", "\ufe0f")
_MARKS = ("\u200e", "\u200f", "\u202a\u202c", "\u2066\u2069")  # invisible, and of the bidirectional algorithm
_STRIKES = ("\u0336", "\u0335", "\u0338", "\u0337", "\u0334")
_SYMBOLS = ("·", "-", "_", "|", ".", "*", "~", "★", "丨", "♡", "、", "/", "「」", "【】", "꧁꧂", "✦", "=", "^", "ღ", "°")
_EMOJI = ("❤️", "🔥", "✅", "🇨🇳", "✨", "🎤", "📢", "🌸", "👍", "🚨", "☑️", "🌟")
_SPACES = (" ", "\u3000", "\u00a0", "\u2009", "  ")
_RLO, _PDF = "\u202e", "\u202c"
# Blocks of characters that Unicode itself reads as a plain one.
_STYLED = ((0x2460, 0x2500), (0x2F00, 0x2FD6), (0x3220, 0x3248), (0x3280, 0x32B1), (0xF900, 0xFB00), (0xFF01, 0xFF5F),
           (0x1D400, 0x1D800), (0x1F130, 0x1F14A), (0x1F210, 0x1F23C), (0x2F800, 0x2FA20))  # fmt: skip


def _between(signs: tuple[str, ...], technique: Technique) -> Writer:
    """Put a sign at one inner place, at all of them, or at both ends (a pair of brackets around)."""

    def write(name: str, chance: random.Random) -> Iterator[Written]:
        layouts = [*range(1, len(name)), 0]
        for sign, place in chance.sample([*itertools.product(signs, layouts)], len(signs) * len(layouts)):
            yield Written(_with(name, sign, place), (f"{sign}→ {technique}",), (technique,))

    return write


def _with(name: str, sign: str, place: int) -> str:
    opening, closing = (sign[0], sign[1]) if sign in {"「」", "【】", "꧁꧂"} else ("", "")
    if opening:
        return opening + name[:place] + closing + name[place:] if place else opening + name + closing
    return name[:place] + sign + name[place:] if place else sign.join(name)


def _struck(name: str, chance: random.Random) -> Iterator[Written]:
    for sign in chance.sample(_STRIKES, len(_STRIKES)):
        text = "".join(char + sign for char in name)
        yield Written(text, (f"{sign}→ {Technique.STRIKE}",), (Technique.STRIKE,))


def _overridden(name: str, _chance: random.Random) -> Iterator[Written]:
    steps = (f"{_RLO}→ {Technique.BIDI}",)
    yield Written(f"{_RLO}{name[::-1]}{_PDF}", steps, (Technique.BIDI,))
    yield Written(f"{_RLO}{name[::-1]}", steps, (Technique.BIDI,))
    for place in range(1, len(name) - 1):
        yield Written(f"{name[:place]}{_RLO}{name[place:][::-1]}{_PDF}", steps, (Technique.BIDI,))


@functools.cache
def _styles() -> dict[str, tuple[str, ...]]:
    """Plain character → the characters that Unicode decomposes to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for char in map(chr, itertools.chain.from_iterable(itertools.starmap(range, _STYLED))):
        plain = unicodedata.normalize("NFKC", char).strip("()〔〕")
        if len(plain) == 1 and plain != char:
            found[plain].append(char)
    return {plain: tuple(chars) for plain, chars in found.items()}


def _styled(char: str) -> tuple[str, ...]:
    return _styles().get(char, ())


HIDDEN = (
    Method("invisible", Technique.INVISIBLE, _between(_INVISIBLE, Technique.INVISIBLE)),
    Method("bidi_override", Technique.BIDI, _overridden),
    Method("bidi_mark", Technique.BIDI, _between(_MARKS, Technique.BIDI)),
    Method("strike", Technique.STRIKE, _struck),
    Method("symbol", Technique.INSERTED, _between(_SYMBOLS, Technique.INSERTED)),
    Method("emoji", Technique.INSERTED, _between(_EMOJI, Technique.INSERTED)),
    Method("spaced", Technique.SPACED, _between(_SPACES, Technique.SPACED)),
    Method("width_style_one", Technique.WIDTH_STYLE, one_place(Technique.WIDTH_STYLE, _styled)),
    Method("width_style_all", Technique.WIDTH_STYLE, all_places(Technique.WIDTH_STYLE, _styled)),
)
