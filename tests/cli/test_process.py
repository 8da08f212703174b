"""The command as a process: exit codes, pipes, bytes that are not text, inputs of any size."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qingname

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Spawn = Callable[..., Done]

ROOT = Path(qingname.__file__).parent.parent
MEGABYTES_10 = 10 * 1024 * 1024
GB_HELLO = "你好".encode("gb18030")


def popen(*args: str) -> subprocess.Popen[bytes]:
    env, pipe = {**os.environ, "PYTHONPATH": str(ROOT)}, subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "qingname", *args], env=env, stdin=pipe, stdout=pipe, stderr=pipe)


def test_a_disguised_outlet_is_rejected_with_exit_code_1(spawn: Spawn) -> None:
    done = spawn("check", "人民曰報-官方")
    assert done.code == 1
    assert done.err == ""
    assert "人民日报" in done.out
    assert "QN201" in done.out


def test_an_innocent_name_passes_in_one_line(spawn: Spawn) -> None:
    assert spawn("check", "小明的猫") == (0, "通过      小明的猫\n", "")


def test_nothing_on_a_pipe_is_said_to_be_nothing(spawn: Spawn) -> None:
    done = spawn("check")
    assert done.code == 2
    assert "standard input holds no name" in done.err


def test_an_argument_that_is_not_utf8_is_refused_with_the_remedy(spawn: Spawn) -> None:
    done = spawn("check", GB_HELLO)
    assert done.code == 2
    assert "NAME: byte 0xC4 at position 1 is not UTF-8" in done.err
    assert "iconv" in done.err


def test_an_argument_is_read_as_utf8_in_a_locale_that_is_not(spawn: Spawn) -> None:
    done = spawn(
        "check", "小明".encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="utf-8"
    )
    assert (done.code, done.out.split()[-1]) == (0, "小明")


def test_a_terminal_without_chinese_gets_escapes_not_an_error(spawn: Spawn) -> None:
    done = spawn("check", "--lang", "en", "小明", PYTHONIOENCODING="latin-1")
    assert (done.code, done.out) == (0, "pass    \\u5c0f\\u660e\n")


def test_half_of_a_surrogate_pair_in_json_is_judged_as_a_replacement_character(spawn: Spawn) -> None:
    done = spawn("check", "--format", "jsonl", stdin=b'{"name": "\\ud800\\u4eba\\u6c11\\u65e5\\u62a5"}\n')
    assert done.code == 1
    assert json.loads(done.out)["findings"][0]["target"] == "人民日报"


def test_a_closed_pipe_ends_the_command_quietly() -> None:
    names = "人民日报\n".encode() * 2000
    child = popen("check", "--format", "jsonl")
    assert child.stdin
    assert child.stdout
    child.stdin.write(names[:13])
    child.stdin.flush()
    assert child.stdout.readline().startswith(b'{"id"')
    child.stdout.close()
    try:
        child.stdin.write(names)
        child.stdin.close()
    except BrokenPipeError:
        pass
    assert child.stderr
    assert child.stderr.read() == b""
    assert child.wait() == 141
    child.stderr.close()


def test_each_verdict_is_written_before_the_next_line_is_read() -> None:
    child = popen("check")
    assert child.stdin
    assert child.stdout
    for name in ("小明", "小红"):
        child.stdin.write(f"{name}\n".encode())
        child.stdin.flush()
        assert name in child.stdout.readline().decode()
    child.communicate()
    assert child.returncode == 0


def test_ctrl_c_ends_with_130_and_no_traceback() -> None:
    child = popen("check")
    assert child.stdin
    assert child.stdout
    child.stdin.write("小明\n".encode())
    child.stdin.flush()
    child.stdout.readline()
    time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    _, complaint = child.communicate()
    assert child.returncode == 130
    assert b"Traceback" not in complaint


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_stream_that_the_caller_closed_is_no_traceback(stream: str) -> None:
    number = {"stdin": 0, "stdout": 1, "stderr": 2}[stream]
    script = f'exec "$0" -m qingname check {"" if number == 0 else "小明"} {number}{"<" if number == 0 else ">"}&-'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, check=False, env=env)
    assert done.returncode == (2 if stream == "stdin" else 0)
    assert b"Traceback" not in done.stderr


def test_one_line_of_10_mb_is_one_error(spawn: Spawn) -> None:
    done = spawn("check", stdin=b"a" * MEGABYTES_10 + "\n小明\n".encode())
    assert done.code == 2
    assert f"line 1: the line has {MEGABYTES_10} bytes" in done.err
    assert "小明" in done.out


def test_10_mb_of_lines_are_answered_line_by_line_in_memory_that_does_not_grow() -> None:
    line = b'{"name": "' + b"a" * 1000 + b'"}\n'
    count = MEGABYTES_10 // len(line)
    script = (
        "import resource, sys; from qingname.cli import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )

    def peak(content: bytes) -> tuple[int, int]:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", script, "check", "--format", "jsonl"]
        done = subprocess.run(command, input=content, capture_output=True, check=False, env=env)
        assert done.returncode == 2
        return done.stdout.count(b"name has 1000 characters; the limit is 256"), int(done.stderr)

    few, many = peak(line), peak(line * count)
    assert (few[0], many[0]) == (1, count)
    assert many[1] - few[1] < 8 * 1024
