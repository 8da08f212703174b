"""The character tables that folding reads; compiled from ``data/characters`` into the snapshot."""

from __future__ import annotations

import msgspec

_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF  # rarer characters stand in no protected name's sound


class Sounds(msgspec.Struct, frozen=True):
    """Toneless syllable of a Han character, by its first reading (重 → zhong); read like a ``dict``.

    ``codes`` holds, for each code point from U+3400 on, two bytes: the place of its syllable in ``syllables``, or 0.
    """

    syllables: tuple[str, ...]
    codes: bytes

    @classmethod
    def of(cls, sounds: dict[str, str]) -> Sounds:
        """Pack a plain mapping; characters outside U+3400 to U+9FFF are left out."""
        syllables = ("", *sorted(set(sounds.values())))
        number = {syllable: place for place, syllable in enumerate(syllables)}
        codes = (number.get(sounds.get(chr(code), ""), 0) for code in range(_FIRST_HAN, _LAST_HAN + 1))
        return cls(syllables, b"".join(code.to_bytes(2, "little") for code in codes))

    def get(self, char: str, default: str = "") -> str:
        """Syllable of ``char``, or ``default``."""
        place = 2 * (ord(char) - _FIRST_HAN) if len(char) == 1 else -1
        if 0 <= place < len(self.codes) and (code := self.codes[place] | self.codes[place + 1] << 8):
            return self.syllables[code]
        return default

    def __contains__(self, char: str) -> bool:
        """Whether ``char`` has a syllable."""
        return bool(self.get(char))


class Characters(msgspec.Struct, frozen=True):
    """Per-character facts. Keys and values are folded characters unless said otherwise.

    ``standard``    character after NFKC and case folding → (its standard simplified form, technique)
    ``decorations`` letters that people use as ornament only (丶灬)
    ``look_alikes`` character → ((anchor, score 0..1), …): anchors are characters that the registries use;
                    the relation is never closed transitively
    ``components``  first part → ((all parts, whole character), …), longest first (言 → 言己 = 记)
    ``anchors``     every character that a registry name is written with
    ``numerals``    Chinese numeral → ASCII digit (壹 → 1)
    ``sounds``      Han character → toneless syllable in Latin letters
    ``syllables``   all toneless syllables, for reading pinyin typed in letters
    """

    standard: dict[str, tuple[str, str]]
    decorations: frozenset[str]
    look_alikes: dict[str, tuple[tuple[str, float], ...]]
    components: dict[str, tuple[tuple[str, str], ...]]
    anchors: frozenset[str]
    numerals: dict[str, str]
    sounds: Sounds
    syllables: frozenset[str]
