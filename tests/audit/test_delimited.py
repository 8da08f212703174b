"""CSV as people and programs really write it: what is read is what stands there, and no row is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.conftest import Audited

    Audit = Callable[..., Audited]
    Write = Callable[[str, str | bytes], Path]

TWO = "id,name\n1,小明\n2,人民日报\n"
BIG5 = "id,name\n1,人民日報\n2,王小明愛貓\n3,臺灣的風景\n4,張三豐的家\n5,網路名人\n6,電腦玩家\n"


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode(),
        TWO.encode("utf-8-sig"),
        TWO.encode("gb18030"),
        TWO.encode("utf-16"),
        TWO.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TWO.replace("\n", "\r\n").encode(),
        TWO.replace("\n", "\r").encode(),
        TWO.rstrip("\n").encode(),
        TWO.replace(",", ";").encode(),
        TWO.replace(",", "\t").encode(),
        TWO.replace(",", "|").encode(),
        TWO.replace(",", "\x01").encode(),
        TWO.replace("id,name", ' "id" , "name" ').encode(),
        TWO.replace("\n", "\n\n").encode(),
        b"\n\n" + TWO.encode(),
        TWO.replace("\n", ",,\n").encode(),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "utf-16-be", "crlf", "cr", "no end", *";\t|\x01", "quoted header",
         "empty lines", "empty lines before", "empty cells behind"],
)  # fmt: skip
def test_a_table_is_the_same_however_it_is_written(audit: Audit, write: Write, content: bytes) -> None:
    done = audit(write("in.csv", content))
    assert [(row["id"], row["name"], row["action"]) for row in done.rows or []] == [
        ("1", "小明", "pass"),
        ("2", "人民日报", "reject"),
    ]
    assert done.code == 1


def test_characters_of_four_bytes_in_gb18030_are_read(audit: Audit, write: Write) -> None:
    names = "name\n小明的猫\n𠮷野家\n䶮䶮\n"
    assert audit(write("in.csv", names.encode("gb18030"))).names == ["小明的猫", "𠮷野家", "䶮䶮"]


def test_big5_is_not_guessed_at_but_read_when_it_is_named(audit: Audit, write: Write) -> None:
    path = write("in.csv", BIG5.encode("big5"))
    refused = audit(path)
    assert refused.code == 2
    assert "Say --encoding gb18030, big5" in refused.err
    assert audit(path, "--encoding", "big5").names[:2] == ["人民日報", "王小明愛貓"]


def test_utf_16_without_a_mark_is_read_when_it_is_named(audit: Audit, write: Write) -> None:
    path = write("in.csv", TWO.encode("utf-16-le"))
    assert audit(path).code == 2
    assert audit(path, "--encoding", "utf-16-le").names == ["小明", "人民日报"]


def test_an_encoding_that_there_is_not_is_refused(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", TWO), "--encoding", "klingon")
    assert (done.code, done.err) == (2, "qingname: there is no encoding 'klingon'; try utf-8, gb18030 or big5\n")


def test_the_wrong_encoding_makes_errors_of_the_rows_that_it_cannot_read(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", "id,name\n1,abc\n2,小明\n".encode("gb18030")), "--encoding", "utf-8")
    assert (done.code, done.errors) == (3, {3: "encoding"})


def test_one_broken_line_of_utf8_is_one_error(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", "id,name\n1,小明\n".encode() + b"2,\xe4\xba\n" + "3,张三\n".encode()))
    assert done.code == 3
    assert done.errors == {3: "encoding"}
    assert done.actions == ["pass", None, "pass"]


def test_a_broken_character_of_utf_16_is_one_error(audit: Audit, write: Write) -> None:
    content = "id,name\n1,小明\n2,人".encode("utf-16") + b"\x00\xd8" + "民\n3,张三\n".encode("utf-16-le")
    assert audit(write("in.csv", content)).errors == {3: "encoding"}


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", 'id,name,bio\n1,"a,b","x\r\ny, ""z""\n\n,w"\n2,5" screen,"q"\n3,c,d\n'))
    assert done.names == ["a,b", '5" screen', "c"]
    assert [row["line"] for row in done.rows or []] == [2, 6, 7]
    assert done.errors == {}


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_two_stray_quotes_do_not_swallow_the_rows_between_them(audit: Audit, write: Write, delimiter: str) -> None:
    done = audit(write("in.csv", 'id,name,x\n1,"小明,q\n2,b,q\n3,c",q\n4,d,q\n'.replace(",", delimiter)))
    assert done.names == ['"小明', "b", 'c"', "d"]
    assert done.errors == {2: "quote"}


def test_a_quote_that_is_never_closed_costs_its_own_line(audit: Audit, write: Write) -> None:
    rows = "".join(f"{number},n{number}\n" for number in range(3000))
    done = audit(write("in.csv", f'id,name\n0,"open\n{rows}9,"again\n8,last'))
    assert len(done.rows or []) == 3003
    assert done.errors == {2: "quote", 3003: "quote"}


def test_a_two_line_bio_whose_second_line_has_as_many_commas_as_a_row_is_a_bio(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", 'id,name,bio\n1,小明,"爱\n吃,喝,玩"\n2,b,c\n'))
    assert (done.names, done.errors) == (["小明", "b"], {})


def test_quotes_mean_nothing_where_none_are_said_to_be(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", 'id,name\n1,"小明\n2,b"\n'), "--quote", "")
    assert (done.names, done.errors) == (['"小明', 'b"'], {})


def test_an_escape_before_a_quote(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", 'id,name\n1,"a\\"b,c"\n2,d\n'), "--escape", "\\")
    assert done.names == ['a"b,c', "d"]


def test_a_row_with_too_few_or_too_many_cells_is_an_error(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", "id,name,bio\n1,a\n2,b,c,d\n3,e,f\n   \n4,g,h,,\n"))
    assert done.errors == {2: "columns", 3: "columns"}
    assert [row["line"] for row in done.rows or []] == [2, 3, 4, 6]


def test_a_carriage_return_inside_a_bare_cell_is_an_error_of_its_row(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", 'id,name\n1,a\rb\n2,"c\rd"\n3,e\n'))
    assert (done.errors, done.names) == ({2: "line_end"}, ["a\rb", "c\rd", "e"])


def test_other_line_ends_of_unicode_end_no_line(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", "name,bio\na,x\u2028y\u0085z\x0b\x0c\x1c\nb\0,c\n"))
    assert (done.names, done.errors) == (["a", "b\0"], {})


def test_a_line_over_a_megabyte_is_an_error_and_the_rest_is_read(audit: Audit, write: Write) -> None:
    done = audit(write("in.csv", "id,name\n0,z\n1," + "a" * 2_500_000 + "\n2,b\n"))
    assert (done.errors, done.names) == ({3: "too_long"}, ["z", None, "b"])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\r\n\n"])
def test_a_file_with_nothing_in_it_is_said_to_be_empty(audit: Audit, write: Write, content: bytes) -> None:
    done = audit(write("in.csv", content))
    assert done.code == 2
    assert "the file is empty" in done.err


def test_a_table_without_rows_gives_an_output_without_rows(audit: Audit, write: Write) -> None:
    assert audit(write("in.csv", "id,name\n")) == (0, "0 accounts: reject 0 · review 0 · pass 0\n", [])


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("id,昵称\n1,a\n", (), "say which with --map name=昵称"),
        ("id,nick\n1,a\n", ("--map", "name=nik"), "no column 'nik'; the columns are 'id', 'nick'; did you mean 'nick'"),
        ("id,name,name\n1,a,b\n", (), "there are two columns 'name'"),
        ("小明\n人民日报\n", (), "if the first line of a CSV file is no header, add --no-header"),
        ("id,name\n", ("--map", "nam=id"), "an account has no field 'nam'"),
        ('id,"name\n1,a\n', (), "line 1, the header: a quote on this line is never closed"),
        ("a" * 2_000_000, (), "line 1, the header: the line has 2000000 bytes"),
    ],
)
def test_a_header_that_does_not_do_is_refused_with_the_remedy(
    audit: Audit, write: Write, content: str, options: tuple[Any, ...], said: str
) -> None:
    done = audit(write("in.csv", content), *options)
    assert done.code == 2
    assert said in done.err
    assert done.rows is None


def test_columns_that_are_there_twice_do_no_harm_while_nobody_asks_for_them(audit: Audit, write: Write) -> None:
    assert audit(write("in.csv", "x,name,x\n1,小明,2\n")).names == ["小明"]


def test_without_a_header_columns_have_numbers_and_one_column_is_the_name(audit: Audit, write: Write) -> None:
    assert audit(write("in.csv", "小明\n人民日报\n"), "--no-header").names == ["小明", "人民日报"]
    two = audit(write("in.csv", "1,小明\n2,人民日报\n"), "--no-header", "--map", "name=c2", "--overwrite")
    assert two.names == ["小明", "人民日报"]


def test_a_field_that_is_mapped_to_nothing_is_not_read(audit: Audit, write: Write) -> None:
    path = write("in.csv", "name,event\n小明,login\n")
    assert audit(path).errors == {2: "field"}
    assert audit(path, "--map", "event=", "--overwrite").actions == ["pass"]


def test_credentials_and_earlier_states_are_json_or_the_short_form(audit: Audit, write: Write) -> None:
    rows = [
        "人民日报,media_org:人民日报,",
        '人民日报,"{""kind"":""media_org"",""name"":""人民日报""}",',
        '人民日报,"[{""kind"":""media_org"",""name"":""人民日报""}]",[]',
        "人民日报,[],",
        "a,media:b,",
        'a,,"{"',
    ]
    done = audit(write("in.csv", "name,credentials,previous\n" + "\n".join(rows)))
    assert done.actions == ["pass", "pass", "pass", "reject", None, None]
    assert done.errors == {6: "credential", 7: "json"}
