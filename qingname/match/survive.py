"""Which matches mean what they seem to.

1. a trap disarms the form it contains, at its place (天津市 holds 津市), never a longer name, and what it cuts across
2. a match inside a longer, equally plain match falls to it (公安 in 公安局)
3. a short match must end where words end (推广西瓜 holds no 广西), and must not be read out of an ordinary word
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.context import Occurrence, Trap, trapped
from qingname.registry import Role

if TYPE_CHECKING:
    from qingname.match.match import Match
    from qingname.match.reading import Reading

_PAIR = 2
_NAMES = frozenset({Role.FULL, Role.SHORT})
_EVERYDAY = frozenset({"place", "country", "organ", "title", "claim"})  # what many names are made of
_CLAIMS = frozenset({"official_claim", "staff_service"})
_SURE_SIZE = 5  # characters from which a plain name cannot arise by accident across words


def disarmed(matches: list[Match], words: list[Occurrence]) -> list[Match]:
    """Matches without those that a trap covers or cuts across; a composed name that holds the whole trap is kept."""
    traps = list(trapped(words))
    if not traps:
        return matches
    return [match for match in matches if not any(_springs(trap, match) for trap in traps)]


def _springs(trap: Trap, match: Match) -> bool:
    if match.start <= trap.start and trap.end <= match.end and match.place:
        return False  # 三沙发布 holds 沙发布, and means 三沙
    if _crosses(match, trap.start, trap.end):
        return True
    parts = (match.place, match.organ) if match.place and match.organ else (match,)
    return any((part.form.text, part.start, part.end) == trap.inner for part in parts)


def _crosses(match: Match, start: int, end: int) -> bool:
    """Whether a trap reaches over one edge of the match: 团中央|空调 against 中央空调."""
    return start < match.start < end < match.end or match.start < start < match.end < end


def survivors(matches: list[Match], reading: Reading, words: list[Occurrence]) -> list[Match]:
    """Matches that no longer match covers and whose edges are word edges."""
    firm = [match for match in matches if not match.weak or _is_claimed(match, reading, words)]
    kept = [match for match in firm if not _is_covered(match, firm)] if len(firm) > 1 else firm
    return [match for match in kept if not _innocent(match, reading) and _on_words(match, reading, words)]


def _is_claimed(match: Match, reading: Reading, words: list[Occurrence]) -> bool:
    """Whether a name of two symbols, one of them misread, begins a text that otherwise only claims: 腾汛|官方|客服."""
    if match.start or match.typed or len(match.form.text) != _PAIR or match.entry.category in _EVERYDAY:
        return False
    brand = match.form.role is Role.AMBIGUOUS and match.entry.category == "enterprise"
    if match.form.role not in _NAMES and not brand:
        return False
    reached = {match.end}
    for word, start, end in words:  # in order of place
        if start in reached and word.table == "claim" and word.kind in _CLAIMS:
            reached.add(end)
    return match.end < len(reading.symbols) in reached


def _innocent(match: Match, reading: Reading) -> bool:
    """Whether what would have to be misread is an ordinary word as it stands (世说新语, 民间, 程度)."""
    if not (match.heard or match.seen or match.typed):
        return False
    if match.heard and _hears_a_word(match, reading):
        return True
    if reading.is_word(match.start, match.end):
        return True  # 西山日薄 is no 西山日报, 知识产权 no 知识产权局
    organ = match.organ or match
    return match.entry.category == "organ" and bool(organ.heard) and match.entry.unverified != "reject"


def _hears_a_word(match: Match, reading: Reading) -> bool:
    """Whether an ordinary word stands just where the name would have to be heard: 伤害 in 伤害发布."""
    written = reading.symbols[match.start : match.end]
    if len(written) != len(match.form.text):
        return False
    heard = [a != b for a, b in zip(written, match.form.text, strict=True)]
    return any(
        all(heard[low:high]) and reading.is_word(match.start + low, match.start + high)
        for low in range(len(heard))
        for high in range(low + 2, len(heard) + 1)
    )


def _is_covered(match: Match, others: list[Match]) -> bool:
    start, end = match.start, match.end
    for other in others:  # a loop, since this runs for all pairs of matches
        if other.start > start or other.end < end or other is match:
            continue
        if other.start == start and other.end == end:
            if _stands_for(other, match):
                return True
        elif _effort(other) <= _effort(match):
            return True
    return False


def _stands_for(other: Match, match: Match) -> bool:
    """Whether ``other`` takes the place of a match of the same symbols."""
    if match.place and other.place is None:
        # 成都大学 is a body of its own, not 成都市 with any 大学
        return other.exact and other.entry.category not in {"place", "organ"}
    return other.exact and not match.exact  # 温州巡查 stands there; 温州巡察 would have to be heard


def _effort(match: Match) -> int:
    return 2 * match.heard + match.seen + match.typed


def _on_words(match: Match, reading: Reading, words: list[Occurrence]) -> bool:
    whole = match.start == 0 and match.end == len(reading.symbols)
    if whole or (match.exact and len(match.form.text) >= _SURE_SIZE):
        return True
    if match.entry.category == "title":
        return reading.is_cut(match.end)  # 李医生 and 大学教授 are words of the dictionary that end in their title
    if not reading.is_cut(match.start):
        return False
    # 税务|官微, though a dictionary would cut 税务官|微
    claimed = match.size > _PAIR and any(word.start == match.end and word.word.table == "claim" for word in words)
    return claimed or reading.is_cut(match.end)
