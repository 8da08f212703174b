"""A stream of bytes → accounts, line by line, in memory that does not grow. A bad line never stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from qingname.errors import InputError
from qingname.reading import (
    LINE_LIMIT,
    NAME_LIMIT,
    account_from,
    check_limits,
    decode_account,
    decode_text,
    parse_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from qingname.model import Account

Mode = Literal["auto", "lines", "jsonl"]

_BOM: Final = b"\xef\xbb\xbf"


class Item(NamedTuple):
    """One input: its line (0 for an argument), and the account or what is wrong with it."""

    line: int
    account: Account | None
    error: str = ""


def read_accounts(stream: IO[bytes], mode: Mode, template: Account) -> Iterator[Item]:
    """Read each line as an account. A plain line is a name; the rest of that account is ``template``'s."""
    for line, raw, size in _raw_lines(stream):
        if size > LINE_LIMIT:
            limit = f"the limit is {LINE_LIMIT}, and {NAME_LIMIT} characters for a name"
            yield Item(line, None, f"the line has {size} bytes; {limit}")
            continue
        try:
            account = _account(decode_text(raw), mode, template)
            check_limits(account)
        except InputError as error:
            yield Item(line, None, str(error))
        else:
            yield Item(line, account)


def _account(text: str, mode: Mode, template: Account) -> Account:
    if mode != "lines" and (not text or text.isspace()):
        raise InputError("empty name")
    if mode == "jsonl":
        return decode_account(text)
    if mode == "auto" and text.startswith("{"):
        written = parse_object(text)
        if written is not None:
            return account_from(written)
    return msgspec.structs.replace(template, name=text)


def _raw_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes, int]]:
    """Give each line's number, bytes without its end, and size; of a line over the limit only the size is kept."""
    number = 0
    while raw := stream.readline(LINE_LIMIT + 2):
        number += 1
        if number == 1:
            raw = raw.removeprefix(_BOM)
        text = raw.removesuffix(b"\n").removesuffix(b"\r")
        size = len(text)
        while size > LINE_LIMIT and not raw.endswith(b"\n") and (raw := stream.readline(LINE_LIMIT)):
            size += len(raw.removesuffix(b"\n"))
        yield number, text, size
