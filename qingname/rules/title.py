"""QN401 title-without-credential

## What it does
Finds professional titles in names and bios (教师 教授 律师 医生 医师 记者 …, also split, look-alike, with hidden
characters, in letters beside a service word) that no verified licence carries. A title alone asks for proof; a title
with an institution, a service, a contact or in disguise is a claim.

## Why
《关于加强“自媒体”管理的通知》第2条: qualifications in finance, education, medicine and law are verified and shown;
《互联网用户账号信息管理规定》第七条: an occupation in account information must be the real one.

## Caught
- 张医生 review
- 心理咨询师小林 review
- 律帅免费咨询 reject
- 匚矢生小美 reject
- 汽车言己者 reject

## Let pass
- 医生的女朋友
- 老师好
- 律师函收到了
- 中医生活馆
- 我是一生所爱
- 不是医生
- 法医秦明书迷

## Options
`[rules] QN401 = "note"` only remarks on titles. A licence that carries the title turns the finding into a note that
names the domain label to show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import BY_SPLIT, EXACT, SEEN, UNHEARD, But, Shows, context, hit, in_either, in_name
from qingname.model import DISGUISES, Action, Technique
from qingname.registry import Role
from qingname.rules.case import Rule, finding, need
from qingname.rules.clauses import QUALIFICATION
from qingname.rules.licences import SURNAMES, domain_label, expiring, licence_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Match, Occurrence
    from qingname.model import Credential, Field, Finding, Need
    from qingname.rules.case import Case

_BODIES = frozenset({"institution", "official", "media", "enterprise", "military"})
_POSTS = frozenset({"military_post"})  # posts of troops are QN109
_SHORT = 2
_SURE = 0.9  # score from which one look-alike of two characters is one to any reader
_NEAR = 3  # symbols between a relation and its title: 外婆是|退休|教师
_PUBLIC_DOMAINS = frozenset({"media", "legal", "medical"})
_ASKED_DOMAINS = _PUBLIC_DOMAINS | {"education", "finance", "psychology", "government_post"}


def _judge(case: Case) -> Iterator[Finding]:
    for field, found in case.fields.items():
        for match, action in titles(field, found, case):
            licence = licence_for(case, match, found)
            if licence.state == "valid" and licence.credential:
                yield _allowed(case, field, found, match, licence.credential)
            elif licence.state == "none":
                yield title_finding(RULE, field, found, match, action)


def _allowed(case: Case, field: Field, found: FieldMatches, match: Match, licence: Credential) -> Finding:
    params = {"allowed_by": f"license:{licence.name}", "label": domain_label(case, licence.name)}
    params.update(expiring(case, licence))
    return title_finding(RULE, field, found, match, Action.NOTE, **params)


def title_finding(
    rule: Rule, field: Field, found: FieldMatches, match: Match, action: Action, **params: str
) -> Finding:
    """Finding about a title, with the licences that would carry it."""
    return finding(
        rule,
        field,
        found,
        match,
        action,
        target=match.entry.name,
        needs=_needs(match),
        category="title",
        **params,
    )


def _needs(match: Match) -> tuple[Need, ...]:
    return tuple(need("license", code) for code in match.entry.parent.split("|") if code)


def titles(field: Field, found: FieldMatches, case: Case) -> Iterator[tuple[Match, Action]]:
    """Titles that a field claims, with what each is worth without a licence."""
    for match in found.matches:
        if match.entry.category == "title" and match.entry.kind not in _POSTS and not _harmless(match, found):
            worth = _claim(match, field, found, case) or (Action.REVIEW if _asks(match, field, found) else None)
            if worth is not None:
                yield match, worth


def _harmless(match: Match, found: FieldMatches) -> bool:
    """Whether the words around make it a relation, a greeting, an object, fiction, a joke or a negation."""
    for word, start, end in found.words:
        if word.table == "title_context":
            near = end == match.start or (word.kind == "relation" and 0 <= match.start - end <= _NEAR)
            touches = (
                (word.position == "after" and start == match.end)
                or (word.position == "before" and near)
                or (word.position == "any" and ((start < match.end and match.start < end) or word.kind == "fiction"))
            )
            if touches:
                return True
        if word.table == "context" and word.kind == "negation" and end == match.start:
            return True
        if word.table == "context" and word.kind in {"audience", "relation"} and start == match.end:
            return True
    return False


def _claim(match: Match, field: Field, found: FieldMatches, case: Case) -> Action | None:
    """Reject where the title does not stand alone: with a service, an institution, a contact, or in disguise."""
    served = any(
        _serves(word.word.kind, word.word.table) and not (seen is found and _of_the_title(word, match))
        for seen in case.fields.values()
        for word in seen.words
    )
    if match.typed:
        return Action.REVIEW if served else None
    disguised = not DISGUISES.isdisjoint(match.techniques) and Technique.INSERTED not in match.techniques
    odd = match.seen == 0 or Technique.SPLIT in match.techniques or len(match.form.text) > _SHORT
    if disguised and (served or odd):
        return Action.REJECT
    if match.seen:
        return None
    body = any(
        (other.entry.category in _BODIES and not _nickname(other)) or (other.place and other.entry.category == "organ")
        for other in found.matches
        if not other.overlaps(match) and not other.heard
    )
    strong = match.entry.common == "strong"
    if match.form.text.isascii():
        return Action.REJECT if served else None
    if field == "bio":
        return Action.REJECT if served and strong else None
    return Action.REJECT if body or (served and strong) else None


def _of_the_title(word: Occurrence, match: Match) -> bool:
    """Whether the word is part of the title or right before it: 辩护律师 offers no 辩护."""
    return word.start < match.end and match.start <= word.end


def _nickname(match: Match) -> bool:
    """Whether a brand's name is also a word that people are called by: 苹果老师, 护士小米."""
    return match.entry.category == "enterprise" and match.form.role is Role.AMBIGUOUS


def _serves(kind: str, table: str) -> bool:
    return (table == "context" and kind == "service") or (table == "contact" and kind != "word")


def _asks(match: Match, field: Field, found: FieldMatches) -> bool:
    """Whether the title alone asks for proof. A weak one (老师, 主任, 专家) needs a field of work beside it."""
    if match.seen:  # 律帅在线, 医帅小方
        sure = match.start == 0 and match.end < len(found.reading.symbols) and match.score >= _SURE
        return sure and field == "name" and match.entry.common == "strong"
    if match.typed:
        return False
    if match.form.text.isascii():  # lawyer小简 asks; Doctor Strange and Dr.奇异 are films, Dr.陈皮肤科 is not
        beside_han = not found.reading.symbols[match.end : match.end + 1].isascii()
        topic = any(word.word.kind == "domain" for word in found.words)
        return beside_han and (topic or len(match.form.text) > _SHORT)
    if match.entry.common == "weak" and not match.entry.parent and match.entry.kind not in _ASKED_DOMAINS:
        return False  # 程序员, 管理员: nobody licenses them
    if match.entry.common == "strong" or len(match.form.text) > _SHORT:
        return True
    start, end = found.reading.clause(match.start, match.end)
    topic = any(word.word.kind == "domain" and start <= word.start and word.end <= end for word in found.words)
    named = match.start > 0 and found.reading.symbols[match.start - 1] in SURNAMES
    if field == "bio":
        return topic and match.entry.kind in _PUBLIC_DOMAINS
    return (topic and (named or match.start > 0)) or (match.start == 0 and match.entry.kind == "media")


_TITLE = hit(category="title", kind=But(_POSTS))
_SERVED = (
    context(table="context", kind="service", shared=True),
    context(table="contact", kind=But({"word"}), shared=True),
)
_LONG = tuple("3456789")
_TRIGGERS = (
    *(in_either(_TITLE, served) for served in _SERVED),
    # disguised
    in_either(_TITLE, Shows("disguised")),
    in_either(_TITLE.also(read=SEEN, size=_LONG)),
    in_either(_TITLE.also(read=BY_SPLIT)),
    in_name(_TITLE.also(common="strong", at="start", read=SEEN)),
    # beside a body
    in_name(_TITLE.also(read=EXACT), hit(category=_BODIES - {"enterprise"}, read=UNHEARD)),
    in_name(_TITLE.also(read=EXACT), hit(category="enterprise", role=But({Role.AMBIGUOUS}), read=UNHEARD)),
    in_name(_TITLE.also(read=EXACT), hit(category="organ", joined=True, read=UNHEARD)),
    # alone
    in_either(_TITLE.also(script="ascii", size=_LONG, read=EXACT)),
    in_either(_TITLE.also(common="strong", read=EXACT)),
    in_either(_TITLE.also(size=_LONG, common=But({"weak"}), read=EXACT)),
    in_either(_TITLE.also(size=_LONG, parent=But({""}), read=EXACT)),
    in_either(hit(category="title", size=_LONG, kind=_ASKED_DOMAINS, read=EXACT)),
    in_either(_TITLE.also(read=EXACT), context(kind="domain")),
    in_name(hit(category="title", kind="media", at="start", read=EXACT)),
)

RULE = Rule("QN401", "title-without-credential", QUALIFICATION, _judge, __doc__, _TRIGGERS)
