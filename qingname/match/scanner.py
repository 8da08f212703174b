"""The scanner of a registry: the tables of its layers, laid out for C.

Everything that the scanner reads is made here, once, from what the snapshots hold; ``_scan.pyx`` does the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match._scan import Scanner
from qingname.match.context import Occurrence
from qingname.match.evidence import EXACT, SURE_LOOK_ALIKE
from qingname.match.match import Match
from qingname.match.signs import TEXT_SIGNS, Bits, Context, Hit, needs
from qingname.registry import Role
from qingname.text.contacts import ADDRESS_ENDS
from qingname.text.lattice import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qingname.match.signs import Trigger
    from qingname.registry import Columns, Layer, Registry, TrieArrays
    from qingname.registry.packed import Groups
    from qingname.text import Characters

SYLLABLES = 0x110000
"""Symbols from here on are syllables, by number; below are code points."""
ROLES = {role: number for number, role in enumerate(Role)}
_FACTS: dict[str, dict[str, int]] = {  # _scan.pyx, F_…
    "script": {"ascii": 1},
    "category": {"title": 2, "claim": 2, "place": 4 | 8, "country": 16, "organ": 4 | 32, "enterprise": 2048},
    "slot": {"C": 64, "R": 128},
    "common": {"protected": 256, "yes": 1024, "full": 1024},
    "unverified": {"reject": 512},
}
_CLAIMING = {  # table → kinds of words that add to a claim, see rules/weigh.py
    "claim": {"official_claim", "staff_service"},
    "role": {"government_role", "police_role", "platform_role", "government_service", "military_identity"},
    "news": {"news"},
    "context": {"unit", "commerce", "service", "official_topic", "staff", "particle"},
    "state": {"prefix", "org", "function", "claim", "event"},
}
_ADDS, _SERVES, _TRAP, _CLAIMS = 1, 2, 4, 8  # _scan.pyx
_SERVING = frozenset({"staff_service", "commerce", "service"})  # kinds, see the same place


def scanner(registry: Registry) -> Scanner:
    """Make the scanner of a registry. It knows no signs yet (:func:`watch`)."""
    made = Scanner()
    characters = registry.characters
    folds = registry.folds
    made.set_folds(folds.pages, folds.values, folds.marks, folds.several, sorted(ADDRESS_ENDS))
    made.set_readings(_readings(characters), characters.anchors, SURE_LOOK_ALIKE)
    symbols = _syllable_symbols(characters)
    sounds = characters.sounds.syllables
    heard = [
        [symbols[other] for other in near(each) if other in characters.syllables] if each else [] for each in sounds
    ]
    typed = {each: symbols[each] for each in characters.syllables if each.isascii() and each.isalpha()}
    made.set_sounds(characters.sounds.codes, [symbols.get(each, 0) for each in sounds], heard, typed)
    for layer in registry.layers:
        _add_layer(made, layer, symbols)
    made.set_results(registry.layers, Match, Occurrence, EXACT)
    leads = {form.text[0] for layer in registry.layers for form in layer.leading_pairs}
    snapshots = [layer.snapshot for layer in registry.layers]
    places = {text for snapshot in snapshots for text in snapshot.plain_places}
    suffixes = {text for snapshot in snapshots for text in snapshot.reserved_suffixes}
    made.set_special(leads, places, suffixes)
    return made


def watch(made: Scanner, registry: Registry, triggers: Sequence[Sequence[Trigger]], always: Iterable[str] = ()) -> None:
    """Tell the scanner to look for the signs of each rule's triggers; every text shows what is ``always`` there."""
    bits = Bits(trigger for of_rule in triggers for trigger in of_rule)
    layers = [
        (
            bits.columns(layer.snapshot.form_columns, Hit),
            bits.columns(layer.snapshot.word_columns, Context),
            layer.snapshot.word_ends,
            layer.snapshot.leading_pairs,
        )
        for layer in registry.layers
    ]
    wanted = (needs(triggers, bits, "name"), needs(triggers, bits, "bio"))
    made.set_signs(
        layers,
        bits.hits(joined=False),
        bits.hits(joined=True),
        bits.words(),
        bits.texts(),
        bits.literals(),
        wanted,
        bits.shared(),
        sum(TEXT_SIGNS[what] for what in always),
    )


def _readings(
    characters: Characters,
) -> dict[str, tuple[tuple[tuple[str, float], ...], tuple[tuple[str, str], ...], str]]:
    known = characters.look_alikes.keys() | characters.components.keys() | characters.numerals.keys()
    return {
        symbol: (
            characters.look_alikes.get(symbol, ()),
            characters.components.get(symbol, ()),
            characters.numerals.get(symbol, ""),
        )
        for symbol in sorted(known)
    }


def _syllable_symbols(characters: Characters) -> dict[str, int]:
    """Symbol of each syllable; one of a single letter is that letter."""
    spoken = sorted(characters.syllables | (set(characters.sounds.syllables) - {""}))
    return {each: ord(each) if len(each) == 1 else SYLLABLES + number for number, each in enumerate(spoken)}


def _add_layer(made: Scanner, layer: Layer, syllables: dict[str, int]) -> None:
    snapshot = layer.snapshot
    columns = snapshot.form_columns
    attributes = columns.attributes
    facts = [
        (attributes[name].codes, [bits.get(value, 0) for value in attributes[name].values])
        for name, bits in _FACTS.items()
    ]
    roles = (attributes["role"].codes, [ROLES[Role(value)] for value in attributes["role"].values])
    rests = (attributes["rest"].codes, [int(value) for value in attributes["rest"].values])
    made.add_layer(
        (
            _trie(snapshot.glyph, snapshot.glyph_forms, {}),
            _trie(snapshot.sound, snapshot.sound_forms, syllables),
            _trie(snapshot.word_trie, None, {}),
        ),
        (columns.texts, columns.ends, facts, roles, rests),
        snapshot.word_ends,
        (snapshot.edited.keys, snapshot.edited.forms, snapshot.reordered.keys, snapshot.reordered.forms),
        _uses(snapshot.word_columns),
    )


def _trie(
    arrays: TrieArrays, groups: Groups | None, syllables: dict[str, int]
) -> tuple[list[tuple[int, int]], bytes, bytes, bytes, bytes, bytes]:
    codes = [
        (syllables.get(symbol) or ord(symbol), code)
        for symbol, code in arrays.codes.items()
        if symbol in syllables or len(symbol) == 1  # a rare reading is in no lattice
    ]
    ends, numbers = (groups.ends, groups.numbers) if groups else (b"", b"")
    return codes, arrays.base, arrays.check, arrays.value, ends, numbers


def _uses(columns: Columns) -> list[int]:
    """What each word is good for, as bits."""
    tables, kinds = columns.attributes["table"], columns.attributes["kind"]
    of = [
        [
            _ADDS * (kind in _CLAIMING.get(table, ()))
            | _SERVES * (kind in _SERVING)
            | _TRAP * (table == "trap")
            | _CLAIMS * (table == "claim" and kind in _CLAIMING["claim"])
            for kind in kinds.values
        ]
        for table in tables.values
    ]
    codes = zip(memoryview(tables.codes).cast("H"), memoryview(kinds.codes).cast("H"), strict=True)
    return [of[table][kind] for table, kind in codes]
