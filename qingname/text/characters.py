"""The character tables that folding reads; compiled from ``data/characters`` into the snapshot."""

from __future__ import annotations

import msgspec


class Characters(msgspec.Struct, frozen=True):
    """Per-character facts. Keys and values are folded characters unless said otherwise.

    ``standard``    character after NFKC and case folding → (its standard simplified form, technique)
    ``decorations`` letters that people use as ornament only (丶灬)
    ``look_alikes`` character → ((anchor, score 0..1), …): anchors are characters that the registries use;
                    the relation is never closed transitively
    ``components``  first part → ((all parts, whole character), …), longest first (言 → 言己 = 记)
    ``anchors``     every character that a registry name is written with
    ``numerals``    Chinese numeral → ASCII digit (壹 → 1)
    ``sounds``      Han character → toneless syllable in Latin letters (first reading: 重 → zhong)
    ``syllables``   all toneless syllables, for reading pinyin typed in letters
    """

    standard: dict[str, tuple[str, str]]
    decorations: frozenset[str]
    look_alikes: dict[str, tuple[tuple[str, float], ...]]
    components: dict[str, tuple[tuple[str, str], ...]]
    anchors: frozenset[str]
    numerals: dict[str, str]
    sounds: dict[str, str]
    syllables: frozenset[str]
