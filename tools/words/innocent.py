"""Write ``data/words/innocent_words.csv``: ordinary words that could be misread as a registry name.

A dictionary word is listed where some form of the registry, by ear or by eye, covers it whole though it is written
otherwise: 世说新语 (市说新语), 民间 (民建), 大理石 (大理市). Matching never reads a name out of such a word.

    python tools/words/innocent.py --data data

needs ``jieba`` (MIT) for its dictionary, and a snapshot built from the same data. Developer tool; not shipped.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import jieba
import msgspec

from qingname.match import Matcher
from qingname.match.find import find
from qingname.registry import Registry, shipped

_SIZES = range(2, 9)
_DIVISION_FROM = 3
_SOURCE = "jieba 0.42.1 dict.txt (MIT), words that a registry form covers by ear or by eye"


def words(dictionary: Path) -> list[str]:
    """Han words of the dictionary, in its order."""
    found = (line.split(" ", 1)[0] for line in dictionary.read_text("utf-8").splitlines())
    han = [word for word in found if len(word) in _SIZES and all("\u4e00" <= char <= "\u9fff" for char in word)]
    # The dictionary has divisions too, some of them misspelt (磬安县): those are just what is to be found.
    return [word for word in han if len(word) < _DIVISION_FROM or word[-1] not in "省市县区州旗盟"]


def misread(candidates: list[str]) -> list[str]:
    """Folded words that some form covers whole, though none is written so."""
    # A word that is on the list already must not hide itself.
    registry = Registry(msgspec.structs.replace(shipped(), innocent=frozenset()))
    matcher = Matcher(registry)
    found = set()
    for word in candidates:
        folded, (hits, _, _, _) = matcher.read(word)
        size = len(folded.symbols)
        matches = [*find(hits, folded, registry), *matcher.field(word).matches]
        whole = [match for match in matches if (match.start, match.end) == (0, size)]
        if any(not match.exact for match in whole) and not any(match.exact for match in whole):
            found.add(folded.symbols)
    return sorted(found)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    folder = parser.parse_args().data
    dictionary = Path(jieba.__file__).parent / "dict.txt"
    found = misread(words(dictionary))
    with (folder / "words" / "innocent_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "source", "source_date"])
        writer.writerows([word, _SOURCE, "2020-01"] for word in found)
    print(f"{len(found)} words")


if __name__ == "__main__":
    main()
