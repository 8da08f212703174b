"""The report as one HTML page that asks nobody for anything: no script, no file, no address."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import jinja2
from markupsafe import Markup

from qingname.audit.report.charts import Series, bars
from qingname.audit.report.count import TOP_PLACES
from qingname.audit.report.sentences import state_word
from qingname.audit.report.visible import excerpt, parts, shown
from qingname.audit.report.words import Words
from qingname.messages import category_word, rule_word, technique_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingname.audit.report.figures import Change, Figures, Totals
    from qingname.audit.report.reading import Row
    from qingname.audit.report.sentences import Sentences
    from qingname.messages import Language
    from qingname.model import Finding

SEVERE: Final = 30
"""Accounts with the most severe findings."""
EXAMPLES: Final = 5
"""Examples of a rule."""

_ACTIONS: Final = ("reject", "review", "pass", "unreadable")
_STATES: Final = (*_ACTIONS, "absent")
_SECTIONS: Final = (
    "audited", "totals", "rules", "clauses", "categories", "techniques", "places", "bodies", "severe", "examples",
    "trend", "errors", "method",
)  # fmt: skip
_COLOURS: Final = {  # of the bars; the legend beside them has its own in style.css
    "reject": "#9d1c20", "review": "#dba544", "pass": "#7fa58c", "unreadable": "#b9b6ad", "then": "#b9b6ad",
    "now": "#9d1c20",
}  # fmt: skip
_BARS: Final = 34  # as many as there are divisions at province level
_FINDINGS: Final = 5  # of an account that are worded; all are marked


class Shown(NamedTuple):
    """The rows that the page shows: examples by rule, the worst accounts, those that moved since the earlier audit."""

    examples: dict[str, list[tuple[Row, Finding]]]
    severe: list[Row]
    changed: list[tuple[Change, Row | None, Row | None]]
    arrived: list[tuple[Change, Row | None, Row | None]]


class _Chart(NamedTuple):
    title: str
    svg: Markup
    series: list[_Key]


class _Key(NamedTuple):
    kind: str
    name: str


def page(figures: Figures, rows: Shown, sentences: Sentences, lang: Language) -> str:
    """Give the page. The same figures and rows give the same page, byte for byte."""
    here = files(__package__) / "templates"
    templates = {each.name: each.read_text("utf-8") for each in here.iterdir() if each.name.endswith(".html")}
    style = (here / "style.css").read_text("utf-8").strip()
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters.update(count=_count, delta=_delta)
    environment.globals.update(_Speech(figures, sentences, lang).words())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("index.html").render(
        figures=figures,
        lang=lang,
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=f"sha256-{digest}",
        sections=[name for name in _SECTIONS if name != "trend" or figures.trend],
        actions=_ACTIONS,
        states=_STATES,
        tiles=[(action, _of(figures.totals, action)) for action in _ACTIONS],
        several=any(
            len(values) > 1
            for values in (
                figures.audit.days, figures.audit.policies, figures.audit.registries, figures.audit.versions,
            )
        ),
        charts=_charts(figures, lang),
        examples=rows.examples,
        severe=rows.severe,
        changed=rows.changed,
        arrived=rows.arrived,
        severe_limit=SEVERE,
        examples_limit=EXAMPLES,
        top_places=TOP_PLACES,
        most_findings=_FINDINGS,
        moved={(each.then, each.now): each.accounts for each in figures.trend.moved} if figures.trend else {},
        flipped=sum(each.accounts for each in figures.trend.changes) if figures.trend else 0,
    )


class _Speech:
    """What templates call to put things into words."""

    def __init__(self, figures: Figures, sentences: Sentences, lang: Language) -> None:
        self._lang: Language = lang
        self._t = Words(lang)
        self._sentences = sentences
        self._differs = figures.trend.differs if figures.trend else []
        self._totals = figures.totals

    def words(self) -> dict[str, Any]:
        """Give the functions by the names that the templates use."""
        return {
            "t": self._t,
            "word": lambda state: state_word(state, self._lang),
            "rule_word": lambda code: rule_word(code, self._lang),
            "category_word": lambda category: category_word(category, self._lang),
            "error_word": lambda code: self._t(f"error_{code}") if self._t.has(f"error_{code}") else "",
            "technique_word": lambda technique: technique_word(technique, self._lang) or technique,
            "sentence": self._sentences.finding,
            "remedy": self._sentences.remedy,
            "cause": self._cause,
            "differing": self._differing(),
            "lead": self._lead(),
            "of": _of,
            "parts": parts,
            "excerpt": excerpt,
            "visible": shown,
            "distinct": _distinct,
            "spans": lambda findings, field: [each.span for each in findings if each.field == field],
        }

    def _lead(self) -> str:
        totals = self._totals
        flagged = {action: f"{_of(totals, action):,}" for action in _ACTIONS}
        return self._t("lead", rows=f"{totals.rows:,}", **flagged)

    def _differing(self) -> str:
        return self._t("and").join(self._t(name) for name in self._differs)

    def _cause(self, change: Change) -> str:
        return self._t(f"cause_{change.cause}", what=self._differing())


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Only the first of findings that read alike: a name may hold the same body many times."""
    return list({(each.rule, each.text, each.target, each.clause): each for each in reversed(findings)}.values())[::-1]


def _of(totals: Totals, action: str) -> int:
    return int(getattr(totals, "passed" if action == "pass" else action))


def _count(number: int) -> str:
    return f"{number:,}"


def _delta(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"


def _charts(figures: Figures, lang: Language) -> dict[str, _Chart | None]:
    t = Words(lang)

    def found(title: str, labels: Sequence[str], lines: Sequence[Any]) -> _Chart | None:
        if not lines:
            return None
        title = f"{t(title)} · {t('first_n', n=_BARS)}" if len(lines) > _BARS else t(title)
        kept = lines[:_BARS]
        series = [Series(t("accounts"), _COLOURS["reject"], [line.accounts for line in kept])]
        return _Chart(f"{title}（{t('accounts')}）" if lang == "zh" else f"{title} ({t('accounts').lower()})",
                      Markup(bars(labels[:_BARS], series)), [])  # noqa: S704 - Vega escapes its labels

    def several(
        title: str, labels: Sequence[str], series: list[tuple[str, str, Sequence[int]]], *, grouped: bool
    ) -> _Chart:
        drawn = bars(labels, [Series(name, _COLOURS[kind], values) for kind, name, values in series], grouped=grouped)
        return _Chart(t(title), Markup(drawn), [_Key(kind, name) for kind, name, _ in series])  # noqa: S704 - the same

    rules = sorted(figures.rules, key=lambda line: (-line.accounts, line.code))
    rules = [line for line in rules if line.accounts]
    techniques = [line for line in figures.techniques if line.accounts]
    categories = [line for line in figures.categories if line.accounts]
    provinces = figures.places.provinces
    charts = {
        "totals": _total_chart(figures, lang, several),
        "rules": found("rules", [f"{line.code} {line.what if lang == 'zh' else line.name}" for line in rules], rules),
        "categories": found("categories", [category_word(line.key, lang) for line in categories], categories),
        "techniques": found("techniques", [technique_word(line.key, lang) for line in techniques], techniques),
        "provinces": found("places", [line.name or line.code for line in provinces], provinces),
        "bodies": found("bodies", [shown(body.target) for body in figures.bodies], figures.bodies),
        "trend": None,
    }
    if figures.trend and figures.trend.rules:
        lines = sorted(figures.trend.rules, key=lambda line: (-max(line.now, line.then), line.key))[:_BARS]
        values: list[tuple[str, str, Sequence[int]]] = [
            ("then", t("then"), [line.then for line in lines]),
            ("now", t("now"), [line.now for line in lines]),
        ]
        charts["trend"] = several("rules_then_now", [line.key for line in lines], values, grouped=True)
    return charts


def _total_chart(figures: Figures, lang: Language, several: Any) -> _Chart | None:  # noqa: ANN401 - a closure
    if not figures.totals.rows:
        return None
    series = [(action, state_word(action, lang), [_of(figures.totals, action)]) for action in _ACTIONS]
    chart: _Chart = several("totals", [Words(lang)("total")], series, grouped=False)
    return chart
