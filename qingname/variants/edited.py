"""Words put around a name, and characters moved, dropped, added or exchanged without a look at form or sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.model import Technique
from qingname.variants.method import Method, Written, one_place, step

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from qingname.variants.method import Writer

# What accounts put behind and before the name they pose as, after the notices of the regulator and public names.
# fmt: off
_SUFFIXES = (
    "官方", "官方账号", "客服", "小助手", "发布", "在线", "资讯", "官微", "服务中心", "官方客服", "平台", "号",
    "编辑部", "工作室",
)
# fmt: on
_PREFIXES = ("官方", "我是", "今日", "这里是", "掌上", "@", "真")
# Everyday characters that change little of what a reader sees, inside a name and in the place of another.
_ADDED = "的小大新之一在好心有者家网"
_OTHERS = "明天心水山风云月光子文海安生东方"
# fmt: off
_DIGITS = {
    "一": "1①壹", "二": "2②贰", "三": "3③叁", "四": "4④肆", "五": "5⑤伍", "六": "6⑥陆", "七": "7⑦柒",
    "八": "8⑧捌", "九": "9⑨玖", "十": "⑩拾", "〇": "0零", "零": "0〇", "两": "2",
    "0": "零〇", "1": "一幺", "2": "二贰", "3": "三叁", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八",
    "9": "九",
}
# fmt: on
_SHORTEST = 3  # characters that must be left: 央视 without a character is no name any more


def _itself(name: str, _chance: random.Random) -> Iterator[Written]:
    yield Written(name, (), (Technique.EXACT,))


def _around(words: tuple[str, ...], *, before: bool) -> Writer:
    def write(name: str, chance: random.Random) -> Iterator[Written]:
        for word in chance.sample(words, len(words)):
            text = word + name if before else name + word
            yield Written(text, (f"+{word} {Technique.CONTAINED}",), (Technique.CONTAINED,))

    return write


def _swapped(name: str, chance: random.Random) -> Iterator[Written]:
    for place in chance.sample(range(len(name) - 1), max(0, len(name) - 1)):
        pair = name[place : place + 2]
        text = name[:place] + pair[::-1] + name[place + 2 :]
        yield Written(text, (step(pair, pair[::-1], Technique.REORDERED),), (Technique.REORDERED,))


def _dropped(name: str, chance: random.Random) -> Iterator[Written]:
    if len(name) <= _SHORTEST:
        return
    for place in chance.sample(range(len(name)), len(name)):
        text = name[:place] + name[place + 1 :]
        yield Written(text, (step(name[place], "", Technique.DROPPED),), (Technique.DROPPED,))


def _added(name: str, chance: random.Random) -> Iterator[Written]:
    choices = [(place, char) for place in range(1, len(name)) for char in _ADDED]
    for place, char in chance.sample(choices, len(choices)):
        text = name[:place] + char + name[place:]
        yield Written(text, (step("", char, Technique.ADDED),), (Technique.ADDED,))


def _exchanged(name: str, chance: random.Random) -> Iterator[Written]:
    choices = [(place, char) for place in range(len(name)) for char in _OTHERS if char != name[place]]
    for place, char in chance.sample(choices, len(choices)):
        text = name[:place] + char + name[place + 1 :]
        yield Written(text, (step(name[place], char, Technique.CHANGED),), (Technique.CHANGED,), frozenset({place}))


EDITED = (
    Method("exact", Technique.EXACT, _itself),
    Method("suffix", Technique.CONTAINED, _around(_SUFFIXES, before=False)),
    Method("prefix", Technique.CONTAINED, _around(_PREFIXES, before=True)),
    Method("reordered", Technique.REORDERED, _swapped),
    Method("dropped", Technique.DROPPED, _dropped),
    Method("added", Technique.ADDED, _added),
    Method("changed", Technique.CHANGED, _exchanged),
    Method("numeral", Technique.NUMERAL, one_place(Technique.NUMERAL, lambda char: _DIGITS.get(char, ""))),
)
