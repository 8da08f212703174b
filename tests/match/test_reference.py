"""The tries find exactly what trying every form at every place finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingname.match import Reading
from qingname.match.reference import heard_forms, seen_forms, walk
from qingname.registry import Registry, shipped

if TYPE_CHECKING:
    from qingname.match import Segmenter
    from qingname.text import Folder

LAYER = Registry(shipped()).layers[0]
NAMES = [form.text for form in LAYER.forms if len(form.text) > 1]
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(["曰", "木佥", "氵去", "xinhua", "sh", "社", "鉴", "萎", "一二三四五", "Ⅴ", "杜", "冈", "·", "的"]),
    st.text("人民日报新华社央视北京上海公安局网警发布abcinghu0123", max_size=3),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=3).map(lambda pieces: "".join(pieces)[:24])
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(text=TEXTS)
@SLOW
def test_the_glyph_trie_finds_what_the_reference_finds(folder: Folder, segmenter: Segmenter, text: str) -> None:
    reading = Reading(folder.fold(text), LAYER.snapshot.characters, segmenter)
    fast = {
        (number, start, end)
        for start in range(len(reading.glyphs))
        for value, end, _ in walk(LAYER.glyph, reading.glyphs, start)
        for number in LAYER.glyph_forms[value]
    }
    assert fast == seen_forms(reading, LAYER)


SPELLINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(text=TEXTS)
@SPELLINGS
def test_the_sound_trie_finds_what_the_reference_finds(folder: Folder, segmenter: Segmenter, text: str) -> None:
    reading = Reading(folder.fold(text), LAYER.snapshot.characters, segmenter)
    fast = {
        (number, start, end)
        for start in range(len(reading.sounds))
        for value, end, _ in walk(LAYER.sound, reading.sounds, start)
        for number in LAYER.sound_forms[value]
    }
    assert fast == heard_forms(reading, LAYER)
