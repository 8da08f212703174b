"""``qingname check`` asks the register that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

SPEC = ("人民日报", "--type", "media", "--credential", "media_org:人民日报", "--as-of", "2026-11-23")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text("kind,name,expires\nmedia_org,人民日报,2026-11-23\n", encoding="utf-8")
    return path


def test_check_believes_only_the_given_register(run: Callable[..., Done], table: Path) -> None:
    assert run("check", *SPEC, "--verify-table", str(table)).code == 0
    table.write_text("kind,name\n", encoding="utf-8")
    done = run("check", *SPEC, "--verify-table", str(table), "--lang", "en")
    assert done.code == 1
    assert "the credential media_org:人民日报 is not registered, or no longer in force." in done.out


def test_check_is_incomplete_where_the_service_is_away(run: Callable[..., Done]) -> None:
    done = run("check", *SPEC, "--verify-url", "http://127.0.0.1:1/")
    assert done.code == 3
    assert "credential: media_org:人民日报: the service cannot be asked (ConnectError)" in done.out


def test_check_takes_one_register_that_there_is(run: Callable[..., Done], table: Path) -> None:
    both = run("check", *SPEC, "--verify-table", str(table), "--verify-url", "https://example.org")
    assert (both.code, "name the one that decides" in both.err) == (2, True)
    assert run("check", *SPEC, "--verify-table", str(table) + "x").code == 2
    assert "use https" in run("check", *SPEC, "--verify-url", "http://example.org").err
