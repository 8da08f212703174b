"""A policy file → :class:`Policy`, or a :class:`PolicyError` with all that is wrong: file, line, and what to write."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import msgspec
from msgspec import inspect

from qingname.errors import PolicyError
from qingname.policy.codes import named, nearest_code
from qingname.policy.faults import Fault, faults_in, nearest
from qingname.policy.lines import line_of, lines_of
from qingname.policy.settings import Policy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HINTS = {  # what a person most often meant, by the parser's words
    "Invalid value": 'text stands in quotes, as in profile = "strict", and a list ends with ]',
    "Invalid statement": 'write name = value; a name with Han characters stands in quotes, as in "小明" = 1',
    "Cannot overwrite a value": "the setting stands above already; keep one of the two",
    "Cannot declare": "the section stands above already; join the two",
    "Invalid date or datetime": "write a day as 2027-03-09, without quotes",
    "Expected '=' after a key": "write name = value",
}


def load_policy(path: Path, codes: Mapping[str, str] | None = None, presets: Collection[str] | None = None) -> Policy:
    """Read a policy file. ``codes`` (code → name) and ``presets`` are those that there are; None: any will do."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror}); check the path given with --policy") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        remedy = "save the file as UTF-8, e.g. iconv -f gb18030 -t utf-8"
        raise PolicyError(f"{path}:{line}: byte 0x{raw[error.start]:02X} is not UTF-8; {remedy}") from error
    return read_policy(text, str(path), codes, presets)


def read_policy(
    text: str, origin: str, codes: Mapping[str, str] | None = None, presets: Collection[str] | None = None
) -> Policy:
    """Read the text of a policy; errors name ``origin`` as its file."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(_not_toml(text, origin, str(error))) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a list in a list in a list …
        raise PolicyError(f"{origin}: not TOML that can be read: {error}; write a plain policy") from error
    faults = list(faults_in(written, inspect.type_info(Policy)))
    if codes is not None:
        unknown = [
            Fault(place, f"there is no rule {code!r}", nearest_code(code, codes))
            for place, code in named(written)
            if code not in codes
        ]
        taken = {fault.place for fault in unknown}
        faults = unknown + [fault for fault in faults if fault.place not in taken]
    preset = written["limits"].get("preset") if isinstance(written.get("limits"), dict) else None
    if presets is not None and isinstance(preset, str) and preset and preset not in presets:
        faults.append(Fault(("limits", "preset"), f"there is no preset {preset!r}", nearest(preset, presets)))
    if faults:
        lines = lines_of(text)
        numbered = sorted({(line_of(place, lines), f"{problem}; {remedy}") for place, problem, remedy in faults})
        raise PolicyError("\n".join(f"{origin}:{line}: {sentence}" for line, sentence in numbered))
    return msgspec.convert(written, Policy)


def _not_toml(text: str, origin: str, complaint: str) -> str:
    found = _LINE.search(complaint)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    problem = _LINE.sub("", complaint)
    hint = next((hint for start, hint in _HINTS.items() if problem.startswith(start)), "mend that line")
    return f"{origin}:{line}: not TOML: {problem}; {hint}"
