"""The clause around a match is what lies between the nearest stops, whatever the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingname.match import Reading

if TYPE_CHECKING:
    from qingname.match import Segmenter
    from qingname.registry import Registry
    from qingname.text import Folder

STOPS = "。，,；;！!？?…\n\r|｜/／、~～"


@given(text=st.text("人民a1½日。,！ \n~·\u202e\u202c\u200b", min_size=1, max_size=20), data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_clause(folder: Folder, segmenter: Segmenter, registry: Registry, text: str, data: st.DataObject) -> None:
    folded = folder.fold(text)
    size = len(folded.symbols)
    if not size:
        return
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    low, high = folded.span(start, end)
    stops = [place for place, step in folded.dropped if step.raw in STOPS]
    before = max((stop for stop in stops if stop < low), default=-1)
    after = min((stop for stop in stops if stop >= high), default=len(text))
    inside = [symbol for symbol in range(size) if before < folded.starts[symbol] < after]
    assert Reading(folded, registry.characters, segmenter).clause(start, end) == (inside[0], inside[-1] + 1)
