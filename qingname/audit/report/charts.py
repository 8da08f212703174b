"""Bar charts as SVG, made by Vega-Lite in this process (ADR 9): labels are text, and nothing is asked of the machine.

Axis and padding have fixed sizes. Left to itself Vega would measure the labels with whatever fonts the machine has, and
the same report would differ from one machine to the next.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP: Final = 25  # height of a bar with its gap
_AXIS: Final = 225
_PLOT: Final = 545
_COUNT: Final = 90  # room for the figure right of the longest bar
_LABEL: Final = 32  # columns of a label, of which a Han character takes two; longer ones are cut
_VEGA_LITE: Final = "5.20"


class Series(NamedTuple):
    """A part of each bar: what it is called, its colour, and its values."""

    name: str
    colour: str
    values: Sequence[int]


def bars(labels: Sequence[str], series: Sequence[Series], *, grouped: bool = False) -> str:
    """Give the SVG of horizontal bars, a label each, its series stacked one behind another, or ``grouped`` below."""
    import vl_convert  # noqa: PLC0415 - it starts a JavaScript engine, half a second

    short = [_cut(label) for label in labels]
    spec = _spec(short, series, grouped=grouped)
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE)
    return str(drawn)


def _spec(labels: Sequence[str], series: Sequence[Series], *, grouped: bool) -> dict[str, Any]:
    # labels may be equal once they are cut: places are numbers, and the axis writes the label of the number
    values = [
        {"place": place, "series": number, "value": each.values[place]}
        for place in range(len(labels))
        for number, each in enumerate(series)
    ]
    sums = [
        {"place": place, "value": sum(each.values[place] for each in series)} for place in range(len(labels))
    ]
    greatest = max((each["value"] for each in (values if grouped else sums)), default=0) or 1
    step = _STEP * (1.5 if grouped else 1)
    y: dict[str, Any] = {
        "field": "place",
        "type": "ordinal",
        "axis": {
            "title": None,
            "labelExpr": f"{_texts(labels)}[datum.value]",
            "labelLimit": 0,
            "minExtent": _AXIS,
            "maxExtent": _AXIS,
            "ticks": False,
            "domain": False,
            "labelPadding": 8,
            "labelFontSize": 13,
            "labelColor": "#222",
        },
        "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
    }
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, greatest], "nice": False}}
    colour = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(range(len(series))), "range": [each.colour for each in series]},
    }
    offset = {"yOffset": {"field": "series", "type": "nominal"}} if grouped else {}
    figure: dict[str, Any] = {
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": "#222"},
        "encoding": {"y": y, "x": x, "text": {"field": "value", "format": ","}, **offset},
    }
    if not grouped:
        figure["data"] = {"values": sums}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _PLOT,
        "height": int(step * max(len(labels), 1)),
        "autosize": {"type": "none"},
        "padding": {"left": _AXIS, "right": _COUNT, "top": 2, "bottom": 2},
        "background": None,
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "bar", "aria": False},
                "encoding": {"y": y, "x": {**x, "stack": None if grouped else "zero"}, "color": colour,
                             "order": {"field": "series"}, **offset},
            },
            figure,
        ],
        "config": {"font": "sans-serif", "view": {"stroke": None}},
    }


def _texts(labels: Sequence[str]) -> str:
    """The labels as an array of Vega's expressions, which are written like JavaScript's."""
    return msgspec.json.encode(list(labels)).decode()


def _cut(label: str) -> str:
    if _columns(label) <= _LABEL:
        return label
    kept = ""
    for char in label:
        if _columns(kept + char) >= _LABEL:
            break
        kept += char
    return kept + "…"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
