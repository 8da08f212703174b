"""Rows of any source → columns of accounts, by the names of ``columns.FIELDS``, all of them text.

What JSON would hold as objects (credentials, earlier states) is JSON here too, or the short form of ``--credential``.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from qingname.audit.columns import FIELDS
from qingname.audit.rows import RowError
from qingname.errors import InputError
from qingname.model import Account
from qingname.reading import account_from, check_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qingname.audit.rows import Rows

_TEXTS = frozenset({"id", "name", "bio"})
_OFTEN = {  # what platforms call these columns; only ever a hint in an error, never read without being told
    "name": ("nick_name", "nickname", "screen_name", "user_name", "username", "昵称", "名称", "账号名称", "用户名"),
    "bio": ("signature", "description", "desc", "intro", "简介", "签名"),
    "id": ("uid", "user_id", "account_id"),
}


class Accounts(NamedTuple):
    """Columns of accounts; a field that the source lacks is not in ``columns``. ``errors`` are by place."""

    columns: dict[str, pa.StringArray]
    lines: NDArray[Any]
    errors: dict[int, RowError]

    def __len__(self) -> int:
        """How many accounts there are."""
        return len(self.lines)


def mapped(columns: Iterable[str], mapping: Mapping[str, str], source: str) -> dict[str, str]:
    """Which column of a source holds which field. Raise :class:`InputError` where one that is named is missing."""
    there = list(columns)
    for field, column in mapping.items():
        if field not in FIELDS:
            raise InputError(f"--map {field}={column}: an account has no field {field!r}; it has {', '.join(FIELDS)}")
        if column not in there:
            raise InputError(f"{source}: there is no column {column!r}; {_there(there)}{_close(column, there)}")
    found = {field: mapping.get(field, field) for field in FIELDS if mapping.get(field, field) in there}
    if "name" not in found:
        often = next((column for column in there if column.casefold() in _OFTEN["name"]), None)
        guess = often or next(iter(there), "COLUMN")
        raise InputError(f"{source}: there is no column 'name'; {_there(there)}; say which with --map name={guess}")
    return found


def _there(columns: list[str]) -> str:
    return f"the columns are {', '.join(map(repr, columns))}" if columns else "there are no columns"


def _close(column: str, there: list[str]) -> str:
    close = difflib.get_close_matches(column, there, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def accounts_of(rows: Rows, fields: Mapping[str, str]) -> Accounts:
    """Take the accounts out of rows whose columns ``fields`` names."""
    errors = dict(rows.errors)
    columns = {field: _text(rows.batch.column(column), field, errors) for field, column in fields.items()}
    return Accounts(columns, rows.lines, errors)


def _text(column: pa.Array, field: str, errors: dict[int, RowError]) -> pa.StringArray:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_string(kind):
        return column if _is_utf8(column) else _decoded(column.cast(pa.binary()), field, errors)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return _decoded(column, field, errors)
    if pa.types.is_nested(kind):
        return pa.array([_json(v) if v else None for v in column.to_pylist()], pa.string())
    if pa.types.is_floating(kind) and field in {"name", "bio"}:
        raise InputError(f"the column for {field} holds numbers ({kind}); it must hold text")
    return pc.cast(column, pa.string())


def _is_utf8(column: pa.StringArray) -> bool:
    """Whether text is text: Hive and Parquet let any bytes stand in a column of strings."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _json(value: object) -> str:
    """A nested value as JSON; what a struct lacks in this row is not given, rather than null."""
    return msgspec.json.encode(_given(value)).decode()


def _given(value: object) -> object:
    if isinstance(value, dict):
        return {key: _given(item) for key, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value


def _decoded(column: pa.Array, field: str, errors: dict[int, RowError]) -> pa.StringArray:
    texts: list[str | None] = []
    for place, raw in enumerate(column.to_pylist()):
        try:
            texts.append(None if raw is None else raw.decode("utf-8"))
        except UnicodeDecodeError:
            errors.setdefault(place, RowError("encoding", f"{field} is not UTF-8"))
            texts.append(raw.decode("utf-8", "replace"))
    return pa.array(texts, pa.string())


def accounts_at(accounts: Accounts, places: Sequence[int]) -> list[Account | InputError]:
    """Make the accounts at ``places``; where there is none, what is wrong with it."""
    cells = {field: column.take(pa.array(places, pa.int64())).to_pylist() for field, column in accounts.columns.items()}
    return [_account(dict(zip(cells, row, strict=True))) for row in zip(*cells.values(), strict=True)]


def _account(cells: dict[str, str | None]) -> Account | InputError:
    """Make one account; an empty cell says nothing, but for the name."""
    written = {field: value for field, value in cells.items() if value or (field == "name" and value is not None)}
    try:
        if written.keys() <= _TEXTS:  # most rows: nothing in them needs to be parsed
            account = Account(event="audit", **{"name": "", **written})  # type: ignore[arg-type]
        else:
            account = account_from({"event": "audit", **written, **_states(written.get("previous"))})
        check_limits(account)
    except InputError as error:
        return error
    return account


def _states(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        return {"previous": msgspec.json.decode(text)}
    except (ValueError, RecursionError) as error:
        raise InputError(f"previous is not JSON: {error}", "json") from error
