"""Judging a named body or outlet: the common part of QN101, QN103, QN105, QN106, QN108 and QN201."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Action, Technique
from qingname.registry import Role
from qingname.rules.bio import weigh_in_bio
from qingname.rules.case import finding
from qingname.rules.credentials import fitting
from qingname.rules.licences import expiring, unfit
from qingname.rules.targets import PLAIN_ROLES, category, is_organ, needs, protected, target_name
from qingname.rules.weigh import CLAIMED, Standing, named_body, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingname.match import FieldMatches, Match
    from qingname.model import Field, Finding
    from qingname.rules.case import Case, Rule

_ARMED = frozenset({"police", "court", "procuratorate"})  # 北京网警小李 poses as one, whoever 小李 is
_SERVED = frozenset({"platform", "bank", "logistics", "finance"})  # in whose name customers are robbed
_UNSURE = frozenset({Technique.CHANGED, Technique.REORDERED})
_ORGAN_ALONE_FROM = 3  # characters: 检察院 says what it is, 网警 needs a place


def judge_bodies(
    case: Case, rule: Rule, categories: frozenset[str], weigh: Callable[[Match, FieldMatches], Action | None]
) -> Iterator[Finding]:
    """Findings of ``rule`` for all matches of ``categories``, weighed by ``weigh``, lifted by credentials."""
    for field, found in case.fields.items():
        for match in found.matches:
            if category(match) not in categories:
                continue
            if field == "bio":
                action = weigh_in_bio(match, found)
            else:
                action = weigh(match, found)
                if action is None and case.strict and _meant(match):
                    action = Action.REVIEW
                if action is not None and match.weak and not _serves(match, found):
                    action = min(action, Action.REVIEW, key=lambda each: each.severity)
            if action is not None:
                yield judged(case, rule, match, found, action, field)


def judged(case: Case, rule: Rule, match: Match, found: FieldMatches, action: Action, field: Field = "name") -> Finding:
    """Make the finding; a credential that allows the match turns it into a note that names the credential."""
    params: dict[str, str] = {}
    target = target_name(match)
    if fit := fitting(case, match, found):
        if fit.expired:  # the right holder, who has to renew
            action = min(action, Action.REVIEW, key=lambda each: each.severity)
            params = unfit(fit.credential, "expired")
        else:
            action, params = Action.NOTE, {"allowed_by": fit.credential.label, **expiring(case, fit.credential)}
    return finding(
        rule,
        field,
        found,
        match,
        action,
        target=target,
        needs=needs(match, target),
        category=category(match),
        **params,
    )


def _serves(match: Match, found: FieldMatches) -> bool:
    """Whether two characters, one misread, can only be meant for customers of the company: 腾汛客服, not 小蜜客服."""
    served = any(word.start >= match.end and word.word.kind == "staff_service" for word in found.words)
    return served and match.entry.kind in _SERVED


def _meant(match: Match) -> bool:
    """Whether the strict profile takes the match for a name that is meant: plain, and not by an ambiguous short."""
    return match.exact and match.form.role in PLAIN_ROLES and (bool(match.place) or not is_organ(match))


def weigh_body(match: Match, found: FieldMatches) -> Action | None:
    """Weigh a protected body, an organ with its place, or an organ alone."""
    if not is_organ(match):
        return named_body(match, found)
    if match.place:
        return weigh_composed(match, found) if protected(match) else None
    return _alone(match, found)


def weigh_composed(match: Match, found: FieldMatches) -> Action | None:
    """Place × organ: what its shape is worth when it is the name or claims; less inside other words."""
    stands = standing(match, found)
    if stands is Standing.MENTION or _somebody(match, found):
        return None
    worth = Action(match.entry.unverified)
    if stands in CLAIMED:
        unsure = _misread_word(match, found) or bool(match.place and match.place.heard)
        unsure = unsure or (not _UNSURE.isdisjoint(match.techniques) and bool(match.seen))
        return Action.REVIEW if unsure else worth
    if worth is Action.REVIEW or _misread_word(match, found):
        return None
    long = match.organ is not None and len(match.organ.form.text) >= _ORGAN_ALONE_FROM
    sure = long or match.entry.kind in _ARMED
    return Action.REJECT if match.start == 0 and match.exact and sure else Action.REVIEW


def _misread_word(match: Match, found: FieldMatches) -> bool:
    """Whether the organ is heard out of an ordinary word: 重庆民间 for 重庆民建."""
    organ = match.organ
    return organ is not None and bool(organ.heard) and found.reading.is_word(organ.start, organ.end)


def _somebody(match: Match, found: FieldMatches) -> bool:
    """Whether the place is part of a person's name (李思明官方微博) or an everyday word inside other words."""
    place = match.place
    if place is None or match.start == 0 or found.reading.folded.gap_before(match.start):
        return False
    surname = match.start == 1 and len(place.form.text) == 2  # noqa: PLR2004 - given names have two characters
    return place.entry.common != "no" or (surname and match.organ is not None and place.start < match.organ.start)


def _alone(match: Match, found: FieldMatches) -> Action | None:
    """检察院 without a place still poses as one."""
    if match.form.role is not Role.AFTER:
        return None
    if len(match.form.text) < _ORGAN_ALONE_FROM or match.entry.alone == "none":
        # Nobody writes 纟己委 by accident, short as it is.
        split = Technique.SPLIT in match.techniques and protected(match) and standing(match, found) is Standing.WHOLE
        return Action.REJECT if split else None
    if any(other.end == match.start and not is_organ(other) for other in found.matches):
        return None  # 清华大学|招生办 is a unit of the body before it
    stands = standing(match, found)
    if stands in CLAIMED:
        return Action(match.entry.alone)
    if stands is Standing.MENTION or not match.exact:
        return None
    return Action.REVIEW
