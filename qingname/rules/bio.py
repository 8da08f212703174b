"""What a body's name in a bio is worth: bios mention bodies all day, and few of them claim to be one.

A bio is read clause by clause. A claim is a clause that names the body and says 官方, 官方账号, 唯一指定 …, with no
word that denies it (非官方, 与…无关, 不代表).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action
from qingname.registry import Role
from qingname.rules.targets import is_organ, protected
from qingname.rules.weigh import denied

if TYPE_CHECKING:
    from qingname.match import FieldMatches, Match

_DENYING = ("非官方", "不是", "无关", "不代表", "并非", "没有关系", "非本")
_SHORTEST = 3  # symbols from which a claim may stand further on in the clause


def weigh_in_bio(match: Match, found: FieldMatches) -> Action | None:
    """Weigh a body named in a bio: reject where the clause claims to be it, None where it is only mentioned."""
    if match.form.role not in {Role.FULL, Role.SHORT, Role.LATIN, Role.AMBIGUOUS} and match.place is None:
        return None
    if is_organ(match) and not (match.place and protected(match)):
        return None
    start, end = found.reading.clause(match.start, match.end)
    inside = [word for word in found.words if start <= word.start and word.end <= end]
    if denied(match, inside) or any(word in found.reading.symbols[start:end] for word in _DENYING):
        return None
    claims = [w for w in inside if w.word.kind == "official_claim" and w.word.strength == "strong"]
    touching = any(word.start == match.end or word.end == match.start for word in claims)
    # A short name is too often only mentioned: its claim must stand right beside it (央视官方账号).
    long = match.size >= _SHORTEST and match.form.role is not Role.AMBIGUOUS
    claimed = touching or (long and any(word.start >= match.end for word in claims))
    return Action.REJECT if claimed else None
