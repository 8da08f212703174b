"""What a policy names that is defined elsewhere: rules, and presets of limits. They come in as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qingname.policy.settings import Policy

Place = tuple[str | int, ...]
"""Where something stands in a policy: ``("waiver", 0, "rules", 1)``."""


def unknown_names(policy: Policy, codes: Mapping[str, str], presets: Collection[str]) -> list[str]:
    """Sentences about each rule that is none of ``codes`` (code → name), and a preset that is none of ``presets``."""
    found = [
        f"{'.'.join(map(str, place))}: there is no rule {code!r}; {nearest_code(code, codes)}"
        for place, code in named(msgspec.to_builtins(policy))
        if code not in codes
    ]
    preset = policy.limits.preset if policy.limits else ""
    if preset and preset not in presets:
        found.append(f"limits.preset: there is no preset {preset!r}; it is one of {', '.join(sorted(presets))}")
    return found


def named(written: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text that stands where the code of a rule belongs, with its place."""
    if isinstance(written, dict):
        for key, value in written.items():
            here = (*place, key)
            if key == "rules" and isinstance(value, dict):
                yield from (((*here, code), code) for code in value)
            elif key == "rules" and isinstance(value, (list, tuple)):
                yield from (((*here, number), code) for number, code in enumerate(value) if isinstance(code, str))
            elif key == "rule" and isinstance(value, str):
                yield here, value
            else:
                yield from named(value, here)
    elif isinstance(written, (list, tuple)):
        for number, item in enumerate(written):
            yield from named(item, (*place, number))


def nearest_code(code: str, codes: Mapping[str, str]) -> str:
    """Say which code was meant; a rule's name is as good a hint as its code."""
    import difflib  # noqa: PLC0415 - only what is wrong needs it

    by_name = {name: known for known, name in codes.items()}
    close = [by_name[name] for name in difflib.get_close_matches(code.lower(), by_name, n=1)]
    close = close or difflib.get_close_matches(code.upper(), codes, n=1)
    return f"did you mean {close[0]} ({codes[close[0]]})?" if close else "`qingname rules` lists them"
