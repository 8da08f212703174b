"""QN702 hidden-or-bidi-characters

## What it does
Notes characters that a reader does not see in a name or bio: zero-width and tag characters, blank letters, controls,
bidirectional controls, stray variation selectors, and piles of combining marks. Emoji joined by ZWJ, emoji variation
selectors, and what Arabic and Indic scripts need are fine.

## Why
Hidden characters are how a refused name comes back, and also what a keyboard or a copy leaves behind. What they hide is
judged by the other rules, which read through them; hiding alone is no crime, so this is only a note.

## Caught

## Let pass
- 小明的猫
- 👨‍👩‍👧三口之家
- ❤️小薇
- 1️⃣2️⃣3️⃣

## Options
`[rules] QN702 = "review"` asks for a person; "off" is silent. `params.code_points` names the characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.match.signs import Shows, in_either
from qingname.model import Finding
from qingname.rules.case import Rule
from qingname.rules.clauses import PLATFORM_FORM
from qingname.text.hidden import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Field, Technique
    from qingname.rules.case import Case

_SHOWN_AT_MOST = 16


def _judge(case: Case) -> Iterator[Finding]:
    texts: dict[Field, str] = {"name": case.account.name, "bio": case.account.bio}
    for field, raw in texts.items():
        if places := hidden(raw):
            yield _finding(field, raw, places)


def _finding(field: Field, raw: str, places: list[tuple[int, Technique]]) -> Finding:
    start, end = places[0][0], places[-1][0] + 1
    points = list(dict.fromkeys(f"U+{ord(raw[place]):04X}" for place, _ in places))
    more = len(points) > _SHOWN_AT_MOST
    shown = " ".join(points[:_SHOWN_AT_MOST]) + (" …" if more else "")
    params = {"code_points": shown, "count": str(len(places))}
    techniques = tuple(dict.fromkeys(technique for _, technique in places))
    category = "hidden_characters"
    return Finding(
        RULE.code,
        RULE.name,
        "note",
        field,
        (start, end),
        raw[start:end],
        shown,
        f"hidden:{shown}",
        category,
        techniques,
        (),
        1.0,
        PLATFORM_FORM,
        (),
        params,
    )


RULE = Rule("QN702", "hidden-or-bidi-characters", PLATFORM_FORM, _judge, __doc__, (in_either(Shows("hidden")),))
