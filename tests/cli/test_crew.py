"""Many avatars on standard input: several processes, the same answers, in order and as soon as they are there."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from qingname.avatar import drawings
from tests.avatar.drawn import stored
from tests.cli.test_process import popen

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.cli.conftest import Done

_AS = ("check", "--format", "jsonl", "--as-of", "2026-11-24", "--workers")


@pytest.fixture
def lines(tmp_path: Path) -> list[bytes]:
    """Forty lines: blank avatars, then some with a party emblem, names without one between them, and a bad line."""
    blank, emblem = tmp_path / "blank.png", tmp_path / "emblem.png"
    blank.write_bytes(stored(Image.new("RGB", (64, 64), (250, 250, 250)), "PNG"))
    drawings.party_flag(320).save(emblem)
    accounts = [{"name": "小明", "id": str(number), "avatar": str(blank)} for number in range(28)]
    accounts += [{"name": "小明", "id": f"e{number}", "avatar": str(emblem)} for number in range(4)]
    accounts += [{"name": "人民曰報", "id": "n"}, {"name": "小明", "id": "m", "avatar": str(tmp_path / "missing.png")}]
    accounts += [{"name": "小明", "id": f"b{number}", "avatar": str(blank)} for number in range(5)]
    written = [json.dumps(account).encode() + b"\n" for account in accounts]
    return [*written[:30], b'{"nmae": 1}\n', *written[30:]]


def _children(process: subprocess.Popen[bytes]) -> list[str]:
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text(encoding="ascii").split()]


def test_the_answers_are_those_of_one_process(spawn: Callable[..., Done], lines: list[bytes]) -> None:
    one, two = (spawn(*_AS, number, stdin=b"".join(lines)) for number in "12")
    assert one == two
    assert one.code == 2
    assert json.loads(one.out.splitlines()[30])["line"] == 31
    actions = {verdict["id"]: verdict["action"] for verdict in map(json.loads, one.out.splitlines()) if "id" in verdict}
    assert actions["0"] == "pass"
    assert actions["e3"] == "review"  # a flag of the party
    assert actions["n"] == "reject"
    assert actions["m"] == "review"


def test_who_waits_for_an_answer_gets_it(lines: list[bytes]) -> None:
    process = popen(*_AS, "2")
    assert process.stdin
    assert process.stdout
    for line in lines:
        process.stdin.write(line)
        process.stdin.flush()
        assert process.stdout.readline() != b""
    process.communicate(timeout=60)
    assert process.returncode == 2


def test_a_process_that_is_killed_loses_nothing(spawn: Callable[..., Done], lines: list[bytes]) -> None:
    whole = spawn(*_AS, "1", stdin=b"".join(lines))
    process = popen(*_AS, "2")
    assert process.stdin
    assert process.stdout
    first = []
    for line in lines[:30]:
        process.stdin.write(line)
        process.stdin.flush()
        first.append(process.stdout.readline())
    for child in _children(process):
        os.kill(int(child), signal.SIGKILL)
    rest, _ = process.communicate(b"".join(lines[30:]), 120)
    assert b"".join(first) + rest == whole.out.encode()


def test_an_interrupt_ends_all_processes(lines: list[bytes]) -> None:
    process = popen(*_AS, "2")
    assert process.stdin
    assert process.stdout
    for line in lines[:29]:
        process.stdin.write(line)
    process.stdin.flush()
    for _ in range(29):
        process.stdout.readline()
    started = _children(process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert b"Traceback" not in told
    end = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in started):
        assert time.monotonic() < end
        time.sleep(0.05)
