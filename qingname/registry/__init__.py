"""Registries: tables of text → entries and forms → a compiled snapshot → loaded layers."""

from qingname.registry.columns import Columns
from qingname.registry.entry import Entry, Form, Role, Word
from qingname.registry.loaded import Layer, Registry
from qingname.registry.snapshot import Snapshot, load, save, shipped
from qingname.registry.trie import TrieArrays

__all__ = [
    "Columns",
    "Entry",
    "Form",
    "Layer",
    "Registry",
    "Role",
    "Snapshot",
    "TrieArrays",
    "Word",
    "load",
    "save",
    "shipped",
]
