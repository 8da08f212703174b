"""A register in a file: what stands in it, on which day, and what is no register."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qingname import Credential
from qingname.errors import VerifierError
from qingname.verifiers import TableVerifier, Verification
from tests.conftest import DAY

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = DAY.isoformat()
COLUMNS = ("kind", "name", "subject", "region", "issuer", "verified_at", "expires")
ROWS = [
    ("license", "lawyer", "王芳", "330100", "浙江省司法厅", "2026-01-05", "2027-01-04"),
    ("license", "lawyer", "李明", "", "", "", "2026-11-22"),
    ("license", "physician", "", "", "", "2026-12-01", ""),
    ("media_org", "人民日报", "", "", "", "", "2026-11-23"),
    ("org", "x' OR '1'='1", "", "", "", "", ""),
]


def as_csv(path: Path) -> Path:
    lines = [",".join(COLUMNS), *(",".join(row) for row in ROWS)]
    path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def as_sqlite(path: Path, columns: tuple[str, ...] = COLUMNS) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE credentials ({', '.join(columns)})")
        if columns == COLUMNS:
            rows = [tuple(cell or None for cell in row) for row in ROWS]
            database.executemany("INSERT INTO credentials VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return path


@pytest.fixture(params=[as_csv, as_sqlite])
def verifier(request: pytest.FixtureRequest, tmp_path: Path) -> TableVerifier:
    return TableVerifier(request.param(tmp_path / "登记 #1?.table"))


@pytest.mark.parametrize(
    ("credential", "fault"),
    [
        (Credential("license", "lawyer", subject="王芳"), ""),
        (Credential("license", "lawyer"), ""),
        (Credential("license", " lawyer ", subject="王芳 ", region="330100", issuer="浙江省司法厅"), ""),
        (Credential("media_org", "人民日报"), ""),
        (Credential("license", "lawyer", subject="李明"), "expired on 2026-11-22"),
        (Credential("license", "lawyer", subject="赵六"), "registered with another subject"),
        (Credential("license", "lawyer", subject="王芳", region="110000"), "registered with another region"),
        (Credential("license", "lawyer", subject="王芳", issuer="北京市司法局"), "registered with another issuer"),
        (Credential("license", "physician"), "not verified before 2026-12-01"),
        (Credential("gov_org", "人民日报"), "登记 #1?.table has no gov_org of that name"),
        (Credential("org", "' OR ''='"), "登记 #1?.table has no org of that name"),
    ],
)
def test_a_credential_stands_where_a_row_carries_it(
    verifier: TableVerifier, credential: Credential, fault: str
) -> None:
    found = verifier.verify(credential, AS_OF)
    assert found.state == ("invalid" if fault else "valid")
    assert found.reason == fault


def test_the_day_decides(verifier: TableVerifier) -> None:
    paper = Credential("media_org", "人民日报")
    assert verifier.verify(paper, "2026-11-23") == Verification("valid")
    assert verifier.verify(paper, "2026-11-24") == Verification("invalid", "expired on 2026-11-23")


def test_kind_and_name_are_columns_enough(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("name,kind\n人民日报,media_org\n", encoding="utf-8")
    assert TableVerifier(str(path)).verify(Credential("media_org", "人民日报", region="11"), AS_OF).state == "valid"
    database = as_sqlite(tmp_path / "small.db", ("kind", "name"))
    assert TableVerifier(database).verify(Credential("media_org", "人民日报"), AS_OF).state == "invalid"


def test_sqlite_is_read_anew_for_each_look_up_and_never_written(tmp_path: Path) -> None:
    path = as_sqlite(tmp_path / "register.db")
    verifier, paper = TableVerifier(path), Credential("org", "新登记的协会")
    assert verifier.verify(paper, AS_OF).state == "invalid"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO credentials (kind, name) VALUES ('org', '新登记的协会')")
    path.chmod(0o400)
    assert verifier.verify(paper, AS_OF).state == "valid"
    with closing(verifier._opened()) as opened, pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.execute("DELETE FROM credentials")


def test_a_sqlite_file_that_goes_away_is_unavailable(tmp_path: Path) -> None:
    path = as_sqlite(tmp_path / "register.db")
    verifier = TableVerifier(path)
    path.unlink()
    found = verifier.verify(Credential("org", "x"), AS_OF)
    assert (found.state, found.reason) == ("unavailable", "register.db: unable to open database file")
    assert not path.exists()


def test_a_row_that_cannot_be_read_is_unavailable(tmp_path: Path) -> None:
    path = as_sqlite(tmp_path / "register.db")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO credentials (kind, name, expires) VALUES ('org', 'x', 'soon')")
    found = TableVerifier(path).verify(Credential("org", "x"), AS_OF)
    assert found == Verification("unavailable", "register.db: expires is 'soon'; write YYYY-MM-DD")
    assert TableVerifier(path).verify(Credential("org", "\ud800"), AS_OF).state == "unavailable"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", r":1: the column kind is missing; every table has kind and name$"),
        (b"kind,expires\n", r":1: the column name is missing"),
        (b"kind,name,expire\n", r":1: there is no column 'expire'; the columns are kind, name, subject"),
        (b"kind,name\norg,x\nlicence,y\n", r":3: there is no credential kind 'licence'; the kinds are gov_org"),
        (b"kind,name\norg,\n", r":2: name is empty; every row needs one"),
        (b"kind,name\norg,x,y\n", r":2: more cells than columns"),
        (b"kind,name,expires\norg,x,2027-1-1\n", r":2: expires is '2027-1-1'; write YYYY-MM-DD"),
        (b"kind,name,verified_at\norg,x,20270101\n", r":2: verified_at is '20270101'"),
        (b'kind,name\norg,"x\n', r": not CSV: unexpected end of data"),
        ("kind,name\norg,人民\n".encode("gb18030"), r": not UTF-8; convert it first"),
        (b"SQLite format 3\x00" + b"x" * 200, r"make a table or view credentials"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "register"
    path.write_bytes(content)
    with pytest.raises(VerifierError, match=problem):
        TableVerifier(path)


def test_a_sqlite_file_without_the_table_or_with_another_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerifierError, match="there is no column 'id'"):
        TableVerifier(as_sqlite(tmp_path / "more.db", ("id", "kind", "name")))
    with closing(sqlite3.connect(tmp_path / "other.db")) as database, database:
        database.execute("CREATE TABLE licences (kind, name)")
    with pytest.raises(VerifierError, match="no such table: credentials; make a table or view"):
        TableVerifier(tmp_path / "other.db")


def test_no_file_and_a_folder_are_no_table(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(VerifierError, match="give a CSV or SQLite file"):
            TableVerifier(path)
