"""``qingname policy``: show, validate, diff, schema; and what ``check`` makes of a policy."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import qingname
from qingname.policy import Policy, load_policy, read_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

POLICIES = Path(qingname.__file__).parent.parent / "policies"
WAIVER = """
[[waiver]]
name = "人民日报"
account = "7"
rules = ["QN201"]
reason = "已核实"
granter = "王"
expires = 2026-12-01
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text('profile = "strict"\n[rules]\nQN301 = "off"\n' + WAIVER, encoding="utf-8")
    return path


def test_show_prints_every_setting_as_the_policy_that_it_is(run: Run, policy: Path) -> None:
    done = run("policy", "show", "--policy", str(policy), "--as-of", "2026-11-23")
    assert (done.code, done.err) == (0, "")
    assert read_policy(done.out, "shown") == load_policy(policy)
    assert done.out.startswith(f"# {load_policy(policy).digest}\n")
    assert "holds until 2026-12-01: 8 days" in done.out
    assert "QN201" in done.out.split("# without an action in [rules]")[1]


def test_show_without_a_policy_shows_the_defaults(run: Run) -> None:
    assert read_policy(run("policy", "show").out, "shown") == Policy()
    assert read_policy(run("policy", "show", "--profile", "strict").out, "shown") == Policy(profile="strict")


def test_show_as_json_is_what_the_digest_is_made_of(run: Run, policy: Path) -> None:
    shown = run("policy", "show", "--policy", str(policy), "--format", "json").out
    assert msgspec.json.decode(shown, type=Policy) == load_policy(policy)


def test_show_hides_no_character(run: Run, policy: Path) -> None:
    policy.write_text('allow = ["小明\u202e"]', encoding="utf-8")
    assert r"小明\U0000202E" in run("policy", "show", "--policy", str(policy)).out


@pytest.mark.parametrize("name", ["balanced", "strict"])
def test_the_examples_are_valid(run: Run, name: str) -> None:
    done = run("policy", "validate", str(POLICIES / f"{name}.toml"))
    assert done.code == 0
    assert f" is fine: {name}:" in done.out


def test_validate_names_every_fault_with_its_line_and_ends_with_2(run: Run, policy: Path) -> None:
    policy.write_text('profil = "strict"\n[rules]\nmedia-outlet = "off"\nQN301 = "deny"\n', encoding="utf-8")
    done = run("policy", "validate", str(policy))
    assert (done.code, done.out) == (2, "")
    assert f"{policy}:1: a policy has no setting 'profil'; did you mean 'profile'?" in done.err
    assert f"{policy}:3: there is no rule 'media-outlet'; did you mean QN201 (media-outlet)?" in done.err
    assert f"{policy}:4: 'deny' is no value of QN301" in done.err


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-02", "the waiver of QN201 for 人民日报 (account 7) ended on 2026-12-01 and hides nothing"),
        ("2026-12-01", "holds until 2026-12-01: 0 days"),
        ("2026-10-01", None),
    ],
)
def test_validate_names_waivers_that_have_ended_or_soon_will(
    run: Run, policy: Path, day: str, sentence: str | None
) -> None:
    done = run("policy", "validate", str(policy), "--as-of", day)
    assert done.code == 0
    assert sentence in done.out if sentence else "the waiver of" not in done.out


def test_a_preset_that_is_not_there_is_refused_on_its_line(run: Run, policy: Path) -> None:
    policy.write_text('[limits]\npreset = "wechat"\n', encoding="utf-8")
    done = run("policy", "validate", str(policy))
    assert done.code == 2
    assert f"{policy}:2: there is no preset 'wechat'" in done.err
    assert run("check", "小明的猫", "--policy", str(policy)).code == 2


def test_diff_prints_what_only_one_of_two_has(run: Run, policy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('profile = "strict"\n[rules]\nQN301 = "review"\n', encoding="utf-8")
    done = run("policy", "diff", str(policy), str(other))
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[:2] == ['- rules.QN301 = "off"', '+ rules.QN301 = "review"']
    assert lines[2].startswith('- waiver = {rules = ["QN201"], reason = "已核实"')


def test_diff_of_the_same_settings_in_other_words_is_empty(run: Run, policy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    text = policy.read_text(encoding="utf-8").replace('[rules]\nQN301 = "off"', 'rules.QN301 = "off" # the same')
    other.write_text(text, encoding="utf-8")
    done = run("policy", "diff", str(policy), str(other))
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_faulty_policy_has_no_differences(run: Run, policy: Path, tmp_path: Path) -> None:
    assert run("policy", "diff", str(policy), str(tmp_path / "none.toml")).code == 2


def _is_valid(value: object, schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    """Whether the value fits: as much of JSON Schema as the schema of a policy uses."""
    if "$ref" in schema:
        return _is_valid(value, defs[schema["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in schema:
        return any(_is_valid(value, part, defs) for part in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    types = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
    if not isinstance(value, types[schema["type"]]):
        return False
    if isinstance(value, list):
        return all(_is_valid(item, schema["items"], defs) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        return set(schema.get("required", ())) <= set(value) and all(
            _is_valid(item, known[key], defs) if key in known else bool(rest) and _is_valid(item, rest, defs)
            for key, item in value.items()
        )
    return True


def test_the_schema_takes_what_is_valid_and_nothing_else(run: Run, policy: Path) -> None:
    schema = json.loads(run("policy", "schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for path in (policy, *POLICIES.glob("*.toml")):
        written = json.loads(msgspec.json.encode(tomllib.loads(path.read_text(encoding="utf-8"))))
        assert _is_valid(written, schema, schema["$defs"])
    for wrong in ({"profil": "strict"}, {"rules": {"QN301": "deny"}}, {"waiver": [{"name": "x"}]}, {"min_score": "1"}):
        assert not _is_valid(wrong, schema, schema["$defs"])


def test_the_schema_says_what_each_setting_is_for(run: Run) -> None:
    definitions = json.loads(run("policy", "schema").out)["$defs"]
    for name in ("Policy", "Waiver"):
        for setting, said in definitions[name]["properties"].items():
            assert "description" in said or "anyOf" in said, f"{name}.{setting}"


def test_check_shows_a_waiver_and_its_end(run: Run, policy: Path) -> None:
    account = '{"name": "人民日报", "id": "7"}'.encode()
    options = ("check", "--policy", str(policy), "--profile", "balanced", "--as-of")
    held = run(*options, "2026-12-01", stdin=account)
    assert (held.code, held.out.split()[0]) == (0, "通过")
    assert "由王豁免至 2026-12-01，理由：已核实" in held.out
    ended = run(*options, "2026-12-02", stdin=account)
    assert ended.code == 1
    assert "QN901 expired-waiver" in ended.out
    assert "已核实" in ended.out


@pytest.mark.parametrize("command", ["show", "validate", "diff", "schema"])
def test_every_subcommand_has_help(run: Run, command: str) -> None:
    done = run("policy", command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: qingname policy {command}")
