"""Marks of our own drawing, looked at once a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingname.avatar.marks import Entry, Mark, entry_of
from qingname.avatar.matcher import MarkMatcher
from tests.avatar.marks.drawing import NAMES, draw_mark

if TYPE_CHECKING:
    from PIL import Image


@pytest.fixture(scope="session")
def drawn() -> list[Image.Image]:
    return [draw_mark(number) for number in range(len(NAMES))]


@pytest.fixture(scope="session")
def entries(drawn: list[Image.Image]) -> list[Entry]:
    return [entry_of(Mark(f"mark-{number}", NAMES[number]), mark) for number, mark in enumerate(drawn)]


@pytest.fixture(scope="session")
def matcher(entries: list[Entry]) -> MarkMatcher:
    return MarkMatcher(entries)
