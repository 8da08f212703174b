"""Findings that rest on words rather than on an entry: matches made of words, and tests of what words a name holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match import Match
from qingname.model import Technique
from qingname.registry import Entry, Form, Role

if TYPE_CHECKING:
    from qingname.match import FieldMatches, Occurrence


def word_match(found: FieldMatches, start: int, end: int, target: str, category: str) -> Match:
    """Make a match of symbols ``start`` up to ``end`` with a pattern that no registry holds."""
    entry = Entry(f"{category}:{target}", target, category)
    steps = tuple(found.reading.folded.steps_in(start, end))
    techniques = tuple(dict.fromkeys(step.technique for step in steps)) or (Technique.EXACT,)
    return Match(entry, Form(found.reading.symbols[start:end], 0, Role.FULL), start, end, steps, techniques)


def joined(found: FieldMatches, match: Match, start: int, end: int) -> Match:
    """Stretch ``match`` so that it also covers the words from ``start`` up to ``end``."""
    low, high = min(match.start, start), max(match.end, end)
    extra = [step for step in found.reading.folded.steps_in(low, high) if step not in match.steps]
    techniques = dict.fromkeys((Technique.COMPOSED, *match.techniques, *(step.technique for step in extra)))
    techniques.pop(Technique.EXACT, None)
    return msgspec.structs.replace(
        match, start=low, end=high, steps=(*match.steps, *extra), techniques=tuple(techniques)
    )


def words_of(found: FieldMatches, table: str, kind: str, *texts: str, start: int = 0) -> list[Occurrence]:
    """Words of one kind of one table, from ``start`` on, whose edges are word edges; of ``texts`` only, if any.

    The edges are looked at last: that may load the segmenter's dictionary.
    """
    return [
        word
        for word in found.words
        if (word.word.table, word.word.kind) == (table, kind)
        and word.start >= start
        and (not texts or word.word.text in texts)
        and on_words(word, found)
    ]


def on_words(word: Occurrence, found: FieldMatches) -> bool:
    """Whether a word of context begins and ends where the segmenter cuts: no 中国 in 集中国产."""
    return found.reading.is_cut(word.start) and found.reading.is_cut(word.end)
