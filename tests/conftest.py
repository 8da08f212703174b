"""Shared parts: real ones, made once a session."""

from __future__ import annotations

import datetime

import pytest

from qingname import Checker, Policy
from qingname.match import FieldMatches, Segmenter, match_field
from qingname.registry import Registry, shipped
from qingname.text import Folder

DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(shipped())


@pytest.fixture(scope="session")
def folder(registry: Registry) -> Folder:
    return Folder(registry.characters)


@pytest.fixture(scope="session")
def segmenter(registry: Registry) -> Segmenter:
    return Segmenter(registry)


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker(as_of=DAY)


@pytest.fixture(scope="session")
def strict_checker() -> Checker:
    return Checker(Policy(profile="strict"), as_of=DAY)


class Matcher:
    """Matches one field with the session's registry."""

    def __init__(self, registry: Registry, folder: Folder, segmenter: Segmenter) -> None:
        self._parts = (registry, folder, segmenter)

    def __call__(self, raw: str) -> FieldMatches:
        return match_field(raw, *self._parts)


@pytest.fixture(scope="session")
def matcher(registry: Registry, folder: Folder, segmenter: Segmenter) -> Matcher:
    return Matcher(registry, folder, segmenter)
