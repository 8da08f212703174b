"""Avatars through the doors: marks that a user adds, one check, an audit of paths and of bytes: the same verdicts."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image, ImageDraw, ImageOps

from qingname.cli import main
from tests.avatar.drawn import clear_emblem, emblem, moving, photo, stored

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = ("--as-of", "2026-11-23", "--lang", "en")
_OUTLET, _SHOP = "浙江卫视", "青石巷杂货铺"


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Done]:
    """Run ``qingname`` in this process, in a folder of its own."""
    monkeypatch.delenv("QINGNAME_LANG", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*args: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["qingname", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, shown.out, shown.err)

    return call


@pytest.fixture
def marks(run: Callable[..., Done]) -> str:
    """A folder of two marks of the user's own: an outlet's and a shop's."""
    Path("logos").mkdir()
    clear_emblem(300, seed=1).save(f"logos/{_OUTLET}.png")
    clear_emblem(300, seed=2).save(f"logos/{_SHOP}.png")
    Path("logos/notes.txt").write_text("no picture")
    assert run("avatar", "add", "logos", "--into", "marks").code == 0
    return "marks"


def _another() -> Image.Image:
    """An emblem that is like none of the marks."""
    image = Image.new("RGB", (240, 240), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.polygon([(20, 30), (220, 30), (220, 130), (120, 225), (20, 130)], fill=(20, 90, 60))
    for place in range(3):
        draw.line([(50 + 50 * place, 60), (70 + 50 * place, 150)], fill=(240, 240, 240), width=14)
    return image


def _pictures() -> dict[str, bytes]:
    one, two = emblem(240, seed=1), emblem(240, seed=2)
    return {
        "as it is": stored(one, "PNG"),
        "jpeg": stored(one, "JPEG", quality=50),
        "mirrored": stored(ImageOps.mirror(one), "PNG"),
        "turned": stored(one.rotate(90), "WEBP"),
        "palette": stored(one.convert("P"), "PNG"),
        "late frame": moving([photo(200), emblem(200, seed=1), photo(200).rotate(90)], "GIF"),
        "of the shop": stored(two, "PNG"),
        "another": stored(_another(), "PNG"),
        "a photo": stored(photo(240), "JPEG"),
        "blank": stored(Image.new("RGB", (64, 64), (250, 250, 250)), "PNG"),
        "broken": stored(one, "PNG")[:500],
        "no picture": b"hello",
    }


def _verdicts(run: Callable[..., Done], marks: str, names: list[str]) -> list[dict[str, object]]:
    lines = "".join(json.dumps({"name": "小明的猫", "id": name, "avatar": f"{name}.bin"}) + "\n" for name in names)
    done = run("check", "--format", "jsonl", "--marks", marks, *_DAY, stdin=lines)
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_mark_is_found_however_its_file_is_stored_and_nothing_else_is(run: Callable[..., Done], marks: str) -> None:
    pictures = _pictures()
    for name, content in pictures.items():
        Path(f"{name}.bin").write_bytes(content)
    found = {
        str(verdict["id"]): (verdict["action"], verdict["complete"], [each["target"] for each in verdict["findings"]])  # type: ignore[index, attr-defined]
        for verdict in _verdicts(run, marks, list(pictures))
    }
    outlet, nothing = ("reject", True, [_OUTLET]), ("pass", True, [])
    assert found == {
        "as it is": outlet,
        "jpeg": outlet,
        "mirrored": outlet,
        "turned": outlet,
        "palette": outlet,
        "late frame": outlet,
        "of the shop": ("reject", True, [_SHOP]),
        "another": nothing,
        "a photo": nothing,
        "blank": nothing,
        "broken": ("review", False, ["truncated"]),
        "no picture": ("review", False, ["format"]),
    }


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_audit_of_paths_and_of_bytes_gives_the_verdicts_of_check(
    run: Callable[..., Done], marks: str, workers: str
) -> None:
    pictures = _pictures()
    for name, content in pictures.items():
        Path(f"{name}.bin").write_bytes(content)
    checked = _verdicts(run, marks, list(pictures))
    rows = {"name": ["小明的猫"] * len(pictures), "id": list(pictures)}
    columns = {
        "paths": pa.array([f"{name}.bin" for name in pictures]),
        "bytes": pa.array(list(pictures.values()), pa.binary()),
    }
    for kind, avatars in columns.items():
        pq.write_table(pa.table({**rows, "avatar": avatars}), f"{kind}.parquet")
        done = run("audit", f"{kind}.parquet", "-o", f"{kind}.jsonl", "--marks", marks, "--workers", workers, *_DAY)
        assert done.code == 3
        audited = [json.loads(line) for line in Path(f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]
        told = ("id", "action", "complete", "skipped", "findings", "registry")
        assert [{key: row[key] for key in told} for row in audited] == [
            {key: verdict[key] for key in told} for verdict in checked
        ]


def test_a_verdict_names_the_marks_that_it_rests_on(run: Callable[..., Done], marks: str) -> None:
    own = json.loads(run("check", "小明", "--format", "json", "--marks", marks, *_DAY).out)["registry"]
    shipped = json.loads(run("check", "小明", "--format", "json", *_DAY).out)["registry"]
    assert own != shipped
    emblem(200, seed=3).save("more.png")
    run("avatar", "add", "more.png", "--into", marks)
    assert json.loads(run("check", "小明", "--format", "json", "--marks", marks, *_DAY).out)["registry"] not in {
        own,
        shipped,
    }


def test_marks_are_added_under_the_files_name_and_found_in_the_registry(run: Callable[..., Done], marks: str) -> None:
    rows = json.loads(run("avatar", "list", "--marks", marks, "--format", "json").out)
    listed = {row["name"]: row for row in rows}
    assert set(listed) == {_OUTLET, _SHOP}
    assert (bool(listed[_OUTLET]["target"]), listed[_SHOP]["target"]) == (True, "")


def test_a_picture_that_no_mark_can_be_made_of_is_told_and_the_others_are_added(run: Callable[..., Done]) -> None:
    Path("logos").mkdir()
    emblem(200, seed=1).save("logos/好的.png")
    Image.new("RGB", (80, 80)).save("logos/空白.png")
    Path("logos/坏的.png").write_bytes(b"hello")
    done = run("avatar", "add", "logos", "--into", "marks")
    assert done.code == 2
    assert done.err.count("\n") == 2
    assert "空白" in done.err
    assert "坏的" in done.err
    assert "好的" in run("avatar", "list", "--marks", "marks").out


def test_evidence_is_a_picture_for_each_place_in_the_avatar(run: Callable[..., Done], marks: str) -> None:
    Path("a.png").write_bytes(_pictures()["as it is"])
    done = run("avatar", "check", "a.png", "--marks", marks, "--evidence", "seen")
    assert done.code == 1
    (picture,) = Path("seen").iterdir()
    with Image.open(picture) as shown:
        assert shown.size[0] > 2 * 300
    assert "QN601" in picture.name


def test_two_pictures_are_compared(run: Callable[..., Done]) -> None:
    emblem(240, seed=1).save("a.png")
    ImageOps.mirror(emblem(240, seed=1)).save("b.png")
    photo(240).save("c.png")
    same = run("avatar", "compare", "a.png", "b.png")
    assert (same.code, same.out.split()[1:3]) == (0, ["the", "same"])
    assert "mirrored" in same.out
    assert run("avatar", "compare", "a.png", "c.png").code == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,name,target,kind\n", "looks"),
        ("id,name,target,kind,looks,source,source_date\na,甲,,crest,00,,\n", "marks.csv:2"),
        ("id,name,target,kind,looks,source,source_date\nA/..,甲,,mark,00,,\n", "marks.csv:2"),
        ("id,name,target,kind,looks,source,source_date\na,甲,,mark,00,,\n", "a.look"),
    ],
)
def test_a_folder_of_marks_that_is_wrong_is_an_error_that_names_the_place(
    run: Callable[..., Done], table: str, said: str
) -> None:
    Path("marks").mkdir()
    Path("marks/marks.csv").write_text(table, encoding="utf-8")
    done = run("check", "小明", "--marks", "marks")
    assert done.code == 2
    assert said in done.err
