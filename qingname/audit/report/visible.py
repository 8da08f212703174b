"""Names as a reader can see them: what reorders or hides text stands as its code point, the span is marked.

A name is the text of a stranger. It is cut into parts, each plain, a code point or marked; page and workbook give each
part its own form, so that nothing of a name is ever markup, a formula or a direction of somebody else's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from qingname.text.unseen import all_seen, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AROUND: Final = 24
"""Code points shown on either side of what is marked in a bio; a name is shown whole."""
_APART: Final = 160
"""Code points between the first and the last mark in a bio that are shown whole."""

Span: TypeAlias = "tuple[int, int]"


class Part(NamedTuple):
    """A piece of a shown text: ``hidden`` names a code point, as ``U+202E``; ``marked`` lies in the span."""

    text: str
    hidden: bool
    marked: bool


def parts(text: str, spans: Sequence[Span] = ()) -> list[Part]:
    """Cut ``text`` where a span begins or ends, and around each hidden character."""
    if all_seen(text) and len(spans) <= 1:
        low, high = spans[0] if spans else (0, 0)
        pieces = (text[:low], False), (text[low:high], True), (text[high:], False)
        return [Part(piece, hidden=False, marked=marked) for piece, marked in pieces if piece]
    found: list[Part] = []
    for place, (before, char) in enumerate(zip("\0" + text, text, strict=False)):
        gone, marked = unseen(char, before), any(low <= place < high for low, high in spans)
        if gone:
            found.append(Part(f"U+{ord(char):04X}", hidden=True, marked=marked))
        elif found and not found[-1].hidden and found[-1].marked == marked:
            found[-1] = found[-1]._replace(text=found[-1].text + char)
        else:
            found.append(Part(char, hidden=False, marked=marked))
    return found


def shown(text: str) -> str:
    """Give ``text`` in one line that shows whatever it hides, as ``<U+202E>``."""
    if all_seen(text):
        return text
    return "".join(_plain(parts(text)))


def _plain(pieces: list[Part]) -> Iterator[str]:
    return (f"<{part.text}>" if part.hidden else part.text for part in pieces)


def excerpt(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """Give what stands around the spans, and the spans within it; of spans far apart the first."""
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    if high - low > _APART:
        spans = [min(spans)]
        low, high = spans[0][0], min(spans[0][1], spans[0][0] + _APART)
    start, end = max(0, low - _AROUND), min(len(text), high + _AROUND)
    lead = "…" if start else ""
    shift = len(lead) - start
    shown_spans = [(span[0] + shift, min(span[1], end) + shift) for span in spans]
    return lead + text[start:end] + ("…" if end < len(text) else ""), shown_spans
