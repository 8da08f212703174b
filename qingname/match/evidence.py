"""The match of a hit: what the scanner found, with its steps from the raw text and its score.

Whether a form that a path spells bears the weight of its evidence the scanner has decided already. A short name must be
surer than a long one; two characters that had to be read otherwise count only as one half of a composed name
(``weak``). The thresholds are argued in docs/adr/0004-sound-needs-an-anchor.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.match import Match
from qingname.model import Technique
from qingname.text import Step

if TYPE_CHECKING:
    from qingname.match._scan import Read, Trail
    from qingname.registry import Form, Registry
    from qingname.text import Folded

SURE_LOOK_ALIKE = 0.9
"""Score from which a look-alike is one to any reader."""
_TECHNIQUES = (None, Technique.LOOK_ALIKE, Technique.SPLIT, Technique.NUMERAL, Technique.HOMOPHONE, Technique.PINYIN)
_PLAIN, _LOOK_ALIKE = 0, 1
_BY_EAR = 4  # near sounds and pinyin: the step says what the form has there, not what was written
EXACT = (Technique.EXACT,)
"""Techniques of a match that stands there as it is."""


def match_of(hit: Read, folded: Folded, registry: Registry) -> Match:
    """Make the match of what was read in a folded text."""
    number, form_number, start, end, seen, heard, typed, near, weak, trail = hit
    entry, form = registry.layers[number].named[form_number]
    by_ear = bool(heard or typed)
    steps = (*folded.steps_in(start, end), *_read_steps(folded, start, trail, form, by_ear=by_ear))
    score = _score(len(form.text), seen, heard, trail) if trail else 1.0
    techniques = techniques_of(steps) if steps else EXACT
    return Match(entry, form, start, end, steps, techniques, seen, heard, typed, near, weak, score)


def _read_steps(folded: Folded, start: int, trail: Trail, form: Form, *, by_ear: bool) -> list[Step]:
    steps = []
    place = start
    for index, (length, technique, glyph, _) in enumerate(trail):
        written = chr(glyph) if glyph else ""
        if technique != _PLAIN or (by_ear and written != form.text[index]):
            low, high = folded.span(place, place + length)
            if technique >= _BY_EAR or technique == _PLAIN:
                read, named = form.text[index], _TECHNIQUES[technique] or Technique.HOMOPHONE
            else:
                read, named = written, _TECHNIQUES[technique] or Technique.LOOK_ALIKE
            steps.append(Step(folded.raw[low:high], read, named))
        place += length
    return steps


def techniques_of(steps: tuple[Step, ...]) -> tuple[Technique, ...]:
    """Techniques of ``steps`` in order, each once; exact where there are none."""
    found = dict.fromkeys(step.technique for step in steps)
    return tuple(found) or EXACT


def _score(size: int, seen: int, heard: int, trail: Trail) -> float:
    """1 as it stands; each symbol read otherwise takes its share, one heard more than one seen."""
    look_alikes = [score for _, technique, _, score in trail if technique == _LOOK_ALIKE]
    lost = sum(1 - 0.8 * score for score in look_alikes)
    lost += 0.2 * (seen - len(look_alikes)) + 0.4 * heard
    return round(max(0.0, 1 - lost / size), 3)
