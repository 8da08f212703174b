"""A batch of accounts → a batch of verdicts: what the local audit and Spark both call.

1. accounts that have nothing but a name and a bio go to the screen, all at once
2. what it lets through, and accounts with credentials or a history, are judged one by one, equal ones once
3. everything else passes; the columns are put together, Python objects only for what was judged
"""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qingname.audit.accounts import accounts_at
from qingname.audit.columns import VERDICTS
from qingname.audit.findings import findings_array, list_array, skipped_array, spread
from qingname.audit.rows import RowError
from qingname.errors import InputError
from qingname.match import Utf8
from qingname.messages import notice
from qingname.model import Account
from qingname.reading import BIO_LIMIT, NAME_LIMIT
from qingname.version import VERSION

if TYPE_CHECKING:
    from qingname.audit.accounts import Accounts
    from qingname.checker import Checker
    from qingname.model import Verdict

_REMEMBERED = 50_000  # accounts whose verdicts a judge keeps, a few kilobytes each where there are findings
_JUDGED_WHOLE = frozenset({"avatar", "account_type", "credentials", "event", "previous"})
_NAMED = frozenset({"id", "name"})
_Mask = np.ndarray[Any, np.dtype[np.bool_]]
_ACTIONS = ("pass", "review", "reject")


class Judge:
    """Judges batches with one checker; remembers the verdicts of accounts that it has seen."""

    def __init__(self, checker: Checker, *, once: bool = True) -> None:
        """``once``: equal accounts (in all that is judged, so in all but the id) are judged once."""
        self._checker = checker
        self._once = once
        self._known: dict[Account, Verdict] = {}

    def __call__(self, accounts: Accounts, source: str) -> pa.RecordBatch:
        """Give one row of ``VERDICTS`` for each account, in order."""
        errors = dict(accounts.errors)
        judged: dict[int, _Judged] = {}
        places = [place for place in self._places(accounts) if place not in errors]
        for place, account in zip(places, accounts_at(accounts, places), strict=True):
            if isinstance(account, InputError):
                errors[place] = RowError(account.code, str(account))
            else:
                judged[place] = self._judged(account)
        return _batch(accounts, source, judged, errors, self._checker)

    def _places(self, accounts: Accounts) -> list[int]:
        """Places of the accounts that must be looked at; every other one passes."""
        columns, names = accounts.columns, accounts.columns["name"]
        asked = self._checker.suspects(_texts(names), _texts(columns["bio"]) if "bio" in columns else None)
        for field, column in columns.items():
            if field in _JUDGED_WHOLE:
                asked |= _filled(column)
        asked |= _out_of_bounds(names, NAME_LIMIT) | _blank(names)
        if "bio" in columns:
            asked |= _out_of_bounds(columns["bio"], BIO_LIMIT)
        places: list[int] = np.flatnonzero(asked).tolist()
        return places

    def _judged(self, account: Account) -> _Judged:
        if not self._once:
            return _Judged(account, self._checker.check_suspect(account))
        plain = _without_bytes(account if account.id is None else msgspec.structs.replace(account, id=None))
        # a waiver may be for one account id
        known = None if self._checker.policy.waivers else self._known.get(plain)
        verdict = known or self._checker.check_suspect(account)
        if known is None and not verdict.skipped:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[plain] = verdict
        return _Judged(account, verdict)


def _without_bytes(account: Account) -> Account:
    """The account with a picture's digest for the picture: what is remembered holds no pictures."""
    if not isinstance(account.avatar, bytes):
        return account
    digest = hashlib.blake2b(account.avatar, digest_size=16).hexdigest()
    return msgspec.structs.replace(account, avatar=f"digest:{digest}")


def _texts(column: pa.StringArray) -> Utf8:
    """The column's buffers as they lie; nothing is copied."""
    valid, offsets, data = column.buffers()
    places = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4)
    return Utf8(data or b"", places, valid, column.offset)


def _filled(column: pa.Array) -> _Mask:
    return _mask(pc.greater(pc.binary_length(column), 0), null=False)


def _blank(column: pa.StringArray) -> _Mask:
    """Null, empty, or nothing but spaces."""
    blank = pc.or_(pc.utf8_is_space(column), pc.equal(column, ""))
    return _mask(blank, null=True)


def _out_of_bounds(column: pa.StringArray, limit: int) -> _Mask:
    """Longer than ``limit`` code points."""
    return _mask(pc.greater(pc.utf8_length(column), limit), null=False)


def _mask(answers: pa.BooleanArray, *, null: bool) -> _Mask:
    mask: _Mask = pc.fill_null(answers, null).to_numpy(zero_copy_only=False)
    return mask


class _Judged(NamedTuple):
    account: Account
    verdict: Verdict


def _batch(
    accounts: Accounts, source: str, judged: dict[int, _Judged], errors: dict[int, RowError], checker: Checker
) -> pa.RecordBatch:
    size = len(accounts)
    found = {place: each for place, each in judged.items() if each.verdict.findings}
    told = {place: each for place, each in found.items() if _refused(each.verdict)}
    deadline = _deadline(checker)
    columns: dict[str, pa.Array] = {
        "source": _constant(source, size),
        "line": pa.array(accounts.lines, pa.int64()),
        "id": accounts.columns.get("id", pa.nulls(size, pa.string())),
        "name": accounts.columns["name"],
        "bio": _sparse({p: j.account.bio for p, j in found.items() if _in_bio(j.verdict)}, size),
        "other_fields": _sparse(_digests(accounts, judged), size),
        "action": _actions(judged, errors, size),
        "complete": _complete(judged, errors, size),
        "findings": findings_array({p: j.verdict.findings for p, j in found.items()}, size),
        "skipped": skipped_array({p: j.verdict.skipped for p, j in judged.items() if j.verdict.skipped}, size),
        "labels": _lists({p: j.verdict.labels for p, j in found.items() if j.verdict.labels}, size),
        "as_of": _constant(checker.as_of, size),
        "policy": _constant(checker.policy.digest, size),
        "registry": _constant(checker.registry_digest, size),
        "version": _constant(VERSION, size),
        "notice": _sparse(
            {p: notice(j.account.name, j.verdict, deadline.isoformat(), checker.lang) for p, j in told.items()}, size
        ),
        "deadline": _sparse(dict.fromkeys(told, deadline), size, pa.date32()),
        "error_code": _codes({place: error.code for place, error in errors.items()}, size),
        "error": _sparse({place: error.sentence for place, error in errors.items()}, size),
    }
    return pa.RecordBatch.from_arrays([columns[name] for name in VERDICTS.names], schema=VERDICTS)


def _deadline(checker: Checker) -> datetime.date:
    return datetime.date.fromisoformat(checker.as_of) + datetime.timedelta(days=checker.policy.correction_days)


def _refused(verdict: Verdict) -> bool:
    """Whether a rule refuses the account; one refused for want of an answer (``on_error``) has nothing to mend."""
    return verdict.action == "reject" and any(finding.action == "reject" for finding in verdict.findings)


def _in_bio(verdict: Verdict) -> bool:
    return any(finding.field == "bio" for finding in verdict.findings)


def _digests(accounts: Accounts, judged: dict[int, _Judged]) -> dict[int, str]:
    """Digest of what was judged besides the name, of each account that has more than a name."""
    if accounts.columns.keys() <= _NAMED:
        return {}
    digests = {place: digest for place, each in judged.items() if (digest := _other_fields(each.account)) is not None}
    if "bio" in accounts.columns:
        bios = accounts.columns["bio"]
        for place in np.flatnonzero(_filled(bios)).tolist():
            if place not in digests:  # screened: it had nothing but a name and a bio
                digests[place] = _other_fields(Account("", bio=bios[place].as_py())) or ""
    return digests


def _other_fields(account: Account) -> str | None:
    """Sixteen hexadecimal digits over all that was judged besides the name; None where there was nothing."""
    bare = not (account.bio or account.credentials or account.previous or account.avatar)
    if bare and account.account_type == "personal":
        return None
    rest = msgspec.structs.replace(_without_bytes(account), name="", id=None, event="register")
    return hashlib.blake2b(msgspec.json.encode(rest), digest_size=8).hexdigest()


def _constant(text: str, size: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int32)), pa.array([text]))


def _sparse(values: dict[int, Any], size: int, kind: pa.DataType | None = None) -> pa.Array:
    """A column that holds ``values`` at their places and null elsewhere."""
    kind = kind or pa.string()
    if not values:
        return pa.nulls(size, kind)
    return spread(pa.array(list(values.values()), kind), list(values), size)


def _codes(values: dict[int, str], size: int) -> pa.DictionaryArray:
    names = sorted(set(values.values()))
    codes = np.full(size, -1, np.int32)
    for place, value in values.items():
        codes[place] = names.index(value)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(names, pa.string()))


def _actions(judged: dict[int, _Judged], errors: dict[int, RowError], size: int) -> pa.DictionaryArray:
    codes = np.zeros(size, np.int32)
    for place, each in judged.items():
        if each.verdict.action != "pass":
            codes[place] = _ACTIONS.index(each.verdict.action)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=_at(errors, size)), pa.array(_ACTIONS))


def _complete(judged: dict[int, _Judged], errors: dict[int, RowError], size: int) -> pa.BooleanArray:
    partly = [place for place, each in judged.items() if not each.verdict.complete]
    return pa.array(~_at([*errors, *partly], size))


def _at(places: Any, size: int) -> np.ndarray[Any, np.dtype[np.bool_]]:  # noqa: ANN401 - any collection of places
    mask = np.zeros(size, np.bool_)
    mask[list(places)] = True
    return mask


def _lists(values: dict[int, tuple[str, ...]], size: int) -> pa.ListArray:
    return list_array(values, size, lambda items: pa.array(items, pa.string()))
