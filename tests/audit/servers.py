"""Database servers of the tests' own: started in a folder of their own, on a free port of this machine, and ended."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "geheim-7"  # noqa: S105 - of a server that lives as long as the tests
_SECONDS = 60


def program(name: str, *folders: str) -> str:
    """Where a server's program is. Without it tests are skipped, but not where everything must be there (CI)."""
    places = [str(path) for pattern in folders for path in sorted(Path("/").glob(pattern), reverse=True)]
    found = shutil.which(name, path=os.pathsep.join([*places, os.environ["PATH"], "/usr/sbin"]))
    if found is None:
        missing = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextlib.contextmanager
def home() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder, and how to run programs as its owner: servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="qn"))  # a socket's path must be short
    as_whom: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_whom = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        yield folder, {**as_whom, "cwd": folder, "env": {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, how: dict[str, Any]) -> Iterator[None]:
    """Run a server until it answers on its port, and to the end of the block."""
    log = Path(how["cwd"]) / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, **how)
    try:
        end = time.monotonic() + _SECONDS
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{command[0]} does not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        server.kill()
        server.wait()


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Give the URL of a fresh PostgreSQL database, with the password."""
    folder = "usr/lib/postgresql/*/bin"
    initdb, postgres = program("initdb", folder), program("postgres", folder)
    with home() as (place, how):
        (place / "password").write_text(PASSWORD)
        (place / "password").chmod(0o644)
        access = ["-U", "me", "-A", "scram-sha-256", "--pwfile", str(place / "password")]
        made = [initdb, "-D", str(place / "data"), *access, "-N", "-E", "UTF8"]
        subprocess.run(made, check=True, capture_output=True, **how)
        port = free_port()
        settings = [f"port={port}", f"unix_socket_directories={place}", "listen_addresses=127.0.0.1", "fsync=off"]
        options = [part for setting in settings for part in ("-c", setting)]
        with running([postgres, "-D", str(place / "data"), *options], port, how):
            yield f"postgresql://me:{PASSWORD}@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def mariadb() -> Iterator[str]:
    """Give the URL of a fresh MariaDB database, with the password. Its character set is not UTF-8 by itself."""
    install, server = program("mariadb-install-db"), program("mariadbd")
    with home() as (place, how):
        data = f"--datadir={place / 'data'}"
        made = [install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(made, check=True, capture_output=True, **how)
        (place / "init.sql").write_text(
            "CREATE DATABASE accounts CHARACTER SET latin1;\n"
            f"CREATE USER me@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
            "GRANT ALL ON accounts.* TO me@'127.0.0.1';\n"
        )
        (place / "init.sql").chmod(0o644)
        port = free_port()
        options = [f"--socket={place / 's'}", f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
        init = f"--init-file={place / 'init.sql'}"
        with running([server, "--no-defaults", data, *options, init], port, how):
            yield f"mysql://me:{PASSWORD}@127.0.0.1:{port}/accounts"
