"""Compose a place with an organ: 杭州 + 网警 is a body, though no list holds it.

Places and organs are matched apart, in any view, and joined where they touch. Of several places with one name
the one that the text before it settles (北京朝阳 is not 辽宁朝阳), else the highest level, stands for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.match.fits import fits
from qingname.match.match import Match
from qingname.model import Technique
from qingname.registry import Form, Role
from qingname.text import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingname.match.reading import Reading
    from qingname.registry import Layer

_LEVELS = {"province": 0, "prefecture": 1, "county": 2, "zone": 3}
_PAIR = 2
_PLACES = frozenset({"place", "country"})
_ORGAN_ROLES = frozenset({Role.AFTER, Role.BEFORE})
_PLAIN_ROLES = frozenset({Role.FULL, Role.SHORT})
_SHORT_ROLES = frozenset({Role.ABBREVIATION, Role.INITIALS})


def compose(matches: list[Match], reading: Reading) -> list[Match]:
    """All place × organ and country × organ matches; each has the organ's entry, its place and its organ part."""
    organs = [match for match in matches if match.form.role in _ORGAN_ROLES]
    if not organs:
        return []
    by_start, by_end = _by_edge(match for match in matches if match.entry.category in _PLACES)
    found = []
    for organ in organs:
        if organ.form.role is Role.BEFORE:
            pairs = list(_inside(organ, by_start, reading)) if organ.end in by_start else []
        elif organ.start == 0:
            if swapped := _swapped(organ, by_start, reading):
                found.append(_join(swapped, organ, swapped.end, reading))
            continue
        else:
            pairs = [(place, organ.end) for place in _before(organ, by_end, reading)]
        if not pairs:
            continue
        candidates = [(place, end) for place, end in pairs if fits(place, organ, end, reading)]
        if candidates:
            place, end = candidates[0]
            if len(candidates) > 1:
                place, end = min(candidates, key=lambda pair: _preference(pair[0], by_end))
            found.append(_join(_chained(place, by_end), organ, end, reading))
    return found


def _swapped(organ: Match, by_start: dict[int, list[Match]], reading: Reading) -> Match | None:
    """发布杭州: a reserved organ word that begins the text, before the place it belongs behind, and nothing else."""
    reserved = organ.entry.common == "protected" and organ.form.role is Role.AFTER and organ.form.slot == "R"
    if not reserved or organ.size == 1 or not organ.exact:
        return None
    places = [
        place
        for place in by_start.get(organ.end, ())
        if place.exact and place.end == len(reading.symbols) and place.form.role in _PLAIN_ROLES
    ]
    plain = [place for place in places if place.entry.common == "no"]
    return min(plain, key=lambda place: _LEVELS.get(place.entry.level, 4), default=None)


def changed_lead(matches: list[Match], reading: Reading, layers: Iterable[Layer]) -> Match | None:
    """掌握榆次 for 掌上榆次: the second of two characters before a whole, unmistakable place is another one."""
    places = [m for m in matches if m.entry.category == "place" and (m.start, m.end) == (_PAIR, len(reading.symbols))]
    plain = [m for m in places if m.exact and m.form.role in _PLAIN_ROLES and m.entry.common == "no"]
    if not plain or reading.folded.gap_before(_PAIR):
        return None
    written = reading.symbols[:_PAIR]
    leads = [
        (layer, form)
        for layer in layers
        for form in layer.leading_pairs
        if form.text[0] == written[0] and form.text != written
    ]
    if not leads:
        return None
    layer, form = leads[0]
    low, high = reading.folded.span(0, _PAIR)
    steps = (Step(reading.folded.raw[low:high], form.text, Technique.CHANGED),)
    organ = Match(layer.entries[form.entry], form, 0, _PAIR, steps, (Technique.CHANGED,), seen=1, score=0.5)
    return _join(min(plain, key=lambda place: _LEVELS.get(place.entry.level, 4)), organ, len(reading.symbols), reading)


def place_chain(matches: Iterable[Match], start: int, end: int) -> Match | None:
    """Give the last place of a chain of places that fills symbols ``start`` up to ``end`` (山西大同), if there is one.

    Places before the last stand there as they are; only the last may be disguised.
    """
    places = [m for m in matches if m.entry.category == "place" and not m.weak and m.form.role not in _SHORT_ROLES]
    _, by_end = _by_edge(places)
    last: dict[int, Match] = {}  # where a chain from ``start`` may end → its last place, exact ones only
    for reach in sorted(by_end):
        candidates = [p for p in by_end[reach] if p.start == start or _follows(p, last.get(p.start))]
        if reach == end and candidates:  # one place rather than a chain: 雄安新区 is not 雄安|新区
            return min(candidates, key=lambda place: (place.start != start, _preference(place, by_end)))
        plain = [place for place in candidates if place.exact]
        if plain:
            last[reach] = min(plain, key=lambda place: _preference(place, by_end))
    return None


def _follows(place: Match, outer: Match | None) -> bool:
    """Whether a place lies in the one before it: 山西|大同, not 白山|黑水."""
    if outer is None or outer.entry.region == place.entry.region:
        return False
    inside = 2 if outer.entry.level == "province" else 4  # digits of GB/T 2260 that a division shares with its parts
    return outer.entry.region[:inside] == place.entry.region[:inside]


def _by_edge(places: Iterable[Match]) -> tuple[dict[int, list[Match]], dict[int, list[Match]]]:
    """Places by the symbol at which they start, and by the one at which they end."""
    by_start: dict[int, list[Match]] = {}
    by_end: dict[int, list[Match]] = {}
    for place in places:
        by_start.setdefault(place.start, []).append(place)
        by_end.setdefault(place.end, []).append(place)
    return by_start, by_end


def _before(organ: Match, by_end: dict[int, list[Match]], reading: Reading) -> list[Match]:
    places = by_end.get(organ.start, [])
    # 粤省公安: the abbreviation stands for the province, 省 only says so.
    if organ.start > 1 and reading.symbols[organ.start - 1] in "省市":
        shorts = [place for place in by_end.get(organ.start - 1, ()) if place.form.role is Role.ABBREVIATION]
        return [*places, *shorts]
    return places


def _inside(organ: Match, by_start: dict[int, list[Match]], reading: Reading) -> Iterator[tuple[Match, int]]:
    for place in by_start.get(organ.end, ()):
        if reading.symbols.startswith(organ.form.rest, place.end):
            yield place, place.end + len(organ.form.rest)


def _preference(place: Match, by_end: dict[int, list[Match]]) -> tuple[int, bool, int, int, int, str]:
    entry = place.entry
    settled = any(outer.entry.region[:2] == entry.region[:2] for outer in by_end.get(place.start, ()))
    disguise = place.heard * 2 + place.seen + place.typed
    short = place.form.role in _SHORT_ROLES  # 西宁 before 宁 in 西宁网警
    level = _LEVELS.get(entry.level, 4) + 4 * (entry.kind == "former")
    return (disguise, short, -int(settled), level, -place.size, entry.id)


def _chained(place: Match, by_end: dict[int, list[Match]]) -> Match:
    """Let the place begin where the places that contain it begin: 山西省|长治市|公安局."""
    for outer in by_end.get(place.start, ()):
        if outer.form.role in _PLAIN_ROLES and outer.entry.region[:2] == place.entry.region[:2]:
            return msgspec.structs.replace(place, start=outer.start, steps=(*outer.steps, *place.steps))
    return place


def _join(place: Match, organ: Match, end: int, reading: Reading) -> Match:
    start = min(place.start, organ.start)
    halves = (*place.steps, *organ.steps)
    steps = (*halves, *[step for step in reading.folded.steps_in(start, end) if step not in halves])
    techniques = [Technique.COMPOSED, *[step.technique for step in steps]]
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
        score=min(place.score, organ.score),
        place=place,
        organ=organ,
    )
