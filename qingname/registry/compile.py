"""Compile tables of text into a snapshot.

1. character tables → :class:`Characters` (OpenCC and pypinyin speak here, and only here)
2. rows → entries and folded forms; a place also gets its pinyin initials
3. forms → the glyph trie, and those that may be matched by ear → the sound trie, with every reading
4. forms of five characters or more → keys of whole names one edit away, or in another order
5. words of context → a trie of their own
6. forms and words by attribute, and folding by code point → what the scanner reads
"""

from __future__ import annotations

import array
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from qingname.registry.characters import compile_characters, readings
from qingname.registry.columns import form_columns, word_columns
from qingname.registry.entries import context_words, named_entries, organ_entry
from qingname.registry.entry import Entry, Form, Role, Word
from qingname.registry.keys import anagram_key, edit_keys
from qingname.registry.packed import Groups, group, pack
from qingname.registry.snapshot import KeyIndex, Snapshot
from qingname.registry.trie import TrieArrays, build_trie
from qingname.text import Characters, Folder, fold_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qingname.registry.read import Row

_LISTENED_FROM = {  # shortest form, in syllables, that may be matched by ear; see docs/adr on sound
    "official": 2,
    "military": 3,
    "media": 2,
    "organ": 2,
    "place": 2,
    "illegal_org": 4,
    "enterprise": 2,
    "institution": 4,
    "international": 4,
    "landmark": 3,
    "person": 3,
    "closed_name": 3,
    "title": 2,
}
_EVERY_READING = {"official", "military", "media"}
_DEAF_ROLES = {Role.AMBIGUOUS, Role.LATIN, Role.ABBREVIATION, Role.INITIALS}
_EDITED_FROM, _REORDERED_FROM = 5, 4
_PAIR = 2
_TAUGHT = frozenset({"official", "media", "military"})
_TAUGHT_SIZES = range(3, 7)
_FAMOUS = {"enterprise", "media", "official", "military", "institution"}
_NOT_FAMOUS = {"central_soe", "central_enterprise", "exchange", "soe", "program"}  # 中国人民 is not 中国人保
_FAMOUS_EDITED_FROM = 4  # 西方甄选, 人民目投: short, and known to everybody; one edit away goes to a person
_WHOLE_NAME_ROLES = {Role.FULL, Role.SHORT, Role.AFTER}
_WHOLE_NAME_CATEGORIES = frozenset(_LISTENED_FROM) - {"place", "landmark", "person", "title"}
_INITIALS_LEVELS = {"province", "prefecture"}


def compile_tables(tables: dict[str, list[Row]], built_from: str, characters: Characters | None = None) -> Snapshot:
    """Compile all ``tables``; ``characters`` are given when a user's folder is compiled beside the shipped ones."""
    entries, raw_forms = _entries(tables)
    folds = None
    if characters is None:
        characters = compile_characters(tables, {char for form in raw_forms for char in form.text})
        folds = fold_table(characters)
    folder = Folder(characters)
    forms = _folded(raw_forms, folder)
    forms += _initials(entries, forms, characters)
    words = _words(context_words(tables), folder)
    glyph, glyph_forms = _trie((form.text, number) for number, form in enumerate(forms))
    sound, sound_forms = _trie(heard(entries, forms, characters))
    return Snapshot(
        built_from,
        characters,
        pack(entries),
        pack(forms),
        words,
        *_word_trie(words),
        word_columns(words),
        form_columns(entries, forms),
        glyph,
        glyph_forms,
        sound,
        sound_forms,
        _key_index(
            (key, number) for number, form in _whole_names(entries, forms, _EDITED_FROM) for key in edit_keys(form.text)
        ),
        _key_index((anagram_key(form.text), number) for number, form in _whole_names(entries, forms, _REORDERED_FROM)),
        frozenset(folder.fold(str(row.cells["word"])).symbols for row in tables.get("innocent_words", ())),
        tuple(number for number, form in enumerate(forms) if _leads(form)),
        tuple(sorted({form.text for form in forms if _taught(entries[form.entry], form)})),
        frozenset(form.text for form in forms if _plain_place(entries[form.entry], form)),
        frozenset(form.text for form in forms if _reserved(entries[form.entry], form)),
        folds,
    )


def _entries(tables: dict[str, list[Row]]) -> tuple[list[Entry], list[Form]]:
    entries: list[Entry] = []
    forms: list[Form] = []
    for entry, named in named_entries(tables):
        forms.extend(Form(text, len(entries), role) for text, role in named)
        entries.append(entry)
    for row in tables.get("organs", ()):
        entry, shapes = organ_entry(row)
        forms.extend(Form(form.text, len(entries), form.role, form.rest, form.slot) for form in shapes)
        entries.append(entry)
    return entries, forms


def _folded(raw_forms: list[Form], folder: Folder) -> list[Form]:
    seen: set[Form] = set()
    forms: list[Form] = []
    for raw in raw_forms:
        form = Form(folder.fold(raw.text).symbols, raw.entry, raw.role, folder.fold(raw.rest).symbols, raw.slot)
        if form.text and form not in seen:
            seen.add(form)
            forms.append(form)
    return forms


def _initials(entries: list[Entry], forms: list[Form], characters: Characters) -> list[Form]:
    """Give BJ for 北京: provinces and prefectures in use, by the short name; province before prefecture."""
    found: list[Form] = []
    for form in forms:
        entry = entries[form.entry]
        if entry.category == "place" and entry.kind == "division" and entry.level in _INITIALS_LEVELS:
            letters = "".join(characters.sounds.get(char, "?")[0] for char in form.text)
            if form.role is Role.SHORT and "?" not in letters and len(letters) > 1:
                found.append(Form(letters, form.entry, Role.INITIALS))
    return sorted(set(found), key=lambda form: (form.text, entries[form.entry].level != "province", form.entry))


def heard(
    entries: Sequence[Entry], forms: Sequence[Form], characters: Characters
) -> Iterable[tuple[tuple[str, ...], int]]:
    """Every spelling by ear, with the number of its form."""
    for number, form in enumerate(forms):
        shortest = _LISTENED_FROM.get(entries[form.entry].category)
        han = sum(char in characters.sounds for char in form.text)
        brand = form.role is Role.AMBIGUOUS and entries[form.entry].category == "enterprise" and len(form.text) == _PAIR
        if shortest is None or (form.role in _DEAF_ROLES and not brand) or han < shortest:
            continue
        for reading in readings(form.text, characters, every=entries[form.entry].category in _EVERY_READING):
            yield reading, number


def _whole_names(entries: list[Entry], forms: list[Form], shortest: int) -> Iterable[tuple[int, Form]]:
    for number, form in enumerate(forms):
        entry = entries[form.entry]
        if form.role not in _WHOLE_NAME_ROLES or entry.category not in _WHOLE_NAME_CATEGORIES:
            continue
        if entry.category == "organ" and entry.common != "protected":
            continue
        if form.text.isascii():
            continue
        famous = entry.category in _FAMOUS and entry.kind not in _NOT_FAMOUS
        if len(form.text) >= (_FAMOUS_EDITED_FROM if famous else shortest):
            yield number, form


def _trie(spellings: Iterable[tuple[Iterable[str], int]]) -> tuple[TrieArrays, Groups]:
    shared: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for spelling, number in spellings:
        shared[tuple(spelling)].append(number)
    order = sorted(shared)
    return build_trie(order), group([sorted(set(shared[spelling])) for spelling in order])


def _key_index(pairs: Iterable[tuple[int, int]]) -> KeyIndex:
    order = sorted(set(pairs))
    keys, numbers = [key for key, _ in order], [number for _, number in order]
    return KeyIndex(array.array("Q", keys).tobytes(), array.array("i", numbers).tobytes())


def _words(raw: Iterable[Word], folder: Folder) -> list[Word]:
    words = []
    for word in raw:
        text = folder.fold(word.text).symbols
        contains = tuple(folder.fold(inner).symbols for inner in word.contains)
        if text:
            words.append(
                Word(text, word.table, word.kind, word.strength, word.place, word.head, contains, word.position)
            )
    return sorted(words, key=lambda word: (word.text, word.table, word.kind, word.position))


def _taught(entry: Entry, form: Form) -> bool:
    """Names of bodies and outlets long enough to be words of their own."""
    named = form.role in {Role.FULL, Role.SHORT} and len(form.text) in _TAUGHT_SIZES
    return named and entry.category in _TAUGHT


def _plain_place(entry: Entry, form: Form) -> bool:
    named = form.role in {Role.FULL, Role.SHORT} and len(form.text) >= _PAIR
    return named and entry.category == "place" and entry.kind == "division" and entry.common == "no"


def _reserved(entry: Entry, form: Form) -> bool:
    named = form.role is Role.AFTER and form.slot == "R" and len(form.text) >= _PAIR
    return named and entry.common == "protected" and entry.parent in {"official", "media", "military"}


def _leads(form: Form) -> bool:
    return form.role is Role.BEFORE and not form.rest and form.slot == "R" and len(form.text) == _PAIR


def _word_trie(words: list[Word]) -> tuple[TrieArrays, bytes]:
    """Trie of the distinct spellings, and where the words of each end."""
    groups = [(text, len(list(same))) for text, same in itertools.groupby(words, key=lambda word: word.text)]
    ends = array.array("I", itertools.accumulate(size for _, size in groups))
    return build_trie([text for text, _ in groups]), ends.tobytes()
