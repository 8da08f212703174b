"""Registries: tables of text → entries and forms → a compiled snapshot → loaded layers."""

from qingname.registry.entry import Entry, Form, Role, Word
from qingname.registry.loaded import Layer, Registry
from qingname.registry.snapshot import Snapshot, load, save, shipped

__all__ = ["Entry", "Form", "Layer", "Registry", "Role", "Snapshot", "Word", "load", "save", "shipped"]
