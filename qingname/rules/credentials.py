"""Whether a credential allows a match: its holder is the target, a unit of it, its parent, or the place's own body.

The holder is read by the same engine as a name: 中共绵阳市委宣传部 is a body of 绵阳, and so may carry 绵阳发布, while
贵州省公安厅 is not 遵义市公安局, and 南昌市西湖区 is not 杭州's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qingname.rules.targets import category, is_organ, target_name

if TYPE_CHECKING:
    from collections.abc import Container

    from qingname.match import FieldMatches, Match
    from qingname.model import Credential, CredentialKind
    from qingname.rules.case import Case

_KINDS: dict[str, frozenset[CredentialKind]] = {
    "official": frozenset({"gov_org", "org"}),
    "military": frozenset({"gov_org"}),
    "media": frozenset({"media_org", "gov_org"}),
    "institution": frozenset({"org", "gov_org", "enterprise"}),
    "enterprise": frozenset({"enterprise", "gov_org"}),
    "international": frozenset({"org", "gov_org"}),
    "country": frozenset({"org", "gov_org"}),
    "place": frozenset({"gov_org", "media_org", "enterprise", "org"}),
    "landmark": frozenset({"gov_org", "org", "enterprise"}),
    "claim": frozenset({"gov_org", "media_org", "enterprise", "org"}),
}
ORGANISATIONS: frozenset[CredentialKind] = frozenset({"gov_org", "media_org", "enterprise", "org"})
"""Kinds of credentials that say which organisation an account is."""
_ONE_HOUSE = frozenset(
    {"police", "court", "procuratorate", "tax", "fire", "customs", "media", "supervision", "education"}
)
_GOVERNMENT = frozenset({"government", "party", "claim", "media"})
_SURE = 4  # characters from which a name before other words is the holder's own: 清华大学 in 清华大学招生办公室
_COMPANY = re.compile(
    r"^(集团|中国|控股|股份|有限|责任|科技|通信|网络|技术|信息|速运|实业|商业|贸易|汽车|电子|食品|乳业|投资|管理|总|分|支)*公司.{0,6}$"
)


class Fit(NamedTuple):
    """A credential of the right holder; ``expired`` where its day has passed."""

    credential: Credential
    expired: bool


def in_force(case: Case, kinds: Container[CredentialKind]) -> Credential | None:
    """Give the first credential of these kinds whose day has not passed."""
    found = (each for each in case.account.credentials if each.kind in kinds and not each.expired(case.as_of))
    return next(found, None)


def fitting(case: Case, match: Match, found: FieldMatches) -> Fit | None:
    """Give a credential whose kind and holder carry ``match``; one in force before an expired one."""
    if not case.account.credentials:
        return None
    kinds = _KINDS.get(category(match), frozenset())
    fits = [
        Fit(credential, credential.expired(case.as_of))
        for credential in case.account.credentials
        if credential.kind in kinds and _carries(case, credential, match, found)
    ]
    return min(fits, key=lambda fit: fit.expired, default=None)


def _carries(case: Case, credential: Credential, match: Match, found: FieldMatches) -> bool:
    holder = case.match(credential.subject or credential.name)
    written = holder.reading.symbols
    if not written:
        return False
    if written == found.reading.symbols:
        return True
    if match.place is None and is_organ(match):
        return False
    if match.place or match.entry.category == "place":
        return _of_the_place(holder, match, found, credential)
    names = case.registry.forms_of(match.entry.id)
    if credential.kind == "enterprise":
        return any(_company(written, name) for name in names)
    if any(_house(written, name) for name in names):
        return True
    parent = case.folder.fold(match.entry.parent).symbols
    whole = case.folder.fold(match.entry.name).symbols
    if (parent and _house(written, parent)) or (len(written) >= _SURE and whole.startswith(written)):
        return True
    # 人民日报社 is the house of 人民日报海外版, which runs 侠客岛
    houses = {m.entry.id for m in holder.matches if m.start == 0 and m.end == len(written) and m.exact}
    return any(_house(parent, name) for house in houses for name in case.registry.forms_of(house))


def _house(holder: str, name: str) -> bool:
    """Whether the holder is the named body or a unit of it: 人民日报社 is 人民日报's."""
    return holder == name or (len(name) >= _SURE and holder.startswith(name))


def _company(holder: str, name: str) -> bool:
    """Whether a company's registered name is the brand with nothing but a company's words: 雀巢中国有限公司."""
    rest = holder.removeprefix("中国") if not name.startswith("中国") else holder
    if rest == name:
        return True
    return rest.startswith(name) and (_COMPANY.match(rest[len(name) :]) is not None or len(name) >= _SURE)


def _of_the_place(holder: FieldMatches, match: Match, found: FieldMatches, credential: Credential) -> bool:
    """Whether the holder is a body of the same place that may carry this shape."""
    if credential.kind == "enterprise" and match.place is None and match.size < len(found.reading.symbols):
        return holder.reading.symbols.startswith(match.entry.name)  # strict profile: a company of the place names it
    if credential.kind == "enterprise":
        return len(found.reading.symbols) >= _SURE and holder.reading.symbols.startswith(found.reading.symbols)
    place = (match.place or match).entry
    bodies = [body for body in holder.matches if body.place and body.place.entry.region == place.region and body.exact]
    if match.entry.category == "place" or match.entry.common != "protected":
        return bool(bodies) or (place.category == "place" and holder.reading.symbols.startswith(place.name))
    if place.category == "country":
        return holder.reading.symbols == target_name(match)
    return any(_may_carry(body, match) for body in bodies)


def _may_carry(body: Match, match: Match) -> bool:
    """Whether one organ of a place may stand for another: 公安局 for its 交警支队, 宣传部 for 发布."""
    if body.entry.id == match.entry.id:
        return True
    if body.entry.kind == match.entry.kind and body.entry.kind in _ONE_HOUSE:
        return True
    account = match.entry.id.startswith("TPL")  # the shape of an account's name, not of an office
    return account and (body.entry.kind == match.entry.kind or {body.entry.kind, match.entry.kind} <= _GOVERNMENT)
