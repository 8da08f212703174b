from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname.avatar import index
from qingname.avatar.index import Codes, LookIndex, reference
from qingname.avatar.look import Look, looks_of
from tests.avatar.marks.drawing import draw_mark

RANDOM = np.random.default_rng(0)


def _codes(count: int) -> np.ndarray:
    return RANDOM.integers(0, 256, (count, 32), np.uint8)


def _near(codes: np.ndarray, bits: int) -> np.ndarray:
    """``codes`` with so many bits of each turned over."""
    turned = codes.copy()
    for row in turned:
        for bit in RANDOM.permutation(256)[:bits]:
            row[bit // 8] ^= 128 >> (bit % 8)
    return turned


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 6), st.integers(1, 257))
def test_the_index_finds_what_the_reference_finds(size: int, queries: int, count: int, within: int) -> None:
    codes = _codes(size)
    asked = np.concatenate((_codes(queries), _near(codes[:1], 9)))
    fast, slow = (
        found(asked, count, within) for found in (Codes(codes).nearest, lambda *rest: reference(codes, *rest))
    )
    assert fast.query.tolist() == slow.query.tolist()
    assert fast.bits.tolist() == slow.bits.tolist()  # codes at the same distance may stand in any order
    for query, code, bits in zip(*fast, strict=True):
        assert int(np.bitwise_count(codes[code] ^ asked[query]).sum()) == bits


def test_lists_find_nearly_all_near_codes_that_comparing_all_finds() -> None:
    """Random codes are the worst case: real ones lie in groups."""
    codes = np.concatenate([_near(np.repeat(centre[None], 60, 0), 40) for centre in _codes(index._FLAT // 60 + 50)])
    asked = _near(codes[::500], 20)
    lists, every = Codes(codes).nearest(asked, 1, 70), Codes(codes, exact=True).nearest(asked, 1, 70)
    assert len(every.query) == len(asked)
    met = set(zip(lists.query.tolist(), lists.code.tolist(), strict=True))
    assert len(met & set(zip(every.query.tolist(), every.code.tolist(), strict=True))) >= 0.9 * len(asked)


def _looks() -> list[Look]:
    return [look for number in range(4) for look in looks_of(draw_mark(number))]


def test_a_look_is_nearest_to_its_own_hashes() -> None:
    looks = _looks()
    found = LookIndex(looks)
    for number, look in enumerate(looks):
        assert found.near_hashes(look.hashes[look.hashable], 1, 1) == [number]


def test_features_belong_to_the_look_that_they_come_from() -> None:
    looks = _looks()
    found = LookIndex(looks)
    near = found.near_features(looks[2].features.descriptors, 1)
    assert 2 in found.look_of_feature[near.code].tolist()
    assert found.places.shape == (sum(len(look.features.places) for look in looks), 4)


def test_an_index_of_nothing_finds_nothing() -> None:
    empty = LookIndex([])
    assert empty.near_hashes(_codes(3), 92, 4) == []
    assert len(empty.near_features(_codes(3), 70).code) == 0
