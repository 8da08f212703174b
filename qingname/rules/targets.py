"""What a match stands for: its category, the name to show, the credential that would make it legitimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.registry import Role
from qingname.rules.case import need

if TYPE_CHECKING:
    from qingname.match import Match
    from qingname.model import CredentialKind, Need
    from qingname.registry import Entry

PROTECTED = "protected"
PLAIN_ROLES = frozenset({Role.FULL, Role.SHORT})
"""Forms that are the name itself."""
_NEEDS: dict[str, tuple[CredentialKind, ...]] = {
    "official": ("gov_org",),
    "military": ("gov_org",),
    "media": ("media_org",),
    "institution": ("org",),
    "enterprise": ("enterprise",),
    "international": ("org",),
    "country": ("org",),
    "place": ("gov_org", "media_org"),
    "landmark": ("org",),
    "illegal_org": (),
}


def category(match: Match) -> str:
    """Category by which rules select: an organ's is that of the body it makes."""
    return match.entry.parent if match.entry.category == "organ" else match.entry.category


def is_organ(match: Match) -> bool:
    """Whether the match is of the place × organ grammar, composed or alone."""
    return match.entry.category == "organ"


def protected(match: Match) -> bool:
    """Whether the organ's shape is reserved to the body itself; other shapes are also used by private accounts."""
    return match.entry.common == PROTECTED


def place_name(place: Entry) -> str:
    """Today's name: a former name of a place gives its successor's, any other entry its own."""
    return place.successor or place.name


def target_name(match: Match) -> str:
    """Canonical name of the target: 杭州市公安局 for 杭州公安, 上海发布 for 上海市发布, 检察院 for an organ alone."""
    if not is_organ(match):
        return place_name(match.entry)
    pattern = match.entry.name
    if not match.place:
        return pattern.replace("{R}", "").replace("{C}", "") if match.form.role is Role.AFTER else match.form.text
    is_template = match.entry.id.startswith("TPL")
    named = match.place.exact and match.place.form.role in PLAIN_ROLES
    as_written = is_template and named and not match.place.entry.successor
    place = match.place.form.text if as_written else place_name(match.place.entry)
    if "{R}" in pattern:
        pattern = pattern.replace("{C}", "")
    return pattern.replace("{R}", place).replace("{C}", place)


def needs(match: Match, name: str) -> tuple[Need, ...]:
    """Credentials that would make the match legitimate; ``name`` is its target's (:func:`target_name`)."""
    return tuple([need(kind, name) for kind in _NEEDS.get(category(match), ())])
