"""Every setting of a TOML text is found on its line."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.policy import to_toml
from qingname.policy.lines import line_of, lines_of
from tests.policy.policies import POLICIES

TEXT = r'''# a comment with [brackets] and "quotes"
profile = "strict"   # "]"
"allow" = [
  "a # no comment",
  'b ]', "c\" [",
  {rule = "QN201", target = "x"},

]
field.bio.min_score = 1.5
[rules]
QN301 = "off"
[ account_type . gov ]
on_error = "reject"
[[waiver]]
reason = """two
lines"""
rules = ["QN301",
         "QN201"]
[[waiver]]
reason = \'\'\'it's "''\'\'\'
expires = 2026-11-23
[waiver.more]
x = {a.b = 1, c = [1, 2.5e3]}
'''.replace("\\'", "'")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("profile",), 2),
        (("allow",), 3),
        (("allow", 0), 4),
        (("allow", 1), 5),
        (("allow", 2), 5),
        (("allow", 3, "target"), 6),
        (("field", "bio", "min_score"), 9),
        (("rules",), 10),
        (("rules", "QN301"), 11),
        (("account_type", "gov"), 12),
        (("account_type",), 12),
        (("account_type", "gov", "on_error"), 13),
        (("waiver",), 14),
        (("waiver", 0), 14),
        (("waiver", 0, "reason"), 15),
        (("waiver", 0, "rules", 0), 17),
        (("waiver", 0, "rules", 1), 18),
        (("waiver", 1), 19),
        (("waiver", 1, "expires"), 21),
        (("waiver", 1, "more", "x", "a", "b"), 23),
        (("waiver", 1, "more", "x", "c", 1), 23),
        (("waiver", 1, "granter"), 19),
        (("no", "such", "thing"), 1),
    ],
)
def test_a_setting_is_found_on_its_line_or_on_that_of_its_section(place: tuple[str | int, ...], line: int) -> None:
    assert line_of(place, lines_of(TEXT)) == line


def _places(written: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps: list[tuple[str | int, object]] = []
    if isinstance(written, dict):
        steps = list(written.items())
    elif isinstance(written, list):
        steps = list(enumerate(written))
    below = [found for step, value in steps for found in _places(value, (*place, step))]
    return [place, *below] if place else below


def test_the_example_is_toml_and_nothing_of_it_is_missed() -> None:
    assert set(_places(tomllib.loads(TEXT))) == set(lines_of(TEXT))


@given(POLICIES)
def test_whatever_a_policy_holds_every_setting_has_its_line(policy: object) -> None:
    text = to_toml(policy)  # type: ignore[arg-type]
    assert set(_places(tomllib.loads(text))) <= set(lines_of(text))


@given(st.text())
def test_no_toml_text_breaks_the_search(text: str) -> None:
    try:
        written = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    assert set(_places(written)) <= set(lines_of(text))
