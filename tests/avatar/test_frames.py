"""Which frames are looked at: properties."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from qingname.avatar.frames import choose

SHOWN = st.lists(st.integers(1, 5_000), min_size=1, max_size=300)
MOST = st.integers(4, 12)


@given(SHOWN, MOST)
def test_first_last_and_longest_are_among_so_many(shown: list[int], most: int) -> None:
    chosen = choose(shown, most)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(most, len(shown))
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


@given(SHOWN, st.integers(1, 3))
def test_where_few_can_be_looked_at_the_first_is_among_them_and_then_the_longest(shown: list[int], most: int) -> None:
    chosen = choose(shown, most)
    assert len(chosen) == min(most, len(shown))
    assert 0 in chosen
    if most > 1:
        assert max(shown) in {shown[frame] for frame in chosen}


def test_one_long_frame_leaves_the_others_spread() -> None:
    assert choose([60_000] + [50] * 70, 8) == [0, 8, 17, 26, 35, 44, 53, 70]


def test_equal_frames_are_spread() -> None:
    chosen = choose([40] * 100, 8)
    steps = [after - before for before, after in itertools.pairwise(chosen)]
    assert max(steps) <= 20
