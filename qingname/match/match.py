"""A match: one registry entry found in one field, with the evidence for it."""

from __future__ import annotations

import msgspec

from qingname.model import DISGUISES, Technique
from qingname.registry import Entry, Form
from qingname.text import Step


class Match(msgspec.Struct, frozen=True, gc=False):
    """``entry`` stands at symbols ``start`` up to ``end``, written as ``form``.

    ``seen`` and ``heard`` count the symbols that had to be read as a look-alike or split, and by ear
    (``near``: by an ear that does not tell xin from xing), ``typed`` those spelt in pinyin;
    a ``weak`` match counts only as one half of a composed one whose other half is plain;
    ``steps`` are all changes on the way from the raw text; ``score`` is in 0..1. For a composed match ``place`` and
    ``organ`` are its parts, and ``entry`` is the organ's.
    """

    entry: Entry
    form: Form
    start: int
    end: int
    steps: tuple[Step, ...]
    techniques: tuple[Technique, ...]
    seen: int = 0
    heard: int = 0
    typed: int = 0
    near: bool = False
    weak: bool = False
    score: float = 1.0
    place: Match | None = None
    organ: Match | None = None

    @property
    def exact(self) -> bool:
        """Whether the symbols stand there as they are: nothing was read as something else."""
        return not (self.seen or self.heard or self.typed)

    @property
    def disguised(self) -> bool:
        """Whether the writing hides the target; traditional forms, case, width and plain spacing do not."""
        return any(technique in DISGUISES for technique in self.techniques)

    @property
    def size(self) -> int:
        """Length in symbols."""
        return self.end - self.start

    def overlaps(self, other: Match) -> bool:
        """Whether the two share a symbol."""
        return self.start < other.end and other.start < self.end
