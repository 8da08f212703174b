"""Tables and queries of SQLite, PostgreSQL and MariaDB, and verdicts written to them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.audit import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

NAMES = ["小明", "人民日报", "100% :) it's 😀", None, "深圳"]
DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "sqlite": "sqlite"}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def mariadb() -> Iterator[str]:
    with servers.mariadb() as url:
        yield url


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    sqlite3.connect(tmp_path / "a.db").close()
    return f"sqlite:///{tmp_path}/a.db"


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def engine_of(url: str) -> sa.Engine:
    scheme, _, rest = url.partition("://")
    return sa.create_engine(f"{DRIVERS[scheme]}://{rest}")


@pytest.fixture
def accounts(url: str) -> Iterator[str]:
    """Give the URL of a database with the table ``accounts 1``, a view and a table of another kind."""
    engine = engine_of(url)
    utf8 = {"mysql_charset": "utf8mb4", "mariadb_charset": "utf8mb4"}
    tables = sa.MetaData()
    people = sa.Table(
        "accounts 1",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("followers", sa.Numeric(20, 2)),
        sa.Column("credentials", sa.JSON),
        sa.Column("since", sa.Date),
        sa.Column("vip", sa.Boolean),
        **utf8,
    )
    tables.drop_all(engine)
    tables.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            people.insert(),
            [
                {"id": at, "name": name, "followers": at * 1000, "credentials": [], "vip": True}
                for at, name in enumerate(NAMES, 1)
            ],
        )
        quoted = engine.dialect.identifier_preparer.quote("accounts 1")
        for drop in ("DROP VIEW IF EXISTS people", "DROP TABLE IF EXISTS verdicts"):
            connection.exec_driver_sql(drop)
        connection.exec_driver_sql(f"CREATE VIEW people AS SELECT * FROM {quoted} WHERE id < 3")  # noqa: S608
    yield url
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP VIEW people")
    tables.drop_all(engine)
    engine.dispose()


def test_a_table_is_read_whole_with_its_empty_cells(audit: Audit, accounts: str) -> None:
    done = audit(f"{accounts}?table=accounts 1")
    assert done.names == NAMES
    assert [row["id"] for row in done.rows or []] == ["1", "2", "3", "4", "5"]
    assert done.errors == {4: "empty_name"}
    assert (done.rows or [])[1]["action"] == "reject"


def test_a_view_is_a_table_and_a_condition_reads_its_numbers(audit: Audit, accounts: str) -> None:
    done = audit(f"{accounts}?table=people", "--where", "followers > 1500")
    assert done.names == ["人民日报"]


def test_a_query_may_hold_percent_signs_and_colons(audit: Audit, accounts: str) -> None:
    sql = "SELECT id AS uid, name FROM people WHERE name NOT LIKE '%:) 12:30 %s%' AND name <> ' :x' ORDER BY id DESC;"
    done = audit(accounts, "--query", sql, "--map", "id=uid")
    assert done.names == ["人民日报", "小明"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("?table=nobody",), "there is no table 'nobody'; the tables are "),
        (("",), "which rows? Add ?table=NAME to the URL, or give --query SQL"),
        (("?table=people", "--query", "SELECT 1"), "not both"),
        (("", "--query", "SELEKT 1"), "SELEKT"),
        (("?table=people", "--map", "name=nick"), "there is no column 'nick'"),
    ],
)
def test_what_a_database_does_not_have_is_told_without_the_password(
    audit: Audit, accounts: str, more: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = audit(f"{accounts}{more[0]}", *more[1:])
    assert done.code == 2
    assert said in done.err
    assert servers.PASSWORD not in done.err
    assert not list(tmp_path.glob("*.audit"))


def test_a_password_that_is_wrong_is_not_shown_either(audit: Audit, postgresql: str, mariadb: str) -> None:
    for url in (postgresql, mariadb):
        done = audit(f"{url.replace(servers.PASSWORD, 'other-9')}?table=people")
        assert done.code == 2
        assert "other-9" not in done.err
        assert url.rpartition("@")[2] in done.err


def test_an_option_that_the_driver_does_not_know_is_told(audit: Audit, mariadb: str) -> None:
    assert "the driver does not know" in audit(f"{mariadb}?table=people&sslmodus=x").err


@pytest.mark.parametrize("wrong", ["postgresql://me@host:geheim/db?table=a", "mysql://me@host:geheim/db?table=a"])
def test_a_url_that_is_none_is_refused_without_being_repeated(audit: Audit, wrong: str) -> None:
    done = audit(wrong)
    assert done.code == 2
    assert "not the URL of a database; write" in done.err
    assert "geheim" not in done.err


def test_a_sqlite_file_that_is_not_there_is_not_made(audit: Audit, tmp_path: Path) -> None:
    assert "there is no such file" in audit("sqlite:///none.db?table=a").err
    assert not (tmp_path / "none.db").exists()


def test_broken_text_of_sqlite_is_an_error_of_its_row(audit: Audit, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE a (id, name)")
        connection.execute("INSERT INTO a VALUES (1, CAST(x'c4e3' AS TEXT)), (2, 10086), (x'ff', x'e5b08f'), (4, 1.5)")
    connection.close()
    done = audit("sqlite:///a.db?table=a")
    assert done.names == ["\ufffd" * 2, "10086", "小", "1.5"]
    assert done.errors == {1: "encoding"}
    assert [row["id"] for row in done.rows or []] == ["1", "2", "ff", "4"]


def test_bytes_that_are_no_text_in_postgresql_and_a_table_in_a_schema(audit: Audit, postgresql: str) -> None:
    engine = engine_of(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            'DROP SCHEMA IF EXISTS "Odd" CASCADE; CREATE SCHEMA "Odd";'
            'CREATE TABLE "Odd"."T" (id uuid, name bytea, x text[]);'
            "INSERT INTO \"Odd\".\"T\" VALUES ('00000000-0000-0000-0000-000000000001', '\\xff'::bytea, '{a}'),"
            " (NULL, '\\xe5b08f'::bytea, NULL)"
        )
    engine.dispose()
    done = audit(f"{postgresql}?table=Odd.T")
    assert [(row["id"], row["name"]) for row in done.rows or []] == [
        ("00000000-0000-0000-0000-000000000001", "\ufffd"),
        (None, "小"),
    ]
    assert done.errors == {1: "encoding"}


def table_of(url: str, name: str = "verdicts") -> list[sa.Row[tuple[object, ...]]]:
    engine = engine_of(url)
    with engine.connect() as connection:
        rows = list(connection.execute(sa.text(f"SELECT line, name, action, rule FROM {name} ORDER BY line")))  # noqa: S608
    engine.dispose()
    return rows


def test_verdicts_become_a_table_in_the_order_of_lines(audit: Audit, write: Write, accounts: str) -> None:
    path = write("in.csv", "name\n小明\n人民日报\na\0b😀\n" + "深圳日报" * 60 + "\n")
    out = f"{accounts}?table=verdicts"
    assert audit(path, out=out).code == 1
    rows = table_of(accounts)
    assert [row[0] for row in rows] == [2, 3, 4, 5]
    assert [row[1] for row in rows][:3] == ["小明", "人民日报", "a\ufffdb😀"]
    assert rows[1][2:] == ("reject", "QN201")
    refused = audit(path, out=out)
    assert refused.code == 2
    assert "is there already; replace it with --overwrite" in refused.err
    assert servers.PASSWORD not in refused.err
    assert audit(path, "--limit", "1", "--overwrite", out=out).code == 0
    assert [row[1] for row in table_of(accounts)] == ["小明"]


def test_an_audit_that_fails_leaves_the_older_table_as_it_was(audit: Audit, write: Write, accounts: str) -> None:
    out = f"{accounts}?table=verdicts"
    assert audit(write("in.csv", "name\n小明\n"), out=out).code == 0
    bad = write("bad.csv", "nick\nx\n")
    assert audit(bad, "--overwrite", out=out).code == 2
    assert [row[1] for row in table_of(accounts)] == ["小明"]
    engine = engine_of(accounts)
    assert not [name for name in sa.inspect(engine).get_table_names() if name.startswith("verdicts_")]
    engine.dispose()


def test_a_table_is_not_input_and_output(audit: Audit, accounts: str) -> None:
    done = audit(f"{accounts}?table=people", "--overwrite", out=f"{accounts}?table=people")
    assert done.code == 2
    assert "is input and output" in done.err
