from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from qingname.avatar.marks import Entry, Mark, add_marks, entry_of, read_marks
from qingname.errors import MarkError, QingnameError, RegistryErrors
from tests.avatar.marks.drawing import draw_mark

if TYPE_CHECKING:
    from pathlib import Path


def _same(first: Entry, second: Entry) -> bool:
    if first.mark != second.mark or len(first.looks) != len(second.looks):
        return False
    for one, other in zip(first.looks, second.looks, strict=True):
        for field in one._fields:
            parts = (getattr(one, field), getattr(other, field))
            pairs = zip(*parts, strict=True) if field == "features" else [parts]
            if not all(np.array_equal(a, b) for a, b in pairs):
                return False
    return True


def test_what_is_read_is_what_was_added(tmp_path: Path, entries: list[Entry]) -> None:
    add_marks(tmp_path / "own", entries)
    found = read_marks(tmp_path / "own").entries
    assert len(found) == len(entries)
    assert all(_same(first, second) for first, second in zip(found, entries, strict=True))


def test_files_are_the_same_bytes_each_time(tmp_path: Path, entries: list[Entry]) -> None:
    for folder in ("one", "two"):
        add_marks(tmp_path / folder, entries[:2])
    files = [sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file()) for folder in ("one", "two")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_no_file_holds_a_picture(tmp_path: Path, entries: list[Entry]) -> None:
    add_marks(tmp_path, entries[:1])
    (look,) = (tmp_path / "looks").iterdir()
    assert look.stat().st_size < 60_000
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(look)


def test_a_mark_of_the_same_id_is_replaced_and_keeps_its_place(tmp_path: Path, entries: list[Entry]) -> None:
    add_marks(tmp_path, entries[:3])
    other = entry_of(Mark("mark-1", "renamed", kind="seal"), draw_mark(77))
    add_marks(tmp_path, [other])
    found = read_marks(tmp_path).entries
    assert [entry.mark.name for entry in found] == [entries[0].mark.name, "renamed", entries[2].mark.name]
    assert _same(found[1], other)


@pytest.mark.parametrize(
    "picture",
    [Image.new("RGB", (64, 64), "white"), Image.new("RGBA", (64, 64), (0, 0, 0, 0)), Image.new("L", (1, 1))],
    ids=["white", "transparent", "one pixel"],
)
def test_a_blank_picture_makes_no_mark(picture: Image.Image) -> None:
    with pytest.raises(MarkError, match="blank or too plain"):
        entry_of(Mark("blank", "blank"), picture)


def test_a_bare_disc_makes_no_mark() -> None:
    disc = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(disc).ellipse((20, 20, 180, 180), fill="red")
    with pytest.raises(MarkError, match="too plain"):
        entry_of(Mark("disc", "disc"), disc)


def test_a_white_mark_is_looked_at_on_black(drawn: list[Image.Image]) -> None:
    white = Image.new("RGBA", drawn[0].size, (255, 255, 255, 0))
    white.putalpha(drawn[0].getchannel("A"))
    assert len(entry_of(Mark("white", "white"), white).looks) == 1


HEAD = "id,name,target,kind,looks\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,name\n", r"marks.csv:1:kind: the column 'kind' is missing"),
        (HEAD + "a,A,,mark\n", r"marks.csv:2"),
        (HEAD + "../a,A,,mark,00\n", r"marks.csv:2: id '../a' must be small letters"),
        (HEAD + "a,A,,logo,00\n", r"marks.csv:2:kind"),
        (HEAD + "a,A,,mark,00\na,B,,mark,00\n", r"marks.csv:3"),
        (HEAD + "a,A,,mark,00\n", r"a.look: cannot be read as a mark"),
    ],
)
def test_an_error_names_the_place_and_the_remedy(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "marks.csv").write_text(table, encoding="utf-8")
    with pytest.raises(QingnameError, match=said):
        read_marks(tmp_path)


def test_a_folder_without_a_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(RegistryErrors, match=r"marks\.csv: the file cannot be read"):
        read_marks(tmp_path)


def test_looks_of_another_mark_are_not_taken(tmp_path: Path, entries: list[Entry]) -> None:
    add_marks(tmp_path, entries[:2])
    one, other = sorted((tmp_path / "looks").iterdir())
    one.write_bytes(other.read_bytes())
    with pytest.raises(MarkError, match=r"is not the file that marks\.csv tells of"):
        read_marks(tmp_path)


def test_the_digest_follows_from_facts_and_looks(tmp_path: Path, entries: list[Entry]) -> None:
    add_marks(tmp_path / "one", entries[:2])
    add_marks(tmp_path / "two", entries[:2])
    assert read_marks(tmp_path / "one").digest == read_marks(tmp_path / "two").digest
    add_marks(tmp_path / "two", [entry_of(entries[1].mark, draw_mark(77))])
    assert read_marks(tmp_path / "one").digest != read_marks(tmp_path / "two").digest


@pytest.mark.parametrize("cut", [0, 1, 100, 5000])
def test_a_damaged_look_file_is_an_error(tmp_path: Path, entries: list[Entry], cut: int) -> None:
    add_marks(tmp_path, entries[:1])
    (look,) = (tmp_path / "looks").iterdir()
    look.write_bytes(look.read_bytes()[:cut])
    with pytest.raises(MarkError, match="add the mark again"):
        read_marks(tmp_path)
