"""The page about policies says what there is, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

import qingname
from qingname.errors import PolicyError
from qingname.model import AccountType
from qingname.policy import FieldSettings, Limits, Policy, TypeSettings, Waiver, read_policy
from qingname.rules import RULES

ROOT = Path(qingname.__file__).parent.parent
PAGE = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
CODES = {rule.code: rule.name for rule in RULES}
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("settings", [Policy, FieldSettings, TypeSettings, Limits, Waiver])
def test_every_setting_stands_on_the_page(settings: type) -> None:
    for field in msgspec.structs.fields(settings):
        assert re.search(rf"\b{field.encode_name}\b", PAGE), f"docs/policy.md does not name {field.encode_name}"


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_a_policy(number: int) -> None:
    policy = read_policy(EXAMPLES[number], "docs/policy.md", CODES)
    assert policy != Policy()


def test_the_faults_on_the_page_are_those_that_are_named() -> None:
    text = '\nprofil = "strict"\n\n[rules]\nmedia-outlet = "off"\nQN301 = "rejekt"\n\n[[waiver]]\n'
    text += 'name = "x"\nrules = ["QN301"]\nreason = "r"\ngranter = "g"\n'
    with pytest.raises(PolicyError) as caught:
        read_policy(text, "policy.toml", CODES)
    assert f"```\n{caught.value}\n```" in PAGE


def test_the_defaults_on_the_page_are_the_defaults() -> None:
    default = Policy()
    for setting in ("profile", "on_error", "expiring_days", "min_score"):
        value = getattr(default, setting)
        shown = f'`"{value}"`' if isinstance(value, str) else f"{value:g}"
        assert re.search(rf"^\| `{setting}` \|.*\| {re.escape(shown)} \|$", PAGE, re.MULTILINE), setting


def test_every_account_type_stands_on_the_page() -> None:
    assert all(f"`{kind}`" in PAGE for kind in get_args(AccountType))
