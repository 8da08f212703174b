"""Asking whoever keeps a register whether a credential stands, before an account is judged. No I/O of its own.

What asks comes in from above as a :class:`CredentialVerifier`; ``qingname.verifiers`` holds two real ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, get_args

import msgspec

from qingname.model import Skipped

if TYPE_CHECKING:
    from qingname.model import Account, Credential

VerificationState = Literal["valid", "invalid", "unavailable"]
_STATES = frozenset(get_args(VerificationState))
_STAGE = "credential"


class Verification(msgspec.Struct, frozen=True):
    """What the register says of one credential; ``unavailable`` where it could not be asked or gave no clear answer."""

    state: VerificationState
    reason: str = ""


class CredentialVerifier(Protocol):
    """Asks a register about one credential, as of a day (YYYY-MM-DD). Safe to share between threads."""

    def verify(self, credential: Credential, as_of: str) -> Verification:
        """Say whether the credential stands. What cannot be asked is ``unavailable``, never valid."""


class Verified(NamedTuple):
    """An account with the credentials that may be used, those that were refused and why, and what was not answered."""

    account: Account
    refused: tuple[tuple[Credential, str], ...] = ()
    skipped: tuple[Skipped, ...] = ()


def verified(account: Account, verifier: CredentialVerifier | None, as_of: str) -> Verified:
    """Ask about each credential of an account. Never raises: a verifier that fails is unavailable.

    An invalid credential is taken away. One that could not be asked about stays, so that an outage of the register does
    not refuse 人民日报 its own name; ``skipped`` then keeps the verdict from passing.
    """
    if verifier is None or not account.credentials:
        return Verified(account)
    answers = {credential: _answer(verifier, credential, as_of) for credential in dict.fromkeys(account.credentials)}
    return Verified(
        msgspec.structs.replace(
            account, credentials=tuple(held for held in account.credentials if answers[held].state != "invalid")
        ),
        tuple((held, answer.reason) for held, answer in answers.items() if answer.state == "invalid"),
        tuple(
            Skipped(_STAGE, f"{held.label}: {answer.reason or 'no answer'}")
            for held, answer in answers.items()
            if answer.state == "unavailable"
        ),
    )


def _answer(verifier: CredentialVerifier, credential: Credential, as_of: str) -> Verification:
    try:
        answer = verifier.verify(credential, as_of)
        if answer.state in _STATES:
            return answer
        return Verification("unavailable", f"the verifier answered {answer.state!r}")
    except Exception as error:  # noqa: BLE001 - a sign-up must get an answer whatever breaks in a verifier
        return Verification("unavailable", f"{type(error).__name__}: {error}")
