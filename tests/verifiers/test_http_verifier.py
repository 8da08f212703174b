"""The service is asked as it should be, and whatever it does, the verifier has an answer in time."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from qingname import Account, Checker, Credential
from qingname.errors import VerifierError
from qingname.verifiers import HttpVerifier, Verification
from tests.conftest import DAY

if TYPE_CHECKING:
    from tests.verifiers.conftest import Register

AS_OF = DAY.isoformat()
LAWYER = Credential("license", "lawyer", subject="王芳")
PAPER = Credential("media_org", "人民日报")


def test_the_credential_goes_out_as_json_with_the_day(register: Register) -> None:
    assert HttpVerifier(register.url("/")).verify(LAWYER, AS_OF) == Verification("valid")
    assert register.asked == [({"kind": "license", "name": "lawyer", "subject": "王芳"}, AS_OF)]


def test_what_the_service_says_is_what_the_verifier_says(register: Register) -> None:
    register.answer = '{"state": "invalid", "reason": "已注销"}'.encode()
    assert HttpVerifier(register.url("/")).verify(LAWYER, AS_OF) == Verification("invalid", "已注销")
    register.answer = b'{"state": "unavailable"}'
    assert HttpVerifier(register.url("/")).verify(LAWYER, AS_OF) == Verification("unavailable")


def test_a_long_reason_is_cut(register: Register) -> None:
    register.answer = b'{"state": "invalid", "reason": "' + b"x" * 9000 + b'"}'
    assert len(HttpVerifier(register.url("/")).verify(LAWYER, AS_OF).reason) == 300


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b'{"state": "yes"}', b'{"reason": ""}', b"\xff", b"[" * 9999]
)
def test_an_answer_that_is_none_is_unavailable(register: Register, answer: bytes) -> None:
    register.answer = answer
    found = HttpVerifier(register.url("/")).verify(LAWYER, AS_OF)
    assert (found.state, "the answer is not" in found.reason) == ("unavailable", True)


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_service_that_takes_too_long_is_left_in_time(register: Register, path: str) -> None:
    begun = time.monotonic()
    found = HttpVerifier(register.url(path), timeout=0.3).verify(LAWYER, AS_OF)
    assert found == Verification("unavailable", "no answer within 0.3 s")
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("status", [201, 400, 404, 500, 503])
def test_only_status_200_is_an_answer(register: Register, status: int) -> None:
    found = HttpVerifier(register.url(f"/status/{status}")).verify(LAWYER, AS_OF)
    assert found == Verification("unavailable", f"HTTP {status}")


def test_a_redirect_is_not_followed(register: Register) -> None:
    found = HttpVerifier(register.url("/moved")).verify(LAWYER, AS_OF)
    assert found == Verification("unavailable", "HTTP 307: redirects are not followed")
    assert len(register.asked) == 1


def test_an_answer_over_the_limit_is_not_read_to_its_end(register: Register) -> None:
    register.answer = b'{"state": "valid"}' + b" " * 65_536
    found = HttpVerifier(register.url("/")).verify(LAWYER, AS_OF)
    assert found == Verification("unavailable", "the answer is over 65536 bytes")


def test_a_service_that_breaks_off_is_unavailable(register: Register) -> None:
    found = HttpVerifier(register.url("/broken")).verify(LAWYER, AS_OF)
    assert found == Verification("unavailable", "the service cannot be asked (RemoteProtocolError)")


def test_a_service_that_is_not_there_is_unavailable_and_its_password_stays_untold(register: Register) -> None:
    url = register.url("/").replace("http://", "http://me:secret@")
    verifier = HttpVerifier(url)
    register.server_close()
    found = verifier.verify(LAWYER, AS_OF)
    assert found.state == "unavailable"
    assert "secret" not in found.reason


def test_a_credential_that_json_cannot_say_is_unavailable(register: Register) -> None:
    assert HttpVerifier(register.url("/")).verify(Credential("org", "\ud800"), AS_OF).state == "unavailable"
    assert register.asked == []


def test_answers_are_remembered_by_credential_and_day_refusals_too(register: Register) -> None:
    register.answer = b'{"state": "invalid", "reason": "gone"}'
    verifier = HttpVerifier(register.url("/"))
    for credential, day in [(LAWYER, AS_OF), (LAWYER, AS_OF), (LAWYER, "2026-11-24"), (PAPER, AS_OF), (PAPER, AS_OF)]:
        assert verifier.verify(credential, day) == Verification("invalid", "gone")
    assert len(register.asked) == 3


def test_unavailability_is_never_remembered(register: Register) -> None:
    register.answer = b"?"
    verifier = HttpVerifier(register.url("/"))
    assert verifier.verify(LAWYER, AS_OF).state == "unavailable"
    register.answer = b'{"state": "valid"}'
    assert verifier.verify(LAWYER, AS_OF).state == "valid"


def test_an_answer_is_forgotten_when_its_time_is_over(register: Register) -> None:
    verifier = HttpVerifier(register.url("/"), cache_seconds=0.2)
    verifier.verify(LAWYER, AS_OF)
    register.answer = b'{"state": "invalid"}'
    assert verifier.verify(LAWYER, AS_OF).state == "valid"
    time.sleep(0.25)
    assert verifier.verify(LAWYER, AS_OF).state == "invalid"


def test_the_answer_that_was_not_used_for_longest_makes_room(register: Register) -> None:
    verifier = HttpVerifier(register.url("/"), cache_size=2)
    first, second, third = (Credential("person", name) for name in "甲乙丙")
    for credential in (first, second, first, third, first, second):
        verifier.verify(credential, AS_OF)
    assert [body["name"] for body, _ in register.asked] == ["甲", "乙", "丙", "乙"]


@pytest.mark.parametrize("off", [{"cache_size": 0}, {"cache_seconds": 0.0}])
def test_a_cache_of_nothing_asks_each_time(register: Register, off: dict[str, float]) -> None:
    verifier = HttpVerifier(register.url("/"), **off)  # type: ignore[arg-type]
    verifier.verify(LAWYER, AS_OF)
    verifier.verify(LAWYER, AS_OF)
    assert len(register.asked) == 2


def test_late_look_ups_do_not_pile_up(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingname.verifiers.http._AT_ONCE", 2)
    verifier = HttpVerifier(register.url("/drip"), timeout=0.2)
    found = [verifier.verify(LAWYER, AS_OF).reason for _ in range(3)]
    late = "no answer within 0.2 s"
    assert found == [late, late, "2 look-ups are still waiting for the service"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.org/verify", "use https"),
        ("http://localhost.example.org/", "use https"),
        ("http://10.0.0.1/", "use https"),
        ("ftp://127.0.0.1/", "write https://host/path"),
        ("/verify", "write https://host/path"),
        ("https://", "write https://host/path"),
        ("https://[::1", "write https://host/path"),
        ("https://host:port/", "write https://host/path"),
    ],
)
def test_only_https_is_asked_beyond_this_machine(url: str, problem: str) -> None:
    with pytest.raises(VerifierError, match=problem):
        HttpVerifier(url)


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "http://127.8.8.8/", "http://[::1]:80/", "https://example.org/"]
)
def test_this_machine_and_https_are_asked(url: str) -> None:
    assert HttpVerifier(url)


def test_a_time_out_of_nothing_is_refused() -> None:
    with pytest.raises(VerifierError, match="more than 0"):
        HttpVerifier("https://example.org/", timeout=0)


def test_without_httpx_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(VerifierError, match=r"pip install 'qingname\[verify\]'"):
        HttpVerifier("https://example.org/")


def test_a_batch_is_judged_by_what_the_service_answers(register: Register) -> None:
    checker = Checker(as_of=DAY, verifier=HttpVerifier(register.url("/")))
    paper = Account("人民日报", account_type="media", credentials=(PAPER,))
    assert [verdict.action for verdict in checker.check_batch([paper, Account("小明的猫"), paper])] == ["pass"] * 3
    assert len(register.asked) == 1
