"""Compile the character tables: OpenCC for traditional forms, pypinyin for readings, our own tables for the rest."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from qingname.model import Technique
from qingname.text import Characters, Sounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.registry.read import Row

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
_KINDS = {"martian": Technique.VARIANT, "japanese": Technique.VARIANT, "radical": Technique.VARIANT}
_MOST_LOOK_ALIKES = 6
_MOST_READINGS = 8
_ALL_READINGS_UP_TO = 4  # characters: 重庆 needs chong beside zhong; longer names are settled by their phrase


def compile_characters(tables: dict[str, list[Row]], used: set[str]) -> Characters:
    """Build the tables; ``used`` are the raw characters of the registries, the only anchors of look-alikes."""
    standard = _standard(tables)
    plain = _plain(standard)
    sounds = {char: sound for char, sound in _first_sounds() if plain(char) == char}
    anchors = {plain(char) for char in used}
    return Characters(
        standard=standard,
        decorations=frozenset(_cell(row, "char") for row in tables.get("decorations", ())),
        look_alikes=_look_alikes(tables, anchors, plain),
        components=_components(tables, anchors, plain),
        anchors=frozenset(anchor for anchor in anchors if len(anchor) == 1 and anchor in sounds),
        numerals={plain(_cell(row, "char")): _cell(row, "digit") for row in tables.get("numerals", ())},
        sounds=Sounds.of(sounds),
        syllables=frozenset(sounds.values()),
    )


def _cell(row: Row, column: str) -> str:
    value = row.cells[column]
    return value if isinstance(value, str) else "|".join(value)


def _standard(tables: dict[str, list[Row]]) -> dict[str, tuple[str, str]]:
    """Character → final standard form. Chains (a variant of a traditional form) are followed to their end."""
    import opencc  # noqa: PLC0415 - only the compile step needs it

    convert = opencc.OpenCC("t2s").convert
    direct: dict[str, tuple[str, str]] = {}
    for low, high in _HAN:
        for char in map(chr, range(low, high)):
            simple = convert(char)
            if simple != char and len(simple) == 1:
                direct[char] = (simple, Technique.TRADITIONAL.value)
    for row in tables.get("variants", ()):
        technique = _KINDS.get(_cell(row, "kind"), Technique.VARIANT)
        kept = direct.get(_cell(row, "char"))
        direct[_cell(row, "char")] = (_cell(row, "standard"), kept[1] if kept else technique.value)
    for row in tables.get("latin_lookalikes", ()):
        direct[_cell(row, "char")] = (_cell(row, "latin"), Technique.LATIN_LOOK_ALIKE.value)
    return {char: (_end(char, direct), technique) for char, (_, technique) in sorted(direct.items())}


def _end(char: str, direct: dict[str, tuple[str, str]]) -> str:
    seen = {char}
    while char in direct and direct[char][0] not in seen:
        char = direct[char][0]
        seen.add(char)
    return char


def _plain(standard: dict[str, tuple[str, str]]) -> functools.partial[str]:
    def plain(standard: dict[str, tuple[str, str]], text: str) -> str:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        return "".join(standard[char][0] if char in standard else char for char in folded)

    return functools.partial(plain, standard)


def _first_sounds() -> Iterator[tuple[str, str]]:
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - only the compile step needs it

    for code in sorted(PINYIN_DICT):
        if any(low <= code < high for low, high in _HAN):
            yield chr(code), _toneless(PINYIN_DICT[code].split(",")[0])


def _toneless(syllable: str) -> str:
    """Strip tones and write ü as v: lǜ → lv."""
    plain = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    plain = plain.replace("u\u0308", "v")
    return "".join(char for char in plain if "a" <= char <= "z")


def _look_alikes(
    tables: dict[str, list[Row]], anchors: set[str], plain: functools.partial[str]
) -> dict[str, tuple[tuple[str, float], ...]]:
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for stem in ("lookalikes", "lookalikes_curated"):
        for row in tables.get(stem, ()):
            char, anchor = plain(_cell(row, "char")), plain(_cell(row, "anchor"))
            score = float(row.cells["score"]) if "score" in row.cells else 1.0  # type: ignore[arg-type]
            if char != anchor and len(char) == 1 and (anchor in anchors or anchor.isascii()):
                scores[char][anchor] = max(score, scores[char].get(anchor, 0.0))
    ranked = {char: sorted(found.items(), key=lambda item: (-item[1], item[0])) for char, found in scores.items()}
    return {char: tuple(found[:_MOST_LOOK_ALIKES]) for char, found in sorted(ranked.items())}


def _components(
    tables: dict[str, list[Row]], anchors: set[str], plain: functools.partial[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in tables.get("components", ()):
        parts, whole = plain(_cell(row, "parts")), plain(_cell(row, "char"))
        if whole in anchors and len(parts) > 1:
            found[parts[0]].add((parts, whole))
    return {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for first, rows in sorted(found.items())}


def readings(text: str, characters: Characters, *, every: bool) -> list[tuple[str, ...]]:
    """Ways to pronounce a protected name: character by character, as a phrase, and, if short and ``every``, mixtures.

    The input's own characters are always read by their first reading, so that path stands first.
    """
    first = tuple(characters.sounds.get(char, char) for char in text)
    paths = [first]
    phrase = tuple(_phrase(text, characters))
    if len(phrase) == len(first):
        paths.append(phrase)
    if every and len(text) <= _ALL_READINGS_UP_TO:
        options = [_all_sounds(char, characters) for char in text]
        paths.extend(itertools.islice(itertools.product(*options), _MOST_READINGS))
    return list(dict.fromkeys(paths))


def _phrase(text: str, characters: Characters) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - only the compile step needs it

    # errors=list gives one item a character; pypinyin takes it, its annotation does not say so.
    sounds = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False, errors=list)  # type: ignore[arg-type]
    flat = [part for sound in sounds for part in ([sound] if isinstance(sound, str) else sound)]
    return [sound if sound in characters.syllables else char for char, sound in zip(text, flat, strict=False)]


def _all_sounds(char: str, characters: Characters) -> list[str]:
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - only the compile step needs it

    if char not in characters.sounds:
        return [char]
    return list(dict.fromkeys(_toneless(sound) for sound in PINYIN_DICT[ord(char)].split(",")))[:3]
