"""Which frames are looked at: properties."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from qingname.avatar.frames import choose

SHOWN = st.lists(st.integers(1, 5_000), min_size=1, max_size=300)
MOST = st.integers(4, 12)


@given(SHOWN, MOST)
def test_first_last_and_longest_are_among_at_most_so_many(shown: list[int], most: int) -> None:
    chosen = choose(shown, most)
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= most
    assert {0, len(shown) - 1} <= set(chosen)
    assert max(shown) in {shown[frame] for frame in chosen}


@given(SHOWN, MOST, st.data())
def test_what_is_on_screen_long_enough_is_seen(shown: list[int], most: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(shown) - 1))
    end = data.draw(st.integers(start + 1, len(shown)))
    if sum(shown[start:end]) * (most - 2) > sum(shown):
        assert any(start <= frame < end for frame in choose(shown, most))


@given(SHOWN)
def test_few_frames_are_all_looked_at(shown: list[int]) -> None:
    assert choose(shown, len(shown)) == list(range(len(shown)))


def test_equal_frames_are_spread() -> None:
    chosen = choose([40] * 100, 8)
    steps = [after - before for before, after in itertools.pairwise(chosen)]
    assert max(steps) <= 20
