"""Every rule's page has its headings, and its examples hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qingname.model import Account
from qingname.rules import RULES

if TYPE_CHECKING:
    from qingname import Checker

HEADINGS = ["What it does", "Why", "Caught", "Let pass", "Options"]
PAGES = {rule.code: rule.page for rule in RULES}


def _section(page: str, heading: str) -> list[str]:
    body = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line[2:].strip() for line in body.splitlines() if line.startswith("- ")]


CAUGHT = [
    (code, *line.rsplit(" ", 1)) for code, page in PAGES.items() for line in _section(page, "Caught") if " " in line
]
LET_PASS = [(code, line) for code, page in PAGES.items() for line in _section(page, "Let pass")]


@pytest.mark.parametrize("code", PAGES)
def test_every_page_has_its_headings_in_order(code: str) -> None:
    assert re.findall(r"^## (.+)$", PAGES[code], re.MULTILINE) == HEADINGS
    assert PAGES[code].startswith(f"{code} ")


@pytest.mark.parametrize(("code", "name", "action"), CAUGHT)
def test_what_a_page_says_is_caught_is_caught(checker: Checker, code: str, name: str, action: str) -> None:
    verdict = checker.check(Account(name))
    assert verdict.action == action
    assert code in {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(("code", "name"), LET_PASS)
def test_what_a_page_says_is_let_pass_is_let_pass(checker: Checker, code: str, name: str) -> None:
    assert code not in {f.rule for f in checker.check(Account(name)).findings if f.action != "note"}
