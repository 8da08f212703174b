"""Accounts and credentials as people write them: read as meant, or refused with the remedy."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname import Account, Credential
from qingname.errors import InputError
from qingname.model import State
from qingname.reading import check_limits, decode_account, parse_credentials


@pytest.mark.parametrize(
    ("text", "credentials"),
    [
        ("media_org:人民日报", (Credential("media_org", "人民日报"),)),
        ("media_org:人民日报@2027-03-09", (Credential("media_org", "人民日报", expires="2027-03-09"),)),
        (" org: 甲 ; person:乙;", (Credential("org", "甲"), Credential("person", "乙"))),
        ('{"kind": "org", "name": "a:b;c@d"}', (Credential("org", "a:b;c@d"),)),
        ('{"kind": "org", "name": "a;b"};person:乙', (Credential("org", "a;b"), Credential("person", "乙"))),
        ('person:乙;[{"kind": "org", "name": "a"}]', (Credential("person", "乙"), Credential("org", "a"))),
    ],
)
def test_credentials_are_read(text: str, credentials: tuple[Credential, ...]) -> None:
    assert parse_credentials(text) == credentials


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty credential"),
        (";", "empty credential"),
        ("人民日报", "write kind:name"),
        ("media_org：人民日报", "the colon is the ASCII one"),
        ("tv:央视", "the kinds are gov_org, media_org, enterprise, org, person, license"),
        ("org:", "without a name"),
        ("org:a@", "'' is no date of expiry"),
        ("org:a@2027-3-9", "write YYYY-MM-DD"),
        ("org:a@2027-02-30", "write YYYY-MM-DD"),
        ("org:a:b", "is written as JSON"),
        ("org:a@b@2027-01-01", "is written as JSON"),
        ('{"kind": "org"', "is not JSON"),
        ('{"kind": "org", "name": "a"} x', "put ; between credentials"),
        ('{"kind": "tv", "name": "a"}', "there is no credential kind 'tv'"),
        ('{"kind": "org", "name": "a", "until": "2027"}', "no field 'until'"),
        ('{"kind": "org"}', "not a credential"),
        ("[5]", "5 is no credential"),
    ],
)
def test_a_credential_that_cannot_be_read_says_how_to_write_it(text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=r"^[^\n]+$") as caught:
        parse_credentials(text)
    assert complaint in str(caught.value)


def test_an_account_is_read_with_all_its_fields() -> None:
    account = decode_account(
        '{"id": "7", "name": "小明", "bio": null, "avatar": "a.png", "account_type": "media", "event": "rename",'
        ' "credentials": ["org:甲", {"kind": "person", "name": "乙", "expires": null}],'
        ' "previous": [{"name": "小红", "action": "pass"}]}'.encode()
    )
    assert account == Account(
        "小明",
        id="7",
        avatar="a.png",
        account_type="media",
        event="rename",
        credentials=(Credential("org", "甲"), Credential("person", "乙")),
        previous=(State("小红", action="pass"),),
    )


def test_credentials_may_be_one_short_form() -> None:
    assert decode_account('{"name": "x", "credentials": "org:甲;person:乙"}').credentials[1].name == "乙"
    assert decode_account('{"name": "x", "credentials": ""}').credentials == ()


def test_half_of_a_surrogate_pair_reads_as_a_replacement_character() -> None:
    assert decode_account(r'{"name": "\ud800x", "bio": "\udfff"}') == Account("\ufffdx", bio="\ufffd")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"\xff", "byte 0xFF at position 1 is not UTF-8"),
        ("小明", "not a JSON object"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ("{}", '"name" is missing'),
        ('{"name": 5}', '"name" is missing or is not text'),
        ('{"name": "x", "credential": []}', "did you mean 'credentials'?"),
        ('{"name": "x", "zzz": 1}', "an account has name, id, bio"),
        ('{"name": "x", "id": 5}', "$.id"),
        ('{"name": "x", "account_type": "tv"}', "$.account_type"),
        ('{"name": "x", "credentials": [5]}', "5 is no credential"),
    ],
)
def test_an_account_that_cannot_be_read_names_the_field(line: str | bytes, complaint: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_account(line)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("account", "complaint"),
    [
        (Account(""), "empty name"),
        (Account(" \u3000"), "empty name"),
        (Account("x" * 257), "name has 257 characters; the limit is 256"),
        (Account("x", bio="y" * 8193), "bio has 8193 characters; the limit is 8192"),
    ],
)
def test_an_account_beyond_the_limits_is_refused(account: Account, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        check_limits(account)


def test_an_account_at_the_limits_is_accepted() -> None:
    check_limits(Account("x" * 256, bio="y" * 8192))


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.dictionaries(st.text(), st.text()).map(lambda d: json.dumps(d).encode())
)
def test_any_bytes_are_an_account_or_an_input_error(line: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(decode_account(line), Account)


@given(st.text())
def test_any_text_is_credentials_or_an_input_error(text: str) -> None:
    with contextlib.suppress(InputError):
        assert parse_credentials(text)
