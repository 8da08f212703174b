"""Stages are loaded late, and say why they cannot be."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qingname.avatar import load, ocr
from qingname.errors import StageError

if TYPE_CHECKING:
    from pathlib import Path


def test_checking_a_name_loads_no_stage_of_pictures() -> None:
    code = (
        "import sys, qingname, qingname.avatar.load; qingname.Checker().check(qingname.Account('人民日报'));"
        "print(sorted({'cv2', 'onnxruntime', 'zxingcpp', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_picture_never_imports_what_could_download() -> None:
    code = (
        "import sys; from PIL import Image; from qingname.avatar.load import reader;"
        "reader().read(Image.new('RGB', (9, 9)));"
        "print(sorted({'rapidocr', 'requests', 'urllib3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("package", "module", "stage", "loaded"),
    [
        ("onnxruntime", "qingname.avatar.ocr", "avatar_text", "reader"),
        ("zxingcpp", "qingname.avatar.codes", "avatar_codes", "codes"),
        ("cv2", "qingname.avatar.colours", "avatar_seals", "seals"),
        ("cv2", "qingname.avatar.colours", "avatar_flags", "flags"),
    ],
)
def test_a_missing_package_is_a_stage_that_is_skipped(package: str, module: str, stage: str, loaded: str) -> None:
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from qingname.avatar import load\nfrom qingname.errors import StageError\n"
        f"try:\n    load.{loaded}()\nexcept StageError as error:\n    print(error.stage, {package!r} in error.reason)"
    )
    assert module.startswith("qingname.")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [stage, "True"]


def test_a_package_without_its_models_is_a_stage_that_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "emptyocr").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(ocr, "_PACKAGE", "emptyocr")
    with pytest.raises(StageError, match="No such file"):
        ocr.Ocr()
    monkeypatch.setattr(ocr, "_PACKAGE", "no_such_package")
    with pytest.raises(StageError, match="not installed"):
        ocr.Ocr()


def test_another_model_than_was_measured_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "otherocr" / "models"
    folder.mkdir(parents=True)
    (folder / ocr._FINDS[0].rpartition("/")[2]).write_bytes(b"another")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(ocr, "_PACKAGE", "otherocr")
    with pytest.raises(StageError, match="not the model that was measured") as caught:
        ocr.Ocr()
    assert caught.value.stage == "avatar_text"


def test_the_reader_is_loaded_once() -> None:
    assert load.reader() is load.reader()
