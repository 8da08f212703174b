"""Whether a place and an organ that touch bear enough evidence to be one body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action
from qingname.registry import Role

if TYPE_CHECKING:
    from qingname.match.match import Match
    from qingname.match.reading import Reading

_LONG_ORGAN = 3  # characters from which an organ may be misread beside a misread place: 湖洲工安局
_WITH_SUFFIX = "省市县区州盟旗"
_SHORT_PLACES = frozenset({Role.ABBREVIATION, Role.INITIALS})
# 新生活, 青在线, 云头条: these abbreviations are also plain words; beside a word that poses they still count.
_EVERYDAY_ABBREVIATIONS = frozenset("新青宁云贵川吉黑台甘藏蒙港津苏")


def fits(place: Match, organ: Match, end: int, reading: Reading) -> bool:
    """Whether ``place`` and ``organ``, together ending at ``end``, are one body."""
    return _shapes_fit(place, organ, end, reading) and _evidence_fits(place, organ, end, reading)


def poses(organ: Match) -> bool:
    """Whether the organ's shape is reserved or official, so that a disguise of it is worth reading."""
    return organ.entry.unverified == Action.REJECT


def _whole(place: Match, organ: Match, end: int, reading: Reading) -> bool:
    return min(place.start, organ.start) == 0 and end == len(reading.symbols)


def _shapes_fit(place: Match, organ: Match, end: int, reading: Reading) -> bool:
    if (organ.form.slot == "C") != (place.entry.category == "country"):
        return False
    if organ.form.text.startswith("委") and place.form.text[-1] not in _WITH_SUFFIX:
        return False  # {R}委组织部 wants the place with its 省市县
    if len(organ.form.text) + len(organ.form.rest) == 1:
        # 网, 看, 爱: one character is an organ only where nothing else is there
        return _whole(place, organ, end, reading) and organ.exact and place.exact
    return reading.tokens_whole(min(place.start, organ.start), end)


def _evidence_fits(place: Match, organ: Match, end: int, reading: Reading) -> bool:
    """Two halves read otherwise than they stand are one half too many; letters for all of both are plain enough."""
    if not organ.exact and not poses(organ):
        return False  # 意在惠州 is not 食在惠州
    if place.form.role in _SHORT_PLACES:
        return _short_place_fits(place, organ, reading)
    if place.typed and organ.typed and place.weak and organ.weak:
        in_letters = place.typed == len(place.form.text) and organ.typed == len(organ.form.text)
        return in_letters and _whole(place, organ, end, reading)
    if place.weak or place.heard:
        near = organ.exact or (organ.heard + organ.seen == 1 and len(organ.form.text) >= _LONG_ORGAN)
        whole = near and poses(organ) and _whole(place, organ, end, reading)
        return whole and not reading.is_word(place.start, place.end)
    if organ.weak:
        return place.exact and not (organ.seen and reading.is_word(organ.start, organ.end))
    return place.form.role is not Role.AMBIGUOUS or poses(organ)


def _short_place_fits(place: Match, organ: Match, reading: Reading) -> bool:
    """沪公安, SH发布: at the very start only, since 京 and 新 are also parts of countless words."""
    if not (organ.exact and place.exact and organ.size > 1):
        return False
    if place.start != 0 and not reading.folded.gap_before(place.start):
        return False
    if place.form.role is Role.INITIALS:
        return poses(organ)
    if place.end == organ.start and not reading.is_cut(place.end):
        return False  # 新气象 is a word, not 新疆's 气象
    if place.entry.level != "province":
        return organ.entry.kind == "police" and organ.end == len(reading.symbols)  # 甬警方
    return poses(organ) or place.form.text not in _EVERYDAY_ABBREVIATIONS
