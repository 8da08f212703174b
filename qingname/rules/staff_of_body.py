"""QN501 staff-of-body

## What it does
Finds names and bios that pose as staff of a body or outlet (人民日报驻站记者, 税务局内部人员, 某市法院执行局法官), and
posts of state bodies alone (民警老张), which a person looks at.

## Why
The notice of 2023 names accounts that pose as staff of party and state bodies and outlets;
《互联网用户账号信息管理规定》第七条: an occupation in account information must be the real one.

## Caught
- 民警老张 review
- 缉毒警小周 review
- 派出所指导员陈 reject

## Let pass
- 爸爸是民警
- 警察故事
- 课代表小王

## Options
`[rules] QN501 = "review"` sends every finding to a person instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import EXACT, context, hit, in_bio, in_name
from qingname.model import Action
from qingname.registry import Role
from qingname.rules.bodies import judged
from qingname.rules.case import Rule
from qingname.rules.clauses import OCCUPATION
from qingname.rules.weigh import Standing, denied, standing
from qingname.rules.words import on_words, word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match, Occurrence
    from qingname.model import Field, Finding
    from qingname.rules.case import Case

_BODIES = frozenset({"official", "media", "military", "enterprise", "institution", "organ"})
_PUBLIC = frozenset({"official", "media", "military", "organ"})
_POSTS = frozenset({"police_role", "government_role"})
_NAMED = 3  # characters from which a body is named
_DENYING = frozenset({"relation", "negation", "wish", "audience"})


def _judge(case: Case) -> Iterator[Finding]:
    for field, found in case.fields.items():
        if field == "bio":
            yield from _in_bio(case, found)
        else:
            yield from _in_name(case, field, found)


def _in_bio(case: Case, found: FieldMatches) -> Iterator[Finding]:
    """A body and a post in one clause is a claim to hold it."""
    for match in found.matches:
        if match.entry.category not in _BODIES or (match.form.role is Role.AMBIGUOUS and not _followed(match, found)):
            continue
        start, end = found.reading.clause(match.start, match.end)
        inside = [
            word
            for word in found.words
            if start <= word.start and word.end <= end and not match.start <= word.start < match.end
        ]
        if denied(match, inside) or any(_denies(word) for word in inside):
            continue
        employed = any(word.word.kind == "employed" and word.end <= match.start for word in inside)
        titled = any(t.entry.category == "title" and match.end <= t.start and t.end <= end for t in found.matches)
        if employed or titled or any(_post(word) and word.start >= match.end for word in inside):
            public = match.entry.category in _PUBLIC or titled or any(_staff(word) for word in inside)
            yield judged(case, RULE, match, found, Action.REJECT if public else Action.REVIEW, "bio")
            return


def _in_name(case: Case, field: Field, found: FieldMatches) -> Iterator[Finding]:
    for body in found.matches:
        named = body.entry.category in _PUBLIC and len(body.form.text) >= _NAMED and body.exact
        named = named or (body.entry.category == "media" and body.exact)
        if named and _followed(body, found):
            yield judged(case, RULE, body, found, Action.REJECT, field)
            return
    posts = [word for word in found.words if word.word.kind in _POSTS and word.word.strength == "strong"]
    for post in sorted(posts, key=lambda word: word.start - word.end)[:1]:
        if not on_words(post, found) or any(_touches(word, post) for word in found.words):
            return
        if any(match.start <= post.start and post.end <= match.end for match in found.matches if match.place):
            return  # 北京网警 is the body itself
        match = word_match(found, post.start, post.end, f"{post.word.text}（职务）", "official")
        bodies = [m for m in found.matches if m.entry.category in _PUBLIC and m.end <= post.start]
        central = any(w.word.strength == "strict" and w.end == post.start and w.start == 0 for w in found.words)
        if standing(match, found) is not Standing.MENTION:
            yield judged(case, RULE, match, found, Action.REJECT if bodies or central else Action.REVIEW, field)


def _followed(body: Match, found: FieldMatches) -> bool:
    """Whether a word for staff, or a title, stands right behind the body: 派出所|指导员."""
    staff = any(_staff(word) and word.start == body.end for word in found.words)
    return staff or any(t.entry.category == "title" and t.start == body.end for t in found.matches)


def _post(word: Occurrence) -> bool:
    return word.word.kind in _POSTS or _staff(word)


def _staff(word: Occurrence) -> bool:
    if word.word.table == "claim":
        return word.word.kind == "staff_service" and word.word.text.endswith("员")
    return word.word.table == "context" and word.word.kind == "staff"


def _denies(word: Occurrence) -> bool:
    """Whether a word in the clause makes the post somebody else's: 爸爸是, 想当, 不是, 观众."""
    if word.word.table == "title_context":
        return word.word.position == "before"
    return word.word.table == "context" and word.word.kind in _DENYING


def _touches(word: Occurrence, post: Occurrence) -> bool:
    """Whether a word of relation, greeting or fiction stands right beside the post or across it."""
    if word.word.table != "title_context":
        return False
    if word.word.position == "after":
        return word.start == post.end
    if word.word.position == "before":
        return word.end == post.start
    return word.start < post.end and post.start < word.end


_STAFF = (
    context(table="claim", kind="staff_service"),
    context(table="context", kind="staff"),
)
_TITLE = hit(category="title")
_TRIGGERS = (
    *(
        in_name(body, beside)
        for body in (
            hit(category=_PUBLIC, size=tuple("3456789"), read=EXACT),
            hit(category=_PUBLIC, joined=True, read=EXACT),
            hit(category="media", read=EXACT),
        )
        for beside in (*_STAFF, _TITLE)
    ),
    in_name(context(kind=_POSTS, strength="strong")),
    *(
        in_bio(body, beside)
        for body in (hit(category=_BODIES), hit(category="organ", joined=True))
        for beside in (*_STAFF, _TITLE, context(kind="employed"), context(kind=_POSTS))
    ),
)

RULE = Rule("QN501", "staff-of-body", OCCUPATION, _judge, __doc__, _TRIGGERS)
