"""Contacts in raw text: what reaches somebody is found with its place, what only looks or sounds like it is not."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname.text.contacts import Contact, Hint, Kind, contacts

NUMERALS = dict(zip("〇一二三四五六七八九零", "01234567890", strict=True))
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
LIKELY = st.text(
    st.sampled_from("加微信vVqQ薇❤❤️➕+：: 号13800138000一三八*-.@comwww/点\u200b\u20e3\ud800年"), max_size=40
)
CHANNELS: list[Kind] = ["wechat", "qq", "phone", "telegram", "account", "qr"]


def found(raw: str, *hints: Hint) -> list[tuple[str, str]]:
    return [(contact.kind, raw[contact.start : contact.end]) for contact in contacts(raw, hints, NUMERALS)]


def hinted(raw: str, word: str, channel: Kind = "wechat", strength: str = "strong") -> list[tuple[str, str]]:
    start = raw.index(word)
    return found(raw, Hint(start, start + len(word), channel, strength))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("开锁13812345678", "13812345678"),
        ("138 1234 5678", "138 1234 5678"),
        ("找我138-1234-5678哦", "138-1234-5678"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("+86 13812345678", "+86 13812345678"),
        ("一三八一二三四五六七八", "一三八一二三四五六七八"),
        ("1三8一2三4五6七8", "1三8一2三4五6七8"),
        ("13812345678一个", "13812345678"),
        ("1.3.8.1.2.3.4.5.6.7.8", "1.3.8.1.2.3.4.5.6.7.8"),
        ("138\u200b12345678", "138\u200b12345678"),
        ("①③⑧①②③④⑤⑥⑦⑧", "①③⑧①②③④⑤⑥⑦⑧"),
    ],
)
def test_a_mobile_number_is_found_in_any_writing(raw: str, text: str) -> None:
    assert found(raw) == [("mobile", text)]


@pytest.mark.parametrize(
    "raw",
    [
        "小明12345",
        "12812345678",
        "138123456789",
        "913812345678",
        "11111111111",
        "手机用户2506627231",
        "1381234567",
        "15 10 20 30 405",
        "2023年11月23日",
        "五六七八九",
        "",
    ],
)
def test_other_digits_are_no_mobile_number(raw: str) -> None:
    assert found(raw) == []


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("139****8888", "masked", "139****8888"),
        ("139xxxx8888", "masked", "139xxxx8888"),
        ("总机010-88886666", "landline", "010-88886666"),
        ("(0755)88886666", "landline", "(0755)88886666"),
        ("400-123-4567", "landline", "400-123-4567"),
        ("400 1234 567", "landline", "400 1234 567"),
        ("abc_12@qq.com", "email", "abc_12@qq.com"),
        ("投稿abc(at)example.org", "email", "abc(at)example.org"),
        ("abc#163.com", "email", "abc#163.com"),
        ("www.example-shop.com", "url", "www.example-shop.com"),
        ("官网example.com/a?b=1。", "url", "example.com/a?b=1"),
        ("https://example.com/路", "url", "https://example.com/路"),
        ("example点com", "url", "example点com"),
        ("example[.]cn", "url", "example[.]cn"),
        ("ｗｗｗ．example．ｃｎ", "url", "ｗｗｗ．example．ｃｎ"),
        ("甲乙丙.com", "url", "甲乙丙.com"),
        ("https://t.me/some_group", "telegram", "https://t.me/some_group"),
        ("t.me/some_group", "telegram", "t.me/some_group"),
    ],
)
def test_numbers_and_addresses_speak_for_themselves(raw: str, kind: str, text: str) -> None:
    assert found(raw) == [(kind, text)]


@pytest.mark.parametrize(
    "raw", ["Mr.pro", "ASP.NET工程师", "St.vip", "J.K.罗琳", "3.com", "a@b", "@小明", "node.js", "wwww", "4001234567"]
)
def test_dots_and_signs_alone_are_no_address(raw: str) -> None:
    assert found(raw) == []


@pytest.mark.parametrize(
    ("raw", "word", "text"),
    [
        ("微信abc12345", "微信", "微信abc12345"),
        ("微信：zhangsan", "微信", "微信：zhangsan"),
        ("微信号是 abc_de", "微信", "微信号是 abc_de"),
        ("加我微信abc12345", "微信", "加我微信abc12345"),
        ("微信123456", "微信", "微信123456"),
        ("微信13812345678", "微信", "微信13812345678"),
        ("vx15012345678", "vx", "vx15012345678"),
        ("加微信领资料", "微信", "加微信领"),
        ("进群微信", "微信", "进群微信"),
        ("威信同號", "威信", "威信同號"),
        ("微信电话同号", "微信", "微信电话同号"),
    ],
)
def test_a_strong_word_takes_the_handle_behind_it(raw: str, word: str, text: str) -> None:
    assert hinted(raw, word) == [("wechat", text)]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("微信公众号运营", "微信"),
        ("爱上微信", "微信"),
        ("微信 wechat", "微信"),
        ("微信：official", "微信"),
        ("微信reader", "微信"),
        ("微信20231123日记", "微信"),
        ("TVXQ12345", "VX"),
        ("vxreader", "vx"),
        ("不加微信", "微信"),
        ("请勿加微信", "微信"),
        ("加微信支付", "微信"),
    ],
)
def test_a_word_without_a_handle_is_no_contact(raw: str, word: str) -> None:
    assert hinted(raw, word) == []


@pytest.mark.parametrize(
    ("raw", "word", "text"),
    [
        ("薇❤abc12345", "薇", "薇❤abc12345"),
        ("预约+薇abc12345", "薇", "+薇abc12345"),
        ("➕V：abc_1234", "V", "➕V：abc_1234"),
        ("卫星号abc12345", "卫星", "卫星号abc12345"),
        ("v: abc12345", "v", "v: abc12345"),
        ("薇同号", "薇", "薇同号"),
    ],
)
def test_a_weak_word_counts_when_it_is_led_or_labelled(raw: str, word: str, text: str) -> None:
    assert hinted(raw, word, strength="weak") == [("wechat", text)]


@pytest.mark.parametrize(
    ("raw", "word"),
    [("V587", "V"), ("小薇❤abc12345", "薇"), ("薇abc12345", "薇"), ("A+V12345", "V"), ("卫星2023001", "卫星")],
)
def test_a_weak_word_alone_is_a_name(raw: str, word: str) -> None:
    assert hinted(raw, word, strength="weak") == []


@pytest.mark.parametrize(
    ("raw", "word", "channel", "strength", "text"),
    [
        ("QQ123456789", "QQ", "qq", "strong", "QQ123456789"),
        ("QQ：12345", "QQ", "qq", "strong", "QQ：12345"),
        ("企鹅号：123456", "企鹅", "qq", "weak", "企鹅号：123456"),
        ("电话8888-6666", "电话", "phone", "strong", "电话8888-6666"),
        ("飞机号@abcde_f", "飞机号", "telegram", "strong", "飞机号@abcde_f"),
        ("抖音号：xiaoming", "抖音号", "account", "strong", "抖音号：xiaoming"),
        ("扫码进群", "扫码", "qr", "strong", "扫码"),
        ("扫下方二维码", "二维码", "qr", "weak", "二维码"),
    ],
)
def test_each_channel_has_its_own_handles(raw: str, word: str, channel: Kind, strength: str, text: str) -> None:
    assert hinted(raw, word, channel, strength) == [(channel, text)]


@pytest.mark.parametrize(
    ("raw", "word", "channel", "strength"),
    [
        ("QQ飞车手", "QQ", "qq", "strong"),
        ("QQ12345", "QQ", "qq", "strong"),
        ("QQabc12345", "QQ", "qq", "strong"),
        ("企鹅123456", "企鹅", "qq", "weak"),
        ("热线12345", "热线", "phone", "strong"),
        ("开飞机的123456", "飞机", "telegram", "weak"),
        ("抖音号运营", "抖音号", "account", "strong"),
        ("扫码看番", "扫码", "qr", "strong"),
        ("二维码闯天下", "二维码", "qr", "weak"),
    ],
)
def test_a_channel_alone_reaches_nobody(raw: str, word: str, channel: Kind, strength: str) -> None:
    assert hinted(raw, word, channel, strength) == []


def test_a_badge_that_nobody_can_reach_is_unsure() -> None:
    assert contacts("药品加V", [Hint(3, 4, "wechat", "weak")]) == [Contact("wechat", 2, 4, sure=False)]
    assert contacts("加V领药", [Hint(1, 2, "wechat", "weak")]) == [Contact("wechat", 0, 3)]


@pytest.mark.parametrize("raw", ["附加微", "叠加微", "不加微", "求你加微", "加微笑", "加微博"])
def test_an_invitation_is_one_of_its_own_words_and_not_denied(raw: str) -> None:
    start = raw.index("加微")
    assert found(raw, Hint(start, start + 2, "wechat", "medium")) == []


def test_of_overlapping_contacts_the_longest_is_kept() -> None:
    raw = "微信13812345678，邮箱abc@example.com"
    assert found(raw, Hint(0, 2, "wechat", "strong")) == [("wechat", "微信13812345678"), ("email", "abc@example.com")]


@given(raw=ANYTHING | LIKELY, data=st.data())
@settings(max_examples=400)
def test_contacts_never_fail_and_their_spans_slice_the_raw_text(raw: str, data: st.DataObject) -> None:
    hint = st.builds(
        Hint,
        st.integers(-1, 41),
        st.integers(-1, 41),
        st.sampled_from(CHANNELS),
        st.sampled_from(["strong", "medium", "weak"]),
    )
    hints = data.draw(st.lists(hint, max_size=4))
    spans = [(contact.start, contact.end) for contact in contacts(raw, hints, NUMERALS)]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@given(prefix=st.sampled_from(["", "小明", "店 "]), number=st.from_regex(r"1[3-9][0-9]{8}[0-9]", fullmatch=True))
def test_every_mobile_number_is_found(prefix: str, number: str) -> None:
    if len(set(number)) > 1:
        assert found(prefix + number) == [("mobile", number)]


@pytest.mark.parametrize(
    "unit", ["微信手机号", "-", "a.", "1 ", "138", "a@", "加微", "v", "www.", "电话/", "139*", "(", "\u200b", "+86 "]
)
def test_a_long_text_is_read_in_time(unit: str) -> None:
    raw = (unit * 8192)[:8192]
    hints = [Hint(start, start + 2, "wechat", "strong") for start in range(0, len(raw) - 2, len(unit))]
    started = time.process_time()
    contacts(raw, hints, NUMERALS)
    assert time.process_time() - started < 2
