"""The page in a real browser. CI must have Chromium; a developer may do without."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Made

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-logging=stderr", "--v=0",
)  # fmt: skip


class Opened(NamedTuple):
    dom: str
    console: list[str]


@pytest.fixture(scope="session")
def browse() -> Callable[[Path], Opened]:
    """Give a function that opens a file and gives what the browser made of it and what it complained about."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium: apt-get install chromium")
        pytest.skip("no Chromium here")

    def open_(path: Path) -> Opened:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            done = subprocess.run(
                [browser, *_FLAGS, f"--user-data-dir={profile}", "--dump-dom", path.as_uri()],
                capture_output=True,
                text=True,
                check=True,
                timeout=120,
            )
        return Opened(done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line])

    return open_


def test_the_browser_would_tell_of_what_the_page_forbids(browse: Callable[[Path], Opened], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.write_text(f"<!doctype html>{policy}<style>p{{color:red}}</style><script>1</script><p>", "utf-8")
    assert len(browse(page).console) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_without_a_complaint_and_every_section_has_content(
    browse: Callable[[Path], Opened], made: Made, report: Callable[..., Made], lang: str
) -> None:
    page = (made if lang == "zh" else report(made.now, made.earlier, lang)).folder / "index.html"
    opened = browse(page)
    assert opened.console == []
    contents = re.findall(r'<li><a href="#([a-z]+)"', opened.dom)
    assert {"audited", "totals", "rules", "clauses", "categories", "techniques", "places", "bodies"} < set(contents)
    assert {"severe", "examples", "trend", "errors", "method"} < set(contents)
    for section in contents:
        _, _, rest = opened.dom.partition(f'<section id="{section}"')
        inside = re.sub(r"<[^>]+>", "", rest.partition("</section>")[0])
        assert len(inside) > 60, section
    assert opened.dom.count("<svg") == opened.dom.count("</svg>") == 7
    assert "<script" not in opened.dom
