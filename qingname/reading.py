"""What a person or a program wrote → accounts and credentials, or an :class:`InputError` that says how to mend it.

Every door reads with these functions, so that the same writing is the same account everywhere.
"""

from __future__ import annotations

import datetime
import difflib
import json
import re
from typing import Any, Final, get_args

import msgspec

from qingname.errors import InputError
from qingname.model import Account, Credential, CredentialKind

NAME_LIMIT: Final = 256
BIO_LIMIT: Final = 8192
"""Limits in code points. The longest name of the platforms we know is 30 characters, the longest bio 1,000."""

LINE_LIMIT: Final = 1 << 20
"""Bytes. A name of 256, a bio of 8,192 and two dozen earlier states, all written as ``\\uXXXX``, stay below it."""

_KINDS: Final[tuple[str, ...]] = get_args(CredentialKind)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_DECODER: Final = json.JSONDecoder()


class _Written(Account, frozen=True, forbid_unknown_fields=True):
    """An account as JSON writes it: there the avatar is a path, never bytes."""

    avatar: str | None = None


def check_limits(account: Account) -> None:
    """Raise :class:`InputError` where the name is empty, or name or bio is longer than its limit."""
    if not account.name or account.name.isspace():
        raise InputError("empty name", "empty_name")
    for field, text, limit in (("name", account.name, NAME_LIMIT), ("bio", account.bio, BIO_LIMIT)):
        if len(text) > limit:
            raise InputError(f"{field} has {len(text)} characters; the limit is {limit}", "too_long")


def decode_text(raw: bytes) -> str:
    """Read bytes as UTF-8. Raise :class:`InputError` that names the first wrong byte and the way out."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte 0x{raw[error.start]:02X} at position {error.start + 1} is not UTF-8; "
            "convert the input to UTF-8 first, e.g. iconv -f gb18030 -t utf-8",
            "encoding",
        ) from error


def parse_object(text: str) -> dict[str, Any] | None:
    r"""Read a JSON object; None where ``text`` is anything else. Lone surrogates (``\ud800``) read as U+FFFD."""
    try:
        found = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        try:
            found = _without_surrogates(json.loads(text, parse_constant=_refuse_constant))
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) else None


def decode_account(line: bytes | str) -> Account:
    """Read one JSON account. Credentials may be objects or short forms; null stands for "not given"."""
    written = parse_object(decode_text(line) if isinstance(line, bytes) else line)
    if written is None:
        raise InputError('not a JSON object; write an account like {"name": "小明的猫"}', "json")
    return account_from(written)


def account_from(written: dict[str, Any]) -> Account:
    """Turn a decoded JSON object into an account. Raise :class:`InputError` that names the field that is wrong."""
    fields = {field: value for field, value in written.items() if value is not None}
    for field in fields:
        if field not in _Written.__struct_fields__:
            raise InputError(f"there is no field {field!r}; {_nearest(field)}", "field")
    if not isinstance(fields.get("name"), str):
        raise InputError('the field "name" is missing or is not text; every account needs one', "field")
    if "credentials" in fields:
        fields["credentials"] = _credentials(fields["credentials"])
    try:
        account = msgspec.convert(fields, _Written)
    except msgspec.ValidationError as error:
        raise InputError(f"not an account: {error}", "field") from error
    return Account(**msgspec.structs.asdict(account))


def parse_credentials(text: str) -> tuple[Credential, ...]:
    """Read ``kind:name`` or ``kind:name@YYYY-MM-DD``, ``;`` between several; any of them may be a JSON object."""
    found: list[Credential] = []
    place = 0
    while place < len(text):
        if text[place] in "; \t":
            place += 1
        elif text[place] in "{[":
            written, place = _json_at(text, place)
            found.extend(_credentials(written))
        else:
            part, _, _ = text[place:].partition(";")
            found.append(_short(part.strip()))
            place += len(part)
    if not found:
        raise InputError("empty credential; write kind:name, as in media_org:人民日报", "credential")
    return tuple(found)


def _short(part: str) -> Credential:
    kind, colon, name = part.partition(":")
    if not colon:
        hint = "; the colon is the ASCII one" if "：" in part else ""
        raise InputError(f"{part!r} is no credential: write kind:name, as in media_org:人民日报{hint}", "credential")
    name, at, expires = name.partition("@")
    if ":" in name or ":" in expires or "@" in expires:
        raise InputError(
            f'{part!r}: a name that holds : ; or @ is written as JSON, {{"kind": "org", "name": "a:b"}}', "credential"
        )
    return _checked(Credential(kind=kind.strip(), name=name.strip(), expires=expires.strip() if at else None))  # type: ignore[arg-type]


def _json_at(text: str, place: int) -> tuple[Any, int]:
    try:
        written, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError) as error:
        raise InputError(f"credential {text[place:]!r} is not JSON: {error}", "credential") from error
    if text[end:].lstrip() and not text[end:].lstrip().startswith(";"):
        raise InputError(f"credential: {text[end:]!r} stands behind the JSON; put ; between credentials", "credential")
    return _without_surrogates(written), end


def _credentials(written: object) -> tuple[Credential, ...]:
    """Read what stands in the field ``credentials``: objects, short forms, or a list of them."""
    if isinstance(written, str):
        return parse_credentials(written) if written.strip() else ()
    if isinstance(written, (list, tuple)):
        return tuple(credential for item in written for credential in _credentials(item))
    if isinstance(written, dict):
        if unknown := next((field for field in written if field not in Credential.__struct_fields__), None):
            known = ", ".join(Credential.__struct_fields__)
            raise InputError(f"a credential has no field {unknown!r}; it has {known}", "credential")
        try:
            return (_checked(msgspec.convert(written, Credential)),)
        except msgspec.ValidationError as error:
            if "kind" in written:
                _check_kind(str(written["kind"]))
            raise InputError(f"not a credential: {error}", "credential") from error
    raise InputError(f"{written!r} is no credential; write kind:name or an object with kind and name", "credential")


def _checked(credential: Credential) -> Credential:
    _check_kind(credential.kind)
    if not credential.name.strip():
        kind = credential.kind
        raise InputError(f"a credential of kind {kind} without a name; write {kind}:name", "credential")
    if credential.expires is not None and not _is_day(credential.expires):
        sentence = f"{credential.expires!r} is no date of expiry; write YYYY-MM-DD, as in 2027-03-09"
        raise InputError(sentence, "credential")
    return credential


def _check_kind(kind: str) -> None:
    if kind not in _KINDS:
        raise InputError(f"there is no credential kind {kind!r}; the kinds are {', '.join(_KINDS)}", "credential")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _nearest(field: str) -> str:
    known = _Written.__struct_fields__
    if close := difflib.get_close_matches(field.casefold(), known, n=1):
        return f"did you mean {close[0]!r}?"
    return f"an account has {', '.join(known)}"


def _without_surrogates(value: object) -> Any:  # noqa: ANN401 - any JSON value goes in and comes out
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
