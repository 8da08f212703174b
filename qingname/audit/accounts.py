"""Rows of any source → columns of accounts, by the names of ``columns.FIELDS``: text, but for avatars held as bytes.

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
from qingname.audit.texts import decoded, is_binary, is_text, with_cells
from qingname.errors import InputError
from qingname.model import Account
from qingname.reading import account_from, check_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qingname.audit.rows import Rows

_TEXTS = frozenset({"id", "name", "bio"})
# what platforms call the name; only ever a hint in an error, never read without being told
_OFTEN = ("nick_name", "nickname", "screen_name", "user_name", "username", "昵称", "名称", "账号名称", "用户名")
_NOTHING = frozenset({"", "[]", "{}", "null"})


class Accounts(NamedTuple):
    """Columns of accounts; a field that the source lacks is not in ``columns``. ``errors`` are by place."""

    columns: dict[str, pa.Array]
    lines: NDArray[Any]
    errors: dict[int, RowError]

    def __len__(self) -> int:
        """How many accounts there are."""
        return len(self.lines)


def mapped(columns: Iterable[str], mapping: Mapping[str, str], source: str) -> dict[str, str]:
    """Which column of a source holds which field; a field that is mapped to nothing is not read.

    Raise :class:`InputError` where a column that is wanted is missing, or is there twice.
    """
    there = list(columns)
    for field, column in mapping.items():
        if field not in FIELDS:
            raise InputError(f"--map {field}={column}: an account has no field {field!r}; it has {', '.join(FIELDS)}")
        if column and column not in there:
            raise InputError(f"{source}: there is no column {column!r}; {_there(there)}{_close(column, there)}")
    found = {field: mapping.get(field, field) for field in FIELDS if mapping.get(field, field) in there}
    if "name" not in found and there == ["c1"]:  # one column without a header
        found["name"] = "c1"
    if "name" not in found:
        often = (column for column in there if column.casefold() in {"name", *_OFTEN})
        guess = next(often, next(iter(there), "COLUMN"))
        header = "; if the first line of a CSV file is no header, add --no-header" if len(there) == 1 else ""
        said = f"there is no column 'name'; {_there(there)}; say which with --map name={guess}{header}"
        raise InputError(f"{source}: {said}")
    if twice := next((column for column in found.values() if there.count(column) > 1), None):
        raise InputError(f"{source}: there are two columns {twice!r}; give each a name of its own")
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
    if isinstance(kind, pa.BaseExtensionType):  # UUIDs
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
    if field == "avatar" and is_binary(kind):
        return column.cast(pa.large_binary())
    if pa.types.is_nested(kind) and field not in {"name", "bio"}:
        return _as_json(column, field, errors)
    if not (is_text(kind) or is_binary(kind)):
        whole = pa.types.is_integer(kind) or pa.types.is_null(kind)
        if field in {"name", "bio"} and not whole:  # 10086 is a name, 10086.0 is not
            raise InputError(f"the column of the {field} holds {kind}; it must hold text")
        return pc.cast(column, pa.string())
    text, broken = decoded(column)
    for place in broken:
        if field == "id":
            continue  # ids of 16 bytes and the like
        errors.setdefault(place, RowError("encoding", f"{field} is not UTF-8"))
    if field == "id" and broken:
        raw = column.cast(pa.binary()).take(pa.array(broken)).to_pylist()
        return with_cells(text, broken, [each.hex() for each in raw])
    return text


def _as_json(column: pa.Array, field: str, errors: dict[int, RowError]) -> pa.StringArray:
    """Nested values as JSON; one that holds bytes which are not UTF-8 is an error of its row."""
    written: list[str | None] = []
    for place, cell in enumerate(column):
        try:
            value = cell.as_py(maps_as_pydicts="lossy")
        except UnicodeDecodeError:
            errors.setdefault(place, RowError("encoding", f"{field} is not UTF-8"))
            value = None
        written.append(_json(value) if value else None)
    return pa.array(written, pa.string())


def _json(value: object) -> str:
    """A nested value as JSON; what a struct lacks in this row is not given, rather than null."""
    return msgspec.json.encode(_given(value), enc_hook=str).decode()


def _given(value: object) -> object:
    if isinstance(value, dict):
        return {key: _given(item) for key, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value


def accounts_at(accounts: Accounts, places: Sequence[int]) -> list[Account | InputError]:
    """Make the accounts at ``places``; where there is none, what is wrong with it."""
    cells = {field: column.take(pa.array(places, pa.int64())).to_pylist() for field, column in accounts.columns.items()}
    return [_account(dict(zip(cells, row, strict=True))) for row in zip(*cells.values(), strict=True)]


def _account(cells: dict[str, Any]) -> Account | InputError:
    """Make one account; an empty cell says nothing, but for the name."""
    avatar = cells.pop("avatar", None)
    written = {
        field: value
        for field, value in cells.items()
        if value is not None and (field in _TEXTS or value not in _NOTHING)
    }
    try:
        if written.keys() <= _TEXTS:  # most rows: nothing in them needs to be parsed
            account = Account(event="audit", **{"name": "", **written})
        else:
            account = account_from({"event": "audit", **written, **_states(written.get("previous"))})
        if avatar:
            account = msgspec.structs.replace(account, avatar=avatar)
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
