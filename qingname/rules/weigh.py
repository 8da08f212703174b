"""How a match stands in its name, and what that is worth.

whole    the name is the match, nothing else
claim    what is left only adds to the claim: 官方, 客服, 快讯, a unit, another place or body
mention  what is left says that the account is somebody else: 老观众, 爱好者, 非, 想进
part     what is left says nothing either way: 央视小王
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from qingname.model import Action, Technique
from qingname.registry import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingname.match import FieldMatches, Match, Occurrence

_CLAIMING = {
    "claim": {"official_claim", "staff_service"},
    "role": {"government_role", "police_role", "platform_role", "government_service"},
    "news": {"news"},
    "context": {"unit", "commerce", "service", "official_topic", "staff", "particle"},
    "state": {"prefix", "org", "function", "claim", "event"},
}
_DENYING_AFTER = {"audience", "relation"}
_DENYING_BEFORE = {"negation", "wish", "interest"}
_PRIVATE = frozenset({"institution", "enterprise"})  # their names beside a place (vivo重庆) are not yet a claim
_SERVING = frozenset({"staff_service", "commerce", "service"})
_EDITS = frozenset({Technique.DROPPED, Technique.ADDED, Technique.CHANGED})
_SHORT_EDITED = 5  # characters up to which one edit may well be another name: 海豹突击队 is not 雪豹突击队
_TWO = 2
_LATIN_WORD = 4  # letters up to which an acronym may be a word: CCTV is known, SAFE and CAST are not


class Standing(enum.Enum):
    """How a match stands in its name; see the module."""

    WHOLE = "whole"
    CLAIM = "claim"
    MENTION = "mention"
    PART = "part"


CLAIMED = frozenset({Standing.WHOLE, Standing.CLAIM})
"""A name that is nothing but the match, or adds to its claim."""


def standing(match: Match, found: FieldMatches) -> Standing:
    """Tell how ``match`` stands among the other words of its field."""
    size = len(found.reading.symbols)
    if match.start == 0 and match.end == size:
        return Standing.WHOLE
    if denied(match, found.words):
        return Standing.MENTION
    claims = [word for word in found.words if not _inside(word, match) and _claims(word, match)]
    if any(word.word.kind == "official_claim" and word.word.strength == "strong" for word in claims):
        return Standing.CLAIM
    if len(match.form.text) > _TWO and any(word.start == match.end and word.word.kind in _SERVING for word in claims):
        return Standing.CLAIM
    left, right = (0, match.start), (match.end, size)
    spans = [(word.start, word.end) for word in claims]
    spans += [(other.start, other.end) for other in found.matches if other.entry.id == match.entry.id]
    if _borne_out_by_names(match):
        spans += [(other.start, other.end) for other in found.matches if not other.overlaps(match)]
    if _filled(left, spans) and _filled(right, spans):
        return Standing.CLAIM
    return Standing.PART


def _borne_out_by_names(match: Match) -> bool:
    """Whether another name beside the match adds to its claim: 人民日报|人民网, not vivo|重庆, not 交大|上海."""
    sure = match.form.role is not Role.AMBIGUOUS and match.entry.unverified == Action.REJECT
    return sure and match.entry.category not in _PRIVATE


def _inside(word: Occurrence, match: Match) -> bool:
    return match.start <= word.start and word.end <= match.end


def _claims(word: Occurrence, match: Match) -> bool:
    """Whether the word adds to a claim; beside an ambiguous short (交大之声) a news word does not."""
    if match.form.role is Role.AMBIGUOUS and word.word.table in {"news", "state"}:
        return word.word.kind == "prefix" and word.end == word.start + _TWO and match.start == 0  # 蒙牛中国
    if word.word.kind == "military_identity":
        return match.entry.category == "military"  # 火箭军|某部
    return word.word.kind in _CLAIMING.get(word.word.table, ())


def denied(match: Match, words: Iterable[Occurrence]) -> bool:
    """Whether an audience follows, or a negation or a wish stands right before."""
    for word, start, end in words:
        if word.table != "context":
            continue
        if word.kind in _DENYING_AFTER and start >= match.end:
            return True
        if word.kind in _DENYING_BEFORE and end == match.start:
            return True
    return False


def _filled(gap: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether some spans, side by side, fill the gap exactly."""
    low, high = gap
    reach = {low}
    for start, end in sorted(spans):
        if start in reach and end <= high:
            reach.add(end)
    return high in reach


def named_body(match: Match, found: FieldMatches) -> Action | None:
    """What naming a protected body or outlet is worth without a credential; None is nothing."""
    stands = standing(match, found)
    if stands is Standing.MENTION:
        return None
    if is_acronym(match) and stands is not Standing.CLAIM:
        return acronym(match, found, stands)
    if match.form.role is Role.AMBIGUOUS:
        return _ambiguous(stands)
    if stands in CLAIMED:
        return softened(match, Action(match.entry.unverified))
    return _contained(match)


def _ambiguous(stands: Standing) -> Action | None:
    """国安 alone may be the ministry or the football club: a person looks; with 官方 beside it, it is the ministry."""
    if stands is Standing.CLAIM:
        return Action.REJECT
    return Action.REVIEW if stands is Standing.WHOLE else None


def is_acronym(match: Match) -> bool:
    """Whether the match is an acronym so short that it may be a word or somebody's initials."""
    return match.form.role is Role.LATIN and match.size <= _LATIN_WORD


def acronym(match: Match, found: FieldMatches, stands: Standing) -> Action | None:
    """Short acronyms are also words (who, Au, SAFE): only capitals, or an outlet's own letters, mean the body."""
    low, high = found.reading.folded.span(match.start, match.end)
    raw = found.reading.folded.raw[low:high]
    outlet = match.entry.category == "media" and match.size == _LATIN_WORD
    if stands is Standing.WHOLE:
        if outlet:
            return Action.REJECT
        return Action.REVIEW if raw == raw.upper() else None
    return Action.REVIEW if match.size == _LATIN_WORD and raw == raw.upper() else None


def softened(match: Match, action: Action) -> Action:
    """A short name known only by ear, or one edit away, may still be a coincidence."""
    edited = not _EDITS.isdisjoint(match.techniques)
    if match.near or (edited and (len(match.form.text) <= _SHORT_EDITED or match.entry.category == "institution")):
        return Action.REVIEW
    weak = match.heard and match.heard + match.seen >= _TWO and len(match.form.text) <= 3  # noqa: PLR2004
    return Action.REVIEW if weak else action


def _contained(match: Match) -> Action | None:
    """A body's name with other words around it: the longer and plainer it stands there, the surer the claim."""
    size = len(match.form.text)
    if match.heard or match.typed:
        return Action.REVIEW if size >= 4 and match.heard <= 1 else None  # noqa: PLR2004
    if size <= _TWO:
        return None if match.seen else Action.REVIEW
    if size == 3:  # noqa: PLR2004
        return Action.REVIEW
    return Action.REJECT if match.start == 0 else Action.REVIEW
