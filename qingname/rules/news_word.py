"""QN202 news-word

## What it does
Finds names that end in a word with the attribute of news (新闻, 新闻网, 通讯社, 报社 …) though no outlet is named.

## Why
《互联网用户账号信息管理规定》第八条（四）: words like 新闻 and 报道 need a news licence even without a concrete target.

## Caught
- 动态新闻 reject
- 互联网新闻网 reject
- 东南时报社 reject
- 时代之声 review

## Let pass
- 摸鱼日报
- 猫咪情报局
- 生日报告
- 非官方周报翻译组
- 追新文的人

## Options
`[rules] QN202 = "review"` sends every finding to a person instead. A `media_org` or `internet_news` license allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import But, context, in_name
from qingname.model import Action, Need, Technique
from qingname.rules.case import Rule, finding
from qingname.rules.clauses import ACCOUNT_MEDIA
from qingname.rules.words import on_words, word_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches, Occurrence
    from qingname.model import Finding
    from qingname.rules.case import Case

_NEEDS = (Need("media_org", "新闻单位"), Need("license", "internet_news"))


def _judge(case: Case) -> Iterator[Finding]:
    found = case.fields["name"]
    head = _head(found)
    if head is None or _named(found, head) or any(word.word.kind == "negation" for word in found.words):
        return
    match = word_match(found, head.start, head.end, f"（新闻属性词）{head.word.text}", "media")
    action, params = Action(head.word.head), {}
    for credential in case.account.credentials:
        fits = credential.kind == "media_org" or (credential.kind == "license" and credential.name == "internet_news")
        if fits and not credential.expired(case.as_of):
            action, params = Action.NOTE, {"allowed_by": credential.label}
    yield finding(RULE, "name", found, match, action, target=match.entry.name, needs=_NEEDS, category="media", **params)


def _head(found: FieldMatches) -> Occurrence | None:
    """Give the longest word with a worth of its own that ends the name."""
    size = len(found.reading.symbols)
    heads = [
        word
        for word in found.words
        if word.word.table == "news" and word.word.head != "none" and word.end == size and on_words(word, found)
    ]
    return min(heads, key=lambda word: word.start, default=None)


def _named(found: FieldMatches, head: Occurrence) -> bool:
    """Whether an outlet or a place with an outlet's head is named; other rules judge that."""
    named = [match for match in found.matches if match.end > head.start and Technique.CHANGED not in match.techniques]
    return any(match.place or match.entry.category == "media" for match in named)


RULE = Rule(
    "QN202",
    "news-word",
    ACCOUNT_MEDIA,
    _judge,
    __doc__,
    (in_name(context(table="news", head=But({"none"}), at="end")),),
)
