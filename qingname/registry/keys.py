"""64-bit keys of whole names: equal for names one edit apart, or of the same characters in another order.

A key is a sum over the symbols, so that a scanner has the keys of all edits of a name in one pass; the scanner computes
the very same keys (a test compares them). Two names may share a key by chance, once in some 10^15 pairs.
"""

from __future__ import annotations

_MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15
"""What a place is worth beside the one before it: odd, so that no power of it vanishes modulo 2^64."""


def edit_keys(text: str) -> set[int]:
    """Keys of ``text`` and of ``text`` without each one character; two texts one edit apart share at least one."""
    return {text_key(text), *(text_key(text[:place] + text[place + 1 :]) for place in range(len(text)))}


def anagram_key(text: str) -> int:
    """Key of the characters of ``text`` whatever their order."""
    return sum(map(_mixed, text)) & _MASK


def text_key(text: str) -> int:
    """Key of the characters of ``text`` in their order."""
    key = 0
    for char in text:
        key = (key * STEP + _mixed(char)) & _MASK
    return key


def _mixed(char: str) -> int:
    """Spread the code point over 64 bits (splitmix64, Steele et al. 2014)."""
    mixed = (ord(char) * STEP) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ (mixed >> 31)
