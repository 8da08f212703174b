"""Where the bytes of an avatar come from."""

from __future__ import annotations

import base64
import os
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.avatar.limits import MOST_BYTES
from qingname.avatar.source import read_avatar
from qingname.errors import AvatarError
from tests.avatar.drawn import emblem, stored

if TYPE_CHECKING:
    from pathlib import Path


def refusal(avatar: str | bytes, **options: bool) -> str:
    with pytest.raises(AvatarError) as caught:
        read_avatar(avatar, **options)
    return caught.value.code


def test_bytes_are_given_back() -> None:
    assert read_avatar(b"abc") == b"abc"


def test_a_path_is_read_and_a_link_followed(tmp_path: Path) -> None:
    content = stored(emblem(), "PNG")
    (tmp_path / "头像.png").write_bytes(content)
    (tmp_path / "link.png").symlink_to(tmp_path / "头像.png")
    assert read_avatar(str(tmp_path / "头像.png")) == content
    assert read_avatar(str(tmp_path / "link.png")) == content


@pytest.mark.parametrize("name", ["missing.png", ".", "a\0b", "x" * 5_000, "\ud800.png"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(f"{tmp_path}/{name}") == "path"


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    codes: list[str] = []
    reader = threading.Thread(target=lambda: codes.append(refusal(str(pipe))), daemon=True)
    reader.start()
    reader.join(timeout=5)
    assert codes == ["path"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    assert refusal(device) == "path"


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert refusal(str(tmp_path / "one")) == "path"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(10 * MOST_BYTES)
    assert refusal(str(large)) == "too_many_bytes"
    assert refusal(bytes(MOST_BYTES + 1)) == "too_many_bytes"
    assert len(read_avatar(bytes(MOST_BYTES))) == MOST_BYTES


def test_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    assert refusal(str(tmp_path / "empty.png")) == "empty"
    assert refusal(b"") == "empty"
    assert refusal("") == "path"
    assert refusal("data:,") == "empty"


def test_paths_can_be_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"abc")
    assert refusal(str(tmp_path / "a.png"), paths=False) == "path_off"
    assert refusal("file:///etc/hostname") == "url"


@given(st.binary(min_size=1, max_size=200))
def test_a_data_url_gives_what_was_put_in(content: bytes) -> None:
    coded = base64.b64encode(content).decode()
    assert read_avatar(f"data:image/png;base64,{coded}") == content
    assert read_avatar(f"DATA:image/png;charset=x;BASE64,{coded.rstrip('=')}") == content
    assert read_avatar("data:;base64," + "\r\n".join(coded)) == content
    assert read_avatar("data:image/png," + quote_from_bytes(content, safe="")) == content


@pytest.mark.parametrize("url", ["data:image/png;base64", "data:;base64,a", "data:;base64,ab*d", "data:;base64,头像"])
def test_a_broken_data_url_is_refused(url: str) -> None:
    assert refusal(url) == "data_url"


def test_a_data_url_over_the_limit_is_not_decoded() -> None:
    assert refusal("data:;base64," + "A" * (2 * MOST_BYTES)) == "too_many_bytes"
    assert refusal("data:," + "%41" * (MOST_BYTES + 1)) == "too_many_bytes"
    assert refusal("data:;base64," + "A" * (MOST_BYTES * 4 // 3 + 8)) == "too_many_bytes"


@given(st.text(max_size=60))
def test_any_data_url_is_bytes_or_an_error(text: str) -> None:
    try:
        assert read_avatar(f"data:{text}")
    except AvatarError as error:
        assert error.code in {"data_url", "empty"}  # noqa: PT017 - either is right


def test_urls_are_off_unless_a_fetcher_is_given() -> None:
    with pytest.raises(AvatarError, match="fetching is off; download it, or allow fetching") as caught:
        read_avatar("https://example.org/a.png")
    assert caught.value.code == "url_off"
    assert read_avatar("HTTPS://example.org/a.png", fetch=lambda url: url.encode()) == b"HTTPS://example.org/a.png"


@pytest.mark.parametrize("url", ["http://example.org/a.png", "ftp://example.org/a.png", "javascript:alert(1)"])
def test_other_schemes_are_refused_with_a_fetcher_too(url: str) -> None:
    with pytest.raises(AvatarError) as caught:
        read_avatar(url, fetch=str.encode)
    assert caught.value.code == "url"


def test_what_a_fetcher_gives_is_bounded() -> None:
    with pytest.raises(AvatarError) as caught:
        read_avatar("https://example.org/a.png", fetch=lambda _: bytes(MOST_BYTES + 1))
    assert caught.value.code == "too_many_bytes"
