"""Find contacts in a raw text: numbers, addresses, and handles behind a word that asks for one. Knows no registry.

1. read the text plainly: NFKC, lower case, without invisible characters and marks, each character with its raw place
2. numbers and addresses, which speak for themselves: mobile, landline, e-mail, URL
3. behind and before each hint (微信, 扣扣, 电话, found by the caller): a handle, 同号, or an invitation (加微信领资料)
4. of contacts that overlap, the longest

A word that asks for a handle and has none is no contact: 微信公众号运营, 爱上微信, QQ飞车手.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Kind = Literal["mobile", "masked", "landline", "url", "email", "wechat", "qq", "phone", "telegram", "account", "qr"]


class Hint(NamedTuple):
    """A word that may announce a contact, at raw ``[start, end)``.

    ``strength`` strong: a handle may follow at once (微信 abc123). medium: it invites by itself (加微).
    weak: it needs 加 before it, or a colon or 号 behind it (薇, 卫星, Q).
    """

    start: int
    end: int
    channel: Kind
    strength: str


class Contact(NamedTuple):
    """A contact at raw ``[start, end)``. Not ``sure``: 加V at the end, which on some platforms means a badge."""

    kind: Kind
    start: int
    end: int
    sure: bool = True


class _Plain(NamedTuple):
    """The plain reading; ``digits`` is ``text`` with numerals in other writing as digits, of the same length."""

    text: str
    digits: str
    places: tuple[int, ...]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Give the raw span of plain characters ``start`` up to ``end``."""
        return self.places[start], self.places[end - 1] + 1

    def at(self, place: int) -> int:
        """Give the first plain character at or behind a raw place."""
        return bisect.bisect_left(self.places, place)


_SEPARATOR = r"[\s\-—–_.·•,~*]"
_NUMBER = re.compile(rf"(?=((?:\+?(?:00)?86{_SEPARATOR}{{0,2}})?(1(?:{_SEPARATOR}{{0,2}}[0-9]){{10}})))")
_MASKED = re.compile(r"(?<![0-9])1[3-9][0-9][*x×•●█]{3,6}[0-9]{3,4}(?![0-9])")
_LANDLINES = (
    re.compile(r"(?<![0-9])(?:\+?86[\s-]?)?\(?0[1-9][0-9]{1,2}(?:[\s\-—–]{1,2}|\)\s?)[2-9][0-9]{6,7}(?![0-9])"),
    re.compile(r"(?<![0-9])[48]00[\s\-—–](?:[0-9]{3}[\s\-—–]?[0-9]{4}|[0-9]{4}[\s\-—–]?[0-9]{3})(?![0-9])"),
)
_LABEL = r"(?:[a-z0-9][a-z0-9-]+|[\u4e00-\u9fff]{2,6})"
_SURE_ENDS = "com|cn|net|org|xyz|icu|wang|com\\.cn|net\\.cn|org\\.cn|gov\\.cn|edu\\.cn"
# Names are written with dots too (Dr.pro, St.vip): these ends need a path, or www before them.
_OTHER_ENDS = "top|vip|cc|me|io|tv|co|app|link|shop|club|site|info|online|live|store|fun|pro|ltd|group|biz|ly|cm|im"
ADDRESS_ENDS = frozenset(f"{_SURE_ENDS}|{_OTHER_ENDS}".replace("\\.cn", "").split("|"))
"""What stands behind the last point of an address without @ or www."""
_PATH = r"(?:/[a-z0-9_\-./?=&%#+~]*)"
_URLS = (
    re.compile(r"https?://[a-z0-9\u4e00-\u9fff][^\s，。、；（）()《》“”\"'|]*"),
    re.compile(rf"(?<![a-z0-9])www\s?\.\s?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*{_PATH}?"),
    re.compile(rf"(?<![a-z0-9@.-])(?:[a-z0-9-]+\.)*{_LABEL}\.(?:{_SURE_ENDS})(?![a-z0-9-]){_PATH}?"),
    re.compile(rf"(?<![a-z0-9@.-])(?:[a-z0-9-]+\.)*[a-z0-9-]+\.(?:{_OTHER_ENDS})/[a-z0-9_\-./?=&%#+~]+"),
    re.compile(
        r"(?<![a-z0-9-])(?=[0-9-]*[a-z])[a-z0-9-]{2,}\s?(?:点|點|[(\[]点[)\]]|。|[(\[]\.[)\]]|[(\[]dot[)\]]|\sdot\s)\s?"
        r"(?:com|cn|net|org)(?![a-z0-9])"
    ),
)
_SOFTWARE = frozenset({"asp.net", "ado.net", "vb.net"})
_MAILS = (
    re.compile(
        r"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]+\s?(?:@|[(\[]at[)\]]|艾特)\s?"
        r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?![a-z0-9])"
    ),
    re.compile(
        r"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]+\s?[#@]\s?(?:qq|163|126|gmail|outlook|foxmail|sina|hotmail)"
        r"(?:[.点]com)?(?![a-z0-9])"
    ),
)

_STOPS = r"。,;!?…\n|()【】《》"
_LEAD = re.compile(
    r"(?:加|➕|✚|(?<![a-z0-9+])\+|进群|添加|私信|联系|咨询|预约)"
    r"(?:我的?|个|下|一下|你|客服|老师|群主|本人|负责人)?[\s:\-~→❤♥]*$"
)
INVITING = frozenset("加➕✚+进添私联咨预")
"""First characters of all that leads to a hint; without one of them in a text there is no lead."""
_DENIED = re.compile(
    r"(?:(?:不|别|勿|未|已|求|要|没有?|想|能|会|怎么|如何|微博|申请|谁|无|何时|拒绝)[^。,;!?…\s]{0,2}|[附叠参增更])$"
)
_HEART = "❤♥♡💓💕💗💖💙💚💛💜🧡🖤"
_MARK = re.compile(rf"[\s:=~>|/\-_—→➡👉👇&'\"“”<{_HEART}]|[号號]码?|账号|id|是|为|群")
LABELLING = frozenset(f":=→➡👉号號{_HEART}")
"""Characters of which one, or id, marks what follows as a handle."""
_LABELLED = re.compile(rf"[:=→➡👉{_HEART}]|[号號]|id")
_MARKS_AT_MOST = 6
_LOOK_BACK = 12
_HANDLE = re.compile(r"@?([a-z0-9][a-z0-9_\-]{3,31})")
_CALLED = re.compile(r"\+?\(?[0-9][0-9\s\-—()]{5,16}[0-9]")
_QQ = re.compile(r"[1-9][0-9]{4,10}")
_UNIT = re.compile(r"\s?(?:年|月|日|元|人|万|个|届|期|粉|天|楼|号线|块|w\b|k\b)")
_SAME = re.compile(r"\s?号?\s?(?:[/和与&]?\s?(?:电话|電話|手机号?|抖音号?|快手号?|qq号?)\s?){0,3}同[号號]")
_GOAL = (
    "领|咨询|进群|入群|拉|买|购|约|预|私|聊|了解|联系|备注|下单|报名|交流|"
    "办|合作|免费|送|获取|发|详|谈|看片|资料|返|兼职"
)
_INVITES = re.compile(rf"(?:号|群|[{_HEART}])*\s?(?:(?P<end>$|[\s{_STOPS}/~～.])|{_GOAL})")
_SCAN_GOAL = re.compile(r"\s?(?:添?加|进|入|关注|领|联系|咨询|报名)")
_SCAN_LEAD = re.compile(rf"(?:扫|添?加|识别|长按|保存|头像|主页)[^{_STOPS}]{{0,6}}$")
_NOBODY = frozenset(
    {"wechat", "weixin", "official", "public", "android", "iphone", "harmony", "games", "music", "video"}
)
_LETTERS_ALONE_FROM = 6  # WeChat's shortest handle; a shorter word behind 微信 is a word
_DIGITS_ALONE_FROM = 6  # QQ12345 is a nickname more often than one of the first QQ numbers
_MOBILE_DIGITS = 11
_MOBILE_GROUPS = frozenset({(11,), (7, 4), (3, 4, 4), (3, 8), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 2, 2), (4, 4, 3)})


def contacts(raw: str, hints: Iterable[Hint] = (), numerals: Mapping[str, str] | None = None) -> list[Contact]:
    """All contacts of ``raw`` in order of place; none overlap. ``numerals`` are other signs for digits (三 → 3)."""
    plain = _plain(raw, numerals or {})
    announced = (_announced(plain, hint) for hint in hints if 0 <= hint.start < hint.end <= len(raw))
    found = [*_numbers(plain), *_addresses(plain), *filter(None, announced)]
    kept: list[Contact] = []
    for contact in sorted(found, key=lambda c: (c.start - c.end, c.start, c.kind)):
        if not any(contact.start < other.end and other.start < contact.end for other in kept):
            kept.append(contact)
    return sorted(kept, key=lambda contact: contact.start)


def _plain(raw: str, numerals: Mapping[str, str]) -> _Plain:
    symbols: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw):
        said = read(char)
        symbols.append(said)
        places.extend([place] * len(said))
    text = "".join(symbols)
    return _Plain(text, "".join(numerals.get(char, char) for char in text), tuple(places))


@functools.lru_cache(maxsize=8192)
def read(char: str) -> str:
    """Read one raw character plainly; an invisible one or a mark (the ring of a keycap) as nothing."""
    if char in "\n\r\t":
        return char
    read = unicodedata.normalize("NFKC", char).lower()
    return "".join(part for part in read if unicodedata.category(part) not in {"Cf", "Mn", "Me", "Cc"})


def _numbers(plain: _Plain) -> Iterator[Contact]:
    for match in _NUMBER.finditer(plain.digits):
        start, end = match.start(1), match.end(1)
        if _mobile(match[2]) and not _runs_on(plain, start, end):
            yield Contact("mobile", *plain.raw(start, end))
    for match in _MASKED.finditer(plain.text):
        yield Contact("masked", *plain.raw(*match.span()))
    for pattern in _LANDLINES:
        for match in pattern.finditer(plain.text):
            yield Contact("landline", *plain.raw(*match.span()))


def _mobile(number: str) -> bool:
    """Whether eleven digits are grouped as people write a mobile number: at once, 3-4-4, or one by one."""
    groups = tuple(len(group) for group in re.split(rf"{_SEPARATOR}+", number))
    digits = re.sub(r"[^0-9]", "", number)
    whole = groups in _MOBILE_GROUPS or groups == (1,) * _MOBILE_DIGITS
    return digits[1] in "3456789" and whole and len(set(digits)) > 1


def _runs_on(plain: _Plain, start: int, end: int) -> bool:
    """Whether more digits of the same writing stand right beside: 11 of 12 digits are no number, 13800138000一个 is."""
    before, after = plain.text[start - 1 : start], plain.text[end : end + 1]
    if (before.isdecimal() and plain.text[start].isdecimal()) or (
        after.isdecimal() and plain.text[end - 1].isdecimal()
    ):
        return True
    han = not plain.text[start].isdecimal() and not plain.text[end - 1].isdecimal()
    return han and plain.digits[max(start - 1, 0) : start].isdecimal() and plain.digits[end : end + 1].isdecimal()


def _addresses(plain: _Plain) -> Iterator[Contact]:
    for pattern in _MAILS:
        for match in pattern.finditer(plain.text):
            yield Contact("email", *plain.raw(*match.span()))
    for pattern in _URLS:
        for match in pattern.finditer(plain.text):
            if match[0] not in _SOFTWARE:
                kind: Kind = "telegram" if re.match(r"(?:https?://)?(?:t|telegram)\.me/", match[0]) else "url"
                yield Contact(kind, *plain.raw(*match.span()))


def _announced(plain: _Plain, hint: Hint) -> Contact | None:
    """What a hint announces: a handle, 同号, an invitation; None where it is only a word."""
    start, end = plain.at(hint.start), plain.at(hint.end)
    word = plain.text[start:end]
    before = plain.text[max(start - _LOOK_BACK, 0) : start]
    if not word or _inside_a_word(before, word):
        return None
    if hint.channel == "qr":
        scanned = _SCAN_GOAL.match(plain.text, end) if hint.strength == "strong" else _SCAN_LEAD.search(before)
        return Contact("qr", *plain.raw(start, end)) if scanned else None
    lead = _LEAD.search(before)
    led = lead is not None or hint.strength == "medium"
    first = start - len(before) + lead.start() if lead else start
    if hint.strength == "weak" and not led and _in_a_name(before, word):
        return None
    if (stop := _handle_end(plain, hint, end, led=led)) is not None:
        return Contact(hint.channel, *plain.raw(first, stop))
    if hint.channel in {"phone", "account"}:
        return None
    if same := _SAME.match(plain.text, end):
        return Contact(hint.channel, *plain.raw(first, same.end()))
    return _invitation(plain, hint, first, end) if led else None


def _invitation(plain: _Plain, hint: Hint, first: int, end: int) -> Contact | None:
    """An invitation without a handle: 加微信领资料, 进群薇❤; not 不加微信."""
    invited = _INVITES.match(plain.text, end)
    if invited is None or _DENIED.search(plain.text[max(first - _LOOK_BACK, 0) : first]):
        return None
    if invited["end"] is None:
        return Contact(hint.channel, *plain.raw(first, invited.end()))
    badge = plain.text[end - 1] == "v"
    return Contact(hint.channel, *plain.raw(first, end), sure=not badge)


def _inside_a_word(before: str, word: str) -> bool:
    """Whether Latin letters or digits stand right before a Latin word: no VX in TVXQ."""
    return word[0].isascii() and before[-1:].isascii() and before[-1:].isalnum()


def _in_a_name(before: str, word: str) -> bool:
    """Whether a Han character stands right before a Han word: 李薇, 小薇❤."""
    return not word[0].isascii() and "\u4e00" <= before[-1:] <= "\u9fff"


def _handle_end(plain: _Plain, hint: Hint, end: int, *, led: bool) -> int | None:
    """Where the handle behind a hint ends, None where there is none."""
    place, labelled = _behind_marks(plain, end)
    asked = led or labelled
    if hint.strength == "weak" and not asked:
        return None
    if hint.channel == "phone":
        called = _CALLED.match(plain.digits, place)
        return called.end() if called else None
    handle = _HANDLE.match(plain.text, place)
    number = _QQ.match(plain.digits, place)
    if number and (handle is None or handle.end() <= number.end()) and not _counts(plain, number.end()):
        enough = asked or len(number[0]) >= _DIGITS_ALONE_FROM
        return number.end() if enough and hint.channel != "telegram" else None
    if handle is None or hint.channel == "qq":
        return None
    glued = place == end and plain.text[end - 1].isascii()
    return handle.end() if _is_handle(handle[1], asked=asked, glued=glued) else None


def _behind_marks(plain: _Plain, end: int) -> tuple[int, bool]:
    """Skip what stands between a word and its handle; whether a colon, a heart, 号 or id was among it."""
    place, labelled = end, plain.text[end - 1] in {"号", "號"}
    for _ in range(_MARKS_AT_MOST):
        mark = _MARK.match(plain.text, place)
        if mark is None:
            break
        labelled = labelled or _LABELLED.match(mark[0]) is not None
        place = mark.end()
    return place, labelled


def _counts(plain: _Plain, end: int) -> bool:
    """Whether digits that end here count something, or run on: 20231123日, 12345万."""
    return _UNIT.match(plain.text, end) is not None or plain.text[end : end + 1].isdecimal()


def _is_handle(handle: str, *, asked: bool, glued: bool) -> bool:
    """Whether letters are a handle: with a digit or a bar, or asked for and long enough; a number alone is not."""
    if handle in _NOBODY or handle.isdecimal() or len(handle) < _LETTERS_ALONE_FROM - 1:
        return False
    if any(char.isdecimal() or char in "_-" for char in handle[1:].rstrip("_-")):
        return not glued or any(char.isdecimal() for char in handle)
    return asked and not glued and len(handle) >= _LETTERS_ALONE_FROM and handle.isalpha()
