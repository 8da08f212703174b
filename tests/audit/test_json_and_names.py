"""JSON lines and lists of names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

LETTERS = b'{"name": "a"}\n'


def test_every_kind_of_line_that_is_no_account_is_an_error_with_its_line(audit: Audit, write: Write) -> None:
    lines = [
        b'{"id": 1, "name": "\xe5\xb0\x8f\xe6\x98\x8e"}',
        b"",
        b'{"name": 5}',
        b"[1]",
        b"null",
        b'{"name": null}',
        b'{"id": 2}',
        b'{"name": "\xff"}',
        b'{"name": "a", "bio": ["x"]}',
        b'{"name": "a", "bio": NaN}',
        b'{"name": "b"} {"name": "c"}',
        b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": "' + b"a" * 2_000_000 + b'"}',
        b'  {"name": "z"}  ',
    ]
    done = audit(write("in.jsonl", b"\n".join(lines)))
    assert done.errors == {
        3: "type", 4: "json", 5: "json", 6: "empty_name", 7: "empty_name", 8: "encoding", 9: "type",
        10: "json", 11: "json",
        12: "json", 13: "too_long",
    }  # fmt: skip
    assert [(row["line"], row["name"]) for row in done.rows or [] if row["action"]] == [(1, "小明"), (14, "z")]
    assert done.code == 3


def test_the_last_of_two_equal_keys_counts_and_half_a_pair_is_replaced(audit: Audit, write: Write) -> None:
    done = audit(write("in.jsonl", '{"name": "a", "name": "人民日报"}\n{"name": "\\ud800人民日报"}\n'))
    assert done.names == ["人民日报", "\ufffd人民日报"]
    assert done.actions == ["reject", "reject"]


def test_credentials_that_first_appear_far_down_are_read(audit: Audit, write: Write) -> None:
    own = {"name": "人民日报", "credentials": [{"kind": "media_org", "name": "人民日报"}]}
    content = LETTERS * 2000 + json.dumps(own).encode() + b'\n{"name": "b", "credentials": []}\n'
    assert audit(write("in.jsonl", content)).actions[-2:] == ["pass", "pass"]


def test_a_name_under_another_key_must_be_text_too(audit: Audit, write: Write) -> None:
    done = audit(write("in.jsonl", '{"nick": "小明"}\n{"nick": 7}\n'), "--map", "name=nick")
    assert (done.names, done.errors) == (["小明", "7"], {2: "type"})


def test_json_lines_in_another_encoding_are_read_when_it_is_named(audit: Audit, write: Write) -> None:
    path = write("in.jsonl", '{"name": "小明"}\n'.encode("gb18030"))
    assert audit(path).errors == {1: "encoding"}
    assert audit(path, "--encoding", "gb18030", "--overwrite").names == ["小明"]


def test_a_json_document_is_not_taken_for_json_lines(audit: Audit, write: Write) -> None:
    done = audit(write("in.json", '[{"name": "小明"}, {"name": "b"}]'))
    assert done.code == 2
    assert "write one account a line" in done.err


def test_a_text_file_is_a_list_of_names_in_any_encoding(audit: Audit, write: Write) -> None:
    names = '小明, 和猫\n\n"人民日报"\n{小明\n'
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        done = audit(write("names.txt", names.encode(encoding)), "--overwrite")
        assert done.names == ["小明, 和猫", '"人民日报"', "{小明"]
        assert [row["line"] for row in done.rows or []] == [1, 3, 4]


def test_a_text_file_with_a_header_that_has_a_name_is_a_table(audit: Audit, write: Write) -> None:
    assert audit(write("in.txt", "id\tname\n1\t人民日报\n")).names == ["人民日报"]


def test_any_file_is_a_list_of_names_where_that_is_said(audit: Audit, write: Write) -> None:
    path = write("names.csv", "小明,b\n" + "a" * 1_100_000 + "\nc\xff\n")
    assert audit(path, "--format", "names").errors == {2: "too_long"}


def test_a_broken_name_of_a_list_is_one_error(audit: Audit, write: Write) -> None:
    assert audit(write("n.txt", "小明\n".encode() + b"\xe4\xba\nb\n")).errors == {2: "encoding"}
