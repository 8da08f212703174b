"""The circle on which text stands, and the strip that is unrolled from it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname.avatar.ring import Ring, find_ring, unroll

SIDE = 160


def text_map(x: float, y: float, radius: float, start: float, spread: float) -> np.ndarray:
    """A map of text that shows blots along a ring, each of twelve degrees and twelve apart."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    away = np.hypot(columns - x, rows - y)
    turn = (np.degrees(np.arctan2(columns - x, y - rows)) - start) % 360
    on = (np.abs(away - radius) < 0.07 * radius) & (turn < spread) & (turn % 24 < 14)
    return on.astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(st.floats(60, 100), st.floats(60, 100), st.floats(30, 58), st.floats(0, 359), st.floats(180, 340))
def test_a_ring_of_text_is_found(x: float, y: float, radius: float, start: float, spread: float) -> None:
    ring = find_ring(text_map(x, y, radius, start, spread))
    assert ring is not None
    assert math.hypot(ring.x - x, ring.y - y) < 0.1 * radius
    assert abs(ring.radius - radius) < 0.1 * radius
    assert all(begin < end <= begin + 2.2 * math.pi for begin, end in ring.arcs)


def test_two_texts_on_a_ring_are_two_arcs() -> None:
    ring = find_ring(np.maximum(text_map(80, 80, 60, -50, 100), text_map(80, 80, 60, 130, 100)))
    assert ring is not None
    assert len(ring.arcs) == 2


def test_rows_of_text_a_spot_and_nothing_are_no_ring() -> None:
    rows, spot, nothing = (np.zeros((SIDE, SIDE), np.float32) for _ in range(3))
    rows[60:75, 20:140] = rows[95:110, 20:140] = 1
    spot[60:100, 60:100] = 1
    assert [find_ring(seen) for seen in (rows, spot, nothing)] == [None, None, None]


def test_a_strip_begins_where_its_arc_begins_and_has_the_outside_on_top() -> None:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    turn = np.degrees(np.arctan2(columns - 80, 80 - rows)) % 360
    away = np.hypot(columns - 80, rows - 80)
    pixels = np.stack([turn / 360 * 255, away, away], 2).astype(np.uint8)
    strip = unroll(pixels, Ring(80, 80, 50, 20, ()), (math.radians(90), math.radians(270)))
    assert strip[24, 3, 0] / 255 * 360 == pytest.approx(90, abs=6)
    assert strip[24, -3, 0] / 255 * 360 == pytest.approx(270, abs=6)
    assert strip[2, 10, 1] > strip[-2, 10, 1] + 15
