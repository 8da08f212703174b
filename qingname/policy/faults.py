"""What is wrong in a policy as it was written: every fault at its place, with what to write instead.

The types of the settings say what is right; msgspec would stop at the first fault, and not name the key of a table.
"""

from __future__ import annotations

import datetime
import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import inspect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qingname.policy.codes import Place


class Fault(NamedTuple):
    """What is wrong at a place of a policy, and what to do about it."""

    place: Place
    problem: str
    remedy: str


def faults_in(value: object, kind: inspect.Type, place: Place = ()) -> Iterator[Fault]:
    """Hold a value against what a setting takes, and give every fault in it."""
    match kind:
        case inspect.Metadata():
            yield from faults_in(value, kind.type, place)
        case inspect.UnionType():
            yield from faults_in(value, _member(value, kind), place)
        case inspect.StructType():
            yield from _table_faults(value, kind, place)
        case inspect.DictType():
            yield from _keyed_faults(value, kind, place)
        case inspect.VarTupleType():
            yield from _list_faults(value, kind, place)
        case _:
            yield from _scalar_faults(value, kind, place)


def _keyed_faults(value: object, kind: inspect.DictType, place: Place) -> Iterator[Fault]:
    """Faults of a table whose keys are codes, fields or account types."""
    if not isinstance(value, dict):
        yield _wrong(value, "a section", f"write [{_dotted(place)}] and its settings below", place)
        return
    for key, item in value.items():
        here = (*place, key)
        if isinstance(kind.key_type, inspect.LiteralType) and key not in kind.key_type.values:
            yield Fault(here, f"[{_dotted(place)}] has no {key!r}", nearest(key, _names(kind.key_type)))
        else:
            yield from [*faults_in(key, kind.key_type, here)] or faults_in(item, kind.value_type, here)


def _list_faults(value: object, kind: inspect.VarTupleType, place: Place) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _wrong(value, "a list", 'write it in brackets, as in ["…"]', place)
        return
    if kind.min_length and not value:
        yield Fault(place, f"{_last(place)} is empty", "write at least one")
    for number, item in enumerate(value):
        yield from faults_in(item, kind.item_type, (*place, number))


def _member(value: object, kind: inspect.UnionType) -> inspect.Type:
    """The type of a union that the value is meant to be: None cannot be written in TOML."""
    types = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
    for member in types:
        bare = member.type if isinstance(member, inspect.Metadata) else member
        if isinstance(value, dict) == isinstance(bare, inspect.StructType):
            return member
    return types[0]


def _table_faults(value: object, kind: inspect.StructType, place: Place) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong(value, "a section", f"write [{_dotted(place)}] and its settings below", place)
        return
    fields = {field.encode_name: field for field in kind.fields}
    found: list[Fault] = []
    for key, item in value.items():
        if key in fields:
            found += faults_in(item, fields[key].type, (*place, key))
        else:
            where = f"[{_dotted(place)}]" if place else "a policy"
            found.append(Fault((*place, key), f"{where} has no setting {key!r}", nearest(key, fields)))
    for name, field in fields.items():
        if field.required and name not in value:
            example = "2027-03-09" if isinstance(_bare(field.type), inspect.DateType) else '"…"'
            example = f"[{example}]" if isinstance(_bare(field.type), inspect.VarTupleType) else example
            found.append(Fault(place, f"[{_dotted(place)}] needs {name}", f"write {name} = {example}"))
    if not found:
        try:
            msgspec.convert(value, kind.cls)
        except msgspec.ValidationError as error:  # what only the settings together show
            problem, _, remedy = str(error).partition("; ")
            found.append(Fault(place, problem, remedy.partition(" - at ")[0] or "mend it"))
    yield from found


def _scalar_faults(value: object, kind: inspect.Type, place: Place) -> Iterator[Fault]:
    found: Fault | None = None
    match kind:
        case inspect.LiteralType():
            found = _choice(value, kind, place)
        case inspect.StrType():
            found = _text(value, kind, place)
        case inspect.IntType() | inspect.FloatType():
            found = _number(value, kind, place)
        case inspect.DateType():
            found = None if _is_day(value) else _wrong(value, "a day", "write it as 2027-03-09, without quotes", place)
    if found:
        yield found


def _choice(value: object, kind: inspect.LiteralType, place: Place) -> Fault | None:
    if isinstance(value, str) and value in kind.values:
        return None
    return Fault(place, f"{_shown(value)} is no value of {_last(place)}", nearest(str(value), _names(kind)))


def _text(value: object, kind: inspect.StrType, place: Place) -> Fault | None:
    if not isinstance(value, str):
        return _wrong(value, "text", "write it in quotes", place)
    if kind.pattern and not re.search(kind.pattern, value):  # the codes of rules are all that has a pattern
        return Fault(place, f"{value!r} is no code of a rule", "a code is QN and three digits, as in QN201")
    if kind.min_length and not value:
        return Fault(place, f"{_last(place)} is empty", "write its text, or take the setting out")
    return None


def _number(value: object, kind: inspect.IntType | inspect.FloatType, place: Place) -> Fault | None:
    whole = isinstance(kind, inspect.IntType)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return _wrong(value, "a whole number" if whole else "a number", "write it without quotes", place)
    low, high = kind.ge or 0, kind.le
    if value >= low and (high is None or value <= high):
        return None
    span = f"from {low:g} to {high:g}" if high is not None else f"not below {low:g}"
    return Fault(place, f"{_last(place)} is {value}", f"write a number {span}")


def _is_day(value: object) -> bool:
    """Whether the value is a day, or text that is one; a day with a time is none."""
    if isinstance(value, str):
        try:
            return value == datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            return False
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def nearest(word: str, known: Collection[str]) -> str:
    """Say which of the known words was meant, or list them."""
    close = difflib.get_close_matches(word.casefold(), known, n=1)
    listed = ", ".join(known)
    return f"did you mean {close[0]!r}?" if close else f"it is one of {listed}" if listed else "take it out"


def _wrong(value: object, wanted: str, remedy: str, place: Place) -> Fault:
    return Fault(place, f"{_last(place)} is {_shown(value)}, not {wanted}", remedy)


def _shown(value: object) -> str:
    """Show a value as TOML writes it; of long ones the kind is enough."""
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str) else str(value)


def _names(kind: inspect.LiteralType) -> list[str]:
    return [str(value) for value in kind.values]


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _last(place: Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "the policy")


def _dotted(place: Place) -> str:
    return ".".join(step for step in place if isinstance(step, str))
