"""Verdicts kept in a file, a line a case, and where today's differ from them: a change of behaviour shows as a diff."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from qingname.errors import InputError
from qingname.model import Action

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qingname.cli.score import Judged


class Line(msgspec.Struct, frozen=True):
    """What a verdict comes to: what was done about whom, by which rules. Without an id a case goes by its name."""

    id: str
    action: Literal["pass", "review", "reject"]
    rules: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Flip(NamedTuple):
    """A case whose verdict is another than it was."""

    judged: Judged
    old: Line
    new: Line

    @property
    def direction(self) -> str:
        """From which action to which."""
        return f"{self.old.action}→{self.new.action}"

    def report(self) -> dict[str, Any]:
        """Give the flip as JSON."""
        return {
            "id": self.new.id,
            "name": self.judged.case.account.name,
            "old": self.old.action,
            "new": self.new.action,
            "expected": self.judged.expected,
            "old_rules": self.old.rules,
            "new_rules": self.new.rules,
        }


class Comparison:
    """Today's verdicts against kept ones."""

    def __init__(self, old: dict[str, Line], judged: list[Judged]) -> None:
        """Compare the cases that both have; ``added`` and ``gone`` count those that only one has."""
        new = lines_of(judged)
        both = [(case, old[line.id], line) for case, line in zip(judged, new, strict=True) if line.id in old]
        self.flips = sorted((Flip(*pair) for pair in both if pair[1].action != pair[2].action), key=_mildest_first)
        self.compared, self.added, self.gone = len(both), len(new) - len(both), len(old) - len(both)
        self.other_rules = sum(was.action == now.action and was.rules != now.rules for _, was, now in both)

    def directions(self) -> dict[str, int]:
        """How many flips there are of each direction."""
        return dict(Counter(flip.direction for flip in self.flips))

    def report(self) -> dict[str, Any]:
        """Give everything as JSON."""
        return {
            "compared": self.compared,
            "flipped": len(self.flips),
            "directions": self.directions(),
            "added": self.added,
            "gone": self.gone,
            "other_rules": self.other_rules,
            "flips": [flip.report() for flip in self.flips],
        }


def _mildest_first(flip: Flip) -> tuple[int, str, str]:
    """Order flips so that what is newly let pass stands first."""
    return Action(flip.new.action).severity - Action(flip.old.action).severity, flip.direction, flip.new.id


def lines_of(judged: Iterable[Judged]) -> list[Line]:
    """Give a line for each verdict. Raise :class:`InputError` where two cases would share one."""
    lines = [Line(j.case.account.id or j.case.account.name, j.got, j.rules, j.targets) for j in judged]
    twice = [name for name, count in Counter(line.id for line in lines).items() if count > 1]
    if twice:
        raise InputError(f"two cases have the id {twice[0]!r}; verdicts are kept by id, so give each its own")
    return lines


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Write verdict lines in the order of the cases."""
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def read_lines(path: Path) -> dict[str, Line]:
    """Read verdict lines by id. Raise :class:`InputError` with file and line where one cannot be read."""
    lines: dict[str, Line] = {}
    for number, raw in enumerate(path.read_bytes().splitlines(), start=1):
        if raw.strip():
            try:
                line = msgspec.json.decode(raw, type=Line)
            except (ValueError, RecursionError) as error:
                remedy = "write the file with: qingname eval CASES.jsonl --write FILE"
                raise InputError(f"{path}:{number}: not a verdict line: {error}; {remedy}") from error
            if line.id in lines:
                raise InputError(f"{path}:{number}: the id {line.id!r} stands there twice")
            lines[line.id] = line
    return lines
