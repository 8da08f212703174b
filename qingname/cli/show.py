"""A verdict for a person's eyes: what was decided, where in the name, and why. Wording comes from ``messages``.

::

    拒绝      人民曰報-官方
              ^^^^^^^^  QN201 media-outlet
              “人民曰報”冒用或仿冒新闻媒体“人民日报”（繁体、形近字）。
              还原  人民日报官方
              手法  報→报 繁体 · 曰→日 形近字 · -→ 插入符号
              依据  《互联网用户账号信息管理规定》第八条（四）
              补救  须有新闻媒体“人民日报”的认证
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qingname.cli.terminal import cells, padded, safe, width
from qingname.messages import action_word, remedy, seen_as, technique_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.messages import Language
    from qingname.model import Account, Finding, Verdict

_COLOURS = {"pass": "green", "review": "yellow", "reject": "red", "note": "bright_black"}
_LABELS = {
    "bio": ("简介", "bio"),
    "avatar": ("头像", "avatar"),
    "seen": ("所见", "seen as"),
    "folded": ("还原", "reads as"),
    "steps": ("手法", "how"),
    "clause": ("依据", "clause"),
    "remedy": ("补救", "remedy"),
    "skipped": ("未完成", "not done"),
}
_WHOLE_UP_TO, _AROUND = 80, 16
"""Columns up to which a field is shown whole; of a longer one, so many code points on either side of the span."""


class Page:
    """Renders verdicts in one language, with or without colours."""

    def __init__(self, lang: Language, *, colour: bool) -> None:
        """Measure the column of actions, so that several verdicts line up."""
        self.lang, self.colour = lang, colour
        self._left = 2 + max(width(action_word(action, lang)) for action in ("pass", "review", "reject"))
        self._label = 2 + max(width(self._word(label)) for label in _LABELS if label != "skipped")

    def verdict(self, account: Account, verdict: Verdict) -> str:
        """Give all lines of one verdict; a plain pass is one line."""
        findings = [finding for finding in verdict.findings if finding.action != "note"]
        first = findings[0] if findings and _under_name(findings[0], account) else None
        tag = padded(action_word(verdict.action, self.lang), self._left)
        name = self._marked(account.name, first.span, verdict.action) if first else safe(account.name)
        lines = [self._style(tag, _COLOURS[verdict.action], bold=True) + name]
        known = {account.name, account.bio}  # readings that a person has seen: each is shown once
        for finding in findings:
            lines.extend(self._indented(self._where(finding, account, headed=finding is first)))
            lines.extend(self._indented(self._why(finding, known)))
        for finding in verdict.findings:
            if finding.action == "note":
                note = f"{action_word('note', self.lang)}  {finding.rule} {safe(finding.message)}"
                lines.extend(self._indented([self._style(note, _COLOURS["note"])]))
        for skipped in verdict.skipped:
            lost = f"{self._word('skipped')}  {safe(skipped.stage)}: {safe(skipped.reason)}"
            lines.extend(self._indented([self._style(lost, _COLOURS["review"])]))
        return "\n".join(lines)

    def _where(self, finding: Finding, account: Account, *, headed: bool) -> Iterator[str]:
        """Mark the span; ``headed`` where the field stands whole on the line above."""
        (raw, span), lead = _shown(finding, account), ""
        if not headed:
            raw, span = _excerpt(raw, span)
            lead = padded(self._word(finding.field), self._label) if finding.field in _LABELS else ""
            yield lead + self._marked(raw, span, finding.action)
        shown = cells(raw)
        before = width(lead) + sum(columns for _, columns in shown[: span[0]])
        mark = "^" * max(1, sum(columns for _, columns in shown[span[0] : span[1]]))
        rule = f"{finding.rule} {finding.name}"
        yield " " * before + self._style(f"{mark}  {rule}", _COLOURS[finding.action])

    def _why(self, finding: Finding, known: set[str]) -> Iterator[str]:
        """Say what is wrong, how it was hidden, on which clause, and what would mend it."""
        yield self._style(safe(finding.message), bold=True)
        folded = finding.params.get("restored", "")
        rows = {
            "seen": seen_as(finding, self.lang),
            "folded": "" if folded in known else folded,
            "steps": " · ".join(self._step(step) for step in finding.steps),
            "clause": finding.clause,
            "remedy": remedy(finding, self.lang),
        }
        for label, value in rows.items():
            if value:
                known.add(value)
                yield self._style(padded(self._word(label), self._label), _COLOURS["note"]) + safe(value)

    def _step(self, step: str) -> str:
        change, _, technique = step.rpartition(" ")
        return f"{change} {technique_word(technique, self.lang) or technique}".strip()

    def _marked(self, raw: str, span: tuple[int, int], action: str) -> str:
        shown = [text for text, _ in cells(raw)]
        inside = "".join(shown[span[0] : span[1]])
        inside = self._style(inside, _COLOURS[action], underline=True) if inside else ""
        return "".join(shown[: span[0]]) + inside + "".join(shown[span[1] :])

    def _indented(self, lines: Iterator[str] | list[str]) -> Iterator[str]:
        return (" " * self._left + line for line in lines)

    def _style(self, text: str, colour: str | None = None, *, bold: bool = False, underline: bool = False) -> str:
        if not self.colour:
            return text
        return click.style(text, fg=colour, bold=bold or None, underline=underline or None)

    def _word(self, label: str) -> str:
        return _LABELS[label][self.lang == "en"]


def _under_name(finding: Finding, account: Account) -> bool:
    return finding.field == "name" and width(account.name) <= _WHOLE_UP_TO


def _shown(finding: Finding, account: Account) -> tuple[str, tuple[int, int]]:
    """Give the text that the finding is about, and the span in it; of a picture without text its name."""
    if finding.field == "bio":
        return account.bio, finding.span
    if finding.field == "name":
        return account.name, finding.span
    if finding.text:
        return finding.params.get("read", finding.text), finding.span
    name = account.avatar if isinstance(account.avatar, str) and len(account.avatar) <= _WHOLE_UP_TO else "■"
    return name, (0, len(name))


def _excerpt(raw: str, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """Give what stands around the span, and the span within it."""
    if width(raw) <= _WHOLE_UP_TO:
        return raw, span
    low, high = max(0, span[0] - _AROUND), min(len(raw), span[1] + _AROUND)
    lead = "…" if low else ""
    shift = len(lead) - low
    return lead + raw[low:high] + ("…" if high < len(raw) else ""), (span[0] + shift, span[1] + shift)
