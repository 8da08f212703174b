"""The compiled registry: one file of a magic, a format version, a SHA-256 and a MessagePack payload. Never a pickle.

Loading checks magic, version and digest before anything is decoded; the trie arrays are viewed, not copied.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import msgspec

from qingname.errors import SnapshotError
from qingname.registry.columns import Columns
from qingname.registry.entry import Entry, Form, Word
from qingname.registry.packed import Groups, Packed, Records
from qingname.registry.trie import TrieArrays
from qingname.text import Characters, FoldTable

MAGIC = b"QINGNAME"
FORMAT_VERSION = 2
SHIPPED = Path(__file__).parent.parent / "_snapshot" / "registry.qns"
"""The snapshot that comes with the package, and that a rebuild replaces."""
_HEADER = len(MAGIC) + 2 + 32


class KeyIndex(msgspec.Struct, frozen=True):
    """Sorted 64-bit keys (uint64) and, beside each, the number of its form (int32), as bytes."""

    keys: bytes
    forms: bytes


class Snapshot(msgspec.Struct, frozen=True):
    """All that matching reads.

    ``glyph`` and ``sound`` are tries whose values index ``glyph_forms`` and ``sound_forms``: lists of form numbers
    that share a spelling. ``edited`` and ``reordered`` index whole names by one-edit and by anagram keys.
    ``innocent`` are folded dictionary words that a form could be read out of, and must not be.
    ``leading_pairs`` are the numbers of the two-character forms before a place (掌上).
    ``taught`` are the names that a segmenter is taught as words.
    ``plain_places`` are places that are no everyday word, ``reserved_suffixes`` what only a body puts behind one: a
    name that one swap of neighbours turns into both is looked at again.
    ``word_trie`` holds the distinct spellings of ``words``, in order; ``word_ends`` (uint32) says where the words of
    each end.
    ``form_columns`` and ``word_columns`` are forms and words by attribute; ``folds`` is the table of the shipped
    characters, None in a user's layer.
    """

    built_from: str
    characters: Characters
    packed_entries: Packed
    packed_forms: Packed
    words: list[Word]
    word_trie: TrieArrays
    word_ends: bytes
    word_columns: Columns
    form_columns: Columns
    glyph: TrieArrays
    glyph_forms: Groups
    sound: TrieArrays
    sound_forms: Groups
    edited: KeyIndex
    reordered: KeyIndex
    innocent: frozenset[str] = frozenset()
    leading_pairs: tuple[int, ...] = ()
    taught: tuple[str, ...] = ()
    plain_places: frozenset[str] = frozenset()
    reserved_suffixes: frozenset[str] = frozenset()
    folds: FoldTable | None = None
    digest: str = ""

    @property
    def entries(self) -> Records[Entry]:
        """All entries; a form's number of its entry is the place here."""
        return Records(self.packed_entries, Entry)

    @property
    def forms(self) -> Records[Form]:
        """All forms, by number."""
        return Records(self.packed_forms, Form)


def save(snapshot: Snapshot, path: Path) -> str:
    """Write the snapshot and give its digest (64 hexadecimal digits)."""
    payload = msgspec.msgpack.Encoder(order="deterministic").encode(snapshot)
    digest = hashlib.sha256(payload).digest()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MAGIC + FORMAT_VERSION.to_bytes(2, "big") + digest + payload)
    return digest.hex()


def load(path: Path) -> Snapshot:
    """Read a snapshot file. Raise :class:`SnapshotError` where it is missing, damaged or of another format."""
    remedy = "run `qingname registry build`, or install qingname again"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {remedy}") from error
    if not content.startswith(MAGIC) or len(content) < _HEADER:
        raise SnapshotError(f"{path}: not a registry snapshot; {remedy}")
    version = int.from_bytes(content[len(MAGIC) : len(MAGIC) + 2], "big")
    if version != FORMAT_VERSION:
        raise SnapshotError(f"{path}: format {version}, this qingname reads {FORMAT_VERSION}; {remedy}")
    digest, payload = content[_HEADER - 32 : _HEADER], memoryview(content)[_HEADER:]
    if hashlib.sha256(payload).digest() != digest:
        raise SnapshotError(f"{path}: damaged (digest differs); {remedy}")
    try:
        snapshot = msgspec.msgpack.decode(payload, type=Snapshot)
    except msgspec.MsgspecError as error:
        raise SnapshotError(f"{path}: written by another qingname ({error}); {remedy}") from error
    return msgspec.structs.replace(snapshot, digest=digest.hex())


@functools.cache
def shipped() -> Snapshot:
    """Load the snapshot that came with the package, once a process."""
    return load(SHIPPED)
