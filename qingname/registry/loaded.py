"""Loaded registries: the shipped snapshot, and beside it a layer for each folder that a user adds."""

from __future__ import annotations

import bisect
import functools
import hashlib
import itertools
from typing import TYPE_CHECKING

from qingname.registry.entry import Role
from qingname.registry.keys import anagram_key, edit_keys
from qingname.registry.packed import GroupView
from qingname.registry.trie import Trie
from qingname.text import FoldTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.registry.entry import Entry, Form, Word
    from qingname.registry.packed import Records
    from qingname.registry.snapshot import KeyIndex, Snapshot
    from qingname.text import Characters


class Layer:
    """One snapshot, ready to be matched against."""

    def __init__(self, snapshot: Snapshot) -> None:
        """View the snapshot's arrays."""
        self.snapshot = snapshot
        self.entries: Records[Entry] = snapshot.entries
        self.forms: Records[Form] = snapshot.forms
        self.named = _Named(self.entries, self.forms)
        self.glyph, self.glyph_forms = Trie(snapshot.glyph), GroupView(snapshot.glyph_forms)
        self.sound, self.sound_forms = Trie(snapshot.sound), GroupView(snapshot.sound_forms)
        self._edited, self._reordered = _Keys(snapshot.edited), _Keys(snapshot.reordered)

    @functools.cached_property
    def words(self) -> list[tuple[Word, ...]]:
        """Words that share a spelling, in the order of the trie's values."""
        return [tuple(same) for _, same in itertools.groupby(self.snapshot.words, key=lambda word: word.text)]

    @functools.cached_property
    def leading_pairs(self) -> tuple[Form, ...]:
        """Two-character words that stand before a place with nothing behind it: 掌上, 平安."""
        return tuple(self.forms[number] for number in self.snapshot.leading_pairs)

    def edited(self, text: str) -> set[int]:
        """Numbers of the forms that are at most about one edit from ``text``; to be verified by the caller."""
        return {number for key in edit_keys(text) for number in self._edited.get(key)}

    def reordered(self, text: str) -> set[int]:
        """Numbers of the forms made of the same characters as ``text``."""
        return set(self._reordered.get(anagram_key(text)))


class _Named(dict[int, tuple["Entry", "Form"]]):
    """Entry and form by the form's number; one that is not there yet is looked up and stays."""

    def __init__(self, entries: Records[Entry], forms: Records[Form]) -> None:
        super().__init__()
        self._entries, self._forms = entries, forms

    def __missing__(self, number: int) -> tuple[Entry, Form]:
        form = self._forms[number]
        self[number] = found = (self._entries[form.entry], form)
        return found


class _Keys:
    """Look-up in a :class:`KeyIndex` by binary search."""

    def __init__(self, index: KeyIndex) -> None:
        self._keys = memoryview(index.keys).cast("Q")
        self._forms = memoryview(index.forms).cast("i")

    def get(self, key: int) -> Iterator[int]:
        place = bisect.bisect_left(self._keys, key)
        while place < len(self._keys) and self._keys[place] == key:
            yield self._forms[place]
            place += 1


class Registry:
    """The layers that a checker matches against; the first one is the shipped registry and owns the characters."""

    def __init__(self, *snapshots: Snapshot) -> None:
        """Take the shipped snapshot first, users' own after it."""
        self.layers = tuple(Layer(snapshot) for snapshot in snapshots)
        self.characters: Characters = snapshots[0].characters
        digests = "".join(snapshot.digest for snapshot in snapshots)
        self.innocent = snapshots[0].innocent
        self.folds = snapshots[0].folds or FoldTable(b"", b"", b"", b"")
        self.digest = snapshots[0].digest if len(snapshots) == 1 else hashlib.sha256(digests.encode()).hexdigest()

    @functools.cached_property
    def place_names(self) -> frozenset[str]:
        """Folded full and short names of all places."""
        return frozenset(
            form.text
            for layer in self.layers
            for form in layer.forms
            if layer.entries[form.entry].category == "place" and form.role in {Role.FULL, Role.SHORT, Role.FORMER}
        )

    def forms_of(self, entry_id: str) -> tuple[str, ...]:
        """Every folded text that an entry is written with."""
        return tuple(self._forms_by_entry.get(entry_id, ()))

    @functools.cached_property
    def _forms_by_entry(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for layer in self.layers:
            for form in layer.forms:
                found.setdefault(layer.entries[form.entry].id, []).append(form.text)
        return found

    @functools.cached_property
    def licences(self) -> dict[str, Entry]:
        """Licence by its code; ``level`` is the domain label to show."""
        return {entry.id: entry for layer in self.layers for entry in layer.entries if entry.category == "license"}

    @functools.cached_property
    def limits(self) -> dict[str, Entry]:
        """Limits on names by the platform's preset; a user's row goes before the shipped one."""
        return {entry.name: entry for layer in self.layers for entry in layer.entries if entry.category == "limits"}

    @functools.cached_property
    def places(self) -> dict[str, Entry]:
        """Division by code, today's where a code has served several."""
        found: dict[str, Entry] = {}
        for layer in self.layers:
            for entry in layer.entries:
                if entry.category == "place" and entry.kind == "division":
                    found[entry.region] = entry
        return found
