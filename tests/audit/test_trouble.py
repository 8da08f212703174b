"""What goes wrong around an audit: full disks, closed files, killed workers, Ctrl-C. What is done is kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import signal
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.audit.conftest import rows_of, started

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

GO_ON = "what is done is kept: go on with the same command and --resume"


def people(path: Path, rows: int) -> None:
    """Write accounts whose judging takes a while: each is another one, and poses as somebody.

    Two pieces of unlike size, so that the first part is there long before the audit ends.
    """
    names = [f"人民日报{number:x}快讯" for number in range(rows)]
    pq.write_table(pa.table({"id": [str(number) for number in range(rows)], "name": names}), path)


def until(what: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("out.jsonl.audit/parts-*/*.arrow"))


def children(process: subprocess.Popen[str]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in path.read_text().split()]


def gone(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said
    return process.returncode, said


def test_a_disk_that_fills_up_stops_the_audit_which_goes_on_when_there_is_room(tmp_path: Path) -> None:
    people(tmp_path / "in.parquet", 3_000)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    for workers, out in (("1", "a.jsonl"), ("2", "out.jsonl")):
        command = ("in.parquet", "-o", out, "--workers", workers)
        code, said = end(started(*command, cwd=tmp_path, preexec_fn=little_room))
        assert (code, said.count("\n")) == (2, 1)
        assert "File too large" in said
        assert GO_ON in said
        assert not list(tmp_path.glob("*.unfinished"))
        assert not (tmp_path / out).exists()
    code, _ = end(started("in.parquet", "-o", "out.jsonl", "--resume", cwd=tmp_path))
    assert code == 1
    assert [row["line"] for row in rows_of(tmp_path / "out.jsonl") or []] == list(range(1, 3_001))
    assert not (tmp_path / "out.jsonl.audit").exists()


@pytest.mark.parametrize("out", ["out.parquet", "out.csv"])
def test_a_full_disk_is_told_in_one_line_whatever_the_output(tmp_path: Path, out: str) -> None:
    ids = [hashlib.blake2b(bytes([number % 256, number // 256]), digest_size=20).hexdigest() for number in range(3000)]
    pq.write_table(pa.table({"id": ids, "name": ["小明"] * 3000}), tmp_path / "in.parquet")

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    code, said = end(started("in.parquet", "-o", out, "--workers", "1", cwd=tmp_path, preexec_fn=no_room))
    assert (code, said.count("\n")) == (2, 1)
    assert "File too large" in said


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_audit_that_is_stopped_leaves_what_is_done_and_no_process(tmp_path: Path, stop: signal.Signals) -> None:
    people(tmp_path / "in.parquet", 40_000)
    audit = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path, start_new_session=True)
    until(lambda: parts(tmp_path))
    workers = children(audit)
    os.killpg(audit.pid, stop)  # to the workers too, as a terminal or a container's end does
    code, said = end(audit)
    assert (code, said) == (130, f"qingname: stopped by a signal; {GO_ON}\n")
    until(lambda: all(map(gone, workers)), seconds=10)
    assert parts(tmp_path)
    assert not (tmp_path / "out.jsonl").exists()


def test_workers_end_when_the_audit_is_killed(tmp_path: Path) -> None:
    people(tmp_path / "in.parquet", 40_000)
    audit = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path)
    until(lambda: parts(tmp_path))
    workers = children(audit)
    assert len(workers) >= 2
    audit.kill()
    audit.communicate()
    until(lambda: all(map(gone, workers)), seconds=10)


def test_a_worker_that_is_killed_stops_the_audit_with_a_sentence(tmp_path: Path) -> None:
    people(tmp_path / "in.parquet", 40_000)
    audit = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path)
    until(lambda: parts(tmp_path))
    workers = [pid for pid in children(audit) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(workers[0], signal.SIGKILL)
    code, said = end(audit)
    assert code == 2
    assert said.startswith("qingname: a worker died (killed, or out of memory)")
    assert GO_ON in said


def test_a_file_that_may_not_be_read_or_a_folder_that_is_closed_is_told(write: Write, tmp_path: Path) -> None:
    write("secret.csv", "name\na\n").chmod(0)
    write("open.csv", "name\na\n")
    write("closed/x", "").parent.chmod(0o500)
    caps = "-dac_override,-dac_read_search"  # root without its privilege to read everything
    before = ("setpriv", f"--inh-caps={caps}", f"--bounding-set={caps}") if os.geteuid() == 0 else ()
    for given, out, said in (("secret.csv", "o.csv", "secret.csv: "), ("open.csv", "closed/o.csv", "o.csv.audit: ")):
        code, complaint = end(started(given, "-o", out, cwd=tmp_path, before=before))
        assert (code, complaint.count("\n")) == (2, 1)
        assert f"{said}Permission denied" in complaint
    assert not list(tmp_path.glob("*.audit"))


def test_the_state_is_the_owners_alone_and_holds_no_password(tmp_path: Path) -> None:
    people(tmp_path / "in.parquet", 40_000)
    url = "http://user:geheim@127.0.0.1:9/check?token=geheim"
    running = started("in.parquet", "-o", "out.jsonl", "--verify-url", url, "--workers", "2", cwd=tmp_path)
    state = tmp_path / "out.jsonl.audit"
    until((state / "settings.json").exists)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert "geheim" not in (state / "settings.json").read_text()
    running.send_signal(signal.SIGINT)
    end(running)


def test_a_folder_that_is_no_state_is_left_alone(audit: Audit, write: Write) -> None:
    own = write("out.jsonl.audit/mine.txt", "mine")
    done = audit(write("in.csv", "name\na\n"))
    assert done.code == 2
    assert "this is something else, move it away" in done.err
    assert own.read_text() == "mine"


def test_two_audits_with_one_output_do_not_run_at_once(tmp_path: Path, audit: Audit) -> None:
    people(tmp_path / "in.parquet", 40_000)
    first = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path)
    until(lambda: parts(tmp_path))
    second = audit("in.parquet", "--resume", "--as-of", "2026-11-22")
    assert second.code == 2
    assert "another audit with this output is running" in second.err
    first.send_signal(signal.SIGINT)
    end(first)


def test_a_file_that_changes_while_it_is_read_gives_no_output(tmp_path: Path) -> None:
    people(tmp_path / "in.parquet", 40_000)
    running = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path)
    until(lambda: parts(tmp_path))
    os.utime(tmp_path / "in.parquet", (1, 1))
    code, said = end(running)
    assert code == 2
    assert "was changed while it was read" in said
    assert not (tmp_path / "out.jsonl").exists()


def test_an_audit_goes_on_only_with_the_same_question(tmp_path: Path, audit: Audit) -> None:
    people(tmp_path / "in.parquet", 40_000)
    running = started("in.parquet", "-o", "out.jsonl", "--workers", "2", cwd=tmp_path)
    until(lambda: parts(tmp_path))
    running.send_signal(signal.SIGINT)
    end(running)
    settings = tmp_path / "out.jsonl.audit/settings.json"
    begun = json.loads(settings.read_text())
    assert begun["origins"][0]["path"] == "in.parquet"
    done = audit("in.parquet", "--resume", "--where", "id > 5", "--as-of", "2026-11-22")
    assert done.code == 2
    assert "this audit cannot be resumed: --where is another; begin again with --restart" in done.err


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("out.xlsx", "name the output *.parquet, *.csv or *.jsonl"),
        ("nowhere/out.csv", "there is no such folder for the output"),
        ("folder.csv", "is a folder"),
        ("in.csv", "is input and output"),
        ("link.csv", "is input and output"),
    ],
)
def test_an_output_that_cannot_be_is_refused(audit: Audit, write: Write, tmp_path: Path, out: str, said: str) -> None:
    path = write("in.csv", "name\na\n")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to("in.csv")
    done = audit(path, "--overwrite", out=out)
    assert done.code == 2
    assert said in done.err
    assert path.read_text() == "name\na\n"
    assert not list(tmp_path.glob("*.audit"))
