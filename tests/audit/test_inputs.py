"""What IN may be: folders, patterns, compressed files, links; and what it may not."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

TABLE = "id,name\n1,小明\n2,人民日报\n"


def zst(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", gzip.compress(TABLE.encode())),
        ("a.CSV.GZ", gzip.compress(TABLE.encode()[:13]) + gzip.compress(TABLE.encode()[13:])),
        ("a.csv.zst", zst(TABLE.encode())),
        ("a.csv.gz", gzip.compress(TABLE.encode("utf-16"))),
        ("a.csv.gz", gzip.compress(TABLE.replace("\n", "\r").encode("gb18030"))),
        ("a.csv.gz", TABLE.encode()),
        ("a.csv", gzip.compress(TABLE.encode())),
        ("a.jsonl.gz", gzip.compress('{"id": 1, "name": "小明"}\n{"id": 2, "name": "人民日报"}\n'.encode())),
    ],
)
def test_a_compressed_file_is_what_is_in_it(audit: Audit, write: Write, name: str, content: bytes) -> None:
    done = audit(write(name, content))
    assert done.names == ["小明", "人民日报"]
    assert all(row["source"].endswith(name) for row in done.rows or [])


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_a_compressed_file_cut_short_is_refused(audit: Audit, write: Write, pack: Callable[[bytes], bytes]) -> None:
    rows = "".join(f"{number},小明{number * 7919 % 10007}\n" for number in range(100_000))
    done = audit(write("a.csv.x", pack(f"id,name\n{rows}".encode())[:-2000]), "--format", "csv")
    assert done.code == 2
    assert "cannot be unpacked" in done.err or "cut short" in done.err


def test_a_folder_is_read_by_name_and_without_what_is_hidden(audit: Audit, write: Write, tmp_path: Path) -> None:
    write("in/b.jsonl", '{"name": "b"}\n')
    write("in/a/z.csv.gz", gzip.compress(b"name\nz\n"))
    for hidden in (".x.csv", "_temporary/0.csv", "a/.checkpoints/y.csv", "README.md", "_SUCCESS"):
        write(f"in/{hidden}", "name\nhidden\n")
    pq.write_table(pa.table({"name": ["c"]}), tmp_path / "in/c.parquet")
    done = audit("in")
    assert [(row["source"], row["name"]) for row in done.rows or []] == [
        ("in/a/z.csv.gz", "z"),
        ("in/b.jsonl", "b"),
        ("in/c.parquet", "c"),
    ]


def test_a_pattern_names_its_files_in_order_and_a_file_named_like_one_is_that_file(audit: Audit, write: Write) -> None:
    for name in ("b", "a", "[ab]"):
        write(f"{name}.csv", f"name\n{name}\n")
    assert audit("[ab].csv").names == ["[ab]"]
    assert audit("?.csv", "--overwrite").names == ["a", "b"]
    assert audit("**/?.csv", "--overwrite").names == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("nothing.csv",), "there is no such file or folder"),
        (("no*.csv",), "no file is named like this"),
        (("empty",), "no file here ends in"),
        (("a.csv", "./a.csv"), "named twice"),
        (("link.csv", "a.csv"), "named twice"),
        (("a.csv", "--query", "SELECT 1"), "--query goes with the URL of a database"),
        (("a.bin",), "what format is it?"),
        (("a.csv", "--format", "parquet"), "not a Parquet file"),
        (("/dev/null", "--format", "csv"), "not a file"),
    ],
)
def test_an_input_that_is_none_is_refused(
    audit: Audit, write: Write, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    write("a.csv", TABLE)
    write("a.bin", TABLE)
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.csv").symlink_to("a.csv")
    done = audit(*given)
    assert done.code == 2
    assert said in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bin", "a.csv", "empty", "link.csv"]


def test_several_inputs_of_several_kinds_are_one_audit(audit: Audit, write: Write) -> None:
    done = audit(write("b.csv", "name\nb\n"), write("a.jsonl", '{"name": "a", "bio": "c"}\n'), write("n.txt", "n\n"))
    assert done.names == ["b", "a", "n"]


def test_a_column_missing_in_the_last_file_stops_the_audit_before_it_begins(
    audit: Audit, write: Write, tmp_path: Path
) -> None:
    write("a.csv", TABLE)
    write("b.csv.gz", gzip.compress("昵称\n小明\n".encode()))
    done = audit("a.csv", "b.csv.gz")
    assert done.code == 2
    assert "b.csv.gz: there is no column 'name'" in done.err
    assert not (tmp_path / "out.jsonl.audit").exists()
