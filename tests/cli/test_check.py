"""``qingname check``: what goes in, what comes out, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from qingname import Checker
from qingname.model import Skipped, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qingname import Account
    from tests.cli.conftest import Done

    Run = Callable[..., Done]

OUTLET, CAT, CITY = "人民曰報-官方", "小明的猫", "深圳同城"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((CAT,), 0),
        ((OUTLET,), 1),
        ((CITY,), 0),
        ((CITY, "--fail-on", "review"), 1),
        ((CAT, "--fail-on", "review"), 0),
        (("--", "-" + CAT), 0),
    ],
)
def test_the_exit_code_says_whether_a_finding_reaches_fail_on(run: Run, args: tuple[str, ...], code: int) -> None:
    assert run("check", *args).code == code


def test_an_incomplete_verdict_outweighs_findings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Checker.check

    def broken(self: Checker, account: Account) -> Verdict:
        verdict = judge(self, account)
        return msgspec.structs.replace(verdict, complete=False, skipped=(Skipped("match", "out of\x1b memory"),))

    monkeypatch.setattr(Checker, "check", broken)
    done = run("check", OUTLET)
    assert done.code == 3
    assert "match: out of<U+001B> memory" in done.out


def test_the_text_marks_the_span_and_says_why(run: Run) -> None:
    lines = run("check", OUTLET).out.splitlines()
    assert lines[0] == "拒绝      人民曰報-官方"
    assert lines[1] == "          ^^^^^^^^  QN201 media-outlet"
    assert "人民日报" in lines[2]
    assert any("曰→日 形近字" in line and "報→报 繁体" in line for line in lines)
    assert any("互联网用户账号信息管理规定" in line for line in lines)
    assert any("新闻媒体“人民日报”的认证" in line for line in lines)


def test_the_sentences_are_english_if_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("check", OUTLET, "--lang", "en").out
    assert english.startswith("reject  ")
    assert "look-alike characters" in english
    assert "legitimate with a verified credential" in english
    monkeypatch.setenv("QINGNAME_LANG", "en")
    assert run("check", OUTLET).out == english


def test_several_names_are_counted_on_standard_error(run: Run) -> None:
    done = run("check", CAT, OUTLET, CITY)
    assert done.code == 1
    assert done.err == "共 3 个：拒绝 1 · 人工审核 1 · 通过 1\n"


def test_one_name_gives_one_json_object_and_several_an_array(run: Run) -> None:
    single = json.loads(run("check", OUTLET, "--format", "json").out)
    assert single["action"] == "reject"
    assert list(single) == list(Verdict.__struct_fields__)
    several = json.loads(run("check", CAT, OUTLET, "--format", "json").out)
    assert [verdict["action"] for verdict in several] == ["pass", "reject"]
    assert several[1] == single
    assert json.loads(run("check", "--format", "json", stdin=CAT.encode()).out)[0]["action"] == "pass"
    assert json.loads(run("check", "--format", "json", stdin=b"").out) == []


def test_json_lines_are_one_verdict_a_line_in_order(run: Run) -> None:
    done = run("check", "--format", "jsonl", stdin=f"{CAT}\n{OUTLET}\n".encode())
    assert [json.loads(line)["action"] for line in done.out.splitlines()] == ["pass", "reject"]
    assert done.err == ""


def test_a_bad_line_becomes_an_error_record_and_the_others_are_judged(run: Run) -> None:
    lines = [CAT.encode(), b"", b"\xc4\xe3", b'{"name": "x", "nmae": 1}', b"x" * 257, OUTLET.encode()]
    done = run("check", "--format", "jsonl", stdin=b"\n".join(lines))
    records = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 2
    assert [record.get("line") for record in records] == [None, 2, 3, 4, 5, None]
    assert [record["error"].split(";")[0] for record in records[1:5]] == [
        "empty name",
        "byte 0xC4 at position 1 is not UTF-8",
        "there is no field 'nmae'",
        "name has 257 characters",
    ]
    assert "did you mean 'name'?" in records[3]["error"]
    text = run("check", stdin=b"\n".join(lines))
    assert "line 2: empty name" in text.err
    assert "无法读取 4" in text.err


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_name(run: Run) -> None:
    done = run("check", stdin="\ufeff小明\r\n小红\r\n".encode())
    assert done.out == "通过      小明\n通过      小红\n"


def test_a_line_is_an_account_only_where_it_is_a_json_object(run: Run) -> None:
    lines = '{小明}\n{"id": "7", "name": "小明"}\n'.encode()
    verdicts = [json.loads(line) for line in run("check", "--format", "jsonl", stdin=lines).out.splitlines()]
    assert [verdict["id"] for verdict in verdicts] == [None, "7"]
    misspelt = run("check", stdin=b'{"nam": "x"}\n')
    assert (misspelt.code, "did you mean 'name'" in misspelt.err) == (2, True)
    assert run("check", "--input", "jsonl", stdin="小明".encode()).code == 2
    plain = run("check", "--input", "lines", "--format", "jsonl", stdin=b'{"id": "7", "name": "x"}')
    assert json.loads(plain.out)["id"] is None


def test_a_credential_makes_the_name_legitimate_unless_it_has_expired(run: Run) -> None:
    spec = "media_org:人民日报@2026-11-23"
    allowed = run("check", "人民日报", "--type", "media", "--credential", spec, "--as-of", "2026-11-23")
    assert (allowed.code, allowed.out.split()[0]) == (0, "通过")
    late = run("check", "人民日报", "--credential", spec, "--as-of", "2026-11-24", "--fail-on", "review")
    assert (late.code, late.out.split()[0]) == (1, "人工审核")
    piped = run("check", "--credential", spec, "--as-of", "2026-11-23", stdin="人民日报\n".encode())
    assert piped.code == 0
    own = run("check", "--credential", spec, "--as-of", "2026-11-23", stdin='{"name": "人民日报"}'.encode())
    assert own.code == 1


def test_a_policy_file_is_used_and_profile_overrides_it(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(f'profile = "strict"\nallow = ["{OUTLET}"]\n', encoding="utf-8")
    shown = json.loads(run("check", OUTLET, "--policy", str(policy), "--format", "json").out)
    assert (shown["action"], shown["policy"].split(":")[0]) == ("pass", "strict")
    overridden = run("check", OUTLET, "--policy", str(policy), "--profile", "balanced", "--format", "json")
    assert json.loads(overridden.out)["policy"].startswith("balanced:")
    assert run("check", CAT, "--policy", str(tmp_path / "none.toml")).code == 2


def test_a_users_folder_adds_closed_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "closed_names.csv").write_text(
        "name,platform,closed_at,reason,source\n瓜瓜乐园小站,,,,own\n", encoding="utf-8"
    )
    before = json.loads(run("check", "瓜瓜乐园小站", "--format", "json").out)
    after = run("check", "瓜瓜乐园小站", "--format", "json", "--registry", str(tmp_path))
    verdict = json.loads(after.out)
    assert (before["action"], after.code, verdict["action"]) == ("pass", 1, "reject")
    assert verdict["findings"][0]["target_id"] == "CLO:瓜瓜乐园小站"
    assert verdict["registry"] != before["registry"]


def test_a_users_folder_that_is_wrong_is_refused_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text("name,aliases,kind,reason,source\n,,celebrity,,x\n", encoding="utf-8")
    done = run("check", CAT, "--registry", str(tmp_path))
    assert done.code == 2
    assert f"{tmp_path}/persons.csv:2:name: the cell is empty" in done.err
    assert f"{tmp_path}/persons.csv:2:kind: 'celebrity' is not a value" in done.err


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        ((), "Which name? Type it, as in: qingname check 小明的猫"),
        (("",), "empty name"),
        (("  ",), "empty name"),
        (("猫" * 257,), "name has 257 characters; the limit is 256"),
        ((CAT, "--bio", "猫" * 8193), "bio has 8193 characters; the limit is 8192"),
        (("-小明",), "Names that begin with a dash go after --: qingname check -- -小明"),
        (("--credentials", "x"), "--credential"),
        ((CAT, "--as-of", "2026-13-01"), "2026-13-01"),
        ((CAT, "--credential", "tv:央视"), "the kinds are gov_org, media_org"),
        (("小\ud800",), "half of a UTF-16 pair"),
    ],
)
def test_a_usage_error_says_what_to_type(run: Run, args: tuple[str, ...], complaint: str) -> None:
    done = run("check", *args)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err


def test_the_longest_name_is_judged(run: Run) -> None:
    assert run("check", "猫" * 256).code == 0


def test_a_dash_reads_standard_input_between_other_names(run: Run) -> None:
    done = run("check", "小明", "-", "小刚", stdin="小红\n".encode())
    assert [line.split()[-1] for line in done.out.splitlines()] == ["小明", "小红", "小刚"]


def test_a_name_in_place_of_a_command_is_told_the_command(run: Run) -> None:
    done = run(OUTLET)
    assert done.code == 2
    assert f"qingname check {OUTLET}" in done.err


def test_a_fault_inside_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("qingname.cli.options.policy_of", broken)
    done = run("check", CAT)
    assert done.code == 2
    assert "a fault in qingname (ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("QINGNAME_DEBUG", "1")
    assert "Traceback" in run("check", CAT).err


def test_colours_appear_only_where_wanted(run: Run) -> None:
    assert "\x1b" not in run("check", OUTLET).out
    assert "\x1b[31m" in run("check", OUTLET, "--color", "always").out.replace("\x1b[1m", "")
