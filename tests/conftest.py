"""Shared parts: real ones, made once a session."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from qingname import Checker, Policy
from qingname.match import Matcher, Segmenter
from qingname.registry import Registry, shipped
from qingname.text import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingname.match import FieldMatches

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


@pytest.fixture(scope="session")
def engine(registry: Registry) -> Matcher:
    return Matcher(registry)


@pytest.fixture(scope="session")
def matcher(engine: Matcher) -> Callable[[str], FieldMatches]:
    return engine.field
