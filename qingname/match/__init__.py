"""Match a field against a registry: find, compose, survive."""

from qingname.match.batch import Texts, Utf8, suspects
from qingname.match.context import Occurrence
from qingname.match.engine import FieldMatches, Matcher
from qingname.match.match import Match
from qingname.match.reading import Reading
from qingname.match.segment import Segmenter

__all__ = ["FieldMatches", "Match", "Matcher", "Occurrence", "Reading", "Segmenter", "Texts", "Utf8", "suspects"]
