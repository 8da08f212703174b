"""Compose a place with an organ: 杭州 + 网警 is a body, though no list holds it.

Places and organs are matched apart, in any view, and joined where they touch. Of several places with one name
the one that the text before it settles (北京朝阳 is not 辽宁朝阳), else the highest level, stands for all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qingname.match.match import Match
from qingname.model import Technique
from qingname.registry import Form, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingname.match.reading import Reading

_LEVELS = {"province": 0, "prefecture": 1, "county": 2, "zone": 3}
_EVERYDAY_ABBREVIATIONS = frozenset("新青宁云贵川吉黑台甘藏蒙港津苏")  # 新生活, 青在线: also plain words
_STRONG_ABBREVIATION_LEVEL = "province"


def compose(matches: list[Match], reading: Reading) -> list[Match]:
    """All place × organ and country × organ matches; each has the organ's entry, its place and its organ part."""
    places = [match for match in matches if match.entry.category in {"place", "country"}]
    by_start, by_end = _grouped(places, "start"), _grouped(places, "end")
    found = []
    for organ in matches:
        if organ.form.role is Role.AFTER:
            pairs = ((place, organ.end) for place in _before(organ, by_end, reading))
        elif organ.form.role is Role.BEFORE:
            pairs = _inside(organ, by_start, reading)
        else:
            continue
        if swapped := _swapped(organ, by_start, reading):
            found.append(_join(swapped, organ, swapped.end, reading))
            continue
        candidates = [(place, end) for place, end in pairs if _fits(place, organ, end, reading)]
        if candidates:
            place, end = min(candidates, key=lambda pair: _preference(pair[0], by_end))
            found.append(_join(_chained(place, by_end), organ, end, reading))
    return found


def _swapped(organ: Match, by_start: dict[int, list[Match]], reading: Reading) -> Match | None:
    """发布杭州: a reserved organ word before the place it belongs behind, and nothing else."""
    if organ.form.role is not Role.AFTER or organ.start or organ.size < 2 or not organ.exact:  # noqa: PLR2004
        return None
    if organ.entry.common != "protected" or organ.form.slot != "R":
        return None
    plain = {Role.FULL, Role.SHORT}
    places = [
        place
        for place in by_start.get(organ.end, ())
        if place.exact and place.end == len(reading.symbols) and place.form.role in plain and place.entry.common == "no"
    ]
    return min(places, key=lambda place: _LEVELS.get(place.entry.level, 4), default=None)


def place_chain(matches: Iterable[Match], start: int, end: int) -> Match | None:
    """Give the last place of a chain of places that fills symbols ``start`` up to ``end`` (山西大同), if there is one."""
    by_end = _grouped((match for match in matches if match.entry.category == "place"), "end")
    for place in sorted(by_end.get(end, ()), key=lambda match: _preference(match, by_end)):
        if place.form.role in {Role.ABBREVIATION, Role.INITIALS} or place.weak:
            continue
        if place.start == start:
            return place
        outer = place_chain(matches, start, place.start) if place.start > start else None
        if outer and outer.exact and outer.entry.region != place.entry.region:
            return place
    return None


def _grouped(places: Iterable[Match], side: str) -> dict[int, list[Match]]:
    groups: dict[int, list[Match]] = defaultdict(list)
    for place in places:
        groups[getattr(place, side)].append(place)
    return groups


def _before(organ: Match, by_end: dict[int, list[Match]], reading: Reading) -> Iterator[Match]:
    yield from by_end.get(organ.start, ())
    # 粤省公安: the abbreviation stands for the province, 省 only says so.
    if organ.start > 1 and reading.symbols[organ.start - 1] in "省市":
        yield from (place for place in by_end.get(organ.start - 1, ()) if place.form.role is Role.ABBREVIATION)


def _inside(organ: Match, by_start: dict[int, list[Match]], reading: Reading) -> Iterator[tuple[Match, int]]:
    for place in by_start.get(organ.end, ()):
        if reading.symbols.startswith(organ.form.rest, place.end):
            yield place, place.end + len(organ.form.rest)


def _fits(place: Match, organ: Match, end: int, reading: Reading) -> bool:
    """Whether the two together bear enough evidence."""
    if (organ.form.slot == "C") != (place.entry.category == "country"):
        return False
    text = organ.form.text
    if text.startswith("委") and place.form.text[-1] not in "省市县区州盟旗":
        return False  # {R}委组织部 wants the place with its 省市县
    whole = min(place.start, organ.start) == 0 and end == len(reading.symbols)
    if len(text) + len(organ.form.rest) == 1 and not (whole and organ.exact and place.exact):
        return False  # 网, 看, 爱: one character is an organ only where nothing else is there
    if not organ.exact and organ.entry.unverified != "reject":
        return False  # 意在惠州 is not 食在惠州: only what poses is worth reading twice
    if not reading.tokens_whole(min(place.start, organ.start), end):
        return False
    if place.form.role in {Role.ABBREVIATION, Role.INITIALS}:
        return _abbreviation_fits(place, organ, reading)
    if place.typed and organ.typed and place.weak and organ.weak:
        return place.typed == len(place.form.text) and organ.typed == len(text) and whole  # lishuiwangjing
    if place.weak or place.heard:
        return organ.exact and whole and organ.entry.unverified == "reject" and not _is_word(place, reading)
    if organ.weak:
        return place.exact and (whole or organ.start == place.end) and not (organ.seen and _is_word(organ, reading))
    return place.form.role is not Role.AMBIGUOUS or organ.entry.unverified == "reject"


def _is_word(match: Match, reading: Reading) -> bool:
    return reading.is_word(match.start, match.end)


def _abbreviation_fits(place: Match, organ: Match, reading: Reading) -> bool:
    """沪公安, SH发布: at the very start only, since 京 and 新 are also parts of countless words."""
    if place.start != 0 and not reading.folded.gap_before(place.start):
        return False
    if place.form.role is Role.ABBREVIATION:
        if organ.entry.unverified != "reject" and place.form.text in _EVERYDAY_ABBREVIATIONS:
            return False
        return place.exact and organ.exact and place.entry.level == _STRONG_ABBREVIATION_LEVEL and organ.size > 1
    return organ.exact and organ.entry.unverified == "reject" and organ.size > 1


def _preference(place: Match, by_end: dict[int, list[Match]]) -> tuple[int, bool, int, int, int, str]:
    entry = place.entry
    settled = any(outer.entry.region[:2] == entry.region[:2] for outer in by_end.get(place.start, ()))
    disguise = place.heard * 2 + place.seen + place.typed
    short = place.form.role in {Role.ABBREVIATION, Role.INITIALS}  # 西宁 before 宁 in 西宁网警
    return (disguise, short, -int(settled), _LEVELS.get(entry.level, 4) + 4 * (entry.kind == "former"), -place.size, entry.id)


def _chained(place: Match, by_end: dict[int, list[Match]]) -> Match:
    """Let the place begin where the places that contain it begin: 山西省|长治市|公安局."""
    for outer in by_end.get(place.start, ()):
        if outer.form.role in {Role.FULL, Role.SHORT} and outer.entry.region[:2] == place.entry.region[:2]:
            return place._replace(start=outer.start, steps=(*outer.steps, *place.steps))
    return place


def _join(place: Match, organ: Match, end: int, reading: Reading) -> Match:
    start = min(place.start, organ.start)
    extra = [step for step in reading.folded.steps_in(start, end) if step not in (*place.steps, *organ.steps)]
    steps = (*place.steps, *organ.steps, *extra)
    techniques = [Technique.COMPOSED, *(step.technique for step in steps)]
    if organ.form.role is Role.AFTER and place.start > organ.start:
        techniques.append(Technique.REORDERED)
    if place.form.role is Role.INITIALS:
        techniques.append(Technique.INITIALS)
    elif place.form.role is Role.ABBREVIATION:
        techniques.append(Technique.ABBREVIATION)
    elif place.entry.kind == "former":
        techniques.append(Technique.FORMER_NAME)
    return Match(
        organ.entry,
        Form(reading.symbols[start:end], organ.form.entry, organ.form.role, organ.form.rest, organ.form.slot),
        start,
        end,
        steps,
        tuple(dict.fromkeys(techniques)),
        seen=place.seen + organ.seen,
        heard=place.heard + organ.heard,
        typed=place.typed + organ.typed + (place.form.role is Role.INITIALS),
        score=round(min(place.score, organ.score), 3),
        place=place,
        organ=organ,
    )
