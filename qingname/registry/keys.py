"""64-bit keys of whole names: equal for names one edit apart, or of the same characters in another order."""

from __future__ import annotations

import hashlib


def edit_keys(text: str) -> set[int]:
    """Keys of ``text`` and of ``text`` without each one character; two texts one edit apart share at least one."""
    return {_key(text), *(_key(text[:place] + text[place + 1 :]) for place in range(len(text)))}


def anagram_key(text: str) -> int:
    """Key of the characters of ``text`` whatever their order."""
    return _key("".join(sorted(text)))


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
