"""Accounts made at random, judged with the mask and without: how many verdicts differ (none may).

    python bench/mask.py [--seconds 60] [--seed 1] [--profile balanced|strict] [FILE...]

Names and bios are registry forms and words of context side by side, changed by a few look-alikes, homophones,
traditional forms, pinyin, signs, swaps and gaps; names of FILE (a name a line) are mixed in. What differs is printed: a
trigger of a rule asks for more than the rule does.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from pathlib import Path

from qingname import Account, Checker, Policy
from qingname.verification import Verified

_SIGNS = "\u200b -_·.丶★~"
_MARKS = ("1", "微信", "V", "加", "qq", "http://", "138", "官方", "客服")


class Maker:
    """Makes texts from a registry's own parts; the same seed makes the same texts."""

    def __init__(self, checker: Checker, files: list[Path], seed: int) -> None:
        """Turn the character tables round: from a character to those that are read as it."""
        registry = checker.registry
        self._random = random.Random(seed)  # noqa: S311 - names, not secrets
        self._forms = [form.text for layer in registry.layers for form in layer.forms]
        self._words = [word.text for layer in registry.layers for word in layer.snapshot.words]
        self._names = [name for file in files for name in file.read_text("utf-8").split("\n") if name.strip()]
        self._sounds = registry.characters.sounds
        self._other: dict[str, list[str]] = defaultdict(list)
        for char, anchors in registry.characters.look_alikes.items():
            for anchor, _ in anchors:
                self._other[anchor].append(char)
        for char, (standard, _) in registry.characters.standard.items():
            self._other[standard].append(char)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for char in map(chr, range(0x4E00, 0xA000)):
            if sound := self._sounds.get(char):
                self._alike[sound].append(char)

    def text(self, parts: int) -> str:
        """So many parts side by side, changed in up to three places."""
        sources = [self._forms, self._forms, self._words, *([self._names] if self._names else [])]
        chars = list("".join(self._random.choice(self._random.choice(sources)) for _ in range(parts)))
        for _ in range(self._random.choice((0, 0, 1, 1, 1, 2, 3))):
            self._change(chars)
        return "".join(chars)[:256]

    def _change(self, chars: list[str]) -> None:
        if not chars:
            return
        draw = self._random
        place, how = draw.randrange(len(chars)), draw.randrange(8)
        char = chars[place]
        sound = self._sounds.get(char) if len(char) == 1 else ""
        if how <= 1 and self._other.get(char):
            chars[place] = draw.choice(self._other[char])
        elif how <= 3 and sound:  # noqa: PLR2004 - eight ways, by number
            chars[place] = draw.choice(self._alike[sound]) if how == 2 else sound  # noqa: PLR2004
        elif how == 4:  # noqa: PLR2004
            chars.insert(place, draw.choice(_SIGNS))
        elif how == 5:  # noqa: PLR2004
            del chars[place]
        elif how == 6 and place + 1 < len(chars):  # noqa: PLR2004
            chars[place], chars[place + 1] = chars[place + 1], char
        else:
            chars.insert(place, draw.choice(_MARKS))

    def account(self) -> Account:
        """An account; every third has a bio."""
        bio = self.text(2) + self._random.choice("，。 ；") + self.text(2) if self._random.random() < 1 / 3 else ""
        return Account(self.text(self._random.choice((1, 1, 2, 2, 3))), bio=bio)


def main() -> None:
    """Make and judge accounts until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=["balanced", "strict"], default="balanced")
    asked = parser.parse_args()
    checker = Checker(Policy(profile=asked.profile))
    maker = Maker(checker, asked.files, asked.seed)
    end, judged, differing = time.monotonic() + asked.seconds, 0, 0
    while time.monotonic() < end:
        account = maker.account()
        quick = checker.check(account)
        whole = checker._judge(Verified(account), by_triggers=False)  # noqa: SLF001 - every rule, woken or not
        judged += 1
        if quick != whole:
            differing += 1
            missed = sorted({found.rule for found in whole.findings} - {found.rule for found in quick.findings})
            print(f"{account.name!r} {account.bio!r}: {', '.join(missed)} not woken")
    print(f"{judged:,} accounts, {asked.profile}: {differing} differ")


if __name__ == "__main__":
    main()
